import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../../desk/screen.ts";
import { Card } from "../../section.tsx";
import { Counted, Figure } from "../parts.tsx";
import type { FlowPart, Lead } from "./shown.ts";

/** How long a stage takes: of half, and of nine in ten; of everything, and of each type. */
export function LeadTimes({ stages, types, format }: { stages: FlowPart<"stages">; types: FlowPart<"types">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const cell = (lead: Lead) => t("leadTimes.cell", { median: lead.median, p90: lead.p90 });
  return (
    <Card title={t("leadTimes.title")}>
      <div className="relative overflow-x-auto">
        <table className="w-full border-collapse text-left text-sm tabular-nums">
          <caption className="sr-only">{t("leadTimes.caption")}</caption>
          <thead>
            <tr className="border-b border-edge align-bottom text-soft">
              <th scope="col" className="py-1 pr-3 font-semibold">{t("open.type")}</th>
              {stages.map(({ stage }) => (
                <th key={stage} scope="col" className="py-1 pl-3 text-right font-semibold">{t(`leadTimes.${stage}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="border-b border-line font-semibold">
              <th scope="row" className="py-1 pr-3">{t("leadTimes.all")}</th>
              {stages.map(({ stage, lead, to }) => (
                <td key={stage} className="py-1 pl-3 text-right">
                  {lead === null ? <None /> : <Figure amount={lead.amount} to={to} label={t("leadTimes.open", { count: lead.amount, amount: format.number(lead.amount), stage: t(`leadTimes.${stage}`), median: lead.median, p90: lead.p90 })}>{cell(lead)}</Figure>}
                </td>
              ))}
            </tr>
            <tr className="border-b border-line text-soft">
              <th scope="row" className="py-1 pr-3 font-normal">{t("past.before")}</th>
              {stages.map(({ stage, before }) => (
                <td key={stage} className="py-1 pl-3 text-right">{before === null ? <None /> : cell(before)}</td>
              ))}
            </tr>
            {types.map((row) => (
              <tr key={row.key} className="border-b border-line">
                <th scope="row" className="py-0.5 pr-3 font-normal">{row.label}</th>
                {row.leads.map(({ stage, lead, to }) => (
                  <td key={stage} className="py-0.5 pl-3 text-right">
                    {lead === null ? <None /> : <Figure amount={lead.amount} to={to} label={t("leadTimes.open", { count: lead.amount, amount: format.number(lead.amount), stage: `${row.label}, ${t(`leadTimes.${stage}`)}`, median: lead.median, p90: lead.p90 })}>{cell(lead)}</Figure>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Counted>{t("leadTimes.counts")}</Counted>
    </Card>
  );
}

function None() {
  const { t } = useTranslation("reports");
  return (
    <span className="text-soft">
      <span aria-hidden>·</span>
      <span className="sr-only">{t("leadTimes.none")}</span>
    </span>
  );
}
