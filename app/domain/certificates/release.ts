import { and, desc, eq, gte, inArray, isNull, lt } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { account, certificate } from "#db/schema/accounts.ts";
import { reinstallRelease, type RELEASE_REASONS } from "#db/schema/certificates.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { system, type Actor, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { certificatePolicies } from "./life-cycle.ts";
import type { RevocationReason } from "./reasons.ts";
import { revokeCertificate } from "./revoke.ts";

export { RELEASE_REASONS } from "#db/schema/certificates.ts";
export type Release = typeof reinstallRelease.$inferSelect;

/**
 * Proposes that somebody may install again although their certificate is valid: they lost it, or it was stolen (R40, R52, D13). A colleague has to agree (D15). Throws
 * `release.open` (there is one already), `release.nothing-valid`, `account.not-active`, `account.unknown`, `request.note-missing`.
 */
export async function proposeRelease(office: Office, input: { userNumber: string; why: (typeof RELEASE_REASONS)[number]; note: string; by: StaffActor; now: Date }): Promise<Release> {
  const { userNumber, why, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  return office.db.transaction(async (tx) => {
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("share");
    if (!holder) throw new Problem("account.unknown");
    if (holder.status !== "active") throw new Problem("account.not-active");
    if ((await listValid(tx, userNumber, now)).length === 0) throw new Problem("release.nothing-valid");
    await lapseReleases(tx, { userNumber, now });
    const [made] = await tx.insert(reinstallRelease).values({ userNumber, why, note, proposedBy: by.id, proposedAt: now }).onConflictDoNothing().returning();
    if (!made) throw new Problem("release.open");
    await record(tx, { now, actor: inTrail(by), act: "release.proposed", subject: { kind: "account", id: userNumber }, details: { reason: why, note } });
    return made;
  });
}

/**
 * Lets somebody install again because their practice asked for it by `request`, which is approved, identified and being carried out in this transaction: who decided it are the two pairs
 * of eyes (D15). From there on it is a release like those of staff's own. Throws `account.not-of-practice`, `account.has-ended`, `install.busy`, and what sends the request back to the desk:
 * `release.account-blocked`, `release.nothing-valid`, `release.open`, `release.one-pair-of-eyes`.
 */
export async function releaseOnRequest(
  tx: Db,
  office: Pick<Office, "queue">,
  of: { request: Pick<RequestRow, "id" | "agbCode" | "decidedBy" | "decidedAt" | "secondBy">; userNumber: string; why: (typeof RELEASE_REASONS)[number]; now: Date },
): Promise<void> {
  const { request, userNumber, why, now } = of;
  const { decidedBy: proposedBy, secondBy: decidedBy, decidedAt } = request;
  // Rules ask for it always; an administrator may publish others, and this is held none the less.
  if (proposedBy === null || decidedBy === null) throw new Problem("release.one-pair-of-eyes");
  const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("share");
  if (!holder || holder.agbCode !== request.agbCode) throw new Problem("account.not-of-practice");
  if (holder.status === "ended") throw new Problem("account.has-ended");
  if (holder.status !== "active") throw new Problem("release.account-blocked");
  const [newest] = await listValid(tx, userNumber, now);
  if (!newest) throw new Problem("release.nothing-valid");
  await lapseReleases(tx, { userNumber, now });
  const expiresAt = daysLater(now, numberPolicy(await certificatePolicies(tx, holder, now), "release.days"));
  const granted = { outcome: "granted", decidedBy, decidedAt: now, expiresAt } as const;
  const [made] = await tx
    .insert(reinstallRelease)
    .values({ userNumber, why, note: "", requestId: request.id, proposedBy, proposedAt: decidedAt ?? now, ...granted })
    .onConflictDoNothing()
    .returning({ id: reinstallRelease.id });
  if (!made) throw new Problem("release.open");
  const by = system("fulfilment");
  await record(tx, { now, actor: inTrail(by), act: ACTS.granted, subject: { kind: "account", id: userNumber }, requestId: request.id, details: { reason: why } });
  if (why === "stolen") await revokeValid(tx, { userNumber, reason: "keyCompromise", by, now });
  await office.queue.enqueue(tx, tellJob, { happening: "reinstall.released", userNumber, serial: newest.serial, about: made.id });
}

const ACTS = { granted: "release.granted", refused: "release.refused", withdrawn: "release.withdrawn" } as const;

/**
 * A colleague agrees that somebody may install again, or does not; who proposed it can only withdraw it, as long as it was not used. What was stolen is revoked at once, for
 * every minute counts; what was lost is revoked when installing begins, so that whoever finds it meanwhile was not without one. The user and the contact are told.
 * Throws `release.unknown`, `release.decided`, `access.own-act`, `account.not-active`.
 */
export async function decideRelease(office: Office, input: { id: string; outcome: keyof typeof ACTS; by: StaffActor; now: Date }): Promise<void> {
  const { id, outcome, by, now } = input;
  await office.db.transaction(async (tx) => {
    // The account before its certificates, as whoever ends it holds them.
    const [of] = await tx.select({ holder: account }).from(reinstallRelease).innerJoin(account, eq(account.userNumber, reinstallRelease.userNumber)).where(eq(reinstallRelease.id, id)).for("share", { of: account });
    const [before] = await tx.select().from(reinstallRelease).where(eq(reinstallRelease.id, id)).for("update");
    if (!of || !before) throw new Problem("release.unknown");
    const isOpen = before.outcome === null || (outcome === "withdrawn" && before.outcome === "granted" && before.usedAt === null);
    if (!isOpen) throw new Problem("release.decided");
    if (outcome !== "withdrawn" && before.proposedBy === by.id) throw new Problem("access.own-act");
    if (outcome === "granted" && of.holder.status !== "active") throw new Problem("account.not-active");
    const { userNumber, why } = before;
    const expiresAt = outcome === "granted" ? daysLater(now, numberPolicy(await certificatePolicies(tx, of.holder, now), "release.days")) : before.expiresAt;
    await tx.update(reinstallRelease).set({ outcome, decidedBy: by.id, decidedAt: now, expiresAt }).where(eq(reinstallRelease.id, id));
    await record(tx, { now, actor: inTrail(by), act: ACTS[outcome], subject: { kind: "account", id: userNumber }, details: { reason: why } });
    if (outcome !== "granted") return;
    const [newest] = await listValid(tx, userNumber, now);
    if (why === "stolen") await revokeValid(tx, { userNumber, reason: "keyCompromise", by, now });
    if (newest) await office.queue.enqueue(tx, tellJob, { happening: "reinstall.released", userNumber, serial: newest.serial, about: id });
  });
}

/** The release that somebody may use at `now`, held until the transaction ends. */
export async function findRelease(tx: Db, userNumber: string, now: Date): Promise<Release | null> {
  const [open] = await tx.select().from(reinstallRelease).where(isUsable(userNumber, now)).for("update");
  return open ?? null;
}

/** The same to be shown: until when somebody may install again although their certificate is valid; null where they may not. */
export async function releasedUntil(db: Db, userNumber: string, now: Date): Promise<Date | null> {
  const [open] = await db.select({ until: reinstallRelease.expiresAt }).from(reinstallRelease).where(isUsable(userNumber, now));
  return open?.until ?? null;
}

const isUsable = (userNumber: string, now: Date) => and(eq(reinstallRelease.userNumber, userNumber), eq(reinstallRelease.outcome, "granted"), isNull(reinstallRelease.usedAt), gte(reinstallRelease.expiresAt, now));

/** Begins to use a release: what is still valid of the account is revoked first, in the transaction that gives the leave to install (D13). */
export async function spendRelease(tx: Db, of: { release: Release; by: Actor; now: Date }): Promise<void> {
  const { release, by, now } = of;
  await revokeValid(tx, { userNumber: release.userNumber, reason: "superseded", by, now });
  await tx.update(reinstallRelease).set({ usedAt: now }).where(eq(reinstallRelease.id, release.id));
}

/** Who proposed and who decided it, and the request by which the practice asked for it. */
export type ReleaseLine = Release & { proposer: string; decider: string | null; reference: string | null };

/** The releases of an account, the newest first; at most 20. */
export async function listReleases(db: Db, userNumber: string): Promise<ReleaseLine[]> {
  const [proposer, decider] = [alias(staff, "proposer"), alias(staff, "decider")];
  const rows = await db
    .select({ release: reinstallRelease, proposer: proposer.name, decider: decider.name, request: request.number })
    .from(reinstallRelease)
    .innerJoin(proposer, eq(proposer.id, reinstallRelease.proposedBy))
    .leftJoin(decider, eq(decider.id, reinstallRelease.decidedBy))
    .leftJoin(request, eq(request.id, reinstallRelease.requestId))
    .where(eq(reinstallRelease.userNumber, userNumber))
    .orderBy(desc(reinstallRelease.proposedAt))
    .limit(20);
  return rows.map(({ release, request: number, ...names }) => ({ ...release, ...names, reference: number === null ? null : referenceOf(number) }));
}

/** What was granted and not used in time makes room for another one. */
async function lapseReleases(tx: Db, { userNumber, now }: { userNumber: string; now: Date }): Promise<void> {
  await tx
    .update(reinstallRelease)
    .set({ outcome: "lapsed" })
    .where(and(eq(reinstallRelease.userNumber, userNumber), eq(reinstallRelease.outcome, "granted"), isNull(reinstallRelease.usedAt), lt(reinstallRelease.expiresAt, now)));
}

/** What is valid of an account, the newest first: a renewed certificate may stand beside the one that it follows. */
async function listValid(tx: Db, userNumber: string, now: Date) {
  return tx
    .select({ serial: certificate.serial, status: certificate.status })
    .from(certificate)
    .where(and(eq(certificate.userNumber, userNumber), inArray(certificate.status, ["issued", "intended"]), gte(certificate.notAfter, now)))
    .orderBy(desc(certificate.intendedAt));
}

async function revokeValid(tx: Db, of: { userNumber: string; reason: RevocationReason; by: Actor; now: Date }): Promise<void> {
  const { userNumber, now, ...revocation } = of;
  const valid = await listValid(tx, userNumber, now);
  if (valid.some(({ status }) => status === "intended")) throw new Problem("install.busy");
  for (const { serial } of valid) await revokeCertificate(tx, { serial, now, ...revocation });
}
