import { and, asc, desc, eq, inArray, isNull, ne, or, type SQL } from "drizzle-orm";

import { account, authorisation, certificate, credential, installation, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { blockedKey, certificateFinding, crl } from "#db/schema/authority.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import type { Discrepancy } from "#app/domain/certificates/ports.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import type { TrailLine } from "#app/domain/requests/case.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { serviceNames } from "../enterprise.ts";
import { VIEWED } from "../viewed.ts";

/** Of one certificate the trail has some tens of events; what goes beyond this is nobody's life. */
const MOST = 300;

/** What of an account belongs to the life of its certificate: how it came to number and PIN, and what stood in the way. */
const OF_ACCOUNT: readonly TrailAct[] = [
  "account.created", "account.imported", "account.blocked", "account.unblocked", "account.ended", "user-number.sent-again", "user-number.undelivered", "credential.reminded",
  "credential.replaced", "credential.voided", "credential.blocked", "credential.unblocked", "credential.purged", "installation.granted", "certificate.saved",
];
/** What of a request: asked, judged, identified, carried out. Everything else is on its own page. */
const OF_REQUEST: readonly TrailAct[] = ["request.submitted", "request.registered", "request.confirmed", "request.approved", "request.second-approved", "request.identified", "request.fulfilled", "request.completed"];
const OF_LETTER: readonly TrailAct[] = ["letter.sealed", "letter.posted", "letter.spoilt", "letter.returned"];

/** One certificate with whose it is, and all that happened to it, in facts; the page words them. Throws `certificate.unknown`. */
export async function readCertificate(db: Db, serial: string) {
  const [found] = await db
    .select({ row: certificate, user: account, code: agbCode, party: enterprise, pin: { id: credential.id, madeAt: credential.madeAt } })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(installation, eq(installation.id, certificate.installationId))
    .leftJoin(credential, eq(credential.id, installation.credentialId))
    .where(eq(certificate.serial, serial));
  if (!found) throw new Problem("certificate.unknown");
  const { row, user, pin } = found;
  const letters = pin ? await db.select({ id: letter.id, number: letter.number, requestId: letter.requestId }).from(letter).where(eq(letter.credentialId, pin.id)) : [];
  const requestId = letters[0]?.requestId ?? user.requestId;
  return {
    ...found,
    request: requestId === null ? null : await named(db, requestId),
    listed: row.crlNumber === null ? null : await listedIn(db, row.issuerId, row.crlNumber),
    isKeyBlocked: (await db.$count(blockedKey, eq(blockedKey.publicKeySha256, row.publicKeySha256))) > 0,
    findings: await findingsOf(db, serial),
    ...(await trailOf(db, { serial, userNumber: user.userNumber, requestId, letters, until: row.revokedAt ?? row.notAfter })),
  };
}
export type CertificateRecord = Awaited<ReturnType<typeof readCertificate>>;

async function named(db: Db, requestId: string) {
  const { id, number, type } = await getRequest(db, requestId);
  return { id, reference: referenceOf(number), type };
}

async function listedIn(db: Db, issuerId: string, number: number): Promise<{ number: number; at: Date | null }> {
  const [list] = await db.select({ at: crl.thisUpdate }).from(crl).where(and(eq(crl.issuerId, issuerId), eq(crl.number, number)));
  return { number, at: list?.at ?? null };
}

async function findingsOf(db: Db, serial: string): Promise<Array<{ what: Discrepancy; foundAt: Date }>> {
  const rows = await db.select({ what: certificateFinding.what, foundAt: certificateFinding.foundAt }).from(certificateFinding).where(and(eq(certificateFinding.serial, serial), isNull(certificateFinding.goneAt)));
  return rows.map(({ what, foundAt }) => ({ what: what as Discrepancy, foundAt }));
}

type Of = { serial: string; userNumber: string; requestId: string | null; letters: ReadonlyArray<{ id: string; number: number }>; until: Date };

/** Everything in the trail that made it and that happened to it, oldest first; who looked at it stands apart. What came over the account after its end is not of its life. */
async function trailOf(db: Db, { serial, userNumber, requestId, letters, until }: Of): Promise<{ events: TrailLine[]; views: TrailLine[] }> {
  const about = (kind: string, ids: readonly string[], acts?: readonly TrailAct[]): SQL | undefined =>
    ids.length === 0 ? undefined : and(eq(auditEvent.subjectKind, kind), inArray(auditEvent.subjectId, [...ids]), acts && inArray(auditEvent.act, [...acts]));
  const subjects = or(
    about("certificate", [serial]),
    about("account", [userNumber], OF_ACCOUNT),
    // Sealing names a letter by its number, the print room by its id.
    about("letter", letters.flatMap(({ id, number }) => [id, String(number)]), OF_LETTER),
    requestId === null ? undefined : about("request", [requestId], OF_REQUEST),
  );
  const rows = await db.select().from(auditEvent).where(and(subjects, ne(auditEvent.act, VIEWED.certificate))).orderBy(asc(auditEvent.id)).limit(MOST);
  const views = await db.select().from(auditEvent).where(and(about("certificate", [serial]), eq(auditEvent.act, VIEWED.certificate))).orderBy(desc(auditEvent.id)).limit(MOST);
  const isOfIt = ({ subjectKind, occurredAt }: typeof auditEvent.$inferSelect) => subjectKind === "certificate" || occurredAt <= until;
  return { events: rows.filter(isOfIt).map(lineOf), views: views.map(lineOf) };
}

function lineOf({ id, occurredAt, act, subjectId, actorKind, actorName, payload }: typeof auditEvent.$inferSelect): TrailLine {
  return { id, at: occurredAt, act, subjectId, actorKind, actorName, details: typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {} };
}

/** Which authority issued it. Throws `certificate.unknown`. */
export async function issuerOf(db: Db, serial: string): Promise<string> {
  const [row] = await db.select({ issuerId: certificate.issuerId }).from(certificate).where(eq(certificate.serial, serial));
  if (!row) throw new Problem("certificate.unknown");
  return row.issuerId;
}

/** What an account may be used for now, in words: what stops for its user when the certificate does. */
export async function whatStops(db: Db, userNumber: string, language: Language): Promise<string[]> {
  const [names, given] = [await serviceNames(db), await db.select({ service: authorisation.service }).from(authorisation).where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt))).orderBy(asc(authorisation.service))];
  return given.map(({ service }) => names.get(service)?.[language] ?? service);
}
