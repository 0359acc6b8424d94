import { CircleSlash, Info, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Severity } from "#app/domain/decisions/judgement.ts";

import { classNames } from "../class-names.ts";
import { Notice } from "../notice.tsx";
import type { DeskFormat, JudgementShown } from "./screen.ts";

const FACES = {
  block: { icon: CircleSlash, look: "text-late" },
  warn: { icon: TriangleAlert, look: "text-soon" },
  info: { icon: Info, look: "text-petrol" },
} as const;

/** What the rules found, heaviest first, as sentences with the real values; "why" opens every rule. `none` is what is said where they found nothing. */
export function Findings({ judgement, format, none }: { judgement: JudgementShown; format: DeskFormat; none?: string }) {
  const { t } = useTranslation("desk");
  const { findings, isSame, why } = judgement;
  return (
    <div className="grid gap-3">
      {isSame ? null : <Notice kind="late" title={t("why.differs.title")}>{t("why.differs.text")}</Notice>}
      {findings.length === 0 ? <p className="text-well font-semibold">{none ?? t("findings.none")}</p> : null}
      <ul className="grid gap-2">
        {findings.map(({ ruleId, severity, text, otherwise }) => (
          <li key={ruleId} className="grid grid-cols-[1.25rem_1fr] gap-2">
            <SeverityIcon severity={severity} />
            <span>
              <span className={classNames("font-semibold", FACES[severity].look)}>{t(`severity.${severity}`)}</span> {text}
              {otherwise.length === 0 ? null : (
                <span className="block text-help">
                  {t("findings.otherwise")} {inWords(otherwise, t)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {why === null ? null : <Why judgement={judgement} why={why} format={format} />}
    </div>
  );
}

function inWords(alternatives: readonly string[][], t: (key: string) => string): string {
  return alternatives.map((set) => set.join(` ${t("why.and")} `)).join(`; ${t("why.or")} `);
}

function SeverityIcon({ severity }: { severity: Severity }) {
  const { icon: Icon, look } = FACES[severity];
  return <Icon aria-hidden className={classNames("mt-0.5 size-4", look)} />;
}

type WhyProps = { judgement: JudgementShown; why: NonNullable<JudgementShown["why"]>; format: DeskFormat };

function Why({ judgement, why, format }: WhyProps) {
  const { t } = useTranslation("desk");
  const fired = why.filter((rule) => rule.fired);
  const still = why.filter((rule) => !rule.fired);
  return (
    <details className="group border-t border-line pt-2">
      <summary className="inline-flex min-h-6 items-center text-link">{t("why.open")}</summary>
      <div className="mt-3 grid gap-4">
        <p className="text-help">
          {t("why.source", { ruleSet: judgement.ruleSet, version: judgement.version, moment: `${format.shortDate(judgement.judgedAt)} ${format.time(judgement.judgedAt)}` })}{" "}
          {judgement.isSame ? t("why.same") : null}
        </p>
        <RuleList title={t("why.fired", { count: fired.length })} rules={fired} />
        <details>
          <summary className="inline-flex min-h-6 items-center text-link">{t("why.still", { count: still.length })}</summary>
          <RuleList title={t("why.still", { count: still.length })} isTitleHidden rules={still} />
        </details>
      </div>
    </details>
  );
}

function RuleList({ title, isTitleHidden = false, rules }: { title: string; isTitleHidden?: boolean; rules: WhyProps["why"] }) {
  const { t } = useTranslation("desk");
  return (
    <div className="grid gap-2">
      <h3 className={isTitleHidden ? "sr-only" : "font-semibold"}>{title}</h3>
      <ul className="grid gap-2">
        {rules.map(({ ruleId, fired, because, wouldChange }) => (
          <li key={ruleId} className="grid gap-0.5 border-l-2 border-line pl-3">
            <span className="font-mono text-xs text-soft">{ruleId}</span>
            <span>{because}</span>
            {wouldChange.length === 0 ? null : (
              <span className="text-help">
                {t(fired ? "why.otherwise" : "why.otherwiseStill")} {inWords(wouldChange, t)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
