import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Bar } from "../bar.tsx";
import { classNames } from "../class-names.ts";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";

export type WeekShown = { monday: string; amount: number };
type Props = { weeks: readonly WeekShown[]; /** The Monday of the week that the list is of. */ chosen: string | null; weekPath: (monday: string | undefined) => string; format: DeskFormat };

/** What expires in which week: a table in which each row draws itself, so that whoever does not see it reads the same. */
export function ExpiryWeeks({ weeks, chosen, weekPath, format }: Props) {
  const { t } = useTranslation("certificates");
  const most = Math.max(1, ...weeks.map(({ amount }) => amount));
  const total = weeks.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <Card title={t("weeks.title", { count: total, amount: format.number(total) })}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("weeks.caption")}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("weeks.week")}</th>
            <th scope="col">{t("weeks.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ monday, amount }) => (
            <tr key={monday} className={classNames(monday === chosen && "bg-petrol-tint font-semibold")}>
              <th scope="row" className="w-px py-0.5 pr-3 font-normal whitespace-nowrap text-soft">
                {t("weeks.from", { date: format.shortDate(`${monday}T12:00:00Z`).replace(/^\S+ /, "") })}
              </th>
              <td className="py-0.5">
                <span className="grid grid-cols-[minmax(0,1fr)_3.5rem] items-center gap-2">
                  <Bar most={most} pieces={[{ key: monday, share: amount, look: monday === chosen ? "fill-petrol-deep" : "fill-petrol" }]} />
                  {amount === 0 ? (
                    <span className="text-right text-soft">0</span>
                  ) : (
                    <Link to={weekPath(monday)} aria-current={monday === chosen ? "true" : undefined} className="inline-flex min-h-6 items-center justify-end text-link">
                      {format.number(amount)}
                      <span className="sr-only"> {t("weeks.open", { date: format.dateOnly(`${monday}T12:00:00Z`) })}</span>
                    </Link>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen === null ? null : (
        <p className="mt-2">
          <Link to={weekPath(undefined)} className="inline-flex min-h-6 items-center text-link">
            {t("weeks.all")}
          </Link>
        </p>
      )}
    </Card>
  );
}
