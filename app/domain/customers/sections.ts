import { and, asc, count, desc, eq, inArray, isNotNull, isNull, notInArray, sql, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";

import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";
import { CLOSED, type RequestStatus } from "#app/domain/requests/lifecycle.ts";
import { letterReferenceOf, referenceOf } from "#app/domain/requests/reference.ts";

/** The lists of an enterprise that can be long: each is cut on its page, and paged on a page of its own. */
export const SECTIONS = ["accounts", "certificates", "requests", "letters"] as const;
export type Section = (typeof SECTIONS)[number];

/** Whose: of a whole enterprise, or of one account. */
export type Owner = { enterpriseId: string } | { userNumber: string; requestIds: readonly string[] };

/** Part of a list: `next` is the place of what follows. */
export type Part<Line> = { lines: Line[]; next: string | null };
type Asked = { of: Owner; place?: string | null; limit: number };

export type AccountLine = Pick<typeof account.$inferSelect, "userNumber" | "agbCode" | "status" | "endsOn"> & {
  name: string;
  /** The PIN that counts, as far as it says what happens next; null when there is none. */
  pin: { installUntil: Date; installedAt: Date | null; blockedAt: Date | null } | null;
};
export type CertificateLine = Pick<typeof certificate.$inferSelect, "serial" | "userNumber" | "profile" | "status" | "notBefore" | "notAfter" | "revokedAt" | "revocationReason"> & { name: string };
export type RequestLine = { id: string; reference: string; type: string; status: RequestStatus; subjectName: string; submittedAt: Date };
/** `userNumber`: whose PIN is in it; null for a letter without one, which has the name that its request goes by. */
export type LetterLine = { reference: string; userNumber: string | null; name: string; status: (typeof letter.$inferSelect)["status"]; madeAt: Date; postedAt: Date | null; spoiltAt: Date | null };

/*
 * Every list begins at the owner (account_enterprise, certificate_user_number, credential_user_number, request_enterprise, and the keys), so what it
 * costs grows with that owner and not with the office: at a hospital of 5,000 accounts, the largest there is, a page took 10 to 40 ms. The order
 * within an owner is made by sorting; an index for each would cost more at every write than it saves here.
 */

/** Accounts by surname. */
export async function listAccounts(db: Db, { of, place, limit }: Asked): Promise<Part<AccountLine>> {
  const order = sql`lower(${account.surname})`;
  const rows = await db
    .select({ account, credential })
    .from(account)
    .leftJoin(credential, and(eq(credential.userNumber, account.userNumber), isNull(credential.voidedAt)))
    .where(and(accountOf(of), follows(place, sql`(${order}, ${account.userNumber}) > (select lower(surname), user_number from account where user_number = ${place})`, sql`select 1 from account where user_number = ${place}`)))
    .orderBy(asc(order), asc(account.userNumber))
    .limit(limit + 1);
  return part(rows, limit, (row) => row.account.userNumber, ({ account: { userNumber, agbCode, status, endsOn, ...person }, credential: pin }) => ({
    userNumber,
    agbCode,
    status,
    endsOn,
    name: fullName(person),
    pin: pin && { installUntil: pin.installUntil, installedAt: pin.installedAt, blockedAt: pin.blockedAt },
  }));
}

/** Certificates, the one that is valid longest first; what is only intended is not one yet. */
export async function listCertificates(db: Db, { of, place, limit }: Asked): Promise<Part<CertificateLine>> {
  const rows = await db
    .select({
      line: {
        serial: certificate.serial,
        userNumber: certificate.userNumber,
        profile: certificate.profile,
        status: certificate.status,
        notBefore: certificate.notBefore,
        notAfter: certificate.notAfter,
        revokedAt: certificate.revokedAt,
        revocationReason: certificate.revocationReason,
      },
      initials: account.initials,
      prefix: account.prefix,
      surname: account.surname,
    })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .where(and(accountOf(of), follows(place, sql`(${certificate.notAfter}, ${certificate.serial}) < (select not_after, serial from certificate where serial = ${place})`, sql`select 1 from certificate where serial = ${place}`)))
    .orderBy(desc(certificate.notAfter), desc(certificate.serial))
    .limit(limit + 1);
  return part(rows, limit, ({ line }) => line.serial, ({ line, ...person }) => ({ ...line, name: fullName(person) }));
}

/** Requests, what is still open first, then the newest; an address that nobody confirmed is not at the office yet. */
export async function listRequests(db: Db, { of, place, limit }: Asked): Promise<Part<RequestLine>> {
  const isClosed = sql`(${inArray(request.status, CLOSED)})`;
  const number = place && /^[0-9]{1,15}$/.test(place) ? Number(place) : null;
  const before = db.select({ isClosed: sql`${isClosed}`, number: sql`-${request.number}` }).from(request).where(eq(request.number, number ?? 0));
  const rows = await db
    .select()
    .from(request)
    .where(and(requestOf(of), notInArray(request.status, ["unconfirmed"]), follows(number === null ? null : place, sql`(${isClosed}, -${request.number}) > (${before})`, sql`${before}`)))
    .orderBy(asc(isClosed), desc(request.number))
    .limit(limit + 1);
  return part(rows, limit, (row) => String(row.number), ({ id, number: of, type, status, subjectName, submittedAt }) => ({ id, reference: referenceOf(of), type, status, subjectName, submittedAt }));
}

/** Letters, the newest first: what they are and where they went, never what stands in them. */
export async function listLetters(db: Db, { of, place, limit }: Asked): Promise<Part<LetterLine>> {
  const before = place && /^[0-9]{1,15}$/.test(place) ? sql`${letter.number} < ${Number(place)}` : undefined;
  const rows = await db
    .select({
      number: letter.number,
      status: letter.status,
      madeAt: letter.madeAt,
      postedAt: letter.postedAt,
      spoiltAt: letter.spoiltAt,
      userNumber: account.userNumber,
      initials: account.initials,
      prefix: account.prefix,
      surname: account.surname,
      subjectName: request.subjectName,
    })
    .from(letter)
    .leftJoin(credential, eq(credential.id, letter.credentialId))
    .leftJoin(account, eq(account.userNumber, credential.userNumber))
    .leftJoin(request, eq(request.id, letter.requestId))
    .where(and(letterOf(db, of), before))
    .orderBy(desc(letter.number))
    .limit(limit + 1);
  return part(rows, limit, (row) => String(row.number), ({ number, initials, prefix, surname, subjectName, ...line }) => ({
    ...line,
    reference: letterReferenceOf(number),
    name: surname === null ? (subjectName ?? "") : fullName({ initials: initials ?? "", prefix: prefix ?? "", surname }),
  }));
}

/** How long each list is, counted up to `most` and one more. */
export async function countSections(db: Db, of: Owner, most: number): Promise<Record<Section, number>> {
  const counted = [
    db.select({ one: sql`1` }).from(account).where(accountOf(of)).limit(most + 1),
    db.select({ one: sql`1` }).from(certificate).innerJoin(account, eq(account.userNumber, certificate.userNumber)).where(accountOf(of)).limit(most + 1),
    db.select({ one: sql`1` }).from(request).where(and(requestOf(of), notInArray(request.status, ["unconfirmed"]))).limit(most + 1),
    db.select({ one: sql`1` }).from(letter).where(letterOf(db, of)).limit(most + 1),
  ];
  const amounts: number[] = [];
  for (const one of counted) {
    const [row] = await db.select({ amount: count() }).from(one.as("counted"));
    amounts.push(row?.amount ?? 0);
  }
  return Object.fromEntries(SECTIONS.map((section, index) => [section, amounts[index] ?? 0])) as Record<Section, number>;
}

function accountOf(of: Owner): SQL {
  return "userNumber" in of ? eq(account.userNumber, of.userNumber) : eq(account.enterpriseId, of.enterpriseId);
}

/** The letters with a PIN of these accounts, and, of an enterprise, those that its requests sent besides; each found from the owner. */
function letterOf(db: Db, of: Owner): SQL {
  const withPin = db.select({ number: letter.number }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).innerJoin(account, eq(account.userNumber, credential.userNumber)).where(accountOf(of));
  if ("userNumber" in of) return inArray(letter.number, withPin);
  const sent = db.select({ number: letter.number }).from(letter).innerJoin(request, eq(request.id, letter.requestId)).where(and(requestOf(of), isNotNull(letter.words)));
  return inArray(letter.number, unionAll(withPin, sent));
}

function requestOf(of: Owner): SQL {
  if ("enterpriseId" in of) return eq(request.enterpriseId, of.enterpriseId);
  return of.requestIds.length > 0 ? inArray(request.id, [...of.requestIds]) : sql`false`;
}

/** The condition "comes after that place"; a place that is not there is the beginning. */
function follows(place: string | null | undefined, after: SQL, there: SQL): SQL | undefined {
  return place ? sql`(not exists (${there}) or ${after})` : undefined;
}

function part<Row, Line>(rows: readonly Row[], limit: number, placeOf: (row: Row) => string, lineOf: (row: Row) => Line): Part<Line> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { lines: page.map(lineOf), next: last !== undefined && rows.length > limit ? placeOf(last) : null };
}
