import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";

import { Bar } from "../bar.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Card } from "../section.tsx";
import { Counted, Figure } from "./parts.tsx";
import { AsOf, ReportHead } from "./report-head.tsx";
import { TakeAlong, type TakeAlongPaths } from "./take-along.tsx";
import { useLive } from "./use-live.ts";
import type { WeeklyShown } from "./weekly-mail.tsx";

const FIELDS = [{ name: "span", always: true }, { name: "type" }, { name: "channel" }, { name: "segment" }];

type Amount = { amount: number; to: string };
type RuleShown = { id: string; severity: "block" | "warn" | "info" | null; says: string | null; spoke: Amount; approved: Amount; rejected: Amount; against: number | null };
type Props = Pick<ComponentProps<typeof ReportHead>, "title" | "views" | "values" | "isNarrowed" | "path" | "choices"> & { asOf: string; from: string; until: string; rules: readonly RuleShown[]; weekly: WeeklyShown; takeAlong: TakeAlongPaths; format: DeskFormat };

/** Which rules speak how often, and what the desk decides when they do. */
export function RulesPage({ asOf, from, until, rules, weekly, takeAlong, format, ...head }: Props) {
  const { t } = useTranslation("reports");
  const { isCutOff } = useLive();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ReportHead view="rules" {...head} fields={FIELDS} acts={<AsOf isCutOff={isCutOff} time={format.time(asOf)} />} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-help">{t("behind.narrowed", { from: format.dateOnly(`${from}T12:00:00Z`), until: format.dateOnly(`${until}T12:00:00Z`) })}</p>
        <TakeAlong view="rules" values={head.values} weekly={weekly} paths={takeAlong} />
      </div>
      <Card title={t("rules.title")}>
        {rules.length === 0 ? <p className="text-soft">{t("rules.none")}</p> : <Spoken rules={rules} format={format} />}
        <Counted>{t("rules.counts")}</Counted>
      </Card>
    </div>
  );
}

function Spoken({ rules, format }: Pick<Props, "rules" | "format">) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...rules.map(({ spoke }) => spoke.amount));
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm tabular-nums">
        <caption className="sr-only">{t("rules.caption")}</caption>
        <thead>
          <tr className="border-b border-edge align-bottom text-soft">
            <th scope="col" className="py-1 pr-3 font-semibold">{t("rules.rule")}</th>
            <th scope="col" className="max-sm:hidden"><span className="sr-only">{t("terms.picture")}</span></th>
            {(["spoke", "approved", "rejected", "against"] as const).map((key) => (
              <th key={key} scope="col" className="py-1 pl-3 text-right font-semibold">{t(`rules.${key}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id} className="border-b border-line align-top">
              <th scope="row" className="py-1 sm:min-w-56 pr-3 font-normal">
                {rule.says ?? rule.id}
                <span className="block text-xs text-soft">
                  {rule.id} · {rule.severity === null ? t("rules.gone") : t(`rules.severity.${rule.severity}`)}
                </span>
              </th>
              <td className="w-1/5 py-2 max-sm:hidden">
                <Bar most={most} pieces={[{ key: "approved", share: rule.approved.amount, look: "fill-petrol text-petrol" }, { key: "rejected", share: rule.rejected.amount, look: "fill-late text-late", isHatched: true }]} />
              </td>
              {(["spoke", "approved", "rejected"] as const).map((key) => (
                <td key={key} className="py-1 pl-3 text-right">
                  <Figure amount={rule[key].amount} to={rule[key].to} label={`${rule.id}: ${format.number(rule[key].amount)} ${t(`rules.${key}`)}`}>
                    {format.number(rule[key].amount)}
                  </Figure>
                </td>
              ))}
              <td className="py-1 pl-3 text-right">{rule.against === null ? "·" : format.number(rule.against)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
