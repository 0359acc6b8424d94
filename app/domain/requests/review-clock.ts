import { and, eq } from "drizzle-orm";

import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { hoursLater, pause, resume, resumeHours, startClock, underCalendar, type OfficeDay, type TermClock } from "#app/domain/deadlines/clock.ts";
import { numberPolicy, type PolicyValues } from "#app/domain/decisions/policies.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinitionVersion } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";

import { officeDay, requestTypeOf } from "./policy.ts";

/** The office has one calendar. */
export const CALENDAR = "calendar";

/** The term of the review as the request type declares it, from its receipt: working days (D9), or hours on whatever day (D23). */
export function reviewTerm({ deadlines: { review } }: RequestType, policies: PolicyValues, now: Date, office: OfficeDay): TermClock {
  if (typeof review === "string") return startClock({ receivedAt: now, workingDays: numberPolicy(policies, review), ...office });
  return { startedAt: now, dueAt: hoursLater(now, numberPolicy(policies, review.hours)), pausedSince: null, pausedMs: 0 };
}

/** The policy that says how long a delivery may take, of a type that names none of its own: its tasks by hand run under the same promise (R25). */
export const DELIVERY_TERM = "delivery.workingDays";

/** The term of the delivery as the request type declares it, from the identification (D9). */
export function deliveryTerm({ deadlines: { delivery } }: RequestType, policies: PolicyValues, since: Date, office: OfficeDay): TermClock {
  return startClock({ receivedAt: since, workingDays: numberPolicy(policies, delivery ?? DELIVERY_TERM), ...office });
}

/** Stops the clock of the review while we wait for the customer (D9). */
export async function pauseReview(tx: Db, requestId: string, now: Date): Promise<void> {
  const clock = await lockClock(tx, requestId);
  if (clock) await keep(tx, clock, pause(clock, now));
}

/**
 * Lets the clock of the review run on after a pause, or after the decision that had stopped it is void, with as many working days as it had
 * left, or hours. Answers when the review is due now; null when the request was never received. A term that had passed stays passed.
 */
export async function resumeReview(tx: Db, requestId: string, now: Date): Promise<Date | null> {
  const clock = await lockClock(tx, requestId);
  if (!clock) return null;
  const [found] = await tx.select({ releaseId: request.releaseId, type: request.type }).from(request).where(eq(request.id, requestId));
  if (!found) throw new Problem("request.unknown");
  const { review } = (await requestTypeOf(tx, found)).deadlines;
  const stood = { ...clock, pausedSince: clock.pausedSince ?? clock.stoppedAt };
  const resumed = typeof review === "string" ? await resumeDays(tx, stood, found.releaseId, now) : resumeHours(stood, now);
  await keep(tx, clock, resumed);
  return resumed.dueAt;
}

/** What was left is counted by the calendar under which the clock was stopped, and what is to come by the one of now (D10). */
async function resumeDays(tx: Db, stood: TermClock, releaseId: number, now: Date): Promise<TermClock> {
  const day = await officeDay(tx, releaseId, now);
  return resume(await countedBy(tx, stood, { calendar: day.calendar, version: day.calendarVersion, now }), now, day);
}

/** The clock as another calendar counts it (`underCalendar`); the same clock where it counts by that one already, or counts hours. */
export async function countedBy<Clock extends TermClock>(tx: Db, clock: Clock, { calendar, version, now }: { calendar: Calendar; version: number; now: Date }): Promise<Clock> {
  if (clock.calendarVersion === null || clock.calendarVersion === undefined || clock.calendarVersion === version) return clock;
  const { content: from } = await getDefinitionVersion(tx, "calendar", CALENDAR, clock.calendarVersion);
  return underCalendar(clock, now, { from, to: calendar, version });
}

type ClockRow = typeof requestClock.$inferSelect;

async function lockClock(tx: Db, requestId: string): Promise<ClockRow | null> {
  const [clock] = await tx.select().from(requestClock).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "review"))).for("update");
  return clock ?? null;
}

/** A term that ends on another day is warned of anew. */
async function keep(tx: Db, { requestId, stage }: ClockRow, { dueAt, pausedSince, pausedMs, calendarVersion }: TermClock): Promise<void> {
  await tx.update(requestClock).set({ dueAt, pausedSince, pausedMs, calendarVersion, stoppedAt: null, warnedAt: null, escalatedAt: null }).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, stage)));
}
