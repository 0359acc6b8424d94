import type { FigurePaper, FigurePress, FigureTable } from "#app/domain/correspondence/figure-paper.ts";
import type { Language } from "#app/domain/people.ts";

import { drawTable, heightOfTable } from "./figure-table.ts";
import { loadLetterFonts, type LetterFonts } from "./fonts.ts";
import { refuseMissingGlyphs } from "./glyphs.ts";
import { LINE, mm, openDocument, PAGE, PETROL, Sheet, SOFT, textWidth } from "./sheet.ts";

const PAGES: Record<Language, (number: number, of: number) => string> = { nl: (number, of) => `Pagina ${number} van ${of}`, en: (number, of) => `Page ${number} of ${of}` };

/** Draws pages of figures: A4, tagged, the fonts embedded, tables of which each row draws itself, readable without colour. The same page gives the same bytes. */
export function makeFigurePress({ fonts = loadLetterFonts() }: { fonts?: LetterFonts } = {}): FigurePress {
  return {
    async draw(paper) {
      refuseMissingGlyphs(textsOf(paper), fonts);
      const { doc, bytes } = openDocument(fonts, { title: paper.title, author: paper.sender, language: paper.language, written: new Date(paper.writtenAt) });
      const sheet = new Sheet(doc);
      drawHead(sheet, paper);
      drawSentences(sheet, paper);
      for (const table of paper.tables) drawPart(sheet, table);
      drawMarks(sheet, paper);
      sheet.finish();
      return bytes;
    },
  };
}

/** Whose figures, which, and what they are of. */
function drawHead(sheet: Sheet, { sender, title, about }: FigurePaper): void {
  sheet.tagged("P", () => sheet.line(sender, mm(PAGE.left), mm(13), { size: 13, font: "semibold", colour: PETROL }));
  sheet.y = mm(21);
  sheet.tagged("H1", () => sheet.column(title, { size: 19, font: "semibold", leading: 1 }));
  sheet.y += 5;
  const column = { left: mm(PAGE.left + 34), width: textWidth() - mm(34), size: 9.5, leading: 1 };
  sheet.grouped("L", () => {
    for (const { label, value } of about) {
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line(label, mm(PAGE.left), sheet.y, { size: 9.5, colour: SOFT }));
        sheet.tagged("LBody", () => sheet.column(value, column));
      });
      sheet.y += 1;
    }
  });
  sheet.y += 4;
  sheet.decoration((doc) => doc.moveTo(mm(PAGE.left), sheet.y).lineTo(mm(PAGE.left) + textWidth(), sheet.y).lineWidth(1.5).stroke(PETROL));
  sheet.y += 9;
}

function drawSentences(sheet: Sheet, { sentencesTitle, sentences }: FigurePaper): void {
  if (sentences.length === 0) return;
  sheet.tagged("H2", () => sheet.column(sentencesTitle, { size: 12.5, font: "semibold", colour: PETROL, leading: 1 }));
  sheet.y += 3;
  const column = { left: mm(PAGE.left + 5), width: textWidth() - mm(5) };
  sheet.grouped("L", () => {
    for (const { text, aside } of sentences) {
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line("•", mm(PAGE.left), sheet.y, { size: 11, colour: PETROL }));
        sheet.grouped("LBody", () => {
          sheet.tagged("P", () => sheet.column(text, { ...column, size: 11, leading: 1 }));
          if (aside !== undefined) sheet.tagged("P", () => sheet.column(aside, { ...column, size: 9, colour: SOFT, leading: 1 }));
        });
      });
      sheet.y += 3;
    }
  });
}

/** What is no taller than this stays together on one page. */
const TOGETHER = mm(110);

/** A table with its heading, and beneath it what is counted. A heading stays with the first rows of what it is over. */
function drawPart(sheet: Sheet, table: FigureTable): void {
  sheet.y += 11;
  const face = { size: 12.5, font: "semibold", colour: PETROL, leading: 1 } as const;
  const height = table.rows.length === 0 ? mm(10) : heightOfTable(sheet, table);
  sheet.need(sheet.heightOf(table.title, face) + (height <= TOGETHER ? height + mm(8) : mm(26)));
  sheet.tagged("H2", () => sheet.column(table.title, face));
  sheet.y += 3;
  if (table.rows.length > 0) drawTable(sheet, table);
  for (const note of [...(table.rows.length === 0 && table.none ? [table.none] : []), ...table.notes]) {
    sheet.y += 3;
    sheet.need(sheet.heightOf(note, { size: 8.5, leading: 0.5 }));
    sheet.tagged("P", () => sheet.column(note, { size: 8.5, colour: SOFT, leading: 0.5 }));
  }
}

/** Below each page: what it is a page of, and which. */
function drawMarks(sheet: Sheet, { language, title, about }: FigurePaper): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  const counted = about.at(-1);
  for (let index = start; index < start + count; index += 1) {
    sheet.doc.switchToPage(index);
    const page = PAGES[language](index - start + 1, count);
    const top = mm(PAGE.height - 14.5);
    sheet.decoration((doc) => {
      doc.moveTo(mm(PAGE.left), top - 6).lineTo(mm(PAGE.left) + textWidth(), top - 6).lineWidth(0.5).stroke(LINE);
      sheet.line(counted ? `${title} · ${counted.value}` : title, mm(PAGE.left), top, { size: 8.5, colour: SOFT });
      sheet.line(page, mm(PAGE.left) + textWidth() - sheet.widthOf(page, 8.5), top, { size: 8.5, colour: SOFT });
    });
  }
}

function textsOf({ title, sender, about, sentences, sentencesTitle, tables }: FigurePaper): string[] {
  return [
    title,
    sender,
    sentencesTitle,
    ...about.flatMap(({ label, value }) => [label, value]),
    ...sentences.flatMap(({ text, aside = "" }) => [text, aside]),
    ...tables.flatMap((table) => [table.title, table.none ?? "", ...table.notes, ...table.heads.map(({ text }) => text), ...table.rows.flatMap((row) => [row.label, row.below ?? "", ...row.cells.map(({ text }) => text)])]),
  ];
}
