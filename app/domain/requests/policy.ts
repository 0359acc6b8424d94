import { eq } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { numberPolicy, resolvePolicies, type PolicySubject, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
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

/** The calendar of a release, with the hour until when something counts as received today. */
export async function officeDay(db: Db, releaseId: number, now: Date): Promise<OfficeDay> {
  const [calendar] = await listDefinitions(db, releaseId, "calendar");
  if (!calendar) throw new Problem("definition.unknown", { kind: "calendar", key: "" });
  const policies = await releasePolicies(db, releaseId, {}, now);
  return { calendar: calendar.content, receivedUntil: String(policies["review.receivedUntil"] ?? "17:00") };
}

/** The request type that a request pinned. */
export async function requestTypeOf(db: Db, of: { releaseId: number; type: string }) {
  return (await getDefinition(db, of.releaseId, "request-type", of.type)).content;
}
