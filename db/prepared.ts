import { sql, type Placeholder, type Query } from "drizzle-orm";

import { rowsOf, type Db } from "./types.ts";

/**
 * A statement that is asked all day: built once for each database instead of at every call, which costs more than running it. For a
 * `Db` that stays open; a transaction is another one each time, and gains nothing.
 */
export function preparedFor<Statement>(prepare: (db: Db) => Statement): (db: Db) => Statement {
  const prepared = new WeakMap<Db, Statement>();
  return (db) => {
    const known = prepared.get(db) ?? prepare(db);
    prepared.set(db, known);
    return known;
  };
}

/**
 * The same for a statement inside transactions: its text is built once, with `blanks` where values go, and filled in at each call, which
 * takes a twentieth of the time. Answers the driver's rows, with the database's own names for columns.
 */
export function builtOnce<Values extends Record<string, unknown>>(build: (db: Db) => { toSQL: () => Query }): (db: Db, values: Values) => Promise<Record<string, unknown>[]> {
  let built: Query | undefined;
  return async (db, values) => {
    built ??= build(db).toSQL();
    return rowsOf(await db._.session.prepareQuery(built, undefined, undefined, false).execute(values));
  };
}

/** A blank for each column, to be filled in by its own name. */
export function blanks<Name extends string>(...names: Name[]): Record<Name, Placeholder> {
  const row = {} as Record<Name, Placeholder>;
  for (const name of names) row[name] = sql.placeholder(name);
  return row;
}
