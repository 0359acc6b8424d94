import { DateTime } from "luxon";

import { runSql, type Db } from "#db/types.ts";
import { ZONE } from "#app/domain/deadlines/calendar.ts";

/** A week, from its Monday on, and how many certificates expire in it. */
export type ExpiryWeek = { from: Date; until: Date; monday: string; amount: number };

/** A quarter of a year: what comes, and not everything that there is. */
const WEEKS = 13;

/**
 * How many certificates that have no successor expire in this week and in each of those after it, by the clock of Amsterdam. Read from the index `certificate_in_force` alone: of a
 * million certificates of two years, an eighth.
 */
export async function expiryByWeek(db: Db, now: Date): Promise<ExpiryWeek[]> {
  const weeks = weeksFrom(now);
  const rows = await runSql<{ monday: string; amount: string | number }>(db, BY_WEEK, [wholeSecond(now), weeks.at(-1)?.until ?? now, ZONE]);
  const amounts = new Map(rows.map(({ monday, amount }) => [monday, Number(amount)]));
  return weeks.map((week) => ({ ...week, amount: amounts.get(week.monday) ?? 0 }));
}

const BY_WEEK = `select to_char(date_trunc('week', not_after at time zone $3), 'YYYY-MM-DD') as monday, count(*) as amount
  from certificate where status = 'issued' and superseded_at is null and not_after >= $1::timestamptz and not_after < $2::timestamptz group by 1`;

/** The week of which this is the Monday; null for what is no day. */
export function weekOf(monday: string): { from: Date; until: Date } | null {
  const from = DateTime.fromISO(monday, { zone: ZONE });
  return from.isValid && from.weekday === 1 ? { from: from.toJSDate(), until: from.plus({ weeks: 1 }).toJSDate() } : null;
}

function weeksFrom(now: Date): Array<Omit<ExpiryWeek, "amount">> {
  const first = DateTime.fromJSDate(now, { zone: ZONE }).startOf("week");
  return Array.from({ length: WEEKS }, (_, place) => {
    const from = first.plus({ weeks: place });
    return { from: from.toJSDate(), until: from.plus({ weeks: 1 }).toJSDate(), monday: from.toFormat("yyyy-MM-dd") };
  });
}

function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
