import { describe, expect, it } from "vitest";

import { doomedOffice } from "#test/support/killing/doomed-office.ts";

/** At statements in the middle of a request, at the event that it was cleared, at its second and at the end of the night: the process dies again and again on its way through one night. */
const KILLS = [12, 25, "request.cleared", 40, "request.cleared#2", 61, "retention.ended"];

describe("clearing what was kept long enough, in an office that is killed with -9", () => {
  const office = doomedOffice("retention-child");

  it("leaves each request whole or cleared, goes on where it was, clears none twice, and has a sound trail (D20, P16)", { timeout: 900_000 }, async () => {
    const { live } = await office.settle();
    for (const at of KILLS) {
      const life = await live({ step: "clear", at });
      expect(life, `${at} ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: "clear" });
    }
    const last = await live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
  });
});
