import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { detectDelimiter, parseCsv } from "hucre/csv";

/** A record of a CSV file with the number of the line on which it begins; `cells` is null for one that cannot be read. */
export type CsvRecord = { line: number; cells: string[] | null };

/** A quoted cell longer than this was never closed: what follows would all be swallowed. */
const MOST_LINES = 50;

/**
 * The records of a CSV file in UTF-8, one at a time, its head among them: comma, semicolon or tab, as the first line has it; quoted cells may hold line ends
 * (RFC 4180). Memory holds one record. A quote that is never closed costs its own line, not the rest of the file.
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRecord> {
  const lines = createInterface({ input: createReadStream(path, { encoding: "utf8" }), crlfDelay: Infinity });
  let delimiter: string | null = null;
  let open: string[] = [];
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const text = number === 1 ? line.replace(/^\uFEFF/, "") : line;
    delimiter ??= detectDelimiter(text);
    open.push(text);
    if (!isWhole(open)) {
      if (open.length < MOST_LINES) continue;
      yield* unclosed(open, number, delimiter);
    } else yield recordOf(open, number, delimiter);
    open = [];
  }
  if (open.length > 0) yield* unclosed(open, number, delimiter ?? ",");
}

/** Every quote has its fellow. */
function isWhole(lines: readonly string[]): boolean {
  return lines.reduce((count, line) => count + (line.match(/"/g)?.length ?? 0), 0) % 2 === 0;
}

function recordOf(lines: readonly string[], last: number, delimiter: string): CsvRecord {
  const line = last - lines.length + 1;
  const text = lines.join("\n");
  if (text.trim() === "") return { line, cells: [] };
  // Not UTF-8: a letter was lost, and nobody may be written down by a name that is not theirs.
  if (text.includes("\uFFFD") || text.includes("\u0000")) return { line, cells: null };
  const [cells = []] = parseCsv(text, { delimiter, typeInference: false });
  return { line, cells: cells.map((cell) => String(cell ?? "")) };
}

function* unclosed(lines: readonly string[], last: number, delimiter: string): Generator<CsvRecord> {
  const [, ...after] = lines;
  yield { line: last - lines.length + 1, cells: null };
  // What the open quote swallowed is read again without it.
  let open: string[] = [];
  for (const [place, text] of after.entries()) {
    open.push(text);
    const number = last - after.length + 1 + place;
    if (isWhole(open)) {
      yield recordOf(open, number, delimiter);
      open = [];
    }
  }
  for (const [place] of open.entries()) yield { line: last - open.length + 1 + place, cells: null };
}
