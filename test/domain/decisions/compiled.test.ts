import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkCondition } from "#app/domain/decisions/check-condition.ts";
import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { factsSchema, factTest, valueSchema } from "#app/domain/decisions/facts.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { checkEvent, resolveReferences } from "#app/domain/decisions/outcome.ts";
import { RuleSetSchema, type Condition, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Fact } from "#rules/facts/words.ts";
import { OPERATORS, VOCABULARY, type Facts, type FactValue, type Point } from "#rules/vocabulary.ts";

import { facts, POLICIES, ruleSets, valueOf } from "./arbitrary.ts";
import { calendar, policies, read, ruleSetFiles } from "./office.ts";

const context = { policies: POLICIES, calendar };

/** What comes of it, or the code of the problem that it runs into. */
async function came(act: () => Promise<unknown> | unknown): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (isProblem(error)) return { problem: error.code };
    throw error;
  }
}

async function byReference(ruleSet: RuleSet, known: Record<string, FactValue>, of = context): Promise<unknown> {
  const { spoke, outcome } = await judge(ruleSet, known as Facts<Point>, of);
  return { spoke, outcome };
}

const judgements = (set: RuleSet) => fc.tuple(fc.constant(set), fc.array(facts(set.point), { minLength: 6, maxLength: 6 }));

describe("compiled rules say what the library says", () => {
  test("of any rules and any facts: the same outcome, and the same rules spoke", async () => {
    const [met, fired] = [new Set<string>(), new Set<boolean>()];
    await fc.assert(
      fc.asyncProperty(ruleSets().chain(judgements), async ([set, all]) => {
        const compiled = compileRuleSet(set, context);
        for (const name of set.rules.flatMap(({ conditions }) => operatorsIn(conditions))) met.add(name);
        for (const known of all) {
          const theirs = await came(() => byReference(set, known));
          expect(await came(() => compiled.judge(known))).toEqual(theirs);
          fired.add(JSON.stringify(theirs).includes("rule-"));
        }
      }),
      { numRuns: 400 },
    );
    // What never came up was not compared.
    expect([...met].sort()).toEqual([...OPERATORS].sort());
    expect(fired.size).toBe(2);
  });

  test("it reads no other facts than it says: with only those the verdict is the same", async () => {
    await fc.assert(
      fc.asyncProperty(ruleSets().chain(judgements), async ([set, all]) => {
        const compiled = compileRuleSet(set, context);
        for (const known of all) {
          const few = Object.fromEntries(compiled.reads.map((name) => [name, known[name] ?? null]));
          expect(await came(() => compiled.judge(few))).toEqual(await came(() => byReference(set, known)));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("the rules that are made up here could be published, but for their examples", () => {
    fc.assert(
      fc.property(ruleSets(), (set) => {
        const sample = Object.fromEntries([...Object.entries(VOCABULARY[set.point] as Record<string, Fact>).map(([name, fact]) => [name, sampleOf(fact)]), ...Object.entries(POLICIES).map(([key, value]) => [`policy.${key}`, value])]) as Record<string, unknown>;
        for (const { conditions, event } of set.rules) {
          expect(checkCondition(conditions, [], { point: set.point, policies: POLICIES, top: true })).toEqual([]);
          expect(checkEvent(set.point, event.type, resolveReferences(event.params, sample))?.success).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each(ruleSetFiles)("of the office's own %s, about any facts", async (file) => {
    const set = RuleSetSchema.parse(read(file));
    const compiled = compileRuleSet(set, { policies, calendar });
    const examples = set.examples.map((example) => ({ ...set.typical, ...example.facts }) as Record<string, FactValue>);
    for (const known of [...examples, ...fc.sample(facts(set.point), 40)]) expect(await came(() => compiled.judge(known))).toEqual(await came(() => byReference(set, known, { policies, calendar })));
  });
});

describe("what cannot be judged", () => {
  const set = RuleSetSchema.parse(read("new-user.screening.json"));
  const typical = factsSchema("screening").parse(set.typical) as Record<string, FactValue>;

  test("a fact that is missing, or of another type, is refused as the library's judge refuses it", () => {
    const compiled = compileRuleSet(set, { policies, calendar });
    const { "agb.known": _gone, ...without } = typical;
    for (const known of [without, { ...typical, "agb.known": "true" }, { ...typical, "agb.endsOn": "2026-02-30" }, { ...typical, "agb.kind": "castle" }]) {
      expect(() => compiled.judge(known as Record<string, FactValue>)).toThrow(expect.objectContaining({ code: "rules.facts" }));
    }
  });

  test("a policy that a rule reads and nobody declared is refused", () => {
    const { "legalBasis.maxUsers": _gone, ...without } = policies;
    expect(() => compileRuleSet(set, { policies: without, calendar })).toThrow(expect.objectContaining({ code: "rules.policy", details: { ruleSet: "new-user.screening", policy: "policy.legalBasis.maxUsers" } }));
  });

  test("the plain test of a fact says what its schema says", () => {
    const all = Object.values(VOCABULARY).flatMap((point) => Object.values(point as Record<string, Fact>));
    const anything = fc.oneof(fc.constantFrom(...all).chain(valueOf), fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, "2026-13-01", "2024-02-29", "2026-1-1", "__proto__", undefined));
    fc.assert(
      fc.property(fc.constantFrom(...all), anything, (fact, value) => {
        expect(factTest(fact)(value as FactValue)).toBe(valueSchema(fact).safeParse(value).success);
      }),
      { numRuns: 5000 },
    );
  });
});

function sampleOf(fact: Fact): FactValue {
  return { text: Object.keys(fact.choices ?? { x: 1 })[0] ?? "x", number: 1, boolean: true, date: "2026-11-16", list: [] }[fact.type];
}

function operatorsIn(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(operatorsIn);
  if ("any" in condition) return condition.any.flatMap(operatorsIn);
  return "not" in condition ? operatorsIn(condition.not) : [condition.operator];
}
