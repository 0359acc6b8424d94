import type { Dice } from "#db/worlds/dice.ts";
import { POSITIONS, REMARKS } from "#db/worlds/words.ts";

import { heldAt, pickAccount, type HeldAccount } from "./accounts.ts";
import type { Days } from "./days.ts";
import type { Known, Subject } from "./judging.ts";
import type { RequestTypeName } from "./past.ts";
import { makePerson, type Person } from "./people.ts";
import type { Practice } from "./practices.ts";

/** What somebody asks, with the facts that the office has of it. */
export type Form = {
  type: RequestTypeName;
  practice: Practice;
  subject: Subject;
  applicant: Person;
  /** Whom it is about: somebody new, or the holder of an account. */
  about: Person;
  account: HeldAccount | null;
  answers: Record<string, unknown>;
  facts: Known;
  /** Services that come and go. */
  grant: string[];
  withdraw: string[];
  /** What is wrong with it, where something is: the reason for which it will be rejected. */
  fault: string | null;
  plan: { identification: boolean; delivery: boolean; number: boolean };
};

/** Fills in a form by the dice. A request about an account becomes one for a new user where the practice has none that is free. */
export function fillIn(dice: Dice, of: { type: RequestTypeName; practice: Practice; channel: Subject["channel"]; days: Days; at: number }): Form {
  const { practice, channel, days, at } = of;
  const account = of.type === "new-user" ? null : pickAccount(practice, dice, at);
  const type = account ? of.type : "new-user";
  const { applicant, isRegistered } = applicantOf(dice, practice, channel);
  const about = account ? account.person : dice.chance(9) ? applicant : makePerson(dice, practice.domain);
  const asked = askedOf(dice, { type, practice, account, about, at });
  const today = days.dateOf(days.dayOf(at));
  const fault = faultOf(dice, { type, channel });
  const subject: Subject = { channel, segment: practice.segment };
  return {
    type,
    practice,
    subject,
    applicant,
    about,
    account,
    ...asked,
    answers: {
      ...asked.answers,
      _masked: [],
      practice: { agbCode: practice.agbCode, kvkNumber: practice.kvkNumber },
      applicant: { name: nameOf(applicant), email: applicant.email, phone: applicant.phone, position: dice.pick(POSITIONS) },
      ...(dice.chance(18) && { remarks: dice.pick(REMARKS) }),
    },
    facts: { ...partyFacts(days, practice, at), ...personFacts({ applicant, about, type, account, isRegistered, practice }), ...asked.facts, ...(fault?.facts ?? {}), today, channel },
    fault: fault?.reason ? fault.reason : null,
  };
}

function nameOf({ initials, prefix, surname }: Person) {
  return { initials, prefix, surname };
}

function applicantOf(dice: Dice, { contact, mainContact, domain }: Practice, channel: Subject["channel"]): { applicant: Person; isRegistered: boolean } {
  // A scan by e-mail counts only from an address that is registered (R11).
  const isRegistered = channel === "email" || dice.chance(24);
  return { applicant: isRegistered ? (dice.chance(70) ? contact : mainContact) : makePerson(dice, domain), isRegistered };
}

type Asked = Pick<Form, "answers" | "facts" | "grant" | "withdraw" | "plan">;

function askedOf(dice: Dice, { type, practice, account, about, at }: { type: RequestTypeName; practice: Practice; account: HeldAccount | null; about: Person; at: number }): Asked {
  const user = { name: nameOf(about), number: account?.number };
  const none = { grant: [], withdraw: [] };
  if (account && type === "authorisation-change") {
    const held = heldAt(account, at);
    const grant = practice.services.filter((service) => !held.includes(service)).slice(0, 1);
    const withdraw = grant.length === 0 || (held.length > 1 && dice.chance(30)) ? held.slice(0, 1) : [];
    const kind = grant.length === 0 ? "withdraw" : withdraw.length === 0 ? "grant" : "both";
    const reason = dice.pick(["not-contact", "no-certificate"]);
    const after = [...held.filter((service) => !withdraw.includes(service)), ...grant];
    const facts = { "form.reason": reason, "services.requested": grant, "services.granted": grant, "services.withdrawn": withdraw, "services.after": after };
    const change = { kind, ...(grant.length > 0 && { grant }), ...(withdraw.length > 0 && { withdraw }) };
    return { answers: { reason, user, change }, facts, grant, withdraw, plan: { identification: true, delivery: false, number: false } };
  }
  if (account && type === "revocation") {
    const reason = dice.pick(["left", "left", "left", "left", "not-needed", "not-needed", "compromised", "deceased"]);
    const facts = { "revocation.kind": "personal", "revocation.reason": reason, "services.after": heldAt(account, at) };
    return { answers: { user, revocation: { kind: "personal", reason, moment: "now", software: true } }, facts, ...none, plan: { identification: false, delivery: false, number: false } };
  }
  if (account && type === "credential-request") {
    return { answers: { credential: { kind: "pin" }, user }, facts: { "credential.kind": "pin", "delivery.asked": true, "account.pinBlocked": false, "release.hasValid": true, "release.isOpen": false, "services.after": heldAt(account, at) }, ...none, plan: { identification: true, delivery: true, number: false } };
  }
  if (account && type === "data-change") {
    const kind = dice.chance(60) ? "user-phone" : "user-email";
    const fresh = makePerson(dice, practice.domain);
    const changed = kind === "user-phone" ? { phone: fresh.phone } : { email: fresh.email.replace("@", `${dice.between(2, 99)}@`) };
    const facts = { "change.kind": kind, "change.isSame": false, "change.lettersUnderWay": 0, "services.after": heldAt(account, at), ...(changed.email !== undefined && { "user.email": changed.email }) };
    return { answers: { change: { kind }, person: { name: nameOf(about), number: account.number }, new: changed }, facts, ...none, plan: { identification: true, delivery: false, number: false } };
  }
  const grant = practice.services.filter((_service, place) => dice.chance(place < 2 ? 80 : 18)).slice(0, 3);
  const services = grant.length > 0 ? grant : practice.services.slice(0, 1);
  const reason = dice.pick(["not-contact", "no-certificate", "contact-absent"]);
  const facts = { "form.reason": reason, ...(reason === "contact-absent" && { "contact.absence": "temporary" }), "services.requested": services, "services.granted": services, "services.after": services, "user.declaredEmployed": true, "user.email": about.email, "delivery.asked": true };
  const answers = { user: { name: nameOf(about), email: about.email, phone: about.phone, employed: true }, reason, ...(reason === "contact-absent" && { absence: "temporary" }), services };
  return { answers, facts, grant: services, withdraw: [], plan: { identification: true, delivery: true, number: true } };
}

/** What the registers and the office know of a practice on a day. */
function partyFacts(days: Days, practice: Practice, at: number): Known {
  const { agbCode, name, careType, kvkNumber, segment, since, changes, signatories, joint } = practice;
  const startsOn = new Date(since).toISOString().slice(0, 10);
  const last = (what: "address" | "reach") => {
    const change = changes.findLast((one) => one.what === what && one.at <= at);
    return change ? days.dateOf(days.dayOf(change.at)) : null;
  };
  return {
    segment, "agreement.status": "active", "agb.code": agbCode, "agb.kind": "enterprise", "agb.name": name, "agb.known": true, "agb.careType": careType, "agb.startsOn": startsOn, "agb.kvkMatches": true,
    "kvk.known": true, "kvk.number": kvkNumber, "enterprise.known": true, "enterprise.name": name, "enterprise.soleTrader": segment === "pgb", "contact.present": true, "mainContact.present": true,
    "mainContact.changedOn": startsOn, "mainContact.reachChangedOn": last("reach"), "signatory.count": signatories.length, "signatory.joint": joint, "signatory.changedOn": startsOn, "correspondence.present": true,
    "correspondence.changedOn": last("address"), "tests.offered": true, "request.daysUntilDue": 5,
  };
}

function personFacts({ applicant, about, type, account, isRegistered, practice }: { applicant: Person; about: Person; type: RequestTypeName; account: HeldAccount | null; isRegistered: boolean; practice: Practice }): Known {
  const roles = [practice.contact, practice.mainContact, ...practice.signatories].filter(({ email }) => email === applicant.email).map(({ role }) => role);
  const ofAccount = account && { "account.name": about.full, "account.known": true, "account.number": account.number, "account.status": "active", "account.ofAgbCode": true, "account.isSignatory": false, "account.nameMatches": true, "account.certificates": 1, "user.sameNameAccounts": 1 };
  return {
    ...ofAccount, "user.name": about.full, "applicant.name": applicant.full, "applicant.email": applicant.email, "applicant.emailConfirmed": true, "applicant.roles": [...new Set(roles)], "applicant.emailRegistered": isRegistered,
    "applicant.isUser": type === "new-user" && about.email === applicant.email,
  };
}

type Fault = { reason: string; facts: Known };

/** Now and then a form asks what cannot be: the rules say so, and it will be rejected. */
function faultOf(dice: Dice, { type, channel }: { type: RequestTypeName; channel: Subject["channel"] }): Fault | null {
  const onPaper: Known = { "paper.signed": true, "paper.idCopy": "present", "applicant.emailConfirmed": false };
  if (channel !== "online" && dice.chance(14)) return dice.chance(50) ? { reason: "NO_SIGNATURE", facts: { ...onPaper, "paper.signed": false } } : { reason: "ID_MISSING", facts: { ...onPaper, "paper.idCopy": "missing" } };
  if (dice.chance(2) && type !== "revocation") return { reason: "UNKNOWN_AGB", facts: { "agb.known": false } };
  if (dice.chance(2) && type !== "revocation") return { reason: "AGB_KVK_MISMATCH", facts: { "agb.kvkMatches": false } };
  if (dice.chance(1)) return { reason: "DUPLICATE", facts: { "request.duplicates": ["ZG-2001"] } };
  return channel === "online" ? null : { reason: "", facts: onPaper };
}
