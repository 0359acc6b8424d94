import { and, desc, eq, gt, isNotNull, isNull } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { crl, responderCertificate } from "#db/schema/authority.ts";
import type { Db } from "#db/types.ts";

/** So many keys that answer are shown: one for each process that was started within a month. */
const MOST_SHOWN = 20;

/** How the publication of an issuing CA stands: the newest list, what waits for the next one, and the keys that answer. */
export type Publication = {
  crl: { number: number; thisUpdate: Date; nextUpdate: Date; entries: number; /** Nobody who checks believes it any more. */ isOver: boolean } | null;
  unlisted: number;
  responders: Array<{ serial: string; notBefore: Date; notAfter: Date }>;
};

/** Reads how the publication stands at `now`; a handful of rows by their indexes. */
export async function readPublication(db: Db, issuerId: string, now: Date): Promise<Publication> {
  const [newest] = await db
    .select({ number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, entries: crl.entries })
    .from(crl)
    .where(eq(crl.issuerId, issuerId))
    .orderBy(desc(crl.number))
    .limit(1);
  return {
    crl: newest ? { ...newest, isOver: newest.nextUpdate <= now } : null,
    unlisted: await db.$count(certificate, and(eq(certificate.issuerId, issuerId), eq(certificate.status, "revoked"), isNull(certificate.crlNumber))),
    responders: await db
      .select({ serial: responderCertificate.serial, notBefore: responderCertificate.notBefore, notAfter: responderCertificate.notAfter })
      .from(responderCertificate)
      .where(and(eq(responderCertificate.issuerId, issuerId), isNotNull(responderCertificate.issuedAt), gt(responderCertificate.notAfter, now)))
      .orderBy(desc(responderCertificate.issuedAt))
      .limit(MOST_SHOWN),
  };
}
