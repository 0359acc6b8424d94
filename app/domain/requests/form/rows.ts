import type { Repeats } from "#app/domain/definitions/schema/form.ts";

import { cleanLine } from "./kinds/clean.ts";
import type { FieldNote } from "./kinds/result.ts";

/** One line of a pasted list: its number and text as it was pasted, its cells by the input that their column is for, and all of them in their order. */
export type ListRow = { line: number; text: string; cells: ReadonlyMap<string, string>; inOrder: readonly string[]; refused: Pick<FieldNote, "code" | "details"> | null };

export type ListRows = { rows: ListRow[]; /** The line of headings as it was pasted, where there is one. */ heading: string | null; ignored: string[] };

/** The id of the field in which a line is put right. */
export function lineId(line: number): string {
  return `line-${line}`;
}

/**
 * Takes a pasted list apart, with quotation marks as spreadsheets write them; empty lines do not count. Each line has a separator of its own: what was
 * copied together from here and there need not agree. A first line that names at least two of the columns says in which order they stand; without one
 * they stand in the order of `columns`.
 */
export function rowsOf(text: string, columns: Repeats["columns"]): ListRows {
  const lines = linesOf(text, columns.length);
  const named = lines[0]?.cells.map((cell) => columns.find(({ headings }) => headings.includes(headingOf(cell)))) ?? [];
  const hasHeading = named.filter((column) => column !== undefined).length >= 2;
  const inputs = hasHeading ? named.map((column) => column?.input ?? null) : columns.map(({ input }) => input);
  const ignored = hasHeading ? (lines[0]?.cells ?? []).filter((cell, index) => inputs[index] === null && cell !== "") : [];
  // The number of columns is known only now, and with it which separator a line probably has.
  const rows = hasHeading ? linesOf(text, inputs.length).slice(1) : lines;
  return {
    rows: rows.map(({ line, text: own, cells }) => ({ line, text: own, cells: byInput(cells, inputs), inOrder: cells, refused: refusalOf(cells, inputs) })),
    heading: hasHeading && lines[0] ? lines[0].text : null,
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

function linesOf(text: string, columns: number): Line[] {
  const whole = text.replaceAll(/\r\n?/g, "\n");
  const lines: Line[] = [];
  let line = 1;
  for (let at = 0; at <= whole.length; ) {
    const { cells, end } = lineFrom(whole, at, columns);
    const own = whole.slice(at, end);
    if (cells.some((cell) => cell !== "")) lines.push({ line, text: own, cells });
    line += own.split("\n").length;
    at = end + 1;
  }
  return lines;
}

/**
 * One line by the separator that it has: a tab, which nobody types in a name; else the one by which it has as many columns as there are, or most. One that
 * would tear apart what stands in quotation marks is none.
 */
function lineFrom(text: string, from: number, columns: number): CellsRead {
  const byTab = cellsFrom(text, from, "\t");
  if (byTab.cells.length > 1) return byTab;
  const others = [";", ","].map((separator) => cellsFrom(text, from, separator));
  const whole = others.filter(({ isTorn }) => !isTorn);
  const candidates = whole.length > 0 ? whole : others;
  const fitting = candidates.find(({ cells }) => cells.length === columns);
  return fitting ?? candidates.reduce((best, other) => (other.cells.length > best.cells.length ? other : best));
}

type CellsRead = { cells: string[]; end: number; /** Whether a quotation mark stands alone in a cell. */ isTorn: boolean };

/** The cells of one line and where it ends: behind a line end that no quotation marks hold. */
function cellsFrom(text: string, from: number, separator: string): CellsRead {
  const cells: string[] = [];
  let isTorn = false;
  for (let at = from; ; ) {
    const quoted = /^[^\S\n\t]*"((?:[^"]|""){0,1000})"[^\S\n\t]*(?=\n|$|[\t;,])/.exec(text.slice(at));
    const plain = /^[^\n]*/.exec(text.slice(at))?.[0] ?? "";
    const stop = quoted ? quoted[0].length : plain.includes(separator) ? plain.indexOf(separator) : plain.length;
    cells.push(cleanLine(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : plain.slice(0, stop)));
    isTorn ||= !quoted && (plain.slice(0, stop).match(/"/g) ?? []).length % 2 === 1;
    at += stop;
    if (text[at] !== separator) return { cells, end: at, isTorn };
    at += 1;
  }
}
