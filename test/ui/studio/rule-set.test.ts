import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { checkCondition } from "#app/domain/decisions/check-condition.ts";
import { OPERATOR_SHAPES } from "#app/domain/decisions/operators.ts";
import { ruleSetChoices } from "#app/domain/definitions/choices/rule-set.ts";
import { variantsOf } from "#app/domain/definitions/choices/shape.ts";
import { RuleSetSchema } from "#app/domain/definitions/schema/rule-set.ts";
import { inOrder, slug, withoutRule, withRuleMoved, withRuleNamed, type Json } from "#app/ui/studio/editors/rule-set/changes.ts";
import { fitted, freshLeaf, operatorsFor, othersFor, shapeOf, type Known } from "#app/ui/studio/editors/rule-set/fit.ts";
import { conditionOf, countIn, isGroup, treeOf, type Group, type Leaf } from "#app/ui/studio/editors/rule-set/tree.ts";
import { EVENTS, OUTCOMES, POINTS, type Point } from "#rules/vocabulary.ts";

import { conditions, POLICIES } from "../../domain/decisions/arbitrary.ts";
import { policies, read, ruleSetFiles } from "../../domain/decisions/office.ts";

const leaves = (node: Leaf | Group): Leaf[] => (isGroup(node) ? node.rules.flatMap(leaves) : [node]);
const groups = (node: Leaf | Group): Group[] => (isGroup(node) ? [node, ...node.rules.flatMap(groups)] : []);
const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("It is not there.");
  return value;
};

/** Conditions of any point, with something in them that the editor does not know. */
const anything = fc.constantFrom(...POINTS).chain((point) =>
  fc.oneof(
    conditions(point) as fc.Arbitrary<unknown>,
    fc.jsonValue({ maxDepth: 4 }),
    fc.tuple(conditions(point), fc.jsonValue({ maxDepth: 3 })).map(([known, other]) => ({ all: [known, other, { not: other }, { any: [{ not: { not: known } }] }] })),
    fc.record({ fact: fc.string(), operator: fc.string(), value: fc.jsonValue(), path: fc.option(fc.string(), { nil: undefined }) }, { requiredKeys: ["fact"] }),
    fc.constantFrom<unknown>({ all: [] }, { any: [{ all: [] }] }, { all: [{ fact: "a", operator: "equal", value: 1 }], any: [] }, { not: { all: [] } }, { condition: "elsewhere" }, { not: null }, { all: { fact: "x" } }, { not: { fact: "a", operator: "in", value: [1, 2] } }),
  ),
);

describe("conditions in the tree of the editor", () => {
  test("go in and come out the same, whatever they are", () => {
    fc.assert(
      fc.property(anything, (json) => {
        expect(conditionOf(treeOf(json, "conditions"))).toEqual(json);
      }),
      { numRuns: 2_000 },
    );
  });

  test("those of the office's own rules keep their lists lists and their numbers numbers", () => {
    const kinds = new Set<string>();
    for (const { rules } of ruleSetFiles.map((file) => RuleSetSchema.parse(read(file)))) {
      for (const rule of rules) {
        const tree = treeOf(rule.conditions, "conditions");
        expect(JSON.parse(JSON.stringify(conditionOf(tree)))).toEqual(rule.conditions);
        for (const leaf of leaves(tree)) {
          expect(leaf.kept).toBeUndefined();
          kinds.add(leaf.valueSource === "field" ? "other" : Array.isArray(leaf.value) ? "list" : typeof leaf.value);
        }
      }
    }
    expect([...kinds].sort()).toEqual(["boolean", "list", "number", "other", "string"]);
  });

  test("a group that became empty is left out, and where nothing is left there are none", () => {
    const tree = treeOf({ all: [{ fact: "a", operator: "equal", value: 1 }, { any: [{ fact: "b", operator: "equal", value: 2 }] }] }, "conditions");
    const emptied = { ...tree, rules: tree.rules.map((one) => (isGroup(one) ? { ...one, rules: [] } : one)) };
    expect(conditionOf(emptied)).toEqual({ all: [{ fact: "a", operator: "equal", value: 1 }] });
    expect(conditionOf({ ...tree, rules: [] })).toBeUndefined();
    fc.assert(fc.property(anything, fc.nat(), (json, pick) => {
      const all = groups(treeOf(json, "c"));
      const chosen = all[pick % Math.max(1, all.length)];
      if (chosen === undefined) return;
      chosen.rules = [];
      const made = JSON.stringify(conditionOf(there(all[0])) ?? null);
      if (!JSON.stringify(json).includes("[]")) expect(made).not.toMatch(/"(all|any)":\[\]/);
    }));
  });

  test("every part says its place as findings say it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...POINTS).chain((point) => conditions(point)), (json) => {
        for (const leaf of leaves(treeOf(json, ""))) {
          const found = leaf.at.split(".").filter(Boolean).reduce<unknown>((at, step) => (at as Json)[step], json);
          expect(found).toEqual(conditionOf(leaf));
        }
        expect(countIn(treeOf(json, ""))).toBe(leaves(treeOf(json, "")).length);
      }),
    );
  });

  test("another member beside what stood alone makes a list of them", () => {
    const tree = treeOf({ not: { fact: "a", operator: "equal", value: 1 } }, "c");
    const more = { ...tree, rules: [...tree.rules, { id: "x", at: "", field: "b", operator: "equal", value: 2 }] };
    expect(conditionOf(more)).toEqual({ not: { all: [{ fact: "a", operator: "equal", value: 1 }, { fact: "b", operator: "equal", value: 2 }] } });
  });
});

const shown = (point: Point) => ruleSetChoices({ all: [], key: "x", content: { point }, today: "2026-11-16", language: "nl", ours: { nl: {}, en: {} }, said: { nl: {}, en: {} } }).choices;
function known(point: Point): Known {
  const named = Object.entries(POLICIES).map(([key, value]) => [`policy.${key}`, { type: Array.isArray(value) ? "list" : typeof value === "object" ? "number" : typeof value === "string" ? "text" : typeof value, nullable: false, label: { nl: key, en: key }, ...(Array.isArray(value) && { numbers: true }) }]);
  return { facts: { ...there(shown(point).points[point]).facts, ...(Object.fromEntries(named) as Known["facts"]) }, operators: OPERATOR_SHAPES };
}

describe("a comparison that gets another fact, operator or source", () => {
  test("has an operator and a value of the right sort, or asks for one; everything else stays", () => {
    const asked = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...POINTS).chain((point) => fc.tuple(fc.constant(point), conditions(point), fc.nat(), fc.nat(), fc.constantFrom("field", "operator", "valueSource"))), ([point, json, which, to, property]) => {
        const has = known(point);
        const before = treeOf(json, "c");
        const all = leaves(before);
        const chosen = there(all[which % all.length]);
        const pick = (options: readonly string[]) => options[to % options.length];
        const next = property === "field" ? pick(Object.keys(has.facts)) : property === "operator" ? pick(operatorsFor(has.facts[chosen.field], has)) : chosen.valueSource === "field" ? "value" : "field";
        const changed = (node: Leaf | Group): Leaf | Group => (isGroup(node) ? { ...node, rules: node.rules.map(changed) } : node.id === chosen.id ? { ...node, [property]: next } : node);
        const after = fitted(before, changed(before) as Group, has);
        expect(leaves(after).filter(({ id }) => id !== chosen.id)).toEqual(all.filter(({ id }) => id !== chosen.id));
        const codes = checkCondition(conditionOf(after), [], { point, policies: POLICIES, top: true }).map(({ code }) => code);
        for (const code of codes) asked.add(code);
      }),
      { numRuns: 1_500 },
    );
    // What is left to somebody is what nobody can fill in for them.
    expect([...asked].filter((code) => !["value-null", "value-empty-list", "pattern-unsafe", "value-wrong-type", "value-not-pair", "value-not-days"].includes(code))).toEqual([]);
    expect(asked).toContain("value-null");
  });

  test("an operator keeps what it can of the value", () => {
    const has = known("screening");
    const to = (from: object, change: object) => {
      const before = treeOf({ all: [from] }, "c");
      return conditionOf(there(fitted(before, { ...before, rules: before.rules.map((one) => ({ ...one, ...change }) as Leaf) }, has).rules[0]));
    };
    const kind = { fact: "agb.kind", operator: "equal", value: "person" };
    expect(to(kind, { operator: "in" })).toEqual({ ...kind, operator: "in", value: ["person"] });
    expect(to({ ...kind, operator: "in", value: ["person"] }, { operator: "notEqual" })).toEqual({ ...kind, operator: "notEqual" });
    expect(to({ fact: "signatory.count", operator: "equal", value: 3 }, { operator: "in" })).toEqual({ fact: "signatory.count", operator: "in", value: [3] });
    expect(to(kind, { operator: "isEmpty" })).toEqual({ ...kind, operator: "isEmpty", value: true });
    expect(to({ fact: "signatory.count", operator: "equal", value: 3 }, { valueSource: "field" })).toEqual({ fact: "signatory.count", operator: "equal", value: { fact: there(othersFor("signatory.count", "equal", has)[0]) } });
  });

  test("what is offered beside it can stand there", () => {
    for (const point of POINTS) {
      const has = known(point);
      for (const [name, fact] of Object.entries(has.facts)) {
        for (const operator of operatorsFor(fact, has)) {
          for (const other of othersFor(name, operator, has)) {
            expect(checkCondition({ all: [{ fact: name, operator, value: { fact: other } }] }, [], { point, policies: POLICIES, top: true }), `${name} ${operator} ${other}`).toEqual([]);
          }
        }
      }
      const fresh = freshLeaf(has);
      expect(shapeOf(fresh.operator, has)).not.toBeNull();
    }
  });
});

describe("rules and what names them", () => {
  const set = RuleSetSchema.parse(read("new-user.screening.json")) as unknown as Json;
  const spokenIn = (content: Json) => (content["examples"] as Array<{ expect: { spoke: string[] } }>).flatMap(({ expect: { spoke } }) => spoke);
  const rules = (content: Json) => (content["rules"] as Array<{ id: string }>).map(({ id }) => id);

  test("under another name the examples expect it by that name", () => {
    const named = withRuleNamed(set, 1, "agb-onbekend");
    expect(spokenIn(named).filter((id) => id === "agb-unknown")).toEqual([]);
    expect(spokenIn(named).filter((id) => id === "agb-onbekend")).toHaveLength(spokenIn(set).filter((id) => id === "agb-unknown").length);
  });

  test("what is gone is expected by none, and what moved stands in its place there too", () => {
    expect(spokenIn(withoutRule(set, 1))).not.toContain("agb-unknown");
    expect(rules(withoutRule(set, 1))).toHaveLength(rules(set).length - 1);
    for (let index = 0; index < rules(set).length; index += 1) {
      const moved = withRuleMoved(set, index, 1);
      for (const { expect: { spoke } } of moved["examples"] as Array<{ expect: { spoke: string[] } }>) expect(spoke).toEqual(inOrder(spoke, moved));
    }
    expect(withRuleMoved(set, 0, -1)).toBe(set);
  });

  test("words become a name", () => {
    expect([slug("Dubbele aanvraag!"), slug("Één e-mailadres"), slug("  1e keer"), slug("")]).toEqual(["dubbele-aanvraag", "een-e-mailadres", "e-keer", "regel"]);
  });
});

test("what can be filled in of outcomes and events is made from their schemas: nothing is left to JSON", () => {
  const left = POINTS.flatMap((point) => [OUTCOMES[point], ...Object.values(EVENTS[point])].flatMap((schema) => variantsOf(schema)).flatMap(({ fields }) => fields.filter(({ kind }) => kind === "json")));
  expect(left).toEqual([]);
  expect(variantsOf(OUTCOMES.intake).map(({ kind }) => kind)).toEqual(["allow", "refer"]);
  expect(variantsOf(EVENTS.screening.finding)[0]?.fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([["route", "choice", false], ["priority", "choice", false]]);
  expect(Object.keys(policies).length).toBeGreaterThan(5);
});
