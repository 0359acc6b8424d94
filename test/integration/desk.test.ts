import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { explainRule, findingSentence } from "#app/domain/decisions/explain.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { previewDecision, PREVIEW_LINK } from "#app/domain/correspondence/preview.ts";
import { lastActOn, readCase } from "#app/domain/requests/case.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { addNote, listNotes } from "#app/domain/requests/notes.ts";
import { officeDay } from "#app/domain/requests/policy.ts";
import { countQueue, listQueue, urgencyOf, type QueueLine } from "#app/domain/requests/queue.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import { inTurn, wordsFor } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { problemSentence } from "#app/web/show-problem.server.ts";
import { judgement, request } from "#db/schema/requests.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { answersFor, approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const DAY = 86_400_000;
const reader = { t: translator("nl"), language: "nl" as const };

let office: TestOffice;
const requests: string[] = [];

beforeAll(async () => {
  office = await openOffice();
  for (let count = 0; count < 5; count += 1) requests.push(await received(office, answersFor(count === 4 ? "zonneveld" : "de-brug")));
  // One that is late, two at the very same instant, one that goes before everything.
  const due = [-DAY, DAY, DAY, 5 * DAY, 9 * DAY];
  for (const [index, id] of requests.entries()) {
    const dueAt = new Date(office.now().getTime() + (due[index] ?? 0));
    await office.database.db.update(request).set({ dueAt, priority: index === 3 ? "high" : "normal" }).where(eq(request.id, id));
  }
});

const db = () => office.database.db;
const ids = (lines: QueueLine[]) => lines.map(({ id }) => id);

describe("the queue", () => {
  it("has what is urgent first and then least time left, and pages on without losing or repeating a request", async () => {
    const by = office.staff.sanne;
    const first = await listQueue(db(), { view: "unassigned", by, limit: 2 });
    expect(ids(first.lines)).toEqual([requests[3], requests[0]]);
    const second = await listQueue(db(), { view: "unassigned", by, limit: 3, cursor: first.next });
    expect(second.next).toBeNull();
    expect(new Set([...ids(first.lines), ...ids(second.lines)])).toEqual(new Set(requests));
    expect(ids(second.lines).at(-1)).toBe(requests[4]);
  });

  it("goes on past requests without a last day, and takes a cursor that makes no sense for none", async () => {
    const { sanne: by } = office.staff;
    await db().update(request).set({ dueAt: null }).where(eq(request.id, requests[4] ?? ""));
    const all = await listQueue(db(), { view: "all", by, limit: 4 });
    expect(ids((await listQueue(db(), { view: "all", by, limit: 4, cursor: all.next })).lines)).toEqual([requests[4]]);
    for (const cursor of ["' or 1=1|x", "high|yesterday|x", all.next?.split("|").slice(1).join("|")]) {
      expect(ids((await listQueue(db(), { view: "all", by, limit: 4, cursor })).lines)).toEqual(ids(all.lines));
    }
  });

  it("shows who has a request in hand, counts each view, and says how urgent it is in words", async () => {
    const { sanne, wim } = office.staff;
    const requestId = requests[0] ?? "";
    await claimRequest(office.made.office, { requestId, by: wim, now: office.now() });
    expect((await listQueue(db(), { view: "mine", by: wim })).lines.map(({ claim }) => claim?.name)).toEqual(["Wim Bos"]);
    expect(await countQueue(db(), wim)).toMatchObject({ mine: 1, unassigned: 4, all: 5, waiting: 0 });
    expect(await countQueue(db(), sanne)).toMatchObject({ mine: 0 });

    const day = await officeDay(db(), await currentRelease(db()), office.now());
    const urgency = (status: QueueLine["status"], days: number | null, isUrgent = false) =>
      urgencyOf({ status, isUrgent, dueAt: days === null ? null : new Date(office.now().getTime() + days * DAY) }, office.now(), day).urgency;
    expect([urgency("submitted", -1), urgency("submitted", 0.1), urgency("submitted", 1), urgency("submitted", 4)]).toEqual(["late", "today", "soon", "later"]);
    expect([urgency("submitted", 4, true), urgency("identifying", -1), urgency("done", -1)]).toEqual(["first", "no-date", "closed"]);
    // In the list and on the page of the request stands the same.
    const [line] = (await listQueue(db(), { view: "mine", by: wim })).lines;
    const left = line && urgencyOf(line, office.now(), day).left;
    expect(left).toMatchObject({ isLate: true });
    expect((await readCase(db(), { requestId, now: office.now() })).clock).toEqual({ stage: "review", pausedSince: null, left });
  });

  it("finds by reference, AGB code, part of a name and a misspelt name, and nothing for a lone per cent sign", async () => {
    const row = (await readCase(db(), { requestId: requests[0] ?? "", now: office.now() })).row;
    const found = async (text: string) => ids((await searchRequests(db(), { text })).lines);
    expect(await found(referenceOf(row.number).toLowerCase())).toEqual([row.id]);
    expect(await found("01234567")).toEqual([requests[4]]);
    const name = row.applicantName.split(" ").at(-1) ?? "";
    expect(await found(name.slice(0, 4))).toContain(row.id);
    expect(await found(`${name.slice(0, -1)}x${name.slice(-1)}`)).toContain(row.id);
    expect(await found("%")).toEqual([]);
  });

  it("finds a misspelt name word by word, whatever accents were typed, and what is written together elsewhere", async () => {
    const found = async (text: string, cursor: string | null = null) => ids((await searchRequests(db(), { text, cursor })).lines);
    const before = await db().select().from(request);
    const name = async (id: string | undefined, subjectName: string, applicantName: string) => void (await db().update(request).set({ subjectName, applicantName }).where(eq(request.id, id ?? "")));
    await name(requests[0], "Z. van der Sjöbring", "J. Ślęzak");
    await name(requests[1], "H. Boezemans-Krol", "W. Dekker");
    await name(requests[2], "W. Boezemans", "H. Krol");
    for (const typed of ["sjobring", "slezak", "van de Sjöbringg", "vander sjöbring"]) expect(await found(typed), typed).toEqual([requests[0]]);
    // Whole words count, and all of them of one name.
    for (const typed of ["boezzemans", "böezzemans"]) expect(await found(typed), typed).toEqual([requests[2], requests[1]]);
    expect(await found("boezzemans dekkker")).toEqual([]);
    expect(await found("w. boezzemans")).toEqual([requests[2]]);
    const first = await searchRequests(db(), { text: "boezzemans", limit: 1 });
    expect([ids(first.lines), await found("boezzemans", first.next)]).toEqual([[requests[2]], [requests[1]]]);
    for (const { id, subjectName, applicantName } of before) await name(id, subjectName, applicantName);
  });

  it("finds by the name of the practice: of the code, of the enterprise, and misspelt", async () => {
    const found = async (text: string) => ids((await searchRequests(db(), { text })).lines);
    expect(await found("Zonneveld")).toEqual([requests[4]]);
    expect(await found("zoneveld")).toEqual([requests[4]]);
    await db().update(enterprise).set({ name: "Maatschap Regenboog" }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
    expect(await found("regenboog")).toEqual([requests[4]]);
    expect(await found("tandartspraktijk de brug")).toHaveLength(4);
    const pages = await searchRequests(db(), { text: "de brug", limit: 3 });
    expect([...ids(pages.lines), ...ids((await searchRequests(db(), { text: "de brug", limit: 3, cursor: pages.next })).lines)].sort()).toEqual(requests.slice(0, 4).sort());
  });
});

describe("the request screen", () => {
  it("judges again over the stored facts and comes to the same, with every rule explained", async () => {
    const { judgements } = await readCase(db(), { requestId: requests[1] ?? "", now: office.now() });
    const screening = judgements.find(({ point }) => point === "screening");
    expect(screening?.isSame).toBe(true);
    expect(screening?.trace?.length).toBeGreaterThan(20);
    const words = wordsFor("nl");
    for (const finding of screening?.findings ?? []) expect(findingSentence("screening", finding, words)).not.toMatch(/\{\{|^screening\./);
    for (const rule of screening?.trace ?? []) expect(explainRule("screening", rule, screening?.day ?? { today: "2026-11-16" }, words).because).not.toBe("");
  });

  it("says so when what was stored no longer follows from the facts", async () => {
    const requestId = requests[2] ?? "";
    const [stored] = await db().select().from(judgement).where(eq(judgement.requestId, requestId));
    await db().update(judgement).set({ facts: { ...stored?.facts, "applicant.isUser": !stored?.facts["applicant.isUser"] } }).where(eq(judgement.requestId, requestId));
    expect((await readCase(db(), { requestId, now: office.now() })).judgements[0]?.isSame).toBe(false);
  });

  it("names other requests of the same person before those of the same code", async () => {
    office.clock.add(1000);
    await received(office, answersFor("de-brug", { "user.name": { initials: "K.", prefix: "", surname: "Visser" }, "user.email": "k.visser@debrug.example" }));
    const { earlier } = await readCase(db(), { requestId: requests[0] ?? "", now: office.now() });
    expect(earlier.map(({ same }) => same)).toEqual(["person", "person", "person", "agb-code"]);
  });

  it("tells whoever was too late who was first, when, and with what", async () => {
    const requestId = requests[0] ?? "";
    expect((await lastActOn(db(), requestId))?.act).toBe("request.claimed");
    const late = inTurn({ db: db(), ...reader, actor: office.staff.sanne }, requestId, () => claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() }));
    await expect(late).rejects.toMatchObject({ code: "request.moved-by", details: { who: "Wim Bos", what: "In behandeling genomen", time: "10:00 uur" } });
    // Wim's own other window.
    const again = inTurn({ db: db(), ...reader, actor: office.staff.wim }, requestId, () => claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() }));
    await expect(again).rejects.toMatchObject({ code: "request.moved-by-you" });
    expect(problemSentence("request.moved-by-you", { what: "In behandeling genomen", time: "10:00 uur" }, "nl")).toBe("U hebt dit zelf al gedaan, om 10:00 uur in een ander venster: In behandeling genomen. Hieronder ziet u hoe het nu is.");
  });

  it("keeps a note without the BSN that was in it, and keeps what it says out of the trail", async () => {
    const requestId = requests[1] ?? "";
    await addNote(office.made.office, { requestId, text: "  Gebeld over 111222333.  ", by: office.staff.sanne, now: office.now() });
    expect((await listNotes(db(), requestId)).map(({ by, text }) => [by, text])).toEqual([["Sanne Mulder", "Gebeld over •••••."]]);
    expect((await lastActOn(db(), requestId))?.details).toEqual({});
    await expect(addNote(office.made.office, { requestId, text: " ", by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "request.note-missing" });
  });

  it("previews the e-mail that then goes out, but for its links", async () => {
    const requestId = await received(office);
    const { row } = await readCase(db(), { requestId, now: office.now() });
    const preview = await previewDecision(db(), { row, branding: office.made.telling.branding, say: office.made.telling.say, happening: "request.approved" });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    const sent = (await db().select().from(mail).where(eq(mail.requestId, requestId))).find(({ template }) => template === "request-approved");
    expect(preview).toMatchObject({ to: row.applicantEmail, language: row.language, subject: sent?.subject });
    expect(preview?.text.replaceAll(PREVIEW_LINK, "LINK")).toBe(sent?.text.replaceAll(/https:\/\/link\.invalid\/[0-9a-f-]{36}/g, "LINK"));
  });
});
