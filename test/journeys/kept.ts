import { sql } from "drizzle-orm";

import { openDatabase } from "#db/client.server.ts";
import { rowsOf } from "#db/types.ts";

/** Everything that an office which has closed left in its database: each row of each table as text. */
export async function everythingKept(databaseFolder: string): Promise<string> {
  const { db, close } = await openDatabase({ dataDir: databaseFolder });
  try {
    const tables = rowsOf<{ name: string }>(
      await db.execute(sql`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`),
    );
    const kept: string[] = [];
    for (const { name } of tables) {
      const rows = rowsOf<{ row: string }>(await db.execute(sql`select t::text as row from ${sql.raw(name)} t`));
      kept.push(...rows.map(({ row }) => `${name} ${row}`));
    }
    return kept.join("\n");
  } finally {
    await close();
  }
}
