import { and, eq } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { outsider } from "#app/domain/access/actor.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import type { Entrant } from "./judge.ts";
import { endSessionsOf } from "./sessions.ts";

/** Why users revoke a certificate of their own, and what a verifier elsewhere reads of it (RFC 5280, 5.3.1). */
export const OWN_REASONS = ["stolen", "lost", "unneeded"] as const;
export type OwnReason = (typeof OWN_REASONS)[number];
const REASON: Readonly<Record<OwnReason, RevocationReason>> = { stolen: "keyCompromise", lost: "unspecified", unneeded: "cessationOfOperation" };

/**
 * A user revokes the certificate in hand, for good, and their sessions end with it; they and their contact are told (D6). Where somebody else may have it, all of theirs go: who has the device has every
 * file on it, and none of the keys is ever certified again (P13). Twice is once. Answers the serials that were revoked now.
 */
export async function revokeOwnCertificate(office: Office, { entrant, why, now }: { entrant: Entrant; why: OwnReason; now: Date }): Promise<string[]> {
  const { userNumber, serial } = entrant;
  return office.db.transaction(async (tx) => {
    // The account first, as whoever renews, blocks or ends holds it.
    await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("share");
    const mine = await tx
      .select({ serial: certificate.serial })
      .from(certificate)
      .where(and(eq(certificate.userNumber, userNumber), eq(certificate.status, "issued"), ...(why === "stolen" ? [] : [eq(certificate.serial, serial)])))
      .orderBy(certificate.serial)
      .for("update");
    const revoked: string[] = [];
    for (const one of mine) if (await revokeCertificate(tx, { serial: one.serial, reason: REASON[why], by: outsider("user", userNumber), now })) revoked.push(one.serial);
    // Of several that went at once one e-mail tells.
    if (revoked.includes(serial)) await office.queue.enqueue(tx, tellJob, { happening: "certificate.revoked-by-user", userNumber, serial });
    await endSessionsOf(tx, { userNumber, why: "certificate", now });
    return revoked;
  });
}
