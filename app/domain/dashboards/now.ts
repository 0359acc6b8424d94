import { and, eq, gte, lte, sql, type SQL } from "drizzle-orm";

import { flowLife } from "#db/schema/flow.ts";
import { request } from "#db/schema/requests.ts";
import { rowsOf, type Db } from "#db/types.ts";
import { isWorkingDay, officeDate, plusDays, ZONE, type Calendar } from "#app/domain/deadlines/calendar.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { comingFriday } from "#app/domain/deadlines/week.ts";
import type { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { WAITING, type TermState } from "#app/domain/requests/desk-list.ts";
import { CLOSED, type RequestStatus } from "#app/domain/requests/lifecycle.ts";
import { endsWithin, isOfSegment, lastSecondsOf, literally } from "#app/domain/requests/narrow.ts";
import { officeDay } from "#app/domain/requests/policy.ts";

/** What the figures are narrowed by; nothing is everything. */
export type FigureFilter = { type?: string | undefined; channel?: (typeof CHANNELS)[number] | undefined; segment?: (typeof SEGMENTS)[number] | undefined };

/** How terms stand: each that runs is in one of the first three, and `thisWeek` are those of `ending` and `ample` that are over after Friday. */
export type Terms = { over: number; ending: number; ample: number; thisWeek: number };

/** Requests at the office that are not closed: how many, and how the terms stand of those of which one runs. */
export type OpenCell = { type: string; channel: (typeof CHANNELS)[number]; status: RequestStatus; amount: number } & Terms;

/** A day of the office, with the days off before it: how many requests came in, confirmed or registered, and on how many was decided. */
export type DayFlow = { day: string; from: string; received: number; decided: number };

/** What has its last second on this day. */
export type DueDay = { day: string; amount: number };

export type Now = { open: OpenCell[]; days: DayFlow[]; due: DueDay[]; friday: string };

/** Two weeks of work. */
const DAYS = 10;

/** The stages of a request in which a term of the office runs: until the decision, and from the identification to the last letter (D9). */
export const STAGES = { review: ["submitted", "in-review", "second-check", "decided", "identification-desk"], delivery: ["fulfilling"] } as const satisfies Record<string, readonly RequestStatus[]>;
export type Stage = keyof typeof STAGES;

/**
 * Where the requests are now (reference 7, metrics 1, 2 and 20): those that are open by type, channel and status with how their terms stand, the office's last ten working days, and what
 * is due until Friday. Reads what is open and what came in during two weeks, from indexes of their own, and nothing of the years before.
 */
export async function readNow(db: Db, { filter, now }: { filter: FigureFilter; now: Date }): Promise<Now> {
  const office = await officeDay(db, await currentRelease(db), now);
  const [open, days, due] = await Promise.all([readOpen(db, filter, now, office), readDays(db, filter, now, office.calendar), readDue(db, filter, now, office)]);
  return { open, days, due, friday: comingFriday(now) };
}

async function readOpen(db: Db, filter: FigureFilter, now: Date, office: OfficeDay): Promise<OpenCell[]> {
  const within = (term: TermState) => sql`count(*) filter (where ${and(RUNS, endsWithin(lastSecondsOf(term, now, office)))})::int`;
  const rows = await db.execute(sql`select ${request.type} as type, ${request.channel} as channel, ${request.status} as status, count(*)::int as amount,
      ${within("over")} as over, ${within("ending")} as ending, ${within("ample")} as ample, ${within("this-week")} as "thisWeek"
    from ${request} where ${and(IS_OPEN, narrowedTo(filter))} group by 1, 2, 3 order by 1, 2, 3`);
  return rowsOf<OpenCell>(rows);
}

/** Days on which the office works, up to today, today included also when it is a day off; from the lives that are kept of requests, so that a figure leads to the very requests it counts. */
async function readDays(db: Db, filter: FigureFilter, now: Date, calendar: Calendar): Promise<DayFlow[]> {
  const days = lastDays(calendar, now);
  const byDay = async (on: typeof flowLife.receivedOn | typeof flowLife.decidedOn) => {
    const rows = await db
      .select({ day: sql<string>`${on}::text`, amount: sql<string>`count(*)` })
      .from(flowLife)
      .where(and(gte(on, days[0] ?? ""), lte(on, officeDate(now)), livesWithin(filter)))
      .groupBy(on);
    return new Map(rows.map(({ day, amount }) => [day, Number(amount)]));
  };
  const [received, decided] = await Promise.all([byDay(flowLife.receivedOn), byDay(flowLife.decidedOn)]);
  return days.map((day, place) => {
    // What came in on a day off lies with the work of the next working day, where the office counts it as well (D9).
    const from = place === 0 ? day : plusDays(days[place - 1] ?? day, 1);
    const within = (amounts: ReadonlyMap<string, number>) => [...amounts].filter(([one]) => one >= from && one <= day).reduce((sum, [, amount]) => sum + amount, 0);
    return { day, from, received: within(received), decided: within(decided) };
  });
}

function lastDays(calendar: Calendar, now: Date): string[] {
  const today = officeDate(now);
  const before: string[] = [];
  const wanted = isWorkingDay(calendar, today) ? DAYS - 1 : DAYS;
  for (let day = plusDays(today, -1); before.length < wanted; day = plusDays(day, -1)) if (isWorkingDay(calendar, day)) before.unshift(day);
  return [...before, today];
}

async function readDue(db: Db, filter: FigureFilter, now: Date, office: OfficeDay): Promise<DueDay[]> {
  const rows = await db.execute(sql`select to_char(${request.dueAt} at time zone ${sql.raw(`'${ZONE}'`)}, 'YYYY-MM-DD') as day, count(*)::int as amount from ${request}
    where ${and(IS_OPEN, RUNS, endsWithin(lastSecondsOf("this-week", now, office)), narrowedTo(filter))} group by 1`);
  const amounts = new Map(rowsOf<DueDay>(rows).map(({ day, amount }) => [day, amount]));
  const days: DueDay[] = [];
  for (let day = officeDate(now); day <= comingFriday(now); day = plusDays(day, 1)) if (isWorkingDay(office.calendar, day) || amounts.has(day)) days.push({ day, amount: amounts.get(day) ?? 0 });
  return days;
}

/** As the index `request_open` has it, word for word. */
const IS_OPEN = sql`${request.status} not in ${literally(["unconfirmed", ...CLOSED])}`;

/** What waits for somebody else has no term of ours that runs (D9). */
const RUNS = sql`${request.status} not in ${literally(WAITING)}`;

function narrowedTo({ type, channel, segment }: FigureFilter): SQL | undefined {
  return and(
    type === undefined ? undefined : sql`${request.type} = ${type}`,
    channel === undefined ? undefined : sql`${request.channel} = ${channel}`,
    segment === undefined ? undefined : isOfSegment(segment),
  );
}

/** The lives of requests that a filter leaves. */
export function livesWithin({ type, channel, segment }: FigureFilter): SQL | undefined {
  return and(type === undefined ? undefined : eq(flowLife.type, type), channel === undefined ? undefined : eq(flowLife.channel, channel), segment === undefined ? undefined : eq(flowLife.segment, segment));
}

/** The terms of some cells together. */
export function sumTerms(cells: readonly Terms[]): Terms {
  const sum = { over: 0, ending: 0, ample: 0, thisWeek: 0 };
  for (const cell of cells) for (const key of ["over", "ending", "ample", "thisWeek"] as const) sum[key] += cell[key];
  return sum;
}

/** Of the statuses in which requests are at the office, those of a stage and those in which somebody else is waited for. */
export function stageOf(status: RequestStatus): Stage | "waiting" {
  if (WAITING.includes(status)) return "waiting";
  return (STAGES.delivery as readonly RequestStatus[]).includes(status) ? "delivery" : "review";
}
