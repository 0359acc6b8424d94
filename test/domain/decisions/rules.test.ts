import { describe, expect, test } from "vitest";

import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { runExamples } from "#app/domain/decisions/examples.ts";
import { RuleSetSchema } from "#app/domain/definitions/schema/rule-set.ts";
import { calendar, policies, read, ruleSetFiles, texts } from "./office.ts";

describe.each(ruleSetFiles)("%s", (file) => {
  test("can be published", () => {
    expect(checkRuleSet(read(file), { policies, texts })).toEqual([]);
  });

  test("bears the name of its file", () => {
    expect(`${RuleSetSchema.parse(read(file)).id}.json`).toBe(file);
  });

  test("does in every worked example what the example says", async () => {
    const results = await runExamples(RuleSetSchema.parse(read(file)), { policies, calendar });
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    expect(results.length).toBeGreaterThan(6);
  });
});

test("a worked example that is wrong is told apart", async () => {
  const intake = RuleSetSchema.parse(read("new-user.intake.json"));
  const [first] = intake.examples;
  if (!first) throw new Error("no example");
  const wrong = { ...first, expect: { ...first.expect, spoke: ["zorginkoop"] } };
  const broken = { ...first, facts: { "agb.kind": "castle" } };
  const results = await runExamples({ ...intake, examples: [first, wrong, broken] }, { policies, calendar });
  expect(results.map(({ passed }) => passed)).toEqual([true, false, false]);
  expect(results[2]?.got).toMatchObject({ problem: "rules.facts", fact: "agb.kind" });
});

test("both languages have the same sentences", () => {
  expect(keys(texts.en)).toEqual(keys(texts.nl));
});

function keys(node: object, above = ""): string[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => (typeof value === "object" && value ? keys(value, `${above}${key}.`) : [above + key]));
}
