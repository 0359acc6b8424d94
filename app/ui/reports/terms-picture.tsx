import { useTranslation } from "react-i18next";

import { Bar } from "../bar.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import { Counted, Figure } from "./parts.tsx";
import type { NowPart } from "./shown.ts";

const LOOKS = { over: "fill-late text-late", ending: "fill-soon text-soon", ample: "fill-well text-well" } as const;

const DOTS = { over: "bg-late", ending: "bg-soon", ample: "bg-well" } as const;

/** How the terms stand that run, status by status, review and delivery apart: a table in which each row draws itself. */
export function TermsPicture({ stages, amount, format }: { stages: NowPart<"stages">; amount: number; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...stages.flatMap(({ rows }) => rows.map((row) => row.amount)));
  return (
    <Card title={t("terms.title", { count: amount, amount: format.number(amount) })}>
      {stages.length === 0 ? (
        <p className="text-soft">{t("terms.none")}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse text-left text-sm tabular-nums">
            <caption className="sr-only">{t("terms.caption")}</caption>
            <thead>
              <tr className="border-b border-edge align-bottom text-soft">
                <th scope="col" className="py-1 pr-3 font-semibold">{t("terms.status")}</th>
                <th scope="col" className="w-1/3 py-1 font-semibold max-sm:hidden">{t("terms.picture")}</th>
                {(["over", "ending", "ample"] as const).map((term) => (
                  <th key={term} scope="col" className="py-1 pl-3 text-right align-bottom font-semibold">
                    <span className="inline-flex items-baseline gap-1">
                      <span aria-hidden className={`size-2.5 shrink-0 rounded-full ${DOTS[term]}`} />
                      {t(`terms.${term}`)}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            {stages.map(({ stage, rows }) => (
              <tbody key={stage}>
                <tr>
                  <th scope="rowgroup" colSpan={5} className="pt-2 pb-0.5 font-semibold">{t(`terms.${stage}`)}</th>
                </tr>
                {rows.map(({ key, status, of }) => (
                  <tr key={key}>
                    <th scope="row" className="py-0.5 pr-3 font-normal sm:whitespace-nowrap">{status}</th>
                    <td className="py-0.5 max-sm:hidden">
                      <Bar most={most} pieces={of.map(({ term, amount: share }) => ({ key: term, share, look: LOOKS[term], isHatched: term === "ending" }))} />
                    </td>
                    {of.map((one) => (
                      <td key={one.term} className="py-0.5 pl-3 text-right">
                        <Figure amount={one.amount} to={one.to} label={t("terms.open", { count: one.amount, amount: format.number(one.amount), status, term: t(`terms.${one.term}`) })}>
                          {format.number(one.amount)}
                        </Figure>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      <Counted>{t("terms.counts")}</Counted>
    </Card>
  );
}
