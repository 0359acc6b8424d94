import { Problem } from "#app/domain/problem.ts";

import type { Database } from "./client.server.ts";

/**
 * Brings the database up to the migrations in `folder` (absolute path). All that is missing runs in one transaction: either the whole
 * of it is there afterwards, or the database is as it was and Problem("start.migration-failed") says why. Processes that start
 * together wait for one another.
 */
export async function migrateDatabase(database: Database, folder: string): Promise<void> {
  try {
    await database.migrate(folder);
  } catch (error) {
    throw new Problem("start.migration-failed", { reason: reasonOf(error) });
  }
}

/** What the database itself said, one line. */
function reasonOf(error: unknown): string {
  const root = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (root instanceof Error ? root.message : String(root)).split("\n")[0] ?? "";
}
