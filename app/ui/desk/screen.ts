import type { ChecklistItem } from "#app/domain/requests/checklist.ts";
import type { RequestStatus, ActName } from "#app/domain/requests/lifecycle.ts";
import type { FileKind } from "#app/domain/files/kinds.ts";
import type { TimeLeft } from "#app/domain/deadlines/clock.ts";
import type { Severity } from "#app/domain/decisions/judgement.ts";

import type { ReissueShown } from "../customers/reissues.tsx";

/** How the desk writes moments and terms; `useFormat` gives it. Moments are ISO 8601. */
export type DeskFormat = {
  date(moment: string): string;
  shortDate(moment: string): string;
  briefDate(moment: string): string;
  time(moment: string): string;
  dateTime(moment: string): string;
  dateOnly(moment: string): string;
  number(value: number): string;
  timeLeft(left: TimeLeft): string;
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
  /** `otherwise` is what would have kept the rule still: alternatives, each a set of facts with other values. */
  findings: ReadonlyArray<{ ruleId: string; severity: Severity; text: string; otherwise: string[][] }>;
  why: ReadonlyArray<{ ruleId: string; fired: boolean; because: string; wouldChange: string[][] }> | null;
};

/**
 * One of several people of a request: `judgement` has what the rules found of them alone, `lines` how to reach them and until when, `to` their account's
 * page for who may see that.
 */
export type PersonShown = {
  position: number;
  name: string;
  lines: readonly string[];
  isBlocked: boolean;
  judgement: JudgementShown | null;
  decision: "approve" | "reject" | null;
  reason: string | null;
  to: string | null;
};

export type MailShown = { to: string; language: "nl" | "en"; subject: string; text: string };

export type PartyShown = {
  id: string;
  name: string;
  role: "signatory" | "main-contact";
  phone: string | null;
  stage: string;
  at: string | null;
  /** How their order at AMP stands; null when there never was one. Moments as ISO 8601. */
  order: { stage: string; at: string; from: string | null; isOpen: boolean } | null;
  /** They asked the office for a way without bank and without a visit. */
  otherWayAskedAt: string | null;
  hasConfirmed: boolean;
  /** What a document is compared with, YYYY-MM-DD; null when we do not know it, or for who does not judge. */
  birthDate: string | null;
  /** Identification by hand that waits for the second pair of eyes (D26). */
  byHand: ByHandShown | null;
  /** Whether anything is still asked of them, so that a result can be entered by hand. */
  mayByHand: boolean;
};

/** What somebody of the office entered of a document; all there is to see for whoever checks it. */
export type ByHandShown = {
  id: string;
  by: string;
  isMine: boolean;
  at: string;
  document: string;
  lastFour: string;
  expiresOn: string;
  seenHow: string;
  seenOn: string;
  nameCompared: string;
  birthDateCompared: string;
  note: string;
};

/** What a user may do now and would be able to do, service by service; once it is done, what it was and became. */
export type ChangeShown = { isDone: boolean; rows: ReadonlyArray<{ id: string; name: string; before: boolean; after: boolean }> };

/** Who holds a role now and who would; once it is done, who held it and who came. `agbCode` is null for a role of the whole enterprise. */
export type RoleChangeShown = { isDone: boolean; role: string; agbCode: string | null; people: ReadonlyArray<{ name: string; before: boolean; after: boolean }>; accounts: readonly string[] };
/** What we have registered of somebody, beside what it would become; once it is done, what it was and became. */
export type DataChangeShown = { isDone: boolean; rows: ReadonlyArray<{ field: string; name: string; before: string; after: string }> };

/** The same form that was sent more than once: this request first, and of the answers, form by form, only those that differ. */
export type SameShown = {
  joinedTo: { id: string; reference: string } | null;
  forms: ReadonlyArray<{ id: string; reference: string; status: RequestStatus; receivedAt: string; sender: string; isHere: boolean; canJoin: boolean }>;
  rows: ReadonlyArray<{ id: string; label: string; values: string[][] }>;
};

/** Something to do by hand; `done` is null until somebody says that it was. */
/** What there is to do by hand; `mayReturn` while it can still lead back to the desk because nothing was carried out. */
export type TaskShown = { id: string; title: string; how: string; done: { by: string; at: string; note: string | null } | null; mayReturn: boolean };

/** `blocks` as the letter has them; `replaces` is the letter in whose place it came. */
export type SentLetterShown = {
  id: string;
  reference: string;
  title: string;
  language: "nl" | "en";
  addressee: readonly string[];
  status: "waiting" | "in-batch" | "posted" | "spoilt" | "returned";
  madeAt: string;
  postedAt: string | null;
  replaces: string | null;
  words: { subject: string; blocks: readonly unknown[] };
};

/** A file that came in; `to` leads to each of its pages, as long as they are there. */
export type FileShown = {
  id: string;
  name: string;
  kind: FileKind;
  format: string;
  pages: number;
  to: readonly string[];
  by: string;
  addedAt: string;
  destroyed: { at: string; why: string } | null;
};

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
  clock: { stage: "review" | "identification" | "delivery"; pausedSince: string | null; left: TimeLeft | null } | null;
  /** `to` is the page of the enterprise, for who may see that. */
  practice: { name: string | null; agbCode: string | null; kvkNumber: string | null; to: string | null };
  /** The page of the account that came of it or that it is about, for who may see that. */
  subjectTo: string | null;
  applicant: { name: string; email: string };
  answers: ReadonlyArray<{ id: string; title: string; rows: ReadonlyArray<{ id: string; kind: string; label: string; lines: string[] }> }>;
  /** Where it is made into a form to sign, for who may do that. */
  printAt: string | null;
  change: ChangeShown | null;
  roleChange: RoleChangeShown | null;
  dataChange: DataChangeShown | null;
  /** The call that it came of, where it was reported by phone (D23); a number that changed shortly before says when. */
  call: {
    caller: string;
    said: string;
    calledBack: { number: string; name: string; role: string; at: string };
    answeredBy: string;
    taken: { by: string; at: string };
    numberChangedAt: string | null;
  } | null;
  /** Whether the reader took that call: somebody else approves it (P5). */
  isOwnCall: boolean;
  /** Whether who proposed approval took that call, from before that was forbidden: it can only go back. */
  isCallersProposal: boolean;
  same: SameShown | null;
  /** What the Machtigingenportaal asks for, where the request gives it (R83). */
  checklist: readonly ChecklistItem[] | null;
  judgements: readonly JudgementShown[];
  /** Those whom it is about where there are several, each decided apart; the words are those of the e-mail to the applicant. */
  people: readonly PersonShown[];
  outcomeWords: { approved: string; rejected: string; all: string; partly: readonly string[] };
  isBlocked: boolean;
  needsSecondCheck: boolean;
  earlier: ReadonlyArray<{ id: string; reference: string; type: string; status: RequestStatus; subjectName: string; submittedAt: string; same: string }>;
  trail: ReadonlyArray<{ id: number; at: string; what: string; who: string; isAutomatic: boolean; text: string | null }>;
  notes: ReadonlyArray<{ id: string; by: string; text: string; writtenAt: string }>;
  /** What was asked of the applicant, oldest first. */
  questions: ReadonlyArray<{ id: string; question: string; by: string; askedAt: string; answerBy: string; answer: string | null; answeredAt: string | null; isOver: boolean; phone: { by: string; confirmedAt: string | null; correctedAt: string | null; correction: string | null } | null }>;
  claim: { isMine: boolean; name: string; since: string } | null;
  decision: {
    what: "approve" | "reject";
    /** How many of several were approved, where some were not. */
    tally: { approved: number; all: number } | null;
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
    /** This reader has looked at all that banks and AMP said in this round. */
    hasLooked: boolean;
    /** Somebody has an answer that differs, which can be accepted. */
    hasAnswers: boolean;
    parties: readonly PartyShown[];
  } | null;
  files: readonly FileShown[];
  /** What came in on paper or by e-mail for it, the last first, with what is kept of the copy of an identity document (D17). */
  papers: ReadonlyArray<{
    sender: string;
    receivedAt: string;
    idDocument: { kind: string; lastFour: string; expiresOn: string } | null;
    isToShred: boolean;
    shreddedAt: string | null;
  }>;
  /** The certificate that the holder replaces by themselves, where what was changed stands on it (R107). */
  reissues: readonly ReissueShown[];
  tasks: readonly TaskShown[];
  /** The letters without a PIN that its type sends, oldest first, with what they say. */
  sentLetters: readonly SentLetterShown[];
  /** How it ends: with number and PIN letter, with a PIN letter alone, with a letter that its type sends, or with none of them. */
  ending: "status" | "posted" | "sent" | "carriedOut";
  delivery: { hasNumber: boolean; numberSentAt: string | null; letterPostedAt: string | null; undeliveredAt: string | null; solve: string | null } | null;
  /** Those of its form, page by page, in the words of the office. */
  fields: ReadonlyArray<{ value: string; label: string }>;
  reasons: ReadonlyArray<{ code: string; label: string; told: string }>;
  previews: { approve: MailShown | null; reject: MailShown | null; ask: MailShown | null };
  acts: readonly ActName[];
  may: { claim: boolean; takeOver: boolean; decide: boolean; ask: boolean; secondCheck: boolean; note: boolean; judgeIdentity: boolean; secondIdentity: boolean; completeTask: boolean; readFiles: boolean; addFiles: boolean };
};

/** One person's names side by side: as we know them, and as the bank says. */
export type Compared = {
  partyId: string;
  name: string;
  role: "signatory" | "main-contact";
  /** Nothing of what was said is left. */
  isGone: boolean;
  /** Who says so: their bank, or AMP at their door. */
  source: "bank" | "door";
  rows: ReadonlyArray<{ key: string; known: string; told: string; differs: boolean }>;
};

/** Where the act of this name is sent. */
export type ActPath = (act: string) => string;
