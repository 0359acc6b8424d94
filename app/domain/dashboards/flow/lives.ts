import { and, asc, eq, inArray } from "drizzle-orm";

import { auditEvent } from "#db/schema/audit.ts";
import type { flowLife} from "#db/schema/flow.ts";
import { type Life } from "#db/schema/flow.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { canonicalJson, type Json } from "#app/domain/audit/canonical.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";

import { LIFE_ACTS, lifeOf, type LifeEvent } from "./life.ts";
import type { Dimensions } from "./sums.ts";

export type Counted = Dimensions & { requestId: string; life: Life };

type Former = ReadonlyMap<string, typeof flowLife.$inferSelect>;

/**
 * The lives of these requests, read from the trail; those that do not count yet are left out. A request keeps the segment with which it was first counted: what its
 * practice became later says nothing of the day on which it asked.
 */
export async function readLives(db: Db, requestIds: readonly string[], { office, former }: { office: OfficeDay; former: Former }): Promise<Counted[]> {
  const [rows, events] = await Promise.all([
    db
      .select({ requestId: request.id, type: request.type, channel: request.channel, segment: enterprise.segment })
      .from(request)
      .leftJoin(enterprise, eq(enterprise.id, request.enterpriseId))
      .where(inArray(request.id, [...requestIds])),
    readEvents(db, requestIds),
  ]);
  return rows.flatMap(({ requestId, type, channel, segment }) => {
    const before = former.get(requestId);
    const life = lifeOf(events.get(requestId) ?? [], office, before?.life);
    return life ? [{ requestId, type, channel, segment: before?.segment ?? segment ?? "none", life }] : [];
  });
}

async function readEvents(db: Db, requestIds: readonly string[]): Promise<Map<string, LifeEvent[]>> {
  const rows = await db
    .select({ requestId: auditEvent.requestId, subjectId: auditEvent.subjectId, act: auditEvent.act, at: auditEvent.occurredAt, actorKind: auditEvent.actorKind, actorId: auditEvent.actorId, details: auditEvent.payload })
    .from(auditEvent)
    .where(and(inArray(auditEvent.requestId, [...requestIds]), inArray(auditEvent.act, [...LIFE_ACTS])))
    .orderBy(asc(auditEvent.requestId), asc(auditEvent.id));
  const byRequest = new Map<string, LifeEvent[]>();
  for (const { requestId, subjectId, act, details, ...rest } of rows) {
    // Joining and parting stand in the history of both requests, and are the life of only one.
    if (["request.joined", "request.parted"].includes(act) && subjectId !== requestId) continue;
    const event = { ...rest, act: act as TrailAct, details: details as LifeEvent["details"] };
    const list = byRequest.get(requestId ?? "");
    if (list) list.push(event);
    else byRequest.set(requestId ?? "", [event]);
  }
  return byRequest;
}

export function sameLife(one: Counted, other: (Dimensions & { life: Life }) | undefined): boolean {
  const text = ({ type, channel, segment, life }: Dimensions & { life: Life }) => canonicalJson([type, channel, segment, life] as unknown as Json);
  return other !== undefined && text(one) === text(other);
}
