import { luhnDigit } from "#app/domain/accounts/user-number.ts";
import type { Dice } from "#db/worlds/dice.ts";

import { stamp } from "./copy.ts";
import type { HeldCertificate } from "./certificates.ts";
import type { Past } from "./past.ts";
import type { Person } from "./people.ts";
import type { Practice } from "./practices.ts";

export type Pin = { id: string; madeAt: number; until: number; reminders: number; installedAt: number | null; voidedAt: number | null; voidReason: "replaced" | "purged" | "ended" | null };
export type Grant = { service: string; from: number; to: number | null };

/** An account as it is told of, until the history is over: only then it is written, as it has become. */
export type HeldAccount = {
  number: string;
  practice: Practice;
  person: Person;
  grants: Grant[];
  createdAt: number;
  requestId: string | null;
  numberSentAt: number | null;
  pins: Pin[];
  installations: Array<{ id: string; pinId: string; at: number }>;
  certificates: HeldCertificate[];
  status: "active" | "blocked" | "ended";
  /** What ended it takes effect then. */
  endsAt: number | null;
  /** One request at a time is about it: until then, or for good. */
  busyUntil: number;
};

/** The services that an account has at a moment, in the order in which it got them. */
export function heldAt(account: HeldAccount, at: number): string[] {
  return account.grants.filter(({ from, to }) => from <= at && (to === null || to > at)).map(({ service }) => service);
}

export function isAliveAt({ endsAt }: HeldAccount, at: number): boolean {
  return endsAt === null || endsAt > at;
}

/** The PIN that counts. */
export function livePin({ pins }: HeldAccount): Pin | null {
  return pins.findLast(({ voidedAt }) => voidedAt === null) ?? null;
}

/** A new account with its first PIN; `known` are its services. */
export function openAccount(past: Past, of: { practice: Practice; person: Person; services: readonly string[]; requestId: string | null; at: number }): HeldAccount {
  const { practice, person, services, requestId, at } = of;
  return {
    number: nextNumber(past),
    practice,
    person,
    grants: services.map((service) => ({ service, from: at, to: null })),
    createdAt: at,
    requestId,
    numberSentAt: null,
    pins: [makePin(past, at)],
    installations: [],
    certificates: [],
    status: "active",
    endsAt: null,
    busyUntil: 0,
  };
}

const INSTALL_DAYS = 60;

export function makePin(past: Past, at: number): Pin {
  return { id: past.ids.uuid(), madeAt: at, until: past.days.later(at, INSTALL_DAYS), reminders: 0, installedAt: null, voidedAt: null, voidReason: null };
}

/** Thirteen digits that look like chance and are never twice the same, in the demonstration's range, and a Luhn digit (D4). */
function nextNumber(past: Past): string {
  past.numbers.account += 1;
  // 10^12 and the factor have no divisor in common, so that each amount comes to another number.
  const mixed = (BigInt(past.numbers.account) * 618_033_988_751n) % 1_000_000_000_000n;
  const digits = `9${String(mixed).padStart(12, "0")}`;
  return digits + luhnDigit(digits);
}

/** Ends an account with all that hangs on it. Answers what the trail says of it. */
export function endAccount(account: HeldAccount, at: number, why: "ended" | "purged"): { withdrawn: string[]; pins: number } {
  const withdrawn = heldAt(account, at);
  for (const grant of account.grants) if (grant.to === null) grant.to = at;
  const pin = livePin(account);
  if (pin) Object.assign(pin, { voidedAt: at, voidReason: why });
  account.endsAt = at;
  account.status = "ended";
  return { withdrawn, pins: pin ? 1 : 0 };
}

/** Writes an account with its rights, its PINs and what was installed. */
export function writeAccount(past: Past, account: HeldAccount): void {
  const { copier, shared } = past;
  const { number, practice, person, createdAt, requestId, numberSentAt, status } = account;
  copier.add("account", [
    number, practice.id, practice.agbCode, person.initials, person.prefix, person.surname, person.email, person.phone, "nl", status, stamp(createdAt), requestId, stamp(numberSentAt),
  ]);
  for (const { service, from, to } of account.grants) copier.add("authorisation", [number, service, stamp(from), stamp(to)]);
  for (const pin of account.pins) {
    copier.add("credential", [pin.id, number, shared.pinHash, stamp(pin.madeAt), stamp(pin.until), stamp(pin.installedAt), pin.reminders, stamp(pin.voidedAt), pin.voidReason]);
  }
  for (const { id, pinId, at } of account.installations) copier.add("installation", [id, pinId, 1, 1, stamp(at), stamp(at + 3_600_000), stamp(at)]);
}

/** An account of a practice about which something may be asked at a moment: it has a certificate, and no other request is about it. Null when there is none. */
export function pickAccount({ accounts }: Practice, dice: Dice, at: number): HeldAccount | null {
  const free = accounts.filter((account) => account.busyUntil <= at && isAliveAt(account, at));
  return free.length === 0 ? null : dice.pick(free);
}

/** What ended is not asked about any more. */
export function forgetEnded(practice: Practice, at: number): void {
  if (practice.accounts.length > 12) practice.accounts = practice.accounts.filter((account) => isAliveAt(account, at));
}

export const ACCOUNT_COLUMNS = {
  account: ["user_number", "enterprise_id", "agb_code", "initials", "prefix", "surname", "email", "phone", "language", "status", "created_at", "request_id", "number_sent_at"],
  authorisation: ["user_number", "service", "granted_at", "withdrawn_at"],
  credential: ["id", "user_number", "pin_hash", "made_at", "install_until", "installed_at", "reminders", "voided_at", "void_reason"],
  installation: ["id", "credential_id", "round", "attempt", "granted_at", "expires_at", "saved_at"],
} as const;
