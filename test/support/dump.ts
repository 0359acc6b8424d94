import { runSql, type Db } from "#db/types.ts";

/** Everything that a dump of the database would hold, table by table. */
export async function dumpOf(db: Db): Promise<Map<string, string>> {
  const tables = await runSql<{ name: string }>(db, "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1");
  const texts = new Map<string, string>();
  for (const { name } of tables) texts.set(name, (await runSql<{ line: string }>(db, `select t::text as line from "${name}" t`)).map(({ line }) => line).join("\n"));
  return texts;
}

/** The tables in which something is said. */
export async function tablesThatSay(db: Db, text: string): Promise<string[]> {
  return [...(await dumpOf(db))].flatMap(([table, lines]) => (lines.toLowerCase().includes(text.toLowerCase()) ? [table] : []));
}
