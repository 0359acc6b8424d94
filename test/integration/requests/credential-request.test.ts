import { and, eq, inArray, isNull, notInArray } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { hashPin } from "#app/domain/accounts/pin.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { listTasks } from "#app/domain/effects/tasks.ts";
import { denyRequest } from "#app/domain/identification/asked.ts";
import { beginLinking, linkState, takeCode } from "#app/domain/login/authenticator.ts";
import { codeAt, stepAt } from "#app/domain/login/totp.ts";
import { releaseBatch, makeBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, identify, install, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const [MAIN_CONTACT, CONTACT, APPLICANT, USER] = ["f.elidrissi@debrug.example", "p.hendriks@debrug.example", "s.jansen@debrug.example", "z.vanderhakon@debrug.example"];
const DAY = 86_400_000;

let office: TestOffice;
let zoe: typeof account.$inferSelect;
beforeAll(async () => {
  office = await openOffice();
});

/** A new Zoë for every test, whose letter was posted yesterday. */
beforeEach(async () => {
  const requestId = await received(office, answersFor("de-brug"));
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  await printAndPost(office);
  await office.work();
  const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
  if (!made) throw new Error("There is no account.");
  zoe = made;
  office.clock.add(DAY);
});

/** What one test leaves behind would be a namesake, or a double request, to the next. */
afterEach(async () => {
  const { db } = office.database;
  const open = await db.select({ id: request.id }).from(request).where(notInArray(request.status, [...CLOSED, "fulfilling"]));
  for (const { id } of open) await cancelRequest(office.made.office, { requestId: id, now: office.now() });
  await db.update(account).set({ status: "ended" }).where(eq(account.agbCode, zoe.agbCode));
  await db.update(enterprise).set({ addressChangedAt: null });
  await db.update(roleHolder).set({ emailChangedAt: null });
});

function formFor(kind: string, other: Record<string, unknown> = {}): Record<string, unknown> {
  const { "applicant.name": name, "applicant.email": email, "applicant.phone": phone, "applicant.position": position } = answersFor("de-brug");
  const { kvkNumber, agbCodes } = practice("de-brug");
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "credential.kind": kind,
    ...(kind === "release" && { "credential.why": "lost" }),
    ...(kind !== "number" && { "user.number": zoe.userNumber }),
    "user.name": { initials: zoe.initials, prefix: zoe.prefix, surname: zoe.surname },
    "applicant.name": name,
    "applicant.email": email,
    "applicant.phone": phone,
    "applicant.position": position,
    ...other,
  };
}

const asked = (kind: string, other?: Record<string, unknown>) => received(office, formFor(kind, other), "credential-request");
const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const foundIn = async (requestId: string) => {
  const screening = await latestJudgement(office.database.db, requestId, "screening");
  // Sem holds no role at De Brug, which is said of every request of his that somebody has to identify for; what another test held stays under way.
  return (screening?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((ruleId) => ruleId !== "applicant-unknown" && ruleId !== "duplicate");
};
const mailsOf = async (requestId: string) => office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt);
const told = async (requestId: string, ...templates: string[]) =>
  (await mailsOf(requestId)).filter(({ template }) => templates.includes(template)).map(({ template, recipient }) => `${template} ${recipient}`).sort();
const pins = () => office.database.db.select().from(credential).where(eq(credential.userNumber, zoe.userNumber)).orderBy(credential.madeAt);
const livePins = async () => (await pins()).filter(({ voidedAt }) => voidedAt === null);
const atHome = () => office.database.db.select().from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).where(and(eq(credential.userNumber, zoe.userNumber), inArray(letter.status, ["waiting", "in-batch"])));
const acts = async (requestId: string, ...names: string[]) => (await office.trail(requestId)).filter((act) => names.includes(act));

/** Approved, with the seconds to undo over; a number is on its way then. */
async function approved(kind: string, other?: Record<string, unknown>): Promise<string> {
  const requestId = await asked(kind, other);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await office.work();
  return requestId;
}

/** Somebody of De Brug identified: it is carried out, where it can be. */
async function identified(kind: string): Promise<string> {
  const requestId = await approved(kind);
  await identify(office, requestId, { holder: "fatima" });
  await office.work();
  return requestId;
}

/** As if somebody had identified and the worker had not come to it yet, so that a test carries it out itself. */
async function ready(kind: string): Promise<string> {
  const requestId = await approved(kind);
  await office.database.db.update(request).set({ status: "fulfilling", identifiedAt: office.now() }).where(eq(request.id, requestId));
  return requestId;
}

describe("the user number again (R93, R100, Q12, Q39, Q42)", () => {
  it("goes to the main contact's registered address, without identification, and the applicant hears only that it was dealt with", async () => {
    const requestId = await asked("number");
    expect(await foundIn(requestId)).toEqual([]);
    expect(await rowOf(requestId)).toMatchObject({ identificationRequired: false, deliveryRequired: false });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done", identifiedAt: null });
    expect(await told(requestId, "number-again", "number-handled", "change-approved")).toEqual([`number-again ${MAIN_CONTACT}`, `number-handled ${APPLICANT}`]);
    for (const { template, text, subject } of await mailsOf(requestId)) {
      expect(subject).not.toContain(zoe.userNumber);
      expect(text.includes(zoe.userNumber), template).toBe(template === "number-again");
    }
    expect(await acts(requestId, "user-number.sent-again", "user-number.not-sent")).toEqual(["user-number.sent-again"]);
    expect(await atHome()).toEqual([]);
  });

  it("gives a name that nobody bears the same answer, and sends nothing", async () => {
    const known = await approved("number");
    const unknown = await asked("number", { "user.name": { initials: "Q.", prefix: "", surname: "Niemand" } });
    expect(await foundIn(unknown)).toEqual(["nobody-of-that-name"]);
    await approve(office, unknown);
    await office.letDecisionsLeave();
    await office.work();
    const answer = async (requestId: string) => {
      const { reference, steps, subjectName, ...status } = await getStatus(office.database.db, { requestId });
      const mails = (await mailsOf(requestId)).filter(({ recipient }) => recipient === APPLICANT).map(({ template, subject, text }) => [template, subject, text]);
      const said = JSON.stringify({ ...status, closedAt: null, steps: steps.map(({ key, state }) => [key, state]), mails: mails.sort() });
      return said.replaceAll(reference, "").replaceAll(subjectName, "").replaceAll(/link\.invalid\/[0-9a-f-]+|\d+ (november|december) 2026|\p{L}+dag/gu, "");
    };
    expect(await answer(unknown)).toBe(await answer(known));
    expect(await told(unknown, "number-again")).toEqual([]);
    expect(await acts(unknown, "user-number.not-sent")).toEqual(["user-number.not-sent"]);
  });

  it("is sent at most three times a day for one account, and the answer stays the same", async () => {
    const answers: string[][] = [];
    for (let time = 1; time <= 4; time += 1) answers.push(await told(await approved("number"), "number-again", "number-handled"));
    expect(answers.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => [`number-again ${MAIN_CONTACT}`, `number-handled ${APPLICANT}`]));
    expect(answers[3]).toEqual([`number-handled ${APPLICANT}`]);
    office.clock.add(DAY);
    expect(await told(await approved("number"), "number-again")).toEqual([`number-again ${MAIN_CONTACT}`]);
  });

  it("asks for a second pair of eyes when the main contact's address was changed of late (D15)", async () => {
    await office.database.db.update(roleHolder).set({ emailChangedAt: office.now() }).where(eq(roleHolder.email, MAIN_CONTACT));
    const requestId = await asked("number");
    expect(await foundIn(requestId)).toEqual(["main-contact-reach-changed"]);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    expect((await approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() })).status).toBe("second-check");
    await office.letDecisionsLeave();
    await office.work();
    expect(await told(requestId, "number-again")).toEqual([]);
  });
});

describe("a new PIN (R94, Q27, Q40, Q43)", () => {
  it("comes after identification in a letter to the registered address, voids the former PIN, and is done when the letter is posted", async () => {
    const [former] = await livePins();
    const requestId = await asked("pin");
    expect(await foundIn(requestId)).toEqual([]);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await rowOf(requestId)).toMatchObject({ status: "identifying", deliveryRequired: true, numberRequired: false });
    expect(await livePins()).toEqual([former]);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();

    const [live, ...others] = await livePins();
    expect(others).toEqual([]);
    expect((await pins()).find(({ id }) => id === former?.id)).toMatchObject({ voidReason: "replaced", voidedAt: office.now() });
    const [waiting] = await atHome();
    expect(waiting?.letter).toMatchObject({ credentialId: live?.id, requestId, addressee: expect.arrayContaining(["Tandartspraktijk De Brug", "Brugstraat 5 hs", "3511 AB  UTRECHT"]) as string[] });
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", numberSentAt: null });
    expect((await getStatus(office.database.db, { requestId })).steps.map(({ key, state }) => `${key} ${state}`)).toEqual(["received done", "review done", "identification done", "letter current", "posted next"]);
    await printAndPost(office);
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done", numberSentAt: null });
    expect(await told(requestId, "new-pin-made", "new-pin-posted", "user-number", "number-again")).toEqual(
      [`new-pin-made ${APPLICANT}`, `new-pin-made ${USER}`, `new-pin-made ${CONTACT}`, `new-pin-posted ${MAIN_CONTACT}`].sort(),
    );
    for (const { text } of await mailsOf(requestId)) expect(text).not.toContain(zoe.userNumber);
  });

  it("leaves a certificate as it is, and does not lapse beside it (D3)", async () => {
    await install(office, zoe.requestId ?? "");
    const requestId = await identified("pin");
    await printAndPost(office);
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    const [live] = await livePins();
    office.clock.add(61 * DAY);
    await purgeUninstalled(office.made.office, { now: office.now() });
    expect(await livePins()).toEqual([live]);
    expect(await office.database.db.select().from(certificate).where(and(eq(certificate.userNumber, zoe.userNumber), eq(certificate.status, "issued")))).toHaveLength(1);
  });

  it("of two that are carried out at once: one live PIN, one letter, and both are done", async () => {
    const [first, second] = [await ready("pin"), await ready("pin")];
    await Promise.all([first, second].map((requestId) => fulfilRequest(office.made.fulfil, { requestId, now: office.now() })));
    await office.work();
    expect(await livePins()).toHaveLength(1);
    expect(await atHome()).toHaveLength(1);
    expect([...(await acts(first, "credential.replaced", "credential.kept")), ...(await acts(second, "credential.replaced", "credential.kept"))].sort()).toEqual(["credential.kept", "credential.replaced"]);
    await printAndPost(office);
    expect([(await rowOf(first)).status, (await rowOf(second)).status]).toEqual(["done", "done"]);
  });

  it("whose letter goes wrong in the print room comes in a new one, for the same request", async () => {
    const requestId = await identified("pin");
    const batch = await makeBatch(office.made.office, { by: office.staff.noor, now: office.now() });
    const letters = await releaseBatch(office.made.office, { batch, by: office.staff.noor, now: office.now() });
    await settleBatch(office.made.office, { batch, posted: [], spoilt: letters.map(({ id }) => id), by: office.staff.noor, now: office.now() });
    await office.work();
    expect((await atHome()).map((one) => one.letter.requestId)).toEqual([requestId]);
    await printAndPost(office);
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
  });

  it("takes the place of one that was blocked before its letter left, for the request that waits for it", async () => {
    const first = await identified("pin");
    const [blocked] = await livePins();
    await office.database.db.update(credential).set({ blockedAt: office.now(), wrongTries: 5 }).where(eq(credential.id, blocked?.id ?? ""));
    const second = await identified("pin");
    expect((await livePins()).map(({ id }) => id)).not.toContain(blocked?.id);
    expect((await atHome()).map((one) => one.letter.requestId)).toEqual([first]);
    await printAndPost(office);
    expect([(await rowOf(first)).status, (await rowOf(second)).status]).toEqual(["done", "done"]);
  });

  it("to an address that was changed of late asks for a second pair of eyes (D15)", async () => {
    await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.id, zoe.enterpriseId));
    const requestId = await asked("pin");
    expect(await foundIn(requestId)).toEqual(["correspondence-changed"]);
    await approve(office, requestId);
    expect(await rowOf(requestId)).toMatchObject({ secondCheckRequired: true, secondBy: office.staff.wim.id });
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect((await atHome()).map((one) => one.letter.requestId)).toEqual([requestId]);
  });

  it("is held when the address was changed after the approval, until the days are over (D15)", async () => {
    const requestId = await ready("pin");
    const before = await pins();
    await office.database.db.update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.id, zoe.enterpriseId));
    await expect(fulfilRequest(office.made.fulfil, { requestId, now: office.now() })).rejects.toMatchObject({ code: "letter.address-changed" });
    expect(await pins()).toEqual(before);
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", fulfilledAt: null });
    office.clock.add(30 * DAY);
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    expect((await atHome()).map((one) => one.letter.requestId)).toEqual([requestId]);
  });

  it("is not made for an account that is blocked on a report, or was never this practice's", async () => {
    const requestId = await ready("pin");
    const { db } = office.database;
    await db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, zoe.userNumber));
    await expect(fulfilRequest(office.made.fulfil, { requestId, now: office.now() })).rejects.toMatchObject({ code: "account.not-active" });
    await db.update(account).set({ status: "active", agbCode: "01234567" }).where(eq(account.userNumber, zoe.userNumber));
    await expect(fulfilRequest(office.made.fulfil, { requestId, now: office.now() })).rejects.toMatchObject({ code: "account.not-of-practice" });
    await db.update(account).set({ agbCode: zoe.agbCode }).where(eq(account.userNumber, zoe.userNumber));
    expect(await atHome()).toEqual([]);
  });
});

describe("an account that ends while somebody is asked to identify", () => {
  it.each(["pin", "unblock"])("%s: gives nothing, and the request is back at the desk, which reads why", async (kind) => {
    const { db } = office.database;
    if (kind === "unblock") await db.update(credential).set({ blockedAt: office.now() }).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)));
    const requestId = await approved(kind);
    const before = await pins();
    await db.update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", priority: "high", decision: null, fulfilledAt: null });
    expect(await foundIn(requestId)).toContain("account-ended");
    expect(await acts(requestId, "request.effect-returned")).toHaveLength(1);
    expect(await pins()).toEqual(before);
  });
});

describe("unblocking after five wrong PINs (D3)", () => {
  const PIN = "K7M2PX9RTW";
  const show = (pin: string) => checkPin(office.made.office, { userNumber: zoe.userNumber, pin, ip: "::1", now: office.now() });

  it("lets the same PIN be tried again, after identification and not before", async () => {
    // One that the test knows takes the place of the one in the letter: what is made stays as it was made.
    const [live] = await livePins();
    await office.database.db.update(credential).set({ voidedAt: office.now(), voidReason: "replaced" }).where(eq(credential.id, live?.id ?? ""));
    await office.database.db.insert(credential).values({ userNumber: zoe.userNumber, pinHash: await hashPin(PIN), madeAt: office.now(), installUntil: live?.installUntil ?? office.now() });
    for (let tries = 1; tries <= 5; tries += 1) await expect(show("2222222222")).rejects.toMatchObject({ code: "credential.refused" });
    await expect(show(PIN)).rejects.toMatchObject({ code: "credential.refused" });
    const requestId = await approved("unblock");
    await expect(show(PIN)).rejects.toMatchObject({ code: "credential.refused" });
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    expect((await show(PIN)).account.userNumber).toBe(zoe.userNumber);
    expect(await rowOf(requestId)).toMatchObject({ status: "done", deliveryRequired: false });
    expect(await told(requestId, "pin-unblocked")).toEqual([`pin-unblocked ${APPLICANT}`, `pin-unblocked ${USER}`, `pin-unblocked ${CONTACT}`].sort());
    expect(await acts(requestId, "credential.unblocked")).toHaveLength(1);
  });

  it("of a PIN that is not blocked cannot be approved", async () => {
    const requestId = await asked("unblock");
    expect(await foundIn(requestId)).toEqual(["pin-not-blocked"]);
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
  });
});

describe("unlinking the authenticator app (R111)", () => {
  const sealer = () => office.made.office.authenticators.sealer;
  const linkedApp = async () => {
    const secret = await beginLinking(office.database.db, { userNumber: zoe.userNumber, sealer: sealer(), now: office.now() });
    const code = codeAt(secret, stepAt(office.now()));
    return office.database.db.transaction((tx) => takeCode(tx, { userNumber: zoe.userNumber, code, sealer: sealer(), now: office.now(), phoneNow: office.now() }));
  };

  it("happens by itself after identification and not before: the app is gone, and user, contact and applicant are told", async () => {
    expect(await linkedApp()).toBe("linked");
    const requestId = await asked("authenticator");
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await linkState(office.database.db, zoe.userNumber)).toBe("linked");
    expect(await told(requestId, "authenticator-unlinked")).toEqual([]);
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done", tasksRequired: false });
    expect(await listTasks(office.database.db, requestId)).toEqual([]);
    expect(await linkState(office.database.db, zoe.userNumber)).toBe("none");
    expect(await acts(requestId, "authenticator.unlinked")).toHaveLength(1);
    expect(await told(requestId, "authenticator-unlinked")).toEqual([`authenticator-unlinked ${APPLICANT}`, `authenticator-unlinked ${USER}`, `authenticator-unlinked ${CONTACT}`].sort());
    expect(await linkedApp()).toBe("linked");
  });

  it("of an account without an app does no harm, and is told all the same", async () => {
    const requestId = await identified("authenticator");
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await acts(requestId, "authenticator.was-not-linked")).toHaveLength(1);
    expect(await told(requestId, "authenticator-unlinked")).toHaveLength(3);
  });
});

describe("who may ask", () => {
  it.each(["pin", "unblock", "authenticator", "release"])("%s: the applicant sees no difference between a number that exists and one that does not", async (kind) => {
    const { db } = office.database;
    await db.update(credential).set({ blockedAt: office.now() }).where(and(eq(credential.userNumber, zoe.userNumber), isNull(credential.voidedAt)));
    const known = await asked(kind);
    const unknown = await asked(kind, { "user.number": "90000000000001" });
    await office.work();
    const shown = async (requestId: string) => {
      const { reference, ...status } = await getStatus(db, { requestId });
      const mails = (await mailsOf(requestId)).filter(({ recipient }) => recipient === APPLICANT).map(({ template, subject, text }) => [template, subject, text]);
      return JSON.stringify({ status, mails: mails.sort() }).replaceAll(reference, "").replaceAll(/link\.invalid\/[0-9a-f-]+/g, "");
    };
    expect(await shown(known)).toBe(await shown(unknown));
    expect(await foundIn(unknown)).toContain("account-unknown");
    await expect(approve(office, unknown)).rejects.toMatchObject({ code: "request.blocked" });
  });

  it("anybody, but the contact is told and can stop it, and who is asked to identify can deny it", async () => {
    const before = await pins();
    const objected = await approved("pin");
    await objectToRequest(office.made.office, { link: await linkTo(office, objected, "objection", "pieter"), text: "Nee", now: office.now() });
    const denied = await approved("pin");
    await denyRequest(office.made.office, { link: await linkTo(office, denied, "identification", "fatima"), now: office.now() });
    await office.work();
    expect([(await rowOf(objected)).status, (await rowOf(denied)).status]).toEqual(["submitted", "submitted"]);
    expect(await told(objected, "asked-notice")).toEqual([`asked-notice ${MAIN_CONTACT}`, `asked-notice ${CONTACT}`]);
    expect(await pins()).toEqual(before);
  });

  it("leaves no PIN and no number in the trail's details", async () => {
    const requestId = await approved("number");
    const events = await office.database.db.select().from(auditEvent).where(eq(auditEvent.requestId, requestId));
    expect(JSON.stringify(events.map(({ payload }) => payload))).not.toContain(zoe.userNumber);
  });
});
