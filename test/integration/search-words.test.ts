import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { searchRequests } from "#app/domain/requests/search.ts";
import { clearRequest } from "#app/domain/retention/clear-request.ts";
import { retentionPeriods } from "#app/domain/retention/periods.ts";
import { request } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { QUIBBEL, rejected, rowOf } from "#test/support/retention.ts";

import { openPractice } from "../domain/identification/practice.ts";

/** More than are looked at one by one, so that most are found by their words. */
const REQUESTS = 4_000;
const PAGE = 50;

describe("the search for a name among many", () => {
  let database: Database;
  let names: string[];
  const db = () => database.db;

  beforeAll(async () => {
    database = await freshDatabase();
    await fillWithRequests(database, await openPractice(database), REQUESTS);
    // Names as people have them, among the oldest.
    const odd = ["Ł. Ślęzak-Żółć", "Ø. van der Ærøskøbing", "Ĳ. 50%_zeker", "D'Artagnan de l'Été", "J. van den Berg", "β. Ο'Χάρα", "T.  Tweespaties", "O. van", "𝒳. 𝒳𝒳", "Q. den", "Q. ten", "Q. ter", "Q. het", "Q. der"];
    const oldest = await runSql<{ id: string }>(db(), "select id from request order by number limit $1", [odd.length]);
    for (const [place, name] of odd.entries()) await db().update(request).set({ subjectName: name }).where(eq(request.id, oldest[place]?.id ?? ""));
    const rows = await runSql<{ name: string }>(db(), "select lower(subject_name || ' ' || applicant_name) as name from request order by number");
    names = rows.map(({ name }) => name);
  }, 240_000);

  /** As whoever reads every name would find them, newest first. */
  const readAll = async (text: string) => (await runSql<{ id: string }>(db(), "select id from request where position($1 in lower(subject_name || ' ' || applicant_name)) > 0 order by number desc", [text])).map(({ id }) => id);

  async function holds(text: string): Promise<void> {
    const found = await searchRequests(db(), { text });
    const shown = found.lines.map(({ id }) => id);
    const expected = await readAll(text);
    // A practice may be called so as well; of those that have the name, none is missing down to the last line.
    const missing = expected.slice(0, PAGE).filter((id) => !shown.includes(id));
    const known = shown.filter((id) => expected.includes(id));
    if (found.next === null) expect(missing, `missing for “${text}”`).toEqual([]);
    expect(known, `in its order for “${text}”`).toEqual(expected.slice(0, known.length));
  }

  it("finds each that has it, whatever part of it was typed", async () => {
    let state = 7;
    const die = (sides: number) => (state = (state * 48_271) % 2_147_483_647) % sides;
    const texts = new Set<string>();
    for (let time = 0; time < 400; time += 1) {
      const letters = [...(names[time < 200 ? die(names.length) : die(14)] ?? "")];
      const from = die(letters.length);
      const text = letters.slice(from, from + 1 + die(14)).join("").trim();
      if (/\p{L}/u.test(text)) texts.add(text);
    }
    expect(texts.size).toBeGreaterThan(200);
    for (const text of texts) await holds(text);
  }, 240_000);

  it.each(["van der", "van", "der", "den", "ten", "ter", "het", "q. het", "%", "50%_z", "_zeker", "sen", "d'artagnan de", "l'été b.", "t.  twee", "𝒳𝒳", "𝒳. 𝒳𝒳", "slezak"])("finds what holds %s", (text) => holds(text));

  it("finds what comes after the first page as well", async () => {
    const text = "vissearsen";
    const [all, seen] = [await readAll(text), new Set<string>()];
    for (let cursor: string | null = null, pages = 0; pages < 20; pages += 1) {
      const page = await searchRequests(db(), { text, cursor, limit: 3 });
      for (const { id } of page.lines) seen.add(id);
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(all.length).toBeGreaterThan(3);
    // And what else there is of practices of that name.
    expect([...seen].filter((id) => all.includes(id))).toEqual(all);
  });
});

describe("a word of a name that is sent while the clearing forgets it (D20)", () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
  }, 120_000);

  it("stays known, so that the new request is found by it", async () => {
    const { db } = office.database;
    const old = await rejected(office, QUIBBEL);
    const other = await rejected(office, { "user.email": "somebody@debrug.example" });
    const later = new Date("2027-11-20T09:00:00Z");
    const periods = await retentionPeriods(db, later);
    // Somebody of that name is being sent: written, and not yet to be seen by others; it takes as long as the clearing would, or two seconds where that waits.
    const written = signal<Promise<unknown>>();
    const clearing = signal<Promise<unknown>>();
    const sending = db.transaction(async (tx) => {
      await tx.update(request).set({ subjectName: "Z. Quibbeltje" }).where(eq(request.id, other));
      written.give(Promise.resolve());
      await Promise.race([clearing.given, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    });
    await written.given;
    clearing.give(db.transaction((tx) => clearRequest(tx, { requestId: old, now: later, periods })));
    await Promise.all([sending, clearing.given]);
    expect((await rowOf(office, old))?.clearedAt).not.toBeNull();
    const [known] = await runSql<{ known: boolean }>(db, "select exists (select from name_word where word = 'quibbeltje') as known");
    expect(known).toEqual({ known: true });
    expect((await searchRequests(db, { text: "quibbeltje" })).lines.map(({ id }) => id)).toEqual([other]);
    // And whoever comes when nobody has it any more finds nothing, for it is forgotten.
    await db.transaction((tx) => clearRequest(tx, { requestId: other, now: later, periods }));
    expect(await runSql(db, "select word from name_word where word in ('quibbeltje', 'wubbelink')")).toEqual([]);
  });
});

/** A promise that is given from outside. */
function signal<Value>(): { given: Promise<Awaited<Value>>; give: (value: Value) => void } {
  let give: (value: Value) => void = () => undefined;
  const given = new Promise<Value>((resolve) => (give = resolve)) as Promise<Awaited<Value>>;
  return { given, give };
}
