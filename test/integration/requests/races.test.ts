import { setTimeout as sleep } from "node:timers/promises";

import { eq, inArray } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { isProblem } from "#app/domain/problem.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { countLetters, settleBatch } from "#app/domain/print-room/settle.ts";
import { claimNext, claimRequest, releaseLateClaims, releaseRequest, takeOverRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, secondReturn, undoDecision } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import { letter } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { onServer } from "#test/support/database.ts";
import { answersFor, approve, fillIn, identify, linkTo, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

/** What came of things that were done at once: how many succeeded, and the codes of those that did not. */
async function atOnce(...acts: Array<() => Promise<unknown>>): Promise<{ done: number; refused: string[] }> {
  const outcomes = await Promise.allSettled(acts.map((act) => act()));
  const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [isProblem(one.reason) ? one.reason.code : String(one.reason)] : []));
  return { done: outcomes.length - refused.length, refused };
}

const acts = async (requestId: string, ...names: string[]) => (await office.trail(requestId)).filter((act) => names.includes(act));
const rowOf = (requestId: string) => getRequest(office.database.db, requestId);

/** In Sanne's hands, from the practice whose address changed when a second check is wanted. */
async function claimed(practiceId: "de-brug" | "zonneveld" = "de-brug") {
  const requestId = await received(office, answersFor(practiceId));
  return claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
}

async function proposed() {
  await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
  const { id, version } = await claimed("zonneveld");
  return approveRequest(office.made.office, { requestId: id, version, by: office.staff.sanne, now: office.now() });
}

describe("two people at one request: one succeeds, the other is told that it moved", () => {
  it("claim and claim", async () => {
    const requestId = await received(office);
    const claim = (by: StaffActor) => () => claimRequest(office.made.office, { requestId, by, now: office.now() });
    expect(await atOnce(claim(office.staff.sanne), claim(office.staff.wim))).toEqual({ done: 1, refused: ["request.moved"] });
    expect(await acts(requestId, "request.claimed")).toHaveLength(1);
  });

  it("approve and reject, by the same person in two windows", async () => {
    const { id: requestId, version } = await claimed();
    const decision = { requestId, version, by: office.staff.sanne, now: office.now() };
    const both = await atOnce(
      () => approveRequest(office.made.office, decision),
      () => rejectRequest(office.made.office, { ...decision, reasonCode: "DUPLICATE" }),
    );
    expect(both).toEqual({ done: 1, refused: ["request.moved"] });
    expect(await acts(requestId, "request.approved", "request.rejected")).toHaveLength(1);
  });

  it("approve, pressed ten times", async () => {
    const { id: requestId, version } = await claimed();
    const press = () => approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() });
    const all = await atOnce(...Array.from({ length: 10 }, () => press));
    expect(all).toEqual({ done: 1, refused: Array.from({ length: 9 }, () => "request.moved") });
    expect(await acts(requestId, "request.approved")).toHaveLength(1);
  });

  it("decide, and a colleague who takes over", async () => {
    const { id: requestId, version } = await claimed();
    const both = await atOnce(
      () => approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() }),
      () => takeOverRequest(office.made.office, { requestId, reason: "Sanne is ziek", by: office.staff.wim, now: office.now() }),
    );
    expect(both).toEqual({ done: 1, refused: ["request.moved"] });
  });

  it("decide, while the applicant cancels", async () => {
    const { id: requestId, version } = await claimed();
    const both = await atOnce(
      () => approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() }),
      () => cancelRequest(office.made.office, { requestId, now: office.now() }),
    );
    // The applicant may cancel what was just approved; approving what was cancelled is too late.
    expect(await rowOf(requestId)).toMatchObject({ status: "cancelled" });
    expect(both.refused.every((code) => code === "request.moved")).toBe(true);
    await office.letDecisionsLeave();
    expect(await acts(requestId, "identification.asked")).toEqual([]);
  });

  it("a decision that leaves, while it is taken back, objected to and cancelled", async () => {
    const requestId = await received(office);
    await office.work();
    const objection = await linkTo(office, requestId, "objection", "pieter");
    await approve(office, requestId);
    const [now, later] = [office.now(), new Date(office.now().getTime() + 10_000)];
    await atOnce(
      () => takeDecisionsIntoEffect(office.made.office, later),
      () => undoDecision(office.made.office, { requestId, by: office.staff.sanne, now }),
      () => objectToRequest(office.made.office, { link: objection, text: "", now }),
      () => cancelRequest(office.made.office, { requestId, now }),
    );
    const row = await rowOf(requestId);
    const open = await office.database.executeSql("select count(*)::int as open from identification where request_id = $1 and status = 'open'", [requestId]);
    expect(open.rows[0]?.["open"]).toBe(row.status === "identifying" ? 1 : 0);
    if (["submitted", "in-review"].includes(row.status)) expect(row).toMatchObject({ decision: null, decidedBy: null, effectiveAt: null });
  });

  it("two who check the same proposal", async () => {
    const { id: requestId, version } = await proposed();
    const check = { requestId, version, by: office.staff.wim, now: office.now() };
    const both = await atOnce(
      () => secondApprove(office.made.office, check),
      () => secondApprove(office.made.office, check),
      () => secondReturn(office.made.office, { ...check, note: "Nog even bellen." }),
    );
    expect(both).toEqual({ done: 1, refused: ["request.moved", "request.moved"] });
    expect(await acts(requestId, "request.second-approved", "request.second-returned")).toHaveLength(1);
  });

  it("a claim that ran out, released by its owner and by the office at once", async () => {
    const { id: requestId } = await claimed();
    office.clock.add(20 * 60_000);
    const both = await atOnce(
      () => releaseLateClaims(office.made.office, office.now()),
      () => releaseLateClaims(office.made.office, office.now()),
      () => releaseRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() }),
    );
    expect(both.refused.every((code) => code === "request.moved")).toBe(true);
    expect(await acts(requestId, "request.released")).toHaveLength(1);
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", claimedBy: null });
  });
});

describe("many at once", () => {
  it("one form, sent twenty times, is one request", async () => {
    const { id: draftId, version } = await fillIn(office);
    const sent = await Promise.all(Array.from({ length: 20 }, () => submitDraft(office.made.office, { draftId, version, acceptedTerms: "2", now: office.now() })));
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
    expect(sent.filter(({ again }) => !again)).toHaveLength(1);
    expect(await office.database.db.$count(request, eq(request.draftId, draftId))).toBe(1);
  });

  it("one address, confirmed ten times, starts one clock", async () => {
    const { id: draftId, version } = await fillIn(office);
    const { requestId } = await submitDraft(office.made.office, { draftId, version, acceptedTerms: "2", now: office.now() });
    const link = await linkTo(office, requestId, "confirm");
    const all = await Promise.all(Array.from({ length: 10 }, () => confirmAddress(office.made.office, { link, registers: office.made.office.registers, now: office.now() })));
    expect(all.filter(({ again }) => !again)).toHaveLength(1);
    expect(new Set(all.map(({ statusLink }) => statusLink.id)).size).toBe(1);
    expect(await acts(requestId, "request.confirmed")).toHaveLength(1);
  });

  it("eight who ask for the next request get eight different ones, the most urgent", async () => {
    await office.database.db.update(request).set({ status: "cancelled" }).where(inArray(request.status, ["submitted"]));
    const waiting = new Set<string>();
    for (let number = 0; number < 8; number += 1) waiting.add(await received(office));
    const got = await Promise.all(Array.from({ length: 8 }, (_, place) => claimNext(office.made.office, { by: place % 2 ? office.staff.sanne : office.staff.wim, now: office.now() })));
    expect(new Set(got.map((row) => row?.id))).toEqual(waiting);
    expect(await claimNext(office.made.office, { by: office.staff.sanne, now: office.now() })).toBeNull();
  });
});

// The embedded database does one transaction at a time.
if (onServer) {
  describe("the next request, while another transaction is busy with it", () => {
    let requestId: string;
    beforeEach(async () => {
      await office.database.db.update(request).set({ status: "cancelled" }).where(inArray(request.status, ["submitted"]));
      requestId = await received(office);
      await office.work();
    });

    async function whileLocked<T>(strength: "key share" | "update", act: (release: () => void) => Promise<T>): Promise<T> {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      let locked = (): void => undefined;
      const isLocked = new Promise<void>((resolve) => (locked = resolve));
      const other = office.database.db.transaction(async (tx) => {
        await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for(strength);
        locked();
        await released;
      });
      await isLocked;
      try {
        return await act(release);
      } finally {
        release();
        await other;
      }
    }

    it("is taken at once while a mail that belongs to it is being written", async () => {
      const got = await whileLocked("key share", () => claimNext(office.made.office, { by: office.staff.sanne, now: office.now() }));
      expect(got?.id).toBe(requestId);
    });

    it("is waited for while somebody changes it: the queue is not called empty", async () => {
      const got = await whileLocked("update", async (release) => {
        const asked = claimNext(office.made.office, { by: office.staff.sanne, now: office.now() });
        await Promise.race([asked, sleep(300)]);
        release();
        return asked;
      });
      expect(got?.id).toBe(requestId);
    });
  });
}

describe("two people in the print room", () => {
  let ids: string[];
  beforeEach(async () => {
    ids = [];
    for (let number = 0; number < 4; number += 1) {
      const requestId = await received(office);
      await approve(office, requestId);
      ids.push(requestId);
    }
    await office.letDecisionsLeave();
    for (const requestId of ids) await identify(office, requestId, { holder: "johanna" });
    await office.work();
  });

  it("share the letters out: each is in one batch, handed out once, posted once, and the counts balance (P11)", async () => {
    const { noor, ilse } = office.staff;
    const make = (by: StaffActor) => makeBatch(office.made.office, { by, now: office.now() }).then((batch) => ({ batch, by }));
    const made = (await Promise.allSettled([make(noor), make(ilse)])).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const mine = await office.database.db.select().from(letter).where(inArray(letter.requestId, ids));
    expect(mine.every(({ status, batch }) => status === "in-batch" && made.some((one) => one.batch === batch))).toBe(true);
    expect(await acts(ids[0] ?? "", "letter.batched")).toHaveLength(1);

    for (const { batch, by } of made) {
      const release = () => releaseBatch(office.made.office, { batch, by, now: office.now() });
      const released = await Promise.allSettled([release(), release(), release()]);
      expect(released.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const posted = mine.filter((one) => one.batch === batch).map(({ id }) => id);
      const settle = () => settleBatch(office.made.office, { batch, posted, spoilt: [], by, now: office.now() });
      expect(await atOnce(settle, settle)).toEqual({ done: 1, refused: ["letter.batch-settled"] });
    }
    await office.work();
    const { made: all, ...states } = await countLetters(office.database.db);
    expect(all).toBe(Object.values(states).reduce((sum, amount) => sum + amount, 0));
    for (const requestId of ids) {
      expect(await rowOf(requestId)).toMatchObject({ status: "done" });
      expect(await acts(requestId, "letter.posted", "request.completed")).toEqual(["letter.posted", "request.completed"]);
    }
  });
});
