import { and, eq, ne } from "drizzle-orm";

import { account, blockedKey, certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { system, type Actor } from "#app/domain/access/actor.ts";
import { endAccount } from "#app/domain/accounts/end.ts";
import { revokeCertificate, type RevocationReason } from "#app/domain/certificates/revoke.ts";
import { Problem } from "#app/domain/problem.ts";

import type { Effect } from "./effect.ts";

/** What the form calls it, and what RFC 5280 does (5.3.1). */
const REASONS: Readonly<Record<string, RevocationReason>> = {
  left: "affiliationChanged",
  deceased: "affiliationChanged",
  compromised: "keyCompromise",
  "not-needed": "cessationOfOperation",
};

/**
 * Revokes the certificates of an account and ends it, for good (R48): rights, PIN and letters go with it. A key that fell into other hands is
 * never certified again. Throws `account.not-of-practice` for an account that is not there or not of this AGB code; one that ended before stays so.
 * Throws `account.being-installed` while a certificate is being signed, so that the job comes back for it.
 */
export const revokeAccount: Effect = async (_office, { row, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  const reason = REASONS[inputs.text("reason")] ?? "unspecified";
  return async (tx) => {
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber));
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    await revokeAndEnd(tx, { userNumber, reason, requestId: row.id, by: system("fulfilment"), now });
    return { userNumber };
  };
};

/** Ends an account with its certificates, in the caller's transaction. Throws `account.being-installed`. */
export async function revokeAndEnd(tx: Db, input: { userNumber: string; reason: RevocationReason; requestId: string; by: Actor; now: Date }): Promise<void> {
  const { userNumber, reason, requestId, by, now } = input;
  await endAccount(tx, { userNumber, requestId, by, now });
  await revokeCertificatesOf(tx, { userNumber, reason, by, now });
}

/** Revokes what an account has of certificates, in the caller's transaction. Throws `account.being-installed`. */
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
