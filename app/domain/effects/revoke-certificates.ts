import { and, eq, ne } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { Problem } from "#app/domain/problem.ts";

/**
 * Revokes what an account has of certificates, in the caller's transaction. Throws `account.being-installed` while one is being signed.
 */
export async function revokeCertificatesOf(tx: Db, input: { userNumber: string; reason: RevocationReason; by: Actor; now: Date }): Promise<void> {
  const { userNumber, reason, by, now } = input;
  const live = await tx
    .select({ serial: certificate.serial, status: certificate.status })
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), ne(certificate.status, "revoked")));
  if (live.some(({ status }) => status === "intended")) throw new Problem("account.being-installed");
  for (const { serial } of live) await revokeCertificate(tx, { serial, reason, by, now });
}
