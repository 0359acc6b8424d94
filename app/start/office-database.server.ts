import { join } from "node:path";

import { Problem } from "#app/domain/problem.ts";
import { openDatabase, type Database, type DatabasePlace } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";

/** Opens the database and migrates it; the lock of an embedded database is held until `close`. */
export async function openOfficeDatabase(
  where: { url: string | undefined; dataDir: string; root: string },
  options: Parameters<typeof openDatabase>[1] = {},
): Promise<{ database: Database; close(): Promise<void> }> {
  const place: DatabasePlace = where.url ? { url: where.url } : { dataDir: join(where.dataDir, "database") };
  const release = where.url ? null : await lockDataFolder(where.dataDir);
  try {
    const database = await openDatabase(place, options).catch((cause: unknown) => {
      throw new Problem("start.database-unreachable", {}, { cause });
    });
    try {
      await migrateDatabase(database, join(where.root, "db/migrations"));
    } catch (problem) {
      await database.close();
      throw problem;
    }
    return {
      database,
      close: async () => {
        await database.close();
        await release?.();
      },
    };
  } catch (problem) {
    await release?.();
    throw problem;
  }
}
