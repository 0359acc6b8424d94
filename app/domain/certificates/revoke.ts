import { and, eq } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

import type { RevocationReason } from "./reasons.ts";

/**
 * Revokes an issued certificate, in the caller's transaction; the CRL and OCSP follow from the row (P13). For good: there is no way back. A key that fell
 * into other hands is never certified again. Answers false when it was not issued or was revoked before.
 */
export async function revokeCertificate(tx: Db, input: { serial: string; reason: RevocationReason; by: Actor; now: Date }): Promise<boolean> {
  const { serial, reason, by, now } = input;
  const [revoked] = await tx
    .update(certificate)
    .set({ status: "revoked", revokedAt: now, revocationReason: reason })
    .where(and(eq(certificate.serial, serial), eq(certificate.status, "issued")))
    .returning({ userNumber: certificate.userNumber, publicKeySha256: certificate.publicKeySha256 });
  if (!revoked) return false;
  if (reason === "keyCompromise") await tx.insert(blockedKey).values({ publicKeySha256: revoked.publicKeySha256, reason: "reported", blockedAt: now }).onConflictDoNothing();
  await record(tx, {
    now,
    actor: inTrail(by),
    act: "certificate.revoked",
    subject: { kind: "certificate", id: serial },
    details: { userNumber: revoked.userNumber, reason },
  });
  return true;
}
