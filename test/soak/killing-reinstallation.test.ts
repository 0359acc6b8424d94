import { describe } from "vitest";

import { diesAtEachStatement } from "#test/support/killing/each-statement.ts";

describe("an office that is killed with -9 at one statement after another", () => {
  diesAtEachStatement([
    { act: "expired", name: "what expired is installed again once, in its place (P1, P3, P16, R38)", stride: { server: 4, embedded: 12 }, fewest: 20 },
    { act: "released", name: "what was lost is installed again once, by leave of two members of staff, and the former one is revoked (P1, P3, P16, D13)", stride: { server: 4, embedded: 12 }, fewest: 20 },
  ]);
});
