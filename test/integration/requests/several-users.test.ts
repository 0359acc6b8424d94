import { and, asc, eq, isNull } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import type { Finding } from "#app/domain/decisions/judgement.ts";
import { numberWasSent } from "#app/domain/effects/complete.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { readCase } from "#app/domain/requests/case.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove, undoDecision } from "#app/domain/requests/decide.ts";
import { joinRequests } from "#app/domain/requests/join.ts";
import { listPersons } from "#app/domain/requests/persons.ts";
import { account, authorisation, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { requestPerson } from "#db/schema/people.ts";
import { judgement, request } from "#db/schema/requests.ts";
import { answersFor, identify, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const KIM = { initials: "K.", prefix: "", surname: "Smit" };
const ANNA = { initials: "A.", prefix: "van der", surname: "Linden" };
const also = (name: typeof KIM, email: string, change: Record<string, unknown> = {}) => ({ "user.name": name, "user.email": email, "user.phone": "+31612345671", "user.employed": true, ...change });

/** Zoë, Kim and Anna at De Brug, all with the same services. */
const three = (change: Record<string, unknown> = {}) =>
  answersFor("de-brug", { sharing: "same", others: [also(KIM, "k.smit@debrug.example"), also(ANNA, "a.vanderlinden@debrug.example", { "user.endsOn": "2027-03-31" })], ...change });

async function inHand(answers = three()): Promise<{ requestId: string; version: number }> {
  const requestId = await received(office, answers);
  await office.work();
  const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
  return { requestId, version };
}

const refuse = (position: number, reason = "DUPLICATE") => new Map([[position, reason]]);
const decided = async (requestId: string) => (await listPersons(db(), requestId)).map(({ decision, reasonCode }) => [decision, reasonCode]);
const mailsOf = (requestId: string, template: string) => db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, template))).orderBy(asc(mail.queuedAt));

/** Approved but for Kim, identified once, and carried out. */
async function carriedOut(answers = three()): Promise<string> {
  const { requestId, version } = await inHand(answers);
  await approveRequest(office.made.office, { requestId, version, refused: refuse(2), by: office.staff.sanne, now: office.now() });
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "fatima" });
  await office.work();
  return requestId;
}

describe("a request for several users (R108, Q23, Q24)", () => {
  it("is one request with each of them on it, and each judged apart by the same rules", async () => {
    const { requestId } = await inHand(three({ others: [also(KIM, "info@debrug.example"), also(ANNA, "a.vanderlinden@debrug.example")] }));
    expect((await getRequest(db(), requestId)).subjectName).toBe("Z. van der Håkon + 2");
    expect((await listPersons(db(), requestId)).map(({ position, name }) => [position, name])).toEqual([[1, "Z. van der Håkon"], [2, "K. Smit"], [3, "A. van der Linden"]]);
    const judged = await db().select().from(judgement).where(and(eq(judgement.requestId, requestId), eq(judgement.point, "screening"))).orderBy(asc(judgement.position));
    const mailbox = judged.map(({ position, findings }) => [position, (findings as Finding[]).some(({ ruleId }) => ruleId === "user-role-mailbox")]);
    expect(mailbox).toEqual([[1, false], [2, true], [3, false]]);
    const found = await readCase(db(), { requestId, now: office.now() });
    expect(found.people.map(({ position }) => position)).toEqual([1, 2, 3]);
    // "Why?" recomputed says the same of each of them.
    expect(found.people.every(({ judgement: own }) => own?.isSame === true && own.trace !== null)).toBe(true);
  });

  it("tells the contact, the main contact and the applicant of everybody by name (D24)", async () => {
    const { requestId } = await inHand();
    for (const template of ["request-received", "request-notice"]) {
      const [written] = await mailsOf(requestId, template);
      for (const name of ["Z. van der Håkon", "K. Smit", "A. van der Linden"]) expect(written?.text, template).toContain(name);
    }
  });

  it("finds another request for one of them by name, and one who is on the form twice (R32)", async () => {
    const { requestId } = await inHand(three({ others: [also({ ...KIM, surname: "Dubbel" }, "dubbel@debrug.example"), also({ ...ANNA, surname: "Uniek" }, "Dubbel@debrug.example")] }));
    const of = async (id: string, position: number) => (await db().select().from(judgement).where(and(eq(judgement.requestId, id), eq(judgement.point, "screening"), eq(judgement.position, position))))[0];
    expect([(await of(requestId, 1))?.spoke, (await of(requestId, 2))?.spoke, (await of(requestId, 3))?.spoke].map((spoke) => spoke?.includes("user-twice-in-request"))).toEqual([false, true, true]);
    const later = await received(office, answersFor("de-brug", { "user.name": { ...ANNA, surname: "Uniek" }, "user.email": "anders@debrug.example" }));
    expect((await of(later, 1))?.facts["request.duplicates"]).toHaveLength(1);
  });
});

describe("the maxima count all users of a request together (D14)", () => {
  it("those who come first on the form first", async () => {
    const catalogueMaximum = 20;
    const many = Array.from({ length: catalogueMaximum }, (_, index) => also({ ...KIM, surname: `Telt ${"abcdefghijklmnopqrst"[index] ?? ""}` }, `telt${index}@debrug.example`));
    const { requestId } = await inHand(three({ services: ["wmo-claims"], others: many }));
    const judged = await db().select().from(judgement).where(and(eq(judgement.requestId, requestId), eq(judgement.point, "screening"))).orderBy(asc(judgement.position));
    expect(judged.map(({ facts }) => facts["wmo.usersAfter"])).toEqual(Array.from({ length: catalogueMaximum + 1 }, (_, index) => index + 1));
    expect(judged.filter(({ spoke }) => spoke.includes("wmo-maximum")).map(({ position }) => position)).toEqual([catalogueMaximum + 1]);
  });
});

describe("the decision, per user", () => {
  it("approves some and rejects others, each with a reason from the list, and says so to the applicant (P6)", async () => {
    const { requestId, version } = await inHand();
    const by = office.staff.sanne;
    const decide = (refused: ReadonlyMap<number, string>) => approveRequest(office.made.office, { requestId, version, refused, by, now: office.now() });
    await expect(decide(refuse(2, "NO_SUCH_REASON"))).rejects.toMatchObject({ code: "request.reason-unknown" });
    await expect(decide(refuse(4))).rejects.toMatchObject({ code: "request.person-unknown" });
    await expect(decide(new Map([[1, "DUPLICATE"], [2, "DUPLICATE"], [3, "DUPLICATE"]]))).rejects.toMatchObject({ code: "request.nobody-approved" });
    expect(await decided(requestId)).toEqual([[null, null], [null, null], [null, null]]);
    await decide(refuse(2));
    expect(await decided(requestId)).toEqual([["approve", null], ["reject", "DUPLICATE"], ["approve", null]]);
    expect((await listPersons(db(), requestId)).every(({ decidedBy }) => decidedBy === by.id)).toBe(true);
    await office.letDecisionsLeave();
    const [told] = await mailsOf(requestId, "users-approved");
    expect(told?.text).toMatch(/K\. Smit: niet goedgekeurd\. .+/);
    expect(told?.text).toMatch(/A\. van der Linden: goedgekeurd/);
    expect(told?.subject).toMatch(/ is gedeeltelijk goedgekeurd: 2 van 3 gebruikers$/);
    expect(await mailsOf(requestId, "request-approved")).toEqual([]);
    // Once for the request: for whom it is, without who was rejected (D24).
    const asked = await mailsOf(requestId, "identification-invitation");
    expect(asked.length).toBeGreaterThan(0);
    for (const { text } of asked) {
      expect(text).toContain("A. van der Linden");
      expect(text).not.toContain("K. Smit");
    }
  });

  it("tells a colleague who sent a form for the same users how many were approved, and not that all were", async () => {
    const answers = three({ "user.name": { initials: "T.", prefix: "", surname: "Tweemaal" }, "user.email": "t.tweemaal@debrug.example" });
    const other = await received(office, { ...answers, "applicant.email": "collega@debrug.example" });
    const { requestId, version } = await inHand(answers);
    await joinRequests(office.made.office, { requestId, version, others: [other], by: office.staff.sanne, now: office.now() });
    const kept = await getRequest(db(), requestId);
    await approveRequest(office.made.office, { requestId, version: kept.version, refused: refuse(2), by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    const [told] = await mailsOf(requestId, "joined-answered");
    expect(told?.text).toContain("De aanvraag is gedeeltelijk goedgekeurd: 2 van 3 gebruikers.");
  });

  it("can be taken back, and is then nobody's decision any more", async () => {
    const { requestId, version } = await inHand();
    const by = office.staff.sanne;
    const { version: after } = await approveRequest(office.made.office, { requestId, version, refused: refuse(3), by, now: office.now() });
    await undoDecision(office.made.office, { requestId, by, now: office.now() });
    expect(await decided(requestId)).toEqual([[null, null], [null, null], [null, null]]);
    await rejectRequest(office.made.office, { requestId, version: after + 1, reasonCode: "NOT_EMPLOYED", by, now: office.now() });
    expect(await decided(requestId)).toEqual([["reject", "NOT_EMPLOYED"], ["reject", "NOT_EMPLOYED"], ["reject", "NOT_EMPLOYED"]]);
    await office.letDecisionsLeave();
    expect((await getRequest(db(), requestId)).status).toBe("rejected");
  });

  it("is refused for whom a rule forbids it, and goes on without them", async () => {
    const { requestId, version } = await inHand(three({ others: [also(KIM, "k.smit@debrug.example", { "user.endsOn": "2026-01-01" }), also(ANNA, "a.vanderlinden@debrug.example")] }));
    const by = office.staff.sanne;
    await expect(approveRequest(office.made.office, { requestId, version, by, now: office.now() })).rejects.toMatchObject({ code: "request.blocked", details: { rule: "account-end-passed" } });
    await approveRequest(office.made.office, { requestId, version, refused: refuse(2, "NAME_MISMATCH"), by, now: office.now() });
    expect(await decided(requestId)).toEqual([["approve", null], ["reject", "NAME_MISMATCH"], ["approve", null]]);
  });

  it("waits for a second pair of eyes as one proposal, which approves what it saw (D15)", async () => {
    const { requestId, version } = await inHand();
    await db().update(request).set({ secondCheckRequired: true }).where(eq(request.id, requestId));
    const proposed = await approveRequest(office.made.office, { requestId, version, refused: refuse(2), by: office.staff.sanne, now: office.now() });
    expect(proposed.status).toBe("second-check");
    await secondApprove(office.made.office, { requestId, version: proposed.version, by: office.staff.wim, now: office.now() });
    expect(await decided(requestId)).toEqual([["approve", null], ["reject", "DUPLICATE"], ["approve", null]]);
  });
});

describe("what the database holds", () => {
  it("a rejection has a reason and a decider, and an approval has none of the first", async () => {
    const { requestId } = await inHand();
    const set = (values: Partial<typeof requestPerson.$inferInsert>) => db().update(requestPerson).set(values).where(and(eq(requestPerson.requestId, requestId), eq(requestPerson.position, 1)));
    const by = { decidedBy: office.staff.sanne.id, decidedAt: office.now() };
    await expect(set({ decision: "reject", ...by })).rejects.toMatchObject({ cause: { message: expect.stringContaining("person_is_rejected_with_a_reason") as string } });
    await expect(set({ decision: "approve", reasonCode: "DUPLICATE", ...by })).rejects.toMatchObject({ cause: { message: expect.stringContaining("person_is_rejected_with_a_reason") as string } });
    await expect(set({ decision: "approve" })).rejects.toMatchObject({ cause: { message: expect.stringContaining("person_is_decided_by_somebody") as string } });
  });

  it("no account for whom was not approved, and no rejection for whom has one", async () => {
    const requestId = await carriedOut();
    const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
    if (!made) throw new Error("no account");
    const forKim = db().insert(account).values({ ...made, userNumber: "12345678901237", position: 2 });
    await expect(forKim).rejects.toMatchObject({ cause: { message: expect.stringContaining("not approved") as string } });
    const rejected = db().update(requestPerson).set({ decision: "reject", reasonCode: "DUPLICATE" }).where(and(eq(requestPerson.requestId, requestId), eq(requestPerson.position, 1)));
    await expect(rejected).rejects.toMatchObject({ cause: { message: expect.stringContaining("stays approved") as string } });
  });

  it("no approval that approves nobody", async () => {
    const { requestId } = await inHand();
    const approved = db().update(request).set({ decision: "approve", decidedBy: office.staff.sanne.id, decidedAt: office.now() }).where(eq(request.id, requestId));
    await expect(approved).rejects.toMatchObject({ cause: { message: expect.stringContaining("somebody who was approved") as string } });
  });
});

describe("what comes of it, in one transaction", () => {
  it("each approved user their own account, number, PIN and letter; the numbers in e-mails of their own, never beside a PIN (R17, D7, P10)", async () => {
    const requestId = await carriedOut(three({ sharing: "each", others: [also(KIM, "k.smit@debrug.example"), also(ANNA, "a.vanderlinden@debrug.example", { services: ["cov"], "user.endsOn": "2027-03-31" })] }));
    const made = await db().select().from(account).where(eq(account.requestId, requestId)).orderBy(asc(account.position));
    expect(made.map(({ position, surname, endsOn }) => [position, surname, endsOn])).toEqual([[1, "Håkon", null], [3, "Linden", "2027-03-31"]]);
    const granted = await db().select().from(authorisation).where(eq(authorisation.userNumber, made[1]?.userNumber ?? ""));
    expect(granted.map(({ service }) => service)).toEqual(["cov"]);
    expect(await db().$count(letter, eq(letter.requestId, requestId))).toBe(2);
    const numbers = await mailsOf(requestId, "user-number");
    expect(numbers.map(({ userNumber }) => userNumber).sort()).toEqual(made.map(({ userNumber }) => userNumber).sort());
    for (const one of made) {
      const [own] = numbers.filter(({ userNumber }) => userNumber === one.userNumber);
      expect(own?.text).toContain(one.surname);
      for (const other of made.filter(({ userNumber }) => userNumber !== one.userNumber)) expect(own?.text).not.toContain(other.userNumber);
    }
    // Once more does nothing more.
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    await office.work();
    expect(await db().$count(account, eq(account.requestId, requestId))).toBe(2);
    expect(await mailsOf(requestId, "user-number")).toHaveLength(2);
  });

  it("is done when all numbers are sent and all letters posted, whatever comes last (D9)", async () => {
    await printAndPost(office);
    const requestId = await carriedOut();
    expect((await getRequest(db(), requestId)).numberSentAt).not.toBeNull();
    const by = office.staff.noor;
    const batch = await makeBatch(office.made.office, { by, now: office.now() });
    const letters = await releaseBatch(office.made.office, { batch, by, now: office.now() });
    expect(letters).toHaveLength(2);
    const [first, second] = letters.map(({ id }) => id);
    await settleBatch(office.made.office, { batch, posted: [first ?? ""], spoilt: [second ?? ""], by, now: office.now() });
    await office.work();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", letterPostedAt: null });
    expect(await db().$count(letter, and(eq(letter.requestId, requestId), eq(letter.status, "waiting")))).toBe(1);
    await printAndPost(office);
    expect((await getRequest(db(), requestId)).status).toBe("done");
  });

  it("tells of a parcel once, with everybody whose letter is in it", async () => {
    const requestId = await carriedOut();
    await printAndPost(office);
    await office.work();
    const told = await mailsOf(requestId, "pin-letters-posted");
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/Z\. van der Håkon[^]*A\. van der Linden/);
    expect(told[0]?.text).not.toContain("K. Smit");
    expect(await mailsOf(requestId, "pin-letter-posted")).toEqual([]);
  });

  it("waits for the last of several numbers (R25)", async () => {
    const requestId = await carriedOut();
    await db().update(request).set({ numberSentAt: null }).where(eq(request.id, requestId));
    const [unsent] = await db().update(account).set({ numberSentAt: null }).where(and(eq(account.requestId, requestId), eq(account.position, 3))).returning();
    const sent = (userNumber: string | undefined) => db().transaction((tx) => numberWasSent(tx, { requestId, userNumber }, office.now()));
    const [other] = await db().select().from(account).where(and(eq(account.requestId, requestId), eq(account.position, 1)));
    await sent(other?.userNumber);
    expect((await getRequest(db(), requestId)).numberSentAt).toBeNull();
    await sent(unsent?.userNumber);
    expect((await getRequest(db(), requestId)).numberSentAt).not.toBeNull();
    expect(await db().$count(account, and(eq(account.requestId, requestId), isNull(account.numberSentAt)))).toBe(0);
  });
});
