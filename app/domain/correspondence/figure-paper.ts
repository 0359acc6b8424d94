import { z } from "zod";

import { Language } from "#app/domain/people.ts";

/** Told apart without colour: filled, hatched, or only outlined. */
export const LOOKS = ["full", "hatched", "open"] as const;
export type Look = (typeof LOOKS)[number];

const Piece = z.strictObject({ share: z.number().min(0), look: z.enum(LOOKS) });

/** One figure: what it says, and the bar that draws it. */
const Cell = z.strictObject({ text: z.string(), bar: z.array(Piece).optional() });

/** A column: what it is called, and how its pieces look where a picture beside it is made of several. */
const Head = z.strictObject({ text: z.string(), look: z.enum(LOOKS).optional() });

const Row = z.strictObject({ label: z.string(), below: z.string().optional(), isStrong: z.boolean().optional(), isGroup: z.boolean().optional(), cells: z.array(Cell) });

const Table = z.strictObject({
  title: z.string(),
  /** The first is what heads the rows. */
  heads: z.array(Head).min(2),
  rows: z.array(Row),
  /** The amount that a bar of full length stands for. */
  most: z.number().positive(),
  /** What is said where there is nothing to show. */
  none: z.string().optional(),
  /** What stands beneath: a line of figures that are no part of the table, and what is counted. */
  notes: z.array(z.string()),
});

/**
 * A page of figures as it will be drawn: everything counted and worded, nothing looked up any more. It holds amounts and the office's own words, and nothing of anybody who applied. Kept with an
 * e-mail until that has left, so that what is drawn a second time, because the answer of the server was lost, is the same file.
 */
export const FigurePaper = z.strictObject({
  language: Language,
  title: z.string(),
  sender: z.string(),
  /** What was counted, of what, over which time and when. */
  about: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  writtenAt: z.iso.datetime(),
  sentences: z.array(z.strictObject({ text: z.string(), aside: z.string().optional() })),
  sentencesTitle: z.string(),
  tables: z.array(Table),
});
export type FigurePaper = z.infer<typeof FigurePaper>;
export type FigureTable = z.infer<typeof Table>;
export type FigureRow = z.infer<typeof Row>;
export type FigureCell = z.infer<typeof Cell>;

/** Draws a page of figures as a tagged PDF of A4 pages; the same page gives the same bytes. Throws `letter.missing-glyph`. */
export interface FigurePress {
  draw(paper: FigurePaper): Promise<Uint8Array>;
}
