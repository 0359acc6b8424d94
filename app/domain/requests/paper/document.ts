import type { Wording } from "#app/domain/people.ts";

/** One box to write in. `name` is that of the input on the screen, so that what was typed into the PDF can be read as the form's own answers. */
export type PaperBox = {
  name: string;
  /** What this part is, where a question has several; null where the question says it all. */
  label: Wording | null;
  /** Of the width of its row, beside the others. */
  share: number;
  /** One cell for each character, of what has a fixed length. */
  cells: number | null;
  lines: number;
  /** What was answered; null on a form that is still to be filled in. */
  answer: string | null;
};

export type PaperOption = {
  value: string;
  label: Wording;
  hint: Wording | null;
  /** Stands over the first option of a group. */
  heading: Wording | null;
  ticked: boolean;
};

export type PaperInput =
  | { kind: "boxes"; rows: PaperBox[][] }
  | { kind: "one" | "several"; name: string; options: PaperOption[] }
  /** Something to agree with: the question itself is what is said. */
  | { kind: "declaration"; name: string; ticked: boolean };

export type PaperQuestion = {
  /** "2.1": what conditions and people over the phone call it. */
  number: string;
  label: Wording;
  help: Wording | null;
  condition: Wording | null;
  required: boolean;
  input: PaperInput;
};

export type PaperSection = { number: string; title: Wording; intro: Wording | null; condition: Wording | null; questions: PaperQuestion[] };

/** Who signs (D8): the same three for every form, and what each signature comes with. */
export type PaperSigning = {
  title: Wording;
  intro: Wording;
  terms: Wording;
  roles: Array<{ value: string; label: Wording }>;
  as: Wording;
  name: Wording;
  date: Wording;
  signature: Wording;
  second: Wording;
};

/** A paper form in both languages, everything worded and nothing looked up any more. */
export type PaperForm = {
  /** What the QR says (`form-code.ts`). */
  qr: string;
  /** The same for people: "K7MQ-3XWD-92HT", "ZG-2481". */
  reference: string;
  referenceLabel: Wording;
  /** Whether the answers stand on it already, and only the signature is to be added. */
  isAnswered: boolean;
  sender: { name: string; address: string[]; phone: string; website: string };
  title: Wording;
  intro: Wording;
  how: { title: Wording; steps: Wording[]; never: Wording };
  sections: PaperSection[];
  signing: PaperSigning;
  evidence: { title: Wording; steps: Wording[] };
  posting: { title: Wording; text: Wording; help: Wording };
  optional: Wording;
  page: { nl: (number: number, of: number) => string; en: (number: number, of: number) => string };
  writtenAt: Date;
};

/** Draws a paper form as a tagged PDF with fields to fill in on the screen; throws `letter.missing-glyph`, naming the characters. */
export interface FormPress {
  draw(form: PaperForm): Promise<Uint8Array>;
}
