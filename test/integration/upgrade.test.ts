import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { compose, type Composition } from "#app/composition.server.ts";
import { findSetBack } from "#app/domain/audit/heads.ts";
import { clearInTurn } from "#app/domain/retention/run.ts";
import { handleJobs } from "#app/worker.server.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { account } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { aTown } from "#test/support/backup.ts";
import { freshPlace, MIGRATIONS } from "#test/support/database.ts";
import { count, differences } from "#test/support/figures.ts";
import { approve, identify, install, printAndPost, received, type Stage } from "#test/support/journey.ts";
import { MORNING } from "#test/support/office.ts";
import { dataFolder, ROOT, seedOffice, settingsFor, staffOf, testKeys } from "#test/support/stage.ts";

import { verifyTrail } from "../../scripts/audit-verify.mjs";

/**
 * A dump of an office as the software left it at its fiftieth migration, with a request done, one rejected, one whose main contact was asked to identify, and one at the desk. A newer release gets a dump beside it,
 * made by `pg_dump --inserts` of a test office; this one stays, for installations skip releases.
 */
const FORMER = join(ROOT, "test/upgrade");
const dataDir = dataFolder();
let time = MORNING;
let database: Database;
let made: Composition;
let stage: Stage;

beforeAll(async () => {
  database = await openDatabase(await freshPlace());
  await database.executeSql(gunzipSync(readFileSync(join(FORMER, "0050.sql.gz"))).toString("utf8"));
  await database.executeSql("reset all");
  mkdirSync(join(dataDir, "audit"), { recursive: true });
  copyFileSync(join(FORMER, "0050.heads.jsonl"), join(dataDir, "audit/heads.jsonl"));
  await migrateDatabase(database, MIGRATIONS);
  const town = await aTown(() => time);
  made = await compose({ database, close: async () => undefined }, settingsFor(await testKeys(), town, dataDir), { clock: { now: () => time } });
  await seedOffice(made);
  handleJobs(made);
  await made.queue.start();
  stage = { made, staff: await staffOf(database.db), officeUrl: town.officeUrl, now: () => time };
}, 180_000);
afterAll(async () => {
  await made.queue.stop(5);
  await made.close();
  await database.close();
});

const later = (milliseconds: number) => void (time = new Date(time.getTime() + milliseconds));
const withStatus = async (status: (typeof request.$inferSelect)["status"]) => (await database.db.select().from(request).where(eq(request.status, status)))[0]?.id ?? "";

describe("the data of a former release, opened by this one", () => {
  it("are all there, and the trail that it sealed is sound", async () => {
    const statuses = await database.db.select({ status: request.status }).from(request).orderBy(request.number);
    expect(statuses.map(({ status }) => status)).toEqual(["done", "rejected", "identifying", "submitted"]);
    expect(await database.db.select({ status: account.status }).from(account)).toEqual([{ status: "active" }]);
    expect(await findSetBack(database.db, made.audit.headsFile)).toBeNull();
  });

  it("are gone on with: what was asked is identified, what was at the desk is approved, and a letter is posted and installed by", async () => {
    const asked = await withStatus("identifying");
    const atDesk = await withStatus("submitted");
    await identify(stage, asked, { holder: "johanna" });
    await made.queue.idle();
    await printAndPost(stage);
    await made.queue.idle();
    await install(stage, asked);
    await approve(stage, atDesk);
    expect(await withStatus("done")).not.toBe("");
    expect((await database.db.select().from(request).where(eq(request.id, asked)))[0]?.status).toBe("done");
    await received(stage);
    await made.queue.idle();
  }, 120_000);

  it("are counted and cleared by what came since, and the chain goes on from where the former release left it", async () => {
    const office = { database, made, now: () => time } as Parameters<typeof count>[0];
    await count(office);
    expect(await differences(office)).toEqual([]);
    const rejected = await withStatus("rejected");
    later(400 * 86_400_000);
    for (let nights = 0; nights < 4; nights += 1) {
      await clearInTurn(made.office, { now: time, dueSince: time });
      if (nights === 0) later(86_400_000);
    }
    expect((await database.db.select().from(request).where(eq(request.id, rejected)))[0]?.clearedAt).toEqual(time);
    await count(office);
    const query = (text: string, values?: unknown[]) => runSql<Record<string, string | null>>(database.db, text, values);
    const { key, headsFile } = made.audit;
    const publicKeys = [readFileSync(join(FORMER, "0050.public.pem"), "utf8"), key.publicPem];
    expect((await verifyTrail({ query, heads: readFileSync(headsFile, "utf8"), publicKeys, graceSeconds: 60 })).findings).toEqual([]);
  }, 120_000);
});
