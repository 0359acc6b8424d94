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
  const place = onServer ? await freshPlace() : { memory: true as const, image: await migratedImage() };
  const database = await openDatabase(place, options);
  endings.push(() => database.close());
  await migrateDatabase(database, MIGRATIONS);
  return database;
}

/** A place where no database is yet, removed after the test file. For tests that open, migrate or kill by themselves. */
export async function freshPlace(): Promise<DatabasePlace> {
  if (!onServer) return { memory: true };
  const server = process.env["TEST_DATABASE_URL"] ?? "";
  const name = `zegel_test_${randomBytes(6).toString("hex")}`;
  await maintain(server, `create database ${name}`);
  endings.push(() => maintain(server, `drop database if exists ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, connections: 8 };
}

/**
 * A new embedded database takes seconds, a copy of one a fraction: the first test file makes it, later ones take it from the temporary
 * folder, as long as neither migrations nor database change.
 */
async function migratedImage(): Promise<Blob> {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(new URL("../../package.json", import.meta.url))));
  const migrations = readdirSync(MIGRATIONS, { recursive: true, encoding: "utf8" }).sort();
  for (const file of migrations.filter((name) => /\.(sql|json)$/.test(name))) hash.update(readFileSync(join(MIGRATIONS, file)));
  const path = join(tmpdir(), `zegel-test-${process.getuid?.() ?? "me"}-${hash.digest("hex").slice(0, 16)}.tar`);
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

async function maintain(url: string, statement: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}
