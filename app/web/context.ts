import type { Logger } from "pino";

import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import type { StaffMember } from "#app/domain/access/roles.ts";
import type { StaffDoor } from "#app/domain/access/sign-in.ts";
import type { Spent } from "#app/domain/access/tries.ts";
import type { AuthorityAtWork } from "#app/domain/certificates/authorities.ts";
import type { CertificateReader, StatusAsker } from "#app/domain/certificates/reading.ts";
import type { Branding } from "#app/domain/correspondence/branding.ts";
import type { FigurePress } from "#app/domain/correspondence/figure-paper.ts";
import type { LetterPress } from "#app/domain/correspondence/ports.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import type { ScreenTexts } from "#app/domain/definitions/kinds.ts";
import type { FileRoom } from "#app/domain/files/store.ts";
import type { IdentityBroker, IdentityCourier } from "#app/domain/identification/ports.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import type { Sealer } from "#app/domain/sealer.ts";
import type { FormPress } from "#app/domain/requests/paper/document.ts";

import type { Worded } from "./i18n.server.ts";

export type Mode = "demonstration" | "production";

/** How many points a key may spend in how many seconds. */
export type Allowance = { points: number; perSeconds: number };

/** Counts attempts across all processes. `allowed` is false once the allowance is spent; then `retryAfterSeconds` says how long. */
export interface Limits {
  consume(name: string, key: string, allowance: Allowance): Promise<Spent>;
}

/** Who works here. `find` answers null for somebody who left: their session ends with it. */
export interface StaffDirectory {
  list(): Promise<StaffMember[]>;
  find(id: string): Promise<StaffMember | null>;
}

/** The sessions of staff who signed in at the organisation. `find` answers null for one that is over. */
export interface StaffSessions {
  find(sessionId: string): Promise<StaffMember | null>;
}

/** An act that was not allowed. `reason` is a problem code, never free text. */
export type Refusal = { actor: Actor; act: string; reason: string; correlationId: string };

/** What every route gets from the server besides the request itself. */
export interface OfficeContext {
  db: Db;
  clock: Clock;
  mode: Mode;
  log: Logger;
  /** Fresh for every request, and the only inline scripts that run carry it. */
  cspNonce: string;
  /** Fresh for every request; in every log line, and shown where something went wrong. */
  correlationId: string;
  /** Settles once whoever asked has taken in what was written so far; not there where nothing stands between. A long file waits for it: Remix writes as fast as it reads. */
  taken?: () => Promise<void>;
  /** The address of the caller, for limits only. */
  clientAddress: string;
  /** DER of the certificate whose key whoever asks has shown to have; null where none was shown. Nothing of it was judged yet (`judgeCertificate`). */
  presented: Uint8Array | null;
  /** Which texts of the screens the office words itself. */
  worded: Worded;
  /** "https://office.example", without a slash at the end. */
  baseUrl: string;
  /** Where a browser is asked for a certificate; it may be another port or host than the rest. */
  loginUrl: string;
  branding: Branding;
  /** The first signs; the others are still read, so that a secret can be replaced without signing everybody out. */
  sessionSecrets: readonly string[];
  staff: StaffDirectory;
  sessions: StaffSessions;
  limits: Limits;
  recordRefusal(refusal: Refusal): Promise<void>;
}

/** What the composition wires for the office's acts: every route's domain calls take from here. */
export type OfficeAtWork = Office & {
  registers: Registers;
  broker: IdentityBroker;
  courier: IdentityCourier;
  /** Issues what people and software log in with. */
  authority: AuthorityAtWork;
  /** Issues test certificates, and nothing else; null where none are offered (R114). */
  testAuthority: AuthorityAtWork | null;
  /** Reads certificates, and asks how they stand, by other code than makes and answers. */
  reader: CertificateReader;
  statusAsker: StatusAsker;
  /** The texts of the screens, which definitions are checked against. */
  texts: ScreenTexts;
  /** Draws the forms that can be filled in on paper (R11). */
  formPress: FormPress;
  /** Draws pages of figures. */
  figurePress: FigurePress;
  /** Draws letters, here for whoever words them (R119); those that are sent are drawn where nobody reads along (D6). */
  letterPress: LetterPress;
  /** The key that letters are sealed for now (D6). */
  printRoomKeyId: string;
  /** Where files from outside are looked at, and what locks them (`app/domain/files`). */
  files: FileRoom;
  /** Derive links and lock what a bank said; never shown, never logged. */
  secrets: { link: string; identification: string };
  /** What users make their codes with: what locks its secrets, the time by which phones count (the demonstration's clock does not move theirs), and a QR code as rows of dark modules. */
  authenticators: { sealer: Sealer; phones: Clock; drawQr: (text: string) => boolean[][] };
  /** Where staff sign in; null in the demonstration. */
  door: StaffDoor | null;
  /** Where the print room's browser gets its demonstration key and drops what it posted; null in production. */
  simulators: { printRoomKey: string; doormat: string } | null;
};

declare module "@remix-run/node" {
  interface AppLoadContext extends OfficeContext {
    office: OfficeAtWork;
  }
}
