import { and, desc, eq, gt, isNull } from "drizzle-orm";

import { account, certificate, credential, installation, type AccountKind } from "#db/schema/accounts.ts";
import { reissue } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Credential } from "#app/domain/accounts/check-pin.ts";
import { record } from "#app/domain/audit/record.ts";
import { hasPassed } from "#app/domain/deadlines/calendar.ts";
import { isPast } from "#app/domain/deadlines/clock.ts";
import type { Office } from "#app/domain/office.ts";
import { nameInCertificate } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";

import { installationFacts, type LastLeave } from "./installation-facts.ts";
import { decideLifeCycle, refuseWhatRulesRefuse } from "./life-cycle.ts";
import { findRelease, spendRelease } from "./release.ts";
import { revokeCertificate } from "./revoke.ts";

export type Installation = typeof installation.$inferSelect;

/** How long a leave lasts. */
const HOUR_MS = 3_600_000;

/**
 * Gives leave to install to whoever has just shown number and PIN (`checkPin`), where the rules allow it (`installation.life-cycle`): the first time; again after the
 * certificate expired (R38, R39); by leave of two members of staff, and then what is valid is revoked first (D13); because what their certificate says was corrected, and then
 * that one goes when the new one is there (R107); and once more within an hour when they say that the file was not saved, and then the first certificate is revoked (D5). The
 * same leave for as long as it was not used. Throws what the rules refuse as `installation.<rule>`, `install.repeat` (there is a certificate, but the file may have been
 * lost: ask), `install.already`, `install.busy`, `credential.lapsed`, `credential.replaced`.
 */
export async function grantInstallation(office: Office, input: { credential: Credential; notSaved: boolean; now: Date }): Promise<Installation> {
  const { notSaved, now } = input;
  return office.db.transaction(async (tx) => {
    const { pin: owner } = await lockUsableCredential(tx, input.credential, now);
    const last = await findLastLeave(tx, owner.id);
    if (owner.installedAt === null && last?.certificate == null && isPast(owner.installUntil, now)) throw new Problem("credential.lapsed");
    const release = await findRelease(tx, owner.userNumber, now);
    const { facts, policies, newest, isReissue, isRenewedLately } = await installationFacts(tx, { owner, last, isReleased: release !== null, now });
    refuseWhatRulesRefuse("installation", await decideLifeCycle(tx, "installation", facts, policies));
    const isSpent = release !== null && facts["certificate.state"] !== "none" && facts["certificate.state"] !== "expired";
    if (isSpent) await spendRelease(tx, { release, by: outsider("user", owner.userNumber), now });
    // What came of a correction by renewal: its file may have been lost with the tab, and the one before it was revoked (D5).
    if (isRenewedLately && !isSpent && !isReissue) {
      if (!notSaved) throw new Problem("install.repeat");
      await revokeCertificate(tx, { serial: newest?.serial ?? "", reason: "superseded", by: outsider("user", owner.userNumber), now });
      return grant(tx, owner, { round: (last?.installation.round ?? 0) + 1, attempt: 2 }, now);
    }
    if (!last) return grant(tx, owner, { round: 1, attempt: 1 }, now);
    const { round } = last.installation;
    if (!last.certificate) return renewLeave(tx, last.installation, now);
    // Of an account that cannot log in to renew, what may be renewed is followed by what number and PIN install; for the rules let nobody else past who has one.
    const isRenewed = facts["certificate.kind"] !== "personal" && facts["renew.open"];
    if (isSpent || isReissue || isRenewed || facts["certificates.active"] === 0) return grant(tx, owner, { round: round + 1, attempt: 1 }, now);
    // The rules let it pass although there is a certificate: it is so young that its file may have been lost with the tab.
    if (!notSaved) throw new Problem("install.repeat");
    if (last.certificate.status === "intended") throw new Problem("install.busy");
    await revokeCertificate(tx, { serial: last.certificate.serial, reason: "superseded", by: outsider("user", owner.userNumber), now });
    return grant(tx, owner, { round, attempt: 2 }, now);
  });
}

/** The last leave that a PIN was good for, and what was made with it. */
async function findLastLeave(tx: Db, credentialId: string): Promise<LastLeave | null> {
  const [last] = await tx
    .select({ installation, certificate })
    .from(installation)
    .leftJoin(certificate, eq(certificate.installationId, installation.id))
    .where(eq(installation.credentialId, credentialId))
    .orderBy(desc(installation.round), desc(installation.attempt))
    .limit(1);
  return last ?? null;
}

/** The user says that the `.p12` is saved: from now on nothing is repeated. Twice is once. */
export async function markSaved(office: Office, input: { installationId: string; now: Date }): Promise<void> {
  const { installationId, now } = input;
  await office.db.transaction(async (tx) => {
    const [saved] = await tx
      .update(installation)
      .set({ savedAt: now })
      .from(credential)
      .where(and(eq(installation.id, installationId), isNull(installation.savedAt), eq(credential.id, installation.credentialId)))
      .returning({ userNumber: credential.userNumber });
    if (!saved) return;
    const { userNumber } = saved;
    await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "certificate.saved", subject: { kind: "account", id: userNumber } });
  });
}

/**
 * The PIN's row, still until the transaction ends: a purge, a block and a second tab wait here. Its account is held before it, as by whoever makes a new PIN or ends the account,
 * so that neither waits for the other; a certificate would hold it anyway, by its key. Both are asked for at once and in this order, and before anything that the caller asks after it.
 * Throws what makes it unusable.
 */
export async function lockUsableCredential(tx: Db, of: Pick<Credential, "id" | "userNumber">, now: Date): Promise<{ pin: Credential; holder: typeof account.$inferSelect }> {
  const [, [locked]] = await Promise.all([
    tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, of.userNumber)).for("key share").execute(),
    tx
      .select({ credential, holder: account })
      .from(credential)
      .innerJoin(account, eq(account.userNumber, credential.userNumber))
      .where(eq(credential.id, of.id))
      .for("update", { of: credential })
      .execute(),
  ]);
  if (!locked || locked.credential.blockedAt !== null) throw new Problem("credential.refused");
  const { credential: found, holder } = locked;
  if (found.voidedAt !== null) throw new Problem(found.voidReason === "purged" ? "credential.lapsed" : "credential.replaced");
  // Also for a leave that was given before: for an account that is blocked, or whose last day is over, nothing is signed (D23, R13).
  if (holder.status !== "active" || (holder.endsOn !== null && hasPassed(holder.endsOn, now))) throw new Problem("account.not-active");
  return { pin: found, holder };
}

async function grant(tx: Db, owner: Credential, which: { round: number; attempt: 1 | 2 }, now: Date): Promise<Installation> {
  const [granted] = await tx
    .insert(installation)
    .values({ credentialId: owner.id, ...which, grantedAt: now, expiresAt: new Date(now.getTime() + HOUR_MS) })
    .returning();
  if (!granted) throw new Error("The leave to install was not stored.");
  await record(tx, {
    now,
    actor: inTrail(outsider("user", owner.userNumber)),
    act: "installation.granted",
    subject: { kind: "account", id: owner.userNumber },
    details: which,
  });
  return granted;
}

/** A leave that made no certificate yet is given anew: a tab that was closed too early costs nobody their attempt. */
async function renewLeave(tx: Db, unused: Installation, now: Date): Promise<Installation> {
  // The second time is for a file that was lost within the hour, not for whoever finds the letter months later (D5).
  if (unused.attempt > 1 && now.getTime() - unused.grantedAt.getTime() > HOUR_MS) throw new Problem("install.already");
  const expiresAt = new Date(now.getTime() + HOUR_MS);
  const [renewed] = await tx.update(installation).set({ expiresAt }).where(eq(installation.id, unused.id)).returning();
  return renewed ?? unused;
}

/** The condition "this leave can still be used". */
function leaveIsOpen(installationId: string, now: Date) {
  return and(eq(installation.id, installationId), gt(installation.expiresAt, now));
}

/** What a leave is about, for the page: whose, until when (null once something was installed), and whether its certificate was made. Null when it is gone or over. */
export type LeaveInHand = { installation: Installation; userNumber: string; kind: AccountKind; holder: string; installUntil: Date | null; certificateMade: boolean; /** A certificate that still works goes when the new one is there (R107). */ replaces: boolean };

export async function findLeave(db: Db, input: { installationId: string; now: Date }): Promise<LeaveInHand | null> {
  const [found] = await db
    .select({ installation, credential, account, serial: certificate.serial, reissueId: reissue.id })
    .from(installation)
    .innerJoin(credential, eq(credential.id, installation.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .leftJoin(certificate, eq(certificate.installationId, installation.id))
    .leftJoin(reissue, and(eq(reissue.userNumber, account.userNumber), isNull(reissue.outcome)))
    .where(leaveIsOpen(input.installationId, input.now));
  if (!found) return null;
  const { userNumber } = found.credential;
  const installUntil = found.installation.round === 1 ? found.credential.installUntil : null;
  return { installation: found.installation, userNumber, kind: found.account.kind, holder: nameInCertificate(found.account), installUntil, certificateMade: found.serial !== null, replaces: found.reissueId !== null && found.serial === null };
}
