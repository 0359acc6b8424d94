import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { definitionSentence } from "#app/domain/decisions/explain.ts";
import { compilePattern } from "#app/domain/decisions/pattern.ts";
import { findText } from "#app/domain/decisions/texts.ts";
import { RuleSetSchema, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { policies, read, ruleSet, texts } from "./office.ts";

const intake = ruleSet("intake", "new-user.intake");
const context = { policies, texts };
const codes = (json: unknown) => checkRuleSet(json, context).map(({ path, code }) => `${path} ${code}`.trim());

/** The intake rules with one rule changed, as JSON would bring it. */
function withRule(change: Record<string, unknown>): unknown {
  const [first, ...others] = intake.rules;
  return { ...intake, rules: [{ ...first, ...change }, ...others] };
}
const withConditions = (conditions: unknown) => withRule({ conditions });
const withLeaf = (fact: string, operator: string, value: unknown) => withConditions({ all: [{ fact, operator, value }] });

describe("the traps of json-rules-engine are refused where they stand", () => {
  const good = { fact: "channel", operator: "equal", value: "portal" };
  test.each<[string, unknown, string]>([
    ["an empty all always fires", withConditions({ all: [] }), "rules.0.conditions.all group-empty"],
    ["an empty any always fires", withConditions({ all: [good, { any: [] }] }), "rules.0.conditions.all.1.any group-empty"],
    ["all beside any is ignored", withConditions({ all: [good], any: [good] }), "rules.0.conditions group-mixed"],
    ["a group that is no list", withConditions({ all: good }), "rules.0.conditions.all group-not-list"],
    ["a condition without a group", withConditions(good), "rules.0.conditions condition-not-group"],
    ["a shared condition by name", withConditions({ condition: "elsewhere" }), "rules.0.conditions condition-not-group"],
    ["an unknown operator throws in the middle of a run", withLeaf("channel", "startsWith", "p"), "rules.0.conditions.all.0.operator unknown-operator"],
    ["a decorated operator", withLeaf("channel", "not:equal", "portal"), "rules.0.conditions.all.0.operator unknown-operator"],
    ["an unknown property is ignored", withConditions({ all: [{ ...good, vlaue: 1 }] }), "rules.0.conditions.all.0.vlaue unknown-property"],
    ["a priority leaves conditions unevaluated", withConditions({ all: [{ ...good, priority: 9 }] }), "rules.0.conditions.all.0.priority unknown-property"],
    ["a rule's priority", withRule({ priority: 9 }), "rules.0.priority unknown-property"],
    ["two rules of one name", withRule({ id: "zorginkoop" }), "rules.1.id duplicate-rule"],
    ["a fact that does not exist", withLeaf("moon", "equal", "full"), "rules.0.conditions.all.0.fact unknown-fact"],
    ["a fact of another point", withLeaf("user.email", "equal", "x"), "rules.0.conditions.all.0.fact unknown-fact"],
    ["a fact out of the prototype", withLeaf("constructor", "isNotEmpty", true), "rules.0.conditions.all.0.fact unknown-fact"],
    ["a policy that does not exist", withLeaf("policy.moon.days", "equal", 1), "rules.0.conditions.all.0.fact unknown-policy"],
    ["in with a text tests for a part of it", withLeaf("channel", "in", "portal"), "rules.0.conditions.all.0.value value-not-list"],
    ["in with an empty list", withLeaf("channel", "in", []), "rules.0.conditions.all.0.value value-empty-list"],
    ["texts compared as numbers", withLeaf("agb.careType", "lessThan", "10"), "rules.0.conditions.all.0.operator operator-not-for-type"],
    ["equal on a list is never true", withLeaf("services.requested", "equal", ["cov"]), "rules.0.conditions.all.0.operator equal-on-list"],
    ["equal with a list as value", withLeaf("channel", "equal", ["portal"]), "rules.0.conditions.all.0.value value-wrong-type"],
    ["a path is JSONPath", withConditions({ all: [{ ...good, path: "$.x" }] }), "rules.0.conditions.all.0.path path-refused"],
    ["a path in the value", withLeaf("channel", "equal", { fact: "segment", path: "$.x" }), "rules.0.conditions.all.0.value value-wrong-type"],
    ["null as value", withLeaf("agb.kind", "notEqual", null), "rules.0.conditions.all.0.value value-null"],
    ["a choice that does not exist", withLeaf("agb.kind", "equal", "persoon"), "rules.0.conditions.all.0.value value-not-choice"],
    ["yes as a text", withLeaf("zorginkoop.asked", "equal", "true"), "rules.0.conditions.all.0.value value-wrong-type"],
    ["a date that does not exist", withLeaf("agb.endsOn", "onOrBefore", "2026-02-30"), "rules.0.conditions.all.0.value value-wrong-type"],
    ["a date that is a text", withLeaf("agb.endsOn", "onOrBefore", { fact: "agb.name" }), "rules.0.conditions.all.0.value value-wrong-type"],
    ["a list of numbers for texts", withLeaf("services.requested", "overlaps", { fact: "policy.install.reminderDays" }), "rules.0.conditions.all.0.value value-wrong-type"],
    ["no days", withLeaf("agb.endsOn", "withinDays", 0), "rules.0.conditions.all.0.value value-not-days"],
    ["a pair in the wrong order", withLeaf("today", "between", ["2026-02-01", "2026-01-01"]), "rules.0.conditions.all.0.value value-not-pair"],
    ["isEmpty false", withLeaf("agb.kind", "isEmpty", false), "rules.0.conditions.all.0.value value-not-true"],
    ["a pattern that runs for ever", withLeaf("agb.code", "matches", "(a+)+"), "rules.0.conditions.all.0.value pattern-unsafe"],
    ["a condition that is none", withConditions({ all: ["always"] }), "rules.0.conditions.all.0 condition-malformed"],
    ["a condition without a value", withConditions({ all: [{ fact: "channel", operator: "equal" }] }), "rules.0.conditions.all.0 condition-malformed"],
    ["an unknown outcome", withRule({ event: { type: "explode", params: {} } }), "rules.0.event.type unknown-event"],
    ["an outcome out of the prototype", withRule({ event: { type: "toString", params: {} } }), "rules.0.event.type unknown-event"],
    ["a referral to nowhere", withRule({ event: { type: "refer", params: { to: "the moon" } } }), "rules.0.event.params.to event-malformed"],
    ["a default that is no outcome", { ...intake, default: { kind: "perhaps" } }, "default.kind default-malformed"],
    ["a text that nobody wrote", withRule({ textKey: "intake.nobody-wrote-this" }), "rules.0.textKey text-missing"],
    ["a text that quotes what the rule does not read", withRule({ textKey: "intake.agb-personal" }), "rules.0.textKey text-blank"],
    ["a quote of what does not exist", withRule({ quotes: ["moon"] }), "rules.0.quotes.0 unknown-fact"],
    ["a rule without an example in which it speaks", withRule({ id: "never-seen" }), "rules.0.id example-never-fires"],
    ["a rule without one in which it keeps still", { ...intake, examples: intake.examples.filter(({ expect: { spoke } }) => spoke.includes("zorginkoop")) }, "rules.1.id example-always-fires"],
    ["no examples at all", { ...intake, examples: [] }, "examples shape-few-list"],
    ["an example with an unknown fact", { ...intake, examples: [{ ...intake.examples[0], facts: { moon: 1 } }, ...intake.examples] }, "examples.0.facts.moon unknown-fact"],
    ["an example with a fact of the wrong type", { ...intake, examples: [{ ...intake.examples[0], facts: { segment: 1 } }, ...intake.examples] }, "examples.0.facts.segment facts"],
    ["an example that expects an impossible outcome", { ...intake, examples: [{ ...intake.examples[0], expect: { spoke: [], outcome: {} } }, ...intake.examples] }, "examples.0.expect.outcome.kind example-outcome"],
    ["a typical case that lacks a fact", { ...intake, typical: { ...intake.typical, channel: undefined } }, "typical.channel facts"],
    ["an unknown decision point", { ...intake, point: "moon" }, "point shape-choice"],
    ["a rule set that is a list", [], "shape-group"],
    ["a rule set nested without end", nested(50_000), "too-deep"],
  ])("%s", (_what, json, expected) => {
    const found = checkRuleSet(json, context);
    expect(found.map(({ path, code }) => `${path} ${code}`.trim())).toContain(expected);
    for (const language of ["nl", "en"] as const) {
      for (const finding of found) {
        expect(findText(texts[language], `lint.${finding.code}`), finding.code).not.toBeNull();
        expect(definitionSentence(finding, { language, texts: texts[language] })).not.toContain("{{");
      }
    }
  });

  test("what is right stays right: each operator with a value that goes with it", () => {
    for (const [fact, operator, value] of [
      ["channel", "in", ["portal"]],
      ["agb.endsOn", "onOrBefore", { fact: "today" }],
      ["agb.endsOn", "withinWorkingDays", { fact: "policy.review.workingDays" }],
      ["services.requested", "overlaps", ["cov"]],
      ["agb.code", "matches", "\\d{8}"],
      ["today", "between", ["2026-01-01", "2026-12-31"]],
      ["policy.install.days", "greaterThan", 30],
      ["policy.install.reminderDays", "contains", 30],
      ["policy.review.receivedUntil", "equal", "17:00"],
    ] as const) {
      expect(codes(withLeaf(fact, operator, value)), `${fact} ${operator}`).toEqual([]);
    }
  });
});

describe("any JSON is judged and nothing throws", () => {
  test("random JSON is refused", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (json) => {
        expect(checkRuleSet(json, context).length).toBeGreaterThan(0);
      }),
    );
  });

  test("a good rule set with random JSON anywhere in it: what passes, the schema takes too", () => {
    const files = ["new-user.intake.json", "new-user.identification.json", "installation.life-cycle.json"].map(read);
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.jsonValue({ maxDepth: 4 }), (json, place, value) => {
        const paths = pathsOf(json);
        const broken = replaced(json, paths[place % paths.length] ?? [], value);
        if (checkRuleSet(broken, context).length === 0) expect(RuleSetSchema.safeParse(broken).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("patterns", () => {
  test.each(["\\d{8}", "[A-Z]{2}\\d{0,4}", "zorg?", "v\\.d\\.", "[1-9]\\d{3} ?[A-Z]{2}", "a.c"])("%s is run", (pattern) => {
    expect(compilePattern(pattern)).not.toBeNull();
  });

  test.each(["(a+)+", "a*", "a+", "(a|a)", "a|b", "^a$", "(?=a)", "\\1", "\\w{3}", "[a-z", "[z-a]", "a{2,1}", "a{999}", "a{2,}", "", "a?".repeat(30), "a".repeat(101), ".{0,9}.{0,9}.{0,9}.{0,9}"])("%s is not", (pattern) => {
    expect(compilePattern(pattern)).toBeNull();
  });

  test("always for the whole text, and never for a text longer than 200", () => {
    expect(compilePattern("\\d{8}")?.test("123456789")).toBe(false);
    expect(compilePattern("[a-z]{0,200}")?.test("a".repeat(200))).toBe(true);
    expect(compilePattern(".{0,200}.{0,200}")?.test("a".repeat(201))).toBe(false);
  });
});

type Path = Array<string | number>;

function pathsOf(json: unknown, at: Path = []): Path[] {
  const below: Path[] = typeof json === "object" && json !== null ? Object.entries(json).flatMap(([key, value]) => pathsOf(value, [...at, key])) : [];
  return [at, ...below];
}

function replaced(json: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((item, index): unknown => (String(index) === String(key) ? replaced(item, rest, value) : item));
  return { ...(json as RuleSet), [key]: replaced((json as Record<string, unknown>)[key], rest, value) };
}

function nested(levels: number): unknown {
  let json: unknown = {};
  for (let level = 0; level < levels; level += 1) json = [json];
  return json;
}
