import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { carryOutWhatIsDue } from "#app/domain/effects/carry-out.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { askInformation, answerInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, authorisation, certificate, credential, letter } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { mail } from "#db/schema/correspondence.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, fillIn, identify, install, linkTo, printAndPost, received, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

let zoe: typeof account.$inferSelect;
/** A new Zoë for every test, with a letter that waits in the tray. */
beforeEach(async () => {
  const requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  zoe = await accountOf((await office.database.db.select().from(account).where(eq(account.requestId, requestId)))[0]?.userNumber ?? "");
});

async function accountOf(userNumber: string) {
  const [found] = await office.database.db.select().from(account).where(eq(account.userNumber, userNumber));
  if (!found) throw new Error("There is no account.");
  return found;
}

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const stateOf = async () => (await accountOf(zoe.userNumber)).status;
const mailsOf = async (requestId: string) =>
  (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt)).map(({ template, recipient }) => `${template} ${recipient}`).sort();

function formFor(reason: string, other: Record<string, unknown> = {}): Record<string, unknown> {
  const { "applicant.name": name, "applicant.email": email, "applicant.phone": phone, "applicant.position": position } = answersFor("de-brug");
  const { kvkNumber, agbCodes } = practice("de-brug");
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "revocation.kind": "personal",
    "user.number": zoe.userNumber,
    "user.name": { initials: zoe.initials, prefix: zoe.prefix, surname: zoe.surname },
    "revocation.reason": reason,
    "revocation.moment": "now",
    "revocation.software": true,
    "applicant.name": name,
    "applicant.email": email,
    "applicant.phone": phone,
    "applicant.position": position,
    ...other,
  };
}

async function asked(reason: string, other: Record<string, unknown> = {}): Promise<string> {
  const requestId = await received(office, formFor(reason, other), "revocation");
  await office.work();
  return requestId;
}

describe("a revocation by form (R48, Q35)", () => {
  it("goes from the form to its effect without identification, and tells the applicant, the user and the contact", async () => {
    await printAndPost(office);
    const [made] = await office.database.db.select({ requestId: account.requestId }).from(account).where(eq(account.userNumber, zoe.userNumber));
    const { serial } = await install(office, made?.requestId ?? "");
    const requestId = await asked("not-needed");
    expect(await stateOf()).toBe("active");
    expect(await rowOf(requestId)).toMatchObject({ priority: "normal", identificationRequired: false, deliveryRequired: false });
    expect((await getStatus(office.database.db, { requestId })).steps.map(({ key }) => key)).toEqual(["received", "review", "change", "changed"]);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();

    expect(await rowOf(requestId)).toMatchObject({ status: "done", identifiedAt: null });
    expect(await stateOf()).toBe("ended");
    const [revoked] = await office.database.db.select().from(certificate).where(eq(certificate.serial, serial));
    expect(revoked).toMatchObject({ status: "revoked", revocationReason: "cessationOfOperation" });
    expect(await office.database.db.select().from(authorisation).where(and(eq(authorisation.userNumber, zoe.userNumber), isNull(authorisation.withdrawnAt)))).toEqual([]);
    expect(await office.database.db.select().from(credential).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)))).toEqual([]);
    expect(await mailsOf(requestId)).toEqual(
      [
        "confirm-address s.jansen@debrug.example",
        "request-received s.jansen@debrug.example",
        "revocation-notice p.hendriks@debrug.example",
        "revocation-notice f.elidrissi@debrug.example",
        "revocation-approved s.jansen@debrug.example",
        "account-revoked s.jansen@debrug.example",
        "account-revoked z.vanderhakon@debrug.example",
        "account-revoked p.hendriks@debrug.example",
      ].sort(),
    );
    expect((await office.trail(requestId)).filter((act) => ["account.ended", "request.fulfilled", "request.completed"].includes(act))).toEqual(["account.ended", "request.fulfilled", "request.completed"]);
  });

  it("spoils the letter that still waits, and certifies a stolen key never again (P13)", async () => {
    const [waiting] = await office.database.db.select().from(letter).where(eq(letter.requestId, zoe.requestId ?? ""));
    await install(office, zoe.requestId ?? "");
    const requestId = await asked("compromised");
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();
    expect((await office.database.db.select().from(letter).where(eq(letter.id, waiting?.id ?? "")))[0]).toMatchObject({ status: "spoilt", sealed: null });
    const [revoked] = await office.database.db.select().from(certificate).where(eq(certificate.userNumber, zoe.userNumber));
    expect(revoked?.revocationReason).toBe("keyCompromise");
    // The letter was what the request that made the account still waited for.
    expect(await rowOf(zoe.requestId ?? "")).toMatchObject({ status: "lapsed" });
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await office.database.db.select().from(blockedKey).where(eq(blockedKey.publicKeySha256, revoked?.publicKeySha256 ?? ""))).toHaveLength(1);
  });

  it("that is wanted on a later day is carried out on that day, and not before", async () => {
    const requestId = await asked("left", { "revocation.moment": "later", "revocation.on": "2026-12-24" });
    expect(await stateOf()).toBe("active");
    const before = office.now();
    await approve(office, requestId);
    await office.letDecisionsLeave();
    office.clock.moveTo(new Date("2026-12-23T22:59:59Z"));
    await carryOutWhatIsDue(office.made.office, office.now());
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", fulfilledAt: null });
    office.clock.moveTo(new Date("2026-12-23T23:00:00Z"));
    await carryOutWhatIsDue(office.made.office, office.now());
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await stateOf()).toBe("ended");
    office.clock.moveTo(before);
  });
});

describe("an urgent reason (D23)", () => {
  it.each(["left", "deceased", "compromised"])("%s: blocks at once, when the address is confirmed and not before", async (reason) => {
    const requestId = await submit(office, await fillIn(office, formFor(reason), "revocation"));
    await office.work();
    expect(await stateOf()).toBe("active");
    const link = await linkTo(office, requestId, "confirm");
    await confirmAddress(office.made.office, { link, registers: office.made.office.registers, now: office.now() });
    await office.work();
    expect(await stateOf()).toBe("blocked");
    expect((await rowOf(requestId)).priority).toBe("high");
    expect((await mailsOf(requestId)).filter((told) => told.startsWith("account-blocked"))).toEqual(["account-blocked p.hendriks@debrug.example", "account-blocked z.vanderhakon@debrug.example"]);
    // Who holds the letter hears nothing but that the two do not belong together, or that the account is not active.
    await expect(checkPin(office.made.office, { userNumber: zoe.userNumber, pin: "2222222222", ip: "::1", now: office.now() })).rejects.toMatchObject({ code: "credential.refused" });
    await cancelRequest(office.made.office, { requestId, now: office.now() });
    await office.work();
  });

  it("gives us 24 hours on all days, which stand still while we wait for the applicant", async () => {
    const monday = office.now();
    office.clock.moveTo(new Date("2026-11-21T20:00:00.000Z"));
    const requestId = await asked("compromised");
    expect((await rowOf(requestId)).dueAt).toEqual(new Date("2026-11-22T20:00:00.000Z"));
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    await askInformation(office.made.office, { requestId, version, question: "Bij wie is de laptop nu?", by: office.staff.sanne, now: office.now() });
    office.clock.add(3 * 3_600_000);
    await answerInformation(office.made.office, { link: await linkTo(office, requestId, "status"), answer: "Gestolen.", now: office.now() });
    expect((await rowOf(requestId)).dueAt).toEqual(new Date("2026-11-22T23:00:00.000Z"));
    await cancelRequest(office.made.office, { requestId, now: office.now() });
    office.clock.moveTo(monday);
    await office.work();
  });

  it.each(["rejected", "cancelled", "objected"])("that comes to nothing (%s) gives the account back, once, and says so", async (how) => {
    const requestId = await asked("left");
    expect(await stateOf()).toBe("blocked");
    if (how === "cancelled") await cancelRequest(office.made.office, { requestId, now: office.now() });
    if (how === "objected") await objectToRequest(office.made.office, { link: await linkTo(office, requestId, "objection", "pieter"), text: "Zij werkt hier nog.", now: office.now() });
    if (how === "rejected") {
      const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
      await rejectRequest(office.made.office, { requestId, version, reasonCode: "NOT_AUTHORISED_REQUESTER", by: office.staff.sanne, now: office.now() });
      await office.work();
      expect(await stateOf()).toBe("blocked");
      office.clock.add(60_000);
      await takeDecisionsIntoEffect(office.made.office, office.now());
    }
    await office.work();
    expect(await stateOf()).toBe("active");
    expect((await mailsOf(requestId)).filter((told) => told.startsWith("account-unblocked"))).toHaveLength(2);
    expect((await office.trail(requestId)).filter((act) => act.startsWith("account."))).toEqual(["account.blocked", "account.unblocked"]);
    if (how === "objected") await cancelRequest(office.made.office, { requestId, now: office.now() });
  });

  it("signs nothing any more for whoever had begun to install, and makes the PIN that was not made meanwhile", async () => {
    const { db } = office.database;
    const [pin] = await db.select().from(credential).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)));
    if (!pin) throw new Error("There is no PIN.");
    const requestId = await asked("compromised");
    await expect(grantInstallation(office.made.office, { credential: pin, notSaved: false, now: office.now() })).rejects.toMatchObject({ code: "account.not-active" });
    await db.update(credential).set({ voidedAt: office.now(), voidReason: "letter-spoilt" }).where(eq(credential.id, pin.id));
    await makeNewPin(office.made.fulfil, { userNumber: zoe.userNumber, now: office.now() });
    expect(await db.select().from(credential).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)))).toEqual([]);
    await cancelRequest(office.made.office, { requestId, now: office.now() });
    await office.work();
    expect(await db.select().from(credential).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)))).toHaveLength(1);
  });

  it("of two reports, one that comes to nothing leaves the other's block", async () => {
    const first = await asked("left");
    const second = await asked("compromised");
    await cancelRequest(office.made.office, { requestId: first, now: office.now() });
    await office.work();
    expect(await stateOf()).toBe("blocked");
    await cancelRequest(office.made.office, { requestId: second, now: office.now() });
    await office.work();
    expect(await stateOf()).toBe("active");
  });

  it.each<[what: string, other: Record<string, unknown>]>([
    ["another name", { "user.name": { initials: "P.", prefix: "", surname: "Hendriks" } }],
    ["another practice", { "practice.agbCode": "01234567", "practice.kvkNumber": "69599084" }],
  ])("blocks nobody with %s, and the applicant sees no difference", async (_what, other) => {
    const { db } = office.database;
    const right = await asked("left");
    await cancelRequest(office.made.office, { requestId: right, now: office.now() });
    await office.work();
    const wrong = await asked("left", other);
    expect(await stateOf()).toBe("active");
    const told = async (requestId: string) => (await mailsOf(requestId)).filter((one) => one.endsWith("s.jansen@debrug.example") && !one.startsWith("request-cancelled"));
    expect(await told(wrong)).toEqual(await told(right));
    const screening = await latestJudgement(db, wrong, "screening");
    expect((screening?.findings as Finding[]).map(({ ruleId }) => ruleId).some((rule) => rule === "account-name-differs" || rule === "account-other-agb")).toBe(true);
    await cancelRequest(office.made.office, { requestId: wrong, now: office.now() });
  });
});
