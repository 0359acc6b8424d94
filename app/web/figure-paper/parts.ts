import type { FigureCell, FigureRow, FigureTable, Look } from "#app/domain/correspondence/figure-paper.ts";

import type { formatters } from "../format.ts";
import type { Translate } from "../i18n.server.ts";

/** What a page of figures on paper is worded with: texts of the reports by their key there, and how amounts and days are written. */
export type Pen = { t: Translate; words: (key: string, values?: Record<string, unknown>) => string; format: ReturnType<typeof formatters> };

export const noon = (day: string) => `${day}T12:00:00Z`;

/** A figure of which the amount is drawn beside it. */
export function barred({ format }: Pen, amount: number, look: Look = "full"): FigureCell {
  return { text: format.number(amount), bar: [{ share: amount, look }] };
}

export const plain = (text: string): FigureCell => ({ text });

/** The amount for which a bar is as long as it can be. */
export function mostOf(rows: readonly FigureRow[]): number {
  return Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ bar = [] }) => bar.reduce((sum, { share }) => sum + share, 0))));
}

/** A table of which bars count from its own figures. */
export function tableOf({ heads, rows, ...rest }: Omit<FigureTable, "heads" | "most"> & { heads: ReadonlyArray<string | { text: string; look: Look }> }): FigureTable {
  return { ...rest, rows, heads: heads.map((head) => (typeof head === "string" ? { text: head } : head)), most: mostOf(rows) };
}
