import { and, eq, isNotNull, isNull, ne, sql, type SQL } from "drizzle-orm";

import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import type { Office } from "#app/domain/office.ts";

import { pinnedCalendar } from "./policy.ts";
import { referenceOf } from "./reference.ts";
import { countedBy } from "./review-clock.ts";

const BATCH = 200;
/** How many terms a preview looks at: beyond that the exact number tells nothing more. */
const MOST_PREVIEWED = 20_000;
const MOST_SHOWN = 50;

export type MovedTerm = { requestId: string; reference: string; type: string; stage: "review" | "delivery"; from: Date; to: Date };
export type RecountPreview = { running: number; isMore: boolean; later: number; earlier: number; shown: MovedTerm[] };

/**
 * Which terms that run would end on another day if this calendar took the place of the present one (D10): how many later and earlier, and the
 * first of them. Changes nothing. Reads the running clocks alone, by their own index.
 */
export async function previewRecount(db: Db, { calendar, version, now, most = MOST_PREVIEWED }: { calendar: Calendar; version: number; now: Date; most?: number }): Promise<RecountPreview> {
  const preview: RecountPreview = { running: 0, isMore: false, later: 0, earlier: 0, shown: [] };
  for (let after: ClockKey | null = null; ; ) {
    const batch = await runningClocks(db, { after, limit: 1000 });
    for (const { clock, number, type } of batch) {
      const moved = await countedBy(db, clock, { calendar, version, now });
      preview.running += 1;
      if (moved.dueAt.getTime() === clock.dueAt.getTime()) continue;
      if (moved.dueAt > clock.dueAt) preview.later += 1;
      else preview.earlier += 1;
      if (preview.shown.length < MOST_SHOWN) {
        preview.shown.push({ requestId: clock.requestId, reference: referenceOf(number), type, stage: clock.stage, from: clock.dueAt, to: moved.dueAt });
      }
    }
    const last = batch.at(-1);
    if (!last || batch.length < 1000) return preview;
    if (preview.running >= most) return { ...preview, isMore: true };
    after = last.clock;
  }
}

/**
 * Lets every term that runs or stands still count by the published calendar, in batches of their own transaction. Each clock knows by which
 * calendar it counts, so that this can stop anywhere, come twice, and meet what people do meanwhile, without moving a term twice.
 */
export async function recountTerms(office: Office, { now }: { now: Date }): Promise<void> {
  const { content: calendar, version } = await pinnedCalendar(office.db, await currentRelease(office.db));
  const isBehind = ne(requestClock.calendarVersion, version);
  for (;;) {
    const moved = await office.db.transaction(async (tx) => {
      const batch = await runningClocks(tx, { limit: BATCH, where: isBehind, locked: true });
      for (const { clock } of batch) await recountOne(tx, clock, await countedBy(tx, clock, { calendar, version, now }), now);
      return batch.length;
    });
    if (moved < BATCH) return;
  }
}

type Clock = typeof requestClock.$inferSelect;
type ClockKey = Pick<Clock, "requestId" | "stage">;

async function recountOne(tx: Db, before: Clock, after: Clock, now: Date): Promise<void> {
  const { requestId, stage } = before;
  const isMoved = after.dueAt.getTime() !== before.dueAt.getTime();
  const again = isMoved ? { warnedAt: null, escalatedAt: null } : {};
  await tx
    .update(requestClock)
    .set({ dueAt: after.dueAt, calendarVersion: after.calendarVersion, ...again })
    .where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, stage)));
  if (!isMoved) return;
  // The queue's own column, where it shows this term; while a clock stands still it shows none.
  await tx.update(request).set({ dueAt: after.dueAt }).where(and(eq(request.id, requestId), eq(request.dueAt, before.dueAt)));
  await record(tx, {
    now,
    actor: inTrail(system("recount-terms")),
    act: "deadline.moved",
    subject: { kind: "request", id: requestId },
    requestId,
    details: { stage, from: before.dueAt.toISOString(), to: after.dueAt.toISOString(), calendarVersion: after.calendarVersion },
  });
}

async function runningClocks(db: Db, { after, limit, where, locked }: { after?: ClockKey | null; limit: number; where?: SQL; locked?: boolean }) {
  const place = after ? sql`(${requestClock.requestId}, ${requestClock.stage}) > (${after.requestId}::uuid, ${after.stage})` : undefined;
  const query = db
    .select({ clock: requestClock, number: request.number, type: request.type })
    .from(request)
    .innerJoin(requestClock, eq(request.id, requestClock.requestId))
    .where(and(isNull(requestClock.stoppedAt), isNotNull(requestClock.calendarVersion), place, where))
    .orderBy(requestClock.requestId, requestClock.stage)
    .limit(limit);
  // The request first, as every act does; and both, so that what somebody did while this waited is what is read.
  return locked ? query.for("update") : query;
}
