import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Bar } from "../../bar.tsx";
import type { DeskFormat } from "../../desk/screen.ts";
import { Card } from "../../section.tsx";
import { Counted, Figure } from "../parts.tsx";
import type { FlowPart } from "./shown.ts";

type Row = { key: string; label: string; amount: number; to: string };

/** How certificates and accounts stand at this moment: what waits to be installed, what ends, what is blocked. */
export function StandingCards({ standing, format }: { standing: FlowPart<"standing">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const { bands, expiring, expiringTo, reinstallable, blocked } = standing;
  const rows: Row[] = [
    ...[...bands, ...expiring].map(({ key, amount, to }) => ({ key, label: t(`standing.${key}`), amount, to })),
    ...(reinstallable ? [{ key: "reinstallable", label: t("standing.reinstallable", { count: reinstallable.windowDays }), amount: reinstallable.amount, to: reinstallable.to }] : []),
    ...blocked.map(({ key, amount, to }) => ({ key: `blocked-${key}`, label: t(`standing.blocked.${key}`), amount, to })),
  ];
  const most = Math.max(1, ...rows.map(({ amount }) => amount));
  return (
    <Card title={t("standing.title")} aside={<Link to={expiringTo} className="inline-flex min-h-6 items-center text-link">{t("standing.open")}</Link>}>
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("standing.title")}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("past.what")}</th>
            <th scope="col">{t("terms.picture")}</th>
            <th scope="col">{t("past.now")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, amount, to }) => (
            <tr key={key}>
              <th scope="row" className="w-3/5 py-0.5 pr-3 font-normal">{label}</th>
              <td className="py-0.5">
                <Bar most={most} pieces={[{ key, share: amount, look: "fill-petrol" }]} />
              </td>
              <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap"><Figure amount={amount} to={to} label={t("past.figure", { count: amount, amount: format.number(amount), what: label })}>{format.number(amount)}</Figure></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Counted>{t("standing.counts")}</Counted>
    </Card>
  );
}
