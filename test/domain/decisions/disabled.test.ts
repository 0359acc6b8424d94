import { describe, expect, test } from "vitest";

import { analyseRules } from "#app/domain/decisions/analysis/analysis.ts";
import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { runExamples } from "#app/domain/decisions/examples.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { RuleSetSchema, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { Facts, FactValue } from "#rules/vocabulary.ts";

import { calendar, policies, ruleSet, texts } from "./office.ts";

const screening = ruleSet("screening", "new-user.screening");
const facts = { ...screening.typical, "agb.known": false } as unknown as Facts<"screening">;
const context = { policies, calendar };
const codes = (json: unknown) => checkRuleSet(json, { policies, texts }).map(({ path, code }) => `${path} ${code}`);

/** The set with one rule otherwise, and without the examples in which it speaks. */
function withRule(id: string, change: object): RuleSet<"screening"> {
  const rules = screening.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule));
  return { ...screening, rules, examples: screening.examples.filter(({ expect: { spoke } }) => !spoke.includes(id)) };
}

describe("a rule that is disabled", () => {
  test("says nothing, and is not in the trace", async () => {
    expect((await judge(screening, facts, context)).spoke).toContain("agb-unknown");
    const judged = await judge(withRule("agb-unknown", { disabled: true }), facts, context);
    expect(judged.spoke).not.toContain("agb-unknown");
    expect(judged.findings.map(({ ruleId }) => ruleId)).not.toContain("agb-unknown");
    expect(judged.trace.map(({ ruleId }) => ruleId)).toEqual(screening.rules.map(({ id }) => id).filter((id) => id !== "agb-unknown"));
    expect((await judge(withRule("agb-unknown", { disabled: false }), facts, context)).spoke).toContain("agb-unknown");
  });

  test("says nothing in the compiled form either, and its facts are not read", () => {
    const own = { ...screening, rules: screening.rules.filter(({ id }) => id === "agb-unknown") };
    expect(compileRuleSet(own, context).reads).toEqual(["agb.known"]);
    const silent = compileRuleSet({ ...own, rules: own.rules.map((rule) => ({ ...rule, disabled: true })) }, context);
    expect(silent.reads).toEqual([]);
    expect(silent.judge(facts as Record<string, FactValue>).spoke).toEqual([]);
  });

  test("needs no examples, and still has to be sound", () => {
    expect(codes(withRule("agb-unknown", {}))).toEqual([expect.stringMatching(/^rules\.\d+\.id example-never-fires$/)]);
    expect(codes(withRule("agb-unknown", { disabled: true }))).toEqual([]);
    expect(codes(withRule("agb-unknown", { disabled: true, conditions: { all: [] } }))).toEqual([expect.stringMatching(/conditions\.all group-empty$/)]);
  });

  test("can be the only one: then the default decides", async () => {
    const all = { ...screening, rules: screening.rules.map((rule) => ({ ...rule, disabled: true })) };
    expect(await judge(all, facts, context)).toMatchObject({ outcome: screening.default, spoke: [], trace: [] });
  });
});

test("what is disabled is not looked at beside the others", () => {
  const [rule] = screening.rules;
  const twice = (disabled: boolean) => ({ ...screening, rules: [...screening.rules, { ...(rule ?? fail()), id: "once-more", disabled }] });
  const doubts = (set: RuleSet) => analyseRules(set).filter(({ details }) => details["rule"] === "once-more").map(({ code }) => code);
  expect(doubts(twice(false))).toEqual(["rules-same"]);
  expect(doubts(twice(true))).toEqual([]);
});

test("a heading and a note decide nothing, and are kept", () => {
  const set = withRule("agb-unknown", { group: "Registers", note: "Vektis was in november een week niet te bereiken.", disabled: true });
  expect(RuleSetSchema.parse(set)).toEqual(set);
});

describe("two thousand rules", () => {
  const many = {
    ...screening,
    rules: Array.from({ length: 2_000 }, (_none, index) => ({ ...(screening.rules[index % screening.rules.length] ?? fail()), ...(index >= screening.rules.length && { id: `more-${index}`, disabled: index < 1_900 }) })),
  };

  test("are checked, and their examples go as the library has them go", async () => {
    expect(codes(many).filter((code) => !code.endsWith("example-never-fires"))).toEqual([]);
    const few = { ...many, examples: screening.examples.slice(0, 2) };
    const [first, second] = await runExamples(few, context);
    for (const [index, result] of [first, second].entries()) {
      const { spoke, outcome } = await judge(many, { ...screening.typical, ...few.examples[index]?.facts } as unknown as Facts<"screening">, context);
      expect(result?.got).toEqual({ spoke, outcome });
    }
  });

  test("are the most: with one more it is said", () => {
    const [rule] = many.rules;
    expect(codes({ ...many, rules: [...many.rules, rule] })).toEqual(["rules shape-many-list"]);
  });
});

function fail(): never {
  throw new Error("no rule");
}
