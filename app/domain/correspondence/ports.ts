import type { Language } from "#app/domain/people.ts";

/** One part of a letter or e-mail, in the order in which it is read. */
export type Block =
  | { kind: "paragraph"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "steps"; items: string[] }
  | { kind: "facts"; rows: Array<{ label: string; value: string }> }
  /** E-mail only: a link drawn as a button. */
  | { kind: "button"; text: string; href: string }
  /** Letters only: the PIN, printed 5-5 (D3). A preview draws it masked. */
  | { kind: "pin"; pin: string };

/** Measures in millimetres from the top left corner of the A4 page (D21). */
export type LetterLayout = {
  envelope: "C5" | "EA5";
  window: { left: number; top: number; width: number; height: number };
  /** Distance from the top at which the page is folded. */
  fold: number;
};

/** A letter as it will be drawn: everything filled in, nothing looked up any more. */
export type LetterDocument = {
  language: Language;
  layout: LetterLayout;
  sender: { name: string; lines: string[]; phone: string; website: string };
  /** Name line(s), street and number, "1234 AB  PLAATS". */
  addressee: string[];
  /** Text of the KIX code, such as "1234AB5XHS"; absent for addresses abroad. */
  kix?: string;
  /** The letter's own reference, such as "B-000123", not the user number. */
  reference: string;
  /** Already worded, such as "16 november 2026". */
  date: string;
  /** The same instant, for the document's own record of when it was made. */
  writtenAt: Date;
  subject: string;
  blocks: Block[];
};

/** Draws a letter as a tagged PDF of one A4 page or more; throws `letter.missing-glyph` (naming the characters), `letter.address-too-long`. */
export interface LetterPress {
  draw(letter: LetterDocument): Promise<Uint8Array>;
}

/** Closes a letter for the print room's public key: compact JWE. The server has no key that opens it (D6). */
export interface LetterSeal {
  /** JWK thumbprint (RFC 7638) of the key that letters are sealed for. */
  readonly keyId: string;
  seal(content: Uint8Array): Promise<string>;
}

/** An e-mail as it will be sent; the Message-ID is fixed beforehand, so that a second sending is recognised. */
export type Mail = {
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  language: Language;
  /** Files that go with it, each a PDF. */
  attachments?: ReadonlyArray<{ name: string; content: Uint8Array }>;
};

/** Sends one e-mail; throws `mail.refused` (permanent, 5xx) or `mail.unreachable` (try again). */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  /** Ends the conversations with the server that are open. */
  close(): void;
}
