import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";

import { request } from "#db/schema/requests.ts";

/**
 * The order in which the desk works: high priority first, then the least time left, what has no last day at the end. The three together are
 * the sort key, the cursor and the indexes (`request_queue` and those named after it), word for word, so that a page deep in a long list costs
 * as much as the first one.
 */
export const isNormal = sql`(${request.priority} <> 'high')`;
export const due = sql`coalesce(${request.dueAt}, 'infinity')`;

export const QUEUE_ORDER: SQL[] = [sql`${isNormal} asc`, sql`${due} asc`, sql`${request.id} asc`];

/** A place in that order: the last request of a page. */
export type QueuePlace = { isUrgent: boolean; dueAt: Date | null; id: string };

/** The condition "comes after that place". */
export function comesAfter({ isUrgent, dueAt, id }: QueuePlace): SQL {
  return sql`(${isNormal}, ${due}, ${request.id}) > (${!isUrgent}::boolean, ${dueAt?.toISOString() ?? "infinity"}::timestamptz, ${id}::uuid)`;
}

/** A place as it stands in an address: "high|2026-11-16T09:00:00.000Z|0197…". */
export function writePlace({ isUrgent, dueAt, id }: QueuePlace): string {
  return [isUrgent ? "high" : "normal", dueAt?.toISOString() ?? "", id].join("|");
}

const Place = z.tuple([z.enum(["high", "normal"]), z.union([z.literal(""), z.iso.datetime()]), z.uuid()]);

/** Reads what `writePlace` wrote; what makes no sense is null. */
export function readPlace(text: string | null | undefined): QueuePlace | null {
  const parsed = Place.safeParse(text?.split("|"));
  if (!parsed.success) return null;
  const [priority, dueAt, id] = parsed.data;
  return { isUrgent: priority === "high", dueAt: dueAt === "" ? null : new Date(dueAt), id };
}
