import type { Language } from "#app/domain/people.ts";

export type BatchLetter = {
  id: string;
  reference: string;
  addressee: string[];
  language: Language;
  status: "waiting" | "in-batch" | "posted" | "spoilt" | "returned";
  /** Its sealed content was handed to a browser. */
  isReleased: boolean;
};

export type BatchShown = { number: number; madeBy: string; isMine: boolean; madeAt: string; closedAt: string | null; keyIds: string[]; letters: BatchLetter[] };

/** Moments are ISO 8601; `useFormat` gives it. */
export type BatchFormat = { dateOnly(moment: string): string; dateTime(moment: string): string; number(value: number): string };

/** Where the demonstration's key is, and its doormat; null in production. */
export type Outside = { printRoomKey: string; doormat: string } | null;

/** What was opened in this browser, and lives as long as the page does. */
export type Printable = { letters: ReadonlyMap<string, Uint8Array>; printFile: string; controlSheet: string };
