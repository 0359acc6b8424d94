import fc from "fast-check";
import { expect, it } from "vitest";

import { resolvePolicy } from "#app/domain/decisions/policies.ts";
import { winnersOf } from "#app/domain/decisions/resolve-policy.ts";
import type { Policy } from "#app/domain/definitions/schema/policy.ts";
import { isProblem } from "#app/domain/problem.ts";

const policy = (value: number, scope: Policy["scope"], validFrom = "2020-01-01", validTo: string | null = null): Policy => ({ key: "role.maxContacts", title: { nl: "x", en: "x" }, value, scope, source: "R95", validFrom, validTo });
const won = (policies: Policy[], on = "2026-11-29") => winnersOf(policies, "role.maxContacts", on).map(({ situation, place, isTied }) => [situation, place === null ? null : policies[place]?.value, isTied]);

it("says for everybody who is told apart, and for all others, which value is the most precise", () => {
  expect(won([policy(2, {}), policy(3, { segment: "pgb" }), policy(9, { segment: "pgb", channel: "paper" })])).toEqual([
    [{}, 2, false],
    [{ channel: "paper" }, 2, false],
    [{ segment: "pgb" }, 3, false],
    [{ segment: "pgb", channel: "paper" }, 9, false],
  ]);
});

it("knows days, both included, and says where nothing holds or two are just as precise", () => {
  const both = [policy(2, {}, "2026-01-01", "2026-06-30"), policy(3, {}, "2026-07-01")];
  expect([won(both, "2025-12-31"), won(both, "2026-06-30"), won(both, "2026-07-01")]).toEqual([[[{}, null, false]], [[{}, 2, false]], [[{}, 3, false]]]);
  expect(won([policy(2, { segment: "pgb" }), policy(3, { channel: "paper" })]).at(-1)).toEqual([{ segment: "pgb", channel: "paper" }, 2, true]);
});

it("says the same as whoever looks a policy up", () => {
  const scope = fc.record({ segment: fc.constantFrom("regular" as const, "pgb" as const), channel: fc.constantFrom("online" as const, "paper" as const), certificateKind: fc.constantFrom("personal" as const, "system" as const) }, { requiredKeys: [] });
  const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), scope, fc.constantFrom("2020-01-01", "2026-11-29", "2027-01-01"), fc.constantFrom(null, "2026-11-28", "2026-11-29")), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(any, (rows) => {
      const policies = rows.map(([value, of, from, to]) => policy(value, of, from, to));
      for (const { situation, place, isTied } of winnersOf(policies, "role.maxContacts", "2026-11-29")) {
        let found: unknown;
        try {
          found = resolvePolicy(policies, "role.maxContacts", situation, "2026-11-29");
        } catch (problem) {
          found = isProblem(problem) ? problem.code : problem;
        }
        expect(isTied ? "policy.tie" : place === null ? "policy.missing" : policies[place]?.value).toEqual(found);
      }
    }),
  );
});
