import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { namedDays, yearShown } from "#app/domain/deadlines/year.ts";
import { LANGUAGES } from "#app/domain/people.ts";

import { Month } from "../../../calendar/year-picture.tsx";
import { Tabs } from "../template/tabs.tsx";
import { localeOf } from "./locale.ts";
import { readableCalendar } from "./readable.ts";

/** This year and the next as they would be: which days the office does not work, and why. */
export function YearView({ content, today }: { content: Readonly<Record<string, unknown>>; today: string }) {
  const { t, i18n } = useTranslation("studio");
  const first = Number(today.slice(0, 4));
  const [year, setYear] = useState(first);
  const language = LANGUAGES.find((one) => one === i18n.language) ?? "nl";
  const months = useMemo(() => yearShown(readableCalendar(content), year, language), [content, year, language]);
  const named = namedDays(months);
  const format = useMemo(() => wordsFor(language), [language]);
  const worked = months.flatMap(({ weeks }) => weeks.flat()).filter((one) => one?.isWorked).length;
  return (
    <section aria-label={t("calendar-editor.year", { year })} className="grid min-w-0 gap-3">
      <h3 className="font-semibold">{t("calendar-editor.year", { year })}</h3>
      <Tabs label={t("calendar-editor.which")} value={String(year)} choices={[first, first + 1].map((one) => ({ value: String(one), label: String(one) }))} onChoose={(one) => setYear(Number(one))} />
      <p role="status">{t("calendar-editor.worked", { count: worked })}</p>
      <div className="grid gap-6 xl:grid-cols-[3fr_1fr]">
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
          {months.map((month) => (
            <Month key={month.first} month={month} today={today} format={format} off={t("calendar-editor.off")} />
          ))}
        </div>
        <ol aria-label={t("calendar-editor.named")} className="grid content-start gap-1">
          {named.map(({ on, name }) => (
            <li key={on} className="flex justify-between gap-3 border-b border-line pb-1">
              <span>{name}</span>
              <span className="text-soft tabular-nums">{format.shortDate(on)}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

/** Days of a calendar are no moments: they are the same everywhere. */
function wordsFor(language: string) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: "UTC" });
    return (on: string) => made.format(new Date(on));
  };
  return { weekday: format({ weekday: "long" }), shortWeekday: format({ weekday: "short" }), month: format({ month: "long", year: "numeric" }), shortDate: format({ weekday: "short", day: "numeric", month: "short" }) };
}
