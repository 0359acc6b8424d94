import { NOTES, OBJECTIONS, QUESTIONS, REJECTIONS } from "#db/worlds/words.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";

import { tellOf } from "./mails.ts";
import { HOUR, MINUTE, outsideDoer, system, type Past } from "./past.ts";
import { isPeak, OF_A_HUNDRED, workingDaysToDecision } from "./shares.ts";
import { stamp } from "./copy.ts";
import { makeLink, move, note, type Clock, type Tale } from "./tale.ts";
import type { Doer } from "./trail.ts";

const OPENS_S = 8.5 * 3600;
const CLOSES_S = 17 * 3600;
const WAIT_DAYS = 30;
const REMIND_APPLICANT = [7, 21];
/** Seconds to undo, and the sweep that comes by after them. */
const UNDO_MS = 10_000;

/** What came of the desk: approved at a moment, or nothing (more) yet. */
export type AtDesk = { approvedAt: number } | null;

/** A request at the desk from its receipt: claimed, asked about, objected to, cancelled, decided; as far as it came by now. */
export function review(past: Past, tale: Tale, type: RequestType, from: number): AtDesk {
  const { dice, form } = tale;
  const { days, until, reviewers } = past;
  const by = dice.pick(reviewers);
  let since = from;
  let day = days.receivedOn(from);
  const decidesOn = form.type === "revocation" ? days.plusWorking(day, dice.chance(80) ? 0 : 1) : days.plusWorking(day, workingDaysToDecision(dice, isPeak(days.dateOf(day))));
  if (dice.chance(OF_A_HUNDRED.cancelled) && cancelled(past, tale, type, from + dice.between(30, 2880) * MINUTE, deskMoment(past, tale, decidesOn, since))) return null;
  if (dice.chance(OF_A_HUNDRED.objected)) return objected(past, tale, type, by, since);
  if (dice.chance(OF_A_HUNDRED.noted)) noted(past, tale, dice.pick(reviewers), since);
  let at = deskMoment(past, tale, decidesOn, since);
  if (dice.chance(OF_A_HUNDRED.asked) && form.type !== "revocation") {
    const answeredAt = asked(past, tale, type, by, at);
    if (answeredAt === null) return null;
    since = answeredAt;
    day = days.receivedOn(since);
    at = deskMoment(past, tale, days.plusWorking(day, dice.between(0, 1)), since);
  }
  if (at - since > 2 * HOUR && dice.chance(OF_A_HUNDRED.released)) released(past, tale, dice.pick(reviewers), Math.max(since + MINUTE, at - dice.between(40, 90) * MINUTE));
  const claimedAt = at - dice.between(2, 12) * MINUTE;
  if (!claimed(past, tale, by, claimedAt) || at > until) return null;
  const isRejected = form.fault !== null || dice.chance(OF_A_HUNDRED.rejected);
  return isRejected ? rejected(past, tale, type, by, at) : approved(past, tale, type, by, at);
}

/** A moment in the hours of the office on that day or later, a quarter of an hour after something at the soonest. */
function deskMoment({ days }: Past, { dice }: Tale, day: number, after: number): number {
  const at = days.at(day, dice.between(OPENS_S + 900, CLOSES_S));
  if (at > after + 15 * MINUTE) return at;
  const soon = after + dice.between(16, 90) * MINUTE;
  const closes = days.at(days.dayOf(after), CLOSES_S);
  const opens = days.at(days.dayOf(after), OPENS_S);
  return days.isWorking(days.dayOf(after)) && soon <= closes && soon >= opens + 900_000 ? soon : days.at(days.workingFrom(days.dayOf(after) + 1), dice.between(OPENS_S + 900, CLOSES_S));
}

function claimed(past: Past, tale: Tale, by: Doer, at: number): boolean {
  if (at > past.until) return false;
  move(tale, "claim", at, { claimedBy: by.id, claimedAt: at });
  note(past, tale, at, by, "request.claimed");
  return true;
}

const NOBODY = { claimedBy: null, claimedAt: null } as const;

function released(past: Past, tale: Tale, by: Doer, at: number): void {
  const back = at + tale.dice.between(1, 6) * MINUTE;
  if (back > past.until || !claimed(past, tale, by, at)) return;
  move(tale, "release", back, NOBODY);
  note(past, tale, back, by, "request.released");
}

function noted(past: Past, tale: Tale, by: Doer, since: number): void {
  const at = since + tale.dice.between(3, 14) * MINUTE;
  if (at > past.until) return;
  past.copier.add("request_note", [past.ids.uuid(), tale.id, by.id, tale.dice.pick(NOTES), stamp(at)]);
  note(past, tale, at, by, "request.noted");
}

/** The applicant cancels, if that was before the desk came to it; answers whether. */
export function cancelled(past: Past, tale: Tale, type: RequestType, at: number, before: number): boolean {
  if (at > past.until || at >= before - 15 * MINUTE) return false;
  move(tale, "cancel", at, NOBODY);
  note(past, tale, at, outsideDoer("applicant", tale.id), "request.cancelled");
  tellOf(past, tale, type, at + 1000, { happening: "request.cancelled" });
  return true;
}

/** The contact does not agree (D24): on top of the queue, and rejected when somebody has called. */
function objected(past: Past, tale: Tale, type: RequestType, by: Doer, since: number): null {
  const { contact } = tale.form.practice;
  const at = since + tale.dice.between(20, 600) * MINUTE;
  if (at > past.until) return null;
  const link = makeLink(past, tale, "objection", since + 1000, null, contact.id);
  link.usedAt = at;
  const clock = reviewClock(tale);
  move(tale, "object", at, { ...NOBODY, priority: "high", objectedAt: at, dueAt: clock?.dueAt ?? null });
  note(past, tale, at, outsideDoer("contact", contact.id), "request.objected", { text: tale.dice.pick(OBJECTIONS) });
  const day = past.days.receivedOn(at);
  const decidedAt = deskMoment(past, tale, day, at);
  if (claimed(past, tale, by, decidedAt - 5 * MINUTE) && decidedAt <= past.until) rejected(past, tale, type, by, decidedAt, "OBJECTION");
  return null;
}

function hasField({ pages }: RequestType, field: string): boolean {
  return pages.some(({ fields }) => fields.some(({ id }) => id === field));
}

/** Asks the applicant something first (D9); answers when the answer came, null when none has. */
function asked(past: Past, tale: Tale, type: RequestType, by: Doer, at: number): number | null {
  const { days, until, ids } = past;
  const [question, answer, field] = tale.dice.pick(QUESTIONS);
  const clock = reviewClock(tale);
  if (!claimed(past, tale, by, at - tale.dice.between(3, 9) * MINUTE) || at > until || !clock) return null;
  move(tale, "ask-information", at, { ...NOBODY, dueAt: null });
  clock.pausedSince = at;
  const open = { id: ids.uuid(), by: by.id, question, askedAt: at, expiresAt: days.later(at, WAIT_DAYS), reminders: 0, answer: null as string | null, answeredAt: null as number | null, endedAt: null };
  tale.questions.push(open);
  note(past, tale, at, by, "request.information-asked", { question, ...(hasField(type, field) && { about: `${type.id} ${field}` }) });
  tellOf(past, tale, type, at + 1000, { happening: "request.asked", about: open.id });
  const answeredAt = tale.dice.chance(OF_A_HUNDRED.answered) ? at + tale.dice.between(40, 9 * 1440) * MINUTE : null;
  for (const [index, reminderDay] of REMIND_APPLICANT.entries()) {
    const remindAt = days.later(at, reminderDay) + 4000;
    if (remindAt > until || (answeredAt !== null && answeredAt <= remindAt)) break;
    open.reminders = index + 1;
    note(past, tale, remindAt, system("waiting-applicant"), "request.reminded", { time: index + 1 });
    tellOf(past, tale, type, remindAt + 1000, { happening: "request.asked-reminder", about: open.id, time: index + 1 });
  }
  if (answeredAt === null) {
    const lapsedAt = open.expiresAt + 3000;
    if (lapsedAt > until) return null;
    move(tale, "lapse", lapsedAt);
    note(past, tale, lapsedAt, system("waiting-applicant"), "request.lapsed", { stage: "waiting-applicant" });
    tellOf(past, tale, type, lapsedAt + 1000, { happening: "request.lapsed" });
    return null;
  }
  if (answeredAt > until) return null;
  Object.assign(open, { answer, answeredAt });
  resume(past, clock, answeredAt);
  move(tale, "answer-information", answeredAt, { dueAt: clock.dueAt });
  note(past, tale, answeredAt, outsideDoer("applicant", tale.id), "request.information-given", { answer });
  return answeredAt;
}

/** As `resume` of the clocks: with as many working days as it had left. */
function resume({ days }: Past, clock: Clock, at: number): void {
  const since = clock.pausedSince ?? at;
  clock.pausedMs += at - since;
  clock.pausedSince = null;
  if (since > clock.dueAt) return;
  const left = Math.max(0, days.workingBetween(days.receivedOn(since), days.dayOf(clock.dueAt)));
  clock.dueAt = days.endOf(days.plusWorking(days.receivedOn(at), left));
}

function rejected(past: Past, tale: Tale, type: RequestType, by: Doer, at: number, reason?: string): null {
  const [code, said] = tale.dice.pick(REJECTIONS.filter(([one]) => type.reasonCodes.some((known) => known.code === one)));
  const reasonCode = reason ?? tale.form.fault ?? code;
  move(tale, "reject", at, { ...NOBODY, decision: "reject", decidedBy: by.id, decidedAt: at, reasonCode, note: reasonCode === code ? said : null, effectiveAt: at + UNDO_MS });
  note(past, tale, at, by, "request.rejected", { reasonCode });
  const effect = at + UNDO_MS + tale.dice.between(1, 6) * 1000;
  if (effect > past.until) return null;
  move(tale, "rejection-takes-effect", effect);
  note(past, tale, effect, system("decisions"), "request.rejection-effective");
  tellOf(past, tale, type, effect + 1000, { happening: "request.rejected" });
  return null;
}

function approved(past: Past, tale: Tale, type: RequestType, by: Doer, at: number): AtDesk {
  const decided = { ...NOBODY, decision: "approve", decidedBy: by.id, decidedAt: at } as const;
  if (!tale.row.secondCheckRequired) {
    move(tale, "approve", at, { ...decided, effectiveAt: at + UNDO_MS });
    note(past, tale, at, by, "request.approved");
    const again = tale.dice.chance(OF_A_HUNDRED.undone) ? undone(past, tale, by, at) : at;
    return again === null ? null : takesEffect(past, tale, type, again);
  }
  move(tale, "propose-approval", at, decided);
  note(past, tale, at, by, "request.approval-proposed");
  const second = tale.dice.pick(past.reviewers.filter(({ id }) => id !== by.id));
  const secondAt = deskMoment(past, tale, tale.dice.chance(60) ? past.days.dayOf(at) : past.days.plusWorking(past.days.dayOf(at), 1), at);
  if (secondAt > past.until) return null;
  move(tale, "second-approve", secondAt, { secondBy: second.id, secondAt, effectiveAt: secondAt + UNDO_MS });
  note(past, tale, secondAt, second, "request.second-approved");
  return takesEffect(past, tale, type, secondAt);
}

/** Taken back within the seconds for that, and approved again a little later. */
function undone(past: Past, tale: Tale, by: Doer, at: number): number | null {
  const [back, again] = [at + 6000, at + 3 * MINUTE];
  if (again > past.until) return at;
  move(tale, "undo", back, { decision: null, decidedBy: null, decidedAt: null, effectiveAt: null, claimedBy: by.id, claimedAt: back });
  note(past, tale, back, by, "request.undone");
  move(tale, "approve", again, { ...NOBODY, decision: "approve", decidedBy: by.id, decidedAt: again, effectiveAt: again + UNDO_MS });
  note(past, tale, again, by, "request.approved");
  return again;
}

function takesEffect(past: Past, tale: Tale, _type: RequestType, at: number): AtDesk {
  const effect = at + UNDO_MS + tale.dice.between(1, 6) * 1000;
  return effect > past.until ? null : { approvedAt: effect };
}

export function reviewClock(tale: Tale): Clock | null {
  return tale.clocks.find(({ stage }) => stage === "review") ?? null;
}

