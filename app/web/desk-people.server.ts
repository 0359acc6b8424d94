import { explainRule, findingSentence, flipsInWords, type Words } from "#app/domain/decisions/explain.ts";
import type { Case, CaseJudgement } from "#app/domain/requests/case.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { phoneShown } from "#app/domain/requests/form/kinds/contact.ts";
import { askedServices, inputOf, wordAsked } from "#app/domain/requests/mapped.ts";
import type { Language } from "#app/domain/people.ts";

import { formatters } from "./format.ts";
import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";

type Shown = ReturnType<typeof showJudgement>;

/** Alternatives that are told at once; the others stand under "why". */
const MOST_FLIPS = 3;

/** What the rules said, in sentences, with every rule as it is evaluated again today. */
export function showJudgement({ point, title, version, judgedAt, findings, trace, day, isSame }: CaseJudgement, words: Words) {
  const flips = (ruleId: string) => {
    const rule = trace?.find((one) => one.ruleId === ruleId);
    return rule === undefined ? [] : flipsInWords(point, rule, day, words).slice(0, MOST_FLIPS);
  };
  return {
    point,
    ruleSet: title[words.language],
    version,
    judgedAt: judgedAt.toISOString(),
    isSame,
    findings: findings.map((finding) => ({ ruleId: finding.ruleId, severity: finding.severity, text: findingSentence(point, finding, words), otherwise: finding.severity === "info" ? [] : flips(finding.ruleId) })),
    why: trace?.map((rule) => explainRule(point, rule, day, words)) ?? null,
  };
}

type Reader = { words: Words; services: Readonly<Record<string, string>>; t: Translate; language: Language; mayReadAccounts: boolean };

/**
 * Those whom a request is about, where there are several (R108). What the rules say of every one of them in the same words they say of the request, and
 * stands there once: `ofAll`. None, and what the rules say as it is, for a request about one.
 */
export function showPeople(found: Case, judgements: readonly Shown[], reader: Reader) {
  const { words, services, t, language, mayReadAccounts } = reader;
  if (found.people.length === 0) return { people: [], judgements: [...judgements] };
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const judged = found.people.map(({ judgement }) => judgement && showJudgement(judgement, words));
  const isOfAll = (text: string) => judged.every((one) => one?.findings.some((finding) => finding.text === text));
  const people = found.people.map(({ position, name, answers, decision, reasonCode, account, judgement }, index) => {
    const own = judged[index] ?? null;
    const endsOn = textAt(answers, inputOf(found.type, "endsOn"));
    const given = [textAt(answers, inputOf(found.type, "email")), textAt(answers, inputOf(found.type, "phone"))];
    return {
      position,
      name,
      lines: [given[0], given[1] && phoneShown(given[1]), endsOn && t("desk:people.until", { date: dateOnly(endsOn) }), wordAsked(askedServices(found.type, answers), (id) => services[id] ?? id, language)].filter((line): line is string => line !== undefined && line !== ""),
      isBlocked: judgement === null || judgement.findings.some(({ severity }) => severity === "block"),
      judgement: own && { ...own, findings: own.findings.filter(({ text }) => !isOfAll(text)) },
      decision,
      reason: decision === "reject" && reasonCode ? t(`requests:reasons.${reasonCode}`) : null,
      to: account && mayReadAccounts ? paths.account(account.userNumber) : null,
    };
  });
  const ofAll = (one: Shown) => (one.point === "screening" ? { ...one, findings: one.findings.filter(({ text }) => isOfAll(text)), why: null } : one);
  return { people, judgements: judgements.map(ofAll) };
}
