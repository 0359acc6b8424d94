import { asc, desc, eq, gt, inArray } from "drizzle-orm";

import { auditEvent, auditSeal } from "#db/schema/audit.ts";
import { flowLife, flowUntil } from "#db/schema/flow.ts";
import type { Db } from "#db/types.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { officeDay } from "#app/domain/requests/policy.ts";

import { LIFE_ACTS } from "./life.ts";
import { readLives, sameLife } from "./lives.ts";
import { addLife, withTheWhole, type Sums } from "./sums.ts";
import { addSums, keepLives } from "./write.ts";

const BATCH = 500;

/**
 * Brings the figures of the past up to the end of the audit chain: reads which requests the events since last time are about, reads each of those lives anew, and
 * puts what it adds now in the place of what it added before. The place in the chain moves in the same transaction, so that each event counts exactly once, whoever
 * is killed when. Acts wait for none of this. Goes away empty-handed while another does it, and after `most` batches, so that whoever has other things to do can do them.
 * Answers how many events it went through.
 */
export async function keepFigures(db: Db, { now, batch = BATCH, most = Infinity }: { now: Date; batch?: number; most?: number }): Promise<number> {
  let read = 0;
  for (let done = 0; done < most; done += 1) {
    const events = await db.transaction((tx) => keepBatch(tx, batch, now));
    read += events ?? 0;
    if ((events ?? 0) < batch) break;
  }
  return read;
}

async function keepBatch(tx: Db, batch: number, now: Date): Promise<number | null> {
  const position = await lockPlace(tx);
  if (position === null) return null;
  const events = await tx
    .select({ position: auditSeal.position, act: auditEvent.act, requestId: auditEvent.requestId })
    .from(auditSeal)
    .innerJoin(auditEvent, eq(auditEvent.id, auditSeal.eventId))
    .where(gt(auditSeal.position, position))
    .orderBy(asc(auditSeal.position))
    .limit(batch);
  const last = events.at(-1);
  if (!last) return 0;
  const acts: readonly string[] = LIFE_ACTS;
  const touched = [...new Set(events.flatMap(({ act, requestId }) => (requestId !== null && acts.includes(act) ? [requestId] : [])))];
  if (touched.length > 0) await refold(tx, touched, await officeDay(tx, await currentRelease(tx), now));
  await tx.update(flowUntil).set({ position: last.position });
  return events.length;
}

/** The place in the chain up to which the figures are kept, held until the end of the transaction; null while another holds it. */
export async function lockPlace(tx: Db): Promise<number | null> {
  await tx.insert(flowUntil).values({ position: 0 }).onConflictDoNothing();
  const [until] = await tx.select().from(flowUntil).for("update", { skipLocked: true });
  return until?.position ?? null;
}

async function refold(tx: Db, requestIds: string[], office: OfficeDay): Promise<void> {
  const former = new Map((await tx.select().from(flowLife).where(inArray(flowLife.requestId, requestIds))).map((one) => [one.requestId, one]));
  const changed = (await readLives(tx, requestIds, { office, former })).filter((one) => !sameLife(one, former.get(one.requestId)));
  const own: Sums = new Map();
  for (const one of changed) {
    const before = former.get(one.requestId);
    if (before) addLife(own, before, before.life, -1);
    addLife(own, one, one.life, 1);
  }
  await keepLives(tx, changed);
  await addSums(tx, withTheWhole(own));
}

/** How many events of the chain the figures are behind. For `/metrics`. */
export async function figuresLag(db: Db): Promise<number> {
  const [last] = await db.select({ position: auditSeal.position }).from(auditSeal).orderBy(desc(auditSeal.position)).limit(1);
  const [until] = await db.select().from(flowUntil);
  return (last?.position ?? 0) - (until?.position ?? 0);
}
