import { workingDaysBetween } from "#app/domain/deadlines/calendar.ts";
import { findFact } from "#app/domain/decisions/facts.ts";
import type { ConditionTrace, RuleTrace } from "#app/domain/decisions/judgement.ts";
import { holds, type EvaluationDay, type Expected } from "#app/domain/decisions/operators.ts";
import { whatWouldChange, type Leaf } from "#app/domain/decisions/trace.ts";
import type { FactValue, OperatorName, Point } from "#rules/vocabulary.ts";

/** One fact, by its conditions (`leaves`, the first of them `leaf`), with a value under which they would have come out the other way; `isFound` is false where no single value can be named. */
export type Flip = { leaf: Leaf; leaves: readonly Leaf[]; value: FactValue; isFound: boolean };

/**
 * What would have changed a rule, as values: for each smallest set of conditions that all had to be otherwise, a value of each fact that makes it so.
 * A pure function over the rule as it was evaluated. Each set is tried on the whole rule before it is told: a fact may stand in other conditions of it too.
 */
export function flipsOf(point: Point, trace: RuleTrace, day: EvaluationDay): Flip[][] {
  const sets = whatWouldChange(trace).map((set) => factsOf(set).map((leaves) => flipOf(point, leaves, day)));
  return sets.filter((set) => set.some(({ isFound }) => !isFound) || comesTo(trace.conditions, valuesIn(set), day) !== trace.fired);
}

/** The conditions of a set, those of one fact together: it has one value. */
function factsOf(set: readonly Leaf[]): Leaf[][] {
  return [...new Set(set.map(({ fact }) => fact))].map((name) => set.filter(({ fact }) => fact === name));
}

function flipOf(point: Point, leaves: readonly Leaf[], day: EvaluationDay): Flip {
  const [leaf] = leaves as readonly [Leaf];
  const fact = findFact(point, leaf.fact);
  const tried = [...leaves.flatMap((one) => candidates(point, one, day)), ...(fact?.nullable ? [null] : [])];
  const value = tried.find((one) => leaves.every(({ operator, expected, holds: held }) => holds(operator as OperatorName, one, expected, day) !== held));
  return { leaf, leaves, value: value ?? null, isFound: value !== undefined };
}

function valuesIn(set: readonly Flip[]): ReadonlyMap<string, FactValue> {
  return new Map(set.map(({ leaf, value }) => [leaf.fact, value]));
}

/** How the conditions come out with other values of some facts. */
function comesTo(node: ConditionTrace, values: ReadonlyMap<string, FactValue>, day: EvaluationDay): boolean {
  if (node.kind === "condition") {
    const { fact, operator, actual, expected, expectedFrom } = node;
    const now = (name: string | undefined, was: FactValue) => (name !== undefined && values.has(name) ? (values.get(name) ?? null) : was);
    return holds(operator as OperatorName, now(fact, actual), now(expectedFrom, expected), day);
  }
  const came = node.conditions.map((one) => comesTo(one, values, day));
  return node.kind === "all" ? came.every(Boolean) : node.kind === "any" ? came.some(Boolean) : !came.some(Boolean);
}

/** Values at and just beside the border that a condition draws, nearest first; and other choices of the fact where it has a list. */
function candidates(point: Point, { fact: name, operator, actual, expected }: Leaf, { today, calendar }: EvaluationDay): FactValue[] {
  const fact = findFact(point, name);
  const choices = Object.keys(fact?.choices ?? {});
  const listed = list(expected);
  switch (fact?.type) {
    case "boolean":
      return [true, false];
    case "number":
      return numbers(expected).flatMap((at) => [at, at - 1, at + 1]);
    case "date": {
      const borders = [...listed.filter((one) => typeof one === "string"), today];
      const away = numbers(expected).flatMap((days) => [shifted(today, -days), ...(calendar && operator === "withinWorkingDays" ? [workingDaysAway(calendar, today, days)] : [])]);
      return [...borders.flatMap((at) => [at, shifted(at, -1), shifted(at, 1)]), ...away];
    }
    case "list": {
      const had = Array.isArray(actual) ? actual : [];
      const wanted = listed.filter((one) => typeof one === "string");
      return [[...new Set([...had, ...wanted])], had.filter((one) => !wanted.includes(one)), wanted, []];
    }
    case "text":
      return [...listed.filter((one) => typeof one === "string"), ...choices, typeof actual === "string" ? `${actual}x` : "x", ""];
    default:
      return [];
  }
}

function list(expected: Expected): readonly unknown[] {
  return Array.isArray(expected) ? expected : [expected];
}

function numbers(expected: Expected): number[] {
  return list(expected).filter((one): one is number => typeof one === "number");
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day before today that lies so many working days away. */
function workingDaysAway(calendar: NonNullable<EvaluationDay["calendar"]>, today: string, days: number): string {
  let at = today;
  while (Math.abs(workingDaysBetween(calendar, today, at)) < days) at = shifted(at, -1);
  return at;
}
