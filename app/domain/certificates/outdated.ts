import { and, asc, eq, gte, inArray, isNull } from "drizzle-orm";

import { account, certificate, type AccountKind } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { nameInCertificate } from "#app/domain/people.ts";

import { differingAttributes, type ChangingAttribute } from "./subject.ts";

/** A certificate that counts, and which attributes of its subject are no longer so; none where all are. */
export type Current = { serial: string; userNumber: string; kind: AccountKind; notAfter: Date; differs: ChangingAttribute[] };

/**
 * The certificates that count of these accounts, being made or issued, and what in the very bytes of each differs from what the office knows of its holder now: what was renewed
 * in the meantime says what is so, and needs nothing. By user number.
 */
export async function listCurrent(db: Db, of: { userNumbers: readonly string[]; now: Date }): Promise<Current[]> {
  const { userNumbers, now } = of;
  if (userNumbers.length === 0) return [];
  const profiles = new Map((await listDefinitions(db, await currentRelease(db), "certificate-profile")).map(({ key, content }) => [key, content]));
  const rows = await db
    .select({ it: certificate, holder: account, organisation: enterprise.name })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(and(inArray(certificate.userNumber, [...userNumbers]), inArray(certificate.status, ["intended", "issued"]), isNull(certificate.supersededAt), gte(certificate.notAfter, now)))
    .orderBy(asc(certificate.userNumber), asc(certificate.intendedAt));
  return rows.map(({ it: { serial, userNumber, kind, notAfter, tbs, profile }, holder, organisation }) => ({ serial, userNumber, kind, notAfter, differs: differs(profiles.get(profile), tbs, subjectOf(holder, organisation)) }));
}

/** What a profile fills its subject with. */
export function subjectOf(holder: typeof account.$inferSelect, organisation: string) {
  return { commonName: nameInCertificate(holder), userNumber: holder.userNumber, organisation, agbCode: holder.agbCode };
}

function differs(profile: CertificateProfile | undefined, tbs: Uint8Array, values: ReturnType<typeof subjectOf>): ChangingAttribute[] {
  return profile === undefined ? [] : differingAttributes(tbs, profile, values);
}
