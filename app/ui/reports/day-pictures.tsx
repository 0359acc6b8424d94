import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Bar } from "../bar.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import { Counted, Figure } from "./parts.tsx";
import type { NowPart } from "./shown.ts";

const noon = (day: string) => `${day}T12:00:00Z`;

/** What has its last day when, until Friday; each row draws itself. */
export function DuePicture({ due, thisWeek, friday, format }: { due: NowPart<"due">; thisWeek: NowPart<"thisWeek">; friday: string; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...due.map(({ amount }) => amount));
  const { amount, to } = thisWeek;
  return (
    <Card title={amount === 0 ? t("due.title_none") : t("due.title", { count: amount, amount: format.number(amount) })} aside={amount === 0 ? undefined : <Link to={to} className="inline-flex min-h-6 items-center text-link">{t("due.open")}</Link>}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("due.caption")}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("due.day")}</th>
            <th scope="col">{t("due.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {due.map(({ day, amount: one }) => (
            <tr key={day}>
              <th scope="row" className="w-px py-0.5 pr-3 font-normal whitespace-nowrap">{format.shortDate(noon(day))}</th>
              <td className="py-0.5">
                <span className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-2">
                  <Bar most={most} pieces={[{ key: day, share: one, look: "fill-petrol" }]} />
                  <span className={one === 0 ? "text-right text-soft" : "text-right"}>{format.number(one)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Counted>{t("due.counts", { friday: format.date(noon(friday)) })}</Counted>
    </Card>
  );
}

/** What came in and what was decided on the office's last ten working days, beside each other. */
export function FlowPicture({ days, format }: { days: NowPart<"days">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...days.flatMap(({ received, decided }) => [received.amount, decided.amount]));
  const sum = (key: "received" | "decided") => format.number(days.reduce((all, day) => all + day[key].amount, 0));
  return (
    <Card title={t("flow.title", { received: sum("received"), decided: sum("decided") })}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("flow.caption")}</caption>
        <thead>
          <tr className="text-soft">
            <th scope="col" className="sr-only">{t("flow.day")}</th>
            <th scope="col" className="py-1 font-semibold">{t("flow.received")}</th>
            <th scope="col" className="py-1 pl-4 font-semibold">{t("flow.decided")}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <tr key={one.day}>
              <th scope="row" className="w-px py-0.5 pr-3 font-normal whitespace-nowrap">{format.shortDate(noon(one.day))}</th>
              {(["received", "decided"] as const).map((key) => (
                <td key={key} className={key === "decided" ? "w-1/2 py-0.5 pl-4" : "w-1/2 py-0.5"}>
                  <span className="grid grid-cols-[minmax(0,1fr)_2.5rem] items-center gap-2">
                    <Bar most={most} pieces={[{ key, share: one[key].amount, look: key === "received" ? "fill-petrol text-petrol" : "fill-waiting text-waiting", isHatched: key === "decided" }]} />
                    <span className="text-right">
                      <Figure amount={one[key].amount} to={one[key].to} label={t("past.cell", { count: one[key].amount, amount: format.number(one[key].amount), what: t(`flow.${key}`), when: format.shortDate(noon(one.day)) })}>
                        {format.number(one[key].amount)}
                      </Figure>
                    </span>
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Counted>{t("flow.counts")}</Counted>
    </Card>
  );
}
