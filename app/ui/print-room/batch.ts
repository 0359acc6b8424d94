import type { Language } from "#app/domain/people.ts";

export type BatchLetter = {
  id: string;
  reference: string;
  addressee: string[];
  language: Language;
  status: "waiting" | "in-batch" | "posted" | "spoilt" | "returned";
  /** Its PIN ended before it was posted: it was taken out. */
  isDead: boolean;
  /** What it is, where there is no PIN in it; null for a PIN letter. */
  title: string | null;
  /** The parcel in which it travels with others, counted from 1; null for a letter by itself. */
  parcel: ParcelShown | null;
};

export type ParcelShown = { number: number; letters: number };

/** A key of the print room; `mark` is how people call it, and new letters are no longer sealed for a former one. */
export type KeyShown = { id: string; mark: string; isFormer: boolean };

/** `heldBy` is who works on it now: the maker, or who took it over. `openedAt`: its letters were handed to a browser. */
export type BatchShown = {
  number: number;
  heldBy: string;
  isMine: boolean;
  madeAt: string;
  openedAt: string | null;
  closedAt: string | null;
  /** The key that its letters are sealed for. */
  key: KeyShown;
  letters: BatchLetter[];
};

/** Moments are ISO 8601; `useFormat` gives it. */
export type BatchFormat = { dateOnly(moment: string): string; dateTime(moment: string): string; number(value: number): string };

/** Where the demonstration's key is, and its doormat; null in production. */
export type Outside = { printRoomKey: string; doormat: string } | null;

/** What was opened in this browser, and lives as long as the page does. */
export type Printable = { letters: ReadonlyMap<string, Uint8Array>; printFile: string; controlSheet: string };
