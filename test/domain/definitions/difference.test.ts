import fc from "fast-check";
import { expect, it } from "vitest";

import { differencesBetween, type Difference } from "#app/domain/definitions/difference.ts";

const rule = (id: string, severity = "warn") => ({ id, severity, conditions: { all: [{ fact: "agb.kind", operator: "in", value: ["a", "b"] }] } });

it("says nothing of two that are the same, in whatever order their properties stand", () => {
  expect(differencesBetween({ a: 1, b: [rule("x")] }, { b: [rule("x")], a: 1 })).toEqual([]);
});

it("names the smallest thing that is another, by what its item is called", () => {
  expect(differencesBetween({ rules: [rule("one"), rule("two")] }, { rules: [rule("one"), rule("two", "block")] })).toEqual([{ path: ["rules", "two", "severity"], was: "warn", is: "block" }]);
});

it("tells an item that came, one that went and one that moved apart, and does not say of the passed that they moved", () => {
  const was = ["a", "b", "c", "d"].map((id) => rule(id));
  const is = ["d", "a", "c", "e"].map((id) => rule(id));
  expect(differencesBetween(was, is)).toEqual([
    { path: ["b"], was: rule("b") },
    { path: ["e"], is: rule("e") },
    { path: ["d"], moved: { from: 3, to: 0 } },
  ]);
});

it("knows the values of one policy by whom they are for and from when", () => {
  const value = (of: number, scope: object, validFrom = "2020-01-01") => ({ key: "role.maxContacts", value: of, scope, validFrom });
  const other = { key: "request.maxUsers", value: 25, scope: {}, validFrom: "2020-01-01" };
  expect(differencesBetween([value(2, {}), other], [value(2, {}), value(3, { segment: "pgb" }), other])).toEqual([{ path: ["role.maxContacts, segment pgb, 2020-01-01"], is: value(3, { segment: "pgb" }) }]);
  expect(differencesBetween([value(2, {}), value(3, { segment: "pgb" })], [value(2, {}), value(4, { segment: "pgb" })])).toEqual([{ path: ["role.maxContacts, segment pgb, 2020-01-01", "value"], was: 3, is: 4 }]);
});

it("says a list of plain values as a whole", () => {
  expect(differencesBetween({ value: [30, 50, 57] }, { value: [30, 57] })).toEqual([{ path: ["value"], was: [30, 50, 57], is: [30, 57] }]);
});

it("never keeps still about a change, and says the way back with both sides exchanged", () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(fc.constantFrom(1, 2, "x", true, null), fc.array(tie("node"), { maxLength: 3 }), fc.dictionary(fc.constantFrom("id", "a", "b"), tie("node"), { maxKeys: 3, noNullPrototype: true })),
  })).node;
  const sides = (all: Difference[]) => all.filter(({ moved }) => moved === undefined).map(({ path, was, is }) => JSON.stringify([path, was, is])).sort();
  fc.assert(
    fc.property(value, value, (one, other) => {
      const there = differencesBetween(one, other);
      expect(there.length === 0).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      expect(sides(differencesBetween(other, one).map(({ path, was, is }) => ({ path, ...(is !== undefined && { was: is }), ...(was !== undefined && { is: was }) })))).toEqual(sides(there));
    }),
    { numRuns: 2000 },
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}
