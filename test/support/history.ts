import { existsSync, readFileSync } from "node:fs";

import { auditFolder } from "#app/domain/audit/key.ts";
import { openFirstDay } from "#app/start/history/first-day.ts";
import { makeHistory, type HistoryMade } from "#app/start/history/make.ts";
import type { Shared } from "#app/start/history/past.ts";
import { makeShared } from "#app/start/history/shared.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";

import { verifyTrail } from "../../scripts/audit-verify.mjs";
import { furnishedDatabase } from "./database.ts";
import { dataFolder, ROOT, testKeys } from "./stage.ts";

/** A Friday afternoon. */
export const HISTORY_UNTIL = new Date("2026-11-13T14:00:00.000Z");
const BEGINS = new Date("2026-08-01T00:00:00.000Z");
const YEARS = 0.25;

let shared: Shared | undefined;

/** An office over a copy of one that had its first day, with a history of so many requests in three months; only on a PostgreSQL server. */
export async function openHistory({ requests, seed }: { requests: number; seed: number }): Promise<{ database: Database; made: HistoryMade; verify: () => ReturnType<typeof verifyTrail> }> {
  const database = await furnishedDatabase("first_day", async (empty) => {
    const { authority, seal } = await openFirstDay(empty.db, { root: ROOT, keys: await testKeys(), begins: BEGINS });
    shared = await makeShared(empty.db, { authority, seal }, BEGINS);
  });
  if (!shared) throw new Error("The first day was furnished by another file.");
  const audit = auditFolder(dataFolder());
  const made = await makeHistory(database, await urlOf(database), { requests, years: YEARS, seed, until: HISTORY_UNTIL, shared, audit, say: () => undefined });
  const verify = () =>
    verifyTrail({
      query: (text, values) => runSql<Record<string, string | null>>(database.db, text, values),
      heads: existsSync(audit.headsFile) ? readFileSync(audit.headsFile, "utf8") : null,
      publicKeys: [audit.key.publicPem],
    });
  return { database, made, verify };
}

/** Where a database on the test server lies. */
export async function urlOf({ db }: Pick<Database, "db">): Promise<string> {
  const url = new URL(process.env["TEST_DATABASE_URL"] ?? "");
  const [row] = await runSql<{ name: string }>(db, "select current_database() as name");
  url.pathname = `/${row?.name ?? ""}`;
  return url.href;
}

