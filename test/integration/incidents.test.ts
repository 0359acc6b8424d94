import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { closeReturn, listReturns, registerReturn } from "#app/domain/print-room/returns.ts";
import { assessIncident, everyIncident, getIncident, listIncidents, noteIncident, type Assessment } from "#app/domain/incidents/register.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";
import * as incidents from "#app/routes/incidents._index.tsx";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { incident } from "#db/schema/incidents.ts";
import { printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const HOUR = 3_600_000;
const note = (description: string, discoveredAt = office.now()) => db().transaction((tx) => noteIncident(tx, { kind: "sent-to-another", discoveredAt, description, by: office.staff.ilse, now: office.now() }));
const FOUND: Assessment = { people: 1, consequences: "De pincode kon gelezen worden.", measures: "Pincode vervallen, nieuwe brief.", authority: "told", authorityAt: null, authorityWhy: "Pincode en naam samen.", persons: "told", personsWhy: "Gebeld." };
const assess = (id: string, change: Partial<Assessment> = {}) => assessIncident(db(), { id, found: { ...FOUND, authorityAt: office.now(), ...change }, by: office.staff.ilse, now: office.now() });

describe("daily practice: the wrong person opened the letter", () => {
  it("makes the PIN void and notes an incident in the same breath, which the security officer finds with 72 hours to go", async () => {
    const requestId = await fulfilled(office);
    await printAndPost(office);
    const [sent] = await db().select().from(letter).where(eq(letter.requestId, requestId));
    const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
    await registerReturn(office.made.office, { reference: letterReferenceOf(sent?.number ?? 0), reason: "opened", by: office.staff.noor, now: office.now() });
    const [line, ...more] = await listIncidents(db());
    expect(more).toEqual([]);
    expect(line).toMatchObject({ kind: "letter-opened", letter: letterReferenceOf(sent?.number ?? 0), registeredBy: "Noor Visser", discoveredAt: office.now(), assessment: null });
    expect(line?.tellBy.getTime()).toBe(office.now().getTime() + 72 * HOUR);
    const pins = await db().select().from(credential).where(eq(credential.userNumber, made?.userNumber ?? ""));
    expect(pins.map(({ voidReason }) => voidReason)).toEqual(["letter-returned"]);
    expect(await office.trail()).toContain("incident.noted");
  });

  it("of a letter that merely came back makes none", async () => {
    for (const { id } of await listReturns(db(), office.now())) await closeReturn(office.made.office, { id, outcome: "ended", note: "Gezien.", by: office.staff.sanne, now: office.now() });
    const before = (await listIncidents(db())).length;
    const requestId = await fulfilled(office);
    await printAndPost(office);
    const [sent] = await db().select().from(letter).where(eq(letter.requestId, requestId));
    await registerReturn(office.made.office, { reference: letterReferenceOf(sent?.number ?? 0), reason: "moved", by: office.staff.noor, now: office.now() });
    expect((await listIncidents(db())).length).toBe(before);
  });
});

describe("the register of breaches (AVG, article 33)", () => {
  it("takes what somebody notes by hand, without what may never be kept", async () => {
    const { id, reference } = await note("Mail aan de verkeerde praktijk, met BSN 123456782.", new Date(office.now().getTime() - 5 * HOUR));
    expect(await getIncident(db(), id)).toMatchObject({ reference, description: "Mail aan de verkeerde praktijk, met BSN •••••.", registeredBy: "Ilse Peters" });
    await expect(note("  ")).rejects.toMatchObject({ code: "incident.what" });
    await expect(note("Morgen.", new Date(office.now().getTime() + HOUR))).rejects.toMatchObject({ code: "incident.later" });
    await expect(getIncident(db(), crypto.randomUUID())).rejects.toMatchObject({ code: "incident.unknown" });
  });

  it("takes a day that was typed in three boxes, and a time as people write it; no day is said at the day", async () => {
    const { post } = routesOf(office);
    const noted = (change: Record<string, string>) => post(incidents.action, "/incidents", { kind: "sent-to-another", "date.day": "16", "date.month": "11", "date.year": "2026", time: "9.05", description: "Verkeerd gemaild.", ...change }, { by: office.staff.ilse });
    const wrong: Array<Record<string, string>> = [{ "date.day": "45" }, { "date.day": "", "date.month": "", "date.year": "" }];
    for (const day of wrong) expect(await noted(day)).toMatchObject({ status: 422, data: { problem: { fields: { date: expect.stringContaining("dag, maand en jaar") as string } } } });
    expect(await noted({ time: "morgen" })).toMatchObject({ status: 422, data: { problem: { fields: { time: expect.any(String) as string } } } });
    expect(await noted({})).toMatchObject({ status: 303 });
    expect((await listIncidents(db())).map(({ discoveredAt }) => discoveredAt.toISOString())).toContain("2026-11-16T08:05:00.000Z");
  });

  it("is assessed once, whole, and whether the supervisor was told stands in it with the reason", async () => {
    const { id } = await note("Lijst op het verkeerde bureau.");
    await expect(assess(id, { authorityAt: new Date(office.now().getTime() - HOUR) })).rejects.toMatchObject({ code: "incident.later" });
    const twice = await Promise.allSettled([assess(id), assess(id, { people: 2 })]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(assess(id)).rejects.toMatchObject({ code: "incident.assessed" });
    expect((await getIncident(db(), id)).assessment).toMatchObject({ authority: "told", persons: "told", by: "Ilse Peters", at: office.now() });
    expect(await office.trail()).toContain("incident.assessed");
  });

  it("shows what nobody has looked at first, the longest waiting on top, and goes into a file whole", async () => {
    const old = await note("Oud.", new Date(office.now().getTime() - 80 * HOUR));
    const lines = await listIncidents(db());
    expect(lines[0]?.id).toBe(old.id);
    const open = lines.map(({ assessment }) => assessment === null);
    expect(open).toEqual([...open].sort((one, other) => Number(other) - Number(one)));
    const all = [];
    for await (const batch of everyIncident(db(), 2)) all.push(...batch);
    expect(all.map(({ id }) => id).sort()).toEqual(lines.map(({ id }) => id).sort());
    expect(all.map(({ reference }) => Number(reference.slice(2)))).toEqual([...all.map(({ reference }) => Number(reference.slice(2)))].sort((one, other) => one - other));
  });

  it("the database itself refuses half an assessment, a telling without a moment, and a discovery to come", async () => {
    const { id } = await note("Proef.");
    const mine = eq(incident.id, id);
    const broken = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) as string } });
    await expect(db().update(incident).set({ people: 1 }).where(mine)).rejects.toMatchObject(broken("incident_is_assessed_whole"));
    await expect(db().update(incident).set({ authorityAt: office.now() }).where(mine)).rejects.toMatchObject(broken("supervisor_was_told_at_a_moment"));
    await expect(db().update(incident).set({ discoveredAt: new Date(office.now().getTime() + HOUR) }).where(mine)).rejects.toMatchObject(broken("incident_is_not_found_before_it_was"));
    await expect(db().update(incident).set({ description: "" }).where(mine)).rejects.toMatchObject(broken("incident_says_what_happened"));
  });
});
