import type { HeldAccount } from "./accounts.ts";
import type { Diary } from "./diary.ts";
import type { Copier } from "./copy.ts";
import type { Days } from "./days.ts";
import type { Ids } from "./ids.ts";
import type { Bench } from "./judging.ts";
import type { PrintRoom } from "./print-room.ts";
import type { Doer } from "./trail.ts";

/** What is costly to make and makes no difference for what is listed, counted and searched: it is made once for a whole history. */
export type Shared = {
  /** Of a PIN that nobody knows. */
  pinHash: string;
  /** Certificates of keys that were thrown away, of an authority of before: their bytes stand in every certificate of the history. */
  certificates: ReadonlyArray<{ tbs: Uint8Array; tbsSha256: string; der: Uint8Array }>;
  issuerId: string;
  /** A letter closed for the print room's key, for those that still lie in the house. */
  sealed: string;
  keyId: string;
};

export type RequestTypeName = "new-user" | "authorisation-change" | "revocation" | "credential-request" | "data-change";

/** Everything that a history is told with. */
export type Past = {
  copier: Copier;
  ids: Ids;
  days: Days;
  bench: Bench;
  diary: Diary;
  printRoom: PrintRoom;
  shared: Shared;
  /** When the history begins, in milliseconds. */
  begins: number;
  /** The present, in milliseconds: nothing happens after it. */
  until: number;
  /** From here on e-mails are kept, and the forms that were sent. */
  keptFrom: number;
  reviewers: readonly Doer[];
  releaseId: number;
  calendarVersion: number;
  termsOf(type: RequestTypeName): string;
  mailVersionOf(template: string): number;
  /** Accounts of which more may be told: each is written when it has ended, or the history is over. */
  accounts: HeldAccount[];
  numbers: { request: number; account: number; accountsWritten: number };
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Somebody outside the office, by the part they play. */
export const outsideDoer = (kind: Exclude<Doer["kind"], "staff" | "system">, id: string): Doer => ({ kind, id });
export const system = (id: string): Doer => ({ kind: "system", id });
