import { workingDaysBetween, type Calendar } from "#app/domain/deadlines/calendar.ts";
import { compilePattern } from "#app/domain/decisions/pattern.ts";
import type { FactType } from "#rules/facts/words.ts";
import type { FactValue, OperatorName } from "#rules/vocabulary.ts";

/** What a value in a condition must be: as the fact itself, a list of such, two of them, an item of the fact's list, … */
export type ValueShape = "same" | "list" | "pair" | "item" | "days" | "pattern" | "true";

/** A value that a condition compares with; policies may be lists of numbers. */
export type Expected = FactValue | number[];
export type EvaluationDay = { today: string; calendar?: Calendar };

type Operator = {
  facts: readonly FactType[];
  value: ValueShape;
  /** Both values are known here, and of the types that the lint has checked. */
  holds(actual: NonNullable<FactValue>, expected: NonNullable<Expected>, day: EvaluationDay): boolean;
};

const SCALARS = ["text", "number", "boolean", "date"] as const;
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Every operator that a condition may name, the library's own included: those turn "absent" into true (`notIn`), take a text for a list (`in`) and
 * compare null as 0 (`lessThan`).
 */
const OPERATOR_TABLE: Record<Exclude<OperatorName, "isEmpty" | "isNotEmpty">, Operator> = {
  equal: { facts: SCALARS, value: "same", holds: (a, b) => a === b },
  notEqual: { facts: SCALARS, value: "same", holds: (a, b) => a !== b },
  in: { facts: ["text", "number", "date"], value: "list", holds: (a, b) => items(b).includes(a) },
  notIn: { facts: ["text", "number", "date"], value: "list", holds: (a, b) => Array.isArray(b) && !items(b).includes(a) },
  lessThan: { facts: ["number"], value: "same", holds: (a, b) => a < b },
  lessThanInclusive: { facts: ["number"], value: "same", holds: (a, b) => a <= b },
  greaterThan: { facts: ["number"], value: "same", holds: (a, b) => a > b },
  greaterThanInclusive: { facts: ["number"], value: "same", holds: (a, b) => a >= b },
  between: { facts: ["number", "date"], value: "pair", holds: (a, b) => inOrder(items(b)[0], a) && inOrder(a, items(b)[1]) },
  contains: { facts: ["list"], value: "item", holds: (a, b) => items(a).includes(b) },
  doesNotContain: { facts: ["list"], value: "item", holds: (a, b) => !items(a).includes(b) },
  containsAll: { facts: ["list"], value: "list", holds: (a, b) => items(b).every((item) => items(a).includes(item)) },
  overlaps: { facts: ["list"], value: "list", holds: (a, b) => items(b).some((item) => items(a).includes(item)) },
  onOrBefore: { facts: ["date"], value: "same", holds: (a, b) => a <= b },
  onOrAfter: { facts: ["date"], value: "same", holds: (a, b) => a >= b },
  withinDays: { facts: ["date"], value: "days", holds: (a, b, { today }) => Math.abs(daysBetween(today, String(a))) < Number(b) },
  withinWorkingDays: {
    facts: ["date"],
    value: "days",
    holds: (a, b, { today, calendar }) => calendar !== undefined && Math.abs(workingDaysBetween(calendar, today, String(a))) < Number(b),
  },
  matches: { facts: ["text"], value: "pattern", holds: (a, b) => compilePattern(String(b))?.test(String(a)) ?? false },
};

/** What an operator asks of the fact and of the value; the lint and the editor read it. */
export const OPERATOR_SHAPES: Record<OperatorName, { facts: readonly FactType[]; value: ValueShape }> = {
  ...OPERATOR_TABLE,
  isEmpty: { facts: ["text", "number", "boolean", "date", "list"], value: "true" },
  isNotEmpty: { facts: ["text", "number", "boolean", "date", "list"], value: "true" },
};

/** Whether a condition holds. On what nobody knows nothing holds but `isEmpty`. */
export function holds(operator: OperatorName, actual: FactValue, expected: Expected, day: EvaluationDay): boolean {
  if (operator === "isEmpty") return isEmpty(actual);
  if (operator === "isNotEmpty") return !isEmpty(actual);
  return actual !== null && expected !== null && OPERATOR_TABLE[operator].holds(actual, expected, day);
}

function isEmpty(value: FactValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Numbers with numbers and dates with dates; anything else is not in order. */
function inOrder(low: unknown, high: unknown): boolean {
  if (typeof low === "number" && typeof high === "number") return low <= high;
  return typeof low === "string" && typeof high === "string" && low <= high;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
