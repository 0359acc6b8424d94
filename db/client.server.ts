import { mkdirSync } from "node:fs";

import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type { Logger } from "drizzle-orm/logger";
import { drizzle as overPglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { drizzle as overPostgres } from "drizzle-orm/postgres-js";
import { migrate as migratePostgres } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

import { prepared } from "./held.ts";
import { LOCKS } from "./locks.ts";
import * as schema from "./schema/index.ts";
import { asParameter, type Db } from "./types.ts";

/**
 * Where the data lives: a PostgreSQL server, a folder of our own, or memory that is gone after close; the latter may begin as the
 * copy of another embedded database, which takes a fraction of the time that a new one takes.
 */
export type DatabasePlace = { url: string; connections?: number } | { dataDir: string } | { memory: true; image?: Blob };

/** Text with `$1` parameters, or several statements at once when there are none. */
export type ExecuteSql = (text: string, values?: readonly unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

export type Database = {
  db: Db;
  kind: "postgres" | "embedded";
  /** Runs outside any transaction of `db`; on PostgreSQL over one connection of its own, whose session-level locks die with the process. */
  executeSql: ExecuteSql;
  /** Calls back after each commit that notified `channel`; ask the returned function to stop. */
  listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>;
  /** Runs the missing migrations of a folder, one process at a time, in one transaction. Called by `migrateDatabase`. */
  migrate: (folder: string) => Promise<void>;
  /** A copy of the whole embedded database, for `{ memory: true, image }`; not for a server. */
  image: () => Promise<Blob>;
  /** Waits for the statements that are under way. */
  close: () => Promise<void>;
};

/**
 * Opens the database; nothing is migrated yet. Callers that open a folder hold its lock first (`db/lock.server.ts`).
 * `logger` sees each statement before it runs. Throws the driver's error when the place cannot be opened or does not answer.
 */
export async function openDatabase(place: DatabasePlace, options: { logger?: Logger } = {}): Promise<Database> {
  return "url" in place ? openServer(place.url, place.connections ?? 16, options.logger) : openEmbedded(place, options.logger);
}

async function openServer(url: string, connections: number, logger: Logger | undefined): Promise<Database> {
  // Compiling a plan takes a second or two, also for a question of milliseconds that the server takes for a long one.
  const settings = { onnotice: () => undefined, connect_timeout: 10, connection: { jit: "off" } };
  const client = postgres(url, { ...settings, max: connections });
  // Its statements bring their own BEGIN and COMMIT, which the driver takes on a single connection only.
  const single = postgres(url, { ...settings, max: 1, idle_timeout: 0, max_lifetime: null });
  for (const json of [114, 3802]) single.options.serializers[json] = (text: unknown) => text;
  const db = overPostgres(prepared(client), { schema, ...(logger && { logger }) });
  try {
    await client`select 1`;
  } catch (error) {
    await Promise.all([client.end({ timeout: 0 }), single.end({ timeout: 0 })]);
    throw error;
  }
  return {
    db,
    kind: "postgres",
    executeSql: async (text, values) => {
      const result = values
        ? await single.unsafe(text, values.map(asParameter) as never[])
        : await single.unsafe(text).simple();
      return { rows: lastRows(result) };
    },
    listen: async (channel, heard) => {
      const listening = await client.listen(channel, heard);
      return () => listening.unlisten();
    },
    migrate: async (folder) => {
      // drizzle's migrator takes no lock of its own.
      await single`select pg_advisory_lock(${LOCKS.space}, ${LOCKS.migrations})`;
      try {
        await migratePostgres(db, { migrationsFolder: folder });
      } finally {
        await single`select pg_advisory_unlock(${LOCKS.space}, ${LOCKS.migrations})`;
      }
    },
    image: () => Promise.reject(new Error("A server's database is copied with its own tools.")),
    close: async () => {
      await Promise.all([client.end({ timeout: 10 }), single.end({ timeout: 10 })]);
    },
  };
}

async function openEmbedded(place: Exclude<DatabasePlace, { url: string }>, logger: Logger | undefined): Promise<Database> {
  if ("dataDir" in place) mkdirSync(place.dataDir, { recursive: true, mode: 0o700 });
  const from = "dataDir" in place ? { dataDir: place.dataDir } : place.image ? { loadDataDir: place.image } : {};
  const client = await PGlite.create({ ...from, extensions: { pg_trgm } });
  client.parsers = readersInUse(client.parsers);
  const db = overPglite(client, { schema, ...(logger && { logger }) });
  return {
    db,
    kind: "embedded",
    executeSql: async (text, values) => {
      if (values) return { rows: (await client.query<Record<string, unknown>>(text, values.map(asParameter))).rows };
      const results = await client.exec(text);
      return { rows: (results.findLast((result) => result.fields.length > 0)?.rows ?? []) as Record<string, unknown>[] };
    },
    listen: (channel, heard) => client.listen(channel, heard),
    migrate: (folder) => migratePglite(db, { migrationsFolder: folder }),
    image: () => client.dumpDataDir("none"),
    close: () => client.close(),
  };
}

/**
 * The driver copies its table of readers for every statement, and has filled it with three hundred for arrays of every type there is: half of
 * the time of a small statement. These are the types that our columns and aggregates have: booleans, octets, numbers, JSON, texts and lists of text.
 */
function readersInUse(readers: PGlite["parsers"]): PGlite["parsers"] {
  return Object.fromEntries([16, 17, 20, 21, 23, 26, 114, 700, 701, 1009, 2951, 3802].flatMap((type) => (readers[type] ? [[type, readers[type]]] : [])));
}

/** The server driver answers several statements with one result each. */
function lastRows(result: unknown): Record<string, unknown>[] {
  if (!Array.isArray(result)) return [];
  const last = Array.isArray(result[0]) ? result.findLast((part) => Array.isArray(part) && part.length > 0) : result;
  return [...((last ?? []) as Record<string, unknown>[])];
}
