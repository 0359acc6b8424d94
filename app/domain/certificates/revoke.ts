import { and, eq } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

/** RFC 5280, 5.3.1, as far as this office uses them; a hold is not among them, for blocking is ours and reversible. */
export const REVOCATION_REASONS = ["unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation", "privilegeWithdrawn"] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/**
 * Revokes an issued certificate, in the caller's transaction; the CRL and OCSP follow from the row. For good: there is no way back. Answers
 * false when it was not issued or was revoked before.
 */
export async function revokeCertificate(tx: Db, input: { serial: string; reason: RevocationReason; by: Actor; now: Date }): Promise<boolean> {
  const { serial, reason, by, now } = input;
  const [revoked] = await tx
    .update(certificate)
    .set({ status: "revoked", revokedAt: now, revocationReason: reason })
    .where(and(eq(certificate.serial, serial), eq(certificate.status, "issued")))
    .returning({ userNumber: certificate.userNumber });
  if (!revoked) return false;
  await record(tx, {
    now,
    actor: inTrail(by),
    act: "certificate.revoked",
    subject: { kind: "certificate", id: serial },
    details: { userNumber: revoked.userNumber, reason },
  });
  return true;
}
