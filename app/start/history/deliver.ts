import { inTrailOnly } from "#app/domain/effects/change-data.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ChangedValue } from "#db/schema/requests.ts";

import { endAccount, heldAt, livePin, makePin, openAccount, type HeldAccount } from "./accounts.ts";
import { awaitInstallation, revokeAll } from "./certificates.ts";
import { stamp } from "./copy.ts";
import { reviewClock } from "./desk.ts";
import { identify } from "./identify.ts";
import type { Known } from "./judging.ts";
import { tellOf } from "./mails.ts";
import { system, type Past } from "./past.ts";
import { move, note, type Tale } from "./tale.ts";

const FULFILMENT = system("fulfilment");
const DELIVERY_DAYS = 5;

/** An approval takes effect: those who are asked identify where its type wants that, and it is carried out; as far as it came by now. */
export function deliver(past: Past, tale: Tale, type: RequestType, approvedAt: number): void {
  const { identification } = tale.form.plan;
  const clock = reviewClock(tale);
  if (clock) clock.stoppedAt = approvedAt;
  move(tale, identification ? "approval-takes-effect" : "approval-goes-on", approvedAt, { dueAt: null });
  const done = identification ? identify(past, tale, type, approvedAt) : { at: approvedAt, by: FULFILMENT };
  note(past, tale, approvedAt, system("decisions"), "request.approval-effective");
  tellOf(past, tale, type, approvedAt + 1000, { happening: "request.approved" });
  if (!done) return;
  const at = done.at + tale.dice.between(2, 15) * 1000;
  if (at <= past.until) carryOut(past, tale, type, done.at, at);
}

function carryOut(past: Past, tale: Tale, type: RequestType, since: number, at: number): void {
  const { days, calendarVersion } = past;
  const { plan } = tale.form;
  const dueAt = plan.delivery ? days.endOf(days.plusWorking(days.receivedOn(since), DELIVERY_DAYS)) : null;
  Object.assign(tale.row, { fulfilledAt: at, dueAt });
  if (dueAt !== null) tale.clocks.push({ stage: "delivery", startedAt: since, dueAt, pausedSince: null, pausedMs: 0, stoppedAt: null, calendarVersion });
  const account = EFFECTS[tale.form.type](past, tale, at);
  note(past, tale, at, FULFILMENT, "request.fulfilled");
  tellOf(past, tale, type, at + 1000, { happening: "request.fulfilled", ...(plan.number && { userNumber: account.number }) });
  if (!plan.delivery) {
    move(tale, "complete", at);
    return note(past, tale, at, system("delivery"), "request.completed");
  }
  if (plan.number && at + 2000 <= past.until) {
    tale.row.numberSentAt = at + 2000;
    account.numberSentAt = at + 2000;
  }
  sendLetter(past, tale, type, account, at);
}

function sendLetter(past: Past, tale: Tale, type: RequestType, account: HeldAccount, at: number): void {
  const { until, printRoom } = past;
  const { postedAt } = printRoom.sessionFor(at);
  if (postedAt > until) return;
  tale.row.letterPostedAt = postedAt;
  move(tale, "complete", postedAt);
  tellOf(past, tale, type, postedAt + 1000, { happening: "letter.posted" });
  if (tale.form.type === "new-user") awaitInstallation(past, account, postedAt, tale.dice);
}

/** What each type does, with what the trail says of it. Answers the account. */
const EFFECTS: Record<Tale["form"]["type"], (past: Past, tale: Tale, at: number) => HeldAccount> = {
  "new-user": (past, tale, at) => {
    const { practice, about, grant } = tale.form;
    const account = openAccount(past, { practice, person: about, services: grant, requestId: tale.id, at });
    past.accounts.push(account);
    judgeDelivery(past, tale, at);
    note(past, tale, at, FULFILMENT, "account.created", { services: grant }, { kind: "account", id: account.number });
    seal(past, tale, account, at);
    return account;
  },
  "credential-request": (past, tale, at) => {
    const account = accountOf(tale);
    const former = livePin(account);
    if (former) Object.assign(former, { voidedAt: at, voidReason: "replaced" });
    judgeDelivery(past, tale, at);
    // Whoever has a certificate keeps it, and installs nothing (D3).
    account.pins.push({ ...makePin(past, at), installedAt: former?.installedAt ?? null });
    note(past, tale, at, FULFILMENT, "credential.replaced", {}, { kind: "account", id: account.number });
    seal(past, tale, account, at);
    return account;
  },
  "authorisation-change": (past, tale, at) => {
    const account = accountOf(tale);
    const { grant, withdraw } = tale.form;
    const before = heldAt(account, at);
    const [granted, withdrawn] = [grant.filter((service) => !before.includes(service)), withdraw.filter((service) => before.includes(service))];
    for (const held of account.grants) if (held.to === null && withdrawn.includes(held.service)) held.to = at;
    account.grants.push(...granted.map((service) => ({ service, from: at, to: null })));
    const after = [...before.filter((service) => !withdrawn.includes(service)), ...granted];
    note(past, tale, at, FULFILMENT, "authorisations.changed", { before, after, granted, withdrawn }, { kind: "account", id: account.number });
    return account;
  },
  revocation: (past, tale, at) => {
    const account = accountOf(tale);
    note(past, tale, at, FULFILMENT, "account.ended", endAccount(account, at, "ended"), { kind: "account", id: account.number });
    revokeAll(past, account, at, REASONS[reasonOf(tale)] ?? "unspecified");
    return account;
  },
  "data-change": (past, tale, at) => {
    const account = accountOf(tale);
    const { phone, email } = (tale.form.answers["new"] ?? {}) as { phone?: string; email?: string };
    const field = email === undefined ? ("phone" as const) : ("email" as const);
    const value: ChangedValue = { field, before: account.person[field], after: email ?? phone ?? "" };
    const formerEmail = field === "email" ? value.before : null;
    account.person = { ...account.person, [field]: value.after };
    past.copier.add("request_change", [tale.id, JSON.stringify([value]), account.person.full, account.person.email, formerEmail, "nl", stamp(at)]);
    note(past, tale, at, FULFILMENT, "data.changed", { values: [inTrailOnly(value)] }, { kind: "account", id: account.number });
    return account;
  },
};

/** As `REASONS` of the verb that ends an account. */
const REASONS: Readonly<Record<string, string>> = { left: "affiliationChanged", deceased: "affiliationChanged", compromised: "keyCompromise", "not-needed": "cessationOfOperation" };

export function reasonOf({ form }: Tale): string {
  return String((form.answers["revocation"] as { reason?: string } | undefined)?.reason ?? "");
}

function accountOf({ form }: Tale): HeldAccount {
  if (!form.account) throw new Error(`A ${form.type} is about an account.`);
  return form.account;
}

function judgeDelivery(past: Past, tale: Tale, at: number): void {
  const { bench, days, copier, ids } = past;
  const { subject } = tale.form;
  const known = tale.form.facts["correspondence.changedOn"] ?? null;
  const facts: Known = {
    today: days.dateOf(days.dayOf(at)), channel: subject.channel, segment: subject.segment, "user.language": "nl", "homeAddress.present": false, "mainContact.present": true, "mainContact.language": "nl", "contact.hasMessageBox": false,
    "correspondence.present": true, "correspondence.changedOn": known,
  };
  const said = bench.judge("delivery", "new-user.delivery", facts, subject);
  bench.keep(copier, ids, { requestId: tale.id, point: "delivery", ruleSet: "new-user.delivery", facts, said, subject, at });
}

/** The PIN's letter lies in the house, closed for the print room. */
function seal(past: Past, tale: Tale, account: HeldAccount, at: number): void {
  const pin = livePin(account);
  if (!pin) return;
  const letter = past.printRoom.receive({ credentialId: pin.id, requestId: tale.id, practice: tale.form.practice, madeAt: at, isLast: true });
  note(past, tale, at, FULFILMENT, "letter.sealed", {}, { kind: "letter", id: letter });
}
