import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { classNames } from "../class-names.ts";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import type { DayShown, MonthShown, NamedDay } from "./shown.ts";

type Props = { year: number; today: string; months: readonly MonthShown[]; named: readonly NamedDay[]; yearPath: (year: number) => string; format: DeskFormat };

/** Monday to Sunday of any week, to be named in the reader's language. */
const WEEK = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"];

/** A year at a glance: which days the office works, and the names of those on which it does not. */
export function YearPicture({ year, today, months, named, yearPath, format }: Props) {
  const { t } = useTranslation("calendar");
  return (
    <Card
      title={t("year.title", { year })}
      aside={
        <nav aria-label={t("year.other")} className="flex gap-4">
          {[year - 1, year + 1].map((other) => (
            <Link key={other} to={yearPath(other)} className="inline-flex min-h-6 items-center text-link">
              {other}
            </Link>
          ))}
        </nav>
      }
    >
      <div className="grid gap-6 xl:grid-cols-[3fr_1fr]">
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {months.map((month) => (
            <Month key={month.first} month={month} today={today} format={wordsOf(format)} off={t("year.off")} />
          ))}
        </div>
        <div>
          <h3 className="mb-2 font-semibold">{t("year.named")}</h3>
          <ol className="grid gap-1">
            {named.map(({ on, name }) => (
              <li key={on} className="flex justify-between gap-3 border-b border-line pb-1">
                <span>{name}</span>
                <span className="text-soft tabular-nums">{format.shortDate(on)}</span>
              </li>
            ))}
          </ol>
        </div>
      </div>
    </Card>
  );
}

/** How days are named in the reader's language. */
export type DayWords = { month: (first: string) => string; weekday: (day: string) => string; shortWeekday: (day: string) => string };

function wordsOf(format: DeskFormat): DayWords {
  return { month: (first) => format.dateOnly(first).replace(/^\d+ /, ""), weekday: (day) => format.date(day).split(" ")[0] ?? "", shortWeekday: (day) => format.shortDate(day) };
}

/** One month, week by week; `off` says of a day that it is not worked. */
export function Month({ month: { first, weeks }, today, format, off }: { month: MonthShown; today: string; format: DayWords; off: string }) {
  return (
    <table className="w-full table-fixed self-start text-center tabular-nums">
      <caption className="mb-1 text-left font-semibold first-letter:uppercase">{format.month(first)}</caption>
      <thead>
        <tr className="text-soft">
          {WEEK.map((day) => (
            <th key={day} scope="col" abbr={format.weekday(day)} className="font-normal">
              {format.shortWeekday(day).slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {WEEK.map((_, column) => (
              <Day key={column} day={week[column] ?? null} today={today} label={off} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A day off is said in words too; a feast or closing day stands out, today has a ring. */
function Day({ day, today, label }: { day: DayShown; today: string; label: string }) {
  if (day === null) return <td />;
  const look = day.name !== null ? "bg-soon-tint font-semibold text-soon" : day.isWorked ? "" : "text-soft";
  return (
    <td title={day.name ?? undefined} className={classNames("rounded-sm py-0.5", look, day.on === today && "outline-2 outline-petrol")}>
      {Number(day.on.slice(8))}
      {day.isWorked ? null : <span className="sr-only"> {day.name ?? label}</span>}
    </td>
  );
}
