import { DateTime } from "luxon";

import { ZONE } from "#app/domain/deadlines/calendar.ts";

const FRIDAY = 5;

/** The Friday that management asks about, as "2026-11-20": of this week, and from Saturday on of the next. */
export function comingFriday(now: Date): string {
  return fridayOf(now).toFormat("yyyy-MM-dd");
}

/** The first instant behind it: what has its last second before is late after that Friday if nothing happens. */
export function afterThisWeek(now: Date): Date {
  return fridayOf(now).plus({ days: 1 }).startOf("day").toJSDate();
}

function fridayOf(now: Date): DateTime {
  const here = DateTime.fromJSDate(now, { zone: ZONE });
  return here.startOf("week").plus({ days: FRIDAY - 1, weeks: here.weekday > FRIDAY ? 1 : 0 });
}
