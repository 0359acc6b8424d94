import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { makeDice } from "#db/worlds/dice.ts";

import { forgetEnded } from "./accounts.ts";
import { stamp } from "./copy.ts";
import { deliver, reasonOf } from "./deliver.ts";
import { review } from "./desk.ts";
import { fillIn } from "./forms.ts";
import { tellOf } from "./mails.ts";
import { DAY, HOUR, MINUTE, outsideDoer, system, type Past, type RequestTypeName } from "./past.ts";
import type { Practice } from "./practices.ts";
import { channelOf, OF_A_HUNDRED, typeOf } from "./shares.ts";
import { beginTale, makeLink, move, note, writeTale, type Tale } from "./tale.ts";

/** Within so many days, whatever the feast days, what came by post has been typed over. */
const POST_DAYS = 8;
const CONFIRM_DAYS = 7;
const DRAFT_DAYS = 30;
const REVIEW_DAYS = 5;
const REVOCATION_HOURS = 24;

export type Types = Readonly<Record<RequestTypeName, RequestType>>;

/** Tells one request, from its form to where it stands today. */
export function tellRequest(past: Past, types: Types, practice: Practice, seed: number, sentAt: number): void {
  const dice = makeDice(seed);
  const came = channelOf(dice);
  // What came by post in the last days would not be a request yet.
  const channel = sentAt > past.until - POST_DAYS * DAY ? "online" : came;
  const form = fillIn(dice, { type: typeOf(dice), practice, channel, days: past.days, at: sentAt });
  const tale = beginTale(past, form, dice, sentAt);
  const type = types[form.type];
  const draftId = channel === "online" && sentAt >= past.until - DRAFT_DAYS * DAY ? keepForm(past, tale) : null;
  const receivedAt = channel === "online" ? confirmed(past, tale, type) : registered(past, tale, type);
  if (receivedAt !== null) {
    const hold = holdAtOnce(past, tale, receivedAt);
    const desk = review(past, tale, type, receivedAt);
    if (desk) deliver(past, tale, type, desk.approvedAt);
    hold?.();
  }
  writeTale(past, tale, draftId, type);
  if (form.account) form.account.busyUntil = tale.row.closedAt ?? Infinity;
  forgetEnded(practice, sentAt);
}

/** The form stays with whoever sent it lately, with the link that opens it. */
function keepForm(past: Past, { form, sentAt, dice }: Tale): string {
  const { ids, copier, releaseId, diary } = past;
  const id = ids.uuid();
  const begunAt = sentAt - dice.between(3, 25) * MINUTE;
  copier.add("draft", [id, form.type, releaseId, "nl", JSON.stringify({ ...form.answers, _typed: {}, _from: null }), 2, stamp(begunAt), stamp(sentAt), stamp(begunAt + DRAFT_DAYS * DAY), stamp(sentAt)]);
  diary.note({ at: begunAt, by: outsideDoer("public", "visitor"), act: "draft.begun", subject: { kind: "draft", id }, requestId: null, details: { type: form.type } });
  return id;
}

/** Sent online: received when the applicant presses the link (D24), which some never do. */
function confirmed(past: Past, tale: Tale, type: RequestType): number | null {
  const { days, until } = past;
  const { dice, sentAt, form } = tale;
  const applicant = outsideDoer("applicant", tale.id);
  const link = makeLink(past, tale, "confirm", sentAt, days.later(sentAt, CONFIRM_DAYS));
  note(past, tale, sentAt, applicant, "request.submitted", { type: form.type, terms: past.termsOf(form.type) });
  tellOf(past, tale, type, sentAt + 1000, { happening: "request.submitted", about: link.id, links: [link.id] });
  if (dice.chance(OF_A_HUNDRED.unconfirmed)) {
    const lapsedAt = (link.expiresAt ?? sentAt) + 3000;
    if (lapsedAt > until) return null;
    move(tale, "lapse", lapsedAt);
    note(past, tale, lapsedAt, system("unconfirmed"), "request.lapsed");
    return null;
  }
  const at = sentAt + (dice.chance(88) ? dice.between(1, 50) : dice.between(60, 2000)) * MINUTE;
  if (at > until) return null;
  link.usedAt = at;
  receive(past, tale, type, at, at);
  const said = screen(past, tale, type, at);
  note(past, tale, at, applicant, "request.confirmed", said);
  tellOf(past, tale, type, at + 1000, { happening: "request.confirmed" });
  return at;
}

/** Came by post, or as a scan: received on that day, and registered by a reviewer who typed it over (R11). */
function registered(past: Past, tale: Tale, type: RequestType): number | null {
  const { days, until, ids, copier } = past;
  const { dice, sentAt, form } = tale;
  const by = dice.pick(past.reviewers);
  const day = days.workingFrom(days.dayOf(sentAt));
  const at = Math.max(sentAt + 20 * MINUTE, days.at(day, dice.between(9 * 3600, 16 * 3600)));
  if (at > until) throw new Error("What came by post lately is told as sent online.");
  const { channel } = form.subject;
  const intakeId = ids.uuid();
  const isSigned = form.facts["paper.signed"] !== false;
  const idCopy = form.facts["paper.idCopy"] === "missing" ? "missing" : "present";
  const seen = idCopy === "present" ? ["passport", String(dice.between(1000, 9999)), `${new Date(at).getUTCFullYear() + 3}-05-01`] : [null, null, null];
  copier.add("intake", [intakeId, channel === "email" ? "email" : "paper", stamp(sentAt), form.applicant.full, channel === "email" ? form.applicant.email : null, "registered", tale.id, by.id, stamp(at - 10 * MINUTE), stamp(at), isSigned ? "of-another" : "none", idCopy, ...seen, by.id, stamp(at - MINUTE)]);
  past.diary.note({ at: at - 10 * MINUTE, by, act: "intake.begun", subject: { kind: "intake", id: intakeId }, requestId: null, details: { channel, type: form.type, files: 1 } });
  past.diary.note({ at: at - MINUTE, by, act: "intake.checked", subject: { kind: "intake", id: intakeId }, requestId: null, details: { signature: isSigned ? "of-another" : "none", idCopy } });
  receive(past, tale, type, at, sentAt);
  const said = screen(past, tale, type, at);
  note(past, tale, at, by, "request.registered", { channel, receivedAt: new Date(sentAt).toISOString(), ...said });
  tellOf(past, tale, type, at + 1000, { happening: "request.confirmed" });
  return at;
}

/** From now on the office has it: its clock runs from the receipt (D9). */
function receive(past: Past, tale: Tale, type: RequestType, at: number, since: number): void {
  const { days, calendarVersion } = past;
  const isInHours = typeof type.deadlines.review !== "string";
  const dueAt = isInHours ? Math.floor(since / 1000) * 1000 + REVOCATION_HOURS * HOUR : days.endOf(days.plusWorking(days.receivedOn(since), REVIEW_DAYS));
  tale.clocks.push({ stage: "review", startedAt: since, dueAt, pausedSince: null, pausedMs: 0, stoppedAt: null, calendarVersion: isInHours ? null : calendarVersion });
  const isOnline = tale.form.subject.channel === "online";
  move(tale, isOnline ? "confirm-address" : "register", at, { ...(isOnline && { confirmedAt: at }), dueAt });
  makeLink(past, tale, "status", at, null);
}

/** What the office's rules make of it. */
function screen(past: Past, tale: Tale, type: RequestType, at: number): { route: string; spoke: string[] } {
  const { bench, copier, ids } = past;
  const { subject } = tale.form;
  const facts = { ...tale.form.facts, today: past.days.dateOf(past.days.dayOf(at)) };
  const ruleSet = type.points.screening;
  const said = bench.judge("screening", ruleSet, facts, subject);
  bench.keep(copier, ids, { requestId: tale.id, point: "screening", ruleSet, facts, said, subject, at });
  const { route, priority } = said.outcome;
  Object.assign(tale.row, { priority: priority === "normal" ? "normal" : "high", secondCheckRequired: route === "review-four-eyes" });
  // What a rule forbids is rejected, whatever the dice say.
  const blocking = said.findings.some(({ severity }) => severity === "block");
  if (blocking && tale.form.fault === null) tale.form.fault = "NOT_AUTHORISED_REQUESTER";
  return { route, spoke: said.spoke };
}

/** For an urgent reason the account is blocked from the receipt on (D23); what is done when it comes to nothing is answered. */
function holdAtOnce(past: Past, tale: Tale, receivedAt: number): (() => void) | null {
  const { account, type } = tale.form;
  const at = receivedAt + 2000;
  if (!account || type !== "revocation" || at > past.until || !["left", "deceased", "compromised"].includes(reasonOf(tale))) return null;
  account.status = "blocked";
  note(past, tale, at, system("emergency"), "account.blocked", {}, { kind: "account", id: account.number });
  return () => {
    const { closedAt, objectedAt } = tale.row;
    const endedAt = objectedAt ?? (tale.status === "rejected" || tale.status === "cancelled" ? closedAt : null);
    const freedAt = endedAt !== null && endedAt + 2000 <= past.until ? endedAt + 2000 : null;
    past.copier.add("account_block", [tale.id, account.number, stamp(at), stamp(freedAt)]);
    if (freedAt === null) return;
    account.status = "active";
    note(past, tale, freedAt, system("emergency"), "account.unblocked", { works: true }, { kind: "account", id: account.number });
  };
}


export const FORM_COLUMNS = {
  draft: ["id", "type", "release_id", "language", "answers", "version", "created_at", "updated_at", "expires_at", "submitted_at"],
  intake: ["id", "channel", "received_at", "sender", "sender_email", "status", "request_id", "begun_by", "begun_at", "closed_at", "signature", "id_copy", "id_document", "id_last_four", "id_expires_on", "checked_by", "checked_at"],
} as const;
