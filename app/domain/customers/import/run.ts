import type { Db } from "#db/types.ts";
import { recordAll } from "#app/domain/audit/record.ts";

import { serviceNames } from "../enterprise.ts";
import { type Book, emptyBook } from "./book.ts";
import { COLUMNS, type FileKind, kindOf, KINDS, type RowOf } from "./columns.ts";
import { IMPORTS } from "./kinds.ts";

/** A file as it lies there: its records, the head first. Read as often as it is asked for. */
export type ImportFile = { name: string; records: () => AsyncIterable<{ line: number; cells: string[] | null }> };

/** Why a row was not taken, and where it stands. Never what stands in it. */
export type Refused = { file: string; line: number; reason: string };
export type Imported = { file: string; kind: FileKind | null; rows: number; written: number; there: number; refused: number };

type Import = {
  files: readonly ImportFile[];
  /** False judges everything and writes nothing. */
  apply: boolean;
  now: Date;
  refused: (row: Refused) => void;
  batchSize?: number;
};

const BATCH = 500;

/**
 * Takes existing customers over from files: enterprises first and authorisations last, whatever the order in which the files are named. Each batch is one
 * transaction with its events. What is there already is left alone, so that the same files may come again; what is there with other data is refused, like
 * everything that the office could not have entered itself. A dry run comes to the same verdicts.
 */
export async function importCustomers(db: Db, { files, apply, now, refused, batchSize = BATCH }: Import): Promise<Imported[]> {
  const book = emptyBook((await serviceNames(db)).keys());
  const known = await Promise.all(files.map(async (file) => ({ file, head: await headOf(file) })));
  const results: Imported[] = [];
  for (const { file, head } of known.filter(({ head: { kind } }) => kind === null)) {
    refused({ file: file.name, line: head.line, reason: "these are not the columns of any kind of file; see docs/import.md" });
    results.push({ file: file.name, kind: null, rows: 0, written: 0, there: 0, refused: 1 });
  }
  const seen = new Map<string, string>();
  for (const kind of KINDS) {
    for (const { file, head } of known.filter((one) => one.head.kind === kind)) {
      results.push(await importFile(db, { file, kind, columns: head.columns, headLine: head.line, book, seen, apply, now, refused, batchSize }));
    }
  }
  return results;
}

async function headOf(file: ImportFile): Promise<{ kind: FileKind | null; columns: string[]; line: number }> {
  for await (const { line, cells } of file.records()) {
    if (cells?.length === 0) continue;
    return { kind: cells && kindOf(cells), columns: (cells ?? []).map((cell) => cell.trim().toLowerCase()), line };
  }
  return { kind: null, columns: [], line: 1 };
}

type One<K extends FileKind> = { file: ImportFile; kind: K; columns: string[]; headLine: number; book: Book; seen: Map<string, string>; batchSize: number } & Pick<Import, "apply" | "now" | "refused">;

async function importFile<K extends FileKind>(db: Db, one: One<K>): Promise<Imported> {
  const { file, kind, columns, headLine, book, seen, apply, now, refused, batchSize } = one;
  const desk = IMPORTS[kind];
  const result: Imported = { file: file.name, kind, rows: 0, written: 0, there: 0, refused: 0 };
  const refuse = (line: number, reason: string) => {
    result.refused += 1;
    refused({ file: file.name, line, reason });
  };
  let batch: Array<{ line: number; row: RowOf<K> }> = [];

  async function settle(): Promise<void> {
    await desk.prepare(db, book, batch.map(({ row }) => row));
    const fresh: Array<{ line: number; row: RowOf<K> }> = [];
    for (const { line, row } of batch) {
      const key = `${kind} ${desk.keyOf(row)}`;
      const before = seen.get(key);
      if (before !== undefined) {
        refuse(line, `the same stands on ${before}`);
        continue;
      }
      seen.set(key, `line ${line} of ${file.name}`);
      const verdict = desk.judge(book, row);
      if (verdict === "there") result.there += 1;
      else if (verdict === "new") fresh.push({ line, row });
      else refuse(line, verdict.refused);
    }
    batch = [];
    if (apply && fresh.length > 0) {
      await db.transaction(async (tx) => {
        const told = await desk.write(tx, book, fresh.map(({ row }) => row));
        await recordAll(tx, told.map((event) => ({ ...event, now, actor: { kind: "system", id: "import" } })));
      });
    }
    result.written += fresh.length;
  }

  for await (const { line, cells } of file.records()) {
    if (line === headLine || cells?.length === 0) continue;
    result.rows += 1;
    const read = readRow(kind, columns, cells);
    if ("reason" in read) refuse(line, read.reason);
    else batch.push({ line, row: read.row });
    if (batch.length >= batchSize) await settle();
  }
  if (batch.length > 0) await settle();
  return result;
}

function readRow<K extends FileKind>(kind: K, columns: readonly string[], cells: string[] | null): { row: RowOf<K> } | { reason: string } {
  if (cells === null) return { reason: "cannot be read: a quote is not closed, or it is not UTF-8" };
  if (cells.length !== columns.length) return { reason: `has ${cells.length} cells where the head has ${columns.length}` };
  const parsed = COLUMNS[kind].safeParse(Object.fromEntries(columns.map((column, place) => [column, cells[place]])));
  if (parsed.success) return { row: parsed.data as RowOf<K> };
  return { reason: parsed.error.issues.map(({ path, message, code, ...issue }) => `${path.join(".")}: ${code === "invalid_union" ? innerOf(issue) : message}`).join("; ") };
}

/** Of a cell that may be empty: what is wrong with it since it is not. */
function innerOf(issue: object): string {
  const errors = "errors" in issue && Array.isArray(issue.errors) ? (issue.errors as Array<Array<{ message: string }>>) : [];
  return errors.at(-1)?.[0]?.message ?? "is not right";
}
