import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Bar } from "../../bar.tsx";
import type { DeskFormat } from "../../desk/screen.ts";
import { Card } from "../../section.tsx";
import { Counted, Figure } from "../parts.tsx";
import type { FlowPart, Pair } from "./shown.ts";

type Row = Pair & { label: string };

/** How requests ended, and whether they were right at once. */
export function Outcomes({ outcomes, ends, hows, format }: { outcomes: FlowPart<"outcomes">; ends: FlowPart<"ends">; hows: FlowPart<"hows">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const named = (of: readonly Pair[], group: string) => of.map((one) => ({ ...one, label: t(`${group}.${one.key}`) }));
  return (
    <Card title={t("outcomes.title")}>
      <Pairs caption={t("outcomes.caption")} rows={[...named(outcomes, "outcomes"), ...named(ends, "outcomes")]} format={format} />
      <h3 className="mt-4 mb-1 font-semibold">{t("hows.title")}</h3>
      <Pairs caption={t("hows.title")} rows={named(hows, "hows")} format={format} />
      <Counted>{t("outcomes.counts")}</Counted>
    </Card>
  );
}

/** Why requests were rejected, or what applicants were asked about, which shows where a form is not clear; the most frequent first. */
export function Most({ of, rows, format }: { of: "reasons" | "questions"; rows: readonly Row[]; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  return (
    <Card title={t(`${of}.title`)}>
      {rows.length === 0 ? <p className="text-soft">{t(`${of}.none`)}</p> : <Pairs caption={t(`${of}.title`)} rows={rows} format={format} />}
      <Counted>{t(`${of}.counts`)}</Counted>
    </Card>
  );
}

/** What became of letters: made, printed, posted, and come back. */
export function Letters({ letters, format }: { letters: FlowPart<"letters">; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  return (
    <Card title={t("letters.title")}>
      <Pairs caption={t("letters.title")} rows={letters.map((one) => ({ ...one, label: t(`letters.${one.key}`) }))} format={format} />
      <Counted>{t("letters.counts")}</Counted>
    </Card>
  );
}

function Pairs({ caption, rows, format }: { caption: ReactNode; rows: readonly Row[]; format: DeskFormat }) {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...rows.map(({ amount }) => amount));
  return (
    <table className="w-full border-collapse text-left text-sm tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-soft">
        <tr>
          <th scope="col"><span className="sr-only">{t("past.what")}</span></th>
          <th scope="col"><span className="sr-only">{t("terms.picture")}</span></th>
          <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("past.now")}</th>
          <th scope="col" className="py-1 pl-3 text-right font-semibold">{t("past.before")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, amount, before, to }) => (
          <tr key={key}>
            <th scope="row" className="w-2/5 py-0.5 pr-3 font-normal">{label}</th>
            <td className="py-0.5">
              <Bar most={most} pieces={[{ key, share: amount, look: "fill-petrol" }]} />
            </td>
            <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap">
              <Figure amount={amount} to={to} label={t("past.figure", { count: amount, amount: format.number(amount), what: label })}>{format.number(amount)}</Figure>
            </td>
            <td className="w-px py-0.5 pl-3 text-right whitespace-nowrap text-soft">{format.number(before)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
