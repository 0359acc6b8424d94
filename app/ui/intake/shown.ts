import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";

import type { FileShown } from "../desk/screen.ts";

export type ScanShown = FileShown & { /** Where each of its pages is masked; of a PDF nowhere. */ masking: readonly string[] };

/** What was said of the paper, as it stands in its fields. */
export type SaidShown = { signed: string; idCopy: string; idDocument: string; idLastFour: string; idExpiresOn: { day: string; month: string; year: string } };

/** The form that is typed over, as it stands, with what was seen on the paper. */
export type TypedOverShown = {
  type: string;
  version: number;
  pages: readonly Page[];
  typed: Typed;
  /** What each list of services offers, by what it is a list of. */
  services: Readonly<Record<string, ServiceChoice>>;
  /** What the practice is called; empty while nobody knows. */
  practice: string;
  /** Whether the registers were asked for its numbers. */
  isLookedUp: boolean;
  /** The question that may stay empty once somebody registered has signed. */
  applicantEmail: string;
  signers: ReadonlyArray<{ value: string; label: string }>;
  isSenderRegistered: boolean;
  asksIdCopy: boolean;
  seen: SaidShown;
};

/** What became of what came in, once it is done with. */
export type BecameShown = { sender: string; as: "registered" | "attached" | "dropped"; request: { reference: string; to: string } | null };

/** What came in, as its page is drawn; dates as ISO 8601. */
export type IntakeScreen = {
  title: string;
  id: string;
  at: string;
  isOpen: boolean;
  channel: "paper" | "email";
  sender: string;
  senderEmail: string | null;
  receivedAt: string;
  /** Whether somebody said at what time. */
  hasTime: boolean;
  files: readonly ScanShown[];
  namesRequest: { reference: string; to: string } | null;
  /** Who may have signed for the practice of the request that it names. */
  signers: ReadonlyArray<{ value: string; label: string }>;
  became: BecameShown | null;
  types: ReadonlyArray<{ id: string; title: string }>;
  form: TypedOverShown | null;
};
