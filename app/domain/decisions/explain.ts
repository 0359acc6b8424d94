import type { DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { findFact } from "#app/domain/decisions/facts.ts";
import type { ConditionTrace, Finding, RuleTrace } from "#app/domain/decisions/judgement.ts";
import { flipsOf } from "#app/domain/decisions/flip.ts";
import type { EvaluationDay, Expected } from "#app/domain/decisions/operators.ts";
import { fill, findText } from "#app/domain/decisions/texts.ts";
import type { Leaf } from "#app/domain/decisions/trace.ts";
import { emptinessSaid, labelSaid, meansNone, oneOf, propositionSaid, quoted, valueSaid, word, type Words } from "#app/domain/decisions/wording.ts";
import type { FactValue, Point } from "#rules/vocabulary.ts";

export type { Words };

/** Why a rule applies or does not: what decided it, as a sentence with the values of then, and what would have made it otherwise (alternatives, each a set). */
export type Explanation = { ruleId: string; fired: boolean; because: string; wouldChange: string[][] };

/** The sentence of a finding with its real values; the key itself when the sentence was lost, so that nothing goes unsaid. */
export function findingSentence(point: Point, finding: Pick<Finding, "textKey" | "values">, words: Words): string {
  const text = findText(words.texts, finding.textKey);
  const values = Object.entries(finding.values).map(([name, value]) => [name, valueInWords(point, name, value, words)]);
  return text === null ? finding.textKey : fill(text, Object.fromEntries(values) as Record<string, string>);
}

/** A rule's trace in words. */
export function explainRule(point: Point, trace: RuleTrace, day: EvaluationDay, words: Words): Explanation {
  return {
    ruleId: trace.ruleId,
    fired: trace.fired,
    because: asSentence([...new Set(decisive(trace.conditions).map((leaf) => leafInWords(point, leaf, leaf.holds, day, words)))].join(word(words, "explain.and"))),
    wouldChange: flipsInWords(point, trace, day, words),
  };
}

/**
 * What would have made a rule come out the other way, in words: alternatives, each a set of conditions said as they would have to be, with the value of
 * now. What no value could have changed, such as a maximum that nobody set, is left out; and so is what would clear a finding because we knew less.
 */
export function flipsInWords(point: Point, trace: RuleTrace, day: EvaluationDay, words: Words): string[][] {
  const sets = flipsOf(point, trace, day).filter((set) => set.every(({ leaves }) => leaves.every((leaf) => isWithinReach(leaf) && !(trace.fired && isKnown(leaf)))));
  const said = sets.map((set) => set.flatMap(({ leaves }) => leavesInWords(point, leaves, day, words)));
  return [...new Map(said.map((set) => [set.join("\n"), set])).values()];
}

/** Several conditions on one fact have its value of now once, behind the last. */
function leavesInWords(point: Point, leaves: readonly Leaf[], day: EvaluationDay, words: Words): string[] {
  const said = leaves.map((leaf) => leafInWords(point, leaf, !leaf.holds, day, words, false));
  return [...new Set([...said.slice(0, -1), ...leaves.slice(-1).map((leaf) => leafInWords(point, leaf, !leaf.holds, day, words))])];
}

function isWithinReach({ operator, expected }: Leaf): boolean {
  return expected !== null || operator === "isEmpty" || operator === "isNotEmpty";
}

/** That the office knows somebody or something: true of many a rule, and nothing to wish away. */
function isKnown({ fact, actual }: Leaf): boolean {
  return actual === true && fact.endsWith(".known");
}

/** The conditions that made it come out as it did: of a group that needs all, those that failed, or all that held; of one that needs any, the other way round. */
function decisive(node: ConditionTrace): Leaf[] {
  if (node.kind === "condition") return [node];
  if (node.kind === "not") return node.conditions.flatMap(decisive);
  return node.conditions.filter(({ holds }) => holds === node.holds).flatMap(decisive);
}

/** What is wrong with a definition, as a sentence. */
export function definitionSentence(finding: DefinitionFinding, words: Words): string {
  const text = findText(words.texts, `lint.${finding.code}`);
  return text === null ? finding.code : fill(text, finding.details);
}

/** As `valueSaid`, of a fact of a point. */
export function valueInWords(point: Point, name: string, value: Expected, words: Words): string {
  return valueSaid(findFact(point, name), name, value, words);
}

/**
 * A condition as something that is so or not (`isSo`), and never as "not true that": what is the case has a sentence of its own, also where it is the
 * opposite of what the rule asks.
 */
function leafInWords(point: Point, leaf: Leaf, isSo: boolean, day: EvaluationDay, words: Words, withNow = true): string {
  const { operator, actual, expected } = leaf;
  const fact = findFact(point, leaf.fact);
  const label = labelSaid(fact, leaf.fact, words);
  const isAsItWas = isSo === leaf.holds;
  const now = (said: string) => (withNow ? fill(word(words, "explain.now"), { said, actual: quoted(fact, leaf.fact, actual, words) }) : said);
  if (operator === "isEmpty" || operator === "isNotEmpty") {
    if (fact?.type === "boolean" && isAsItWas && typeof actual === "boolean") return propositionSaid(fact, leaf.fact, actual, words);
    const said = emptinessSaid(fact?.type, label, (operator === "isEmpty") === isSo, words);
    return fact?.type === "boolean" || isNothing(actual) ? said : now(said);
  }
  // Nothing holds of what nobody knows: that, and no opposite, is why a condition failed.
  if (isAsItWas && actual === null) return emptinessSaid(fact?.type === "list" ? "text" : fact?.type, label, true, words);
  if (expected === null) return fill(word(words, "explain.noMaximum"), { fact: label });
  if (fact?.type === "boolean" && typeof expected === "boolean") {
    const said = propositionSaid(fact, leaf.fact, (operator === "equal") === isSo ? expected : !expected, words);
    return actual === null ? now(said) : said;
  }
  // Of a list of values the one that it is says enough; and nobody says "at most 0".
  const isOneOf = isAsItWas && (operator === "in" || operator === "notIn") && isSo === (operator === "in");
  if (isOneOf || meansNone(operator, expected, isSo)) {
    const said = fill(word(words, "operators.equal"), { fact: label, expected: quoted(fact, leaf.fact, isAsItWas ? actual : 0, words) });
    return isAsItWas ? said : now(said);
  }
  // Of a day that is past, how long ago it is says more than how far it lies from today.
  const isPast = (operator === "withinDays" || operator === "withinWorkingDays") && typeof actual === "string" && actual < day.today;
  const said = fill(word(words, `${isSo ? "operators" : "denied"}.${operator}${isPast ? "Ago" : ""}`), {
    fact: label,
    // A value is read in the words of the fact that it is compared with, unless it is a policy's own.
    expected: quoted(findFact(point, leaf.expectedFrom ?? leaf.fact), leaf.expectedFrom ?? leaf.fact, expected, words),
    anyOf: oneOf(fact, leaf.fact, expected, words),
  });
  return JSON.stringify([actual].flat()) === JSON.stringify([expected].flat()) ? said : now(said);
}

function isNothing(value: FactValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function asSentence(said: string): string {
  return said === "" ? said : `${said[0]?.toUpperCase() ?? ""}${said.slice(1)}.`;
}
