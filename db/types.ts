import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

import type * as schema from "./schema/index.ts";

/**
 * A connection or a transaction, on either database. Inside `db.transaction(async (tx) => …)` use `tx` alone: the embedded database
 * has one connection, and asking the outer `db` there waits for ever.
 */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;

/**
 * The rows of a raw `db.execute(sql…)`: the embedded driver answers `{ rows }`, the server driver an array.
 * Timestamps come as PostgreSQL's text on both; `bigint` and `numeric` may come as number or text: convert with `Number`.
 */
export function rowsOf<Row = Record<string, unknown>>(result: unknown): Row[] {
  if (Array.isArray(result)) return [...(result as Row[])];
  if (typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows)) return result.rows as Row[];
  throw new TypeError("Not the result of a query.");
}

/**
 * One statement with its parameters as `$1, $2, …`, run through the same connection or transaction as everything else of `db`.
 * Objects are passed as JSON, `undefined` as null. For libraries that bring their own SQL; our own code uses the query builder.
 */
export async function runSql<Row = Record<string, unknown>>(db: Db, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const prepared = db._.session.prepareQuery({ sql: text, params: values.map(asParameter) }, undefined, undefined, false);
  return rowsOf<Row>(await prepared.execute());
}

/** A value as both drivers take it. */
export function asParameter(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object" || Array.isArray(value) || value instanceof Uint8Array) return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
