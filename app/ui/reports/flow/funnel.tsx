import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Bar } from "../../bar.tsx";
import type { DeskFormat } from "../../desk/screen.ts";
import { Card } from "../../section.tsx";
import { Counted, Figure } from "../parts.tsx";
import type { FlowPart } from "./shown.ts";

/** How far invitations to identify came, and where people stopped. */
export function Funnel({ funnel, aside, format }: { funnel: FlowPart<"funnel">; aside: FlowPart<"aside">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const sent = funnel[0]?.amount ?? 0;
  return (
    <Card title={t("funnel.title", { count: sent, amount: format.number(sent) })}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("funnel.caption")}</caption>
        <thead className="text-soft">
          <tr>
            <th scope="col" className="py-1 pr-3 font-semibold">{t("funnel.step")}</th>
            <th scope="col"><span className="sr-only">{t("terms.picture")}</span></th>
            <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("due.amount")}</th>
            <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("funnel.share")}</th>
            <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("funnel.lost")}</th>
          </tr>
        </thead>
        <tbody>
          {funnel.map(({ key, amount, lost, share, to }) => (
            <tr key={key}>
              <th scope="row" className="w-2/5 py-0.5 pr-3 font-normal">{t(`funnel.steps.${key}`)}</th>
              <td className="py-0.5">
                <Bar most={sent} pieces={[{ key, share: amount, look: "fill-petrol" }]} />
              </td>
              <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap">
                <Figure amount={amount} to={to} label={t("past.figure", { count: amount, amount: format.number(amount), what: t(`funnel.steps.${key}`) })}>{format.number(amount)}</Figure>
              </td>
              <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap">{share === null ? "·" : t("past.percent", { percent: share })}</td>
              <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap text-soft">{lost === 0 ? "·" : format.number(lost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="text-soft">{t("funnel.aside")}</span>
        {aside.map(({ key, amount, to }) =>
          amount === 0 ? (
            <span key={key} className="inline-flex min-h-6 items-center gap-1 text-soft">
              {t(`funnel.steps.${key}`)} <span className="tabular-nums">0</span>
            </span>
          ) : (
            <Link key={key} to={to} className="inline-flex min-h-6 items-center gap-1 text-link">
              {t(`funnel.steps.${key}`)} <span className="tabular-nums">{format.number(amount)}</span>
            </Link>
          ),
        )}
      </p>
      <Counted>{t("funnel.counts")}</Counted>
    </Card>
  );
}
