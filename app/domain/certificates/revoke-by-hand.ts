import { eq } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { reasonsByHand, type RevocationReason } from "./reasons.ts";
import { revokeCertificate } from "./revoke.ts";

/**
 * Revokes a certificate on the word of a member of staff, for good, and tells its user and the contacts. One person may (D15 does not ask for two): whoever waits
 * for a colleague leaves a stolen key in use, and a new certificate is a letter away. Of two at once the write lets the first, and the second hears who it
 * was. What looks like a secret in the note is masked (D18, D19). Throws `certificate.unknown`, `certificate.being-made`, `certificate.revoked-already`, and `certificate.software-by-form` where it is
 * software's and the reason can wait for the form.
 */
export async function revokeByHand(office: Office, input: { serial: string; reason: RevocationReason; note: string; by: StaffActor; now: Date }): Promise<void> {
  const { serial, reason, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  await office.db.transaction(async (tx) => {
    const [{ kind } = { kind: null }] = await tx.select({ kind: certificate.kind }).from(certificate).where(eq(certificate.serial, serial));
    if (kind !== null && !reasonsByHand(kind, by).includes(reason)) throw new Problem("certificate.software-by-form", { field: "reason" });
    const isRevoked = await revokeCertificate(tx, { serial, reason, by, now, ...(note !== "" && { note }) });
    const [row] = await tx.select({ status: certificate.status, userNumber: certificate.userNumber }).from(certificate).where(eq(certificate.serial, serial));
    if (!row) throw new Problem("certificate.unknown");
    if (!isRevoked) throw new Problem(row.status === "intended" ? "certificate.being-made" : "certificate.revoked-already");
    await office.queue.enqueue(tx, tellJob, { happening: "certificate.revoked", userNumber: row.userNumber, serial });
  });
}
