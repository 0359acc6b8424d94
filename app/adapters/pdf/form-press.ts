import type { FormPress, PaperBox, PaperForm, PaperSection } from "#app/domain/requests/paper/document.ts";
import type { Wording } from "#app/domain/people.ts";

import { loadLetterFonts, type LetterFonts } from "./fonts.ts";
import { drawQuestion, drawRow } from "./form-question.ts";
import { FormSheet } from "./form-sheet.ts";
import { refuseMissingGlyphs } from "./glyphs.ts";
import { qrModules } from "./qr.ts";
import { INK, LINE, mm, openDocument, PAGE, PETROL, SOFT, textWidth, TINT } from "./sheet.ts";

/** The sides of the QR in millimetres, on the first page and on the others: both are read from a scan of 150 dots an inch. */
const QR = { first: 24, next: 18, top: 11 };

/**
 * Draws paper forms (R11): A4, both languages, tagged, the font embedded with all its letters, fields that can be filled in on the screen, and on
 * every page its number and the code by which a scan is recognised. The same form gives the same bytes.
 */
export function makeFormPress({ fonts = loadLetterFonts() }: { fonts?: LetterFonts } = {}): FormPress {
  return {
    async draw(form) {
      refuseMissingGlyphs(textsIn(form), fonts);
      const title = `${form.title.nl} / ${form.title.en}`;
      const { doc, bytes } = openDocument(fonts, { title, author: form.sender.name, language: "nl", written: form.writtenAt });
      const sheet = new FormSheet(doc, fonts);
      drawHead(sheet, form);
      for (const section of form.sections) drawSection(sheet, section, form);
      drawEnd(sheet, form);
      drawMarks(sheet, form);
      sheet.finish();
      return bytes;
    },
  };
}

/** Name and code, what the form is, and how it works. */
function drawHead(sheet: FormSheet, form: PaperForm): void {
  const width = textWidth() - mm(QR.first + 6);
  sheet.tagged("P", () => sheet.line(form.sender.name, mm(PAGE.left), mm(12), { size: 17, font: "semibold", colour: PETROL }));
  sheet.y = mm(22);
  sheet.both(form.title, { size: 20, font: "semibold" }, { width }, "H1");
  sheet.y = Math.max(sheet.y + 2, mm(QR.top + QR.first + 1));
  const label = `${form.referenceLabel.nl} · ${form.referenceLabel.en}: ${form.reference}`;
  sheet.tagged("P", () => sheet.line(label, mm(PAGE.left) + textWidth() - sheet.widthOf(label, 9), sheet.y, { size: 9, colour: SOFT }));
  sheet.y += 14;
  sheet.both(form.intro, { size: 10.5 });
  sheet.y += 7;
  drawHow(sheet, form);
}

function drawHow(sheet: FormSheet, { how }: PaperForm): void {
  const inner = { left: mm(PAGE.left + 4), width: textWidth() - mm(8) };
  const item = { left: inner.left + mm(5), width: inner.width - mm(5) };
  const face = { size: 9.6 } as const;
  const heading = { size: 11, font: "semibold", colour: PETROL } as const;
  const strong = { size: 9.6, font: "semibold" } as const;
  const height = sheet.bothHeight(how.title, heading, inner) + how.steps.reduce((sum, step) => sum + sheet.bothHeight(step, face, item) + 3, 0) + sheet.bothHeight(how.never, strong, inner) + mm(9);
  const top = sheet.y;
  sheet.decoration((doc) => doc.roundedRect(mm(PAGE.left), top, textWidth(), height, 5).fill(TINT));
  sheet.y += mm(3);
  sheet.both(how.title, heading, inner, "H2");
  sheet.y += 3;
  sheet.grouped("L", () => {
    for (const [index, step] of how.steps.entries()) {
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line(`${index + 1}`, inner.left, sheet.y, { size: 9.6, font: "semibold", colour: PETROL }));
        sheet.grouped("LBody", () => sheet.both(step, face, item));
      });
      sheet.y += 3;
    }
  });
  sheet.y += 2;
  sheet.both(how.never, strong, inner);
  sheet.y = top + height + mm(5);
}

function drawSection(sheet: FormSheet, { number, title, intro, condition, questions }: PaperSection, form: PaperForm): void {
  drawHeading(sheet, { nl: `${number}  ${title.nl}`, en: title.en }, mm(42));
  if (condition !== null) sheet.both(condition, { size: 9, font: "semibold", colour: PETROL });
  if (intro !== null) sheet.both(intro, { size: 9.2, colour: SOFT });
  sheet.y += 5;
  for (const question of questions) drawQuestion(sheet, question, form.optional, form.isAnswered);
  sheet.y += mm(3);
}

/** A heading stays with so much of what it is over, in points. */
function drawHeading(sheet: FormSheet, text: Wording, keep: number): void {
  const face = { size: 13, font: "semibold", colour: PETROL } as const;
  sheet.need(sheet.bothHeight(text, face) + keep);
  sheet.y += 3;
  sheet.both(text, face, {}, "H2");
  sheet.y += 3;
}

/** What to enclose, who signs, and where it goes. */
function drawEnd(sheet: FormSheet, form: PaperForm): void {
  drawHeading(sheet, form.evidence.title, mm(26));
  const item = { left: mm(PAGE.left + 5), width: textWidth() - mm(5) };
  sheet.grouped("L", () => {
    for (const step of form.evidence.steps) {
      sheet.grouped("LI", () => {
        sheet.tagged("Lbl", () => sheet.line("•", mm(PAGE.left), sheet.y, { size: 9.6, colour: PETROL }));
        sheet.grouped("LBody", () => sheet.both(step, { size: 9.6 }, item));
      });
      sheet.y += 3;
    }
  });
  sheet.y += mm(4);
  drawSigning(sheet, form);
  drawPosting(sheet, form);
}

function drawSigning(sheet: FormSheet, { signing }: PaperForm): void {
  drawHeading(sheet, signing.title, mm(92));
  sheet.both(signing.intro, { size: 9.6 });
  sheet.y += 4;
  sheet.both(signing.terms, { size: 9.6 });
  sheet.y += 6;
  sheet.grouped("Div", () => {
    sheet.both(signing.as, { size: 10, font: "semibold" });
    sheet.y += 3;
    for (const { value, label } of signing.roles) {
      const place = { x: mm(PAGE.left), y: sheet.y + 1, width: mm(3.9), height: mm(3.9) };
      sheet.tickBox(place, true);
      const tooltip = `${signing.as.nl} ${label.nl} / ${label.en}`;
      sheet.field((element) => sheet.fields.choice("_signing.role", value, place, { tooltip, required: false }, element));
      sheet.both(label, { size: 9.6 }, { left: mm(PAGE.left + 6.5), width: textWidth() - mm(6.5) });
      sheet.y += 2.5;
    }
  });
  sheet.y += 4;
  drawSignature(sheet, signing, "_signing");
  sheet.need(mm(36));
  sheet.both(signing.second, { size: 9.6 });
  sheet.y += 4;
  drawSignature(sheet, signing, "_signing.second");
}

/** Name and date left, room for a signature right. */
function drawSignature(sheet: FormSheet, { name, date, signature }: PaperForm["signing"], prefix: string): void {
  const column = { left: mm(PAGE.left), width: mm(82) };
  const right = { x: mm(PAGE.left + 88), width: textWidth() - mm(88) };
  const top = sheet.y;
  const plain = { lines: 1, answer: null } as const;
  const row = (label: Wording, boxes: PaperBox[]) => drawRow(sheet, boxes, { number: "", label, required: false }, column);
  sheet.grouped("Div", () => {
    row(name, [{ name: `${prefix}.name`, label: name, share: 1, cells: null, ...plain }]);
    row(date, [{ name: `${prefix}.date`, label: { nl: `${date.nl} (dd mm jjjj)`, en: `${date.en} (dd mm yyyy)` }, share: 1, cells: 8, ...plain }]);
    const label = `${signature.nl} · ${signature.en}`;
    sheet.tagged("P", () => sheet.line(label, right.x, top, { size: 7.8, colour: SOFT }));
    sheet.box({ ...right, y: top + 11, height: mm(21) });
  });
  sheet.y = top + 11 + mm(25);
}

function drawPosting(sheet: FormSheet, { posting, sender }: PaperForm): void {
  const texts = [posting.text, posting.help].reduce((sum, text) => sum + sheet.bothHeight(text, { size: 9.6 }), 0);
  drawHeading(sheet, posting.title, texts + sender.address.length * 14.5 + 20);
  sheet.both(posting.text, { size: 9.6 });
  sheet.y += 5;
  sheet.lines(sender.address, mm(PAGE.left + 5), sheet.y, 14.5, { size: 11.5, font: "semibold" });
  sheet.y += sender.address.length * 14.5 + 5;
  sheet.both(posting.help, { size: 9.6 });
}

/** On every page: what it is a page of, its number, and the code for whoever reads it from a scan. */
function drawMarks(sheet: FormSheet, form: PaperForm): void {
  const modules = qrModules(form.qr);
  const { start, count } = sheet.doc.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    sheet.doc.switchToPage(index);
    const isFirst = index === start;
    const number = index - start + 1;
    sheet.decoration((doc) => {
      drawQr(doc, modules, isFirst ? QR.first : QR.next);
      if (!isFirst) {
        sheet.line(form.sender.name, mm(PAGE.left), mm(13), { size: 12, font: "semibold", colour: PETROL });
        sheet.line(`${form.title.nl} · ${form.title.en}`, mm(PAGE.left), mm(20), { size: 9, colour: SOFT });
        sheet.line(form.reference, mm(PAGE.left), mm(25), { size: 9, colour: SOFT });
      }
      doc.moveTo(mm(PAGE.left), mm(PAGE.height - 17)).lineTo(mm(PAGE.left) + textWidth(), mm(PAGE.height - 17)).lineWidth(0.5).stroke(LINE);
      sheet.line(`${form.title.nl} · ${form.reference}`, mm(PAGE.left), mm(PAGE.height - 14.5), { size: 8.5, colour: SOFT });
      const page = `${form.page.nl(number, count)} · ${form.page.en(number, count)}`;
      sheet.line(page, mm(PAGE.left) + textWidth() - sheet.widthOf(page, 8.5), mm(PAGE.height - 14.5), { size: 8.5, colour: SOFT });
    });
  }
}

function drawQr(doc: PDFKit.PDFDocument, modules: ReadonlyArray<readonly boolean[]>, side: number): void {
  const module = mm(side) / modules.length;
  const left = mm(PAGE.left) + textWidth() - mm(side);
  for (const [row, line] of modules.entries()) {
    for (const [column, isDark] of line.entries()) if (isDark) doc.rect(left + column * module, mm(QR.top) + row * module, module, module);
  }
  doc.fill(INK);
}

/** Every text of a form, however deep it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.split("\n");
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  return Object.values(value).flatMap(textsIn);
}
