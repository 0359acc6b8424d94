import type { FigureCell, Look } from "#app/domain/correspondence/figure-paper.ts";

import { LINE, PETROL } from "./sheet.ts";

/** Between the pieces of one bar, in points: a printer without colour keeps them apart. */
const GAP = 0.8;
const HEIGHT = 6;

/** Draws the pieces of a bar beside each other, from `x` on; `scale` is so many points for each. */
export function drawBar(doc: PDFKit.PDFDocument, pieces: NonNullable<FigureCell["bar"]>, { x, y, scale }: { x: number; y: number; scale: number }): void {
  let at = x;
  for (const { share, look } of pieces) {
    if (share === 0) continue;
    const width = Math.max(1.2, share * scale - GAP);
    drawPiece(doc, look, { x: at, y, width, height: HEIGHT });
    at += width + GAP;
  }
}

/** The track that a bar of full length would fill. */
export function drawTrack(doc: PDFKit.PDFDocument, { x, y, width }: { x: number; y: number; width: number }): void {
  doc.lineWidth(0.4).moveTo(x, y + HEIGHT).lineTo(x + width, y + HEIGHT).stroke(LINE);
}

/** A swatch, as it stands beside the head of a column whose pieces look so. */
export function drawSwatch(doc: PDFKit.PDFDocument, look: Look, x: number, y: number): void {
  drawPiece(doc, look, { x, y, width: 7, height: 5 });
}

type Box = { x: number; y: number; width: number; height: number };

function drawPiece(doc: PDFKit.PDFDocument, look: Look, { x, y, width, height }: Box): void {
  if (look === "full") {
    doc.rect(x, y, width, height).fill(PETROL);
    return;
  }
  doc.save().rect(x, y, width, height).clip();
  if (look === "hatched") {
    doc.lineWidth(0.9);
    for (let left = x - height; left < x + width; left += 2.4) doc.moveTo(left, y + height).lineTo(left + height, y);
    doc.stroke(PETROL);
  }
  // Half of a line on an edge is clipped, so this one is twice as wide as it looks.
  doc.lineWidth(1.2).rect(x, y, width, height).stroke(PETROL);
  doc.restore();
}
