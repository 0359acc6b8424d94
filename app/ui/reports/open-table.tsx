import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import { Counted, Figure } from "./parts.tsx";
import type { NowShown } from "./shown.ts";

/** What is open by type and status, and by channel: every amount opens its requests. */
export function OpenTable({ table, channels, format }: Pick<NowShown, "table" | "channels"> & { format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const cell = (amount: number, type: string, status: string) => t("open.cell", { count: amount, amount: format.number(amount), type, status });
  return (
    <Card title={t("open.title", { count: table.amount, amount: format.number(table.amount) })}>
      {table.amount === 0 ? (
        <p className="text-soft">{t("open.none")}</p>
      ) : (
        <>
          <div className="relative overflow-x-auto">
            <table className="w-full border-collapse text-left text-sm tabular-nums">
              <caption className="sr-only">{t("open.caption")}</caption>
              <thead>
                <tr className="border-b border-edge align-bottom text-soft">
                  <th scope="col" className="py-1 pr-3 font-semibold">{t("open.type")}</th>
                  {table.statuses.map(({ key, label }) => (
                    <th key={key} scope="col" className="min-w-20 py-1 pl-3 text-right font-semibold">{label}</th>
                  ))}
                  <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("open.total")}</th>
                </tr>
              </thead>
              <tbody>
                {table.rows.map((row) => (
                  <tr key={row.key} className="border-b border-line hover:bg-petrol-tint">
                    <th scope="row" className="py-0.5 pr-3 font-normal">{row.label}</th>
                    {row.cells.map(({ key, status, amount, to }) => (
                      <td key={key} className="py-0.5 pl-3 text-right">
                        <Figure amount={amount} to={to} label={cell(amount, row.label, status)}>{amount === 0 ? "·" : format.number(amount)}</Figure>
                      </td>
                    ))}
                    <td className="py-0.5 pl-3 text-right font-semibold">
                      <Figure amount={row.amount} to={row.to} label={cell(row.amount, row.label, t("open.total"))}>{format.number(row.amount)}</Figure>
                    </td>
                  </tr>
                ))}
                <tr className="font-semibold">
                  <th scope="row" className="py-1 pr-3">{t("open.total")}</th>
                  {table.statuses.map(({ key, label, amount, to }) => (
                    <td key={key} className="py-1 pl-3 text-right">
                      <Figure amount={amount} to={to} label={cell(amount, t("open.total"), label)}>{format.number(amount)}</Figure>
                    </td>
                  ))}
                  <td className="py-1 pl-3 text-right">
                    <Figure amount={table.amount} to={table.to} label={cell(table.amount, t("open.total"), t("open.total"))}>{format.number(table.amount)}</Figure>
                  </td>
                </tr>
              </tbody>
            </table>
          </div>
          <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="text-soft">{t("open.channels")}</span>
            {channels.map(({ channel, label, amount, to }) => (
              <Link key={channel} to={to} className="inline-flex min-h-6 items-center gap-1 text-link">
                {label}
                <span className="tabular-nums">{format.number(amount)}</span>
              </Link>
            ))}
          </p>
        </>
      )}
      <Counted>{t("open.counts")}</Counted>
    </Card>
  );
}
