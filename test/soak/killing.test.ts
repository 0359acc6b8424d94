import { describe, expect, it } from "vitest";

import { makeMails } from "#app/simulators/mailbox/mails.ts";
import { makeFileStore } from "#app/simulators/store/files.ts";
import { doomedOffice } from "#test/support/killing/doomed-office.ts";
import type { Kill } from "#test/support/killing/office-process.ts";

/** Places inside each step, in the order of one unlucky request: the process dies twenty-two times on its way from form to certificate. */
const KILLS: Kill[] = [
  { step: "submit", at: 4 },
  { step: "submit", at: "request.submitted" },
  { step: "submit", at: "answer" },
  { step: "decide", at: 9 },
  { step: "decide", at: "request.approved" },
  { step: "decide", at: "told" },
  { step: "at-home", at: "identification.appointment-asked" },
  { step: "at-home", at: "identification.order-placed" },
  { step: "at-home", at: "identification.matched" },
  { step: "identify", at: "identification.started" },
  { step: "identify", at: "identification.matched" },
  { step: "identify", at: "request.identified" },
  { step: "fulfil", at: "account.created" },
  { step: "fulfil", at: "letter.sealed" },
  { step: "fulfil", at: "request.fulfilled" },
  { step: "print", at: "letter.batched" },
  { step: "print", at: "told" },
  { step: "print", at: "letter.released" },
  { step: "print", at: "letter.posted" },
  { step: "install", at: "certificate.intended" },
  { step: "install", at: "certificate.issued" },
  { step: "install", at: "told" },
];

describe("an office that is killed with -9 in the middle of its work", () => {
  const office = doomedOffice();

  it("loses nothing that was confirmed, does nothing twice, and has a sound trail (P16)", { timeout: 900_000 }, async () => {
    const { live, confirmed } = await office.settle();
    const hits = new Map<string, number>();
    for (const kill of KILLS) {
      const life = await live(kill);
      expect(life, `${JSON.stringify(kill)} ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: kill.step });
      // A process that dies while it takes up the work of the one before has not looked yet; the next one does.
      expect(life.wrong ?? [], JSON.stringify(kill)).toEqual([]);
      hits.set(kill.step, (hits.get(kill.step) ?? 0) + 1);
    }
    const last = await live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
    for (const step of ["submit", "decide", "at-home", "identify", "fulfil", "print", "install"]) expect(hits.get(step), step).toBeGreaterThanOrEqual(3);
    expect(confirmed.map(({ step }) => step)).toEqual(expect.arrayContaining(["decide", "print", "install"]));

    // Every e-mail arrived; one that arrived twice did so under its own Message-ID, and nothing came that the office does not know.
    const arrived = makeMails(makeFileStore(office.town().store).room("mailbox")).list().map(({ messageId }) => messageId);
    expect([...new Set(arrived)].sort()).toEqual([...last.mails].sort());
  });
});
