import { Readable } from "node:stream";

import { writeXlsxStream } from "hucre/xlsx";
import { DateTime } from "luxon";

import { ZONE } from "#app/domain/deadlines/calendar.ts";

export const FILE_FORMATS = ["csv", "xlsx"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export type FileColumn<Row> = { head: string; value: (row: Row) => string | number | Date | null };

type Table<Row> = {
  format: FileFormat;
  /** Of the file, without its ending. */
  name: string;
  columns: ReadonlyArray<FileColumn<Row>>;
  batches: AsyncIterable<readonly Row[]>;
  /** Waited for after each batch: `taken` of the context. */
  taken?: (() => Promise<void>) | undefined;
  /** Told once when the last row is out, or when nobody reads on; `failure` is what broke it off, if anything of ours did. */
  done: (end: { rows: number; isWhole: boolean; failure: unknown }) => Promise<void>;
};

const TYPES: Record<FileFormat, string> = { csv: "text/csv; charset=utf-8", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

/** A list as a file to keep. Written while it is read: batch by batch out of the database, and no faster than it is taken in. */
export function tableFile<Row>({ format, name, columns, batches, taken, done }: Table<Row>): Response {
  const rows = rowsOf(columns, counted(batches, taken, done));
  const body = format === "csv" ? csvOf(columns.map(({ head }) => head), rows) : xlsxOf(name, columns.map(({ head }) => head), rows);
  return new Response(body, { headers: { "content-type": TYPES[format], "content-disposition": `attachment; filename="${name}.${format}"` } });
}

async function* counted<Row>(batches: AsyncIterable<readonly Row[]>, taken: Table<Row>["taken"], done: Table<Row>["done"]): AsyncGenerator<readonly Row[]> {
  const end = { rows: 0, isWhole: false, failure: null as unknown };
  try {
    for await (const batch of batches) {
      yield batch;
      end.rows += batch.length;
      await taken?.();
    }
    end.isWhole = true;
  } catch (failure) {
    end.failure = failure;
    throw failure;
  } finally {
    await done(end);
  }
}

type Cell = string | number | null;

async function* rowsOf<Row>(columns: ReadonlyArray<FileColumn<Row>>, batches: AsyncIterable<readonly Row[]>): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) yield batch.map((row) => columns.map(({ value }) => cellOf(value(row))));
}

/** Moments by the clock of Amsterdam, in the order that sorts; text without what no file can hold: control characters and halves of a pair. */
function cellOf(value: string | number | Date | null): Cell {
  if (value instanceof Date) return DateTime.fromJSDate(value, { zone: ZONE }).toFormat("yyyy-MM-dd HH:mm");
  return typeof value === "string" ? value.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]+/gu, " ") : value;
}

/** RFC 4180, with the mark by which Excel knows UTF-8, and the semicolon that it expects in the Netherlands. */
function csvOf(heads: string[], batches: AsyncIterable<Cell[][]>): ReadableStream<Uint8Array> {
  const line = (cells: readonly Cell[]) => `${cells.map(csvCell).join(";")}\r\n`;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(`\uFEFF${line(heads)}`);
    for await (const rows of batches) if (rows.length > 0) yield encoder.encode(rows.map(line).join(""));
  }
  return Readable.toWeb(Readable.from(chunks())) as ReadableStream<Uint8Array>;
}

/**
 * Always quoted. What a spreadsheet would take for a formula (=, +, - or @ first, also full-width or after spaces) gets an apostrophe, so that a name that
 * somebody typed into a form cannot run anything at the desk.
 */
function csvCell(cell: Cell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const safe = /^\s*[=+\-@＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Text stays text in a workbook, whatever it begins with: its cells say of themselves what they are, so that codes keep their zeros and nothing is a formula. */
function xlsxOf(name: string, heads: string[], batches: AsyncIterable<Cell[][]>): ReadableStream<Uint8Array> {
  // Excel reads "_x0041_" in a text as a letter by its number; this is how it writes the sign itself.
  const plain = (cell: Cell) => (typeof cell === "string" ? cell.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_") : cell);
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const batch of batches) for (const row of batch) yield row.map(plain);
  }
  return writeXlsxStream(rows(), { name: name.slice(0, 31), columns: heads.map((header) => ({ header, width: 24 })), freezePane: { rows: 1 } });
}
