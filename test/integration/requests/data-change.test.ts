import { and, eq, isNull, like, notInArray } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { completeTask, listTasks } from "#app/domain/effects/tasks.ts";
import { denyRequest } from "#app/domain/identification/asked.ts";
import { readCase } from "#app/domain/requests/case.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { EMPTY_CONTENT } from "#app/domain/requests/form/content.ts";
import { fillIn, judgeIntake, type Form } from "#app/domain/requests/form/fill-in.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { answersFor, approve, identify, install, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const [MAIN_CONTACT, CONTACT, SIGNATORY, APPLICANT, USER] = ["f.elidrissi@debrug.example", "p.hendriks@debrug.example", "j.devries-bakker@debrug.example", "s.jansen@debrug.example", "z.vanderhakon@debrug.example"];
const FORMER = { street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "hs", postcode: "3511AB", town: "Utrecht" };
const NEW = { street: "Lindelaan", houseNumber: 12, houseNumberSuffix: "", postcode: "3521CD", town: "Utrecht" };

let office: TestOffice;
let zoe: typeof account.$inferSelect;
let madeBy: string;
beforeAll(async () => {
  office = await openOffice();
  const requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  await printAndPost(office);
  await office.work();
  const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
  if (!made) throw new Error("There is no account.");
  zoe = made;
  madeBy = requestId;
});
beforeEach(() => office.clock.add(60_000));

/** Everything as it was: the address, the people, Zoë, and the registers. */
afterEach(async () => {
  const { db } = office.database;
  const open = await db.select({ id: request.id }).from(request).where(notInArray(request.status, [...CLOSED, "fulfilling"]));
  for (const { id } of open) await cancelRequest(office.made.office, { requestId: id, now: office.now() });
  await db.update(enterprise).set({ ...FORMER, addressChangedAt: null }).where(eq(enterprise.id, zoe.enterpriseId));
  for (const id of ["fatima", "pieter", "johanna"]) {
    const { email, phone, surname } = person(id);
    await db.update(roleHolder).set({ email, phone, emailChangedAt: null, phoneChangedAt: null }).where(and(eq(roleHolder.enterpriseId, zoe.enterpriseId), eq(roleHolder.surname, surname)));
  }
  await db.update(account).set(zoe).where(eq(account.userNumber, zoe.userNumber));
  await inRegisters(FORMER);
});

async function inRegisters(address: typeof FORMER, registers: Array<"kvk/68750110" | "vektis/12345678"> = ["kvk/68750110", "vektis/12345678"]): Promise<void> {
  for (const register of registers) await office.town.post(`/simulators/registers/${register}/move`, { ...address, houseNumber: String(address.houseNumber) });
}

function formFor(kind: string, other: Record<string, unknown>, practiceId = "de-brug"): Record<string, unknown> {
  const { "applicant.name": name, "applicant.email": email, "applicant.phone": phone, "applicant.position": position } = answersFor("de-brug");
  const { kvkNumber, agbCodes } = practice(practiceId);
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "change.kind": kind,
    ...other,
    "applicant.name": name,
    "applicant.email": email,
    "applicant.phone": phone,
    "applicant.position": position,
  };
}

const nameOf = (id: string) => ({ initials: person(id).initials, prefix: person(id).prefix, surname: person(id).surname });
const moved = { "address.reason": "moved", "address.new": NEW };
const fatimasNewEmail = { "person.role": "main-contact", "person.name": nameOf("fatima"), "new.email": "fatima@nieuw.example" };
const ofZoe = (other: Record<string, unknown>) => ({ "person.number": zoe.userNumber, "person.name": nameOf("zoe"), ...other });

const asked = (kind: string, other: Record<string, unknown>, practiceId?: string) => received(office, formFor(kind, other, practiceId), "data-change");
const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
/** What the rules said, but for what is said of all: Sem holds no role at De Brug, and what another test left waits to be ticked off. */
const foundIn = async (requestId: string) => {
  const screening = await latestJudgement(office.database.db, requestId, "screening");
  return (screening?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((ruleId) => ruleId !== "applicant-unknown" && ruleId !== "duplicate");
};
const mailsOf = (requestId: string) => office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt);
const told = async (requestId: string, ...templates: string[]) =>
  (await mailsOf(requestId)).filter(({ template }) => templates.includes(template)).map(({ template, recipient }) => `${template} ${recipient}`).sort();
const party = async () => (await office.database.db.select().from(enterprise).where(eq(enterprise.id, zoe.enterpriseId)))[0];
const holdersOf = (surname: string) => office.database.db.select().from(roleHolder).where(and(eq(roleHolder.surname, surname), isNull(roleHolder.endedAt)));
const changedBy = async (requestId: string) => (await readCase(office.database.db, { requestId, now: office.now() })).dataChange;

async function carriedOut(requestId: string, holder = "johanna"): Promise<void> {
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder });
  await office.work();
}

/** As after a publication: the newest release, with another version of one definition. */
async function publishOnce({ kind, key, content }: { kind: "request-type"; key: string; content: unknown }): Promise<void> {
  const { db } = office.database;
  const before = await currentRelease(db);
  const [made] = await db.insert(release).values({ publishedAt: office.now(), publishedBy: "installation" }).returning();
  const version = 1000 + (made?.id ?? 0);
  const [stored] = await db.insert(definitionVersion).values({ kind, key, version, hash: `${version}`, content, status: "published", author: "installation", approver: "installation", createdAt: office.now(), publishedAt: office.now() }).returning();
  const entries = await db.select().from(releaseEntry).where(eq(releaseEntry.releaseId, before));
  await db.insert(releaseEntry).values(entries.map((entry) => ({ ...entry, releaseId: made?.id ?? 0, ...(entry.kind === kind && entry.key === key && { definitionId: stored?.id ?? 0 }) })));
}

async function tickOff(requestId: string): Promise<string[]> {
  const tasks = await listTasks(office.database.db, requestId);
  for (const { id } of tasks) await completeTask(office.made.office, { requestId, taskId: id, by: office.staff.sanne, now: office.now() });
  await office.work();
  return tasks.map(({ task }) => task);
}

describe("the correspondence address (R103, Q4)", () => {
  it("is changed when both registers have it, after a second check and identification, and those who hold a role are told old and new", async () => {
    await inRegisters(NEW);
    const requestId = await asked("address", moved);
    expect(await foundIn(requestId)).toEqual(["reach-second-check"]);
    expect(await rowOf(requestId)).toMatchObject({ subjectName: "Tandartspraktijk De Brug", identificationRequired: true, secondCheckRequired: true });
    const shown = [{ field: "address", before: "Brugstraat 5 hs, 3511 AB Utrecht", after: "Lindelaan 12, 3521 CD Utrecht" }];
    expect(await changedBy(requestId)).toEqual(shown);
    await carriedOut(requestId);

    expect(await party()).toMatchObject({ ...NEW, addressChangedAt: office.now() });
    expect(await changedBy(requestId)).toEqual(shown);
    expect(await told(requestId, "data-changed", "data-change-done", "former-address")).toEqual(
      [`data-change-done ${APPLICANT}`, `data-changed ${CONTACT}`, `data-changed ${MAIN_CONTACT}`, `data-changed ${SIGNATORY}`].sort(),
    );
    const [text] = (await mailsOf(requestId)).filter(({ template }) => template === "data-changed").map((one) => one.text);
    expect(text).toMatch(/Eerst: Brugstraat 5 hs, 3511 AB Utrecht\s+Nu: Lindelaan 12, 3521 CD Utrecht/);
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "data.changed")));
    expect(event).toMatchObject({ subjectKind: "enterprise", subjectId: zoe.enterpriseId, payload: { values: shown } });
    // The former address hears of it by a letter that somebody writes (D15).
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling" });
    expect(await tickOff(requestId)).toEqual(["letter-to-former-address"]);
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect((await getStatus(office.database.db, { requestId })).steps.map(({ key }) => key)).toEqual(["received", "review", "identification", "change", "changed"]);
  });

  it("holds back for thirty days what goes there: a second pair of eyes looks at the next PIN letter (D15)", async () => {
    await inRegisters(NEW);
    await carriedOut(await asked("address", moved));
    const next = await received(office, answersFor("de-brug", { "user.name": nameOf("elif"), "user.email": person("elif").email }));
    expect(await foundIn(next)).toContain("correspondence-changed");
    expect(await rowOf(next)).toMatchObject({ secondCheckRequired: true });
  });

  it.each([
    ["KVK", ["vektis/12345678" as const], "kvk-has-old-address"],
    ["Vektis", ["kvk/68750110" as const], "vektis-has-old-address"],
  ])("is refused on the form, and cannot be approved, while %s has the former one", async (_register, registers, rule) => {
    await inRegisters(NEW, registers);
    const requestId = await asked("address", moved);
    expect(await foundIn(requestId)).toContain(rule);
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
    await office.database.db.update(request).set({ claimedUntil: null }).where(eq(request.id, requestId));

    const { db, registers: both } = office.made.office;
    const { draft } = await beginDraft(office.made.office, { type: "data-change", language: "nl", now: office.now() });
    const type = await requestTypeOf(db, draft);
    const page = (id: string) => type.pages.find((one) => one.id === id) ?? type.pages[0]!;
    let form: Form = { releaseId: draft.releaseId, type, content: EMPTY_CONTENT };
    const send = async (id: string, typed: Record<string, string>) => {
      const filled = await fillIn(db, both, form, page(id), typed, office.now());
      expect(filled.errors).toEqual([]);
      form = { ...form, content: filled.content };
    };
    const address = { "address.reason": "moved", "address.new.street": NEW.street, "address.new.houseNumber": "12", "address.new.houseNumberSuffix": "", "address.new.postcode": "3521 cd", "address.new.town": NEW.town };
    await send("practice", { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" });
    await send("change", { "change.kind": "address" });
    await send("address", address);
    expect(await judgeIntake(db, form, form.content.answers, office.now())).toMatchObject({ kind: "refer", to: "registers-address", ruleId: rule });
    // Once it is right there, the same page sent again goes on.
    await inRegisters(NEW);
    await send("address", address);
    expect(await judgeIntake(db, form, form.content.answers, office.now())).toMatchObject({ kind: "allow" });
  });

  it("for post only may be one that no register has, which the reviewer is told", async () => {
    const requestId = await asked("address", { "address.reason": "post-only", "address.new": { ...NEW, street: "Postbus" } });
    expect(await foundIn(requestId)).toEqual(["address-for-post-only", "reach-second-check"]);
  });

  it("warns of letters in the house that bear the former address", async () => {
    const other = await received(office, answersFor("de-brug", { "user.name": nameOf("elif"), "user.email": person("elif").email }));
    await approve(office, other);
    await office.letDecisionsLeave();
    await identify(office, other, { holder: "johanna" });
    await office.work();
    await inRegisters(NEW);
    expect(await foundIn(await asked("address", moved))).toEqual(["letters-under-way", "reach-second-check"]);
    await printAndPost(office);
  });

  it("that is ours already changes nothing, and is not approved", async () => {
    const requestId = await asked("address", { "address.reason": "moved", "address.new": FORMER });
    expect(await foundIn(requestId)).toEqual(["change-is-none", "reach-second-check"]);
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
  });
});

describe("phone and e-mail of who holds a role (R101, Q9, Q13)", () => {
  it("an e-mail address: identified at the former one, and the former one is told at once (D15)", async () => {
    const requestId = await asked("holder-email", fatimasNewEmail);
    expect(await foundIn(requestId)).toEqual(["reach-second-check"]);
    await carriedOut(requestId, "fatima");
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await told(requestId, "asked-invitation")).toContain(`asked-invitation ${MAIN_CONTACT}`);
    expect(await told(requestId, "data-changed", "data-change-done", "former-address")).toEqual(
      ["data-changed fatima@nieuw.example", `data-change-done ${APPLICANT}`, `former-address ${MAIN_CONTACT}`].sort(),
    );
    // Those who have to confirm it, or may object, see what it is to become; whoever reads the former mailbox later does not.
    for (const { template, recipient, text } of await mailsOf(requestId)) expect(text.includes("fatima@nieuw.example"), `${template} ${recipient}`).toBe(["asked-notice", "asked-invitation", "data-changed"].includes(template));
    expect((await holdersOf("el Idrissi"))[0]).toMatchObject({ email: "fatima@nieuw.example", emailChangedAt: office.now(), phoneChangedAt: null });
    expect(await changedBy(requestId)).toEqual([{ field: "email", before: MAIN_CONTACT, after: "fatima@nieuw.example" }]);
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "data.changed")));
    expect(event?.payload).toEqual({ values: [{ field: "email", before: "f•••@debrug.example", after: "f•••@nieuw.example" }] });
    const next = await received(office, answersFor("de-brug", { "user.name": nameOf("elif"), "user.email": person("elif").email }));
    expect(await foundIn(next)).toContain("main-contact-reach-changed");
  });

  it("a phone number: it counts for the second check as an e-mail address does", async () => {
    const requestId = await asked("holder-phone", { "person.role": "main-contact", "person.name": nameOf("fatima"), "new.phone": "+31687654321" });
    await carriedOut(requestId);
    expect((await holdersOf("el Idrissi"))[0]).toMatchObject({ phone: "+31687654321", phoneChangedAt: office.now(), emailChangedAt: null });
    expect((await mailsOf(requestId)).find(({ template }) => template === "data-changed")?.text).toContain("Nu: 06 87654321");
    expect(await told(requestId, "data-changed", "former-address")).toEqual([`data-changed ${MAIN_CONTACT}`]);
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "data.changed")));
    expect(JSON.stringify(event?.payload)).not.toContain("31687654321");
    expect(await foundIn(await asked("holder-phone", { "person.role": "contact", "person.name": nameOf("pieter"), "new.phone": "+31687654322" }))).toContain("main-contact-reach-changed");
  });

  it("of whoever is everything in a practice is changed in every role (R72)", async () => {
    const requestId = await asked("holder-email", { "person.role": "signatory", "person.name": nameOf("tessa"), "new.email": "tessa@nieuw.example" }, "meijer");
    await carriedOut(requestId, "tessa");
    expect((await holdersOf("Meijer")).map(({ role, email }) => `${role} ${email}`).sort()).toEqual(["contact tessa@nieuw.example", "main-contact tessa@nieuw.example", "signatory tessa@nieuw.example"]);
    expect(await told(requestId, "data-changed")).toEqual(["data-changed tessa@nieuw.example"]);
  });

  it("of somebody who does not hold that role cannot be approved, and the form does not say so", async () => {
    const unknown = await asked("holder-email", { ...fatimasNewEmail, "person.role": "signatory" });
    const known = await asked("holder-email", fatimasNewEmail);
    await office.work();
    expect(await foundIn(unknown)).toEqual(["holder-unknown", "reach-second-check"]);
    await expect(approve(office, unknown)).rejects.toMatchObject({ code: "request.blocked" });
    await office.database.db.update(request).set({ status: "submitted", claimedBy: null, claimedUntil: null }).where(eq(request.id, unknown));
    const shown = async (requestId: string) => {
      const { reference, ...status } = await getStatus(office.database.db, { requestId });
      const mails = (await mailsOf(requestId)).filter(({ recipient }) => recipient === APPLICANT).map(({ template, subject, text }) => [template, subject, text]);
      return JSON.stringify({ status, mails: mails.sort() }).replaceAll(reference, "").replaceAll(/link\.invalid\/[0-9a-f-]+/g, "");
    };
    expect(await shown(unknown)).toBe(await shown(known));
  });

  it("changes nothing for one pair of eyes, nor when who is asked does not know the request", async () => {
    const requestId = await asked("holder-email", fatimasNewEmail);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    expect((await approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() })).status).toBe("second-check");
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();
    await denyRequest(office.made.office, { link: await linkTo(office, requestId, "identification", "fatima"), now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null });
    expect((await holdersOf("el Idrissi"))[0]?.email).toBe(MAIN_CONTACT);
  });

  it("is carried out once, and of two at once the second one's former address is the first one's new one", async () => {
    const forms = [fatimasNewEmail, { ...fatimasNewEmail, "new.email": "fatima@anders.example" }];
    const requests: string[] = [];
    for (const form of forms) {
      const requestId = await asked("holder-email", form);
      await approve(office, requestId);
      await office.letDecisionsLeave();
      await office.work();
      await office.database.db.update(request).set({ status: "fulfilling", identifiedAt: office.now() }).where(eq(request.id, requestId));
      requests.push(requestId);
    }
    await Promise.all([...requests, ...requests].map((requestId) => fulfilRequest(office.made.fulfil, { requestId, now: office.now() })));
    const changes = (await Promise.all(requests.map(changedBy))).map((values) => values?.[0]);
    const [holder] = await holdersOf("el Idrissi");
    const last = changes.find((change) => change?.after === holder?.email);
    const first = changes.find((change) => change !== last);
    expect([first?.before, last?.before]).toEqual([MAIN_CONTACT, first?.after]);
    for (const requestId of requests) expect((await office.trail(requestId)).filter((act) => act === "data.changed")).toHaveLength(1);
  });
});

describe("a user's own data (R107, Q18, Q26)", () => {
  const zoeNow = async () => (await office.database.db.select().from(account).where(eq(account.userNumber, zoe.userNumber)))[0];

  it("an e-mail address: the former one and the contact are told", async () => {
    const requestId = await asked("user-email", ofZoe({ "new.email": "zoe@nieuw.example" }));
    expect(await foundIn(requestId)).toEqual([]);
    await carriedOut(requestId);
    expect((await zoeNow())?.email).toBe("zoe@nieuw.example");
    expect(await told(requestId, "data-changed", "former-address")).toEqual(["data-changed zoe@nieuw.example", `data-changed ${CONTACT}`, `former-address ${USER}`].sort());
    for (const { text } of await mailsOf(requestId)) expect(text).not.toContain(zoe.userNumber);
  });

  it("a name: the reviewer is told to look at the evidence, and Zoë replaces her certificate by herself", async () => {
    const { serial } = await install(office, madeBy);
    const requestId = await asked("user-name", ofZoe({ "new.name": { initials: "Z.", prefix: "de", surname: "Vries" }, "new.givenName": "Zoë", "new.evidence": "civil-record" }));
    expect(await foundIn(requestId)).toEqual(["evidence-first"]);
    await carriedOut(requestId);
    expect(await zoeNow()).toMatchObject({ initials: "Z.", prefix: "de", surname: "Vries", givenName: "Zoë", status: "active" });
    expect(await changedBy(requestId)).toEqual([
      { field: "name", before: "Z. van der Håkon", after: "Z. de Vries" },
      { field: "given-name", before: "", after: "Zoë" },
    ]);
    expect(await told(requestId, "data-changed")).toEqual([`data-changed ${CONTACT}`, `data-changed ${USER}`]);
    // Nothing is left for the desk: the request is done, and what the certificate says is the user's to replace.
    expect(await tickOff(requestId)).toEqual([]);
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await listReissues(office.database.db, { requestId })).toMatchObject([{ serial, differs: ["CN"], outcome: null, user: "Z. de Vries" }]);
    const replacing = await office.database.db.select().from(mail).where(like(mail.template, "reissue-%"));
    expect(replacing.map(({ template, recipient }) => `${template} ${recipient}`).sort()).toEqual([`reissue-opened ${MAIN_CONTACT}`, `reissue-opened ${CONTACT}`, `reissue-opened-user ${USER}`]);
    for (const { text } of replacing) expect([text.includes("naam"), text.includes(zoe.userNumber)]).toEqual([true, false]);
  });

  it("a name, asked under rules from before certificates were replaced by themselves: what they name is still done by hand", async () => {
    const { db } = office.database;
    const now = await currentRelease(db);
    const { content } = await getDefinition(db, now, "request-type", "data-change");
    const former = { ...content, effects: content.effects.map((one) => (one.effect === "reissue-certificate" ? { ...one, effect: "manual-task", task: "reissue-certificate" } : one)) };
    await publishOnce({ kind: "request-type", key: "data-change", content: former });
    const requestId = await asked("user-name", ofZoe({ "new.name": { initials: "Z.", prefix: "", surname: "Jansen" }, "new.evidence": "civil-record" }));
    await publishOnce({ kind: "request-type", key: "data-change", content });
    await carriedOut(requestId);
    expect(await zoeNow()).toMatchObject({ surname: "Jansen" });
    expect(await listReissues(db, { requestId })).toEqual([]);
    expect(await tickOff(requestId)).toEqual(["reissue-certificate"]);
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
  });

  it("a gender: we keep none, so somebody corrects it by hand, and then it is told", async () => {
    const requestId = await asked("user-gender", ofZoe({ "new.gender": "other", "new.evidence": "identity-document" }));
    await carriedOut(requestId);
    expect(await changedBy(requestId)).toBeNull();
    expect(await told(requestId, "data-changed", "data-change-done")).toEqual([]);
    expect(await tickOff(requestId)).toEqual(["correct-gender"]);
    expect(await told(requestId, "data-change-done")).toEqual([`data-change-done ${CONTACT}`, `data-change-done ${APPLICANT}`, `data-change-done ${USER}`].sort());
  });

  it.each<[what: string, other: () => Record<string, unknown>, rules: string[]]>([
    ["a number that nobody has", () => ({ "person.number": "90000000000001" }), ["account-unknown"]],
    ["another name", () => ({ "person.name": nameOf("pieter") }), ["account-name-differs"]],
    ["the number that we have already", () => ({ "new.phone": zoe.phone ?? "" }), ["change-is-none"]],
  ])("%s", async (_what, other, rules) => {
    const requestId = await asked("user-phone", { ...ofZoe({ "new.phone": "+31687654321" }), ...other() });
    expect(await foundIn(requestId)).toEqual(rules);
  });

  it("is not changed for an account that has ended meanwhile, and shows among what is stuck", async () => {
    const requestId = await asked("user-phone", ofZoe({ "new.phone": "+31687654321" }));
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.database.db.update(request).set({ status: "fulfilling", identifiedAt: office.now() }).where(eq(request.id, requestId));
    await office.database.db.update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    await expect(fulfilRequest(office.made.fulfil, { requestId, now: office.now() })).rejects.toMatchObject({ code: "change.nobody" });
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", fulfilledAt: null });
  });
});
