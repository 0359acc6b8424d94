import { and, asc, desc, eq, inArray, isNotNull, ne, or, type SQL } from "drizzle-orm";

import { account, authorisation, certificate, credential, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { listAddresses } from "#app/domain/accounts/registered-addresses.ts";
import { isSamePerson } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import type { TrailLine } from "#app/domain/requests/case.ts";
import { listHolders } from "#app/domain/requests/holders.ts";

import { serviceNames } from "./enterprise.ts";
import { listCertificates, listLetters, listRequests } from "./sections.ts";
import { VIEWED } from "./viewed.ts";

/** Of one account nothing is long but its trail: these are more than anybody has. */
const MOST = 100;
const LONGEST_TRAIL = 200;

/** Everything that the office knows of one account, in facts without any secret; the page words them. Throws `account.unknown`. */
export async function readAccount(db: Db, userNumber: string) {
  const [found] = await db
    .select({ row: account, code: agbCode, party: enterprise })
    .from(account)
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(account.userNumber, userNumber));
  if (!found) throw new Problem("account.unknown");
  const asked = { of: { userNumber, requestIds: await requestsThatTouched(db, found.row) }, limit: MOST };
  const certificates = await listCertificates(db, asked);
  const { row, party } = found;
  const namesake = (await listHolders(db, party.id, row.agbCode)).filter((one) => isSamePerson(row, one) && one.email.toLowerCase() !== row.email.toLowerCase());
  return {
    ...found,
    // Requests by e-mail count only from the registered address, and the certificate goes with the account's (R102).
    otherAddresses: namesake.map(({ role, email }) => ({ role, email })),
    services: await serviceNames(db),
    authorisations: await db.select().from(authorisation).where(eq(authorisation.userNumber, userNumber)).orderBy(asc(authorisation.service), desc(authorisation.grantedAt)),
    pins: await pinsOf(db, userNumber),
    certificates: certificates.lines,
    addresses: await listAddresses(db, userNumber),
    letters: (await listLetters(db, asked)).lines,
    requests: (await listRequests(db, asked)).lines,
    ...(await trailOf(db, userNumber)),
  };
}
export type AccountRecord = Awaited<ReturnType<typeof readAccount>>;

/** What is known of each PIN, the newest first: the hash stays where it is. */
async function pinsOf(db: Db, userNumber: string) {
  return db
    .select({
      id: credential.id,
      madeAt: credential.madeAt,
      installUntil: credential.installUntil,
      installedAt: credential.installedAt,
      wrongTries: credential.wrongTries,
      blockedAt: credential.blockedAt,
      voidedAt: credential.voidedAt,
      voidReason: credential.voidReason,
    })
    .from(credential)
    .where(eq(credential.userNumber, userNumber))
    .orderBy(desc(credential.madeAt));
}

/** The request that made it, and those in whose name something was done to it. */
async function requestsThatTouched(db: Db, of: typeof account.$inferSelect): Promise<string[]> {
  const touched = await db
    .selectDistinct({ id: auditEvent.requestId })
    .from(auditEvent)
    .where(and(about("account", [of.userNumber]), isNotNull(auditEvent.requestId)))
    .limit(MOST);
  return [...new Set([of.requestId, ...touched.map(({ id }) => id)].filter((id) => id !== null))];
}

/** What happened to the account, its certificates and its letters, newest first; who looked at it stands apart. */
async function trailOf(db: Db, userNumber: string): Promise<{ trail: TrailLine[]; views: TrailLine[] }> {
  const serials = await db.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.userNumber, userNumber));
  const letters = await db.select({ id: letter.id, number: letter.number }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).where(eq(credential.userNumber, userNumber));
  const subjects = or(
    about("account", [userNumber]),
    about("certificate", serials.map(({ serial }) => serial)),
    // Sealing names a letter by its number, the print room by its id.
    about("letter", letters.flatMap(({ id, number }) => [id, String(number)])),
  );
  const viewed = and(about("account", [userNumber]), eq(auditEvent.act, VIEWED.account));
  const rows = await db.select().from(auditEvent).where(and(subjects, ne(auditEvent.act, VIEWED.account))).orderBy(desc(auditEvent.id)).limit(LONGEST_TRAIL);
  const views = await db.select().from(auditEvent).where(viewed).orderBy(desc(auditEvent.id)).limit(LONGEST_TRAIL);
  return { trail: rows.map(lineOf), views: views.map(lineOf) };
}

function about(kind: string, ids: readonly string[]): SQL | undefined {
  return ids.length > 0 ? and(eq(auditEvent.subjectKind, kind), inArray(auditEvent.subjectId, [...ids])) : undefined;
}

function lineOf({ id, occurredAt, act, subjectId, actorKind, actorName, payload }: typeof auditEvent.$inferSelect): TrailLine {
  return { id, at: occurredAt, act, subjectId, actorKind, actorName, details: typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {} };
}
