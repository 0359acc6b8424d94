import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { pathOfLink, tokenOf } from "#app/domain/access/links.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import type { AgbRegister, TradeRegister } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { beginAgain, beginDraft, openDraft, saveDraft, saveForLater, type DraftRow } from "#app/domain/requests/draft.ts";
import { draftContent, requestAnswers } from "#app/domain/requests/form/content.ts";
import { fillIn, formOf, judgeIntake, readForm, servicesFor } from "#app/domain/requests/form/fill-in.ts";
import { changedSince, fingerprint, fingerprints } from "#app/domain/requests/form/seen.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import { practiceOf } from "#app/web/counter.server.ts";
import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { draft, request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { AGB_ENTRIES, TRADE_ENTRIES } from "#db/worlds/registers.ts";
import { freshDatabase } from "#test/support/database.ts";

const root = new URL("../..", import.meta.url).pathname;
const secret = "a secret of the test, long enough";
const now = new Date("2026-11-16T09:00:00Z");
const registers = {
  agb: { find: async (code) => {
    const found = AGB_ENTRIES.find((entry) => entry.code === code);
    return found ? { ...found, recognitions: found.recognitions.map((recognition) => recognition.code), addresses: found.address ? [found.address] : [] } : null;
  } } satisfies AgbRegister,
  trade: { find: async (kvk) => {
    const found = TRADE_ENTRIES.find((entry) => entry.kvkNumber === kvk);
    return found ? { ...found, addresses: [found.address] } : null;
  } } satisfies TradeRegister,
};
const silent = { agb: { find: () => Promise.reject(new Problem("register.unreachable")) }, trade: { find: () => Promise.reject(new Problem("register.malformed")) } };

describe("a form under way", () => {
  let db: Db;
  const told: unknown[] = [];
  const office = () => ({ db, queue: { enqueue: async (_tx: Db, _job: unknown, payload: unknown) => void told.push(payload) } });

  beforeAll(async () => {
    db = (await freshDatabase()).db;
    await loadDefinitions(db, readDefinitionFiles(root), readScreenTexts(root), now);
    for (const id of ["de-brug", "fysio-noord"]) {
      const { name, kvkNumber, legalForm, address, agbCodes, careType, agreement: agreed, mainContact } = practice(id);
      const [made] = await db.insert(enterprise).values({ name, kvkNumber, legalForm, segment: "regular", ...address, registeredAt: now }).returning();
      if (!made) throw new Error(id);
      const { initials, prefix, surname, email } = person(mainContact);
      await db.insert(roleHolder).values({ enterpriseId: made.id, role: "main-contact", initials, prefix, surname, email, appointedAt: now });
      if (agreed) await db.insert(agreement).values({ enterpriseId: made.id, origin: "digital", ...agreed });
      for (const code of agbCodes) {
        await db.insert(agbCode).values({ code, enterpriseId: made.id, name, kind: "enterprise", careType: careType.code });
        await db.insert(agbService).values(["cov", "claims", "ion", "authorisations"].map((service) => ({ agbCode: code, service })));
      }
    }
  });

  const somebody = async () => (await db.insert(staff).values({ name: "Sanne Mulder", email: "s.mulder@office.example", roles: ["reviewer"], createdAt: now }).returning())[0]?.id ?? "";
  const begin = () => beginDraft(office(), { type: "new-user", language: "nl", now });
  async function fill(row: DraftRow, id: string, typed: Typed, options: { seen?: string; asked?: typeof registers | typeof silent } = {}) {
    const form = formOf(row, await requestTypeOf(db, row));
    const page = form.type.pages.find((one) => one.id === id);
    if (!page) throw new Error(id);
    const filled = await fillIn(db, options.asked ?? registers, form, page, typed, now);
    const seen = options.seen ?? fingerprint(page, form.content.typed);
    const saved = await saveDraft(office(), { row, page, seen, content: filled.content, language: "nl", now });
    return { saved, filled, page };
  }
  const formFrom = async (row: DraftRow) => formOf(row, await requestTypeOf(db, row));
  const brug: Typed = { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" };

  it("opens by its own link only, until it is thirty days old", async () => {
    const { draft: made, link } = await begin();
    const token = tokenOf(secret, link);
    expect(pathOfLink(secret, link)).toBe(`/draft/resume/${token}`);
    expect((await openDraft(db, secret, token, now)).id).toBe(made.id);
    await expect(openDraft(db, secret, `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`, now)).rejects.toThrow("link.unknown");
    await expect(openDraft(db, secret, token, made.expiresAt)).rejects.toThrow("link.expired");
    expect(made.expiresAt.toISOString()).toBe("2026-12-16T09:00:00.000Z");
  });

  it("keeps what was typed also when it is wrong, and never a BSN (D18)", async () => {
    const { draft: made } = await begin();
    const { saved, filled } = await fill(made, "practice", { "practice.agbCode": "1234567", "practice.kvkNumber": "111222333" });
    expect(filled.errors.map((error) => error.code)).toEqual(["agb.seven", "kvk.nine"]);
    expect(draftContent(saved.answers).typed).toEqual({ "practice.agbCode": "1234567", "practice.kvkNumber": "•••••" });
    const [stored] = await db.select().from(draft).where(eq(draft.id, made.id));
    expect(JSON.stringify(stored)).not.toContain("111222333");
  });

  it("two tabs on one page: the later one is told and nothing is overwritten; on two pages both are kept", async () => {
    const { draft: made } = await begin();
    const { saved, page } = await fill(made, "practice", brug);
    const before = fingerprint(page, {});
    await expect(fill(saved, "practice", { ...brug, "practice.kvkNumber": "69599084" }, { seen: before })).rejects.toThrow("draft.moved");
    const { saved: second } = await fill(saved, "reason", { reason: "not-contact" });
    expect(draftContent(second.answers).typed).toEqual({ ...brug, reason: "not-contact" });
    // A tab that read the form before the other one saved it.
    await expect(fill(made, "reason", { reason: "no-certificate" })).rejects.toThrow("draft.moved");
  });

  it("a save that changes nothing makes no other tab stale: neither the version nor a page's fingerprint moves", async () => {
    const { draft: made } = await begin();
    const { saved: empty, page } = await fill(made, "practice", { "practice.agbCode": "", "practice.kvkNumber": "" });
    expect(empty.version).toBe(made.version);
    expect(fingerprint(page, draftContent(empty.answers).typed)).toBe(fingerprint(page, {}));
    const { saved } = await fill(empty, "practice", brug);
    expect(saved.version).toBe(made.version + 1);
    const { saved: again } = await fill(saved, "practice", { "practice.agbCode": " 12345678 ", "practice.kvkNumber": "687.501.10" });
    expect(again.version).toBe(saved.version);
    const { saved: left } = await fill(again, "reason", {});
    expect(left.version).toBe(saved.version);
    expect(draftContent(left.answers).from).toBe("reason");
  });

  it("what another tab saved already, word for word, is no conflict", async () => {
    const { draft: made } = await begin();
    const { saved, page } = await fill(made, "practice", brug);
    const { saved: same } = await fill(saved, "practice", brug, { seen: fingerprint(page, {}) });
    expect(same.version).toBe(saved.version);
  });

  it("tells which pages changed since a form was drawn", async () => {
    const { draft: made } = await begin();
    const { type } = await formFrom(made);
    const drawn = fingerprints(type.pages, {});
    expect(changedSince(drawn, type.pages, { "practice.agbCode": " " })).toEqual([]);
    expect(changedSince(drawn, type.pages, { ...brug, reason: "not-contact" }).map(({ id }) => id)).toEqual(["practice", "reason"]);
    expect(changedSince("nonsense", type.pages, brug)).toEqual([]);
  });

  it("is never shown with the name of a practice whose numbers it no longer has", async () => {
    const { draft: made } = await begin();
    const { saved } = await fill(made, "practice", brug);
    expect(practiceOf(await formFrom(saved))).toBe("Tandartspraktijk De Brug");
    const { saved: half } = await fill(saved, "practice", { "practice.agbCode": "1234", "practice.kvkNumber": "6" });
    expect(practiceOf(await formFrom(half))).toBeNull();
  });

  it("a silent register lets the applicant go on with a warning, and the rules hear of it", async () => {
    const { draft: made } = await begin();
    const { saved, filled } = await fill(made, "practice", brug, { asked: silent });
    expect(filled.errors).toEqual([]);
    expect(filled.warnings.map((warning) => warning.code)).toEqual(["practice.agb-silent", "practice.kvk-silent"]);
    expect(await judgeIntake(db, await formFrom(saved), draftContent(saved.answers).answers, now)).toEqual({ kind: "allow", proposal: null });
    expect((await servicesFor(db, await formFrom(saved))).allowed).toContain("cov");
  });

  it("without an agreement the form refers to enrolment (R1), with a long absence it proposes a contact change (R6)", async () => {
    const { draft: made } = await begin();
    const { saved } = await fill(made, "practice", { "practice.agbCode": "04567890", "practice.kvkNumber": "69792917" });
    expect(await judgeIntake(db, await formFrom(saved), draftContent(saved.answers).answers, now)).toMatchObject({ kind: "refer", to: "enrolment" });
    const { saved: other } = await fill(saved, "practice", brug);
    const { saved: third } = await fill(other, "reason", { reason: "contact-absent", absence: "long" });
    expect(await judgeIntake(db, await formFrom(third), draftContent(third.answers).answers, now)).toMatchObject({ kind: "allow", proposal: { to: "contact-change" } });
  });

  it("offers only what the AGB code may have (R14)", async () => {
    const { draft: made } = await begin();
    const { saved } = await fill(made, "practice", brug);
    const { allowed } = await servicesFor(db, await formFrom(saved));
    expect(allowed).toEqual(["cov", "claims", "authorisations"]);
    const { filled } = await fill(saved, "services", { services: ["ion"] });
    expect(filled.errors.map((error) => error.code)).toEqual(["services.not-allowed"]);
  });

  it("is mailed to be taken up later, and goes with its first page changed too", async () => {
    const { draft: made } = await begin();
    told.length = 0;
    await saveForLater(office(), { draftId: made.id, email: "s.jansen@debrug.example", language: "nl", now });
    expect(told).toEqual([{ happening: "draft.saved", draftId: made.id, about: expect.any(String) }]);
    const { saved } = await fill(made, "practice", brug);
    expect(saved.savedTo).toBe("s.jansen@debrug.example");
  });

  it("whole, it becomes one request however often it is sent, and then no longer changes", async () => {
    const { draft: made } = await begin();
    let row = made;
    const pages: Array<[string, Typed]> = [
      ["practice", brug],
      ["reason", { reason: "not-contact" }],
      ["user", { "user.name.initials": "z", "user.name.prefix": "v.d.", "user.name.surname": "Håkon", "user.email": "z.vanderhakon@debrug.example", "user.phone": "0612345678", "user.employed": "yes" }],
      ["services", { services: ["cov"] }],
      ["applicant", { "applicant.name.initials": "s", "applicant.name.surname": "Jansen", "applicant.email": "s.jansen@debrug.example", "applicant.phone": "0687654321", "applicant.position": "Assistent", remarks: "bsn 111222333" }],
    ];
    for (const [id, typed] of pages) {
      expect((await readForm(db, await formFrom(row), now)).unfinished[0]).toBe(id);
      row = (await fill(row, id, typed)).saved;
    }
    expect((await readForm(db, await formFrom(row), now)).unfinished).toEqual([]);
    expect(requestAnswers(row.answers)).toMatchObject({ user: { name: { initials: "Z.", prefix: "van der", surname: "Håkon" } }, remarks: "bsn •••••", _masked: ["bsn"] });
    expect(requestAnswers(row.answers)).not.toHaveProperty("_typed");
    // Of a remark that was written anew nothing was taken out, and nobody has to look for it.
    const rewritten = (await fill(row, "applicant", { ...draftContent(row.answers).typed, remarks: "Graag voor maandag." })).saved;
    expect(requestAnswers(rewritten.answers)).toMatchObject({ remarks: "Graag voor maandag.", _masked: [] });
    row = (await fill(rewritten, "applicant", { ...draftContent(rewritten.answers).typed, remarks: "bsn 111222333" })).saved;

    const first = await submitDraft(office(), { draftId: row.id, version: row.version, acceptedTerms: "2", now });
    const again = await submitDraft(office(), { draftId: row.id, version: row.version, acceptedTerms: "2", now });
    expect(again.requestId).toBe(first.requestId);
    const [made2] = await db.select().from(request).where(eq(request.id, first.requestId));
    expect(made2).toMatchObject({ subjectName: "Z. van der Håkon", applicantEmail: "s.jansen@debrug.example", agbCode: "12345678" });
    const [sent] = await db.select().from(draft).where(eq(draft.id, row.id));
    if (!sent) throw new Error("gone");
    await expect(fill(sent, "reason", { reason: "no-certificate" })).rejects.toThrow("draft.submitted");
    await expect(saveForLater(office(), { draftId: row.id, email: "a@b.example", language: "nl", now })).rejects.toThrow("draft.submitted");

    // Sent in again after it came to nothing (P6): what was typed is there, and is read and looked up once more.
    const anew = () => beginAgain(office(), { requestId: first.requestId, language: "nl", now });
    await expect(anew()).rejects.toThrow("request.moved");
    await db.update(request).set({ status: "rejected", decision: "reject", decidedBy: await somebody(), reasonCode: "DUPLICATE" }).where(eq(request.id, first.requestId));
    let next = (await anew()).draft;
    const kept = draftContent(next.answers);
    expect(kept.typed).toMatchObject({ "user.name.surname": "Håkon", "practice.agbCode": "12345678", remarks: "bsn •••••" });
    expect(kept).toMatchObject({ answers: {}, looked: null });
    expect((await readForm(db, await formFrom(next), now)).unfinished).toContain("practice");
    for (const { id, fields } of (await formFrom(next)).type.pages) {
      const typed = draftContent(next.answers).typed;
      next = (await fill(next, id, Object.fromEntries(fields.flatMap((field) => inputNames(field)).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]]))))).saved;
    }
    expect((await readForm(db, await formFrom(next), now)).unfinished).toEqual([]);
    expect((await submitDraft(office(), { draftId: next.id, version: next.version, acceptedTerms: "2", now })).requestId).not.toBe(first.requestId);
  });
});
