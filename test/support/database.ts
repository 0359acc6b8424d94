import { createHash, randomBytes } from "node:crypto";
import { existsSync, linkSync, openAsBlob, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Logger } from "drizzle-orm/logger";
import postgres from "postgres";
import { inject } from "vitest";

import { openDatabase, type Database, type DatabasePlace } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";

import { afterThisFile } from "./endings.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../db/migrations", import.meta.url));

/** Which database this run is about: the suite runs once on each (`ZEGEL_TEST_DATABASE=embedded`, or the server of `TEST_DATABASE_URL`). */
export const onServer = process.env["ZEGEL_TEST_DATABASE"] !== "embedded" && Boolean(process.env["TEST_DATABASE_URL"]);

/**
 * A fresh, migrated database that goes away after the test file: in memory, or a new one on the test server.
 * May be called anywhere in a test file.
 */
export async function freshDatabase(options: { logger?: Logger } = {}): Promise<Database> {
  const place = onServer ? await copyOnServer(await migratedTemplate()) : { memory: true as const, image: await migratedImage() };
  const database = await openDatabase(place, options);
  afterThisFile(() => database.close());
  await migrateDatabase(database, MIGRATIONS);
  return database;
}

/**
 * As a fresh one, but furnished by `fill`, which runs once per run for each `name`: the other test files get a copy of what it left. It must
 * leave no connection open.
 */
export async function furnishedDatabase(name: string, fill: (database: Database) => Promise<void>): Promise<Database> {
  const place = onServer ? await copyOnServer(await furnishedTemplate(name, fill)) : { memory: true as const, image: await furnishedImage(name, fill) };
  const database = await openDatabase(place);
  afterThisFile(() => database.close());
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
  afterThisFile(() => onTestServer((sql) => sql.unsafe(`drop database if exists ${name} with (force)`)));
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
const migratedTemplate = () => templateOf(`zegel_template_${stateOfMigrations()}`, "template1", (database) => migrateDatabase(database, MIGRATIONS));

const furnishedTemplate = async (name: string, fill: (database: Database) => Promise<void>) =>
  templateOf(`${nameOnServer(inject("runFolder"))}_${name}`, await migratedTemplate(), fill);

async function templateOf(name: string, from: string, fill: (database: Database) => Promise<void>): Promise<string> {
  await onTestServer(async (sql) => {
    const isThere = async () => (await sql`select from pg_database where datname = ${name}`).length > 0;
    if (await isThere()) return;
    const whole = `${name}_${randomBytes(4).toString("hex")}`;
    await makeDatabase(sql, whole, from);
    const database = await openDatabase(placeOf(whole));
    await fill(database);
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
const migratedImage = () =>
  imageAt(join(tmpdir(), `zegel-test-${process.getuid?.() ?? "me"}-${stateOfMigrations()}.tar`), undefined, (database) => migrateDatabase(database, MIGRATIONS));

const furnishedImage = async (name: string, fill: (database: Database) => Promise<void>) => imageAt(join(inject("runFolder"), `${name}.tar`), await migratedImage(), fill);

async function imageAt(path: string, from: Blob | undefined, fill: (database: Database) => Promise<void>): Promise<Blob> {
  if (!existsSync(path)) {
    const database = await openDatabase({ memory: true, ...(from && { image: from }) });
    await fill(database);
    const whole = `${path}.${randomBytes(4).toString("hex")}`;
    writeFileSync(whole, Buffer.from(await (await database.image()).arrayBuffer()));
    await database.close();
    // Whoever was first keeps the name: a file that is replaced while somebody reads it cannot be read on.
    try {
      linkSync(whole, path);
    } catch (error) {
      if (!existsSync(path)) throw error;
    }
    rmSync(whole);
  }
  return openAsBlob(path);
}

/** How the databases on a server begin that belong to one run. */
const nameOnServer = (folder: string) => basename(folder).toLowerCase().replaceAll(/\W/g, "_");

/** Takes away what a run left on the test server for its files to copy. */
export async function dropTemplatesOf(runFolder: string): Promise<void> {
  if (!onServer) return;
  await onTestServer(async (sql) => {
    const left = await sql<{ datname: string }[]>`select datname from pg_database where starts_with(datname, ${`${nameOnServer(runFolder)}_`})`;
    for (const { datname } of left) await sql.unsafe(`drop database if exists ${datname} with (force)`);
  });
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
