import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { destroyOldCopies } from "#app/domain/intake/copies.ts";
import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { getFile, listFilesOf, openPicture } from "#app/domain/files/store.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { loader as showMasking, action as mask } from "#app/routes/intake.$intakeId_.masking.$fileId.$page.tsx";
import { action as saveForm } from "#app/routes/intake.$intakeId.form.tsx";
import { action as drop } from "#app/routes/intake.$intakeId.drop.tsx";
import { action as refuse } from "#app/routes/intake.$intakeId.refused-copy.tsx";
import { action as attach } from "#app/routes/intake.$intakeId.request.tsx";
import { action as chooseType } from "#app/routes/intake.$intakeId.type.tsx";
import { loader as show } from "#app/routes/intake.$intakeId.tsx";
import { action as begin, loader as list } from "#app/routes/intake._index.tsx";
import { action as shred } from "#app/routes/desk.requests.$requestId.shredding.tsx";
import { mail } from "#db/schema/correspondence.ts";
import { filePicture } from "#db/schema/files.ts";
import { intake } from "#db/schema/intake.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { draft, requestClock } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { qrPng, scanPdf } from "#test/support/scans.ts";
import { AGREED_SERVICES } from "#test/support/stage.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
}, 120_000);

const QR = "ZEGEL:F:new-user:K7MQ3XWD92HT";
type Form = Record<string, string | string[]>;
const routes = () => routesOf(office);
const by = () => office.staff.sanne;

/** Sanne scans what lay on the mat on Friday. */
async function takeIn(options: { qr?: string; idCopy?: { name: string; bytes: Uint8Array }; fields?: Record<string, string> } = {}): Promise<string> {
  const form = new FormData();
  const fields = { channel: "paper", "received.day": "13", "received.month": "11", "received.year": "2026", sender: "Tandartspraktijk De Brug", ...options.fields };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("files", new Blob([Uint8Array.from(await scanPdf({ ...(options.qr && { qr: options.qr }) }))]), "scan.pdf");
  if (options.idCopy) form.append("idCopy", new Blob([Uint8Array.from(options.idCopy.bytes)]), options.idCopy.name);
  const answer = await routes().post(begin, "/intake", form, { by: by() });
  expect(answer.data["problem"]).toBeUndefined();
  return answer.location?.replace("/intake/", "") ?? "";
}

function typed(change: Form = {}): Form {
  const { kvkNumber, agbCodes } = practice("de-brug");
  const [zoe, sem] = [person("zoe"), person("sem")];
  return {
    "practice.agbCode": agbCodes[0] ?? "", "practice.kvkNumber": kvkNumber, reason: "contact-absent", absence: "temporary",
    "user.name.initials": zoe.initials, "user.name.prefix": zoe.prefix, "user.name.surname": zoe.surname, "user.email": zoe.email, "user.phone": zoe.phone, "user.employed": "yes",
    services: [...AGREED_SERVICES],
    "applicant.name.initials": sem.initials, "applicant.name.prefix": sem.prefix, "applicant.name.surname": sem.surname, "applicant.email": sem.email, "applicant.phone": sem.phone, "applicant.position": "assistent",
    ...change,
  };
}

async function holder(role: "contact" | "main-contact"): Promise<typeof roleHolder.$inferSelect> {
  const [found] = await office.database.db.select().from(roleHolder).where(and(eq(roleHolder.role, role), eq(roleHolder.email, person(role === "contact" ? contactId : mainId).email)));
  if (!found) throw new Error("Nobody has this role.");
  return found;
}
const contactId = "pieter";
const mainId = "fatima";

const GOOD_COPY = { _idCopy: "present", _idDocument: "passport", _idLastFour: "9k2l", "_idExpiresOn.day": "1", "_idExpiresOn.month": "6", "_idExpiresOn.year": "2031" };

async function versionOf(intakeId: string): Promise<string> {
  const { data } = await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } });
  return String((data["form"] as { version: number }).version);
}

async function save(intakeId: string, form: Form, intent: "save" | "register" = "save") {
  return routes().post(saveForm, `/intake/${intakeId}/form`, { ...form, _intent: intent, _version: await versionOf(intakeId) }, { by: by(), params: { intakeId } });
}

/** From the mat to the desk, signed by whoever is named. */
async function registered(options: Parameters<typeof takeIn>[0] & { signed?: string; copy?: Form; change?: Form } = {}): Promise<string> {
  const intakeId = await takeIn({ qr: QR, ...options });
  const answer = await save(intakeId, { ...typed(options.change), _signed: options.signed ?? "none", ...(options.copy ?? GOOD_COPY) }, "register");
  expect(answer.data["problem"]).toBeUndefined();
  await office.work();
  return requestAt(answer.location);
}

/** The request that it became, as the list that one comes back to names it. */
async function requestAt(location: string | null | undefined): Promise<string> {
  const { data } = await routes().get(list, location ?? "", { by: by() });
  return (data["done"] as { request: { to: string } | null } | null)?.request?.to.replace("/desk/requests/", "") ?? "";
}

const findings = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Array<{ ruleId: string }>).map(({ ruleId }) => ruleId);
const mailsOf = async (requestId: string) => (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId))).map(({ template, recipient }) => `${template} ${recipient}`);

describe("R11, R12, R104: a request on paper", () => {
  it("is recognised by its QR, typed over with the checks of the form, and received on the day on which it came (D9)", async () => {
    const intakeId = await takeIn({ qr: QR });
    const wrong = await save(intakeId, { ...typed(), "practice.agbCode": "123", "user.email": "zoe@" });
    expect(wrong.status).toBe(422);
    expect(Object.keys((wrong.data["problem"] as { fields: object }).fields)).toEqual(expect.arrayContaining(["practice.agbCode", "user.email"]));
    // What was wrong is kept as well: nothing typed is lost.
    const { data } = await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } });
    expect((data["form"] as { type: string; typed: Form }).type).toBe("new-user");
    expect((data["form"] as { typed: Form }).typed).toMatchObject({ "practice.agbCode": "123", "user.email": "zoe@", "user.phone": "06 12345678" });

    const unsaid = await save(intakeId, typed(), "register");
    expect((unsaid.data["problem"] as { fields: Form }).fields).toMatchObject({ _signed: "Zeg van wie de handtekening is.", _idCopy: "Zeg hoe het met de kopie van het identiteitsbewijs staat." });
    const done = await save(intakeId, { ...typed(), _signed: (await holder("contact")).id, ...GOOD_COPY }, "register");
    const requestId = await requestAt(done.location);
    await office.work();
    const row = await getRequest(office.database.db, requestId);
    expect(row).toMatchObject({ channel: "paper", status: "submitted", confirmedAt: null });
    // Friday the 13th at noon; five working days from there, not from Monday the 16th.
    expect(row.submittedAt.toISOString()).toBe("2026-11-13T11:00:00.000Z");
    expect(row.dueAt?.toISOString()).toBe("2026-11-20T22:59:59.000Z");
    expect(await office.database.db.select({ startedAt: requestClock.startedAt }).from(requestClock).where(eq(requestClock.requestId, requestId))).toEqual([{ startedAt: row.submittedAt }]);
    expect(await findings(requestId)).not.toEqual(expect.arrayContaining(["applicant-unconfirmed"]));
    expect((await findings(requestId)).filter((id) => /paper|id-copy|scan/.test(id))).toEqual([]);
    expect((await office.trail(requestId)).slice(0, 2)).toContain("request.registered");
    expect((await listFilesOf(office.database.db, { requestId })).map(({ name }) => name)).toEqual(["scan.pdf"]);
    // D24: the registered contact and main contact hear of it as of any other.
    expect(await mailsOf(requestId)).toEqual(expect.arrayContaining([`request-received ${person("sem").email}`, `request-notice ${person(contactId).email}`, `request-notice ${person(mainId).email}`]));
    // Registered once: the second press finds it closed.
    expect((await routes().post(saveForm, "/", { ...typed(), _intent: "register", _version: "9" }, { by: by(), params: { intakeId } })).data["problem"]).toMatchObject({ code: expect.stringMatching(/^(intake\.closed|draft\.moved)$/) });
  }, 120_000);

  it("is saved as far as it was typed over, without a word of what is missing; what cannot be right comes back, in words for the office", async () => {
    const intakeId = await takeIn({ qr: QR });
    const part = { "practice.agbCode": typed()["practice.agbCode"] ?? "", "practice.kvkNumber": typed()["practice.kvkNumber"] ?? "", "user.name.initials": "Z." };
    const screen = async () => (await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } })).data["form"] as { practice: string; isLookedUp: boolean; typed: Form; services: { allowed: { known: boolean } } };
    expect(await screen()).toMatchObject({ practice: "", isLookedUp: false, services: { allowed: { known: false } } });
    const saved = await save(intakeId, part);
    expect([saved.status, saved.data["problem"]]).toEqual([200, null]);
    expect(await screen()).toMatchObject({ practice: "Tandartspraktijk De Brug", isLookedUp: true, services: { allowed: { known: true } }, typed: { "user.name.initials": "Z." } });

    const wrong = await save(intakeId, { ...part, "practice.agbCode": "123", "user.name.initials": "zoe" });
    expect(wrong.status).toBe(422);
    expect((wrong.data["problem"] as { fields: Form }).fields).toEqual({
      "practice.agbCode": "Dit zijn 3 cijfers; een AGB-code heeft er acht.",
      "user.name.initials": "Dit lijkt een voornaam. Vul de voorletters in met punten, bijvoorbeeld Z. of J.P.",
    });
    // It becomes no request before all of it is there.
    const unfinished = await save(intakeId, part, "register");
    expect(unfinished.status).toBe(422);
    expect(Object.keys((unfinished.data["problem"] as { fields: Form }).fields)).toEqual(expect.arrayContaining(["reason", "user.name.surname", "user.email", "services", "applicant.phone", "_signed", "_idCopy"]));
  }, 120_000);

  it("D17: keeps what was half said of the copy as it was typed, until all of it is there", async () => {
    const intakeId = await takeIn({ qr: QR });
    const shown = async () => (await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } })).data["form"] as { typed: Form; seen: object };
    const half = { ...GOOD_COPY, _idLastFour: "9k", "_idExpiresOn.month": "" };
    expect((await save(intakeId, { ...typed(), _signed: "none", ...half })).data["problem"]).toBeNull();
    expect(await shown()).toMatchObject({ seen: { idCopy: "present", idDocument: "passport", idLastFour: "9K", idExpiresOn: { day: "1", month: "", year: "2031" } } });
    expect(Object.keys((await shown()).typed).filter((name) => name.startsWith("_"))).toEqual([]);
    const refused = await save(intakeId, { ...typed(), _signed: "none", ...half }, "register");
    expect(Object.keys((refused.data["problem"] as { fields: Form }).fields)).toEqual(["_idLastFour", "_idExpiresOn"]);
    // Nothing of it waits any longer once it is whole, or something else was said.
    const waiting = async () => {
      const [row] = await office.database.db.select({ answers: draft.answers }).from(draft).innerJoin(intake, eq(intake.draftId, draft.id)).where(eq(intake.id, intakeId));
      return JSON.stringify(row?.answers).includes("_idCopy");
    };
    expect(await waiting()).toBe(true);
    await save(intakeId, { ...typed(), _signed: "none", _idCopy: "missing" });
    expect([await waiting(), (await shown()).seen]).toMatchObject([false, { idCopy: "missing" }]);
    await save(intakeId, { ...typed(), _signed: "none", ...GOOD_COPY });
    expect([await waiting(), (await shown()).seen]).toMatchObject([false, { idCopy: "present", idLastFour: "9K2L" }]);
  }, 120_000);

  it("says afterwards what became of it, by its reference, and of what lies open nothing", async () => {
    const intakeId = await takeIn({ qr: QR });
    const done = async (id: string) => (await routes().get(list, `/intake?done=${id}`, { by: by() })).data["done"];
    expect(await done(intakeId)).toBeNull();
    expect(await done("nothing")).toBeNull();
    const answer = await save(intakeId, { ...typed(), _signed: "none", ...GOOD_COPY }, "register");
    expect(answer.location).toBe(`/intake?done=${intakeId}`);
    const row = await getRequest(office.database.db, await requestAt(answer.location));
    expect(await done(intakeId)).toEqual({ sender: "Tandartspraktijk De Brug", as: "registered", request: { reference: referenceOf(row.number), to: `/desk/requests/${row.id}` } });
    expect((await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } })).data).toMatchObject({ isOpen: false, form: null, became: { request: { reference: referenceOf(row.number) } } });
  }, 120_000);

  it("shows the copy after what is typed over", async () => {
    const intakeId = await takeIn({ qr: QR, idCopy: { name: "a-passport.png", bytes: await qrPng("id") } });
    const { data } = await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } });
    expect((data["files"] as Array<{ kind: string }>).map(({ kind }) => kind)).toEqual(["form", "id-copy"]);
  }, 120_000);

  it("D17: keeps of the copy only kind, last four signs, expiry, who checked and when", async () => {
    const requestId = await registered({ signed: (await holder("contact")).id, idCopy: { name: "paspoort.png", bytes: await qrPng("id") } });
    const [came] = await office.database.db.select().from(intake).where(eq(intake.requestId, requestId));
    expect(came).toMatchObject({ idCopy: "present", idDocument: "passport", idLastFour: "9K2L", idExpiresOn: "2031-06-01", checkedBy: by().id, signature: "of-holder" });
  }, 120_000);

  it("D8: without a signature of contact, main contact or signatory it cannot be approved, and is refused with that reason", async () => {
    const requestId = await registered({ signed: "of-another" });
    expect(await findings(requestId)).toContain("paper-unsigned");
    const { version } = await claimRequest(office.made.office, { requestId, by: by(), now: office.now() });
    await expect(approveRequest(office.made.office, { requestId, version, by: by(), now: office.now() })).rejects.toMatchObject({ code: "request.blocked" });
    await rejectRequest(office.made.office, { requestId, version, reasonCode: "NO_SIGNATURE", by: by(), now: office.now() });
    await office.letDecisionsLeave();
    const [told] = await office.database.db.select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "request-rejected")));
    expect(told?.text).toContain("niet ondertekend");
  }, 120_000);

  it("D8: a scan by e-mail counts only from a registered address; else it is unsigned", async () => {
    const signed = (await holder("contact")).id;
    const email = (senderEmail: string) => ({ channel: "email", time: "16:59", senderEmail });
    const unknown = await registered({ signed, fields: email("iemand@elders.example") });
    expect(await findings(unknown)).toEqual(expect.arrayContaining(["paper-unsigned"]));
    const known = await registered({ signed, fields: email(person(contactId).email), change: { "applicant.email": person(contactId).email } });
    expect((await findings(known)).filter((id) => /paper|scan/.test(id))).toEqual([]);
    expect((await getRequest(office.database.db, known)).submittedAt.toISOString()).toBe("2026-11-13T15:59:00.000Z");
  }, 120_000);

  it("says of a sender by e-mail that the practice does not know the address only once the practice is known", async () => {
    const intakeId = await takeIn({ qr: QR, fields: { channel: "email", time: "16:59", senderEmail: "iemand@elders.example" } });
    const shown = async () => (await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } })).data["form"];
    expect(await shown()).toMatchObject({ practice: "", isSenderRegistered: true });
    await save(intakeId, typed());
    expect(await shown()).toMatchObject({ practice: "Tandartspraktijk De Brug", isSenderRegistered: false });
  }, 60_000);

  it("takes the registered address of who signed where the paper names none", async () => {
    const contact = await holder("contact");
    const intakeId = await takeIn({ qr: QR });
    await save(intakeId, typed({ "applicant.email": "" }));
    const done = await save(intakeId, { ...typed({ "applicant.email": "" }), _signed: contact.id, ...GOOD_COPY }, "register");
    expect(done.data["problem"]).toBeUndefined();
    expect((await getRequest(office.database.db, await requestAt(done.location))).applicantEmail).toBe(contact.email);
  }, 120_000);

  it.each([
    ["id-copy-missing", { _idCopy: "missing" }],
    ["id-copy-expired", { _idCopy: "expired" }],
  ])("D17: %s keeps it from being approved", async (rule, copy) => {
    expect(await findings(await registered({ signed: (await holder("contact")).id, copy }))).toContain(rule);
  }, 120_000);

  it("refuses a copy that is said to be valid and is not", async () => {
    const intakeId = await takeIn({ qr: QR });
    const answer = await save(intakeId, { ...typed(), _signed: "none", ...GOOD_COPY, "_idExpiresOn.year": "2020" }, "register");
    expect((answer.data["problem"] as { fields: Form }).fields["_idExpiresOn"]).toContain("verlopen");
  }, 60_000);

  it("says what is wrong with the receipt, and keeps what was typed", async () => {
    const post = (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ channel: "paper", "received.day": "13", "received.month": "11", "received.year": "2026", sender: "De Brug", ...fields })) form.append(name, value);
      return routes().post(begin, "/intake", form, { by: by() });
    };
    expect((await post({ "received.day": "17" })).data["problem"]).toMatchObject({ code: "intake.received-later", values: { sender: "De Brug" } });
    expect((await post({ "received.month": "6" })).data["problem"]).toMatchObject({ code: "intake.received-long-ago" });
    expect((await post({ "received.month": "x" })).data["problem"]).toMatchObject({ code: "intake.received-unknown" });
    expect((await post({ channel: "email" })).data["problem"]).toMatchObject({ code: "intake.sender-email" });
    expect((await post({})).data["problem"]).toMatchObject({ code: "file.missing" });
  });
});

describe("what came in", () => {
  it("finds its request by the code on it, and is the answer that the request waited for", async () => {
    const requestId = await registered({ signed: (await holder("contact")).id, copy: { _idCopy: "missing" } });
    const { version } = await claimRequest(office.made.office, { requestId, by: by(), now: office.now() });
    const row = await getRequest(office.database.db, requestId);
    await askInformation(office.made.office, { requestId, version, question: "Stuur een kopie.", by: by(), now: office.now() });
    const intakeId = await takeIn({ qr: `ZEGEL:R:${referenceOf(row.number)}`, idCopy: { name: "id.png", bytes: await qrPng("x") } });
    const { data } = await routes().get(show, `/intake/${intakeId}`, { by: by(), params: { intakeId } });
    expect(data["namesRequest"]).toEqual({ reference: referenceOf(row.number), to: `/desk/requests/${requestId}` });
    office.clock.add(60_000);
    const answer = await routes().post(attach, "/", { reference: referenceOf(row.number), ...GOOD_COPY }, { by: by(), params: { intakeId } });
    expect(answer.location).toBe(`/intake?done=${intakeId}`);
    expect(await requestAt(answer.location)).toBe(requestId);
    expect(await getRequest(office.database.db, requestId)).toMatchObject({ status: "submitted" });
    expect(await findings(requestId)).not.toContain("id-copy-missing");
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["intake.attached", "request.answered-by-post"]));
  }, 120_000);

  it("without a code gets its form from a person; of a form that may not come this way there is none", async () => {
    const intakeId = await takeIn();
    const choose = (type: string) => routes().post(chooseType, "/", { type }, { by: by(), params: { intakeId } });
    expect((await choose("no-such-type")).data["problem"]).toMatchObject({ code: "intake.type-unknown" });
    expect((await choose("revocation")).location).toBe(`/intake/${intakeId}`);
    expect((await routes().get(show, "/", { by: by(), params: { intakeId } })).data["form"]).toMatchObject({ type: "revocation" });
  }, 60_000);

  it("and is no request is put aside: its scans are gone, the trail stays", async () => {
    const intakeId = await takeIn();
    expect((await routes().post(drop, "/", {}, { by: by(), params: { intakeId } })).location).toBe(`/intake?done=${intakeId}`);
    const [file] = await listFilesOf(office.database.db, { intakeId });
    expect(file?.destroyedWhy).toBe("refused");
    expect((await routes().post(drop, "/", {}, { by: by(), params: { intakeId } })).data["problem"]).toMatchObject({ code: "intake.closed" });
  }, 60_000);
});

describe("D17: a copy of an identity document", () => {
  it("that is not masked is masked here: the boxes are burnt in and the original is gone", async () => {
    const intakeId = await takeIn({ qr: QR, idCopy: { name: "id.png", bytes: await qrPng("ZEGEL:R:ZG-9999") } });
    const { db, files } = office.made.office;
    const [copy] = (await listFilesOf(db, { intakeId })).filter(({ kind }) => kind === "id-copy");
    const fileId = copy?.id ?? "";
    const params = { intakeId, fileId, page: "1" };
    const before = await openPicture(db, files.cipher, { fileId, page: 1 });
    const { data } = await routes().get(showMasking, "/", { by: by(), params });
    expect(data).toMatchObject({ width: before.picture.width, height: before.picture.height });
    expect((await routes().post(mask, "/", {}, { by: by(), params })).data["problem"]).toMatchObject({ code: "intake.nothing-masked" });
    const box = [0, 0, before.picture.width, before.picture.height].join(",");
    expect((await routes().post(mask, "/", { "boxes[]": box }, { by: by(), params })).location).toBe(`/intake/${intakeId}`);
    const after = await openPicture(db, files.cipher, { fileId, page: 1 });
    expect((await files.scans.read(before.picture.jpeg)).codes).toEqual(["ZEGEL:R:ZG-9999"]);
    expect((await files.scans.read(after.picture.jpeg)).codes).toEqual([]);
    expect(await db.select({ page: filePicture.page }).from(filePicture).where(eq(filePicture.fileId, fileId))).toHaveLength(1);
    expect(await office.trail()).toContain("file.masked");
  }, 120_000);

  it("that came unmasked as a PDF is destroyed, and the applicant is asked for a masked one", async () => {
    const intakeId = await takeIn({ qr: QR, idCopy: { name: "id.pdf", bytes: await scanPdf({ lines: ["BSN 111222333"] }) } });
    const [copy] = (await listFilesOf(office.database.db, { intakeId })).filter(({ kind }) => kind === "id-copy");
    const params = { intakeId, fileId: copy?.id ?? "", page: "1" };
    expect((await routes().post(mask, "/", { "boxes[]": "1,1,50,50" }, { by: by(), params })).data["problem"]).toMatchObject({ code: "intake.pdf-unmasked" });
    expect((await routes().post(refuse, "/", { fileId: copy?.id ?? "" }, { by: by(), params: { intakeId } })).location).toBe(`/intake/${intakeId}`);
    expect(await getFile(office.database.db, copy?.id ?? "")).toMatchObject({ destroyedWhy: "refused" });
    const done = await save(intakeId, { ...typed(), _signed: (await holder("contact")).id, _idCopy: "unmasked" }, "register");
    await office.work();
    const requestId = await requestAt(done.location);
    expect(await mailsOf(requestId)).toContain(`masked-copy-wanted ${person("sem").email}`);
    expect(await findings(requestId)).toContain("id-copy-unmasked");
  }, 120_000);

  it("is destroyed thirty days after the decision, not a second sooner; the form stays, and the paper is ticked off by a person", async () => {
    const requestId = await registered({ signed: (await holder("contact")).id, idCopy: { name: "id.png", bytes: await qrPng("x") } });
    const { db } = office.made.office;
    const { version } = await claimRequest(office.made.office, { requestId, by: by(), now: office.now() });
    await rejectRequest(office.made.office, { requestId, version, reasonCode: "WITHDRAWN", by: by(), now: office.now() });
    const [decided] = [office.now()];
    const later = (milliseconds: number) => new Date(decided.getTime() + 30 * 86_400_000 + milliseconds);
    const there = async () => (await listFilesOf(db, { requestId })).filter(({ destroyedAt }) => destroyedAt === null).map(({ kind }) => kind).sort();
    await destroyOldCopies(office.made.office, { now: later(-1_000), days: 90 });
    expect(await there()).toEqual(["form", "id-copy"]);
    await destroyOldCopies(office.made.office, { now: later(0), days: 90 });
    expect(await there()).toEqual(["form"]);
    expect(await office.trail(requestId)).toContain("file.destroyed");
    const tick = () => routes().post(shred, "/", {}, { by: by(), params: { requestId } });
    expect((await tick()).location).toBe(`/desk/requests/${requestId}#files`);
    expect((await tick()).data["problem"]).toMatchObject({ code: "intake.no-paper" });
  }, 120_000);
});

describe("the database refuses", () => {
  const row = () => ({ channel: "paper" as const, receivedAt: office.now(), sender: "x", begunBy: by().id, begunAt: office.now() });
  const broken = async (change: Partial<typeof intake.$inferInsert>) => {
    const told = await office.database.db.insert(intake).values({ ...row(), ...change }).then(() => "done", (error: unknown) => `${String(error)} ${String((error as { cause?: unknown }).cause)}`);
    return /constraint "(\w+)"/.exec(told)?.[1] ?? told;
  };
  it("signature_is_somebodys", async () => {
    expect(await broken({ signature: "of-holder", checkedBy: by().id, checkedAt: office.now() })).toBe("signature_is_somebodys");
  });

  it.each([
    ["intake_ends_in_a_request", { status: "registered" as const, closedAt: new Date(0) }],
    ["intake_is_open_or_closed", { status: "dropped" as const }],
    ["checked_by_somebody", { signature: "none" as const }],
    ["id_copy_is_known_by_few_signs", { idCopy: "present" as const, idLastFour: "1234" }],
    ["id_copy_keeps_four_signs", { idLastFour: "SPECI2014" }],
    ["shredded_by_somebody", { shreddedAt: new Date(0) }],
  ])("%s", async (constraint, change) => {
    expect(await broken(change)).toBe(constraint);
  });
});
