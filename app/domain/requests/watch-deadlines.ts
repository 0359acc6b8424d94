import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from "drizzle-orm";

import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { addWorkingDays, officeDate } from "#app/domain/deadlines/calendar.ts";
import { endOfDay, hoursLater } from "#app/domain/deadlines/clock.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { alertStaffJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import { pinnedCalendar, releasePolicies } from "./policy.ts";
import { referenceOf } from "./reference.ts";

const BATCH = 200;

/** Until when a term is nearly due, by the office's day: for working days, and for hours (D23). */
type Horizon = { days: Date; hours: Date };

/**
 * Warns once of every term that is nearly due and says once of each that has passed (R21): an event in the history of the request, and for
 * terms of hours a message to the desk at once. A term that is moved or stood still is watched anew. Finds its rows by partial indexes.
 */
export async function watchDeadlines(office: Office, { now }: { now: Date }): Promise<void> {
  const horizon = await horizonAt(office.db, now);
  const isNear = or(and(isNotNull(requestClock.calendarVersion), lte(requestClock.dueAt, horizon.days)), and(isNull(requestClock.calendarVersion), lte(requestClock.dueAt, horizon.hours)));
  const latest = horizon.days > horizon.hours ? horizon.days : horizon.hours;
  await inBatches(office, { act: "deadline.near", mark: requestClock.warnedAt, set: { warnedAt: now }, where: and(lte(requestClock.dueAt, latest), isNear), now });
  await inBatches(office, { act: "deadline.passed", mark: requestClock.escalatedAt, set: { escalatedAt: now, warnedAt: sql`coalesce(${requestClock.warnedAt}, ${now.toISOString()}::timestamptz)` }, where: lt(requestClock.dueAt, wholeSecond(now)), now });
}

/** The terms that the desk hears of in the morning: passed, or due by the end of the horizon; the nearest first. */
export type WatchedTerm = { requestId: string; reference: string; type: string; dueAt: Date; isLate: boolean; claimedBy: string | null };

/** Which terms run out by then or have, at most `limit` of them, and how many there are of both (counted up to 1,000). */
export async function listWatched(db: Db, { now, claimedBy, limit }: { now: Date; claimedBy?: string; limit: number }): Promise<{ terms: WatchedTerm[]; late: number; near: number }> {
  const { days } = await horizonAt(db, now);
  const mine = claimedBy === undefined ? undefined : and(eq(request.claimedBy, claimedBy), eq(request.status, "in-review"));
  const moment = wholeSecond(now);
  const running = and(isNull(requestClock.stoppedAt), isNull(requestClock.pausedSince), mine);
  const terms = await db
    .select({ requestId: request.id, number: request.number, type: request.type, dueAt: requestClock.dueAt, claimedBy: request.claimedBy })
    .from(requestClock)
    .innerJoin(request, eq(request.id, requestClock.requestId))
    .where(and(running, lte(requestClock.dueAt, days)))
    .orderBy(requestClock.dueAt, request.id)
    .limit(limit);
  const count = async (when: SQL | undefined) => {
    const found = db.select({ one: sql`1` }).from(requestClock).innerJoin(request, eq(request.id, requestClock.requestId)).where(and(running, when)).limit(1000).as("found");
    const [row] = await db.select({ many: sql<number>`count(*)::int` }).from(found);
    return row?.many ?? 0;
  };
  return {
    terms: terms.map(({ number, ...term }) => ({ ...term, reference: referenceOf(number), isLate: term.dueAt < moment })),
    late: await count(lt(requestClock.dueAt, moment)),
    near: await count(and(gte(requestClock.dueAt, moment), lte(requestClock.dueAt, days))),
  };
}

async function horizonAt(db: Db, now: Date): Promise<Horizon> {
  const release = await currentRelease(db);
  const policies = await releasePolicies(db, release, {}, now);
  const { content: calendar } = await pinnedCalendar(db, release);
  return {
    days: endOfDay(addWorkingDays(calendar, officeDate(now), numberPolicy(policies, "deadline.warnWorkingDays"))),
    hours: hoursLater(now, numberPolicy(policies, "deadline.warnHours")),
  };
}

type Watch = {
  act: "deadline.near" | "deadline.passed";
  mark: typeof requestClock.warnedAt | typeof requestClock.escalatedAt;
  set: { warnedAt?: Date | SQL; escalatedAt?: Date };
  where: SQL | undefined;
  now: Date;
};

async function inBatches(office: Office, { act, mark, set, where, now }: Watch): Promise<void> {
  for (let found = BATCH; found === BATCH; ) {
    found = await office.db.transaction(async (tx) => {
      const due = await tx
        .select({ requestId: requestClock.requestId, stage: requestClock.stage })
        .from(requestClock)
        .where(and(isNull(requestClock.stoppedAt), isNull(requestClock.pausedSince), isNull(mark), where))
        .orderBy(requestClock.dueAt)
        .limit(BATCH)
        .for("update", { skipLocked: true });
      if (due.length === 0) return 0;
      const marked = await tx
        .update(requestClock)
        .set(set)
        .where(and(inArray(sql`(${requestClock.requestId}, ${requestClock.stage})`, due.map(({ requestId, stage }) => sql`(${requestId}::uuid, ${stage})`)), isNull(mark)))
        .returning({ requestId: requestClock.requestId, stage: requestClock.stage, dueAt: requestClock.dueAt, calendarVersion: requestClock.calendarVersion });
      for (const { requestId, stage, dueAt, calendarVersion } of marked) {
        await record(tx, { now, actor: inTrail(system("deadlines")), act, subject: { kind: "request", id: requestId }, requestId, details: { stage, dueAt: dueAt.toISOString() } });
        // Hours do not wait for the message of tomorrow morning.
        if (calendarVersion === null) await office.queue.enqueue(tx, alertStaffJob, { requestId, what: act === "deadline.near" ? "near" : "passed", dueAt: dueAt.toISOString() });
      }
      return due.length;
    });
  }
}

function wholeSecond(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 1000) * 1000);
}
