import { CircleSlash, Info, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Severity } from "#app/domain/decisions/judgement.ts";

import { buttonClass } from "../button.tsx";
import { classNames } from "../class-names.ts";
import { Notice } from "../notice.tsx";
import type { CaseShown, DeskFormat, JudgementShown } from "./screen.ts";

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

/** How much of what the rules found wants a look before somebody approves. */
export function pointsOf({ judgements, people }: Pick<CaseShown, "judgements" | "people">): number {
  const all = [...judgements, ...people.map(({ judgement }) => judgement)].flatMap((judgement) => judgement?.findings ?? []);
  return all.filter(({ severity }) => severity === "warn").length;
}

function inWords(alternatives: readonly string[][], t: (key: string) => string): string {
  return alternatives.map((set) => set.join(` ${t("why.and")} `)).join(`; ${t("why.or")} `);
}

function SeverityIcon({ severity }: { severity: Severity }) {
  const { icon: Icon, look } = FACES[severity];
  return <Icon aria-hidden className={classNames("mt-0.5 size-4", look)} />;
}

type WhyProps = { judgement: JudgementShown; why: NonNullable<JudgementShown["why"]>; format: DeskFormat };

/**
 * Every rule with its reasons, in a panel that floats beside the page: what can be done with the request stays where it is. The browser itself opens and
 * closes it, without scripts too.
 */
function Why({ judgement, why, format }: WhyProps) {
  const { t } = useTranslation("desk");
  const id = useId();
  const fired = why.filter((rule) => rule.fired);
  const still = why.filter((rule) => !rule.fired);
  return (
    <div className="border-t border-line pt-2">
      <button type="button" {...{ popovertarget: id }} data-why className="inline-flex min-h-6 items-center text-link">
        {t("why.open")}
      </button>
      <section id={id} aria-label={t("why.title")} tabIndex={-1} {...{ popover: "auto" }} className="side-panel">
        <div className="grid gap-4">
          <div className="flex items-center justify-between gap-4">
            <h2 className="text-lg">{t("why.title")}</h2>
            <button type="button" {...{ popovertarget: id, popovertargetaction: "hide" }} className={classNames(buttonClass("other", "small"), "panel-close")}>
              {t("why.close")}
            </button>
          </div>
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
      </section>
    </div>
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
