import { and, desc, eq, like } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { alertStaff, sendDigests } from "#app/domain/correspondence/staff-mail.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { askInformation, answerInformation } from "#app/domain/requests/ask.ts";
import { decideCalendar, previewCalendar, proposeCalendar, readCalendar, type CalendarChange } from "#app/domain/requests/calendar-change.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { recountTerms } from "#app/domain/requests/recount.ts";
import { watchDeadlines } from "#app/domain/requests/watch-deadlines.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { definitionVersion } from "#db/schema/definitions.ts";
import { requestClock } from "#db/schema/requests.ts";
import { approve, linkTo, received } from "#test/support/journey.ts";
import { MORNING, openOffice, type TestOffice } from "#test/support/office.ts";

type Who = keyof TestOffice["staff"];
let office: TestOffice;
const db = () => office.database.db;
const by = (who: Who) => ({ by: office.staff[who], now: office.now(), correlationId: "c-1" });
const closing = (...days: string[]): CalendarChange => ({ flavour: "office", add: days.map((on) => ({ on, name: { nl: "Gesloten", en: "Closed" } })), remove: [] });
const clockOf = async (requestId: string, stage: "review" | "delivery" = "review") => {
  const [found] = await db().select().from(requestClock).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, stage)));
  if (!found) throw new Error("There is no clock.");
  return found;
};
const actsOf = async (requestId: string, prefix: string) => (await db().select({ act: auditEvent.act }).from(auditEvent).where(and(eq(auditEvent.requestId, requestId), like(auditEvent.act, `${prefix}%`))).orderBy(auditEvent.id)).map(({ act }) => act);
const openId = async () => (await readCalendar(db())).proposal?.id ?? 0;

beforeAll(async () => {
  office = await openOffice();
});
beforeEach(() => office.clock.moveTo(MORNING));

describe("terms that run out (R21, D9)", () => {
  it("are warned of once, a working day ahead, and said once to have passed, from the second after the last one", async () => {
    const id = await received(office);
    const { dueAt } = await clockOf(id);
    expect(dueAt.toISOString()).toBe("2026-11-23T22:59:59.000Z");
    const at = async (instant: string) => {
      office.clock.moveTo(new Date(instant));
      await watchDeadlines(office.made.office, { now: office.now() });
      await watchDeadlines(office.made.office, { now: office.now() });
      return actsOf(id, "deadline.");
    };
    expect(await at("2026-11-19T22:59:59.000Z")).toEqual([]);
    // The day before the weekend is the working day before the Monday on which it is due.
    expect(await at("2026-11-19T23:00:00.000Z")).toEqual(["deadline.near"]);
    expect(await at("2026-11-23T22:59:59.999Z")).toEqual(["deadline.near"]);
    expect(await at("2026-11-23T23:00:00.000Z")).toEqual(["deadline.near", "deadline.passed"]);
    expect(await at("2026-12-02T09:00:00.000Z")).toEqual(["deadline.near", "deadline.passed"]);
  });

  it("are not spoken of while we wait for the applicant, and warned of anew afterwards", async () => {
    const id = await received(office);
    office.clock.moveTo(new Date("2026-11-20T09:00:00.000Z"));
    await watchDeadlines(office.made.office, { now: office.now() });
    await claimRequest(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    await askInformation(office.made.office, { requestId: id, question: "Welke functie?", by: office.staff.sanne, now: office.now(), version: (await getRequest(db(), id)).version });
    office.clock.moveTo(new Date("2026-12-01T09:00:00.000Z"));
    await watchDeadlines(office.made.office, { now: office.now() });
    expect(await actsOf(id, "deadline.")).toEqual(["deadline.near"]);
    await answerInformation(office.made.office, { link: await linkTo(office, id, "status"), answer: "Assistent", now: office.now() });
    expect((await clockOf(id)).dueAt.toISOString()).toBe("2026-12-02T22:59:59.000Z");
    await watchDeadlines(office.made.office, { now: office.now() });
    expect(await actsOf(id, "deadline.")).toEqual(["deadline.near", "deadline.near"]);
  });

  it("stand in the message of the morning: once on a working day, to who has them in hand and to management", async () => {
    const id = await received(office);
    office.clock.moveTo(new Date("2026-11-20T06:59:00.000Z"));
    await claimRequest(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    const sent = async () => (await db().select().from(mail).where(eq(mail.template, "deadlines-today")).orderBy(mail.recipient)).map(({ recipient, text }) => ({ recipient, text }));
    await sendDigests(office.made.telling, office.now());
    expect(await sent()).toEqual([]);
    office.clock.moveTo(new Date("2026-11-20T07:00:00.000Z"));
    await Promise.all([sendDigests(office.made.telling, office.now()), sendDigests(office.made.telling, office.now())]);
    const [els, sanne, ...others] = await sent();
    expect(others).toEqual([]);
    expect(els?.recipient).toBe("els.kok@zegel.example");
    expect(sanne?.recipient).toBe("sanne.mulder@zegel.example");
    const { number } = await getRequest(db(), id);
    expect(sanne?.text).toContain(`ZG-${number} · `);
    expect(sanne?.text).toContain("maandag 23 november 2026");
    // No name of a customer leaves the house in it.
    expect(sanne?.text).not.toContain("Håkon");
    office.clock.moveTo(new Date("2026-11-21T09:00:00.000Z"));
    await sendDigests(office.made.telling, office.now());
    expect(await sent()).toHaveLength(2);
  });

  it("of hours (D23) are told at once to the desk and management, each once, and not to who is on call", async () => {
    const id = await received(office);
    const dueAt = new Date("2026-11-17T09:00:00.000Z");
    await db().update(requestClock).set({ dueAt, calendarVersion: null }).where(eq(requestClock.requestId, id));
    office.clock.moveTo(new Date("2026-11-17T04:59:59.000Z"));
    await watchDeadlines(office.made.office, { now: office.now() });
    expect(await actsOf(id, "deadline.")).toEqual([]);
    office.clock.moveTo(new Date("2026-11-17T05:00:00.000Z"));
    await watchDeadlines(office.made.office, { now: office.now() });
    await office.work();
    await alertStaff(office.made.telling, { requestId: id, what: "near", dueAt: dueAt.toISOString() }, office.now());
    const told = await db().select().from(mail).where(and(eq(mail.requestId, id), eq(mail.template, "deadline-near"))).orderBy(mail.recipient);
    expect(told.map(({ recipient }) => recipient)).toEqual(["els.kok@zegel.example", "sanne.mulder@zegel.example", "wim.bos@zegel.example"]);
    expect(told[0]?.text).toContain("dinsdag 17 november 2026 om 10:00 uur");
    office.clock.moveTo(new Date("2026-11-17T09:00:01.000Z"));
    await watchDeadlines(office.made.office, { now: office.now() });
    await office.work();
    expect(await db().select().from(mail).where(and(eq(mail.requestId, id), eq(mail.template, "deadline-passed")))).toHaveLength(3);
  });
});

describe("a change of the calendar (D10, D15)", () => {
  it("is seen beforehand, published by another, and moves each term once: of who waits too, and never one that has passed", async () => {
    const [running, waiting, late, delivered] = [await received(office), await received(office), await received(office), await received(office)];
    await claimRequest(office.made.office, { requestId: waiting, by: office.staff.sanne, now: office.now() });
    await askInformation(office.made.office, { requestId: waiting, question: "Welke functie?", by: office.staff.sanne, now: office.now(), version: (await getRequest(db(), waiting)).version });
    await db().update(requestClock).set({ dueAt: new Date("2026-11-13T22:59:59.000Z") }).where(eq(requestClock.requestId, late));
    await approve(office, delivered);
    const before = new Map(await Promise.all([running, waiting, late, delivered].map(async (id) => [id, (await clockOf(id)).dueAt.toISOString()] as const)));

    const seen = await previewCalendar(db(), closing("2026-11-18"), office.now());
    expect(seen.moves.shown.find(({ requestId }) => requestId === running)).toMatchObject({ stage: "review", to: new Date("2026-11-24T22:59:59.000Z") });
    expect(seen.moves.shown.map(({ requestId }) => requestId)).toContain(waiting);
    expect(seen.moves.shown.map(({ requestId }) => requestId)).not.toContain(late);
    expect(seen.moves.earlier).toBe(0);

    await proposeCalendar(db(), { ...by("tom"), change: closing("2026-11-18"), reason: "Verhuizing" });
    await expect(proposeCalendar(db(), { ...by("mei"), change: closing("2026-11-19"), reason: "Ook dan" })).rejects.toMatchObject({ code: "definition.proposal-open" });
    await expect(decideCalendar(office.made.office, { ...by("tom"), id: await openId(), outcome: "published" })).rejects.toMatchObject({ code: "access.own-act" });
    expect((await readCalendar(db())).calendar.closed).toEqual([]);
    const release = await currentRelease(db());
    const id = await openId();
    await decideCalendar(office.made.office, { ...by("mei"), id, outcome: "published" });
    await expect(decideCalendar(office.made.office, { ...by("mei"), id, outcome: "published" })).rejects.toMatchObject({ code: "definition.proposal-gone" });
    expect(await currentRelease(db())).toBeGreaterThan(release);
    await office.work();
    await recountTerms(office.made.office, { now: office.now() });

    const later = (iso: string) => new Date(Date.parse(iso) + 86_400_000).toISOString();
    expect((await clockOf(running)).dueAt.toISOString()).toBe(later(before.get(running) ?? ""));
    expect((await getRequest(db(), running)).dueAt?.toISOString()).toBe(later(before.get(running) ?? ""));
    expect((await clockOf(waiting)).dueAt.toISOString()).toBe(later(before.get(waiting) ?? ""));
    expect((await clockOf(late)).dueAt.toISOString()).toBe(before.get(late));
    expect(await actsOf(running, "deadline.moved")).toEqual(["deadline.moved"]);
    expect(await actsOf(late, "deadline.moved")).toEqual([]);
    expect((await clockOf(running)).calendarVersion).toBe((await readCalendar(db())).version);

    // What was left when the clock was stopped is left when it runs on, now without the closed day.
    office.clock.moveTo(new Date("2026-11-17T09:00:00.000Z"));
    await answerInformation(office.made.office, { link: await linkTo(office, waiting, "status"), answer: "Assistent", now: office.now() });
    expect((await clockOf(waiting)).dueAt.toISOString()).toBe("2026-11-25T22:59:59.000Z");

    // Taking the day away again brings every term back.
    await proposeCalendar(db(), { ...by("mei"), change: { flavour: "office", add: [], remove: ["2026-11-18"] }, reason: "Toch open" });
    office.clock.moveTo(MORNING);
    await decideCalendar(office.made.office, { ...by("tom"), id: await openId(), outcome: "published" });
    await office.work();
    expect((await clockOf(running)).dueAt.toISOString()).toBe(before.get(running));
  });

  it("may be withdrawn by its author, says when nothing would change, and refuses a day that is closed already", async () => {
    await expect(proposeCalendar(db(), { ...by("tom"), change: closing(), reason: "Niets" })).rejects.toMatchObject({ code: "definition.no-change" });
    await expect(proposeCalendar(db(), { ...by("tom"), change: closing("2026-12-24", "2026-12-24"), reason: "Twee keer" })).rejects.toMatchObject({ code: "calendar.closed-already" });
    await proposeCalendar(db(), { ...by("tom"), change: closing("2026-12-24"), reason: "Kerstavond" });
    await decideCalendar(office.made.office, { ...by("tom"), id: await openId(), outcome: "withdrawn" });
    expect((await readCalendar(db())).proposal).toBeNull();
    const [last] = await db().select().from(auditEvent).where(like(auditEvent.act, "definition.%")).orderBy(desc(auditEvent.id)).limit(1);
    expect(last).toMatchObject({ act: "definition.withdrawn", actorName: "Tom Smit" });
  });

  it("cannot be published by its author in the database either, nor stand beside another", async () => {
    const row = { kind: "calendar", key: "calendar", hash: "x", content: {}, author: office.staff.tom.id, createdAt: office.now() };
    const publishOwn = db().insert(definitionVersion).values({ ...row, version: 900, status: "published", approver: office.staff.tom.id, publishedAt: office.now() });
    await expect(publishOwn).rejects.toMatchObject({ cause: { message: expect.stringContaining("definition_approver_is_another_person") } });
    const draft = (version: number) => db().insert(definitionVersion).values({ ...row, version, status: "draft" });
    await draft(901);
    await expect(draft(902)).rejects.toMatchObject({ cause: { message: expect.stringContaining("one_open_proposal_per_definition") } });
    await db().delete(definitionVersion).where(eq(definitionVersion.version, 901));
  });
});
