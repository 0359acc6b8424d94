import { describe, expect, it } from "vitest";

import { doomedOffice } from "#test/support/killing/doomed-office.ts";

/** At a statement in the middle of a request, at the event of an act, or between an act and its result: the process dies six times on its way through one run. */
const KILLS = [40, "request.rejected", "result", 90, "result", "bulk.ended"];

describe("one act on many requests, in an office that is killed with -9", () => {
  const office = doomedOffice("bulk-child");

  it("goes on where it was, does nothing twice, and has a sound trail (desk point 8, P16)", { timeout: 900_000 }, async () => {
    const { live } = await office.settle();
    for (const at of KILLS) {
      const life = await live({ step: "bulk", at });
      expect(life, `${at} ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: "bulk" });
    }
    const last = await live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
  });
});
