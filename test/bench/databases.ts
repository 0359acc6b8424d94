import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import postgres from "postgres";

import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { runSql } from "#db/types.ts";

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

/** Milliseconds that a server's connections to this database have had a core for, as Linux counts them (proc(5), in hundredths of a second); a server elsewhere, or another system, shows nothing: 0. */
export async function serverCoreMs({ db }: Database): Promise<number> {
  const connections = await runSql<{ pid: number }>(db, "select pid from pg_stat_activity where datname = current_database()");
  let hundredths = 0;
  for (const { pid } of connections) {
    const path = `/proc/${pid}/stat`;
    if (!existsSync(path)) continue;
    // Behind the name, which may hold spaces: the fourteenth and fifteenth field of the line.
    const fields = readFileSync(path, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    hundredths += Number(fields[11]) + Number(fields[12]);
  }
  return hundredths * 10;
}
