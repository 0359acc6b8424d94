import { REFUSALS, RULINGS } from "#db/worlds/words.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { stamp } from "./copy.ts";
import { cancelled } from "./desk.ts";
import type { Known } from "./judging.ts";
import { tellByMail, tellOf } from "./mails.ts";
import { DAY, HOUR, MINUTE, outsideDoer, system, type Past } from "./past.ts";
import type { Holder } from "./practices.ts";
import { makeLink, move, note, type HeldLink, type Tale } from "./tale.ts";
import type { Doer } from "./trail.ts";

const REMIND_AFTER = [3, 10];
const BANKS = ["DIJKNL2A", "GRACNL2U", "KLAVNL21", "MEERNL2R", "TULPNL22"] as const;

type Attempt = { id: string; issuerId: string; status: "started" | "cancelled" | "match" | "near" | "mismatch"; startedAt: number; finishedAt: number | null; differences: string[] | null };
type Party = { id: string; holder: Holder; role: "signatory" | "main-contact"; link: HeldLink; reminders: number; openedAt: number | null; confirmedAt: number | null; result: "match" | "near" | "mismatch" | null; resultAt: number | null; attempts: Attempt[] };
type Round = { id: string; everybody: boolean; openedAt: number; expiresAt: number; status: "open" | "at-desk" | "done" | "refused" | "expired" | "superseded"; closedAt: number | null; ruledBy: string | null; ruledAt: number | null; rulingNote: string | null; secondBy: string | null; secondAt: number | null; parties: Party[] };

/** Who identified, and when. */
export type Identified = { at: number; by: Doer } | null;

/** Those whom the rules name are asked to identify (D24), and go to their bank, or do not; as far as it came by now. */
export function identify(past: Past, tale: Tale, type: RequestType, at: number): Identified {
  const round = ask(past, tale, type, at);
  const done = comeOrStayAway(past, tale, type, round);
  writeRound(past, tale, round);
  return done;
}

function ask(past: Past, tale: Tale, type: RequestType, at: number): Round {
  const { ids, days, bench, copier } = past;
  const { practice, subject } = tale.form;
  const isSame = (one: Holder) => one.email === practice.mainContact.email;
  const facts: Known = {
    today: days.dateOf(days.dayOf(at)), channel: subject.channel, segment: subject.segment, "request.priority": tale.row.priority, "signatory.present": true, "signatory.count": practice.signatories.length, "signatory.joint": practice.joint,
    "mainContact.present": true, "addendum.needed": false, "mainContact.isSignatory": practice.signatories.some(isSame),
  };
  const ruleSet = type.points.identification ?? "new-user.identification";
  const said = bench.judge("identification", ruleSet, facts, subject);
  bench.keep(copier, ids, { requestId: tale.id, point: "identification", ruleSet, facts, said, subject, at });
  const { roles, needed, linkDays } = said.outcome;
  const asked = [...practice.signatories, practice.mainContact].filter(({ role }) => roles.some((one) => one === role));
  const once = asked.filter((one, place) => asked.findIndex(({ email, full }) => email === one.email && full === one.full) === place);
  const expiresAt = days.later(at, linkDays);
  const parties = once.map((holder): Party => ({ id: ids.uuid(), holder, role: holder.role === "signatory" ? "signatory" : "main-contact", link: makeLink(past, tale, "identification", at, expiresAt, holder.id), reminders: 0, openedAt: null, confirmedAt: null, result: null, resultAt: null, attempts: [] }));
  const round: Round = { id: ids.uuid(), everybody: needed === "all", openedAt: at, expiresAt, status: "open", closedAt: null, ruledBy: null, ruledAt: null, rulingNote: null, secondBy: null, secondAt: null, parties };
  note(past, tale, at, system("decisions"), "identification.asked", { round: 1, everybody: round.everybody, roles: parties.map(({ role }) => role) }, { kind: "identification", id: round.id });
  for (const party of parties) mailParty(past, tale, party, at + 1000, "identification-invitation", "identification.invited", 1);
  return round;
}

function mailParty(past: Past, tale: Tale, { id, role, holder, link }: Party, at: number, template: string, happening: string, time: number): void {
  tellByMail(past, { at, template, to: role, email: holder.email, happening, about: id, time, requestId: tale.id, reference: referenceOf(tale.number), links: [link.id] });
}

function comeOrStayAway(past: Past, tale: Tale, type: RequestType, round: Round): Identified {
  const { dice } = tale;
  const { until } = past;
  const comers = round.everybody ? round.parties : [dice.pick(round.parties)];
  const which = dice.between(1, 1000);
  if (which <= 12) {
    const at = round.openedAt + dice.between(2, 100) * HOUR;
    remind(past, tale, round, at);
    if (cancelled(past, tale, type, at, Infinity)) close(round, "superseded", at, null);
    return null;
  }
  if (which <= 95) return lapse(past, tale, type, round, comers);
  // Most come within a day or two, others after a reminder.
  let at = round.openedAt;
  for (const [place, party] of comers.entries()) {
    at += place === 0 ? (dice.chance(62) ? dice.between(20, 1800) : dice.between(1800, 9 * 1440)) * MINUTE : dice.between(10, 2000) * MINUTE;
    at = Math.min(at, round.expiresAt - dice.between(1, 6) * HOUR);
    const isLast = place === comers.length - 1;
    const result = which <= 120 && isLast ? (dice.chance(60) ? "near" : "mismatch") : "match";
    const back = visit(past, tale, round, party, at, result);
    if (back === null) {
      remind(past, tale, round, until);
      return null;
    }
    if (result !== "match") return atTheDesk(past, tale, type, round, party, back);
    at = back;
    party.link.usedAt = at;
    if (isLast) return finish(past, tale, round, at, doerOf(party), party);
  }
  return null;
}

const doerOf = ({ holder, role }: Party): Doer => outsideDoer(role === "signatory" ? "signatory" : "contact", holder.id);

/** Somebody opens the link, confirms the request and goes to the bank; answers when they were back, null when that is after now. */
function visit(past: Past, tale: Tale, round: Round, party: Party, from: number, result: "match" | "near" | "mismatch"): number | null {
  const { dice } = tale;
  const { ids, until } = past;
  const by = doerOf(party);
  const subject = { kind: "identification-party", id: party.id };
  // Some look first, and come back another day.
  const openedAt = dice.chance(14) ? Math.max(round.openedAt + 10 * MINUTE, from - dice.between(2, 40) * HOUR) : from;
  if (openedAt > until) return null;
  party.openedAt = openedAt;
  note(past, tale, openedAt, by, "identification.opened", {}, subject);
  let at = Math.max(from, openedAt) + dice.between(20, 200) * 1000;
  if (at > until) return null;
  party.confirmedAt = at;
  note(past, tale, at, by, "identification.confirmed", {}, subject);
  const startsAgain = dice.chance(7);
  for (const attemptNo of startsAgain ? [1, 2] : [2]) {
    at += dice.between(10, 60) * 1000;
    if (at > until) return null;
    const attempt: Attempt = { id: ids.uuid(), issuerId: dice.pick(BANKS), status: "started", startedAt: at, finishedAt: null, differences: null };
    party.attempts.push(attempt);
    note(past, tale, at, by, "identification.started", { attemptId: attempt.id, issuerId: attempt.issuerId }, subject);
    // Now and then somebody never comes back from the bank, and begins anew.
    if (attemptNo === 1 && dice.chance(40)) continue;
    at += dice.between(40, 240) * 1000;
    if (at > until) return null;
    attempt.finishedAt = at;
    note(past, tale, at, by, "identification.returned", { attemptId: attempt.id }, subject);
    if (attemptNo === 1) {
      attempt.status = "cancelled";
      note(past, tale, at, by, "identification.answered", { attemptId: attempt.id, result: "cancelled" }, subject);
      continue;
    }
    attempt.status = result;
    attempt.differences = result === "match" ? [] : result === "near" ? [dice.pick(["birth-date-incomplete", "prefix", "later-initials"])] : ["first-initial", "birth-date"];
    Object.assign(party, { result, resultAt: at });
    note(past, tale, at, by, result === "match" ? "identification.matched" : "identification.answered", { attemptId: attempt.id, result, differences: attempt.differences }, subject);
  }
  return at;
}

function finish(past: Past, tale: Tale, round: Round, at: number, by: Doer, keep: Party): Identified {
  remind(past, tale, round, at);
  close(round, "done", at, keep);
  move(tale, "identify", at, { identifiedAt: at, dueAt: null });
  note(past, tale, at, by, "request.identified");
  return { at, by };
}

function close(round: Round, status: Round["status"], at: number, keep: Party | null): void {
  Object.assign(round, { status, closedAt: at });
  for (const party of round.parties) if (party !== keep) party.link.endedAt ??= at;
}

/** What differs is for two people of the desk (D15, D25). */
function atTheDesk(past: Past, tale: Tale, type: RequestType, round: Round, party: Party, at: number): Identified {
  const { days, until, reviewers } = past;
  const { dice } = tale;
  remind(past, tale, round, at);
  round.status = "at-desk";
  move(tale, "refer-to-desk", at, { dueAt: days.endOf(days.plusWorking(days.receivedOn(at), 1)) });
  const [first = reviewers[0], second] = dice.chance(50) ? reviewers : [reviewers[1], reviewers[0]];
  const lookAt = days.at(days.plusWorking(days.receivedOn(at), dice.between(0, 1)), dice.between(9 * 3600, 15 * 3600));
  const seenAt = lookAt > at + 20 * MINUTE ? lookAt : days.at(days.workingFrom(days.dayOf(at) + 1), dice.between(9 * 3600, 15 * 3600));
  const attempt = party.attempts.at(-1);
  if (seenAt > until || !first || !second || !attempt) return null;
  const subject = { kind: "identification", id: round.id };
  const look = (by: Doer, then: number) => {
    past.copier.add("identification_view", [attempt.id, by.id, stamp(then)]);
    note(past, tale, then, by, "identification.viewed", {}, subject);
  };
  look(first, seenAt);
  const ruledAt = seenAt + dice.between(2, 9) * MINUTE;
  if (ruledAt > until) return null;
  if (party.result === "mismatch" && dice.chance(70)) {
    const why = dice.pick(REFUSALS);
    Object.assign(round, { ruledBy: first.id, ruledAt, rulingNote: why });
    close(round, "refused", ruledAt, null);
    move(tale, "refuse-identity", ruledAt, { decision: "reject", decidedBy: first.id, decidedAt: ruledAt, secondBy: null, secondAt: null, reasonCode: "NAME_MISMATCH", note: why });
    note(past, tale, ruledAt, first, "identification.ruled", { ruling: "refuse", note: why }, subject);
    tellOf(past, tale, type, ruledAt + 1000, { happening: "request.rejected" });
    return null;
  }
  const why = dice.pick(RULINGS);
  Object.assign(round, { ruledBy: first.id, ruledAt, rulingNote: why });
  note(past, tale, ruledAt, first, "identification.acceptance-proposed", { note: why }, subject);
  const secondAt = ruledAt + dice.between(15, 120) * MINUTE;
  if (secondAt > until) return null;
  look(second, secondAt - MINUTE);
  Object.assign(round, { secondBy: second.id, secondAt });
  note(past, tale, secondAt, second, "identification.ruled", { ruling: "accept" }, subject);
  close(round, "done", secondAt, null);
  move(tale, "identify", secondAt, { identifiedAt: secondAt, dueAt: null });
  note(past, tale, secondAt, second, "request.identified");
  return { at: secondAt, by: second };
}

/** Nobody comes: some look, all are reminded, and after the days of the link the request lapses (D9). */
function lapse(past: Past, tale: Tale, type: RequestType, round: Round, [first]: readonly Party[]): null {
  const lookedAt = round.openedAt + tale.dice.between(1, 200) * HOUR;
  if (first && tale.dice.chance(55) && lookedAt <= past.until && lookedAt < round.expiresAt) {
    first.openedAt = lookedAt;
    note(past, tale, lookedAt, doerOf(first), "identification.opened", {}, { kind: "identification-party", id: first.id });
  }
  const at = round.expiresAt + 5000;
  remind(past, tale, round, Math.min(at, past.until));
  if (at > past.until) return null;
  move(tale, "lapse", at);
  close(round, "expired", at, null);
  note(past, tale, at, system("identification-sweep"), "request.lapsed", { stage: "identification" });
  tellOf(past, tale, type, at + 1000, { happening: "request.lapsed" });
  return null;
}

/** One reminder for each who has not answered by then, until the round was over or with the desk. */
function remind(past: Past, tale: Tale, round: Round, end: number): void {
  for (const [index, days] of REMIND_AFTER.entries()) {
    const at = round.openedAt + days * DAY + 6000;
    if (at >= end || at > past.until) return;
    for (const party of round.parties) {
      if (party.resultAt !== null && party.resultAt <= at) continue;
      party.reminders = index + 1;
      note(past, tale, at, system("identification-sweep"), "identification.reminded", { time: index + 1 }, { kind: "identification-party", id: party.id });
      mailParty(past, tale, party, at + 1000, "identification-reminder", "identification.reminder", index + 1);
    }
  }
}

function writeRound({ copier, ids }: Past, tale: Tale, round: Round): void {
  copier.add("identification", [round.id, tale.id, 1, round.everybody, round.status, stamp(round.openedAt), stamp(round.expiresAt), stamp(round.closedAt), round.ruledBy, stamp(round.ruledAt), round.rulingNote, round.secondBy, stamp(round.secondAt)]);
  for (const { id, holder, role, link, ...one } of round.parties) {
    copier.add("identification_party", [id, round.id, holder.id, link.id, role, holder.initials, holder.prefix, holder.surname, holder.birthDate, holder.email, "nl", stamp(round.openedAt), one.reminders, stamp(one.openedAt), stamp(one.confirmedAt), one.result, stamp(one.resultAt), one.result === null ? null : ids.hash()]);
    for (const attempt of one.attempts) {
      const transaction = ids.digits();
      copier.add("identification_attempt", [attempt.id, id, attempt.issuerId, ids.token(40), transaction, transaction, attempt.status, stamp(attempt.startedAt), stamp(attempt.finishedAt), stamp(attempt.finishedAt), attempt.differences === null ? null : JSON.stringify(attempt.differences)]);
    }
  }
}

export const IDENTIFICATION_COLUMNS = {
  identification: ["id", "request_id", "round", "everybody", "status", "opened_at", "expires_at", "closed_at", "ruled_by", "ruled_at", "ruling_note", "second_by", "second_at"],
  identification_party: ["id", "identification_id", "role_holder_id", "link_id", "role", "initials", "prefix", "surname", "birth_date", "email", "language", "sent_at", "reminders", "opened_at", "confirmed_at", "result", "result_at", "bin_hash"],
  identification_attempt: ["id", "party_id", "issuer_id", "entrance_code", "transaction_id", "merchant_reference", "status", "started_at", "returned_at", "finished_at", "differences"],
  identification_view: ["attempt_id", "staff_id", "seen_at"],
} as const;
