import { and, eq, ne } from "drizzle-orm";

import { blockedKey, certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { revokeCertificate, type RevocationReason } from "#app/domain/certificates/revoke.ts";
import { Problem } from "#app/domain/problem.ts";

/**
 * Revokes what an account has of certificates, in the caller's transaction. A key that fell into other hands is never certified again. Throws
 * `account.being-installed` while one is being signed.
 */
export async function revokeCertificatesOf(tx: Db, input: { userNumber: string; reason: RevocationReason; by: Actor; now: Date }): Promise<void> {
  const { userNumber, reason, by, now } = input;
  const live = await tx
    .select({ serial: certificate.serial, status: certificate.status, publicKeySha256: certificate.publicKeySha256 })
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), ne(certificate.status, "revoked")));
  if (live.some(({ status }) => status === "intended")) throw new Problem("account.being-installed");
  for (const { serial, publicKeySha256 } of live) {
    await revokeCertificate(tx, { serial, reason, by, now });
    if (reason === "keyCompromise") await tx.insert(blockedKey).values({ publicKeySha256, reason: "reported", blockedAt: now }).onConflictDoNothing();
  }
}
