import type { LetterDocument, LetterPress } from "#app/domain/correspondence/ports.ts";
import type { Language } from "#app/domain/people.ts";
import { drawAddress } from "./address-window.ts";
import { drawBlock } from "./blocks.ts";
import { loadLetterFonts, type LetterFonts } from "./fonts.ts";
import { checkGlyphs } from "./glyphs.ts";
import { LINE, mm, openDocument, PAGE, PETROL, Sheet, SOFT } from "./sheet.ts";

const WORDS: Record<Language, { date: string; reference: string; page: (number: number, of: number) => string }> = {
  nl: { date: "Datum", reference: "Ons kenmerk", page: (number, of) => `Pagina ${number} van ${of}` },
  en: { date: "Date", reference: "Our reference", page: (number, of) => `Page ${number} of ${of}` },
};

/**
 * Draws letters (R26, D21): A4, tagged, fonts embedded, the address in the envelope's window. Throws `letter.missing-glyph` and
 * `letter.address-too-long`. The same letter gives the same bytes.
 */
export function makeLetterPress({ fonts = loadLetterFonts() }: { fonts?: LetterFonts } = {}): LetterPress {
  return {
    async draw(letter) {
      checkGlyphs(letter, fonts);
      const { doc, bytes } = openDocument(fonts, { title: letter.subject, author: letter.sender.name, language: letter.language, written: letter.writtenAt });
      const sheet = new Sheet(doc);
      drawSender(sheet, letter);
      drawAddress(sheet, letter);
      drawHead(sheet, letter);
      for (const block of letter.blocks) drawBlock(sheet, block, letter);
      drawMarks(sheet, letter);
      sheet.finish();
      return bytes;
    },
  };
}

/** Name left, address and how to reach us right; both end above the window. */
function drawSender(sheet: Sheet, { sender }: LetterDocument): void {
  const top = mm(16);
  sheet.tagged("P", () => sheet.line(sender.name, mm(PAGE.left), top - 4, { size: 22, font: "semibold", colour: PETROL }));
  sheet.lines([...sender.lines, sender.phone, sender.website], mm(142), top, 11.5, { size: 9, colour: SOFT });
}

function drawHead(sheet: Sheet, letter: LetterDocument): void {
  const words = WORDS[letter.language];
  const { window } = letter.layout;
  sheet.y = mm(window.top + window.height + 11);
  const top = sheet.y;
  const pair = (label: string, value: string, left: number) =>
    sheet.grouped("Div", () => {
      sheet.tagged("P", () => sheet.line(label, left, top, { size: 9, colour: SOFT }));
      sheet.tagged("P", () => sheet.line(value, left, top + 11.5));
    });
  pair(words.date, letter.date, mm(PAGE.left));
  pair(words.reference, letter.reference, mm(PAGE.left + 65));
  sheet.y = top + mm(14);
  sheet.tagged("H1", () => sheet.column(letter.subject, { size: 16, font: "semibold", leading: 2 }));
  sheet.y += 7;
}

/** Where to fold, and on which page one is when there are more. */
function drawMarks(sheet: Sheet, { language, layout }: LetterDocument): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    sheet.doc.switchToPage(index);
    sheet.decoration((doc) => {
      if (index === start) doc.moveTo(mm(4), mm(layout.fold)).lineTo(mm(9), mm(layout.fold)).lineWidth(0.5).stroke(LINE);
      if (count > 1) sheet.line(WORDS[language].page(index - start + 1, count), mm(PAGE.left), mm(PAGE.height - 14), { size: 9, colour: SOFT });
    });
  }
}
