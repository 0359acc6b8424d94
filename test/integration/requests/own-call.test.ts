import { randomUUID } from "node:crypto";

import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { blockByPhone } from "#app/domain/accounts/block-by-phone.ts";
import { listCallBackNumbers } from "#app/domain/accounts/call-back.ts";
import { listCandidates, whyNot } from "#app/domain/requests/bulk/eligible.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, secondReturn } from "#app/domain/requests/decide.ts";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { account } from "#db/schema/accounts.ts";
import { requestJoining } from "#db/schema/joinings.ts";
import { urgentCall } from "#db/schema/phone.ts";
import { request } from "#db/schema/requests.ts";
import { person } from "#db/worlds/cast.ts";
import { approve, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const OWN = { code: "access.own-call" };
const REFUSED = { cause: { message: expect.stringContaining("took the call of") as string } };

let office: TestOffice;
let requestId: string;
let userNumber: string;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const clock = new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const claim = (by: "sanne" | "wim") => claimRequest(office.made.office, { requestId, by: office.staff[by], now: office.now() });
const decide = (by: "sanne" | "wim", version: number) => approveRequest(office.made.office, { requestId, version, by: office.staff[by], now: office.now() });

describe("who took an urgent call does not approve what comes of it (P5, D23)", () => {
  /** Sanne took a call about Zoë's account, and called Pieter back. */
  beforeEach(async () => {
    const made = await received(office);
    await approve(office, made);
    await office.letDecisionsLeave();
    await identify(office, made, { holder: "johanna" });
    await office.work();
    const [zoe] = await db().select().from(account).where(eq(account.requestId, made));
    if (!zoe) throw new Error("There is no account.");
    userNumber = zoe.userNumber;
    const called = (await listCallBackNumbers(db(), zoe)).find(({ email }) => email === person("pieter").email)?.key ?? "";
    const call = { caller: "Sem Jansen", said: "De laptop is gestolen.", reason: "compromised", called, calledBackAt: clock.format(office.now().getTime() - 60_000), answeredBy: "Pieter Hendriks" };
    const { callId } = await blockByPhone(office.made.office, { callId: randomUUID(), userNumber, confirmed: true, call, registers: office.made.office.registers, by: office.staff.sanne, now: office.now() });
    requestId = (await db().select().from(urgentCall).where(eq(urgentCall.id, callId)))[0]?.requestId ?? "";
  });

  it("neither by herself, nor as the second of two, nor among many; a colleague does", async () => {
    const { version } = await claim("sanne");
    await expect(decide("sanne", version)).rejects.toMatchObject(OWN);
    const shown = await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    expect(shown.isOwnCall).toBe(true);
    const candidate = (await listCandidates(db(), [requestId], office.staff.sanne)).get(requestId);
    if (!candidate) throw new Error("There is no candidate.");
    const green = { ...candidate, findings: [], row: { ...candidate.row, secondCheckRequired: false, priority: "normal" as const }, isOpened: true };
    expect(whyNot("approve", green, { by: office.staff.sanne, now: office.now(), reasonCode: null })).toEqual({ why: "own-call" });

    await db().update(request).set({ secondCheckRequired: true, claimedBy: office.staff.wim.id }).where(eq(request.id, requestId));
    const proposed = await decide("wim", version);
    await expect(secondApprove(office.made.office, { requestId, version: proposed.version, by: office.staff.sanne, now: office.now() })).rejects.toMatchObject(OWN);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "second-check", secondBy: null });
    await db().update(request).set({ secondCheckRequired: false, status: "in-review", decision: null, decidedBy: null, decidedAt: null, claimedBy: office.staff.wim.id, claimedUntil: new Date(office.now().getTime() + 60_000) }).where(eq(request.id, requestId));
    expect(await decide("wim", proposed.version)).toMatchObject({ status: "decided", decidedBy: office.staff.wim.id });
    await office.letDecisionsLeave();
    await office.work();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("nor of the request that answers for it", async () => {
    const { version } = await claim("sanne");
    const [call] = await db().select().from(urgentCall).where(eq(urgentCall.requestId, requestId));
    const other = await received(office);
    await db().update(urgentCall).set({ requestId: other }).where(eq(urgentCall.id, call?.id ?? ""));
    await db().insert(requestJoining).values({ requestId: other, keptId: requestId, joinedBy: office.staff.wim.id, joinedAt: office.now() });
    await expect(decide("sanne", version)).rejects.toMatchObject(OWN);
    await expect(db().update(request).set({ decision: "approve", decidedBy: office.staff.sanne.id, decidedAt: office.now() }).where(eq(request.id, requestId))).rejects.toMatchObject(REFUSED);
    await db().update(requestJoining).set({ partedAt: office.now() }).where(eq(requestJoining.keptId, requestId));
    expect(await decide("sanne", version)).toMatchObject({ status: "decided" });
  });

  it("nor does a colleague agree with what she proposed before that was forbidden: it goes back, and the page says so", async () => {
    const { version } = await claim("sanne");
    await db().execute(sql`alter table request disable trigger nobody_approves_own_call`);
    await db().update(request).set({ status: "second-check", secondCheckRequired: true, decision: "approve", decidedBy: office.staff.sanne.id, decidedAt: office.now(), claimedBy: null, claimedAt: null, claimedUntil: null }).where(eq(request.id, requestId));
    await db().execute(sql`alter table request enable trigger nobody_approves_own_call`);
    const shown = await showCase({ db: db(), actor: office.staff.wim, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    expect(shown).toMatchObject({ isCallersProposal: true, isOwnCall: false, decision: { by: "Sanne Mulder", isMine: false } });
    const asWim = { requestId, version, by: office.staff.wim, now: office.now() };
    await expect(secondApprove(office.made.office, asWim)).rejects.toMatchObject({ code: "access.callers-proposal" });
    expect(await secondReturn(office.made.office, { ...asWim, note: "Opnieuw beoordelen." })).toMatchObject({ status: "submitted", decision: null });
    expect((await showCase({ db: db(), actor: office.staff.wim, now: office.now(), t: translator("nl"), language: "nl" }, requestId)).isCallersProposal).toBe(false);
  });

  it("may take back what she did: she rejects it", async () => {
    const { version } = await claim("sanne");
    const rejected = await rejectRequest(office.made.office, { requestId, version, reasonCode: "OBJECTION", by: office.staff.sanne, now: office.now() });
    expect(rejected).toMatchObject({ status: "decided", decision: "reject" });
  });

  it("the database itself refuses it, as decision and as second check", async () => {
    const set = (values: Partial<typeof request.$inferInsert>) => db().update(request).set({ decision: "approve", decidedAt: office.now(), ...values }).where(eq(request.id, requestId));
    await expect(set({ decidedBy: office.staff.sanne.id })).rejects.toMatchObject(REFUSED);
    await expect(set({ decidedBy: office.staff.wim.id, secondBy: office.staff.sanne.id })).rejects.toMatchObject(REFUSED);
    await set({ decidedBy: office.staff.wim.id });
  });
});
