import PDFDocument from "pdfkit";
import type { LetterFonts } from "./fonts.ts";

export const INK = "#16202A";
export const SOFT = "#4A5764";
export const LINE = "#DDE2E6";
export const PETROL = "#0B5C6B";
export const TINT = "#E4F1F3";

export const PAGE = { width: 210, height: 297, left: 25, right: 22, top: 25, bottom: 22 } as const;

/** Millimetres to points. */
export const mm = (length: number): number => (length * 72) / 25.4;

type Face = { size?: number; font?: keyof LetterFonts; colour?: string };
type Column = Face & { left?: number; width?: number; leading?: number };

/** A4 pages that are written downward: text goes where `y` (in points) is, and every part carries its tag (PDF/UA, ISO 14289-1). */
export class Sheet {
  y = mm(PAGE.top);
  private readonly root: PDFKit.PDFStructureElement;
  protected parent: PDFKit.PDFStructureElement;

  constructor(readonly doc: PDFKit.PDFDocument) {
    this.root = doc.struct("Document");
    doc.addStructure(this.root);
    this.parent = this.root;
  }

  widthOf(text: string, size: number, font: keyof LetterFonts = "regular"): number {
    return this.doc.font(font).fontSize(size).widthOfString(text);
  }

  /** Draws something with a meaning; tags opened inside become its children. `lang` is of what is not in the document's language, `scope` of what heads a row or a column. */
  tagged(tag: string, draw: () => void, options: { lang?: string; scope?: "Row" | "Column" } = {}): void {
    const element = this.doc.struct(tag, options);
    this.parent.add(element);
    element.add(draw);
    element.end();
  }

  /** A tag that only holds other tags. */
  grouped(tag: string, fill: () => void): void {
    const element = this.doc.struct(tag);
    this.parent.add(element);
    const outer = this.parent;
    this.parent = element;
    fill();
    this.parent = outer;
    element.end();
  }

  /** Draws something that is only for the eye or the sorting machine, and is not read aloud. */
  decoration(draw: (doc: PDFKit.PDFDocument) => void): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    draw(this.doc);
    this.doc.endMarkedContent();
  }

  /** One line at a place of its own, in points. */
  line(text: string, left: number, top: number, { size = 10.5, font = "regular", colour = INK }: Face = {}): void {
    this.doc.font(font).fontSize(size).fillColor(colour).text(text, left, top, { lineBreak: false });
  }

  /** Lines under one another, each a paragraph of its own to who listens. */
  lines(lines: readonly string[], left: number, top: number, leading: number, face: Face = {}): void {
    this.grouped("Div", () => {
      for (const [index, line] of lines.entries()) this.tagged("P", () => this.line(line, left, top + index * leading, face));
    });
  }

  /** The height in points that `column` would take. */
  heightOf(text: string, { size = 10.5, font = "regular", width = textWidth(), leading = 2.5 }: Column = {}): number {
    return this.doc.font(font).fontSize(size).heightOfString(text, { width, lineGap: leading });
  }

  /** Wrapped text where `y` is; moves on below it. */
  column(text: string, { size = 10.5, font = "regular", colour = INK, left = mm(PAGE.left), width = textWidth(), leading = 2.5 }: Column = {}): void {
    this.doc.font(font).fontSize(size).fillColor(colour).text(text, left, this.y, { width, lineGap: leading });
    this.y = this.doc.y;
  }

  /** Goes to a new page when fewer than so many points are left. */
  need(height: number): void {
    if (this.y + height <= mm(PAGE.height - PAGE.bottom)) return;
    this.doc.addPage();
    this.y = mm(PAGE.top);
  }

  finish(): void {
    this.root.end();
    this.doc.end();
  }
}

/** pdfkit can do it, its types do not know it yet. */
const PDF_UA: object = { subset: "PDF/UA" };

/** The width of the text in points. */
export function textWidth(): number {
  return mm(PAGE.width - PAGE.left - PAGE.right);
}

/** A new tagged document; its bytes come when it is finished. */
export function openDocument(fonts: LetterFonts, about: { title: string; author: string; language: string; written: Date }): { doc: PDFKit.PDFDocument; bytes: Promise<Uint8Array> } {
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    bufferPages: true,
    pdfVersion: "1.7",
    ...PDF_UA,
    tagged: true,
    displayTitle: true,
    lang: about.language === "nl" ? "nl-NL" : "en-GB",
    font: "",
    info: { Title: about.title, Author: about.author, Creator: "Zegel", Producer: "Zegel", CreationDate: about.written, ModDate: about.written },
  });
  for (const [name, font] of Object.entries(fonts)) {
    // pdfkit also takes a font that fontkit has parsed; its types do not say so.
    doc.registerFont(name, font as unknown as PDFKit.Mixins.PDFFontSource);
  }
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on("error", reject);
  });
  return { doc, bytes };
}
