import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";

import postgres from "postgres";

import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";

/** The server on which benchmarks may create databases. */
export const SERVER = process.env["TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";

/** Works in a fresh, migrated database on a PostgreSQL server, and takes it away afterwards. */
export async function withThrowAwayDatabase<T>(server: string, work: (database: Database, url: string) => Promise<T>): Promise<T> {
  const name = `zegel_bench_${randomBytes(6).toString("hex")}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const maintain = async (statement: string) => {
    const client = postgres(server, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
    await client.unsafe(statement).finally(() => client.end());
  };
  await maintain(`create database ${name}`);
  try {
    const database = await openDatabase({ url: url.href });
    await migrateDatabase(database, fileURLToPath(new URL("../../db/migrations", import.meta.url)));
    return await work(database, url.href).finally(() => database.close());
  } finally {
    await maintain(`drop database if exists ${name} with (force)`);
  }
}
