import { once } from "node:events";
import { finished } from "node:stream/promises";

import type postgres from "postgres";

/** One value of a row as COPY reads it: text that was escaped, or null. Booleans and numbers as JavaScript has them; an instant in milliseconds goes by `stamp`. */
export type Cell = string | number | boolean | null;

/** Where rows go: by table, a few megabytes at a time. */
export type Copier = {
  add(table: string, cells: readonly Cell[]): void;
  /** Waits while more lies ready than the server has taken. */
  settle(): Promise<void>;
  /** Sends the rest. */
  finish(): Promise<void>;
  rows: number;
};

const CHUNK = 4 * 1024 * 1024;
/** So many pieces may wait: one that the server reads, and one that is ready when it has. */
const MOST_WAITING = 2;

/**
 * Streams rows into tables by COPY over one connection, in its transaction. `columns` names the columns of each table in the order in which the cells come. While the
 * server takes one piece the next is made, so that no more than a few pieces lie in memory whatever the amount.
 */
export function openCopier(tx: postgres.TransactionSql, columns: Readonly<Record<string, readonly string[]>>): Copier {
  const ready = new Map<string, { lines: string[]; size: number }>();
  let sending: Promise<void> = Promise.resolve();
  let waiting = 0;
  const failure: { error: unknown } = { error: null };

  const send = (table: string) => {
    const held = ready.get(table);
    if (!held || held.lines.length === 0) return;
    const text = held.lines.join("");
    ready.set(table, { lines: [], size: 0 });
    waiting += 1;
    sending = sending
      .then(() => copy(tx, table, columns[table] ?? [], text))
      .catch((error: unknown) => {
        failure.error ??= error;
      })
      .finally(() => {
        waiting -= 1;
      });
  };
  const settle = async (most: number) => {
    while (waiting > most) await sending;
    if (failure.error) throw failure.error;
  };
  const copier: Copier = {
    rows: 0,
    add: (table, cells) => {
      const line = `${cells.map(cellOf).join("\t")}\n`;
      const held = ready.get(table) ?? { lines: [], size: 0 };
      held.lines.push(line);
      held.size += line.length;
      ready.set(table, held);
      copier.rows += 1;
      if (held.size > CHUNK) send(table);
    },
    settle: () => settle(MOST_WAITING),
    finish: async () => {
      for (const table of ready.keys()) send(table);
      await settle(0);
    },
  };
  return copier;
}

async function copy(tx: postgres.TransactionSql, table: string, columns: readonly string[], text: string): Promise<void> {
  const names = columns.map((name) => `"${name}"`).join(", ");
  const stream = await tx.unsafe(`copy "${table}" (${names}) from stdin`).writable();
  const done = finished(stream);
  // An error of the server ends the stream: it is told by `done`.
  done.catch(() => undefined);
  if (!stream.write(text)) await Promise.race([once(stream, "drain"), done]);
  stream.end();
  await done;
}

function cellOf(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell === "string") return ESCAPED.test(cell) ? cell.replace(EACH_ESCAPED, escape) : cell;
  return cell === true ? "t" : cell === false ? "f" : String(cell);
}

const ESCAPED = /[\\\n\r\t]/;
const EACH_ESCAPED = /[\\\n\r\t]/g;
const escape = (sign: string): string => ({ "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" })[sign] ?? sign;

/** An instant for a column with time zone. */
export function stamp(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A list of texts for a column of type text[]. */
export function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`;
}
