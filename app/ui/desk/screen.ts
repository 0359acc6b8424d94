import type { RequestStatus, ActName } from "#app/domain/requests/lifecycle.ts";
import type { Severity } from "#app/domain/decisions/judgement.ts";

/** How the desk writes moments and terms; `useFormat` gives it. Moments are ISO 8601. */
export type DeskFormat = {
  date(moment: string): string;
  shortDate(moment: string): string;
  time(moment: string): string;
  dateTime(moment: string): string;
  dateOnly(moment: string): string;
  number(value: number): string;
  workingDaysLeft(days: number): string;
};

/** What an act answered that was not done; the kit's `ShownProblem`. */
export type DeskProblem = {
  code: string;
  message: string;
  correlationId: string;
  fields: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string | string[]>>;
};

export type JudgementShown = {
  point: string;
  ruleSet: string;
  version: number;
  judgedAt: string;
  isSame: boolean;
  findings: ReadonlyArray<{ ruleId: string; severity: Severity; text: string }>;
  why: ReadonlyArray<{ ruleId: string; fired: boolean; because: string; wouldChange: string[][] }> | null;
};

export type MailShown = { to: string; language: "nl" | "en"; subject: string; text: string };

export type PartyShown = { id: string; name: string; role: "signatory" | "main-contact"; stage: string; at: string | null };

/** The request screen as it is drawn; the route's loader words it. */
export type CaseShown = {
  id: string;
  reference: string;
  version: number;
  status: RequestStatus;
  type: string;
  channel: string;
  subjectName: string;
  receivedAt: string;
  isUrgent: boolean;
  isObjected: boolean;
  clock: { stage: "review" | "delivery"; daysLeft: number; pausedSince: string | null; dueAt: string } | null;
  practice: { name: string | null; agbCode: string | null; kvkNumber: string | null };
  applicant: { name: string; email: string };
  answers: ReadonlyArray<{ id: string; title: string; rows: ReadonlyArray<{ id: string; kind: string; label: string; lines: string[] }> }>;
  judgements: readonly JudgementShown[];
  isBlocked: boolean;
  needsSecondCheck: boolean;
  earlier: ReadonlyArray<{ id: string; reference: string; type: string; status: RequestStatus; subjectName: string; submittedAt: string; same: string }>;
  trail: ReadonlyArray<{ id: number; at: string; what: string; who: string; text: string | null }>;
  notes: ReadonlyArray<{ id: string; by: string; text: string; writtenAt: string }>;
  claim: { isMine: boolean; name: string; since: string } | null;
  decision: {
    what: "approve" | "reject";
    by: string;
    isMine: boolean;
    at: string | null;
    reason: string | null;
    note: string | null;
    second: { by: string; at: string | null } | null;
  } | null;
  undoSeconds: number | null;
  round: {
    status: string;
    expiresAt: string;
    everybody: boolean;
    ruling: { by: string; isMine: boolean; note: string | null; at: string | null } | null;
    parties: readonly PartyShown[];
  } | null;
  delivery: { numberSentAt: string | null; letterPostedAt: string | null } | null;
  reasons: ReadonlyArray<{ code: string; label: string; told: string }>;
  previews: { approve: MailShown | null; reject: MailShown | null };
  acts: readonly ActName[];
  may: { claim: boolean; takeOver: boolean; decide: boolean; secondCheck: boolean; note: boolean; judgeIdentity: boolean; secondIdentity: boolean };
};

/** One person's names side by side: as we know them, and as the bank says. */
export type Compared = {
  partyId: string;
  name: string;
  role: "signatory" | "main-contact";
  /** Nothing of the bank's is left. */
  isGone: boolean;
  rows: ReadonlyArray<{ key: string; known: string; told: string; differs: boolean }>;
};

/** Where the act of this name is sent. */
export type ActPath = (act: string) => string;
