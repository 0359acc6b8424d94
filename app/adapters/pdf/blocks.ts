import type { Block, LetterDocument } from "#app/domain/correspondence/ports.ts";
import type { Language } from "#app/domain/people.ts";
import { INK, LINE, mm, PAGE, PETROL, type Sheet, SOFT, textWidth, TINT } from "./sheet.ts";

const PARAGRAPH_GAP = 8;

/** Draws one part of a letter where the sheet is, on a new page when it does not fit. */
export function drawBlock(sheet: Sheet, block: Block, letter: LetterDocument): void {
  switch (block.kind) {
    case "paragraph":
      return drawParagraph(sheet, block.text);
    case "heading":
      return drawHeading(sheet, block.text);
    case "steps":
      return drawSteps(sheet, block.items);
    case "facts":
      return drawFacts(sheet, block.rows);
    case "pin":
      return drawPin(sheet, block.pin, letter);
    case "button":
      throw new TypeError("A button has no place in a letter.");
  }
}

function drawParagraph(sheet: Sheet, text: string): void {
  sheet.need(sheet.heightOf(text));
  sheet.tagged("P", () => sheet.column(text));
  sheet.y += PARAGRAPH_GAP;
}

/** A heading stays with the first lines of what it is over. */
function drawHeading(sheet: Sheet, text: string): void {
  const face = { size: 12, font: "semibold", leading: 2, colour: PETROL } as const;
  sheet.y += 4;
  sheet.need(sheet.heightOf(text, face) + mm(12));
  sheet.tagged("H2", () => sheet.column(text, face));
  sheet.y += 3;
}

function drawSteps(sheet: Sheet, items: readonly string[]): void {
  const indent = mm(7);
  const column = { left: mm(PAGE.left) + indent, width: textWidth() - indent };
  sheet.grouped("L", () => {
    for (const [index, item] of items.entries()) {
      sheet.need(sheet.heightOf(item, column));
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line(`${index + 1}.`, mm(PAGE.left), sheet.y, { font: "semibold", colour: PETROL }));
        sheet.tagged("LBody", () => sheet.column(item, column));
      });
      sheet.y += 1.5;
    }
  });
  sheet.y += PARAGRAPH_GAP - 1.5;
}

function drawFacts(sheet: Sheet, rows: ReadonlyArray<{ label: string; value: string }>): void {
  const indent = mm(50);
  const column = { left: mm(PAGE.left) + indent, width: textWidth() - indent };
  sheet.grouped("L", () => {
    for (const { label, value } of rows) {
      sheet.need(sheet.heightOf(value, column) + 6);
      sheet.decoration((doc) => doc.moveTo(mm(PAGE.left), sheet.y - 3).lineTo(mm(PAGE.left) + textWidth(), sheet.y - 3).lineWidth(0.5).stroke(LINE));
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line(label, mm(PAGE.left), sheet.y, { colour: SOFT }));
        sheet.tagged("LBody", () => sheet.column(value, { ...column, font: "semibold" }));
      });
      sheet.y += 6;
    }
  });
  sheet.y += PARAGRAPH_GAP;
}

const PIN_WORDS: Record<Language, string> = { nl: "Pincode", en: "PIN" };
const BOX = { height: 24, cell: 9.6, cellHeight: 13, gap: 1.6, middle: 7 } as const;
/** The sheet may slide this far under the window; nothing secret comes nearer (P11). */
const SLIDE = 20;

/**
 * The PIN in two groups of five (D3), one character to a cell so that none is mistaken for its neighbour; away from the window, and never
 * on the fold, where it would wear off or show through.
 */
function drawPin(sheet: Sheet, pin: string, { language, layout: { window, fold } }: LetterDocument): void {
  const onFirstPage = sheet.doc.bufferedPageRange().count === 1;
  sheet.y += 4;
  if (onFirstPage) {
    sheet.y = Math.max(sheet.y, mm(window.top + window.height + SLIDE));
    if (sheet.y < mm(fold + 4) && sheet.y + mm(BOX.height) > mm(fold - 4)) sheet.y = mm(fold + 5);
  }
  sheet.need(mm(BOX.height));
  const left = mm(PAGE.left);
  const top = sheet.y;
  sheet.decoration((doc) => doc.roundedRect(left, top, textWidth(), mm(BOX.height), 6).fill(TINT));
  const groups = [pin.slice(0, 5), pin.slice(5)];
  const cellsWidth = 10 * BOX.cell + 8 * BOX.gap + BOX.middle;
  const first = left + textWidth() - mm(cellsWidth + 6);
  const cellTop = top + mm((BOX.height - BOX.cellHeight) / 2);
  const cells = groups.flatMap((group, half) =>
    [...group].map((character, index) => ({ character, x: first + mm((5 * half + index) * BOX.cell + (4 * half + index) * BOX.gap + half * BOX.middle) })),
  );
  sheet.decoration((doc) => {
    for (const { x } of cells) doc.roundedRect(x, cellTop, mm(BOX.cell), mm(BOX.cellHeight), 3).fill("#FFFFFF");
    doc.lineWidth(0.7).strokeColor(PETROL);
    for (const { x } of cells) doc.roundedRect(x, cellTop, mm(BOX.cell), mm(BOX.cellHeight), 3).stroke();
    const dash = first + mm(5 * BOX.cell + 4 * BOX.gap + BOX.middle / 2);
    doc.moveTo(dash - mm(1.2), cellTop + mm(BOX.cellHeight / 2)).lineTo(dash + mm(1.2), cellTop + mm(BOX.cellHeight / 2)).lineWidth(1.2).stroke(PETROL);
  });
  sheet.tagged("P", () => sheet.line(PIN_WORDS[language], left + mm(6), top + mm(BOX.height / 2) - 9, { size: 14, font: "semibold", colour: PETROL }));
  sheet.tagged("P", () => {
    for (const { character, x } of cells) {
      const centre = x + (mm(BOX.cell) - sheet.widthOf(character, 25, "semibold")) / 2;
      sheet.line(character, centre, cellTop + mm(BOX.cellHeight / 2) - 16.5, { size: 25, font: "semibold", colour: INK });
    }
  });
  sheet.y = top + mm(BOX.height) + 12;
}
