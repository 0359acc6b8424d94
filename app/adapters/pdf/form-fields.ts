/** A dictionary of a PDF as pdfkit writes it: a plain string is a name, a `String` a text. */
type Dictionary = Record<string, unknown>;
type Reference = { data: Dictionary; end(content?: string): void };
/** What pdfkit has and its types do not tell: the annotations of a page, the font in use, and what it writes of an annotation. */
type Inside = {
  page: { annotations: Reference[] };
  _font: { id: string; encode(text: string): unknown };
  ref(data: Dictionary): Reference;
  annotate(x: number, y: number, width: number, height: number, data: Dictionary): unknown;
  formField(name: string, options: { parent?: Reference }): Reference;
};

export type Place = { x: number; y: number; width: number; height: number };

/** ISO 32000-1, 12.7.4: the flags of a field, by their bit. */
const FLAG = { required: 1 << 1, multiline: 1 << 12, noToggleToOff: 1 << 14, radio: 1 << 15, comb: 1 << 24 } as const;
/** An annotation that is printed. */
const PRINTED = 4;

/**
 * Every letter that a Dutch name or address may have, also those of who comes from elsewhere in Europe: the form's font is embedded with all of
 * them, for nobody knows beforehand what is typed into it.
 */
const LETTERS = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x1cd, 0x1dc],
  [0x218, 0x21b],
  [0x1e02, 0x1ef9],
  [0x2010, 0x2026],
  [0x20ac, 0x20ac],
].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)));

/**
 * The fields of a form on paper, to be filled in on the screen (AcroForm): text, boxes to tick, and choices of one. Named as the inputs of the online
 * form, dot by dot, so that "user.name.initials" is the field `initials` within `name` within `user`. No field runs a script, none takes a password.
 */
export class FormFields {
  private readonly doc: Inside;
  private readonly parents = new Map<string, Reference>();
  private readonly radios = new Map<string, Reference>();
  private readonly font: string;

  constructor(document: PDFKit.PDFDocument, font: { hasGlyphForCodePoint(point: number): boolean }) {
    document.font("regular").initForm();
    this.doc = document as unknown as Inside;
    this.font = this.doc._font.id;
    this.doc._font.encode(LETTERS.filter((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)).join(" "));
  }

  /** A box to type in; `cells` has one character in each, `lines` is of a text of several lines. */
  text(name: string, place: Place, options: { tooltip: string; cells: number | null; lines: number; required: boolean }, element: PDFKit.PDFStructureElement): void {
    const { tooltip, cells, lines, required } = options;
    const flags = (required ? FLAG.required : 0) | (lines > 1 ? FLAG.multiline : 0) | (cells === null ? 0 : FLAG.comb);
    // Size 0 grows and shrinks with what is typed, so that a long address is never cut off when it is printed.
    const appearance = new String(`/${this.font} ${lines > 1 || cells !== null ? 10.5 : 0} Tf 0.086 0.125 0.165 rg`);
    const field = this.field(name, { FT: "Tx", Ff: flags, TU: new String(tooltip), DA: appearance, ...(cells === null ? {} : { MaxLen: cells }) });
    this.widget(field, place, { DA: appearance }, element);
  }

  /** A box to tick. */
  tick(name: string, place: Place, options: { tooltip: string }, element: PDFKit.PDFStructureElement): void {
    const field = this.field(name, { FT: "Btn", V: "Off", TU: new String(options.tooltip) });
    this.widget(field, place, { AS: "Off", AP: { N: { yes: this.mark(place, TICK), Off: this.mark(place, "") } } }, element);
  }

  /** One of a question's answers, of which only one can be chosen. */
  choice(name: string, value: string, place: Place, options: { tooltip: string; required: boolean }, element: PDFKit.PDFStructureElement): void {
    const known = this.radios.get(name);
    const flags = FLAG.radio | FLAG.noToggleToOff | (options.required ? FLAG.required : 0);
    const field = known ?? this.field(name, { FT: "Btn", Ff: flags, V: "Off", TU: new String(options.tooltip) });
    this.radios.set(name, field);
    this.widget(field, place, { AS: "Off", TU: new String(options.tooltip), AP: { N: { [value]: this.mark(place, DOT), Off: this.mark(place, "") } } }, element);
  }

  private field(name: string, data: Dictionary): Reference {
    const parts = name.split(".");
    const field = this.doc.formField(parts.at(-1) ?? name, this.within(parts.slice(0, -1)));
    Object.assign(field.data, data);
    return field;
  }

  private within(path: readonly string[]): { parent?: Reference } {
    if (path.length === 0) return {};
    const key = path.join(".");
    const known = this.parents.get(key) ?? this.doc.formField(path.at(-1) ?? key, this.within(path.slice(0, -1)));
    this.parents.set(key, known);
    return { parent: known };
  }

  private widget(field: Reference, { x, y, width, height }: Place, data: Dictionary, structParent: PDFKit.PDFStructureElement): void {
    this.doc.annotate(x, y, width, height, { Subtype: "Widget", F: PRINTED, C: [], Parent: field, ...data, structParent });
    const widget = this.doc.page.annotations.at(-1);
    if (!widget) throw new Error("The field has no place on the page.");
    const kids = Array.isArray(field.data["Kids"]) ? (field.data["Kids"] as Reference[]) : [];
    field.data["Kids"] = [...kids, widget];
  }

  private mark({ width, height }: Place, draw: string): Reference {
    const stream = this.doc.ref({ Type: "XObject", Subtype: "Form", BBox: [0, 0, width, height], Resources: {} });
    stream.end(draw === "" ? " " : `q ${(width / 10).toFixed(4)} 0 0 ${(height / 10).toFixed(4)} 0 0 cm 0.086 0.125 0.165 rg 0.086 0.125 0.165 RG ${draw} Q`);
    return stream;
  }
}

/** Drawn in a square of ten by ten. */
const TICK = "1.4 w 1 J 1 j 2.2 5 m 4.2 2.8 l 7.9 7.6 l S";
const DOT = "7.6 5 m 7.6 6.436 6.436 7.6 5 7.6 c 3.564 7.6 2.4 6.436 2.4 5 c 2.4 3.564 3.564 2.4 5 2.4 c 6.436 2.4 7.6 3.564 7.6 5 c f";
