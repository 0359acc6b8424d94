import { desc, eq, like } from "drizzle-orm";
import { streamXlsxRows } from "hucre/xlsx";
import { beforeAll, describe, expect, it } from "vitest";

import { everyRequest } from "#app/domain/requests/export.ts";
import { listQueue } from "#app/domain/requests/queue.ts";
import * as customerExports from "#app/routes/customers.exports.tsx";
import * as requestExports from "#app/routes/desk.exports.tsx";
import { auditEvent } from "#db/schema/audit.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { answersFor, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf, type Answer } from "#test/support/routes.ts";

let office: TestOffice;
const db = () => office.database.db;
beforeAll(async () => {
  office = await openOffice();
  const made = await received(office);
  const [{ id: _id, number: _number, draftId: _draft, ...like } = {}] = await db().select().from(request).where(eq(request.id, made));
  // More than the list loads at once.
  const more = Array.from({ length: 60 }, (_, place) => ({ ...like, dueAt: new Date(office.now().getTime() + place * 3_600_000) }));
  await db().insert(request).values(more as Array<typeof request.$inferInsert>);
});

type Who = keyof TestOffice["staff"];
const askFor = (which: "requests" | "customers", form: Record<string, string>, who: Who = "sanne", language: "nl" | "en" = "nl") =>
  which === "requests" ? routesOf(office).post(requestExports.action, "/desk/exports", form, { by: office.staff[who], language }) : routesOf(office).post(customerExports.action, "/customers/exports", form, { by: office.staff[who], language });

async function linesOf(answer: Answer): Promise<string[]> {
  const octets = new Uint8Array((await answer.response?.arrayBuffer()) ?? new ArrayBuffer(0));
  expect([...octets.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = new TextDecoder().decode(octets);
  expect(text.endsWith("\r\n")).toBe(true);
  return text.split("\r\n").slice(0, -1);
}

async function sheetOf(answer: Answer): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for await (const { values } of streamXlsxRows(new Uint8Array((await answer.response?.arrayBuffer()) ?? new ArrayBuffer(0)))) rows.push(values);
  return rows;
}

const trail = () => db().select().from(auditEvent).where(like(auditEvent.act, "list.%")).orderBy(desc(auditEvent.id)).limit(2);

describe("the export of a list", () => {
  it("holds everything in the view, not the page that is loaded, in the order of the list", async () => {
    const { sanne: by } = office.staff;
    const whole = await listQueue(db(), { view: "all", by, limit: 1000 });
    expect(whole.lines.length).toBeGreaterThan(50);
    const [head, ...lines] = await linesOf(await askFor("requests", { as: "csv", view: "all" }));
    expect(head).toBe('"Referentie";"Soort aanvraag";"Voor wie";"Praktijk";"AGB-code";"Uiterlijk";"Eerst";"Bezwaar";"In behandeling bij";"Stand"');
    expect(lines.map((line) => line.split(";")[0])).toEqual(whole.lines.map(({ reference }) => `"${reference}"`));
    const unassigned = await listQueue(db(), { view: "unassigned", by, limit: 1000 });
    expect(await linesOf(await askFor("requests", { as: "csv", view: "unassigned" }))).toHaveLength(unassigned.lines.length + 1);
  });

  it("comes in batches, each of them once and none too large, of a view and of a search", async () => {
    const { sanne: by } = office.staff;
    for (const text of ["", "de brug"]) {
      const batches: string[][] = [];
      for await (const batch of everyRequest(db(), { view: "all", text, by, batch: 7 })) batches.push(batch.map(({ id }) => id));
      expect(batches.flat()).toHaveLength(61);
      expect(new Set(batches.flat()).size).toBe(61);
      expect(Math.max(...batches.map(({ length }) => length))).toBe(7);
    }
  });

  it("names everybody of a request for several, in one line of the file, as text and as a workbook", async () => {
    const other = (initials: string, surname: string) => ({ "user.name": { initials, prefix: "", surname }, "user.email": `${surname.toLowerCase()}@debrug.example`, "user.phone": "+31612345671", "user.employed": true });
    const several = await received(office, answersFor("de-brug", { sharing: "same", others: [other("K.", "Smit"), other("A.", "Linden")] }));
    const [row] = await db().select().from(request).where(eq(request.id, several));
    const mine = (line: string) => line.startsWith(`"ZG-${row?.number ?? ""}"`);
    const lines = (await linesOf(await askFor("requests", { as: "csv", view: "all" }))).filter(mine);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"Z. van der Håkon; K. Smit; A. Linden"');
    const sheet = await sheetOf(await askFor("requests", { as: "xlsx", view: "all" }));
    expect(sheet.filter((cells) => cells[0] === `ZG-${row?.number ?? ""}`).map((cells) => cells[2])).toEqual(["Z. van der Håkon; K. Smit; A. Linden"]);
    await db().update(request).set({ status: "cancelled", closedAt: office.now() }).where(eq(request.id, several));
  });

  it("holds what the search fits, and only that", async () => {
    const all = await db().select().from(enterprise);
    expect(await linesOf(await askFor("customers", { as: "csv" }))).toHaveLength(all.length + 1);
    const town = all[0]?.town ?? "";
    const rows = await sheetOf(await askFor("customers", { as: "xlsx", q: town }, "els", "en"));
    expect(rows[0]).toEqual(["Name", "KvK number", "Legal form", "Town", "AGB codes", "Accounts", "Agreement"]);
    expect(rows.slice(1).map((row) => row[3])).toEqual(all.filter((one) => one.town === town).map(() => town));
    expect(await linesOf(await askFor("requests", { as: "csv", view: "all", q: "qqqqqq" }))).toHaveLength(1);
  });

  it("is in the trail when it begins and when it is out, without what was searched for", async () => {
    const answer = await askFor("customers", { as: "xlsx", q: "Jansen" }, "ravi");
    expect(answer.response?.headers.get("content-disposition")).toBe('attachment; filename="klanten-2026-11-16.xlsx"');
    const rows = await sheetOf(answer);
    const [finished, begun] = await trail();
    expect(begun).toMatchObject({ act: "list.exported", actorName: "Ravi Sharma", subjectId: "customers", payload: { format: "xlsx", searched: true } });
    expect(finished).toMatchObject({ act: "list.export-finished", subjectId: "customers", payload: { rows: rows.length - 1 } });
    expect(JSON.stringify([begun, finished])).not.toMatch(/jansen/i);
  });

  it("is refused to who may not see the list, and then nothing is read", async () => {
    const exported = () => db().$count(auditEvent, eq(auditEvent.act, "list.exported"));
    const before = await exported();
    for (const who of ["noor", "tom", "ilse"] as const) {
      expect((await askFor("requests", { as: "csv", view: "all" }, who)).status).toBe(403);
      expect((await askFor("customers", { as: "csv" }, who)).status).toBe(403);
    }
    for (const list of ["customers", "requests"] as const) expect((await askFor(list, { as: "csv" }, "daan")).status).toBe(403);
    expect(await exported()).toBe(before);
    expect((await askFor("requests", { as: "csv", view: "all" }, "els")).status).toBe(200);
    expect(await exported()).toBe(before + 1);
  });
});
