import { renewalDays } from "./shares.ts";
import { isAliveAt, livePin, endAccount, type HeldAccount } from "./accounts.ts";
import { stamp } from "./copy.ts";
import { DAY, HOUR, MINUTE, outsideDoer, system, type Past } from "./past.ts";
import type { Dice } from "#db/worlds/dice.ts";

/** A certificate as it is told of; its bytes are those of the pool. */
export type HeldCertificate = {
  serial: string;
  installationId: string | null;
  predecessor: string | null;
  from: number;
  until: number;
  supersededAt: number | null;
  reminded: Array<{ days: number; at: number }>;
  revokedAt: number | null;
  reason: string | null;
  bytes: number;
};

const REMIND_TO_INSTALL = [30, 50, 57];
const REMIND_TO_RENEW = [60, 30, 14, 3];
const YEARS_DAYS = 730;

/** What comes of an account whose letter is in the post: most install within weeks, others are reminded, and what was not installed in sixty days is gone (R33, R34). */
export function awaitInstallation(past: Past, account: HeldAccount, postedAt: number, dice: Dice): void {
  const { days, diary } = past;
  const pin = livePin(account);
  if (!pin) return;
  const wait = dice.chance(70) ? dice.between(1, 9) : dice.chance(72) ? dice.between(10, 55) : null;
  const at = wait === null ? null : days.at(days.dayOf(postedAt) + wait, dice.between(8 * 3600, 21 * 3600));
  const installedAt = at !== null && at > postedAt + HOUR && at <= pin.until ? at : null;
  for (const [index, day] of REMIND_TO_INSTALL.entries()) {
    const remindAt = days.later(pin.madeAt, day) + 7000;
    if (installedAt !== null && installedAt <= remindAt) break;
    diary.then(remindAt, () => {
      if (!isAliveAt(account, remindAt) || pin.voidedAt !== null) return;
      pin.reminders = index + 1;
      diary.note({ at: remindAt, by: system("purge-uninstalled"), act: "credential.reminded", subject: { kind: "account", id: account.number }, requestId: null, details: { time: index + 1 } });
    });
  }
  if (installedAt === null) return diary.then(pin.until + 9000, (gone) => purge(past, account, gone));
  diary.then(installedAt, (then) => install(past, account, then, dice));
}

function purge({ diary }: Past, account: HeldAccount, at: number): void {
  const pin = livePin(account);
  if (!isAliveAt(account, at) || !pin || pin.installedAt !== null) return;
  endAccount(account, at, "purged");
  diary.note({ at, by: system("purge-uninstalled"), act: "credential.purged", subject: { kind: "account", id: account.number }, requestId: account.requestId, details: {} });
}

function install(past: Past, account: HeldAccount, at: number, dice: Dice): void {
  const { diary, ids } = past;
  const pin = livePin(account);
  if (!isAliveAt(account, at) || !pin) return;
  const installation = { id: ids.uuid(), pinId: pin.id, at };
  account.installations.push(installation);
  pin.installedAt = at;
  const by = outsideDoer("user", account.number);
  const subject = { kind: "account", id: account.number };
  diary.note({ at, by, act: "installation.granted", subject, requestId: null, details: { round: 1, attempt: 1 } });
  certify(past, account, at, { installationId: installation.id, predecessor: null }, dice);
  diary.note({ at, by, act: "certificate.saved", subject, requestId: null, details: {} });
  account.practice.accounts.push(account);
}

/** Issues one, in place of another where there is one; and arranges what its end brings. */
export function certify(past: Past, account: HeldAccount, at: number, by: { installationId: string | null; predecessor: HeldCertificate | null }, dice: Dice): HeldCertificate {
  const { ids, shared, days } = past;
  const bytes = dice.between(0, shared.certificates.length - 1);
  const end = days.dayOf(at) + YEARS_DAYS < days.amount ? days.later(at, YEARS_DAYS) - 1000 : at + YEARS_DAYS * DAY - 1000;
  const made: HeldCertificate = { serial: ids.serial(), installationId: by.installationId, predecessor: by.predecessor?.serial ?? null, from: at - 5 * MINUTE, until: end, supersededAt: null, reminded: [], revokedAt: null, reason: null, bytes };
  if (by.predecessor) by.predecessor.supersededAt = at;
  account.certificates.push(made);
  // Of what was there before the history begins, the trail says nothing.
  if (at >= past.begins) tellIssued(past, account, made, at);
  arrangeEnd(past, account, made, dice);
  return made;
}

function tellIssued({ diary, shared }: Past, account: HeldAccount, made: HeldCertificate, at: number): void {
  const doer = outsideDoer("user", account.number);
  const subject = { kind: "certificate", id: made.serial };
  const predecessor = made.predecessor ?? undefined;
  const tbsSha256 = shared.certificates[made.bytes]?.tbsSha256 ?? "";
  diary.note({ at, by: doer, act: "certificate.intended", subject, requestId: null, details: { userNumber: account.number, profile: "personal", tbsSha256, notAfter: new Date(made.until).toISOString(), predecessor } });
  diary.note({ at, by: doer, act: "certificate.issued", subject, requestId: null, details: { userNumber: account.number } });
}

/** Reminders before its end (P15), and for most a renewal in its last month. */
function arrangeEnd(past: Past, account: HeldAccount, made: HeldCertificate, dice: Dice): void {
  const { diary } = past;
  const before = renewalDays(dice);
  const renewAt = before === null ? null : made.until - before * DAY - dice.between(1, 9) * HOUR;
  // One after another, so that the diary of years holds a single line for each certificate.
  const next = (place: number): void => {
    const days = REMIND_TO_RENEW[place];
    const at = days === undefined ? Infinity : made.until - days * DAY + 8000;
    if (renewAt !== null && renewAt <= at) return diary.then(renewAt, renew);
    if (days !== undefined) diary.then(at, () => remind(days, at, place));
  };
  const isOver = (at: number) => !isAliveAt(account, at) || made.revokedAt !== null;
  const remind = (days: number, at: number, place: number): void => {
    if (isOver(at)) return;
    made.reminded.push({ days, at });
    diary.note({ at, by: system("remind-of-expiry"), act: "certificate.reminded", subject: { kind: "certificate", id: made.serial }, requestId: null, details: { userNumber: account.number, days } });
    next(place + 1);
  };
  const renew = (at: number): void => {
    if (!isOver(at)) certify(past, account, at, { installationId: null, predecessor: made }, dice);
  };
  next(0);
}

/** Revokes what is still valid of an account, in the order of the trail. */
export function revokeAll({ diary }: Past, account: HeldAccount, at: number, reason: string): void {
  for (const one of account.certificates) {
    if (one.revokedAt !== null) continue;
    // What ended stays as it ended; of its successor that is revoked it has the place again.
    if (one.until <= at) {
      if (account.certificates.some(({ predecessor, until }) => predecessor === one.serial && until > at)) one.supersededAt = null;
      continue;
    }
    Object.assign(one, { revokedAt: at, reason });
    diary.note({ at, by: system("fulfilment"), act: "certificate.revoked", subject: { kind: "certificate", id: one.serial }, requestId: null, details: { userNumber: account.number, reason } });
  }
}

export function writeCertificates({ copier, ids, shared }: Past, account: HeldAccount): void {
  for (const one of account.certificates) {
    const bytes = shared.certificates[one.bytes];
    if (!bytes) continue;
    const { revokedAt, reason } = one;
    copier.add("certificate", [
      one.serial, account.number, one.installationId, "personal", shared.issuerId, revokedAt === null ? "issued" : "revoked", bytea(bytes.tbs), bytes.tbsSha256, bytea(bytes.der), ids.hash(), stamp(one.from),
      stamp(one.until), one.predecessor, stamp(one.from + 5 * MINUTE), stamp(one.from + 5 * MINUTE), stamp(one.supersededAt), one.reminded.at(-1)?.days ?? null, stamp(revokedAt), reason,
      // No list of that authority is to come.
      revokedAt === null ? null : 1,
    ]);
    for (const { days, at } of one.reminded) copier.add("certificate_reminder", [one.serial, days, stamp(at)]);
  }
}

const known = new WeakMap<Uint8Array, string>();

function bytea(bytes: Uint8Array): string {
  const text = known.get(bytes) ?? `\\x${Buffer.from(bytes).toString("hex")}`;
  known.set(bytes, text);
  return text;
}

export const CERTIFICATE_COLUMNS = {
  certificate: [
    "serial", "user_number", "installation_id", "profile", "issuer_id", "status", "tbs", "tbs_sha256", "der", "public_key_sha256", "not_before", "not_after", "predecessor", "intended_at", "issued_at", "superseded_at",
    "reminded_days", "revoked_at", "revocation_reason", "crl_number",
  ],
  certificate_reminder: ["serial", "days", "reminded_at"],
} as const;
