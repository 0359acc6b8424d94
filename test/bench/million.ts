import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { listStaff } from "#app/domain/access/directory.ts";
import { auditFolder } from "#app/domain/audit/key.ts";
import { demonstrationKeys } from "#app/start/demonstration.server.ts";
import { openFirstDay } from "#app/start/history/first-day.ts";
import { makeHistory } from "#app/start/history/make.ts";
import { addReviewers } from "#app/start/history/reviewers.ts";
import { makeShared } from "#app/start/history/shared.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { runSql } from "#db/types.ts";
import { ROOT } from "#test/support/stage.ts";

import { withThrowAwayDatabase } from "./databases.ts";
import { benchExport, type ExportCost } from "./million-export.ts";
import { actsOf, rivalsOf, type ActCost } from "./million-reads.ts";
import { benchTrail, type TrailCost } from "./million-trail.ts";
import { benchWork, pgbenchTps, type WorkCost } from "./million-work.ts";

const MIGRATIONS = join(ROOT, "db/migrations");

/** The present of both histories: a Friday afternoon. */
const UNTIL = new Date("2026-11-27T14:00:00.000Z");
const YEARS = 4;
const ROUNDS = 9;

/** An office with a history: its database, where it lies, and the folder with its keys. */
export type Past = { database: Database; url: string; dataDir: string; requests: number; open: number; by: StaffActor; now: Date };

export type MillionCosts = { sizes: { few: Past; many: Past }; acts: ActCost[]; work: WorkCost; tps: number | null; trail: TrailCost; exports: ExportCost };

/**
 * The same work in an office of each size, in turn, in one run on one PostgreSQL server. `ZEGEL_BENCH_WORLD_SIZES` names other sizes than 10,000 and 1,000,000. Where `ZEGEL_BENCH_WORLDS` names two
 * databases with their folders ("postgres://…|/folder,postgres://…|/folder") that `npm run world` filled, they are used, and are busier afterwards; else two are made, which takes half an hour for a million.
 */
export async function withBothPasts<T>(server: string, work: (few: Past, many: Past) => Promise<T>): Promise<T> {
  const given = (process.env["ZEGEL_BENCH_WORLDS"] ?? "").split(",").filter(Boolean);
  if (given.length === 2) {
    const [few, many] = await Promise.all(given.map(async (place) => openPast(place.split("|")[0] ?? "", place.split("|")[1] ?? "")));
    if (!few || !many) throw new Error("Two databases are needed.");
    return work(few, many).finally(() => Promise.all([few.database.close(), many.database.close()]));
  }
  const [few = 10_000, many = 1_000_000] = (process.env["ZEGEL_BENCH_WORLD_SIZES"] ?? "10000,1000000").split(",").map(Number);
  return withMade(server, few, (one) => withMade(server, many, (other) => work(one, other)));
}

export async function benchMillion(few: Past, many: Past): Promise<MillionCosts> {
  const acts: ActCost[] = [];
  const others = await actsOf(many);
  for (const act of await actsOf(few)) {
    const other = others.find(({ name }) => name === act.name);
    if (!other) continue;
    const times = { few: [] as number[], many: [] as number[] };
    for (let round = -2; round < ROUNDS; round += 1) {
      const [one, two] = [await timeOf(act.run), await timeOf(other.run)];
      await act.after?.();
      await other.after?.();
      // The first rounds only warm up.
      if (round < 0) continue;
      times.few.push(one);
      times.many.push(two);
    }
    acts.push({ act: act.name, few: middle(times.few), many: middle(times.many), most: act.most });
  }
  const bare = await rivalsOf(many);
  for (const act of acts) {
    const rival = bare.get(act.act);
    if (!rival) continue;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOf(rival));
    act.bare = middle(times);
  }
  process.stdout.write("  … submit, decide, fulfil\n");
  const work = await benchWork(few, many);
  const tps = pgbenchTps();
  process.stdout.write("  … audit verification\n");
  const trail = await benchTrail(few, many);
  process.stdout.write("  … exports\n");
  const exports = await benchExport(few, many);
  return { sizes: { few, many }, acts, work, tps, trail, exports };
}

async function withMade<T>(server: string, requests: number, work: (past: Past) => Promise<T>): Promise<T> {
  return withThrowAwayDatabase(server, async (database, url) => {
    const dataDir = mkdtempSync(join(tmpdir(), "zegel-bench-"));
    try {
      const { db } = database;
      const begins = new Date(UNTIL.getTime() - YEARS * 365.25 * 86_400_000);
      const made = await openFirstDay(db, { root: ROOT, keys: await demonstrationKeys(dataDir, UNTIL, "Zegel"), begins });
      await addReviewers(db, { requests, years: YEARS, now: begins });
      const begun = performance.now();
      await makeHistory(database, url, { requests, years: YEARS, seed: 1, until: UNTIL, shared: await makeShared(db, made, begins), audit: auditFolder(dataDir), say: () => undefined });
      process.stdout.write(`  a history of ${requests.toLocaleString("en")} requests was made in ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
      return await work(await describePast(database, url, dataDir));
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}

async function openPast(url: string, dataDir: string): Promise<Past> {
  if (!existsSync(dataDir)) throw new Error(`There is no folder ${dataDir}.`);
  const database = await openDatabase({ url });
  await migrateDatabase(database, MIGRATIONS);
  return describePast(database, url, dataDir);
}

export async function describePast(database: Database, url: string, dataDir: string): Promise<Past> {
  const [counted] = await runSql<{ all: number; open: number }>(database.db, "select count(*)::int as all, (count(*) filter (where status not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed', 'joined')))::int as open from request");
  // The present of a history is where its trail ends, whoever made it.
  const [last] = await runSql<{ at: string | Date }>(database.db, "select occurred_at as at from audit_event order by id desc limit 1");
  const reviewer = (await listStaff(database.db)).find(({ roles }) => roles.includes("reviewer"));
  if (!reviewer || !counted) throw new Error("Nobody works in the office.");
  return { database, url, dataDir, requests: counted.all, open: counted.open, by: staffActor(reviewer), now: new Date(last?.at ?? UNTIL) };
}

export async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export function middle(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
