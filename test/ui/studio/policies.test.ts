import fc from "fast-check";
import { expect, it } from "vitest";

import { groupsOf, wholeOf, withAnother } from "#app/ui/studio/editors/policy/policies.ts";
import maxima from "#rules/policies/maxima.json";

it("keeps the values of one policy together, wherever they stand", () => {
  expect(groupsOf([{ key: "a.b" }, { key: "c.d" }, { key: "a.b" }, 3])).toEqual([{ key: "a.b", places: [0, 2] }, { key: "c.d", places: [1] }, { key: "", places: [3] }]);
});

it("puts another value right behind the one that it is like, and leaves the others as they are", () => {
  const [first, ...others] = maxima.policies;
  expect(withAnother(maxima.policies, 0)).toEqual([first, first, ...others]);
});

it("never stumbles over what is half done, and keeps each at its place", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue(), { maxLength: 5 }), (odd, policies) => {
      expect(wholeOf(odd)).toBeInstanceOf(Array);
      expect(wholeOf({ policies: [...policies, ...maxima.policies] }).slice(policies.length)).toEqual(maxima.policies);
      expect(groupsOf(policies).flatMap(({ places }) => places).sort((a, b) => a - b)).toEqual(policies.map((_, place) => place));
    }),
  );
});
