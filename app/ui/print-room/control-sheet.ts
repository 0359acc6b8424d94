import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from "@cantoo/pdf-lib";
import type { Language } from "#app/domain/people.ts";

/** What was printed: references and counts. No names, no addresses, no PINs: the sheet lies open on a table. */
export type PrintedBatch = {
  /** The batch's own number, such as "P-000012". */
  number: string;
  /** Already worded, such as "16 november 2026". */
  date: string;
  /** Letters with the same `parcel` lie behind one another and go into one envelope. */
  letters: ReadonlyArray<{ reference: string; pages: number; parcel?: number | null }>;
};

const WORDS = {
  nl: {
    title: (number: string) => `Controlelijst ${number}`,
    counts: (letters: number, pages: number) => `${letters} ${letters === 1 ? "brief" : "brieven"}, ${pages} bedrukte pagina's`,
    how: ["Vink elke brief af die goed geprint is en in een dichte envelop zit.", "Zet een kruis bij een brief die mislukt is. Meld die als mislukt: er komt een nieuwe pincode.", "Versnipper mislukte vellen. Print een brief nooit nog een keer."],
    balance: (letters: number) => `Gepost ______  +  mislukt ______  =  ${letters}`,
    signed: ["Geprint door", "Ingepakt door", "Gepost door en op"],
    pages: (count: number) => `${count} pag.`,
    parcel: (number: number) => `zending ${number}`,
    parcels: "Brieven met hetzelfde zendingnummer gaan samen in één grote envelop, elk met het eigen adres.",
    page: (page: number, of: number) => `Blad ${page} van ${of}`,
  },
  en: {
    title: (number: string) => `Control sheet ${number}`,
    counts: (letters: number, pages: number) => `${letters} ${letters === 1 ? "letter" : "letters"}, ${pages} printed ${pages === 1 ? "page" : "pages"}`,
    how: ["Tick each letter that was printed well and is in a closed envelope.", "Put a cross at a letter that went wrong. Report it as spoilt: a new PIN will be made.", "Shred spoilt sheets. Never print a letter a second time."],
    balance: (letters: number) => `Posted ______  +  spoilt ______  =  ${letters}`,
    signed: ["Printed by", "Put in envelopes by", "Posted by and on"],
    pages: (count: number) => `${count} p.`,
    parcel: (number: number) => `parcel ${number}`,
    parcels: "Letters with the same parcel number go together into one large envelope, each with its own address.",
    page: (page: number, of: number) => `Sheet ${page} of ${of}`,
  },
} as const;

const A4: [number, number] = [595.28, 841.89];
const LEFT = 60;
const COLUMNS = 3;
const COLUMN_WIDTH = (A4[0] - 2 * LEFT) / COLUMNS;
const ROW = 20;
const FIRST_ROW = 640;
const LAST_ROW = 190;
const ROWS = Math.floor((FIRST_ROW - LAST_ROW) / ROW) + 1;
const INK = rgb(0.086, 0.125, 0.165);
const LINE = rgb(0.6, 0.64, 0.68);

/** The list that goes round with a batch: every letter ticked or crossed, counts that must balance, three signatures (P11). */
export async function controlSheet(batch: PrintedBatch, language: Language): Promise<Uint8Array> {
  const words = WORDS[language];
  const document = await PDFDocument.create();
  document.setTitle(words.title(batch.number));
  document.setLanguage(language);
  const fonts = { plain: await document.embedFont(StandardFonts.Helvetica), bold: await document.embedFont(StandardFonts.HelveticaBold) };
  const perPage = ROWS * COLUMNS;
  const count = Math.max(1, Math.ceil(batch.letters.length / perPage));
  for (let index = 0; index < count; index += 1) {
    const page = document.addPage(A4);
    drawHead(page, fonts, batch, words);
    drawLetters(page, fonts.plain, batch.letters.slice(index * perPage, (index + 1) * perPage), words);
    if (index === count - 1) drawSignatures(page, fonts, batch.letters.length, words);
    write(page, fonts.plain, words.page(index + 1, count), LEFT, 40, 9);
  }
  return document.save();
}

type Words = (typeof WORDS)[Language];
type Fonts = { plain: PDFFont; bold: PDFFont };

function drawHead(page: PDFPage, fonts: Fonts, batch: PrintedBatch, words: Words): void {
  const pages = batch.letters.reduce((sum, letter) => sum + letter.pages, 0);
  write(page, fonts.bold, words.title(batch.number), LEFT, 770, 22);
  write(page, fonts.plain, `${batch.date} · ${words.counts(batch.letters.length, pages)}`, LEFT, 748, 12);
  const how = batch.letters.some(({ parcel }) => parcel) ? [...words.how, words.parcels] : words.how;
  for (const [index, line] of how.entries()) write(page, fonts.plain, line, LEFT, 716 - index * 15, 10);
}

function drawLetters(page: PDFPage, font: PDFFont, letters: PrintedBatch["letters"], words: Words): void {
  for (const [index, { reference, pages, parcel }] of letters.entries()) {
    const x = LEFT + Math.floor(index / ROWS) * COLUMN_WIDTH;
    const y = FIRST_ROW - (index % ROWS) * ROW;
    page.drawRectangle({ x, y: y - 2, width: 11, height: 11, borderColor: INK, borderWidth: 0.8 });
    write(page, font, reference, x + 19, y, 11);
    const more = [pages > 1 ? words.pages(pages) : "", parcel ? words.parcel(parcel) : ""].filter(Boolean).join(" · ");
    write(page, font, more, x + 90, y, 9);
    // A line down the side holds together what goes into one envelope.
    if (parcel && index % ROWS > 0 && letters[index - 1]?.parcel === parcel) page.drawLine({ start: { x: x - 7, y: y + 4 }, end: { x: x - 7, y: y + ROW + 4 }, thickness: 1.5, color: INK });
  }
}

function drawSignatures(page: PDFPage, fonts: Fonts, letters: number, words: Words): void {
  write(page, fonts.bold, words.balance(letters), LEFT, 150, 13);
  for (const [index, label] of words.signed.entries()) {
    const x = LEFT + index * COLUMN_WIDTH;
    page.drawLine({ start: { x, y: 88 }, end: { x: x + COLUMN_WIDTH - 18, y: 88 }, thickness: 0.8, color: LINE });
    write(page, fonts.plain, label, x, 74, 9);
  }
}

function write(page: PDFPage, font: PDFFont, text: string, x: number, y: number, size: number): void {
  page.drawText(text, { x, y, size, font, color: INK });
}
