import { createHash, randomBytes } from "node:crypto";
import { existsSync, openAsBlob, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Logger } from "drizzle-orm/logger";
import postgres from "postgres";
import { afterAll } from "vitest";

import { openDatabase, type Database, type DatabasePlace } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../db/migrations", import.meta.url));

/** Which database this run is about: the suite runs once on each (`ZEGEL_TEST_DATABASE=embedded`, or the server of `TEST_DATABASE_URL`). */
export const onServer = process.env["ZEGEL_TEST_DATABASE"] !== "embedded" && Boolean(process.env["TEST_DATABASE_URL"]);

// Registered once, while the test file is collected: a hook that is asked for inside a test or another hook would never run.
const endings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

/**
 * A fresh, migrated database that goes away after the test file: in memory, or a new one on the test server.
 * May be called anywhere in a test file.
 */
export async function freshDatabase(options: { logger?: Logger } = {}): Promise<Database> {
  const place = onServer ? await copyOnServer(await migratedTemplate()) : { memory: true as const, image: await migratedImage() };
  const database = await openDatabase(place, options);
  endings.push(() => database.close());
  await migrateDatabase(database, MIGRATIONS);
  return database;
}

/** A place where no database is yet, removed after the test file. For tests that open, migrate or kill by themselves. */
export async function freshPlace(): Promise<DatabasePlace> {
  return onServer ? copyOnServer("template1") : { memory: true };
}

async function copyOnServer(template: string): Promise<DatabasePlace> {
  const name = `zegel_test_${randomBytes(6).toString("hex")}`;
  // What these tests end is our process, never the server: that may write to its disk when it likes.
  await onTestServer((sql) => makeDatabase(sql, name, template).then(() => sql.unsafe(`alter database ${name} set synchronous_commit to off`)));
  endings.push(() => onTestServer((sql) => sql.unsafe(`drop database if exists ${name} with (force)`)));
  return placeOf(name);
}

function placeOf(database: string): DatabasePlace {
  const url = new URL(process.env["TEST_DATABASE_URL"] ?? "");
  url.pathname = `/${database}`;
  return { url: url.href, connections: 8 };
}

/** One after the other: a database cannot be copied while somebody is connected to it, and a copy is such a connection. */
async function makeDatabase(sql: postgres.Sql, name: string, template: string): Promise<void> {
  await sql`select pg_advisory_lock(${COPYING})`;
  await sql.unsafe(`create database ${name} template ${template}`);
  await sql`select pg_advisory_unlock(${COPYING})`;
}
const COPYING = 7_030_238;

/** On the server too, migrating takes longer than copying: the first test file makes a database of this state, later ones copy it. */
async function migratedTemplate(): Promise<string> {
  const name = `zegel_template_${stateOfMigrations()}`;
  await onTestServer(async (sql) => {
    const isThere = async () => (await sql`select from pg_database where datname = ${name}`).length > 0;
    if (await isThere()) return;
    const whole = `${name}_${randomBytes(4).toString("hex")}`;
    await makeDatabase(sql, whole, "template1");
    const database = await openDatabase(placeOf(whole));
    await migrateDatabase(database, MIGRATIONS);
    await database.close();
    // Whoever was first keeps the name; the other's own goes.
    await sql.unsafe(`alter database ${whole} rename to ${name}`).catch(() => sql.unsafe(`drop database ${whole}`));
  });
  return name;
}

/**
 * A new embedded database takes seconds, a copy of one a fraction: the first test file makes it, later ones take it from the temporary
 * folder, as long as neither migrations nor database change.
 */
async function migratedImage(): Promise<Blob> {
  const path = join(tmpdir(), `zegel-test-${process.getuid?.() ?? "me"}-${stateOfMigrations()}.tar`);
  if (!existsSync(path)) {
    const database = await openDatabase({ memory: true });
    await migrateDatabase(database, MIGRATIONS);
    const whole = `${path}.${randomBytes(4).toString("hex")}`;
    writeFileSync(whole, Buffer.from(await (await database.image()).arrayBuffer()));
    await database.close();
    renameSync(whole, path);
  }
  return openAsBlob(path);
}

async function onTestServer<Answer>(work: (sql: postgres.Sql) => Promise<Answer>): Promise<Answer> {
  const sql = postgres(process.env["TEST_DATABASE_URL"] ?? "", { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

function stateOfMigrations(): string {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url))));
  const migrations = readdirSync(MIGRATIONS, { recursive: true, encoding: "utf8" }).sort();
  for (const file of migrations.filter((name) => /\.(sql|json)$/.test(name))) hash.update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest("hex").slice(0, 16);
}
