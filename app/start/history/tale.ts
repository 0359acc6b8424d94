import type { TrailAct } from "#app/domain/audit/acts.ts";
import type { Json } from "#app/domain/audit/canonical.ts";
import { LIFECYCLE, CLOSED, type Act, type ActName, type RequestStatus } from "#app/domain/requests/lifecycle.ts";
import { likenessOf } from "#app/domain/requests/same.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Dice } from "#db/worlds/dice.ts";

import { stamp } from "./copy.ts";
import type { Form } from "./forms.ts";
import type { Past } from "./past.ts";
import { DAY } from "./past.ts";
import type { Doer } from "./trail.ts";

export type Clock = { stage: "review" | "delivery"; startedAt: number; dueAt: number; pausedSince: number | null; pausedMs: number; stoppedAt: number | null; calendarVersion: number | null };
export type HeldLink = { id: string; kind: "confirm" | "status" | "objection" | "identification"; holderId: string | null; createdAt: number; expiresAt: number | null; usedAt: number | null; endedAt: number | null };
type Question = { id: string; by: string; question: string; askedAt: number; expiresAt: number; reminders: number; answer: string | null; answeredAt: number | null; endedAt: number | null };

/** One request while it is told: its row as it stands, and what belongs to it. */
export type Tale = {
  id: string;
  number: number;
  form: Form;
  dice: Dice;
  sentAt: number;
  status: RequestStatus;
  version: number;
  row: {
    confirmedAt: number | null; dueAt: number | null; priority: "normal" | "high"; claimedBy: string | null; claimedAt: number | null; secondCheckRequired: boolean; decision: "approve" | "reject" | null;
    decidedBy: string | null; decidedAt: number | null; secondBy: string | null; secondAt: number | null; reasonCode: string | null; note: string | null; effectiveAt: number | null; objectedAt: number | null;
    identifiedAt: number | null; fulfilledAt: number | null; numberSentAt: number | null; letterPostedAt: number | null; closedAt: number | null; deliveryRequired: boolean;
  };
  clocks: Clock[];
  links: HeldLink[];
  questions: Question[];
};

/** How long a reviewer has a request in hand. */
const CLAIM_MS = 20 * 60_000;
/** For so long the status page of what is over can be read. */
const STATUS_DAYS = 90;

export function beginTale(past: Past, form: Form, dice: Dice, sentAt: number): Tale {
  past.numbers.request += 1;
  const nothing = { confirmedAt: null, dueAt: null, claimedBy: null, claimedAt: null, decision: null, decidedBy: null, decidedAt: null, secondBy: null, secondAt: null, reasonCode: null, note: null, effectiveAt: null, objectedAt: null, identifiedAt: null, fulfilledAt: null, numberSentAt: null, letterPostedAt: null, closedAt: null };
  return {
    id: past.ids.uuid(), number: past.numbers.request, form, dice, sentAt, status: "unconfirmed", version: 1, row: { ...nothing, priority: "normal", secondCheckRequired: false, deliveryRequired: form.plan.delivery }, clocks: [], links: [],
    questions: [],
  };
}

/** Does one act of the life cycle, as `moveRequest` does; throws where the table does not allow it. */
export function move(tale: Tale, name: ActName, at: number, set: Partial<Tale["row"]> = {}): void {
  const act: Act = LIFECYCLE[name];
  if (!act.from.includes(tale.status)) throw new Error(`A request that is ${tale.status} cannot ${name}.`);
  tale.status = act.to;
  tale.version += 1;
  Object.assign(tale.row, set);
  if (!CLOSED.includes(act.to)) return;
  tale.row.closedAt = at;
  for (const clock of tale.clocks) clock.stoppedAt ??= at;
  for (const link of tale.links) {
    if (link.kind === "status") link.expiresAt = at + STATUS_DAYS * DAY;
    else link.endedAt ??= at;
  }
  for (const question of tale.questions) if (question.answeredAt === null) question.endedAt ??= at;
}

/** Writes into the trail what somebody did to the request, or to something of it. */
export function note(past: Past, tale: Tale, at: number, by: Doer, act: TrailAct, details: { [key: string]: Json | undefined } = {}, subject: { kind: string; id: string | { number: number } } = { kind: "request", id: tale.id }): void {
  past.diary.note({ at, by, act, subject, requestId: tale.id, details });
}

export function makeLink(past: Past, tale: Tale, kind: HeldLink["kind"], at: number, expiresAt: number | null, holderId: string | null = null): HeldLink {
  const link: HeldLink = { id: past.ids.uuid(), kind, holderId, createdAt: at, expiresAt, usedAt: null, endedAt: null };
  tale.links.push(link);
  return link;
}

/** Writes the request with all that belongs to it, as it stands now. */
export function writeTale(past: Past, { id, number, form, sentAt, status, version, row, clocks, links, questions }: Tale, draftId: string | null, type: RequestType): void {
  const { copier, releaseId } = past;
  const { practice, plan, applicant, about } = form;
  copier.add("request", [
    id, number, draftId, form.type, form.subject.channel, status, version, releaseId, "nl", JSON.stringify(form.answers), past.termsOf(form.type), practice.id, practice.agbCode, about.full, applicant.full, applicant.email,
    stamp(sentAt), stamp(row.confirmedAt), stamp(row.dueAt), row.priority, row.claimedBy, stamp(row.claimedAt), stamp(row.claimedAt === null ? null : row.claimedAt + CLAIM_MS), row.secondCheckRequired, row.decision,
    row.decidedBy, stamp(row.decidedAt), row.secondBy, stamp(row.secondAt), row.reasonCode, row.note, stamp(row.effectiveAt), stamp(row.objectedAt), plan.identification, row.deliveryRequired, plan.number,
    stamp(row.identifiedAt), stamp(row.fulfilledAt), stamp(row.numberSentAt), stamp(row.letterPostedAt), stamp(row.closedAt),
  ]);
  for (const clock of clocks) copier.add("request_clock", [id, clock.stage, stamp(clock.startedAt), stamp(clock.dueAt), stamp(clock.pausedSince), clock.pausedMs, clock.calendarVersion, stamp(clock.stoppedAt)]);
  for (const link of links) copier.add("link", [link.id, link.kind, null, id, link.holderId, stamp(link.createdAt), stamp(link.expiresAt), stamp(link.usedAt), stamp(link.endedAt)]);
  for (const one of questions) copier.add("request_question", [one.id, id, one.by, one.question, stamp(one.askedAt), stamp(one.expiresAt), one.reminders, one.answer, stamp(one.answeredAt), stamp(one.endedAt)]);
  const key = status === "unconfirmed" ? null : likenessOf(type, form.answers);
  if (key !== null) copier.add("request_likeness", [id, key]);
}

export const TALE_COLUMNS = {
  request: [
    "id", "number", "draft_id", "type", "channel", "status", "version", "release_id", "language", "answers", "terms_version", "enterprise_id", "agb_code", "subject_name", "applicant_name", "applicant_email",
    "submitted_at", "confirmed_at", "due_at", "priority", "claimed_by", "claimed_at", "claimed_until", "second_check_required", "decision",
    "decided_by", "decided_at", "second_by", "second_at", "reason_code", "note", "effective_at", "objected_at", "identification_required", "delivery_required", "number_required",
    "identified_at", "fulfilled_at", "number_sent_at", "letter_posted_at", "closed_at",
  ],
  request_clock: ["request_id", "stage", "started_at", "due_at", "paused_since", "paused_ms", "calendar_version", "stopped_at"],
  link: ["id", "kind", "draft_id", "request_id", "role_holder_id", "created_at", "expires_at", "used_at", "ended_at"],
  request_question: ["id", "request_id", "asked_by", "question", "asked_at", "expires_at", "reminders", "answer", "answered_at", "ended_at"],
  request_likeness: ["request_id", "key"],
  request_note: ["id", "request_id", "by", "text", "written_at"],
  account_block: ["request_id", "user_number", "blocked_at", "lifted_at"],
  request_change: ["request_id", "values", "person_name", "email", "former_email", "language", "changed_at"],
} as const;
