import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { denyRequest, openAsked } from "#app/domain/identification/asked.ts";
import { confirmRuling, proposeAcceptance } from "#app/domain/identification/rule.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, secondReturn, undoDecision } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { account } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { identificationAttempt, identificationParty } from "#db/schema/identification.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, identify, linkTo, look, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked, fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const mailsOf = (requestId: string) => office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt);
const accountOf = async (requestId: string) => (await office.database.db.select().from(account).where(eq(account.requestId, requestId)))[0];

describe("four eyes (D15, P5)", () => {
  /** Zonneveld's address changed yesterday, so that the rules ask for a second person. */
  async function proposed(): Promise<string> {
    const { kvkNumber } = practice("zonneveld");
    await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, kvkNumber));
    const requestId = await received(office, answersFor("zonneveld"));
    const { version, secondCheckRequired } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    expect(secondCheckRequired).toBe(true);
    await approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() });
    return requestId;
  }

  it("one person's approval is a proposal that leaves nothing", async () => {
    const requestId = await proposed();
    expect(await rowOf(requestId)).toMatchObject({ status: "second-check", effectiveAt: null });
    await office.letDecisionsLeave();
    expect((await rowOf(requestId)).status).toBe("second-check");
  });

  it("nobody checks their own act, and another person's check lets it leave", async () => {
    const requestId = await proposed();
    const { version } = await rowOf(requestId);
    const own = { requestId, version, by: office.staff.sanne, now: office.now() };
    await expect(secondApprove(office.made.office, own)).rejects.toMatchObject({ code: "access.own-act" });
    await expect(secondReturn(office.made.office, { ...own, note: "toch niet" })).rejects.toMatchObject({ code: "access.own-act" });
    await secondApprove(office.made.office, { ...own, by: office.staff.wim });
    await office.letDecisionsLeave();
    expect(await rowOf(requestId)).toMatchObject({ status: "identifying", secondBy: office.staff.wim.id });
  });

  it("a proposal that is returned is void, and begins anew", async () => {
    const requestId = await proposed();
    const { version } = await rowOf(requestId);
    await expect(secondReturn(office.made.office, { requestId, version, note: "  ", by: office.staff.wim, now: office.now() })).rejects.toMatchObject({ code: "request.note-missing" });
    const returned = await secondReturn(office.made.office, { requestId, version, note: "Bel eerst de praktijk.", by: office.staff.wim, now: office.now() });
    expect(returned).toMatchObject({ status: "submitted", decision: null, decidedBy: null, secondBy: null });
  });
});

describe("a decision", () => {
  it("can be taken back for ten seconds, by who took it, and not when it has left", async () => {
    const requestId = await received(office);
    await approve(office, requestId);
    await expect(undoDecision(office.made.office, { requestId, by: office.staff.wim, now: office.now() })).rejects.toMatchObject({ code: "access.not-own-act" });
    const undone = await undoDecision(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    expect(undone).toMatchObject({ status: "in-review", decision: null, claimedBy: office.staff.sanne.id });
    await approve(office, requestId);
    office.clock.add(10_000);
    await expect(undoDecision(office.made.office, { requestId, by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "request.too-late" });
  });

  it("taken back has told nobody, neither then nor later", async () => {
    const requestId = await received(office);
    await office.work();
    const told = async () => (await mailsOf(requestId)).map(({ template }) => template);
    const before = await told();
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId, version, by: office.staff.sanne, reasonCode: "DUPLICATE", now: office.now() });
    await undoDecision(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    await office.work();
    expect(await told()).toEqual(before);
    expect(await rowOf(requestId)).toMatchObject({ status: "in-review", decision: null, reasonCode: null });
  });

  it("to reject needs a reason of the list, and is told with it (P6)", async () => {
    const requestId = await received(office);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    const decision = { requestId, version, by: office.staff.sanne, now: office.now() };
    await expect(rejectRequest(office.made.office, { ...decision, reasonCode: "BECAUSE" })).rejects.toMatchObject({ code: "request.reason-unknown" });
    await rejectRequest(office.made.office, { ...decision, reasonCode: "DUPLICATE" });
    await office.letDecisionsLeave();
    expect(await rowOf(requestId)).toMatchObject({ status: "rejected", reasonCode: "DUPLICATE" });
    expect((await mailsOf(requestId)).map(({ template }) => template)).toContain("request-rejected");
  });

  it("is only for who has the request in hand, and only while they have it", async () => {
    const requestId = await received(office);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    const decision = { requestId, version, now: office.now() };
    await expect(approveRequest(office.made.office, { ...decision, by: office.staff.wim })).rejects.toMatchObject({ code: "request.moved" });
    await expect(rejectRequest(office.made.office, { ...decision, by: office.staff.wim, reasonCode: "DUPLICATE" })).rejects.toMatchObject({ code: "request.moved" });
    const tooLate = new Date(office.now().getTime() + 20 * 60_000);
    await expect(approveRequest(office.made.office, { ...decision, by: office.staff.sanne, now: tooLate })).rejects.toMatchObject({ code: "request.moved" });
    expect(await rowOf(requestId)).toMatchObject({ status: "in-review", version });
  });

  it("cannot be an approval while a rule forbids it", async () => {
    const requestId = await received(office, answersFor("fysio-noord"));
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await expect(approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({
      code: "request.blocked",
      details: { rule: "no-agreement" },
    });
  });

  it("that cannot take effect does not hold up the others", async () => {
    const stuck = await received(office);
    await approve(office, stuck);
    await office.database.db.update(request).set({ enterpriseId: null }).where(eq(request.id, stuck));
    const goes = await received(office);
    await approve(office, goes);
    await expect(office.letDecisionsLeave()).rejects.toMatchObject({ code: "request.without-party" });
    expect((await rowOf(goes)).status).toBe("identifying");
    expect((await rowOf(stuck)).status).toBe("decided");
    await cancelRequest(office.made.office, { requestId: stuck, now: office.now() });
  });
});

describe("an objection (D24)", () => {
  it.each(["submitted", "in-review", "decided", "identifying"] as const)("stops a request that is %s, voids what was decided, and puts it on top", async (status) => {
    const requestId = await received(office);
    await office.work();
    if (status === "in-review") await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    if (status === "decided" || status === "identifying") await approve(office, requestId);
    if (status === "identifying") await office.letDecisionsLeave();
    expect((await rowOf(requestId)).status).toBe(status);
    const link = await linkTo(office, requestId, "objection", "pieter");
    await objectToRequest(office.made.office, { link, text: "Dit ken ik niet.", now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", priority: "high", decision: null, decidedBy: null, secondBy: null, effectiveAt: null, claimedBy: null });
    await expect(objectToRequest(office.made.office, { link, text: "", now: office.now() })).rejects.toMatchObject({ code: "link.used" });
    await expect(linkTo(office, requestId, "identification", "johanna")).rejects.toThrow("There is no identification link");
    await office.letDecisionsLeave();
    expect((await rowOf(requestId)).status).toBe("submitted");
  });

  it("comes too late when the account is being made, and says so", async () => {
    const requestId = await fulfilled(office);
    await expect(linkTo(office, requestId, "objection", "pieter").then((link) => objectToRequest(office.made.office, { link, text: "", now: office.now() }))).rejects.toMatchObject({ code: "request.moved" });
    expect(await accountOf(requestId)).toBeDefined();
  });
});

describe("identification (D24–D26)", () => {
  it("the first who succeeds ends the other's link", async () => {
    const requestId = await asked(office);
    const fatima = await linkTo(office, requestId, "identification", "fatima");
    await identify(office, requestId, { holder: "johanna" });
    await expect(linkTo(office, requestId, "identification", "fatima")).rejects.toThrow("There is no identification link");
    expect((await openAsked(office.made.office, { link: fatima, now: office.now() })).stage).toBe("done");
  });

  it("who does not know the request stops it for everybody", async () => {
    const requestId = await asked(office);
    await denyRequest(office.made.office, { link: await linkTo(office, requestId, "identification", "fatima"), now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null, priority: "high" });
    await expect(identify(office, requestId, { holder: "johanna" })).rejects.toThrow("There is no identification link");
  });

  it("signatories who act together must both succeed (D14)", async () => {
    const requestId = await asked(office, answersFor("avondrood"));
    expect(await identify(office, requestId, { holder: "hendrik" })).toMatchObject({ kind: "match", completed: false });
    expect((await rowOf(requestId)).status).toBe("identifying");
    expect(await identify(office, requestId, { holder: "aleida" })).toMatchObject({ completed: true });
  });

  it("somebody else's bank is a mismatch, for two people at the desk; what the bank said goes with their ruling (D25)", async () => {
    const requestId = await asked(office);
    expect(await identify(office, requestId, { holder: "johanna", customer: "sem" })).toMatchObject({ kind: "mismatch", completed: false });
    expect((await rowOf(requestId)).status).toBe("identification-desk");
    const answers = () =>
      office.database.db
        .select({ sealed: identificationAttempt.sealedAnswer, bin: identificationParty.binHash })
        .from(identificationAttempt)
        .innerJoin(identificationParty, eq(identificationParty.id, identificationAttempt.partyId))
        .orderBy(desc(identificationAttempt.startedAt))
        .limit(1);
    const [kept] = await answers();
    expect(kept?.sealed).toBeTruthy();
    expect(kept?.bin).toMatch(/^[0-9a-f]{64}$/);
    expect(kept?.sealed).not.toContain("Jansen");
    const ruling = { requestId, note: "Gebeld: zij is het.", now: office.now() };
    for (const who of ["sanne", "wim"] as const) await look(office, requestId, who);
    await proposeAcceptance(office.made.office, { ...ruling, by: office.staff.sanne });
    await expect(confirmRuling(office.made.office, { requestId, agree: true, by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "access.own-act" });
    expect(await confirmRuling(office.made.office, { requestId, agree: true, by: office.staff.wim, now: office.now() })).toEqual({ completed: true });
    expect((await answers())[0]?.sealed).toBeNull();
    await office.work();
    expect(await accountOf(requestId)).toBeDefined();
  });

  it("a lost answer begins anew", async () => {
    const requestId = await asked(office);
    expect(await identify(office, requestId, { holder: "johanna", persona: "lost-answer" })).toMatchObject({ kind: "lost" });
    expect(await identify(office, requestId, { holder: "johanna" })).toMatchObject({ kind: "match", completed: true });
  });
});
