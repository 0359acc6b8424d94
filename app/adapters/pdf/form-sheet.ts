import type { Wording } from "#app/domain/people.ts";

import type { LetterFonts } from "./fonts.ts";
import { FormFields, type Place } from "./form-fields.ts";
import { INK, mm, PAGE, Sheet, SOFT, textWidth } from "./sheet.ts";

type Face = { size: number; font?: keyof LetterFonts; colour?: string };
type Column = { left?: number; width?: number };

/** Where every page after the first begins: below the head that says which form it is. */
const NEXT_TOP = 36;
/** The English stands below the Dutch, smaller and softer: two languages, and one that leads. */
const SECOND = { smaller: 1.2, gap: 0.6 };

/** Pages of a form: every text in both languages, and fields that can be filled in on the screen. */
export class FormSheet extends Sheet {
  readonly fields: FormFields;

  constructor(doc: PDFKit.PDFDocument, fonts: LetterFonts) {
    super(doc);
    this.fields = new FormFields(doc, fonts.regular);
  }

  /** Dutch, and English beneath. */
  both(text: Wording, face: Face, column: Column = {}, tag = "P"): void {
    const { size, font = "regular", colour = INK } = face;
    this.tagged(tag, () => this.column(text.nl, { size, font, colour, leading: 1, ...column }));
    this.y += SECOND.gap;
    if (text.en === text.nl) return;
    this.tagged(tag, () => this.column(text.en, { size: size - SECOND.smaller, colour: SOFT, leading: 1, ...column }), { lang: "en-GB" });
  }

  /** The height in points that `both` takes. */
  bothHeight(text: Wording, { size, font = "regular" }: Face, { width = textWidth() }: Column = {}): number {
    const dutch = this.heightOf(text.nl, { size, font, width, leading: 1 }) + SECOND.gap;
    return text.en === text.nl ? dutch : dutch + this.heightOf(text.en, { size: size - SECOND.smaller, width, leading: 1 });
  }

  /** Draws something with a place in the order of reading that holds a field. */
  field(fill: (element: PDFKit.PDFStructureElement) => void): void {
    const element = this.doc.struct("Form");
    this.parent.add(element);
    fill(element);
    element.end();
  }

  /** The lines of a box, for a pen; `cells` are told apart by strokes that leave the letters room. */
  box({ x, y, width, height }: Place, cells: number | null = null): void {
    this.decoration((doc) => {
      doc.lineWidth(0.7).roundedRect(x, y, width, height, 1.5).fillAndStroke("#FFFFFF", SOFT);
      for (let cell = 1; cell < (cells ?? 1); cell += 1) {
        const at = x + (width * cell) / (cells ?? 1);
        doc.moveTo(at, y + height * 0.55).lineTo(at, y + height).stroke(SOFT);
      }
    });
  }

  /** A box to tick, round where only one can be chosen. */
  tickBox({ x, y, width, height }: Place, isRound: boolean): void {
    this.decoration((doc) => {
      if (isRound) doc.circle(x + width / 2, y + height / 2, width / 2);
      else doc.rect(x, y, width, height);
      doc.lineWidth(0.8).fillAndStroke("#FFFFFF", SOFT);
    });
  }

  /** What was answered, as large as fits in its box. */
  answer(text: string, { x, y, width, height }: Place, cells: number | null = null): void {
    if (text === "") return;
    const inner = cells === null ? width - 6 : width / cells;
    const size = cells === null ? Math.max(5, Math.min(10.5, (10.5 * inner) / Math.max(1, this.widthOf(text, 10.5)))) : 10.5;
    this.tagged("P", () => {
      if (cells === null) return this.line(text, x + 3, y + (height - size * 1.25) / 2, { size });
      for (const [index, character] of [...text].entries()) this.line(character, x + inner * index + (inner - this.widthOf(character, size)) / 2, y + (height - size * 1.25) / 2, { size });
    });
  }

  override need(height: number): void {
    if (this.y + height <= mm(PAGE.height - PAGE.bottom)) return;
    this.doc.addPage();
    this.y = mm(NEXT_TOP);
  }

  /** Which page is being written, from 0. */
  get pageIndex(): number {
    const { start, count } = this.doc.bufferedPageRange();
    return start + count - 1;
  }
}
