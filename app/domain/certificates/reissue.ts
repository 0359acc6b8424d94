import { and, asc, desc, eq, inArray, isNull, or } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { reissue } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import { outsider, type SystemActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater, isPast } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";

import type { Certificate } from "./intend.ts";
import { certificatePolicies } from "./life-cycle.ts";
import { listCurrent, type Current } from "./outdated.ts";
import { revokeCertificate } from "./revoke.ts";

export type Reissue = typeof reissue.$inferSelect;

/** What changed what a certificate says: a request, or a move between enterprises. */
export type ReissueCause = { requestId: string } | { moveId: string };

/**
 * Lets the holders of certificates that say something which is no longer so have another one, at once and by themselves (R107): they renew, or install again with number and PIN. What
 * they have keeps working until then, for `reissue.days` at most. Each account once for one cause; a later cause takes the place of an earlier one, with a term of its own, and what is
 * right again needs nothing. Personal certificates only. Throws `policy.not-a-number` until the office has published a term. In the transaction that changed the data; holder and contact are told. Answers how many were opened.
 */
export async function openReissues(tx: Db, office: Pick<Office, "queue">, of: { userNumbers: readonly string[]; because: ReissueCause; by: SystemActor; now: Date }): Promise<number> {
  const { because, by, now } = of;
  const userNumbers = [...new Set(of.userNumbers)].sort();
  if (userNumbers.length === 0) return 0;
  // Whoever is about to store a certificate with what was so a moment ago has done it by now, or sees what is so.
  const holders = await tx.select().from(account).where(inArray(account.userNumber, userNumbers)).orderBy(asc(account.userNumber)).for("update");
  await holdIssued(tx, userNumbers);
  const asked = new Set((await tx.select({ userNumber: reissue.userNumber }).from(reissue).where(and(causedBy(because), inArray(reissue.userNumber, userNumbers)))).map(({ userNumber }) => userNumber));
  const current = new Map((await listCurrent(tx, { userNumbers, now })).filter(({ kind }) => kind === "personal").map((one) => [one.userNumber, one]));
  let opened = 0;
  for (const holder of holders) {
    const { userNumber } = holder;
    if (asked.has(userNumber)) continue;
    await tx.update(reissue).set({ outcome: "overtaken", endedAt: now }).where(and(eq(reissue.userNumber, userNumber), isNull(reissue.outcome)));
    const it = current.get(userNumber);
    if (!it || it.differs.length === 0) continue;
    const until = earlier(daysLater(now, numberPolicy(await certificatePolicies(tx, holder, now), "reissue.days")), it.notAfter);
    await open(tx, office, { it, because, until, by, now });
    opened += 1;
  }
  return opened;
}

async function open(tx: Db, office: Pick<Office, "queue">, { it, because, until, by, now }: { it: Current; because: ReissueCause; until: Date; by: SystemActor; now: Date }): Promise<void> {
  const { userNumber, serial, differs } = it;
  const [made] = await tx.insert(reissue).values({ userNumber, serial, ...because, differs, openedAt: now, until }).returning({ id: reissue.id });
  if (!made) throw new Error(`The reissue of ${serial} was not stored.`);
  const requestId = "requestId" in because ? because.requestId : null;
  await record(tx, { now, actor: inTrail(by), act: "reissue.opened", subject: { kind: "certificate", id: serial }, requestId, details: { userNumber, differs: [...differs], until: until.toISOString() } });
  await office.queue.enqueue(tx, tellJob, { happening: "reissue.opened", userNumber, serial, about: made.id });
}

/** Whether the office has published how long somebody has: what came with a new version of the software waits until it does. */
export async function mayBeReissued(db: Db, now: Date): Promise<boolean> {
  return typeof (await releasePolicies(db, await currentRelease(db), { certificateKind: "personal" }, now))["reissue.days"] === "number";
}

function causedBy(because: ReissueCause) {
  return "requestId" in because ? eq(reissue.requestId, because.requestId) : eq(reissue.moveId, because.moveId);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/**
 * What an account may have another certificate for at `now`. `isOpen`: the term runs. Else it is over, or was ended by it: whoever did nothing may still install with number and PIN,
 * for as long as after any end (`reinstall.windowDays`), which the caller holds against `until`.
 */
export async function findReissue(db: Db, userNumber: string, now: Date): Promise<(Reissue & { isOpen: boolean }) | null> {
  const [found] = await db
    .select()
    .from(reissue)
    .where(and(eq(reissue.userNumber, userNumber), or(isNull(reissue.outcome), eq(reissue.outcome, "lapsed"))))
    .orderBy(desc(reissue.openedAt))
    .limit(1);
  return found ? { ...found, isOpen: found.outcome === null && !isPast(found.until, now) } : null;
}

/** Whether a certificate came of a reissue. */
export async function cameOfReissue(db: Db, serial: string): Promise<boolean> {
  return (await db.$count(reissue, eq(reissue.successor, serial))) > 0;
}

/** Whether a certificate is still to be replaced; held until the transaction ends. */
export async function isToBeReplaced(tx: Db, serial: string): Promise<boolean> {
  const open = await tx.select({ id: reissue.id }).from(reissue).where(and(eq(reissue.serial, serial), isNull(reissue.outcome))).for("update");
  return open.length > 0;
}

/** Holds the issued certificates of accounts, the older first as whoever revokes or renews one of them does. */
export async function holdIssued(tx: Db, userNumbers: readonly string[]): Promise<Array<{ serial: string; notAfter: Date }>> {
  return tx
    .select({ serial: certificate.serial, notAfter: certificate.notAfter })
    .from(certificate)
    .where(and(inArray(certificate.userNumber, [...userNumbers]), eq(certificate.status, "issued")))
    .orderBy(asc(certificate.userNumber), asc(certificate.intendedAt), asc(certificate.serial))
    .for("update");
}

/**
 * The new certificate is there: what its holder had is revoked in the same transaction, an older one that still overlapped included, so that one is left. Before the new one is marked as issued:
 * the older rows are held first. Answers whether there was anything to replace.
 */
export async function replaceByNew(tx: Db, successor: Certificate, now: Date): Promise<boolean> {
  const { userNumber, serial, predecessor } = successor;
  if (predecessor === null) return false;
  const issued = await holdIssued(tx, [userNumber]);
  const [closed] = await tx.update(reissue).set({ outcome: "issued", endedAt: now, successor: serial }).where(and(eq(reissue.serial, predecessor), isNull(reissue.outcome))).returning();
  if (!closed) return false;
  const by = outsider("user", userNumber);
  for (const former of issued) {
    if (former.serial !== serial && !isPast(former.notAfter, now)) await revokeCertificate(tx, { serial: former.serial, reason: "affiliationChanged", by, now });
  }
  const took = now.getTime() - closed.openedAt.getTime();
  await record(tx, { now, actor: inTrail(by), act: "reissue.done", subject: { kind: "certificate", id: predecessor }, requestId: closed.requestId, details: { userNumber, successor: serial, hours: Math.floor(took / 3_600_000) } });
  return true;
}
