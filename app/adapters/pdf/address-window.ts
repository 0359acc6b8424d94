import type { LetterDocument } from "#app/domain/correspondence/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { KIX, KIX_HEIGHT, kixBars, kixWidth } from "./kix.ts";
import { INK, mm, type Sheet } from "./sheet.ts";

/** The sheet can slide in its envelope: what must be read stays this far from the window's edges. */
const SIDE = 5;
const ABOVE = 4;
const GAP = 2;
const MOST_LINES = 6;
/** Type size and line distance in points: as large as fits. */
const SETTINGS = [
  { size: 11, leading: 13.5 },
  { size: 10, leading: 11.9 },
];

/**
 * Sets the address in the window with the KIX code under it (D21). A name that is too wide goes on in the next line; what still does not
 * fit throws `letter.address-too-long`.
 */
export function drawAddress(sheet: Sheet, letter: LetterDocument): void {
  const { window } = letter.layout;
  const width = window.width - 2 * SIDE;
  const height = window.height - 2 * ABOVE;
  const bars = letter.kix === undefined ? [] : kixBars(letter.kix);
  const codeHeight = bars.length === 0 ? 0 : GAP + KIX_HEIGHT;

  for (const { size, leading } of SETTINGS) {
    const lines = letter.addressee.flatMap((line) => wrap(line, mm(width), (text) => sheet.widthOf(text, size)));
    const fits = lines.length <= MOST_LINES && mm(codeHeight) + lines.length * leading <= mm(height) && lines.every((line) => sheet.widthOf(line, size) <= mm(width));
    if (!fits || kixWidth(bars) > width) continue;
    const left = mm(window.left + SIDE);
    const top = mm(window.top + ABOVE);
    sheet.lines(lines, left, top, leading, { size });
    drawKix(sheet, bars, left, top + lines.length * leading + mm(GAP));
    return;
  }
  throw new Problem("letter.address-too-long", { reference: letter.reference });
}

function drawKix(sheet: Sheet, bars: ReturnType<typeof kixBars>, left: number, top: number): void {
  sheet.decoration((doc) => {
    for (const [index, { up, down }] of bars.entries()) {
      const start = up ? 0 : KIX.reach;
      const end = KIX.reach + KIX.tracker + (down ? KIX.reach : 0);
      doc.rect(left + mm(index * KIX.pitch), top + mm(start), mm(KIX.bar), mm(end - start));
    }
    doc.fill(INK);
  });
}

/** Breaks a line at its spaces; the two spaces before a town stay together with it. */
function wrap(line: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of line.includes("  ") ? [line] : line.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
