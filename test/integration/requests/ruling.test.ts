import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { daysLater } from "#app/domain/deadlines/clock.ts";
import { denyRequest } from "#app/domain/identification/asked.ts";
import { askAgain, confirmRuling, proposeAcceptance, refuseIdentity } from "#app/domain/identification/rule.ts";
import { hasSeenAnswers } from "#app/domain/identification/seen.ts";
import { rulingDueAt } from "#app/domain/identification/term.ts";
import { isProblem } from "#app/domain/problem.ts";
import { readCase } from "#app/domain/requests/case.ts";
import { claimRequest, takeOverRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, secondReturn } from "#app/domain/requests/decide.ts";
import { MASK } from "#app/domain/requests/form/mask.ts";
import { addNote } from "#app/domain/requests/notes.ts";
import { release, releaseEntry } from "#db/schema/definitions.ts";
import { identification, identificationView } from "#db/schema/identification.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { runSql } from "#db/types.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, identify, linkTo, look, received } from "#test/support/journey.ts";
import { MORNING, openOffice, type TestOffice } from "#test/support/office.ts";

const DAY = 86_400_000;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

type Reviewer = "sanne" | "wim";
const db = () => office.database.db;
const rowOf = (requestId: string) => getRequest(db(), requestId);
const act = (requestId: string, who: Reviewer, note = "Gebeld: zij is het.") => ({ requestId, note, by: office.staff[who], now: office.now() });
const propose = (requestId: string, who: Reviewer, note?: string) => proposeAcceptance(office.made.office, act(requestId, who, note));
const check = (requestId: string, who: Reviewer, agree: boolean, note?: string) => confirmRuling(office.made.office, { ...act(requestId, who, note), agree });

async function asked(answers?: Record<string, unknown>): Promise<string> {
  const requestId = await received(office, answers);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

/** Somebody else's bank account: the desk has to rule. */
async function atDesk(): Promise<string> {
  const requestId = await asked();
  await identify(office, requestId, { holder: "johanna", customer: "sem" });
  return requestId;
}

async function roundOf(requestId: string) {
  const rounds = await db().select().from(identification).where(eq(identification.requestId, requestId)).orderBy(identification.round);
  return rounds.at(-1);
}

describe("accepting what a bank says differently (D15, D25)", () => {
  it("is for who has looked at it: to propose, and to agree; not to disagree", async () => {
    const requestId = await atDesk();
    await expect(propose(requestId, "sanne")).rejects.toMatchObject({ code: "identification.look-first" });
    expect(await roundOf(requestId)).toMatchObject({ ruledBy: null });
    await look(office, requestId, "wim");
    await expect(propose(requestId, "sanne"), "a colleague's look").rejects.toMatchObject({ code: "identification.look-first" });
    await look(office, requestId, "sanne");
    await look(office, requestId, "sanne");
    await propose(requestId, "sanne");
    await check(requestId, "wim", true);
    expect((await rowOf(requestId)).status).toBe("fulfilling");

    const other = await atDesk();
    await look(office, other, "sanne");
    await propose(other, "sanne");
    await expect(check(other, "wim", true)).rejects.toMatchObject({ code: "identification.look-first" });
    expect(await roundOf(other)).toMatchObject({ secondBy: null });
    expect(await check(other, "wim", false)).toEqual({ completed: false });
  });

  it("asks them to look again when an answer came in after they looked", async () => {
    const requestId = await asked(answersFor("avondrood"));
    await identify(office, requestId, { holder: "hendrik", customer: "sem" });
    for (const who of ["sanne", "wim"] as const) await look(office, requestId, who);
    const round = (await roundOf(requestId))?.id ?? "";
    expect(await hasSeenAnswers(db(), round, office.staff.sanne)).toBe(true);
    await identify(office, requestId, { holder: "aleida", customer: "sem" });
    expect(await hasSeenAnswers(db(), round, office.staff.sanne)).toBe(false);
    await expect(propose(requestId, "sanne")).rejects.toMatchObject({ code: "identification.look-first" });
    expect(await look(office, requestId, "sanne")).toHaveLength(2);
    await propose(requestId, "sanne");
    await expect(check(requestId, "wim", true)).rejects.toMatchObject({ code: "identification.look-first" });
    await look(office, requestId, "wim");
    expect(await check(requestId, "wim", true)).toEqual({ completed: true });
  });

  it("an answer that comes in at the very moment of the proposal is looked at first, whoever wins", async () => {
    const requestId = await asked(answersFor("avondrood"));
    await identify(office, requestId, { holder: "hendrik", customer: "sem" });
    await look(office, requestId, "sanne");
    const [proposed] = await Promise.allSettled([propose(requestId, "sanne"), identify(office, requestId, { holder: "aleida", customer: "sem" })]);
    // Either it was refused, or the answer that came after it made it void.
    expect(proposed.status === "fulfilled" || isProblem(proposed.reason, "identification.look-first")).toBe(true);
    expect(await roundOf(requestId)).toMatchObject({ status: "at-desk", ruledBy: null });
  });

  it("a new round begins unseen", async () => {
    const requestId = await atDesk();
    await look(office, requestId, "sanne");
    await askAgain(office.made.office, { ...act(requestId, "sanne"), expiresAt: daysLater(office.now(), 14) });
    await office.work();
    await identify(office, requestId, { holder: "johanna", customer: "sem" });
    await expect(propose(requestId, "sanne")).rejects.toMatchObject({ code: "identification.look-first" });
  });

  it("keeps one look per answer and person", async () => {
    const requestId = await atDesk();
    const [seen] = await look(office, requestId, "sanne");
    await look(office, requestId, "sanne");
    const rows = await db().select().from(identificationView).where(and(eq(identificationView.staffId, office.staff.sanne.id), eq(identificationView.seenAt, office.now())));
    expect(seen?.answer).not.toBeNull();
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ attemptId }) => attemptId)).size).toBe(rows.length);
  });
});

describe("the term of a ruling", () => {
  const clockOf = async (requestId: string) => (await readCase(db(), { requestId, now: office.now() })).clock;

  it("is a working day of its own: what has just come is not late, and after closing time the next day counts", async () => {
    office.clock.moveTo(MORNING);
    const requestId = await atDesk();
    expect((await rowOf(requestId)).dueAt).toEqual(new Date("2026-11-17T22:59:59Z"));
    expect(await clockOf(requestId)).toEqual({ stage: "identification", pausedSince: null, left: { days: 1, isLate: false } });
    office.clock.add(DAY);
    expect(await clockOf(requestId)).toMatchObject({ left: { days: 0, isLate: false } });
    office.clock.moveTo(new Date("2026-11-18T08:00:00Z"));
    expect(await clockOf(requestId)).toMatchObject({ left: { days: -1, isLate: true } });

    const evening = await asked();
    office.clock.moveTo(new Date("2026-11-20T17:30:00Z"));
    await identify(office, evening, { holder: "johanna", customer: "sem" });
    expect((await rowOf(evening)).dueAt).toEqual(new Date("2026-11-24T22:59:59Z"));
    office.clock.moveTo(MORNING);
  });

  it("holds for a request that somebody does not know too, which lies on top", async () => {
    const requestId = await asked();
    await denyRequest(office.made.office, { link: await linkTo(office, requestId, "identification", "fatima"), now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", priority: "high", dueAt: new Date("2026-11-17T22:59:59Z") });
  });
});

describe("no note of staff keeps a BSN (D18)", () => {
  const BSN = "111222333";
  const note = `Zij gaf 1112.22.333 op, dus ${BSN}.`;

  it("wherever it is written: reviewing, the second check, ruling, taking over", async () => {
    await db().update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
    const { sanne, wim } = office.staff;
    const now = office.now();
    const inOffice = office.made.office;
    const version = async (requestId: string) => (await rowOf(requestId)).version;

    const reviewed = await received(office, answersFor("zonneveld"));
    await addNote(inOffice, { requestId: reviewed, text: note, by: sanne, now });
    await claimRequest(inOffice, { requestId: reviewed, by: wim, now });
    await takeOverRequest(inOffice, { requestId: reviewed, reason: note, by: sanne, now });
    await approveRequest(inOffice, { requestId: reviewed, version: await version(reviewed), note, by: sanne, now });
    await secondReturn(inOffice, { requestId: reviewed, version: await version(reviewed), note, by: wim, now });
    await claimRequest(inOffice, { requestId: reviewed, by: sanne, now });
    await approveRequest(inOffice, { requestId: reviewed, version: await version(reviewed), note, by: sanne, now });
    await secondApprove(inOffice, { requestId: reviewed, version: await version(reviewed), note, by: wim, now });
    const rejected = await received(office);
    await claimRequest(inOffice, { requestId: rejected, by: sanne, now });
    await rejectRequest(inOffice, { requestId: rejected, version: await version(rejected), reasonCode: "DUPLICATE", note, by: sanne, now });

    const ruled = [await atDesk(), await atDesk(), await atDesk()] as const;
    for (const requestId of ruled) for (const who of ["sanne", "wim"] as const) await look(office, requestId, who);
    await propose(ruled[0], "sanne", note);
    await check(ruled[0], "wim", false, note);
    await propose(ruled[0], "sanne", note);
    await check(ruled[0], "wim", true, note);
    await refuseIdentity(inOffice, act(ruled[1], "sanne", note));
    await askAgain(inOffice, { ...act(ruled[2], "sanne", note), expiresAt: daysLater(now, 14) });

    const texts = await runSql<{ said: string }>(
      db(),
      `select act || ' ' || (payload::jsonb)::text as said from audit_event
       union all select 'request ' || note from request where note is not null
       union all select 'request_note ' || text from request_note
       union all select 'identification ' || ruling_note from identification where ruling_note is not null`,
    );
    const kept = texts.map(({ said }) => said).filter((said) => said?.includes("Zij gaf"));
    expect(kept.filter((said) => said.includes(BSN) || said.includes("1112"))).toEqual([]);
    expect(kept.every((said) => said.includes(MASK))).toBe(true);
    // Each act that takes a note kept it, so that nothing above is empty.
    expect([...new Set(kept.map((said) => said.split(" ")[0]))].sort()).toEqual([
      "identification",
      "identification.acceptance-proposed",
      "identification.acceptance-refused",
      "identification.ruled",
      "request",
      "request.second-approved",
      "request.second-returned",
      "request.taken-over",
      "request_note",
    ]);
    expect(kept.filter((said) => said.startsWith("identification.ruled"))).toHaveLength(3);
  });
});

// Last, since it leaves a release that nobody can begin a request with.
it("a ruling has its term also in a request that began before there was a policy for it (P17)", async () => {
  const row = await rowOf(await asked());
  const [older] = await db().insert(release).values({ publishedAt: office.now(), publishedBy: "installation" }).returning({ id: release.id });
  const entries = await db().select().from(releaseEntry).where(and(eq(releaseEntry.releaseId, row.releaseId), eq(releaseEntry.kind, "calendar")));
  await db().insert(releaseEntry).values(entries.map((entry) => ({ ...entry, releaseId: older?.id ?? 0 })));
  await runSql(db(), "update request set release_id = $1 where id::text = $2", [older?.id, row.id]);
  expect(await rulingDueAt(db(), { id: row.id, releaseId: older?.id ?? 0 }, MORNING)).toEqual(new Date("2026-11-17T22:59:59Z"));
});
