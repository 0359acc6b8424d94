import { describe, expect, it } from "vitest";

import { doomedOffice } from "#test/support/killing/doomed-office.ts";
import type { Kill } from "#test/support/killing/office-process.ts";

/** While the accounts are made, between one and the next, while their numbers leave, and on the way of their letters into the post, also of those that come in the place of spoilt ones. */
const KILLS: Kill[] = [
  { step: "fulfil", at: 12 },
  { step: "fulfil", at: "account.created#2" },
  { step: "fulfil", at: "letter.sealed#3" },
  { step: "fulfil", at: "request.fulfilled" },
  { step: "fulfil", at: "mail.sent#2" },
  { step: "print", at: "letter.batched#2" },
  { step: "print", at: "letter.released#2" },
  { step: "print", at: "letter.posted#2" },
  { step: "print", at: "letter.spoilt#2" },
  { step: "print", at: "letter.sealed#2" },
];

describe("a request for three users, in an office that is killed with -9", () => {
  const office = doomedOffice("several-child");

  it("makes each account once, sends each number once, and posts each letter once and all in one parcel (R108, P11, P16)", { timeout: 900_000 }, async () => {
    const { live } = await office.settle();
    for (const kill of KILLS) {
      const life = await live(kill);
      expect(life, `${JSON.stringify(kill)} ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: kill.step });
    }
    const last = await live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
  });
});
