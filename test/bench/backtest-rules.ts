import { listFacts, findFact } from "#app/domain/decisions/facts.ts";
import type { Sides } from "#app/domain/definitions/backtest/sides.ts";
import type { Condition, Rule, RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { FactValue } from "#rules/vocabulary.ts";

import { calendar, ruleSet } from "../domain/decisions/office.ts";

const RULES = 60;
const base = ruleSet("screening", "new-user.screening");

/**
 * Sixty rules of screening, of two to four conditions of the kinds that the office's own have: equal, one of, a number beside a maximum, an item of a list, and opposites. Always the same;
 * each condition exists in all three languages that are measured.
 */
export function sixtyRules(shift = 0): RuleSet<"screening"> {
  const rules = Array.from({ length: RULES }, (_one, index): Rule => ({ id: `rule-${index}`, source: "bench", severity: index % 3 === 0 ? "block" : "warn", textKey: "a.b", conditions: conditionsOf(index + shift * (index % 7 === 0 ? 1 : 0)), event: { type: "finding", params: index % 10 === 0 ? { route: "review-four-eyes" } : {} } }));
  return { ...base, id: "new-user.screening", default: { route: "automatic", priority: "normal" }, rules };
}

const booleans = listFacts("screening").filter((name) => findFact("screening", name)?.type === "boolean");
const numbers = listFacts("screening").filter((name) => findFact("screening", name)?.type === "number");
const choices = listFacts("screening").filter((name) => findFact("screening", name)?.choices && findFact("screening", name)?.type === "text");
const nth = (list: readonly string[], index: number) => list[index % list.length] ?? "";

function conditionsOf(index: number): Rule["conditions"] {
  const kinds = Object.keys(findFact("screening", nth(choices, index))?.choices ?? {});
  const flag: Condition = { fact: nth(booleans, index), operator: "equal", value: index % 2 === 0 };
  const among: Condition = { fact: nth(choices, index), operator: "in", value: kinds.slice(0, 1 + (index % 2)) };
  const many: Condition = { fact: nth(numbers, index), operator: "greaterThan", value: index % 20 };
  const other: Condition = { fact: nth(booleans, index * 3 + 1), operator: "notEqual", value: true };
  if (index % 4 === 0) return { all: [flag, many] };
  if (index % 4 === 1) return { all: [many, { any: [flag, among] }] };
  return index % 4 === 2 ? { all: [flag, { not: among }, other] } : { any: [{ all: [flag, among] }, { all: [many, other] }] };
}

/** Both sides of a back-test: the rules, and the same with one in seven changed, for each type that the office of the benchmark has. */
export function benchSides(): Sides {
  const side = { policies: [], calendar };
  return { now: side, then: side, on: "2026-11-16", meetings: ["new-user", "authorisation-change", "revocation"].map((type) => ({ type, point: "screening" as const, now: sixtyRules(), then: sixtyRules(1) })) };
}

/** The same rules as a decision graph of zen-engine: a table in which each row is a rule, and every row that holds is told. */
export function asDecisionTable({ rules }: RuleSet): object {
  const input = { id: "in", type: "inputNode", name: "in", position: { x: 0, y: 0 } };
  const output = { id: "out", type: "outputNode", name: "out", position: { x: 0, y: 0 } };
  const table = {
    id: "rules", type: "decisionTableNode", name: "rules", position: { x: 0, y: 0 },
    content: { hitPolicy: "collect", inputs: [{ id: "if", name: "if" }], outputs: [{ id: "rule", name: "rule", field: "rule" }], rules: rules.map(({ id, conditions }) => ({ _id: id, if: expression(conditions), rule: JSON.stringify(id) })) },
  };
  return { nodes: [input, table, output], edges: [{ id: "a", sourceId: "in", targetId: "rules", type: "edge" }, { id: "b", sourceId: "rules", targetId: "out", type: "edge" }] };
}

/** Dots make a path there, and dashes a difference: its facts have names without. */
export const plainName = (name: string) => name.replaceAll(/[^A-Za-z0-9]/g, "_");
export const plainFacts = (facts: Record<string, FactValue>) => Object.fromEntries(Object.entries(facts).map(([name, value]) => [plainName(name), value]));

function expression(condition: Condition): string {
  if ("all" in condition) return `(${condition.all.map(expression).join(" and ")})`;
  if ("any" in condition) return `(${condition.any.map(expression).join(" or ")})`;
  if ("not" in condition) return `not ${expression(condition.not)}`;
  const fact = plainName(condition.fact);
  const value = JSON.stringify(condition.value);
  switch (condition.operator) {
    case "equal":
      return `(${fact} != null and ${fact} == ${value})`;
    case "notEqual":
      return `(${fact} != null and ${fact} != ${value})`;
    case "in":
      return `(${fact} != null and ${fact} in ${value})`;
    case "greaterThan":
      return `(${fact} != null and ${fact} > ${value})`;
    default:
      throw new Error(`No such condition is measured: ${condition.operator}.`);
  }
}

/** Facts of a request: a few of fifty ordinary ones, and where `isDistinct` each otherwise than all others in what the rules read. */
export function benchFacts(index: number, isDistinct: boolean): Record<string, FactValue> {
  const facts: Record<string, FactValue> = { ...(base.typical as Record<string, FactValue>), "applicant.name": `A. van ${index}`, "applicant.email": `a${index}@practice.example`, "user.name": `B. van ${index}` };
  const seed = isDistinct ? index : index % 500;
  for (let bit = 0; bit < booleans.length && bit < 6; bit += 1) facts[nth(booleans, bit * 5 + seed)] = ((seed >> bit) & 1) === 1;
  facts[nth(numbers, seed)] = seed % 25;
  facts[nth(choices, seed)] = nth(Object.keys(findFact("screening", nth(choices, seed))?.choices ?? {}), seed);
  // A count that nobody else has makes facts distinct, and lets the rules compare it.
  if (isDistinct) facts["wmo.usersAfter"] = index;
  return facts;
}
