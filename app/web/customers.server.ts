import type { StaffActor } from "#app/domain/access/actor.ts";
import { may } from "#app/domain/access/permissions.ts";
import { daysLeft } from "#app/domain/accounts/install-term.ts";
import { readAccount } from "#app/domain/customers/account.ts";
import { MOST_COUNTED, readEnterprise } from "#app/domain/customers/enterprise.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import type { AccountLine, CertificateLine, LetterLine, RequestLine } from "#app/domain/customers/sections.ts";
import { addressBlock } from "#app/domain/correspondence/address.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater, isPast } from "#app/domain/deadlines/clock.ts";
import { listReissues } from "#app/domain/certificates/reissue-list.ts";
import { listReleases, type ReleaseLine } from "#app/domain/certificates/release.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";
import { phoneShown } from "#app/domain/requests/form/kinds/contact.ts";
import { fullName, nameInCertificate, type Language, type Wording } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import type { Translate } from "./i18n.server.ts";
import { paths } from "./paths.ts";
import { showReissues } from "./reissues.server.ts";
import { showTrail } from "./trail.server.ts";

type Reader = { db: Db; actor: StaffActor; now: Date; t: Translate; language: Language };

/** Days after a change of an address or a person in which the office looks twice (D15). */
const LATELY_DAYS = 30;

/** The page of one enterprise, for its reader; dates as ISO 8601. */
export async function showEnterprise({ db, now, t, language }: Reader, enterpriseId: string) {
  const found = await readEnterprise(db, { enterpriseId, now });
  const { row, holders } = found;
  const today = officeDate(now);
  const name = (service: string) => found.services.get(service)?.[language] ?? service;
  const shown = holders.map(({ id, role, rank, agbCode, email, phone, appointedAt, endedAt, emailChangedAt, ...person }) => ({
    id,
    role,
    rank,
    agbCode,
    name: fullName(person),
    email,
    phone: phone && phoneShown(phone),
    since: appointedAt.toISOString(),
    until: iso(endedAt),
    changedLately: isLately(emailChangedAt, now) || isLately(appointedAt, now),
  }));
  return {
    id: row.id,
    name: row.name,
    kvkNumber: row.kvkNumber,
    legalForm: row.legalForm,
    segment: row.segment,
    isJoint: row.jointlyAuthorised,
    registeredAt: row.registeredAt.toISOString(),
    agreement: found.agreement,
    agreements: found.agreements.map(({ id, origin, startsOn, endsOn }) => ({ id, origin, startsOn, endsOn, state: agreementStatus([{ startsOn, endsOn }], today) })),
    address: { lines: addressBlock([row.name], row).addressee, changedAt: iso(row.addressChangedAt), changedLately: isLately(row.addressChangedAt, now) },
    holders: shown.filter(({ until }) => until === null).sort(byRole),
    former: shown.filter(({ until }) => until !== null),
    codes: found.codes.map(({ code, name: codeName, kind, careType, endsOn, services }) => ({ code, name: codeName, kind, careType: careTypeName(careType, t), endsOn, hasEnded: endsOn !== null && endsOn < today, services: inOrder(services, found.services).map(name) })),
    counts: Object.fromEntries(Object.entries(found.counts).map(([section, count]) => [section, { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED }])),
    accounts: found.accounts.lines.map((line) => showAccountLine(line, now)),
    certificates: found.certificates.lines.map((line) => showCertificate(line, now)),
    requests: found.requests.lines.map(showRequest),
    letters: found.letters.lines.map(showLetter),
  };
}
export type EnterpriseScreen = Awaited<ReturnType<typeof showEnterprise>>;

/** The page of one account, for its reader; nothing on it opens anything. */
async function showAccount({ db, actor, now, t, language }: Reader, userNumber: string) {
  const found = await readAccount(db, userNumber);
  const { row, code, party } = found;
  return {
    userNumber,
    name: fullName(row),
    certificateName: nameInCertificate(row),
    kind: row.kind,
    addresses: found.addresses,
    status: row.status,
    practice: { name: code.name, agbCode: code.code, enterprise: party.name, enterpriseId: may(actor, "organisation:read") ? party.id : null },
    email: row.email,
    otherAddresses: found.otherAddresses.map(({ role, email }) => t("customers:account.otherAddress", { role: t(`customers:role.${role}`).toLowerCase(), email })),
    phone: row.phone && phoneShown(row.phone),
    language: row.language,
    endsOn: row.endsOn,
    endWarnedAt: row.endWarnedFor === row.endsOn ? iso(row.endWarnedAt) : null,
    createdAt: row.createdAt.toISOString(),
    authorisations: found.authorisations.map(({ service, grantedAt, withdrawnAt }) => ({ service: found.services.get(service)?.[language] ?? service, grantedAt: grantedAt.toISOString(), withdrawnAt: iso(withdrawnAt) })),
    pins: found.pins.map((pin) => ({
      id: pin.id,
      madeAt: pin.madeAt.toISOString(),
      installUntil: pin.installUntil.toISOString(),
      installedAt: iso(pin.installedAt),
      blockedAt: iso(pin.blockedAt),
      voidedAt: iso(pin.voidedAt),
      voidReason: pin.voidReason,
      wrongTries: pin.wrongTries,
      install: pin.voidedAt === null ? installOf(pin, now) : null,
    })),
    certificates: found.certificates.map((line) => showCertificate(line, now)),
    reissues: showReissues(await listReissues(db, { userNumber }), { actor, t }),
    releases: showReleases(await listReleases(db, userNumber), { actor, now, hasValid: row.status === "active" && found.certificates.some((line) => showCertificate(line, now).state === "valid") }),
    letters: found.letters.map(showLetter),
    requests: found.requests.map(showRequest),
    trail: showTrail(found.trail, { t }),
    views: showTrail(found.views, { t }),
    maySeeRequests: may(actor, "request:read"),
  };
}
export type AccountScreen = Awaited<ReturnType<typeof showAccount>>;

/** What every page with an account on it shows, also the one where an act was refused; that somebody looked is in the trail, or it is not shown. */
export async function viewAccount(by: Reader & { context: { correlationId: string } }, userNumber: string): Promise<{ title: string; screen: AccountScreen }> {
  const screen = await showAccount(by, userNumber);
  await recordView(by.db, { kind: "account", id: userNumber, by: by.actor, now: by.now, correlationId: by.context.correlationId });
  return { title: `${screen.name} · ${userNumber}`, screen };
}

/** What was asked and decided about installing again, with what the reader may do about it. */
function showReleases(lines: readonly ReleaseLine[], { actor, now, hasValid }: { actor: StaffActor; now: Date; hasValid: boolean }) {
  const isOver = ({ outcome, usedAt, expiresAt }: ReleaseLine) => outcome === "lapsed" || (outcome === "granted" && usedAt === null && expiresAt !== null && isPast(expiresAt, now));
  const shown = lines.map((line) => {
    const { id, why, note, outcome, usedAt, expiresAt } = line;
    const state = isOver(line) ? "over" : usedAt !== null ? "used" : outcome === null ? "open" : outcome === "lapsed" ? "over" : outcome;
    const isMine = line.proposedBy === actor.id;
    const mayCheck = may(actor, "release:check");
    return {
      id,
      why,
      note,
      request: line.reference === null ? null : { reference: line.reference, to: line.requestId && may(actor, "request:read") ? paths.request(line.requestId) : null },
      state,
      proposed: { by: line.proposer, at: line.proposedAt.toISOString() },
      decided: line.decidedAt && { by: line.decider ?? "", at: line.decidedAt.toISOString() },
      expiresAt: iso(expiresAt),
      isMine,
      mayDecide: state === "open" && mayCheck && !isMine,
      mayWithdraw: mayCheck && ((state === "open" && isMine) || state === "granted"),
    } as const;
  });
  return { mayPropose: may(actor, "release:propose") && hasValid && !shown.some(({ state }) => state === "open" || state === "granted"), lines: shown };
}

/** A line of accounts. What stands in the way of installing comes before how long there is for it (R110). */
export function showAccountLine({ userNumber, name, agbCode, status, endsOn, pin }: AccountLine, now: Date) {
  return { userNumber, name, agbCode, status, endsOn, install: pin ? installOf(pin, now) : null };
}

export function showCertificate({ serial, userNumber, name, profile, status, notBefore, notAfter, revokedAt, revocationReason }: CertificateLine, now: Date) {
  const state = status !== "issued" ? status : isPast(notAfter, now) ? "expired" : "valid";
  return { serial, userNumber, name, profile, state, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString(), revokedAt: iso(revokedAt), revocationReason } as const;
}

export function showRequest({ submittedAt, ...line }: RequestLine) {
  return { ...line, submittedAt: submittedAt.toISOString() };
}

/** When the last happened to a letter stands with its state. */
export function showLetter({ reference, userNumber, name, status, madeAt, postedAt, spoiltAt }: LetterLine) {
  return { reference, userNumber, name, status, madeAt: madeAt.toISOString(), at: (spoiltAt ?? postedAt ?? madeAt).toISOString() };
}

function installOf({ installUntil, installedAt, blockedAt }: NonNullable<AccountLine["pin"]>, now: Date) {
  const state = blockedAt !== null ? "blocked" : installedAt !== null ? "installed" : isPast(installUntil, now) ? "late" : "waiting";
  return { state, daysLeft: daysLeft(installUntil, now) } as const;
}

function isLately(changedAt: Date | null, now: Date): boolean {
  return changedAt !== null && daysLater(changedAt, LATELY_DAYS) > now;
}

const ROLE_ORDER = ["signatory", "main-contact", "contact", "ict-administrator"];

function byRole(one: { role: string; agbCode: string | null; rank: number }, other: { role: string; agbCode: string | null; rank: number }): number {
  return ROLE_ORDER.indexOf(one.role) - ROLE_ORDER.indexOf(other.role) || (one.agbCode ?? "").localeCompare(other.agbCode ?? "") || one.rank - other.rank;
}

function inOrder(services: readonly string[], catalogue: ReadonlyMap<string, Wording>): string[] {
  const order = [...catalogue.keys()];
  return [...services].sort((one, other) => order.indexOf(one) - order.indexOf(other));
}

/** "12 · Tandartsen"; a care type that has no words here is its code. */
function careTypeName(code: string, t: Translate): string {
  const key = `customers:careType.${code}`;
  const name = t(key);
  return name === key || name === `careType.${code}` ? code : `${code} · ${name}`;
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}
