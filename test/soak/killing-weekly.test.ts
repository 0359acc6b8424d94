import { describe, expect, it } from "vitest";

import { makeMails } from "#app/simulators/mailbox/mails.ts";
import { makeFileStore } from "#app/simulators/store/files.ts";
import { doomedOffice } from "#test/support/killing/doomed-office.ts";

/** While the first e-mail is made and written down, between that and the second, while they are sent, and right after the server took one. */
const KILLS = [
  ["make", 8],
  ["make", "mail.written"],
  ["make", "figures.mailed"],
  ["make", "mail.written#2"],
  ["make", "figures.mailed"],
  ["send", 5],
  ["send", "mail.sent"],
  ["send", "mail.sent"],
] as const;

describe("the figures of the week, in an office that is killed with -9", () => {
  const office = doomedOffice("weekly-child");

  it("go to each subscriber once, whichever statement was the last: one that arrived twice did so under its own Message-ID (P15, P16)", { timeout: 900_000 }, async () => {
    const { live } = await office.settle();
    let deaths = 0;
    for (const [step, at] of KILLS) {
      const life = await live({ step, at });
      expect(life.errors).toBe("");
      if (life.signal === "SIGKILL") deaths += 1;
    }
    expect(deaths).toBeGreaterThan(5);
    const last = await live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
    const arrived = makeMails(makeFileStore(office.town().store).room("mailbox")).list().filter(({ subject }) => subject.startsWith("Cijfers van week"));
    expect(new Set(arrived.map(({ messageId }) => messageId)).size).toBe(2);
    expect(new Set(arrived.flatMap(({ to }) => to)).size).toBe(2);
  });
});
