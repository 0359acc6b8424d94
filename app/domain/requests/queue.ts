import { and, asc, desc, eq, getTableColumns, gt, inArray, isNotNull, isNull, lt, sql, type SQL } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { rowsOf, type Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { timeLeft, type OfficeDay, type TimeLeft } from "#app/domain/deadlines/clock.ts";

import { QUEUE_VIEWS, statusesOf, WAITING, type DeskSort, type QueueView, type Urgency } from "./desk-list.ts";
import { CLOSED, type RequestStatus } from "./lifecycle.ts";
import { firstNarrowed, literally, narrowedCount, SOON, type Narrowing } from "./narrow.ts";
import { comesAfter, QUEUE_ORDER, readPlace, writePlace } from "./order.ts";
import { referenceOf } from "./reference.ts";

export type QueueLine = {
  id: string;
  reference: string;
  type: string;
  status: RequestStatus;
  subjectName: string;
  /** As registered; null for a party that we do not know. */
  practice: string | null;
  agbCode: string | null;
  dueAt: Date | null;
  isUrgent: boolean;
  isObjected: boolean;
  claim: { staffId: string; name: string; since: Date } | null;
  /** Since when the clock of the office stands still, while somebody else is waited for (D9). */
  pausedSince: Date | null;
};

/** One page of a list; `next` is the cursor of the page after it. */
export type QueuePage = { lines: QueueLine[]; next: string | null };

/** How many are counted before it is "more than that": exact counts of long lists cost more than they tell. */
export const MOST_COUNTED = 1000;

const PAGE = 50;

type ListAsked = { view: QueueView; by: StaffActor; narrowing?: Narrowing; sort?: DeskSort; cursor?: string | null; limit?: number };

/** The requests of a view, high priority first and then least time left (R21). The cursor says after which request the page begins; one that makes no sense is none. */
export async function listQueue(db: Db, input: ListAsked): Promise<QueuePage> {
  const { view, by, narrowing, sort = "time", limit = PAGE } = input;
  if (sort !== "time") return listByNumber(db, { ...input, sort });
  const after = readPlace(input.cursor);
  const place = after ? comesAfter(after) : undefined;
  const found = isNarrow(narrowing)
    ? await linesOfIds(db, await firstNarrowed(db, { view, narrowing, also: and(residueOf(view, by), place) }, limit + 1))
    : await linesOf(db, and(conditionOf(view, by), place), QUEUE_ORDER, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { lines: page, next: last && found.length > limit ? writePlace(last) : null };
}

/** The same in the order of the references, which is that of receipt. */
async function listByNumber(db: Db, { view, by, narrowing = {}, sort, cursor, limit = PAGE }: ListAsked & { sort: DeskSort }): Promise<QueuePage> {
  const after = /^[0-9]{1,15}$/.exec(cursor ?? "") ? Number(cursor) : null;
  const [order, next] = sort === "newest" ? [desc(request.number), lt] : [asc(request.number), gt];
  // Each status by itself, newest or oldest first, and then merged: see `firstNarrowed`.
  const walks = statusesOf(view, narrowing).map((status) =>
    db
      .select({ number: request.number })
      .from(request)
      .where(and(sql`${request.status} = ${literalOf(status)}`, residueOf(view, by), after === null ? undefined : next(request.number, after)))
      .orderBy(order)
      .limit(limit + 1),
  );
  const numbers = (await Promise.all(walks)).flat().map(({ number }) => number);
  const found = numbers.sort((one, other) => (sort === "newest" ? other - one : one - other)).slice(0, limit + 1);
  const page = found.slice(0, limit);
  const lines = page.length > 0 ? await linesOf(db, inArray(request.number, page), [order], limit) : [];
  return { lines, next: found.length > limit ? String(page.at(-1)) : null };
}

/** Of a saved list, or of one that is narrowed: how many requests it has, counted up to `MOST_COUNTED` and one more. */
export async function countNarrowed(db: Db, asked: ReadonlyArray<{ view: QueueView; narrowing: Narrowing }>, by: StaffActor): Promise<number[]> {
  if (asked.length === 0) return [];
  const counts = asked.map((one, place) => sql`${narrowedCount({ ...one, also: residueOf(one.view, by) }, MOST_COUNTED + 1)} as ${sql.identifier(`list_${place}`)}`);
  const [row] = rowsOf<Record<string, number>>(await db.execute(sql`select ${sql.join(counts, sql`, `)}`));
  return asked.map((_one, place) => Number(row?.[`list_${place}`] ?? 0));
}

/** How many requests each view has, counted up to `MOST_COUNTED` and one more. */
export async function countQueue(db: Db, by: StaffActor): Promise<Record<QueueView, number>> {
  const counts = QUEUE_VIEWS.map((view) => {
    const one = db.select({ one: sql`1` }).from(request).where(conditionOf(view, by)).limit(MOST_COUNTED + 1);
    return sql`(select count(*)::int from (${one.getSQL()}) as counted) as ${sql.identifier(view)}`;
  });
  const [row] = rowsOf<Record<QueueView, number>>(await db.execute(sql`select ${sql.join(counts, sql`, `)}`));
  return Object.fromEntries(QUEUE_VIEWS.map((view) => [view, Number(row?.[view] ?? 0)])) as Record<QueueView, number>;
}

/** How urgent a line is by the office's calendar, with the time that it has left. */
export function urgencyOf(line: Pick<QueueLine, "dueAt" | "status" | "isUrgent">, now: Date, office: OfficeDay): { urgency: Urgency; left: TimeLeft | null } {
  const left = deskTimeLeft(line, now, office);
  if (CLOSED.includes(line.status)) return { urgency: "closed", left };
  if (line.isUrgent) return { urgency: "first", left };
  if (left === null || line.dueAt === null) return { urgency: "no-date", left };
  if (left.isLate) return { urgency: "late", left };
  if (left.days === 0 || officeDate(now) === officeDate(line.dueAt)) return { urgency: "today", left };
  return { urgency: left.days <= SOON ? "soon" : "later", left };
}

/** The working days that the office still has; null for what is closed, and for what waits for somebody else: then no clock runs (D9). */
export function deskTimeLeft({ dueAt, status }: Pick<QueueLine, "dueAt" | "status">, now: Date, office: OfficeDay): TimeLeft | null {
  if (dueAt === null || CLOSED.includes(status) || WAITING.includes(status)) return null;
  return timeLeft(dueAt, now, office);
}

/** The condition of a view as one of the partial indexes of the queue has it, word for word. */
function conditionOf(view: QueueView, by: StaffActor): SQL | undefined {
  const residue = residueOf(view, by);
  if (residue) return and(sql`${request.status} in ${literally(statusesOf(view, {}))}`, residue);
  // An address that nobody confirmed is not at the office yet.
  if (view === "all") return sql`${request.status} not in ${literally([...CLOSED, "unconfirmed"])}`;
  return sql`${request.status} in ${literally(statusesOf(view, {}))}`;
}

/** What a view asks besides its statuses. */
function residueOf(view: QueueView, by: StaffActor): SQL | undefined {
  if (view === "mine") return eq(request.claimedBy, by.id);
  return view === "tasks" ? and(request.tasksRequired, isNull(request.tasksDoneAt), isNotNull(request.fulfilledAt)) : undefined;
}

function literalOf(status: RequestStatus): SQL {
  return sql.raw(`'${status}'`);
}

function isNarrow(narrowing: Narrowing | undefined): narrowing is Narrowing {
  return narrowing !== undefined && Object.keys(narrowing).length > 0;
}

async function linesOfIds(db: Db, ids: readonly string[]): Promise<QueueLine[]> {
  return ids.length === 0 ? [] : linesOf(db, inArray(request.id, [...ids]), QUEUE_ORDER, ids.length);
}

/** What a line shows, and no more: a request has fifty columns, and all that was answered among them. */
const { id, number, type, status, subjectName, agbCode: code, dueAt, priority, objectedAt, claimedBy, claimedAt } = getTableColumns(request);
const SHOWN = { id, number, type, status, subjectName, agbCode: code, dueAt, priority, objectedAt, claimedBy, claimedAt };

/** Asked line by line: joined, the planner reads all practices there are for a page of fifty. */
const PRACTICE = sql<string | null>`coalesce((select ${agbCode.name} from ${agbCode} where ${agbCode.code} = ${request.agbCode}), (select ${enterprise.name} from ${enterprise} where ${enterprise.id} = ${request.enterpriseId}))`;

/** Requests as lines of a list, with practice and claim. */
export async function linesOf(db: Db, where: SQL | undefined, order: SQL[], limit: number): Promise<QueueLine[]> {
  const rows = await db
    .select({ row: SHOWN, practice: PRACTICE, claimedByName: staff.name })
    .from(request)
    .leftJoin(staff, eq(staff.id, request.claimedBy))
    .where(where)
    .orderBy(...order)
    .limit(limit);
  const paused = await pausesOf(db, rows.filter(({ row }) => WAITING.includes(row.status)).map(({ row }) => row.id));
  return rows.map(({ row, practice, claimedByName }) => ({
    id: row.id,
    reference: referenceOf(row.number),
    type: row.type,
    status: row.status,
    subjectName: row.subjectName,
    practice,
    agbCode: row.agbCode,
    dueAt: row.dueAt,
    isUrgent: row.priority === "high",
    isObjected: row.objectedAt !== null,
    claim: row.claimedBy && row.claimedAt ? { staffId: row.claimedBy, name: claimedByName ?? "", since: row.claimedAt } : null,
    pausedSince: paused.get(row.id) ?? null,
  }));
}

async function pausesOf(db: Db, ids: string[]): Promise<ReadonlyMap<string, Date | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: requestClock.requestId, since: requestClock.pausedSince }).from(requestClock).where(and(inArray(requestClock.requestId, ids), isNotNull(requestClock.pausedSince)));
  return new Map(rows.map(({ id, since }) => [id, since]));
}
