import { and, eq, isNull, sql } from "drizzle-orm";
import { pino } from "pino";
import { beforeAll, describe, expect, it } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import type { Office } from "#app/domain/office.ts";
import { getBulkRun, planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { countExclusions, countOpenDecisions, everyItem, listBulk, listBulkReasons, listBulkRuns } from "#app/domain/requests/bulk/read.ts";
import { countOutcomes, runBulk } from "#app/domain/requests/bulk/run.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { cancelBulk, takeBackBulk } from "#app/domain/requests/bulk/stop.ts";
import type { Database } from "#db/client.server.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { ROOT } from "#test/support/stage.ts";

const NOW = new Date("2026-11-16T09:00:00.000Z");
/** What grows with the office. */
const LARGE = ["request", "judgement", "request_question", "request_note", "audit_event", "bulk_item", "bulk_run"];
const SELECTED = 120;

let database: Database;
let office: Office;
let sanne: StaffActor;
let asked: Array<{ query: string; params: unknown[] }> = [];

beforeAll(async () => {
  database = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
  const { db } = database;
  await loadDefinitions(db, readDefinitionFiles(ROOT), readScreenTexts(ROOT), NOW);
  const [one, other] = await db.insert(staff).values(["Sanne Mulder", "Wim Bos"].map((name) => ({ name, email: `${name[0]}@zegel.example`, roles: ["reviewer"], createdAt: NOW }))).returning();
  if (!one || !other) throw new Error("Nobody was hired.");
  sanne = staffActor({ id: one.id, name: one.name, roles: ["reviewer"] });
  const queue = openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) });
  await queue.prepare();
  office = { db, queue };
  await fillWithRequests(database, { releaseId: await currentRelease(db), sanne: one, wim: other }, 3_000);
}, 300_000);

/** The tables of which a statement of the act would read every row, when that costs more than anything. */
async function wholeTables(act: () => Promise<unknown>): Promise<string[]> {
  asked = [];
  await act();
  const all = asked.filter(({ query }) => /^\s*(select|update|delete|with)\b/i.test(query) && !query.includes("pgboss"));
  expect(all.length).toBeGreaterThan(0);
  return database.db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`);
    const found = new Set<string>();
    for (const { query, params } of all) {
      const plan = (await runSql<Record<string, string>>(tx, `explain ${query}`, params)).map((line) => Object.values(line)[0]).join("\n");
      for (const [, table = ""] of plan.matchAll(/Seq Scan on (\w+)/g)) if (LARGE.includes(table)) found.add(`${table}: ${query.slice(0, 160)}`);
    }
    return [...found];
  });
}

describe("one act on many requests reads no table whole, and holds none for long", () => {
  let runId: string;

  it("a selection is stored batch by batch, each in a transaction of its own", async () => {
    const ids = await database.db.select({ id: request.id }).from(request).where(eq(request.status, "submitted")).limit(SELECTED);
    const batches = [ids.slice(0, 50), ids.slice(50, 100), ids.slice(100)];
    expect(await wholeTables(async () => void (runId = await selectForBulk(office, { source: "list", batches, by: sanne, now: NOW })))).toEqual([]);
    expect(asked.filter(({ query }) => query.startsWith("insert into \"bulk_item\""))).toHaveLength(3);
    expect(asked.some(({ query }) => /^begin/i.test(query))).toBe(false);
  });

  it("a plan, its page, its start and its file", async () => {
    let plan = 0;
    expect(await wholeTables(async () => void ({ plan } = await planBulk(office, { runId, act: "approve", reasonCode: "", text: "", by: sanne, now: NOW })))).toEqual([]);
    expect(await wholeTables(async () => void ({ plan } = await planBulk(office, { runId, act: "reject", reasonCode: "DUPLICATE", text: "", by: sanne, now: NOW })))).toEqual([]);
    expect(await wholeTables(() => Promise.all([countOutcomes(office.db, runId), countExclusions(office.db, runId), listBulkReasons(office.db, runId), listBulk(office.db, { runId, part: "taking-part", limit: 50 }), listBulkRuns(office.db, sanne)]))).toEqual([]);
    expect(await wholeTables(() => startBulk(office, { runId, plan, by: sanne, now: NOW }))).toEqual([]);
    expect(
      await wholeTables(async () => {
        for await (const batch of everyItem(office.db, runId)) expect(batch.length).toBeLessThanOrEqual(500);
      }),
    ).toEqual([]);
  });

  it("the work itself, fifty at a time, its cancellation and its undo", async () => {
    expect(await wholeTables(() => runBulk(office, { runId, after: -1 }, { now: () => NOW }))).toEqual([]);
    expect(await countOutcomes(office.db, runId)).toMatchObject({ done: 50, pending: SELECTED - 50 });
    expect(await wholeTables(async () => countOpenDecisions(office.db, await getBulkRun(office.db, runId), NOW))).toEqual([]);
    expect(await wholeTables(() => cancelBulk(office, { runId, by: sanne, now: NOW }))).toEqual([]);
    expect(await wholeTables(() => takeBackBulk(office, { runId, by: sanne, now: NOW }))).toEqual([]);
    expect(await office.db.$count(request, and(eq(request.claimedBy, sanne.id), isNull(request.decision)))).toBeGreaterThanOrEqual(50);
  });

  it("would be found, were there one", async () => {
    expect(await wholeTables(() => office.db.select().from(request).where(eq(request.applicantEmail, "x")))).not.toEqual([]);
  });
});
