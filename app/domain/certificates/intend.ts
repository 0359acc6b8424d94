import { createHash } from "node:crypto";

import { eq, TransactionRollbackError } from "drizzle-orm";

import { certificate, type account } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { blanks, builtOnce } from "#db/prepared.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";

import { subjectOf } from "./outdated.ts";
import type { Authority, CheckedCsr } from "./ports.ts";
import { installValidity } from "./validity.ts";

export type Certificate = typeof certificate.$inferSelect;

/** Whose certificate it is to be, and by what leave: an installation, or the certificate that it renews. */
export type Intent = {
  holder: typeof account.$inferSelect;
  organisation: string;
  installationId: string | null;
  predecessor: string | null;
  csr: CheckedCsr;
  profile: CertificateProfile;
  now: Date;
};

/** Fixes the bytes of a certificate: serial, names, validity; and lints them (P2). Nothing is stored yet. Throws `certificate.unsound`. */
export function prepareIntended(authority: Authority, intent: Intent): Certificate {
  const { holder, organisation, installationId, predecessor, csr, profile, now } = intent;
  const { userNumber, kind } = holder;
  // Whoever asked for one kind does not get another; lint and database say of which authority each kind is.
  if (profile.kind !== kind) throw new Error(`Account ${userNumber} is of kind ${kind} and gets no certificate of kind ${profile.kind}.`);
  const serial = authority.newSerial();
  const validity = installValidity(now, profile.validity.years);
  const subject = subjectOf(holder, organisation);
  const tbs = authority.prepare({ profile, serial, publicKey: csr.publicKey, subject, ...validity });
  const findings = authority.lint(tbs, profile);
  if (findings[0]) throw new Problem("certificate.unsound", { check: findings[0].check, clause: findings[0].clause });

  const unsigned = { status: "intended", der: null, issuedAt: null, supersededAt: null, remindedDays: null, revokedAt: null, revocationReason: null, crlNumber: null } as const;
  const made = { serial, userNumber, kind, installationId, predecessor, profile: profile.id, issuerId: authority.issuerId, publicKeySha256: csr.publicKeySha256 };
  return { ...made, ...unsigned, tbs, tbsSha256: sha256(tbs), ...validity, intendedAt: now };
}

/**
 * Stores what will be signed before it is signed (P1), in the caller's transaction, which holds what makes it lawful. Answers false where another certificate has this
 * leave, key, owner or predecessor: then the caller rolls back. Throws `csr.key-blocked` (P13).
 */
export async function storeIntended(tx: Db, intended: Certificate): Promise<boolean> {
  const { serial, userNumber, publicKeySha256, profile, tbsSha256, notAfter, predecessor, intendedAt: now } = intended;
  const details = { userNumber, profile, tbsSha256, notAfter: notAfter.toISOString(), ...(predecessor !== null && { predecessor }) };
  const [[blocked], stored] = await Promise.all([
    tx.select({ key: blockedKey.publicKeySha256 }).from(blockedKey).where(eq(blockedKey.publicKeySha256, publicKeySha256)).execute(),
    insertIntended(tx, intended),
    record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "certificate.intended", subject: { kind: "certificate", id: serial }, details }),
  ]);
  if (blocked) throw new Problem("csr.key-blocked");
  return stored.length > 0;
}

/** Nothing where another certificate has this leave, key, owner or predecessor: one of each is all there may be. */
const insertIntended = builtOnce<Certificate>((db) =>
  db
    .insert(certificate)
    .values(
      blanks(
        "serial", "userNumber", "kind", "installationId", "predecessor", "profile", "issuerId", "publicKeySha256", "status", "tbs", "tbsSha256", "notBefore", "notAfter",
        "intendedAt",
      ),
    )
    .onConflictDoNothing()
    .returning({ serial: certificate.serial }),
);

/**
 * A change and all that follows from it go to the database in one breath: none waits for the answer to another, and a connection answers
 * in the order in which it is asked. Where somebody else was first with the change (false), what follows from it is undone.
 */
export async function allOrNothing(db: Db, work: (tx: Db) => Promise<boolean>): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      if (!(await work(tx))) tx.rollback();
    });
    return true;
  } catch (thrown) {
    if (thrown instanceof TransactionRollbackError) return false;
    throw thrown;
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
