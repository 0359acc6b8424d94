import type { RuleResult } from "json-rules-engine";

import type { ConditionTrace, RuleTrace } from "#app/domain/decisions/judgement.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import type { Condition, Rule } from "#app/domain/definitions/schema/rule-set.ts";
import { Problem } from "#app/domain/problem.ts";
import type { FactValue } from "#rules/vocabulary.ts";

/**
 * How a rule was evaluated, with our own ids and the value of every group: both are lost when the library's own result is written down. The
 * library's result is walked beside the condition as we wrote it. Throws `rules.skipped` when the library left something out.
 */
export function traceOf(rule: Rule, result: RuleResult): RuleTrace {
  const conditions = walk(rule.conditions, result.conditions);
  const fired = result.result === true;
  // What the library decided must follow from what it says that it saw; it is the sign of an engine that was shared.
  if (conditions.holds !== fired) throw new Problem("rules.skipped", { rule: rule.id });
  return { ruleId: rule.id, fired, conditions };
}

/** The facts and policies that a rule reads or quotes, each once, in reading order. */
export function valuesOf({ conditions, quotes = [] }: { conditions: Condition; quotes?: string[] }): string[] {
  return [...new Set([...names(conditions), ...quotes])];
}

/** A condition that decides: no group. */
export type Leaf = Extract<ConditionTrace, { kind: "condition" }>;

/**
 * What would have changed a rule: the smallest sets of conditions that, had each been otherwise, would have made a rule that fired keep still
 * or the other way round. At most ten.
 */
export function whatWouldChange(trace: RuleTrace): Leaf[][] {
  return smallest(flips(trace.conditions));
}

const MOST_ALTERNATIVES = 10;

function flips(node: ConditionTrace): Leaf[][] {
  if (node.kind === "condition") return [[node]];
  const [only] = node.conditions;
  if (node.kind === "not") return only ? flips(only) : [];
  // One failing member breaks a group that needs all; a group that lacks several needs each of them. For "any" it is the other way round.
  const oneIsEnough = node.holds === (node.kind === "all");
  if (oneIsEnough) return smallest(node.conditions.flatMap(flips));
  const inTheWay = node.conditions.filter((one) => one.holds === node.holds);
  return inTheWay.reduce<Leaf[][]>((sets, one) => smallest(sets.flatMap((set) => flips(one).map((more) => [...set, ...more]))), [[]]);
}

function smallest(sets: Leaf[][]): Leaf[][] {
  const size = Math.min(...sets.map((set) => set.length));
  return sets.filter((set) => set.length === size).slice(0, MOST_ALTERNATIVES);
}

function names(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(names);
  if ("any" in condition) return condition.any.flatMap(names);
  if ("not" in condition) return names(condition.not);
  const reference = referenceIn(condition.value);
  return reference === null ? [condition.fact] : [condition.fact, reference];
}

/** What the library adds to each condition while it evaluates; to the outermost group it adds nothing. */
type Evaluated = { result?: unknown; factResult?: unknown; valueResult?: unknown; all?: unknown; any?: unknown; not?: unknown };

function walk(condition: Condition, evaluated: Evaluated): ConditionTrace {
  if ("all" in condition) return group("all", walkAll(condition.all, evaluated.all));
  if ("any" in condition) return group("any", walkAll(condition.any, evaluated.any));
  if ("not" in condition) return group("not", walkAll([condition.not], [evaluated.not]));
  const from = referenceIn(condition.value);
  return {
    kind: "condition",
    holds: evaluated.result === true,
    fact: condition.fact,
    operator: condition.operator,
    actual: evaluated.factResult as FactValue,
    expected: evaluated.valueResult as FactValue,
    ...(from === null ? {} : { expectedFrom: from }),
  };
}

function group(kind: "all" | "any" | "not", conditions: ConditionTrace[]): ConditionTrace {
  const holding = conditions.filter(({ holds }) => holds).length;
  return { kind, holds: { all: holding === conditions.length, any: holding > 0, not: holding === 0 }[kind], conditions };
}

function walkAll(conditions: readonly Condition[], evaluated: unknown): ConditionTrace[] {
  if (!Array.isArray(evaluated) || evaluated.length !== conditions.length) throw new Problem("rules.skipped", { rule: "group" });
  return conditions.map((condition, index) => walk(condition, evaluated[index] as Evaluated));
}
