import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { rowsOf, type Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { workingDaysLeft, type OfficeDay } from "#app/domain/deadlines/clock.ts";

import { CLOSED, type RequestStatus } from "./lifecycle.ts";
import { numberInReference, referenceOf } from "./reference.ts";

/** The views beside the list; the address says which is open. */
export const QUEUE_VIEWS = ["mine", "unassigned", "second-check", "identification", "waiting", "all"] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

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
};

/** One page of a list: what goes before everything else (an objection, say), then by time left. `next` is the cursor of the page after it. */
export type QueuePage = { first: QueueLine[]; lines: QueueLine[]; next: string | null };

/** How many are counted before it is "more than that": exact counts of long lists cost more than they tell. */
export const MOST_COUNTED = 1000;

const PAGE = 50;

/** The requests of a view, least time left first (R21). The cursor says after which request the page begins; one that makes no sense is none. */
export async function listQueue(db: Db, input: { view: QueueView; by: StaffActor; cursor?: string | null; limit?: number }): Promise<QueuePage> {
  const { view, by, limit = PAGE } = input;
  const after = parseCursor(input.cursor);
  const inView = conditionOf(view, by);
  const first = after ? [] : await lines(db, and(inView, eq(request.priority, "high")), [asc(request.dueAt), asc(request.id)], MOST_COUNTED);
  const found = await lines(db, and(inView, ne(request.priority, "high"), after ? isAfter(after) : undefined), [sql`${request.dueAt} asc nulls last`, asc(request.id)], limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { first, lines: page, next: last && found.length > limit ? `${last.dueAt?.toISOString() ?? ""}|${last.id}` : null };
}

/** Every request that a reference, an AGB code or a name fits, newest first; also with a typing mistake in the name (trigrams). */
export async function searchRequests(db: Db, input: { text: string; cursor?: string | null; limit?: number }): Promise<QueuePage> {
  const { limit = PAGE } = input;
  const text = input.text.trim().toLowerCase().slice(0, 100);
  const number = numberInReference(text);
  const before = z.coerce.number().int().positive().safeParse(input.cursor).data;
  const names = sql`lower(${request.subjectName} || ' ' || ${request.applicantName})`;
  const found = await lines(
    db,
    and(
      or(
        sql`${names} like ${`%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`}`,
        text.length > 3 ? sql`${text} <% ${names}` : undefined,
        number === null ? undefined : eq(request.number, number),
        /^[0-9]{8}$/.test(text) ? eq(request.agbCode, text) : undefined,
      ),
      before ? sql`${request.number} < ${before}` : undefined,
    ),
    [desc(request.number)],
    limit + 1,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { first: [], lines: page, next: last && found.length > limit ? String(numberInReference(last.reference)) : null };
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

/** The words under which the list is divided. */
export const URGENCIES = ["first", "late", "today", "soon", "later", "no-date", "closed"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Working days that are "soon". */
const SOON = 2;

/** How urgent a line is by the office's calendar, with the working days that it has left (negative when late). */
export function urgencyOf(line: Pick<QueueLine, "dueAt" | "status" | "isUrgent">, now: Date, office: OfficeDay): { urgency: Urgency; daysLeft: number | null } {
  if (CLOSED.includes(line.status)) return { urgency: "closed", daysLeft: null };
  // Whoever waits for somebody else has no clock that runs (D9).
  if (VIEW_STATUSES.waiting.includes(line.status)) return { urgency: "no-date", daysLeft: null };
  const daysLeft = line.dueAt && workingDaysLeft({ startedAt: now, dueAt: line.dueAt, pausedSince: null, pausedMs: 0 }, now, office);
  if (line.isUrgent) return { urgency: "first", daysLeft };
  if (daysLeft === null || line.dueAt === null) return { urgency: "no-date", daysLeft: null };
  if (now > line.dueAt) return { urgency: "late", daysLeft };
  if (daysLeft === 0 || officeDate(now) === officeDate(line.dueAt)) return { urgency: "today", daysLeft };
  return { urgency: daysLeft <= SOON ? "soon" : "later", daysLeft };
}

const VIEW_STATUSES: Record<Exclude<QueueView, "mine" | "all">, RequestStatus[]> = {
  unassigned: ["submitted"],
  "second-check": ["second-check"],
  identification: ["identification-desk"],
  waiting: ["waiting-applicant", "identifying"],
};

function conditionOf(view: QueueView, by: StaffActor): SQL | undefined {
  if (view === "mine") return and(eq(request.claimedBy, by.id), eq(request.status, "in-review"));
  // An address that nobody confirmed is not at the office yet.
  if (view === "all") return notInArray(request.status, [...CLOSED, "unconfirmed"]);
  return inArray(request.status, VIEW_STATUSES[view]);
}

type After = { dueAt: Date | null; id: string };

function isAfter({ dueAt, id }: After): SQL | undefined {
  if (dueAt === null) return and(isNull(request.dueAt), sql`${request.id} > ${id}::uuid`);
  return or(isNull(request.dueAt), and(isNotNull(request.dueAt), sql`(${request.dueAt}, ${request.id}) > (${dueAt.toISOString()}::timestamptz, ${id}::uuid)`));
}

const Cursor = z.tuple([z.union([z.literal(""), z.iso.datetime()]), z.uuid()]);

function parseCursor(text: string | null | undefined): After | null {
  const parsed = Cursor.safeParse(text?.split("|"));
  return parsed.success ? { dueAt: parsed.data[0] === "" ? null : new Date(parsed.data[0]), id: parsed.data[1] } : null;
}

async function lines(db: Db, where: SQL | undefined, order: SQL[], limit: number): Promise<QueueLine[]> {
  const rows = await db
    .select({ row: request, code: agbCode.name, party: enterprise.name, claimedByName: staff.name })
    .from(request)
    .leftJoin(agbCode, eq(agbCode.code, request.agbCode))
    .leftJoin(enterprise, eq(enterprise.id, request.enterpriseId))
    .leftJoin(staff, eq(staff.id, request.claimedBy))
    .where(where)
    .orderBy(...order)
    .limit(limit);
  return rows.map(({ row, code, party, claimedByName }) => ({
    id: row.id,
    reference: referenceOf(row.number),
    type: row.type,
    status: row.status,
    subjectName: row.subjectName,
    practice: code ?? party,
    agbCode: row.agbCode,
    dueAt: row.dueAt,
    isUrgent: row.priority === "high",
    isObjected: row.objectedAt !== null,
    claim: row.claimedBy && row.claimedAt ? { staffId: row.claimedBy, name: claimedByName ?? "", since: row.claimedAt } : null,
  }));
}
