import { explainRule, findingSentence, type Words } from "#app/domain/decisions/explain.ts";
import { findFact, type FactValue } from "#app/domain/decisions/facts.ts";
import { asIf, getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import { withWordings, type Wording } from "#app/domain/definitions/changes/wordings.ts";
import type { CheckedDefinition } from "#app/domain/definitions/kinds.ts";
import { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { wordedBy } from "#app/domain/definitions/schema/texts.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { tryRules, type Situation, type Trial } from "#app/domain/definitions/trial/trial.ts";

import type { Place } from "./studio.server.ts";

type Tried = { changeId: string; key: string; content: unknown; wordings: readonly Wording[]; facts: Readonly<Record<string, FactValue>>; situation: Situation };

/** How the rules of a draft come out on facts, as its page shows it: what was read, what came of it, and each rule with why and what would change it. Throws as `tryRules`. */
export async function showTrial({ db, now, language, texts }: Place, tried: Tried) {
  const { changeId, key, content, wordings, facts, situation } = tried;
  const change = await getChange(db, changeId);
  const entries = change.entries.map((one) => (one.kind === "rule-set" && one.key === key ? { ...one, content } : one));
  const all = asIf(await listRelease(db, await currentRelease(db)), entries);
  const sets = withWordings(all, wordings).map((set) => ({ kind: "texts" as const, ...set }));
  const said = wordedBy([...all.filter((one) => !sets.some((set) => one.kind === set.kind && one.key === set.key)), ...sets], texts);
  const words: Words = { language, texts: said[language]["findings"] ?? {}, names: namesOf(all, language) };
  const trial = await tryRules(all, { content, facts, situation, now });
  return {
    fields: trial.reads.map((name) => fieldShown(trial, name, words)),
    outcome: trial.judgement.outcome as Record<string, unknown>,
    spoke: trial.judgement.spoke,
    rules: rulesShown(trial, words),
  };
}

/** Those that spoke first, the heaviest before the others; then those that kept still. */
function rulesShown({ ruleSet, judgement, day }: Trial, words: Words) {
  const order = [...judgement.findings.map(({ ruleId }) => ruleId), ...ruleSet.rules.map(({ id }) => id).filter((id) => !judgement.spoke.includes(id))];
  return order.flatMap((id) => {
    const [rule, trace] = [ruleSet.rules.find((one) => one.id === id), judgement.trace.find((one) => one.ruleId === id)];
    if (!rule || !trace) return [];
    const { fired, because, wouldChange } = explainRule(ruleSet.point, trace, day, words);
    const finding = judgement.findings.find(({ ruleId }) => ruleId === id);
    return [{ id, severity: rule.severity, fired, sentence: finding ? findingSentence(ruleSet.point, finding, words) : null, because, wouldChange }];
  });
}

function fieldShown({ ruleSet: { point, typical }, facts }: Trial, name: string, { language }: Words) {
  const fact = findFact(point, name);
  const choices = Object.entries(fact?.choices ?? {}).map(([value, label]) => ({ value, label: label[language] }));
  return { name, label: fact?.label[language] ?? name, type: fact?.type ?? "text", isNullable: fact?.nullable ?? false, choices, value: facts[name] ?? null, typical: (typical[name] ?? null) as FactValue };
}

function namesOf(all: readonly CheckedDefinition[], language: Words["language"]): Record<string, string> {
  const services = all.flatMap(({ kind, content }) => (kind === "services" ? (ServiceCatalogue.safeParse(content).data?.services ?? []) : []));
  return Object.fromEntries(services.map(({ id, name }) => [id, name[language]]));
}
