import type { DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { findFact } from "#app/domain/decisions/facts.ts";
import type { ConditionTrace, Finding, RuleTrace } from "#app/domain/decisions/judgement.ts";
import { flipsOf, type Flip } from "#app/domain/decisions/flip.ts";
import type { EvaluationDay, Expected } from "#app/domain/decisions/operators.ts";
import { fill, findText, type Texts } from "#app/domain/decisions/texts.ts";
import { whatWouldChange } from "#app/domain/decisions/trace.ts";
import type { Language } from "#app/domain/people.ts";
import type { Point } from "#rules/vocabulary.ts";

/** In whose words: the sentences of the namespace "findings" in the reader's language, and names for services, policies and the like by their id. */
export type Words = { language: Language; texts: Texts; names?: Readonly<Record<string, string>> };

/** Why a rule fired or kept still: its conditions in words with the values of then, and what would have changed it (alternatives, each a set). */
export type Explanation = { ruleId: string; fired: boolean; because: string; wouldChange: string[][] };

/** The sentence of a finding with its real values; the key itself when the sentence was lost, so that nothing goes unsaid. */
export function findingSentence(point: Point, finding: Pick<Finding, "textKey" | "values">, words: Words): string {
  const text = findText(words.texts, finding.textKey);
  const values = Object.entries(finding.values).map(([name, value]) => [name, valueInWords(point, name, value, words)]);
  return text === null ? finding.textKey : fill(text, Object.fromEntries(values) as Record<string, string>);
}

/** A rule's trace in words. */
export function explainRule(point: Point, trace: RuleTrace, words: Words): Explanation {
  return {
    ruleId: trace.ruleId,
    fired: trace.fired,
    because: conditionInWords(point, trace.conditions, words),
    wouldChange: whatWouldChange(trace).map((set) => set.map((leaf) => conditionInWords(point, leaf, words))),
  };
}

/**
 * What would have kept a rule still that fired, in words: alternatives, each a set of facts with the value that would have done it. A text that anybody may
 * type has no such value that means anything; of that, what it should not have been.
 */
export function flipsInWords(point: Point, trace: RuleTrace, day: EvaluationDay, words: Words): string[][] {
  return flipsOf(point, trace, day).map((set) => set.map((flip) => flipInWords(point, flip, words)));
}

const OPPOSITES: Readonly<Record<string, string>> = { equal: "notEqual", in: "notIn", contains: "doesNotContain", isNotEmpty: "isEmpty", isEmpty: "isNotEmpty" };

function flipInWords(point: Point, { leaf, value, isFound }: Flip, words: Words): string {
  const fact = findFact(point, leaf.fact);
  const isFreeText = fact?.type === "text" && !fact.choices && ![leaf.expected].flat().includes(value as never);
  const say = (operator: string, expected: Expected) => {
    const condition = fill(word(words, `operators.${operator}`), { fact: factInWords(point, leaf.fact, words), expected: valueInWords(point, leaf.fact, expected, words) });
    return fill(word(words, "explain.holds"), { condition, actual: valueInWords(point, leaf.fact, leaf.actual, words) });
  };
  if (isFound && value === null) return say("isEmpty", null);
  if (isFound && !isFreeText) return say(Array.isArray(value) && value.length > 0 ? "containsAll" : Array.isArray(value) ? "isEmpty" : "equal", value);
  const opposite = OPPOSITES[leaf.operator];
  return leaf.holds && opposite ? say(opposite, leaf.expected) : fill(word(words, "explain.not"), { condition: conditionInWords(point, leaf, words) });
}

/** What is wrong with a definition, as a sentence. */
export function definitionSentence(finding: DefinitionFinding, words: Words): string {
  const text = findText(words.texts, `lint.${finding.code}`);
  return text === null ? finding.code : fill(text, finding.details);
}

/** A value as a reader says it: "16 november 2026", "ja", "zorgverlener", "Wmo en COV". */
export function valueInWords(point: Point, name: string, value: Expected, words: Words): string {
  const fact = findFact(point, name);
  if (value === null) return word(words, name.startsWith("policy.") ? "words.unlimited" : "words.unknown");
  if (typeof value === "boolean") return word(words, value ? "words.yes" : "words.no");
  if (typeof value === "number") return value.toLocaleString(locale(words));
  if (Array.isArray(value)) {
    if (value.length === 0) return word(words, "words.none");
    const items = value.map((item) => (typeof item === "number" ? item.toLocaleString(locale(words)) : itemInWords(fact?.choices, item, words)));
    return new Intl.ListFormat(locale(words), { type: "conjunction" }).format(items);
  }
  return fact?.type === "date" ? dateInWords(value, words) : itemInWords(fact?.choices, value, words);
}

function conditionInWords(point: Point, trace: ConditionTrace, words: Words): string {
  if (trace.kind === "not") return fill(word(words, "explain.not"), { condition: trace.conditions.map((one) => conditionInWords(point, one, words)).join("") });
  if (trace.kind !== "condition") {
    const parts = trace.conditions.map((one) => conditionInWords(point, one, words));
    return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(word(words, trace.kind === "all" ? "explain.and" : "explain.or"))})`;
  }
  // A value is read in the words of the fact that it is compared with, unless it is a policy's own.
  const expected = valueInWords(point, trace.expectedFrom ?? trace.fact, trace.expected, words);
  const condition = fill(word(words, `operators.${trace.operator}`), { fact: factInWords(point, trace.fact, words), expected });
  return fill(word(words, trace.holds ? "explain.holds" : "explain.fails"), { condition, actual: valueInWords(point, trace.fact, trace.actual, words) });
}

function factInWords(point: Point, name: string, { language, names }: Words): string {
  return findFact(point, name)?.label[language] ?? names?.[name] ?? name;
}

function itemInWords(choices: Readonly<Record<string, Record<Language, string>>> | undefined, item: string, { language, names }: Words): string {
  return choices?.[item]?.[language] ?? names?.[item] ?? item;
}

function dateInWords(date: string, words: Words): string {
  return new Date(date).toLocaleDateString(locale(words), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

function word({ texts }: Words, key: string): string {
  return findText(texts, key) ?? key;
}

function locale({ language }: Words): string {
  return language === "nl" ? "nl-NL" : "en-GB";
}
