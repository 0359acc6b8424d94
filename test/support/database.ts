import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

import type { Logger } from "drizzle-orm/logger";
import postgres from "postgres";
import { afterAll } from "vitest";

import { openDatabase, type Database, type DatabasePlace } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../db/migrations", import.meta.url));

/** Which database this run is about: the suite runs once on each (`ZEGEL_TEST_DATABASE=embedded`, or the server of `TEST_DATABASE_URL`). */
export const onServer = process.env["ZEGEL_TEST_DATABASE"] !== "embedded" && Boolean(process.env["TEST_DATABASE_URL"]);

/**
 * A fresh, migrated database that goes away after the test file: in memory, or a new one on the test server.
 * Call it at the top of a file or of a `describe`.
 */
export async function freshDatabase(options: { logger?: Logger } = {}): Promise<Database> {
  const place = await freshPlace();
  const database = await openDatabase(place, options);
  afterAll(() => database.close());
  await migrateDatabase(database, MIGRATIONS);
  return database;
}

/** A place where no database is yet, removed after the test file. For tests that open, migrate or kill by themselves. */
export async function freshPlace(): Promise<DatabasePlace> {
  if (!onServer) return { memory: true };
  const url = new URL(process.env["TEST_DATABASE_URL"] ?? "");
  const name = `zegel_test_${randomBytes(6).toString("hex")}`;
  await maintain(url.href, `create database ${name}`);
  afterAll(() => maintain(url.href, `drop database if exists ${name} with (force)`));
  url.pathname = `/${name}`;
  return { url: url.href, connections: 8 };
}

async function maintain(url: string, statement: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}
