import fc from "fast-check";

import { OPERATOR_SHAPES } from "#app/domain/decisions/operators.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import type { Condition, ConditionValue, Rule, RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { Fact } from "#rules/facts/words.ts";
import { DESTINATIONS, INSTEAD, OPERATORS, POINTS, PRIORITIES, ROUTES, VOCABULARY, type FactValue, type OperatorName, type Point } from "#rules/vocabulary.ts";

/** Policies of every kind that a condition can be held against; one has no limit. */
export const POLICIES: PolicyValues = { "a.number": 3, "a.text": "ab", "a.switch": true, "a.list": [1, 3, 5], "a.limitless": null };

const NUMBERS = fc.oneof(fc.integer({ min: -2, max: 8 }), fc.constantFrom(0.5, 1e12));
const WORDS = fc.constantFrom("", "a", "ab", "12345678", "A1", "ż");
const DAYS = fc.oneof(fc.integer({ min: -40, max: 40 }).map((days) => new Date(Date.UTC(2026, 10, 16 + days)).toISOString().slice(0, 10)), fc.constantFrom("2024-02-29", "2028-01-01"));

const factsOf = (point: Point): Array<[string, Fact]> => Object.entries(VOCABULARY[point] as Record<string, Fact>);
const wordsOf = (fact: Fact) => (fact.choices ? fc.constantFrom(...Object.keys(fact.choices)) : WORDS);

/** One value that a fact can have; with `null` where nobody may know it. */
export function valueOf(fact: Fact): fc.Arbitrary<FactValue> {
  const known: Record<Fact["type"], fc.Arbitrary<FactValue>> = { text: wordsOf(fact), number: NUMBERS, boolean: fc.boolean(), date: DAYS, list: fc.uniqueArray(wordsOf(fact), { maxLength: 3 }) };
  return fact.nullable ? fc.oneof(known[fact.type], fc.constant(null)) : known[fact.type];
}

/** All facts of a point. */
export function facts(point: Point): fc.Arbitrary<Record<string, FactValue>> {
  return fc.record(Object.fromEntries(factsOf(point).map(([name, fact]) => [name, valueOf(fact)])));
}

function constantFor(fact: Fact, operator: OperatorName): fc.Arbitrary<ConditionValue> {
  const one = { text: wordsOf(fact), number: NUMBERS, boolean: fc.boolean(), date: DAYS, list: wordsOf(fact) }[fact.type] as fc.Arbitrary<string>;
  switch (OPERATOR_SHAPES[operator].value) {
    case "same":
    case "item":
      return one;
    case "list":
      return fc.uniqueArray(one, { minLength: 1, maxLength: 3 });
    case "pair":
      return fc.tuple(one, one).map(([a, b]) => (a < b ? [a, b] : [b, a]));
    case "days":
      return fc.integer({ min: 1, max: 30 });
    case "pattern":
      return fc.constantFrom("\\d{8}", "[a-z]{1,2}", "[A-Z]\\d?", "ab");
    case "true":
      return fc.constant(true);
  }
}

/** The value of another fact or of a policy, of the kind that the operator takes; none where there is none. */
function otherFor(point: Point, fact: Fact, operator: OperatorName): string[] {
  const shape = OPERATOR_SHAPES[operator].value;
  const wanted = { same: fact.type, item: "text", list: "list", days: "number", pair: null, pattern: null, true: null }[shape];
  if (wanted === null) return [];
  const isNumbers = shape === "list" && fact.type === "number";
  const policies: Record<string, string[]> = { number: ["policy.a.number", "policy.a.limitless"], text: ["policy.a.text"], boolean: ["policy.a.switch"], list: isNumbers ? ["policy.a.list"] : [] };
  const named = policies[wanted] ?? [];
  return [...named, ...(isNumbers ? [] : factsOf(point).flatMap(([name, { type }]) => (type === wanted ? [name] : [])))];
}

function leaf(point: Point): fc.Arbitrary<Condition> {
  const policies: Array<[string, Fact]> = [["policy.a.number", "number"], ["policy.a.text", "text"], ["policy.a.switch", "boolean"], ["policy.a.limitless", "number"]].map(([name, type]) => [name, { type, nullable: false, label: { nl: "", en: "" } }] as [string, Fact]);
  // Operators first, so that the rare ones are not rare here.
  return fc
    .constantFrom(...OPERATORS)
    .chain((operator) => {
      const able = [...factsOf(point), ...policies].filter(([, { type }]) => OPERATOR_SHAPES[operator].facts.includes(type));
      return able.length === 0 ? leaf(point) : fc.constantFrom(...able).chain(([fact, declared]) => {
        const others = otherFor(point, declared, operator);
        const constant = constantFor(declared, operator);
        const value = others.length === 0 ? constant : fc.oneof({ weight: 2, arbitrary: constant }, { weight: 1, arbitrary: fc.constantFrom(...others).map((name) => ({ fact: name })) });
        return value.map((of): Condition => ({ fact, operator, value: of }));
      });
    });
}

/** Conditions of a point, nested as one may write them. */
export function conditions(point: Point): fc.Arbitrary<Rule["conditions"]> {
  const some = fc.letrec<{ any: Condition; group: Rule["conditions"] }>((tie) => ({
    any: fc.oneof({ depthSize: "small" }, leaf(point), tie("group")),
    group: fc.oneof(
      { depthSize: "small" },
      fc.array(leaf(point), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie("any").map((not) => ({ not })),
    ),
  }));
  return some.group;
}

const PLANS = {
  identification: { roles: fc.constantFrom(["signatory"], ["signatory", "main-contact"]), needed: fc.constantFrom("any-one", "all"), methods: fc.constant(["idin"]), linkDays: fc.constantFrom<unknown>(7, { fact: "policy.a.number" }, { fact: "signatory.count" }), reminderDays: fc.constantFrom<unknown>([3], { fact: "policy.a.list" }) },
  delivery: { language: fc.constantFrom<unknown>("nl", "en", { fact: "user.language" }) },
  deadline: { amount: fc.constantFrom<unknown>(1, 5, { fact: "policy.a.number" }), unit: fc.constantFrom("days", "hours"), pauses: fc.constantFrom<unknown>(true, false, { fact: "policy.a.switch" }) },
};

function event(point: Point): fc.Arbitrary<Rule["event"]> {
  const of = (type: string, params: Record<string, fc.Arbitrary<unknown>>) => fc.record(params, { requiredKeys: type === "plan" || type === "finding" ? [] : Object.keys(params) }).map((made) => ({ type, params: { ...made } }));
  const finding = of("finding", point === "screening" ? { route: fc.constantFrom(...ROUTES), priority: fc.constantFrom(...PRIORITIES) } : {});
  switch (point) {
    case "screening":
      return finding;
    case "intake":
      return fc.oneof(finding, of("refer", { to: fc.constantFrom(...DESTINATIONS) }), of("propose", { to: fc.constantFrom(...DESTINATIONS) }));
    case "life-cycle":
      return fc.oneof(finding, of("refuse", { instead: fc.constantFrom(...INSTEAD) }));
    default:
      return fc.oneof(finding, of("plan", PLANS[point]));
  }
}

const NUMBER = { to: "main-contact", by: "email" };
const DEFAULTS: Record<Point, RuleSet["default"]> = {
  intake: { kind: "allow", proposal: null },
  screening: { route: "automatic", priority: "normal" },
  identification: { roles: ["signatory"], needed: "all", methods: ["idin", "amp"], linkDays: { fact: "policy.a.number" }, reminderDays: { fact: "policy.a.list" } },
  delivery: { number: NUMBER, pin: { to: "user", by: "letter", address: null }, language: { fact: "mainContact.language" } },
  "life-cycle": { kind: "allow" },
  deadline: { amount: 5, unit: "working-days", pauses: true },
};

/** A rule set of any point that could be published, but for its worked examples. */
export function ruleSets(most = 6): fc.Arbitrary<RuleSet> {
  return fc.constantFrom(...POINTS).chain((point) =>
    fc.array(fc.record({ conditions: conditions(point), event: event(point), severity: fc.constantFrom("block" as const, "warn" as const, "info" as const), disabled: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.boolean() }) }), { minLength: 1, maxLength: most }).map((rules) => ({
      id: "a.set",
      point,
      title: { nl: "x", en: "x" },
      default: DEFAULTS[point],
      rules: rules.map((rule, index) => ({ id: `rule-${index}`, source: "x", textKey: "a.b", ...rule })),
      typical: {},
      examples: [],
    })),
  );
}
