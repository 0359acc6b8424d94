import { eq } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { numberPolicy, resolvePolicies, type PolicySubject, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { currentRelease, getDefinition, listDefinitions, type Pinned } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";

/** The policies of a release that hold for a subject on the day of `now`, by key. */
export async function releasePolicies(db: Db, releaseId: number, subject: PolicySubject, now: Date): Promise<PolicyValues> {
  const sets = await listDefinitions(db, releaseId, "policy");
  return resolvePolicies(sets.flatMap(({ content }) => content.policies), subject, officeDate(now));
}

/** The policies under which one request is handled: of the release that it pinned (P17), for its channel and segment. */
export async function requestPolicies(db: Db, requestId: string, now: Date): Promise<PolicyValues> {
  const [found] = await db
    .select({ releaseId: request.releaseId, channel: request.channel, segment: enterprise.segment })
    .from(request)
    .leftJoin(enterprise, eq(enterprise.id, request.enterpriseId))
    .where(eq(request.id, requestId));
  if (!found) throw new Problem("request.unknown");
  return releasePolicies(db, found.releaseId, { channel: found.channel, segment: found.segment ?? "regular", certificateKind: "personal" }, now);
}

/** One policy of a request that is a number. */
export async function requestPolicy(db: Db, requestId: string, key: string, now: Date): Promise<number> {
  return numberPolicy(await requestPolicies(db, requestId, now), key);
}

/**
 * The office's day for a request of this release: the hour until when something counts as received today is the one that it pinned (P17). The
 * calendar is the one of now: a day on which nobody works is nobody's working day, whatever was published when the request began (D10).
 */
export async function officeDay(db: Db, releaseId: number, now: Date): Promise<OfficeDay & { calendarVersion: number }> {
  const { content, version } = await pinnedCalendar(db, await currentRelease(db));
  const policies = await releasePolicies(db, releaseId, {}, now);
  return { calendar: content, calendarVersion: version, receivedUntil: String(policies["review.receivedUntil"] ?? "17:00") };
}

/** The calendar of a release: by it the rules of that release judge, now and when somebody asks why. */
export async function pinnedCalendar(db: Db, releaseId: number): Promise<Pinned<"calendar">> {
  const [calendar] = await listDefinitions(db, releaseId, "calendar");
  if (!calendar) throw new Problem("definition.unknown", { kind: "calendar", key: "" });
  return calendar;
}

/** The request type that a request pinned. */
export async function requestTypeOf(db: Db, of: { releaseId: number; type: string }) {
  return (await getDefinition(db, of.releaseId, "request-type", of.type)).content;
}
