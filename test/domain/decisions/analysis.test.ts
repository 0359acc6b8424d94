import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { analyseRules } from "#app/domain/decisions/analysis/analysis.ts";
import { casesOf, meeting } from "#app/domain/decisions/analysis/asked.ts";
import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { definitionSentence } from "#app/domain/decisions/explain.ts";
import { RuleSetSchema, type Condition, type Rule, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { FactValue, Point } from "#rules/vocabulary.ts";

import { conditions, facts, POLICIES, ruleSets } from "./arbitrary.ts";
import { calendar, read, ruleSet, ruleSetFiles, texts } from "./office.ts";

const screening = ruleSet("screening", "new-user.screening");
const intake = ruleSet("intake", "new-user.intake");
const is = (fact: string, operator: string, value: unknown) => ({ fact, operator, value }) as Condition;
const all = (...members: Condition[]) => ({ all: members });
const any = (...members: Condition[]) => ({ any: members });

function set<P extends Point>(of: RuleSet<P>, ...rules: Array<Partial<Rule> & { conditions: Rule["conditions"] }>): RuleSet<P> {
  const [model] = of.rules;
  if (!model) throw new Error("no rule");
  return { ...of, rules: rules.map((rule, index) => ({ ...model, id: `rule-${index}`, ...rule })) };
}
const told = (of: RuleSet) => analyseRules(of).map(({ code, path, details }) => ({ code, path, ...details }));
const doubts = (...given: Array<Rule["conditions"]>) => told(set(screening, ...given.map((one) => ({ conditions: one })))).map(({ code, path }) => `${code} ${path}`);
const refer = (to: string) => ({ event: { type: "refer", params: { to } } });

describe("what can never hold", () => {
  const users = "wmo.usersAfter";
  test.each<[string, Rule["conditions"], string[]]>([
    ["intervals that do not meet", all(is(users, "lessThan", 5), is(users, "greaterThan", 5)), ["never-holds rules.0.conditions"]],
    ["borders that do", all(is(users, "lessThanInclusive", 5), is(users, "greaterThanInclusive", 5)), []],
    ["two values of one fact", all(is("agb.kind", "equal", "person"), is("agb.kind", "in", ["enterprise"])), ["never-holds rules.0.conditions"]],
    ["a value and nothing", all(is("agb.kind", "isEmpty", true), is("agb.kind", "notEqual", "person")), ["never-holds rules.0.conditions"]],
    ["a value and its opposite, deeper", all(any(all(is(users, "greaterThan", 9), { not: is(users, "greaterThan", 3) }), is("agb.known", "equal", true))), ["never-holds rules.0.conditions.all.0.any.0"]],
    ["a branch that what stands beside it rules out", all(is("agb.kind", "equal", "person"), any(is("agb.kind", "equal", "enterprise"), is("agb.known", "equal", true))), ["never-holds-here rules.0.conditions.all.1.any.0"]],
    ["two sides of today", all(is("agb.endsOn", "onOrBefore", { fact: "today" }), { not: is("today", "onOrAfter", { fact: "agb.endsOn" }) }), ["never-holds rules.0.conditions"]],
    ["a policy's limit from both sides, whatever it is", all(is(users, "greaterThan", { fact: "policy.legalBasis.maxUsers" }), is(users, "lessThan", { fact: "policy.legalBasis.maxUsers" })), ["never-holds rules.0.conditions"]],
    ["an item of an empty list", all(is("services.requested", "isEmpty", true), is("services.requested", "contains", "cov")), ["never-holds rules.0.conditions"]],
    ["days with none between", all(is("agb.endsOn", "onOrAfter", "2026-01-02"), { not: is("agb.endsOn", "onOrAfter", "2026-01-02") }), ["never-holds rules.0.conditions"]],
    ["near, and further than that", all(is("correspondence.changedOn", "withinDays", 5), { not: is("correspondence.changedOn", "withinDays", 10) }), ["never-holds rules.0.conditions"]],
    ["near, and not so near", all(is("correspondence.changedOn", "withinDays", 10), { not: is("correspondence.changedOn", "withinDays", 5) }), []],
    ["each possible value ruled out", all(is("agb.known", "notEqual", true), is("agb.known", "notEqual", false), is("agb.known", "isNotEmpty", true)), ["never-holds rules.0.conditions"]],
    ["what nobody knows is not before a day, nor after it", all({ not: is("agb.endsOn", "onOrBefore", "2026-01-01") }, is("agb.endsOn", "isEmpty", true)), []],
    ["what always holds", any(is("applicant.isUser", "equal", true), is("applicant.isUser", "equal", false)), ["always-holds rules.0.conditions"]],
    ["what nobody knows holds neither way", any(is("agb.known", "equal", true), is("agb.known", "equal", false)), []],
  ])("%s", (_name, given, expected) => {
    expect(doubts(given)).toEqual(expected);
  });

  test("is told with the rule and the facts", () => {
    expect(told(set(screening, { id: "few-and-many", conditions: all(is(users, "lessThan", 1), is(users, "greaterThan", { fact: "jeugdwet.usersAfter" }), is(users, "greaterThan", 2)) }))).toEqual([
      { code: "never-holds", path: "rules.0.conditions", rule: "few-and-many", facts: "wmo.usersAfter, jeugdwet.usersAfter" },
    ]);
  });

  test("never held, of any rules and any facts; and whatever can hold here and there is not told", () => {
    let [called, held] = [0, 0];
    fc.assert(
      fc.property(crowded(), fc.array(facts("screening"), { minLength: 30, maxLength: 30 }), (given, those) => {
        const of = set(screening, { conditions: given });
        for (const { code, path } of analyseRules(of)) {
          if (code !== "never-holds" && code !== "always-holds") continue;
          called += 1;
          const node = nodeAt(of.rules[0]?.conditions as Condition, path.split(".").slice(3));
          for (const known of those) expect(speaks(node, narrow(known)), JSON.stringify({ node, known })).toBe(code === "always-holds");
        }
        if (those.some((known) => speaks(given, narrow(known)))) held += 1;
      }),
      { numRuns: 600 },
    );
    expect(called).toBeGreaterThan(10);
    expect(held).toBeGreaterThan(10);
  });

  test("its cases hold whatever facts hold, of any rule of any point", () => {
    fc.assert(
      fc.property(ruleSets(3).chain((of) => fc.tuple(fc.constant(of), fc.array(facts(of.point), { minLength: 10, maxLength: 10 }))), ([of, those]) => {
        for (const { conditions: given } of of.rules) {
          const [cases, otherwise] = [casesOf(given, of.point), casesOf(given, of.point, false)];
          for (const known of those) {
            const side = compileRuleSet({ ...of, default: of.default, rules: [{ ...(of.rules[0] as Rule), event: { type: "finding", params: {} }, conditions: given, disabled: false }] }, { policies: POLICIES, calendar }).judge(known).spoke.length === 1 ? cases : otherwise;
            expect(side === null || side.length > 0).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test("of flags alone it is told exactly: each rule that no flags make speak, and no other", () => {
    const flags = ["applicant.isUser", "applicant.emailRegistered", "contact.present"];
    const tree = fc.letrec<{ node: Condition }>((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, fc.record({ fact: fc.constantFrom(...flags), value: fc.boolean() }).map(({ fact, value }) => is(fact, "equal", value)), fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((members) => all(...members)), fc.array(tie("node"), { minLength: 1, maxLength: 2 }).map((members) => any(...members)), tie("node").map((not) => ({ not }))),
    })).node;
    const [typical] = fc.sample(facts("screening"), 1);
    let dead = 0;
    fc.assert(
      fc.property(tree, (node) => {
        const given = all(node);
        const everywhere = Array.from({ length: 8 }, (_one, bits) => speaks(given, { ...typical, ...Object.fromEntries(flags.map((flag, place) => [flag, (bits & (1 << place)) > 0])) }));
        const cases = casesOf(given, "screening");
        const isDead = !everywhere.includes(true);
        expect(cases?.length === 0).toBe(isDead);
        expect(analyseRules(set(screening, { conditions: given })).some(({ code }) => code === "always-holds")).toBe(!everywhere.includes(false));
        if (isDead) dead += 1;
      }),
      { numRuns: 600 },
    );
    expect(dead).toBeGreaterThan(10);
  });
});

describe("rules beside each other", () => {
  const person = all(is("agb.kind", "equal", "person"));
  test("one that refers within an earlier one never decides", () => {
    const of = set(intake, { conditions: person, ...refer("vektis") }, { conditions: all(is("agb.kind", "equal", "person"), is("channel", "equal", "portal")), ...refer("portal") });
    expect(told(of)).toEqual([{ code: "rule-shadowed", path: "rules.1", rule: "rule-1", other: "rule-0" }]);
    expect(told({ ...of, rules: of.rules.toReversed() })).toEqual([]);
  });

  test("a proposal is nothing beside a reference elsewhere, whichever comes first; a mere finding hides nothing", () => {
    const propose = { event: { type: "propose", params: { to: "portal" } } };
    expect(told(set(intake, { conditions: person, ...propose }, { conditions: person, ...refer("vektis") })).map(({ code, path }) => `${code} ${path}`)).toEqual(["rule-shadowed rules.0"]);
    expect(told(set(intake, { conditions: person, event: { type: "finding", params: {} } }, { conditions: all(...person.all, is("channel", "equal", "portal")), ...refer("vektis") }))).toEqual([]);
  });

  test("of plans each part counts: one whose every part earlier ones decided says nothing", () => {
    const delivery = ruleSet("delivery", "new-user.delivery");
    const plan = (params: Record<string, unknown>) => ({ event: { type: "plan", params } });
    const en = all(is("user.language", "equal", "en"));
    const pin = { to: "user", by: "letter", address: "home" };
    expect(told(set(delivery, { conditions: en, ...plan({ language: "en" }) }, { conditions: all(...en.all, is("channel", "equal", "paper")), ...plan({ language: "nl" }) })).map(({ code }) => code)).toEqual(["rule-shadowed"]);
    expect(told(set(delivery, { conditions: en, ...plan({ language: "en" }) }, { conditions: en, ...plan({ language: "nl", pin }) }))).toEqual([]);
  });

  test("twins say the same, or oppose each other, also in other words", () => {
    const one = all(is("agb.kind", "in", ["person", "enterprise"]));
    const other = any(is("agb.kind", "equal", "enterprise"), is("agb.kind", "equal", "person"));
    expect(told(set(screening, { conditions: one }, { conditions: other }))).toEqual([{ code: "rules-same", path: "rules.1", rule: "rule-1", other: "rule-0" }]);
    expect(told(set(screening, { conditions: one, severity: "block" }, { conditions: other, severity: "info" }))).toEqual([{ code: "rules-oppose", path: "rules.1", rule: "rule-1", other: "rule-0" }]);
    expect(told(set(screening, { conditions: all(is("user.name", "matches", "[A-Z]")) }, { conditions: all(is("user.name", "matches", "[a-z]")) }))).toEqual([]);
  });

  test("wherever a shadowed rule speaks, the other does, of any rules and any facts", () => {
    let called = 0;
    fc.assert(
      fc.property(fc.array(crowded(2), { minLength: 2, maxLength: 5 }), fc.array(facts("screening"), { minLength: 30, maxLength: 30 }), (given, those) => {
        const of = { ...set(screening, ...given.map((one) => ({ conditions: one }))), point: "screening" as const };
        const asRefusals = { ...of, rules: of.rules.map((rule) => ({ ...rule, event: { type: "refuse", params: { instead: "wait" } } })) };
        for (const { code, details } of analyseRules(asRefusals)) {
          if (code !== "rule-shadowed" && code !== "rules-same") continue;
          called += 1;
          const at = (id: string | number | undefined) => of.rules.find((rule) => rule.id === id)?.conditions as Condition;
          for (const known of those) {
            const [inner, outer] = [speaks(at(details["rule"]), narrow(known)), speaks(at(details["other"]), narrow(known))];
            expect(!inner || outer).toBe(true);
            if (code === "rules-same") expect(inner).toBe(outer);
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(called).toBeGreaterThan(10);
  });
});

describe("values that rules pass over", () => {
  const status = (...values: string[]) => ({ conditions: all(is("credential.kind", "in", values)) });
  const kinds = ["number", "pin", "unblock", "authenticator", "release"];
  const usual = { ...screening, typical: { ...screening.typical, "credential.kind": "number", "wmo.usersAfter": 1 } };
  test("the one choice that rules which name the others do not", () => {
    expect(told(set(usual, status("number", "pin"), status("unblock", "authenticator")))).toEqual([{ code: "gap-choice", path: "rules.1.conditions", fact: "credential.kind", rules: "rule-0, rule-1", value: "release" }]);
    expect(told(set(usual, status("number", "pin"), status(...kinds.slice(2))))).toEqual([]);
    // The ordinary one is passed over on purpose.
    expect(told(set(usual, status("release", "pin"), status("unblock", "authenticator")))).toEqual([]);
  });

  test("the range, or the border, between two", () => {
    const users = (operator: string, value: unknown, more: Condition[] = []) => ({ conditions: all(is("wmo.usersAfter", operator, value), ...more) });
    expect(told(set(usual, users("lessThan", 5), users("greaterThan", 5)))).toEqual([{ code: "gap-range", path: "rules.1.conditions", fact: "wmo.usersAfter", rules: "rule-0, rule-1", low: 5, high: 5 }]);
    expect(told(set(usual, users("lessThan", 5), users("between", [5, 9]), users("greaterThan", 20)))).toMatchObject([{ code: "gap-range", low: 9, high: 20 }]);
    expect(told(set(usual, users("lessThan", 5), users("greaterThanInclusive", 5)))).toEqual([]);
    // Too few and too many, with the ordinary between them.
    expect(told(set(usual, users("lessThan", 1), users("greaterThan", 5)))).toEqual([]);
    expect(told(set(usual, users("lessThan", 5), users("greaterThan", 9, [is("channel", "equal", "paper")])))).toEqual([]);
  });
});

test("every doubt has its sentence in both languages, with all of its blanks filled", () => {
  const person = all(is("agb.kind", "equal", "person"));
  const never = all(is("agb.kind", "equal", "person"), is("agb.kind", "equal", "enterprise"));
  const usual = { ...screening, typical: { ...screening.typical, "credential.kind": "number", "wmo.usersAfter": 1 } };
  const found = [
    set(intake, { conditions: never }, { conditions: all(is("channel", "equal", "paper"), any(is("channel", "equal", "portal"), is("agb.known", "equal", true))) }, { conditions: any(is("agb.known", "isEmpty", true), is("agb.known", "isNotEmpty", true)), event: { type: "finding", params: {} } }),
    set(intake, { conditions: person, ...refer("vektis") }, { conditions: person, ...refer("portal") }),
    set(screening, { conditions: person, severity: "block" }, { conditions: person, severity: "block" }, { conditions: person, severity: "info" }),
    set(usual, { conditions: all(is("credential.kind", "in", ["number", "pin"])) }, { conditions: all(is("credential.kind", "in", ["unblock", "authenticator"])) }, { conditions: all(is("wmo.usersAfter", "lessThan", 5)) }, { conditions: all(is("wmo.usersAfter", "greaterThan", 5)) }),
  ].flatMap((of) => analyseRules(of));
  expect([...new Set(found.map(({ code }) => code))].sort()).toEqual(["always-holds", "gap-choice", "gap-range", "never-holds", "never-holds-here", "rule-shadowed", "rules-oppose", "rules-same"]);
  for (const language of ["nl", "en"] as const) {
    for (const finding of found) {
      const sentence = definitionSentence(finding, { language, texts: texts[language] });
      expect(sentence).not.toBe(finding.code);
      expect(sentence).not.toContain("{{");
    }
  }
});

test.each(ruleSetFiles)("nothing is doubted of the office's own %s", (file) => {
  expect(analyseRules(RuleSetSchema.parse(read(file)))).toEqual([]);
});

test.each([
  ["that each ask another value of one fact", (n: number) => all(is("wmo.usersAfter", "equal", n))],
  ["of many conditions", (n: number) => all(is("wmo.usersAfter", "greaterThan", n), any(is("agb.kind", "equal", "person"), is("channel", "in", ["online", "paper"])), { not: is("agb.endsOn", "onOrAfter", { fact: "today" }) })],
])("2,000 rules %s are looked at in well under two seconds", (_name, make) => {
  const of = set({ ...intake, point: "screening" as never }, ...Array.from({ length: 2000 }, (_one, n) => ({ conditions: make(n), ...refer("portal") })));
  const begun = process.cpuUsage();
  analyseRules(of);
  const { user } = process.cpuUsage(begun);
  // Of this process alone: others may be busy beside it.
  expect(user / 1000).toBeLessThan(3000);
});

test("what is too much to look at is passed over, and not called impossible", () => {
  const wide = Array.from({ length: 12 }, (_one, n) => any(...Array.from({ length: 4 }, (_two, m) => is(`user.name`, "matches", `[a-z]{${n + 1}}${m}`))));
  expect(casesOf(all(...wide), "screening")).toBeNull();
  expect(doubts(all(...wide))).toEqual([]);
  expect(meeting(Array.from({ length: 100 }, () => new Map()), Array.from({ length: 100 }, () => new Map()))).toBeNull();
});

/** Conditions on few facts, so that they get in each other's way. */
function crowded(depth = 3): fc.Arbitrary<Rule["conditions"]> {
  const names = ["agb.kind", "agb.known", "wmo.usersAfter", "agb.endsOn", "services.requested", "channel"];
  const squeeze = (node: Condition): Condition | null => {
    if ("all" in node || "any" in node) {
      const kept = ("all" in node ? node.all : node.any).map(squeeze).filter((one) => one !== null);
      return kept.length === 0 ? null : "all" in node ? { all: kept } : { any: kept };
    }
    if ("not" in node) {
      const kept = squeeze(node.not);
      return kept && { not: kept };
    }
    return names.includes(node.fact) ? node : null;
  };
  const small = fc.oneof(
    fc.record({ fact: fc.constant("wmo.usersAfter"), operator: fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive", "equal", "notEqual"), value: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant({ fact: "policy.a.number" })) }),
    fc.record({ fact: fc.constant("agb.kind"), operator: fc.constantFrom("equal", "notEqual"), value: fc.constantFrom("person", "enterprise") }),
    fc.record({ fact: fc.constant("agb.kind"), operator: fc.constantFrom("isEmpty", "isNotEmpty"), value: fc.constant(true) }),
    fc.record({ fact: fc.constant("agb.known"), operator: fc.constantFrom("equal", "notEqual"), value: fc.boolean() }),
    fc.record({ fact: fc.constant("agb.endsOn"), operator: fc.constantFrom("onOrBefore", "onOrAfter"), value: fc.constantFrom("2026-11-16", "2026-11-17", { fact: "today" }) }),
    fc.record({ fact: fc.constant("agb.endsOn"), operator: fc.constantFrom("isEmpty", "isNotEmpty"), value: fc.constant(true) }),
    fc.record({ fact: fc.constant("agb.endsOn"), operator: fc.constantFrom("withinDays"), value: fc.constantFrom(2, 20) }),
    fc.record({ fact: fc.constant("services.requested"), operator: fc.constantFrom("contains", "doesNotContain"), value: fc.constantFrom("a", "ab") }),
    fc.record({ fact: fc.constant("services.requested"), operator: fc.constantFrom("overlaps", "containsAll"), value: fc.constantFrom(["a"], ["a", "ab"]) }),
    fc.record({ fact: fc.constant("services.requested"), operator: fc.constantFrom("isEmpty", "isNotEmpty"), value: fc.constant(true) }),
  ) as fc.Arbitrary<Condition>;
  const tree = fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof({ maxDepth: depth }, small, fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((members) => all(...members)), fc.array(tie("node"), { minLength: 1, maxLength: 2 }).map((members) => any(...members)), tie("node").map((not) => ({ not }))),
  })).node;
  return fc.oneof(tree.map((node) => all(node)), fc.array(small, { minLength: 2, maxLength: 4 }).map((members) => all(...members)), conditions("screening").map((one) => (squeeze(one) ?? all(is("agb.known", "equal", true))) as Rule["conditions"]));
}

/** Facts near the borders that those conditions draw. */
function narrow(known: Record<string, FactValue>): Record<string, FactValue> {
  return { ...known, "wmo.usersAfter": Math.max(0, Math.min(4, Number(known["wmo.usersAfter"]))) };
}

function speaks(node: Condition, known: Record<string, FactValue>): boolean {
  return compileRuleSet(set(screening, { conditions: all(node), event: { type: "finding", params: {} } }), { policies: POLICIES, calendar }).judge(known).spoke.length === 1;
}

function nodeAt(condition: Condition, steps: readonly string[]): Condition {
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], condition) as Condition;
}
