import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { isProblem } from "#app/domain/problem.ts";
import { answerInformation, askInformation, sweepWaiting } from "#app/domain/requests/ask.ts";
import { planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { listBulk } from "#app/domain/requests/bulk/read.ts";
import { countOutcomes, runBulk } from "#app/domain/requests/bulk/run.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { cancelBulk } from "#app/domain/requests/bulk/stop.ts";
import { claimRequest, takeOverRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, linkTo, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

/** So often each race is run, so that both orders come up. */
const ROUNDS = [1, 2, 3, 4];

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  // What is done in bulk is done here when the race begins, and not by a worker.
  await office.made.queue.stop(5);
  await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
});

const db = () => office.database.db;
const now = () => office.now();
const rowOf = (id: string) => getRequest(db(), id);
const claim = (requestId: string, by: StaffActor = office.staff.sanne) => claimRequest(office.made.office, { requestId, by, now: now() });
const codeOf = (problem: unknown) => (isProblem(problem) ? problem.code : String(problem));
const acts = async (requestId: string, ...names: string[]) => (await office.trail(requestId)).filter((act) => names.includes(act));

/** What came of things that were done at once, in their order: "done", or the code of the problem. */
const atOnce = (...all: Array<() => Promise<unknown>>) => Promise.all(all.map((act) => act().then(() => "done", codeOf)));

/** What who was too late reads on the page. */
async function told(requestId: string, act: () => Promise<unknown>): Promise<Record<string, string | number> | null> {
  return inTurn({ db: db(), t: translator("en"), language: "en", actor: office.staff.tom }, requestId, act).then(
    () => null,
    (problem: unknown) => (isProblem(problem, "request.moved-by") ? problem.details : { code: codeOf(problem) }),
  );
}

async function rejecting(ids: string[], by: StaffActor = office.staff.sanne) {
  const runId = await selectForBulk(office.made.office, { source: "rows", batches: [ids.map((id) => ({ id }))], by, now: now() });
  const { plan } = await planBulk(office.made.office, { runId, act: "reject", reasonCode: "DUPLICATE", text: "", by, now: now() });
  await startBulk(office.made.office, { runId, plan, by, now: now() });
  return { runId, run: () => runBulk(office.made.office, { runId, after: -1 }, office.clock) };
}

describe("somebody decides while a bulk run is at work", () => {
  it.each(ROUNDS)("one of them decides, and the other is told who and when (%i)", async () => {
    const ids = [await received(office), await received(office), await received(office)];
    for (const id of ids) await claim(id);
    const [, second = ""] = ids;
    const { version } = await rowOf(second);
    const { runId, run } = await rejecting(ids);
    const [single, bulk] = await Promise.all([told(second, () => approveRequest(office.made.office, { requestId: second, version, by: office.staff.sanne, now: now() })), run().then(() => "done")]);
    expect(bulk).toBe("done");
    expect(await acts(second, "request.approved", "request.rejected")).toHaveLength(1);
    const lines = await listBulk(db(), { runId, part: "everything", limit: 10 });
    expect(lines.filter(({ requestId }) => requestId !== second).map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    const line = lines.find(({ requestId }) => requestId === second);
    if (single === null) expect(line).toMatchObject({ outcome: "refused", code: "request.moved", details: { who: "Sanne Mulder", act: "request.approved", at: now().toISOString() } });
    else {
      expect(line).toMatchObject({ outcome: "done" });
      expect(single).toMatchObject({ who: "Sanne Mulder", what: "Rejected", time: expect.stringContaining("10:00") });
    }
  });

  it.each(ROUNDS)("two runs over the same requests do each once (%i)", async () => {
    const ids = [await received(office), await received(office), await received(office), await received(office)];
    const [mine, theirs] = [await rejecting(ids), await rejecting([...ids].reverse(), office.staff.wim)];
    expect(await atOnce(mine.run, theirs.run)).toEqual(["done", "done"]);
    for (const id of ids) expect(await acts(id, "request.rejected")).toHaveLength(1);
    const [one, other] = [await countOutcomes(db(), mine.runId), await countOutcomes(db(), theirs.runId)];
    expect([one.done + other.done, one.refused + other.refused]).toEqual([4, 4]);
    const losers = [...(await listBulk(db(), { runId: mine.runId, part: "refused", limit: 10 })), ...(await listBulk(db(), { runId: theirs.runId, part: "refused", limit: 10 }))];
    for (const { requestId, details } of losers) {
      const { decidedBy } = await rowOf(requestId);
      expect(details).toMatchObject({ who: decidedBy === office.staff.sanne.id ? "Sanne Mulder" : "Wim Bos", act: "request.rejected", at: now().toISOString() });
    }
  });

  it.each(ROUNDS)("two workers at the same run do each once, and a cancellation meanwhile leaves the rest (%i)", async () => {
    const ids = [await received(office), await received(office), await received(office), await received(office)];
    const { runId, run } = await rejecting(ids);
    const [one, other] = await atOnce(run, run, () => cancelBulk(office.made.office, { runId, by: office.staff.sanne, now: now() }));
    expect([one, other]).toEqual(["done", "done"]);
    await run();
    const counts = await countOutcomes(db(), runId);
    expect(counts).toMatchObject({ refused: 0, pending: 0 });
    expect(counts.done + counts.untouched).toBe(4);
    for (const { requestId, outcome } of await listBulk(db(), { runId, part: "everything", limit: 10 })) {
      expect(await acts(requestId, "request.rejected")).toHaveLength(outcome === "done" ? 1 : 0);
      expect((await rowOf(requestId)).status).toBe(outcome === "done" ? "decided" : "submitted");
    }
  });
});

describe("something changes while it is approved", () => {
  async function proposed(): Promise<string> {
    const requestId = await received(office, answersFor("zonneveld"));
    await office.made.queue.start();
    await office.work();
    await office.made.queue.stop(5);
    const { version } = await claim(requestId);
    await approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: now() });
    return requestId;
  }

  it.each(ROUNDS)("an objection voids the approval, whichever comes first (D24) (%i)", async () => {
    const requestId = await proposed();
    const { version } = await rowOf(requestId);
    const link = await linkTo(office, requestId, "objection", "lieke");
    const [second, objected] = await Promise.all([
      told(requestId, () => secondApprove(office.made.office, { requestId, version, by: office.staff.wim, now: now() })),
      objectToRequest(office.made.office, { link, text: "Ken ik niet.", now: now() }).then(() => "done", codeOf),
    ]);
    expect(objected).toBe("done");
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null, decidedBy: null, secondBy: null, effectiveAt: null, objectedAt: now(), priority: "high" });
    if (second !== null) expect(second["code"] ?? second["what"]).toMatch(/request\.blocked|Objection made/);
    await office.letDecisionsLeave();
    expect(await acts(requestId, "request.approval-effective")).toEqual([]);
  });

  it.each(ROUNDS)("a cancellation by the applicant stands, whichever comes first (%i)", async () => {
    const requestId = await proposed();
    const { version } = await rowOf(requestId);
    const [second, cancelled] = await Promise.all([
      told(requestId, () => secondApprove(office.made.office, { requestId, version, by: office.staff.wim, now: now() })),
      cancelRequest(office.made.office, { requestId, now: now() }).then(() => "done", codeOf),
    ]);
    expect(cancelled).toBe("done");
    expect((await rowOf(requestId)).status).toBe("cancelled");
    if (second !== null) expect(second).toMatchObject({ what: "Cancelled", time: expect.any(String) });
  });
});

describe("an answer comes in while it is rejected", () => {
  async function asked(): Promise<{ requestId: string; before: number }> {
    const requestId = await received(office);
    const { version } = await claim(requestId);
    await askInformation(office.made.office, { requestId, version, question: "Voor welke periode?", by: office.staff.sanne, now: now() });
    return { requestId, before: version };
  }

  it.each(ROUNDS)("who still has the page of before the question open does not reject over it (%i)", async () => {
    const { requestId, before } = await asked();
    const link = await linkTo(office, requestId, "status");
    const [rejected, answered] = await Promise.all([
      told(requestId, () => rejectRequest(office.made.office, { requestId, version: before, reasonCode: "DUPLICATE", by: office.staff.sanne, now: now() })),
      answerInformation(office.made.office, { link, answer: "Tot maart.", now: now() }).then(() => "done", codeOf),
    ]);
    expect(answered).toBe("done");
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null });
    expect(rejected).toMatchObject({ what: expect.stringMatching(/Applicant answered|Applicant asked a question/), time: expect.any(String) });
  });

  it.each(ROUNDS)("the same answer twice, a colleague who takes over what was asked, and the end of the wait: one of them (%i)", async () => {
    const { requestId } = await asked();
    const link = await linkTo(office, requestId, "status");
    const answer = () => answerInformation(office.made.office, { link, answer: "Tot maart.", now: now() });
    const late = new Date(now().getTime() + 40 * 86_400_000);
    const [first, again, over] = await atOnce(
      answer,
      answer,
      () => takeOverRequest(office.made.office, { requestId, reason: "Sanne is weg", by: office.staff.wim, now: now() }),
      () => sweepWaiting(office.made.office, { now: late, reminderDays: [] }),
    );
    expect(over).toBe("request.moved");
    const happened = await acts(requestId, "request.information-given", "request.lapsed");
    expect(happened).toHaveLength(1);
    expect((await rowOf(requestId)).status).toBe(happened[0] === "request.lapsed" ? "lapsed" : "submitted");
    expect([first, again].filter((one) => one === "done")).toHaveLength(happened[0] === "request.lapsed" ? 0 : 1);
  });

  it.each(ROUNDS)("a question and a rejection from two windows: one of them, and the other is told (%i)", async () => {
    const requestId = await received(office);
    const { version } = await claim(requestId);
    const both = await Promise.all([
      told(requestId, () => askInformation(office.made.office, { requestId, version, question: "Wie?", by: office.staff.sanne, now: now() })),
      told(requestId, () => rejectRequest(office.made.office, { requestId, version, reasonCode: "DUPLICATE", by: office.staff.sanne, now: now() })),
    ]);
    const [loser] = both.filter((one) => one !== null);
    expect(both.filter((one) => one === null)).toHaveLength(1);
    expect(loser).toMatchObject({ who: "Sanne Mulder", time: expect.stringContaining(":") });
  });
});
