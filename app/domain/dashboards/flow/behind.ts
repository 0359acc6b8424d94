import { and, desc, eq, gte, inArray, isNotNull, lt, lte, or, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

import { auditEvent } from "#db/schema/audit.ts";
import { flowLife } from "#db/schema/flow.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { dayBegins, plusDays } from "#app/domain/deadlines/calendar.ts";

import { livesWithin, type FigureFilter } from "../now.ts";
import { LETTERS } from "./life.ts";
import { MOST_DAYS, type Measure } from "./sums.ts";

/** A figure: what it counts, of which value ("" is whatever value), on which days. */
export type FigureOf = { measure: Measure; value: string; from: string; until: string; filter: FigureFilter };

/** A request behind a figure. Of what retention cleared, `isCleared`, nothing is left to open. */
export type Behind = { requestId: string; number: number | null; type: string; channel: string; on: string; subjectName: string | null; isCleared: boolean; status: string | null; life: (typeof flowLife.$inferSelect)["life"] };

const DAYS: Record<Exclude<Measure, "letter">, PgColumn> = {
  received: flowLife.receivedOn,
  decided: flowLife.decidedOn,
  reason: flowLife.decidedOn,
  how: flowLife.decidedOn,
  question: flowLife.decidedOn,
  "review-days": flowLife.decidedOn,
  "review-late": flowLife.decidedOn,
  decider: flowLife.decidedOn,
  second: flowLife.decidedOn,
  rule: flowLife.decidedOn,
  identification: flowLife.askedOn,
  "identification-days": flowLife.identifiedOn,
  closed: flowLife.closedOn,
  "delivery-days": flowLife.closedOn,
  "delivery-late": flowLife.closedOn,
  "whole-days": flowLife.closedOn,
};

const PAGE = 50;

/** The place of the last line of a page: its day and its request. */
export type Place = { on: string; id: string };

/**
 * The very requests that a figure counts, the latest day first, page by page. Along the index of the day by which the measure counts; letters along the acts of the trail. Answers one more than
 * a page has as `next`.
 */
export async function listBehind(db: Db, of: FigureOf, { place = null, limit = PAGE }: { place?: Place | null; limit?: number } = {}): Promise<{ lines: Behind[]; next: Place | null }> {
  const rows = of.measure === "letter" ? await withLetters(db, of, place, limit + 1) : await alongDays(db, of, DAYS[of.measure], place, limit + 1);
  const lines = rows.slice(0, limit);
  const last = lines.at(-1);
  return { lines, next: rows.length > limit && last ? { on: last.on, id: last.requestId } : null };
}

/** All of them, a thousand at a time, for a file. */
export async function* everyBehind(db: Db, of: FigureOf): AsyncGenerator<Behind[]> {
  for (let place: Place | null = null; ; ) {
    const { lines, next }: { lines: Behind[]; next: Place | null } = await listBehind(db, of, { place, limit: 1_000 });
    if (lines.length > 0) yield lines;
    if (next === null) return;
    place = next;
  }
}

const columns = (on: SQL<string>) => ({ requestId: flowLife.requestId, number: request.number, type: flowLife.type, channel: flowLife.channel, on, subjectName: request.subjectName, isCleared: sql<boolean>`${request.id} is null or ${request.clearedAt} is not null`, status: request.status, life: flowLife.life });

async function alongDays(db: Db, { measure, value, from, until, filter }: FigureOf, day: PgColumn, place: Place | null, limit: number): Promise<Behind[]> {
  return db
    .select(columns(sql<string>`${day}::text`))
    .from(flowLife)
    .leftJoin(request, eq(request.id, flowLife.requestId))
    .where(and(gte(day, from), lte(day, until), place === null ? undefined : sql`(${day}, ${flowLife.requestId}) < (${place.on}::date, ${place.id}::uuid)`, livesWithin(filter), hasValue(measure, value)))
    .orderBy(desc(day), desc(flowLife.requestId))
    .limit(limit);
}

/** That a life has this value of a measure, as `countsOf` counts it. */
function hasValue(measure: Measure, value: string): SQL | undefined {
  const has = (part: object) => sql`${flowLife.life} @> ${JSON.stringify(part)}::jsonb`;
  const days = (stage: "decided" | "identification" | "closed", path: SQL) => (value === "" ? sql`${path} is not null` : Number(value) >= MOST_DAYS ? sql`(${path})::int >= ${MOST_DAYS}` : sql`(${path})::int = ${Number(value)} and ${flowLife.life} ? ${stage}`);
  const [name = "", as = ""] = value.split(" ");
  switch (measure) {
    case "received":
    case "letter":
      return undefined;
    case "decided":
    case "closed":
      return value === "" ? undefined : has({ [measure]: { as: value } });
    case "reason":
      return value === "" ? has({ decided: { as: "reject" } }) : has({ decided: { reason: value } });
    case "how":
      return value === "" ? undefined : has({ decided: { how: value } });
    case "question":
      return value === "" ? sql`${flowLife.life} -> 'decided' ? 'asked'` : has({ decided: { asked: [value] } });
    case "decider":
      return has({ decided: { by: value } });
    case "second":
      return value === "" ? sql`${flowLife.life} -> 'decided' ? 'second'` : has({ decided: { second: value } });
    case "rule":
      return has({ decided: { rules: [name], ...(as !== "" && { as }) } });
    case "review-late":
      return has({ decided: { late: true } });
    case "delivery-late":
      return has({ closed: { late: true } });
    case "identification":
      return has({ identification: { steps: value === "" ? [] : [value] } });
    case "review-days":
      return days("decided", sql`${flowLife.life} #>> '{decided,days}'`);
    case "identification-days":
      return days("identification", sql`${flowLife.life} #>> '{identification,ended,days}'`);
    case "delivery-days":
      return days("closed", sql`${flowLife.life} #>> '{closed,deliveryDays}'`);
    case "whole-days":
      return days("closed", sql`${flowLife.life} #>> '{closed,days}'`);
  }
}

/** Requests of which a letter came that far, by the trail: a letter may come long after whatever else is counted of its request. */
async function withLetters(db: Db, { value, from, until, filter }: FigureOf, place: Place | null, limit: number): Promise<Behind[]> {
  const acts = Object.entries(LETTERS).flatMap(([act, step]) => (value === "" || step === value ? [act] : []));
  const [first, end] = [dayBegins(from), dayBegins(plusDays(until, 1))];
  if (!first || !end) return [];
  const day = sql<string>`max((${auditEvent.occurredAt} at time zone 'Europe/Amsterdam')::date)::text`;
  const events = db
    .select({ requestId: auditEvent.requestId, on: day.as("on") })
    .from(auditEvent)
    .where(and(inArray(auditEvent.act, acts), isNotNull(auditEvent.requestId), gte(auditEvent.occurredAt, first), lt(auditEvent.occurredAt, end)))
    .groupBy(auditEvent.requestId)
    .as("letters");
  return db
    .select(columns(sql<string>`${events.on}`))
    .from(events)
    .innerJoin(flowLife, sql`${flowLife.requestId} = ${events.requestId}::uuid`)
    .leftJoin(request, eq(request.id, flowLife.requestId))
    .where(and(livesWithin(filter), place === null ? undefined : or(sql`${events.on} < ${place.on}`, and(sql`${events.on} = ${place.on}`, lt(flowLife.requestId, place.id)))))
    .orderBy(sql`${events.on} desc`, desc(flowLife.requestId))
    .limit(limit);
}
