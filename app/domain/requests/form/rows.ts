import type { Repeats } from "#app/domain/definitions/schema/form.ts";

import { cleanLine } from "./kinds/clean.ts";
import type { FieldNote } from "./kinds/result.ts";

/** One line of a pasted list: its number and text as it was pasted, and its cells by the input that their column is for. */
export type ListRow = { line: number; text: string; cells: ReadonlyMap<string, string>; refused: Pick<FieldNote, "code" | "details"> | null };

export type ListRows = { rows: ListRow[]; /** The line of headings as it was pasted, where there is one. */ heading: string[] | null; ignored: string[] };

/**
 * Takes a pasted list apart: columns by tab, else semicolon, else comma, with quotation marks as spreadsheets write them; empty lines do not count. A
 * first line that names at least two of the columns says in which order they stand; without one they stand in the order of `columns`.
 */
export function rowsOf(text: string, columns: Repeats["columns"]): ListRows {
  const lines = linesOf(text);
  const named = lines[0]?.cells.map((cell) => columns.find(({ headings }) => headings.includes(headingOf(cell)))) ?? [];
  const hasHeading = named.filter((column) => column !== undefined).length >= 2;
  const inputs = hasHeading ? named.map((column) => column?.input ?? null) : columns.map(({ input }) => input);
  const ignored = hasHeading ? (lines[0]?.cells ?? []).filter((cell, index) => inputs[index] === null && cell !== "") : [];
  return {
    rows: lines.slice(hasHeading ? 1 : 0).map(({ line, text: own, cells }) => ({ line, text: own, cells: byInput(cells, inputs), refused: refusalOf(cells, inputs) })),
    heading: hasHeading && lines[0] ? [lines[0].text] : null,
    ignored,
  };
}

function byInput(cells: readonly string[], inputs: ReadonlyArray<string | null>): Map<string, string> {
  return new Map(cells.flatMap((cell, index): Array<[string, string]> => {
    const input = inputs[index] ?? null;
    return input === null || cell === "" ? [] : [[input, cell]];
  }));
}

function refusalOf(cells: readonly string[], inputs: ReadonlyArray<string | null>): ListRow["refused"] {
  const found = cells.reduce((last, cell, index) => (cell === "" ? last : index + 1), 0);
  if (found > inputs.length) return { code: "list.columns", details: { found, most: inputs.length } };
  return cells.length === 1 && inputs.length > 1 ? { code: "list.no-columns", details: {} } : null;
}

function headingOf(cell: string): string {
  return cell.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[*:()]/g, "").trim();
}

type Line = { line: number; text: string; cells: string[] };

function linesOf(text: string): Line[] {
  const whole = text.replaceAll(/\r\n?/g, "\n");
  const separator = whole.includes("\t") ? "\t" : whole.includes(";") ? ";" : ",";
  const lines: Line[] = [];
  let line = 1;
  for (let at = 0; at <= whole.length; ) {
    const { cells, end } = cellsFrom(whole, at, separator);
    const own = whole.slice(at, end);
    if (cells.some((cell) => cell !== "")) lines.push({ line, text: own, cells });
    line += own.split("\n").length;
    at = end + 1;
  }
  return lines;
}

/** The cells of one line and where it ends: behind a line end that no quotation marks hold. */
function cellsFrom(text: string, from: number, separator: string): { cells: string[]; end: number } {
  const cells: string[] = [];
  for (let at = from; ; ) {
    const quoted = /^[^\S\n\t]*"((?:[^"]|""){0,1000})"[^\S\n\t]*(?=\n|$|[\t;,])/.exec(text.slice(at));
    const plain = /^[^\n]*/.exec(text.slice(at))?.[0] ?? "";
    const stop = quoted ? quoted[0].length : plain.includes(separator) ? plain.indexOf(separator) : plain.length;
    cells.push(cleanLine(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : plain.slice(0, stop)));
    at += stop;
    if (text[at] !== separator) return { cells, end: at };
    at += 1;
  }
}
