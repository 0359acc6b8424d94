import { beforeAll, expect, it } from "vitest";

import { makeMails } from "#app/simulators/mailbox/mails.ts";
import { makeFileStore } from "#app/simulators/store/files.ts";

import { onServer } from "../database.ts";
import { doomedOffice } from "./doomed-office.ts";
import type { HandAct } from "./hands-kept.ts";

/** More statements than these, and it would never end. */
const MOST_STATEMENTS = 120;

export type Deaths = {
  act: HandAct;
  /** The step from one death to the next, in statements: the embedded database takes seconds to come back from each. */
  stride: { server: number; embedded: number };
  /** The act has more statements than these. */
  fewest: number;
  name: string;
};

/**
 * An office that is killed at each n-th statement of an act until the act comes to its end, and then while it is told; each life says what is wrong. One home for all acts
 * of a file, for making one takes longer than dying in it. Call it where tests may stand.
 */
export function diesAtEachStatement(acts: readonly Deaths[]): void {
  const office = doomedOffice("holder-child");
  let home: Awaited<ReturnType<typeof office.settle>>;
  beforeAll(async () => {
    home = await office.settle();
  });

  it.each(acts.map((one) => [`${one.act}: ${one.name}`, one] as const))("%s", { timeout: 600_000 }, async (_, { act, stride, fewest }) => {
    const began = performance.now();
    const by = onServer ? stride.server : stride.embedded;
    let deaths = 0;
    for (let at = 1; ; at += by) {
      const life = await home.live({ step: act, at });
      const where = `statement ${at}: ${life.errors}`;
      expect(life.wrong ?? [], where).toEqual([]);
      if (life.signal === null) {
        expect(life.code, where).toBe(0);
        expect(at).toBeGreaterThan(fewest);
        break;
      }
      expect(life, where).toMatchObject({ signal: "SIGKILL", inHand: act });
      deaths += 1;
      expect(at).toBeLessThan(MOST_STATEMENTS);
    }
    for (const at of ["mail.sent", "mail.sent#3"]) {
      const life = await home.live({ step: `${act}:told`, at });
      expect(life, `${at}: ${life.errors}`).toMatchObject({ signal: "SIGKILL", inHand: `${act}:told` });
      deaths += 1;
    }
    const last = await home.live(null);
    expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
    // Every e-mail arrived; one that arrived twice did so under its own Message-ID.
    const arrived = makeMails(makeFileStore(office.town().store).room("mailbox")).list().map(({ messageId }) => messageId);
    expect([...new Set(arrived)].sort()).toEqual([...last.mails].sort());
    console.info(`${act}: the office died ${deaths} times in ${Math.round((performance.now() - began) / 1000)} s.`);
  });
}
