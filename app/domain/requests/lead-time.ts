import { and, gte, inArray, lt, ne, sql } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { dayBegins, officeDate } from "#app/domain/deadlines/calendar.ts";
import { expectedDecision, workingDaysBefore } from "#app/domain/deadlines/expected.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { isDelivered, type RequestType } from "#app/domain/definitions/schema/request-type.ts";

import type { RequestStatus } from "./lifecycle.ts";
import type { RequestRow } from "./move.ts";
import { officeDay, releasePolicies } from "./policy.ts";

/** What is promised of a type, for the review and, where number and PIN leave the house, in working days for that; and what is expected of a request that is received now (R92). */
export type LeadTime = { promised: { workingDays: number } | { hours: number }; delivery: number | null; expectedOn: string | null; isLater: boolean };

/** The pace is that of four weeks: long enough for a holiday, short enough for who works here now. */
const MEASURED_WORKING_DAYS = 20;
/** A queue that is longer than this is counted no further: it is later than anybody waits for. */
const MOST_COUNTED = 5_000;
const AT_THE_DESK: RequestStatus[] = ["submitted", "in-review", "second-check"];

/**
 * How long the review of a type takes: as published, and the day by which a request that is sent now is expected to be decided, from the queue and from what was
 * decided in the last twenty working days. A type whose term counts in hours comes before the queue, and has no such day.
 */
export async function leadTimeOf(db: Db, of: { type: Pick<RequestType, "deadlines" | "effects">; releaseId: number; now: Date; before?: RequestRow }): Promise<LeadTime> {
  const { type, releaseId, now, before } = of;
  const policies = await releasePolicies(db, releaseId, {}, now);
  const { review } = type.deadlines;
  const delivery = type.deadlines.delivery !== undefined && isDelivered(type) ? numberPolicy(policies, type.deadlines.delivery) : null;
  if (typeof review !== "string") return { promised: { hours: numberPolicy(policies, review.hours) }, delivery, expectedOn: null, isLater: false };
  const promised = numberPolicy(policies, review);
  const office = await officeDay(db, releaseId, now);
  const today = officeDate(now);
  const since = workingDaysBefore(office.calendar, today, MEASURED_WORKING_DAYS);
  const pace = { ahead: await countAhead(db, before), decided: await countDecided(db, since, today), since };
  const { on, isLater } = expectedDecision({ ...pace, receivedAt: before?.confirmedAt ?? now, promised, office, today });
  // What has waited is expected no sooner than the queue before it takes from today.
  const later = before && isLater ? expectedDecision({ ...pace, receivedAt: now, promised, office, today }).on : on;
  return { promised: { workingDays: promised }, delivery, expectedOn: later, isLater };
}

async function countAhead(db: Db, before: RequestRow | undefined): Promise<number> {
  const isBefore = before?.dueAt ? and(lt(request.dueAt, before.dueAt), ne(request.id, before.id)) : undefined;
  const some = db
    .select({ one: sql`1` })
    .from(request)
    .where(and(inArray(request.status, AT_THE_DESK), isBefore))
    .limit(MOST_COUNTED)
    .as("ahead");
  const [row] = await db.select({ amount: sql<number>`count(*)::int` }).from(some);
  return row?.amount ?? 0;
}

async function countDecided(db: Db, since: string, until: string): Promise<number> {
  const [from, to] = [dayBegins(since), dayBegins(until)];
  if (!from || !to) return 0;
  const some = db.select({ one: sql`1` }).from(request).where(and(gte(request.decidedAt, from), lt(request.decidedAt, to))).limit(MOST_COUNTED * 10).as("decided");
  const [row] = await db.select({ amount: sql<number>`count(*)::int` }).from(some);
  return row?.amount ?? 0;
}
