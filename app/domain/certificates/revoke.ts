import { and, eq, isNull } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { reissue } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

import type { RevocationReason } from "./reasons.ts";
import { standAgain } from "./succession.ts";

/**
 * Revokes an issued certificate, in the caller's transaction; the CRL and OCSP follow from the row (P13). For good: there is no way back. A key that fell
 * into other hands is never certified again. What it had taken the place of, and is still there, has its place back (D27). Leave to have another one because of what it says is over. Answers false when it was not issued or was revoked before.
 */
export async function revokeCertificate(tx: Db, input: { serial: string; reason: RevocationReason; /** What colleagues should know; without secrets. */ note?: string; by: Actor; now: Date }): Promise<boolean> {
  const { serial, reason, note, by, now } = input;
  const predecessor = await holdPredecessor(tx, serial);
  const [revoked] = await tx
    .update(certificate)
    .set({ status: "revoked", revokedAt: now, revocationReason: reason })
    .where(and(eq(certificate.serial, serial), eq(certificate.status, "issued")))
    .returning({ userNumber: certificate.userNumber, publicKeySha256: certificate.publicKeySha256 });
  if (!revoked) return false;
  if (predecessor !== null) await standAgain(tx, predecessor);
  // There is nothing left to replace: whoever replaced it has said so before.
  await tx.update(reissue).set({ outcome: "overtaken", endedAt: now }).where(and(eq(reissue.serial, serial), isNull(reissue.outcome)));
  if (reason === "keyCompromise") await tx.insert(blockedKey).values({ publicKeySha256: revoked.publicKeySha256, reason: "reported", blockedAt: now }).onConflictDoNothing();
  await record(tx, {
    now,
    actor: inTrail(by),
    act: "certificate.revoked",
    subject: { kind: "certificate", id: serial },
    details: { userNumber: revoked.userNumber, reason, ...(note !== undefined && { note }) },
  });
  return true;
}

/** The older of the two first, as whoever renews it holds it, so that neither waits for the other. */
async function holdPredecessor(tx: Db, serial: string): Promise<string | null> {
  const [it] = await tx.select({ predecessor: certificate.predecessor }).from(certificate).where(eq(certificate.serial, serial));
  if (!it?.predecessor) return null;
  await tx.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.serial, it.predecessor)).for("update");
  return it.predecessor;
}
