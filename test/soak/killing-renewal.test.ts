import { describe } from "vitest";

import { diesAtEachStatement } from "#test/support/killing/each-statement.ts";

describe("an office that is killed with -9 at one statement after another", () => {
  diesAtEachStatement([
    { act: "renew", name: "the certificate is renewed once, the former one stays valid, and it is told once (P1, P3, P16, D27)", stride: { server: 2, embedded: 7 }, fewest: 20 },
    { act: "corrected", name: "a corrected certificate is replaced once, the former one ends with it, and it is told once (R107, P1, P3, P16)", stride: { server: 2, embedded: 7 }, fewest: 20 },
    { act: "remind", name: "a reminder goes out once (P15)", stride: { server: 3, embedded: 5 }, fewest: 8 },
  ]);
});
