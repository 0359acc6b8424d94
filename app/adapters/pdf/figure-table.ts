import type { FigureRow, FigureTable } from "#app/domain/correspondence/figure-paper.ts";

import { drawBar, drawSwatch, drawTrack } from "./figure-bars.ts";
import { INK, LINE, mm, PAGE, SOFT, textWidth, type Sheet } from "./sheet.ts";

const GAP = 8;
/** The narrowest that a bar is still a picture, and that a label is still a line. */
const LEAST = { bar: 34, label: mm(34) } as const;
/** Between these a table is set; the widest one decides. */
const SIZES = [9, 8.5, 8, 7.5, 7, 6.5] as const;
const PAD = 2.2;

type Column = { left: number; width: number; bar: number };
type Layout = { size: number; label: number; columns: Column[] };

/** Draws a table where the sheet is: heads again on each page that it comes to, and each row with its bars. */
export function drawTable(sheet: Sheet, table: FigureTable): void {
  const layout = layOut(sheet, table);
  const first = table.rows[0];
  const heads = headHeight(sheet, table, layout);
  sheet.need(heads + (first ? rowHeight(sheet, first, layout) : 0));
  sheet.grouped("Table", () => {
    sheet.grouped("THead", () => drawHeads(sheet, table, layout, heads));
    sheet.grouped("TBody", () => {
      for (const row of table.rows) drawRow(sheet, row, { table, layout, heads });
    });
  });
}

/** The height in points that a table takes on one page. */
export function heightOfTable(sheet: Sheet, table: FigureTable): number {
  const layout = layOut(sheet, table);
  return table.rows.reduce((sum, row) => sum + rowHeight(sheet, row, layout), headHeight(sheet, table, layout) + 1);
}

/** The widths: figures get what they need, labels what they need up to a share, and bars what is left. */
function layOut(sheet: Sheet, table: FigureTable): Layout {
  const amount = table.heads.length - 1;
  const hasBar = Array.from({ length: amount }, (_, place) => table.rows.some((row) => row.cells[place]?.bar !== undefined));
  for (const size of SIZES) {
    const needs = hasBar.map((_, place) => numbersWidth(sheet, table, place, size));
    const bars = hasBar.filter(Boolean).length;
    const fixed = needs.reduce((sum, need) => sum + need + GAP, 0) + bars * LEAST.bar;
    const label = Math.min(textWidth() * 0.42, Math.max(LEAST.label, ...[table.heads[0]?.text ?? "", ...table.rows.map((row) => row.label)].map((text) => sheet.widthOf(text, size, "semibold") + 2)));
    const room = textWidth() - fixed;
    if (room < Math.min(label, LEAST.label) && size !== SIZES.at(-1)) continue;
    const labelWidth = bars === 0 ? Math.max(LEAST.label, room) : Math.min(label, Math.max(LEAST.label, room));
    const bar = bars === 0 ? 0 : LEAST.bar + Math.max(0, (room - labelWidth) / bars);
    let left = mm(PAGE.left) + labelWidth;
    const columns = needs.map((need, place) => {
      const width = need + (hasBar[place] ? bar : 0);
      const column = { left: left + GAP, width, bar: hasBar[place] ? bar - 4 : 0 };
      left += GAP + width;
      return column;
    });
    return { size, label: labelWidth, columns };
  }
  throw new RangeError("A table has no columns.");
}

/** What the figures of a column take beside their bar; of a head its longest word, for it may wrap. */
function numbersWidth(sheet: Sheet, table: FigureTable, place: number, size: number): number {
  const head = table.heads[place + 1];
  const words = (head?.text ?? "").split(" ").map((word) => sheet.widthOf(`${word} `, size, "semibold") + (head?.look ? 10 : 0));
  const isPicture = table.rows.some((row) => row.cells[place]?.bar !== undefined);
  const figures = table.rows.map((row) => sheet.widthOf(row.cells[place]?.text ?? "", size, "semibold"));
  return Math.ceil(Math.max(0, ...figures, ...(isPicture ? [] : words)));
}

function headHeight(sheet: Sheet, { heads }: FigureTable, { size, label, columns }: Layout): number {
  const height = (text: string, width: number) => sheet.heightOf(text === "" ? " " : text, { size, font: "semibold", width, leading: 0 });
  return Math.max(...heads.map(({ text, look }, place) => (place === 0 ? height(text, label) : height(text, (columns[place - 1]?.width ?? 0) - (look ? 9 : 0) + 1)))) + 2 * PAD;
}

function drawHeads(sheet: Sheet, table: FigureTable, layout: Layout, height: number): void {
  sheet.grouped("TR", () => {
    for (const place of table.heads.keys()) sheet.tagged("TH", () => drawHead(sheet, table, layout, place, height), { scope: "Column" });
  });
  afterHeads(sheet, table, layout, height);
}

/** Heads stand on their line, over the figures that they are of. */
function drawHead(sheet: Sheet, { heads, rows }: FigureTable, { size, label, columns }: Layout, place: number, height: number): void {
  const { text = "", look } = heads[place] ?? {};
  const column = columns[place - 1];
  const isPicture = place > 0 && rows.some((row) => row.cells[place - 1]?.bar !== undefined);
  const width = (column?.width ?? label) - (look ? 9 : 0) + 1;
  const left = (column?.left ?? mm(PAGE.left)) + (look ? 9 : 0);
  const top = sheet.y + height - PAD - sheet.heightOf(text === "" ? " " : text, { size, font: "semibold", width, leading: 0 });
  sheet.doc.font("semibold").fontSize(size).fillColor(SOFT).text(text, left, top, { width, lineGap: 0, align: place === 0 || isPicture ? "left" : "right" });
}

function afterHeads(sheet: Sheet, { heads }: FigureTable, { columns, size }: Layout, height: number): void {
  sheet.decoration((doc) => {
    for (const [place, { look }] of heads.entries()) if (look) drawSwatch(doc, look, columns[place - 1]?.left ?? 0, sheet.y + height - PAD - size);
    doc.moveTo(mm(PAGE.left), sheet.y + height).lineTo(mm(PAGE.left) + textWidth(), sheet.y + height).lineWidth(0.7).stroke(SOFT);
  });
  sheet.y += height + 1;
}

function rowHeight(sheet: Sheet, { label, below, isGroup, cells }: FigureRow, { size, label: width, columns }: Layout): number {
  const own = sheet.heightOf(label, { size, font: "semibold", width: isGroup ? textWidth() : width, leading: 0 });
  const small = below === undefined ? 0 : sheet.heightOf(below, { size: size - 1, width, leading: 0 });
  const others = cells.map(({ text }, place) => sheet.heightOf(text === "" ? " " : text, { size, font: "semibold", width: (columns[place]?.width ?? 40) + 1, leading: 0 }));
  return Math.max(own + small, ...(isGroup ? [] : others)) + 2 * PAD;
}

function drawRow(sheet: Sheet, row: FigureRow, { table, layout, heads }: { table: FigureTable; layout: Layout; heads: number }): void {
  const height = rowHeight(sheet, row, layout);
  const before = sheet.y;
  sheet.need(height);
  // On another page: its heads are for the eye, who listens has heard them.
  if (sheet.y < before) repeatHeads(sheet, table, layout, heads);
  const { size, columns, label } = layout;
  const top = sheet.y;
  const font = row.isStrong || row.isGroup ? "semibold" : "regular";
  sheet.grouped("TR", () => {
    sheet.tagged("TH", () => drawLabel(sheet, row, { size, width: row.isGroup ? textWidth() : label, font }), { scope: "Row" });
    // Over the rows of a group stands its name alone; its cells are there all the same, so that every row has as many as the head.
    if (row.isGroup) for (const _column of columns) sheet.tagged("TD", () => undefined);
    else for (const [place, cell] of row.cells.entries()) {
      const column = columns[place];
      if (!column) continue;
      const { bar } = cell;
      if (bar) sheet.decoration((doc) => drawCellBar(doc, bar, { column, top: top + PAD + size * 0.35, most: table.most }));
      sheet.tagged("TD", () => sheet.doc.font(font).fontSize(size).fillColor(INK).text(cell.text, column.left + column.bar, top + PAD, { width: column.width - column.bar + 1, lineGap: 0, align: "right" }));
    }
  });
  sheet.y = top + height;
  sheet.decoration((doc) => doc.moveTo(mm(PAGE.left), sheet.y).lineTo(mm(PAGE.left) + textWidth(), sheet.y).lineWidth(0.4).stroke(LINE));
}

function drawLabel(sheet: Sheet, { label, below }: FigureRow, { size, width, font }: { size: number; width: number; font: "regular" | "semibold" }): void {
  sheet.doc.font(font).fontSize(size).fillColor(INK).text(label, mm(PAGE.left), sheet.y + PAD, { width, lineGap: 0 });
  if (below !== undefined) sheet.doc.font("regular").fontSize(size - 1).fillColor(SOFT).text(below, mm(PAGE.left), sheet.doc.y, { width, lineGap: 0 });
}

function drawCellBar(doc: PDFKit.PDFDocument, bar: NonNullable<FigureRow["cells"][number]["bar"]>, { column, top, most }: { column: Column; top: number; most: number }): void {
  drawTrack(doc, { x: column.left, y: top, width: column.bar });
  drawBar(doc, bar, { x: column.left, y: top, scale: column.bar / most });
}

function repeatHeads(sheet: Sheet, table: FigureTable, layout: Layout, height: number): void {
  sheet.decoration(() => {
    for (const place of table.heads.keys()) drawHead(sheet, table, layout, place, height);
  });
  afterHeads(sheet, table, layout, height);
}
