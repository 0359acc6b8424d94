import { and, eq, or, sql, type SQL } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { rowsOf, type Db } from "#db/types.ts";
import { leavesMoreThan, notLateFrom } from "#app/domain/deadlines/bounds.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { afterThisWeek } from "#app/domain/deadlines/week.ts";
import { CHANNELS } from "#app/domain/definitions/schema/scope.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";

import { isCustomerNumber, statusesOf, WAITING, type DeskFilter, type QueueView, type TermState } from "./desk-list.ts";
import type { RequestStatus } from "./lifecycle.ts";
import { due, isNormal, QUEUE_ORDER } from "./order.ts";
import { officeDay } from "./policy.ts";

/** Working days that are "soon". */
export const SOON = 2;

/** A filter as the database understands it: ids instead of numbers, and a stretch of the queue instead of a word. */
export type Narrowing = DeskFilter & { enterpriseId?: string; stretch?: Stretch; between?: Between };

/** Last seconds from the one instant on, up to the other; a null ends nowhere. */
export type Between = { from: Date | null; until: Date | null };

/** From a place in the order of the queue up to another: instants, or the ends of time. A null ends nowhere. */
type Stretch = { from: End | null; until: End | null; waitsFromTheStart?: true };
type End = { normal: boolean; due: string };

const [START, NEVER] = ["-infinity", "infinity"];

/** Looks up what a filter names: the enterprise behind a KvK number, and the days of the office's calendar. */
export async function narrowingOf(db: Db, filter: DeskFilter, now: Date): Promise<Narrowing> {
  const [party] = filter.customer && isCustomerNumber(filter.customer) ? await db.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.kvkNumber, filter.customer)) : [];
  const office = filter.urgency || filter.term ? await officeDay(db, await currentRelease(db), now) : null;
  return {
    ...filter,
    ...(party && { enterpriseId: party.id }),
    ...(filter.urgency && office && { stretch: stretchOf(filter.urgency, now, office) }),
    ...(filter.term && office && { between: lastSecondsOf(filter.term, now, office) }),
  };
}

/** Working days left in which a term is ending: of five, the fourth and the fifth have begun. */
const ENDING = 1;

/** The last seconds that a word about terms stands for. Each term that runs is over, ending or ample. */
export function lastSecondsOf(term: TermState, now: Date, office: OfficeDay): Between {
  const [late, ample] = [notLateFrom(now), leavesMoreThan(ENDING, now, office)];
  switch (term) {
    case "over":
      return { from: null, until: late };
    case "ending":
      return { from: late, until: ample };
    case "ample":
      return { from: ample, until: null };
    case "this-week":
      return { from: late, until: afterThisWeek(now) };
  }
}

/** The stretch of the queue that a word stands for: the same words as `urgencyOf` gives line by line. */
export function stretchOf(urgency: NonNullable<DeskFilter["urgency"]>, now: Date, office: OfficeDay): Stretch {
  const normal = (at: Date | string): End => ({ normal: true, due: typeof at === "string" ? at : at.toISOString() });
  const [late, today, soon] = [notLateFrom(now), leavesMoreThan(0, now, office), leavesMoreThan(SOON, now, office)];
  switch (urgency) {
    case "first":
      return { from: null, until: normal(START) };
    case "late":
      return { from: normal(START), until: normal(late) };
    case "today":
      return { from: normal(late), until: normal(today) };
    case "soon":
      return { from: normal(today), until: normal(soon) };
    case "later":
      return { from: normal(soon), until: normal(NEVER) };
    case "no-date":
      return { from: normal(NEVER), until: null, waitsFromTheStart: true };
  }
}

/** The conditions of a narrowing upon requests of any status. */
export function narrowed(narrowing: Narrowing, status: SQL = sql`${request.status}`): SQL | undefined {
  const { type, channel, segment, reviewer, customer, enterpriseId, stretch, between } = narrowing;
  return and(
    type === undefined ? undefined : eq(request.type, type),
    channel === undefined ? undefined : eq(request.channel, channel),
    reviewer === undefined ? undefined : eq(request.claimedBy, reviewer),
    segment === undefined ? undefined : isOfSegment(segment),
    customer === undefined ? undefined : isOfCustomer(customer, enterpriseId),
    between && endsWithin(between),
    stretch?.from ? sql`(${isNormal}, ${due}) >= ${place(stretch.from, stretch.waitsFromTheStart && status)}` : undefined,
    stretch?.until ? sql`(${isNormal}, ${due}) < ${place(stretch.until)}` : undefined,
  );
}

/** Whose last second is one of these. What has none, and is in no term at all, is in neither end. */
export function endsWithin({ from, until }: Between): SQL | undefined {
  return and(
    from ? sql`${request.dueAt} >= ${from.toISOString()}::timestamptz` : undefined,
    until ? sql`${request.dueAt} < ${until.toISOString()}::timestamptz` : sql`${request.dueAt} is not null`,
  );
}

/** Of a practice in this segment; what is of no practice that we know is in none. */
export function isOfSegment(segment: NonNullable<DeskFilter["segment"]>): SQL {
  return sql`exists (select 1 from ${enterprise} where ${enterprise.id} = ${request.enterpriseId} and ${enterprise.segment} = ${segment})`;
}

/** What is no number is nobody's. */
function isOfCustomer(number: string, enterpriseId: string | undefined): SQL | undefined {
  if (!isCustomerNumber(number)) return sql`false`;
  return or(eq(request.agbCode, number), enterpriseId ? eq(request.enterpriseId, enterpriseId) : undefined);
}

/** What waits for somebody else has no last day that counts, whatever stands in it: there the stretch begins at the start. */
function place({ normal, due: at }: End, waiting?: SQL): SQL {
  const instant = sql`${at}::timestamptz`;
  return sql`(${normal}::boolean, ${waiting ? sql`case when ${waiting} in ${literally(WAITING)} then '-infinity'::timestamptz else ${instant} end` : instant})`;
}

type Asked = { view: QueueView; narrowing: Narrowing; /** What else must hold, of the view or the page. */ also?: SQL | undefined };

/**
 * The ids of the first requests of a view that fit, in the order of the queue. Each status, and where an index asks for it each channel, is
 * a short walk along an index of its own, and the walks are merged: one walk over all of them would pass by every request that does not fit.
 */
export async function firstNarrowed(db: Db, asked: Asked, limit: number): Promise<string[]> {
  const walks = walksOf(asked);
  if (walks === null) return [];
  const most = sql.raw(String(limit));
  const rows = await db.execute(sql`select walked.id from ${walks} cross join lateral (
    select ${request.id} as id, ${isNormal} as is_normal, ${due} as due from ${request} where ${fits(asked)} order by ${sql.join(QUEUE_ORDER, sql`, `)} limit ${most}
  ) as walked order by walked.is_normal, walked.due, walked.id limit ${most}`);
  return rowsOf<{ id: string }>(rows).map(({ id }) => id);
}

/** How many fit, counted up to `most`: a query that answers one number. */
export function narrowedCount(asked: Asked, most: number): SQL {
  const walks = walksOf(asked);
  const limit = sql.raw(String(most));
  if (walks === null) return sql`0`;
  return sql`(select count(*)::int from (select 1 from ${walks} cross join lateral (select 1 from ${request} where ${fits(asked)} limit ${limit}) as walked limit ${limit}) as counted)`;
}

function fits({ narrowing, also }: Asked): SQL | undefined {
  const byChannel = walksAllChannels(narrowing);
  return and(sql`${request.status} = walk.status`, byChannel ? sql`${request.channel} = walk.channel` : undefined, narrowed(narrowing, sql`walk.status`), also);
}

function walksOf({ view, narrowing }: Asked): SQL | null {
  const statuses = statusesOf(view, narrowing);
  if (statuses.length === 0) return null;
  const channels = walksAllChannels(narrowing) ? CHANNELS : [CHANNELS[0]];
  const each = statuses.flatMap((status) => channels.map((channel) => `('${status}', '${channel}')`));
  return sql.raw(`(values ${each.join(", ")}) as walk(status, channel)`);
}

/** The index of the types has the channel before the status; who has it in hand and whose it is have indexes that need neither. */
function walksAllChannels({ type, channel, customer, reviewer }: Narrowing): boolean {
  return type !== undefined && channel === undefined && customer === undefined && reviewer === undefined;
}

/** Statuses as they stand in the conditions of the indexes: behind a placeholder, a plan that is kept would not find the index that is meant. */
export function literally(statuses: readonly RequestStatus[]): SQL {
  return sql.raw(`(${statuses.map((status) => `'${status}'`).join(", ")})`);
}
