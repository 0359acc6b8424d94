import { sql } from "drizzle-orm";

import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";

import { freshDatabase } from "./database.ts";

/** A database that remembers what it is asked, and can say how it finds the answers. */
export type WatchedDatabase = {
  database: Database;
  /** How the database finds the answers to what an act asks, when reading a whole table costs more than anything. */
  plansOf(act: () => Promise<unknown>): Promise<string[]>;
};

export async function watchedDatabase(): Promise<WatchedDatabase> {
  let asked: Array<{ query: string; params: unknown[] }> = [];
  const database = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
  return {
    database,
    plansOf: async (act) => {
      asked = [];
      await act();
      const all = asked.filter(({ query }) => query.startsWith("select"));
      return database.db.transaction(async (tx) => {
        await tx.execute(sql`set local enable_seqscan = off`);
        const plans: string[] = [];
        for (const { query, params } of all) plans.push((await runSql<Record<string, string>>(tx, `explain ${query}`, params)).map((line) => Object.values(line)[0]).join("\n"));
        return plans;
      });
    },
  };
}

/** Which of these tables a plan reads whole. */
export function wholeTables(plans: readonly string[], large: readonly string[]): string[] {
  return plans.flatMap((plan) => [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table]) => table ?? "")).filter((table) => large.includes(table));
}
