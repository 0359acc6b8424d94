import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lt, ne } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import { certificateCheck, certificateFinding } from "#db/schema/authority.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record, recordAll } from "#app/domain/audit/record.ts";

import type { CertificateInspector, Discrepancy } from "./ports.ts";

/** So many in one step: some tens of milliseconds. A million take an hour of the night. */
const IN_ONE_STEP = 300;
/** Longer ago than this, a day was missed. */
const LATE_MS = 36 * 3_600_000;
/** So many findings are shown; whoever has more sees the cause in these. */
const MOST_SHOWN = 100;

const BY = inTrail(system("recheck"));

type Check = typeof certificateCheck.$inferSelect;

/**
 * One step of the daily walk along all stored certificates (P14): begins a walk when the last was begun before `dueSince`, and goes on where one was left, also by
 * another process. What does not agree is a finding, which stands until a whole walk has not found it any more; both are in the trail. What an authority of before
 * issued is passed over, for its certificate is not here to judge it by.
 */
export async function recheckInTurn(db: Db, inspector: CertificateInspector, { now, dueSince }: { now: Date; dueSince: Date }): Promise<void> {
  const walk = (await openCheck(db)) ?? (await beginCheck(db, { now, dueSince }));
  if (walk === null) return;
  const page = await db
    .select({
      serial: certificate.serial, userNumber: certificate.userNumber, issuerId: certificate.issuerId, tbs: certificate.tbs, tbsSha256: certificate.tbsSha256, der: certificate.der,
      publicKeySha256: certificate.publicKeySha256, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
    })
    .from(certificate)
    .where(and(gt(certificate.serial, walk.position), ne(certificate.status, "intended")))
    .orderBy(asc(certificate.serial))
    .limit(IN_ONE_STEP);
  const found = page.flatMap(({ issuerId, der, ...stored }) => {
    if (!inspector.knows(issuerId)) return [];
    const discrepancies: Discrepancy[] = der ? inspector.inspect({ ...stored, issuerId, der }) : ["unreadable"];
    return discrepancies.map((what) => ({ serial: stored.serial, what }));
  });
  const isThrough = page.length < IN_ONE_STEP;
  await db.transaction(async (tx) => {
    // Of two steps at once, the one that comes second finds that the walk has gone on, and changes nothing.
    const [kept] = await tx
      .update(certificateCheck)
      .set({ position: page.at(-1)?.serial ?? walk.position, checked: walk.checked + page.length, endedAt: isThrough ? now : null })
      .where(and(eq(certificateCheck.id, walk.id), eq(certificateCheck.position, walk.position), isNull(certificateCheck.endedAt)))
      .returning();
    if (!kept) return;
    await noteFound(tx, kept, found, now);
    if (isThrough) await closeCheck(tx, kept, now);
  });
}

async function noteFound(tx: Db, { id }: Check, found: ReadonlyArray<{ serial: string; what: Discrepancy }>, now: Date): Promise<void> {
  if (found.length === 0) return;
  const fresh = await tx
    .insert(certificateFinding)
    .values(found.map((one) => ({ ...one, foundAt: now, checkId: id })))
    .onConflictDoNothing()
    .returning({ serial: certificateFinding.serial, what: certificateFinding.what });
  const serials = [...new Set(found.map(({ serial }) => serial))];
  for (const what of new Set(found.map((one) => one.what))) {
    const again = found.filter((one) => one.what === what).map(({ serial }) => serial);
    await tx.update(certificateFinding).set({ checkId: id }).where(and(inArray(certificateFinding.serial, again), eq(certificateFinding.what, what), isNull(certificateFinding.goneAt)));
  }
  await recordAll(
    tx,
    serials.flatMap((serial) => fresh.filter((one) => one.serial === serial).map(({ what }) => ({ now, actor: BY, act: "certificate.found-wrong" as const, subject: { kind: "certificate", id: serial }, details: { what } }))),
  );
}

/** What this walk has not found any more is gone. */
async function closeCheck(tx: Db, walk: Check, now: Date): Promise<void> {
  const gone = await tx
    .update(certificateFinding)
    .set({ goneAt: now })
    .where(and(isNull(certificateFinding.goneAt), lt(certificateFinding.checkId, walk.id)))
    .returning({ serial: certificateFinding.serial, what: certificateFinding.what });
  await recordAll(tx, gone.map(({ serial, what }) => ({ now, actor: BY, act: "certificate.found-right" as const, subject: { kind: "certificate", id: serial }, details: { what } })));
  const [standing] = await tx.select({ findings: count() }).from(certificateFinding).where(isNull(certificateFinding.goneAt));
  await record(tx, { now, actor: BY, act: "certificate.rechecked", subject: { kind: "certificate-check", id: walk.id }, details: { checked: walk.checked, findings: standing?.findings ?? 0 } });
}

async function openCheck(db: Db): Promise<Check | null> {
  const [walk] = await db.select().from(certificateCheck).where(isNull(certificateCheck.endedAt));
  return walk ?? null;
}

async function beginCheck(db: Db, { now, dueSince }: { now: Date; dueSince: Date }): Promise<Check | null> {
  const [last] = await db.select({ begunAt: certificateCheck.begunAt }).from(certificateCheck).orderBy(desc(certificateCheck.id)).limit(1);
  if (last && last.begunAt >= dueSince) return null;
  const [walk] = await db.insert(certificateCheck).values({ begunAt: now }).onConflictDoNothing().returning();
  return walk ?? null;
}

export type RecheckShown = {
  state: "sound" | "wrong" | "late" | "never";
  last: { checked: number; endedAt: Date } | null;
  running: { checked: number; begunAt: Date } | null;
  findings: Array<{ serial: string; userNumber: string | null; what: Discrepancy; foundAt: Date }>;
  findingCount: number;
};

/** How many findings stand. */
export async function countFindings(db: Db): Promise<number> {
  return db.$count(certificateFinding, isNull(certificateFinding.goneAt));
}

/** What the daily walk came to, for the security officer: the newest findings that stand, and how many there are. */
export async function latestRecheck(db: Db, now: Date): Promise<RecheckShown> {
  const running = await openCheck(db);
  const [last] = await db.select().from(certificateCheck).where(isNotNull(certificateCheck.endedAt)).orderBy(desc(certificateCheck.id)).limit(1);
  const stands = isNull(certificateFinding.goneAt);
  const findingCount = await countFindings(db);
  const findings = await db
    .select({ serial: certificateFinding.serial, what: certificateFinding.what, foundAt: certificateFinding.foundAt, userNumber: certificate.userNumber })
    .from(certificateFinding)
    .leftJoin(certificate, eq(certificate.serial, certificateFinding.serial))
    .where(stands)
    .orderBy(desc(certificateFinding.foundAt), asc(certificateFinding.serial))
    .limit(MOST_SHOWN);
  const isLate = !last?.endedAt || now.getTime() - last.endedAt.getTime() > LATE_MS;
  return {
    state: findingCount > 0 ? "wrong" : !last ? "never" : isLate ? "late" : "sound",
    last: last?.endedAt ? { checked: last.checked, endedAt: last.endedAt } : null,
    running: running && { checked: running.checked, begunAt: running.begunAt },
    findings: findings.map((finding) => ({ ...finding, what: finding.what as Discrepancy })),
    findingCount,
  };
}
