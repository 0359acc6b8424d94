import { and, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { draft, REQUEST_STATUSES, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { CHANNELS } from "#app/domain/definitions/schema/scope.ts";
import { CLOSED, type RequestStatus } from "#app/domain/requests/lifecycle.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import type { Stage } from "./of-types.ts";
import type { Whom } from "./whom.ts";

/** Of each type: beyond this many the exact number tells nothing more. */
const MOST_COUNTED = 10_000;
const MOST_SHOWN = 3;
const UNDER_WAY = REQUEST_STATUSES.filter((status) => !CLOSED.includes(status));
/** Until the desk has decided its term runs, or has yet to begin. */
const BEFORE_DECISION: RequestStatus[] = ["unconfirmed", "submitted", "in-review", "waiting-applicant", "second-check"];

/** How many there are; `isMore` where that is only how far it was counted. */
export type Counted = { count: number; isMore: boolean };
/** Requests under way, which keep the term that they began with (P17), with the first few that are due. */
export type Kept = Counted & { first: Array<{ requestId: string; reference: string; dueAt: Date }> };

/**
 * The requests of a type that have this stage before them or in it: the first 10,000 along `request_by_type`, which has every column that they are found by, and of those whoever is meant.
 */
export async function keptOf(db: Db, type: string, { stage, whom }: { stage: Stage | null; whom: Whom }): Promise<Kept> {
  const statuses = stage === "review" ? BEFORE_DECISION : UNDER_WAY;
  const found = db
    .select({ id: request.id, number: request.number, dueAt: request.dueAt, enterpriseId: request.enterpriseId })
    .from(request)
    .where(and(eq(request.type, type), inArray(request.channel, [...(whom.channels ?? CHANNELS)]), inArray(request.status, statuses)))
    .limit(MOST_COUNTED + 1)
    .as("found");
  const isMeant = whom.segments === null ? sql`true` : inArray(sql`coalesce(${enterprise.segment}, 'regular')`, [...whom.segments]);
  const rows = await db
    .select({ requestId: found.id, number: found.number, dueAt: found.dueAt, isMeant: sql<boolean>`${isMeant}`.as("is_meant"), mine: sql<number>`(count(*) filter (where ${isMeant}) over ())::int`, all: sql<number>`(count(*) over ())::int` })
    .from(found)
    .leftJoin(enterprise, eq(enterprise.id, found.enterpriseId))
    .orderBy(sql`is_meant desc, ${found.dueAt} nulls last`, desc(found.number))
    .limit(MOST_SHOWN);
  const first = rows.flatMap(({ requestId, number, dueAt, isMeant: mine }) => (mine && dueAt && stage === "review" ? [{ requestId, reference: referenceOf(number), dueAt }] : []));
  return { count: Math.min(rows[0]?.mine ?? 0, MOST_COUNTED), isMore: (rows[0]?.all ?? 0) > MOST_COUNTED, first };
}

/** The forms of these types that somebody has begun and not sent; they, too, will go by what they were begun with (P17). Of all forms that wait, the first 10,000 to be forgotten. */
export async function formsBegun(db: Db, types: readonly string[], now: Date): Promise<Counted> {
  const waiting = db.select({ type: draft.type }).from(draft).where(and(isNull(draft.submittedAt), gt(draft.expiresAt, now))).orderBy(draft.expiresAt).limit(MOST_COUNTED + 1).as("waiting");
  const [row] = await db.select({ all: sql<number>`count(*)::int`, mine: sql<number>`(count(*) filter (where ${inArray(waiting.type, [...types])}))::int` }).from(waiting);
  return { count: row?.mine ?? 0, isMore: (row?.all ?? 0) > MOST_COUNTED };
}

/** Several counts as one. */
export function sumOf(all: readonly Counted[]): Counted {
  return { count: all.reduce((sum, { count }) => sum + count, 0), isMore: all.some(({ isMore }) => isMore) };
}
