import { dayBegins, officeDate, plusDays } from "#app/domain/deadlines/calendar.ts";

const FRIDAY = 5;

/** The Friday that management asks about, as "2026-11-20": of this week, and from Saturday on of the next. */
export function comingFriday(now: Date): string {
  const today = officeDate(now);
  // Sunday is 0, and the end of the week that has passed.
  return plusDays(today, (FRIDAY - new Date(today).getUTCDay() + 7) % 7);
}

/** The first instant behind it: what has its last second before is late after that Friday if nothing happens. */
export function afterThisWeek(now: Date): Date {
  return dayBegins(plusDays(comingFriday(now), 1)) ?? now;
}

/** The number of the week that a date lies in, by ISO 8601: the first has the first Thursday of its year. */
export function weekNumber(date: string): number {
  // The Thursday of the week lies in the year that the week belongs to.
  const thursday = plusDays(date, 3 - ((new Date(date).getUTCDay() + 6) % 7));
  return 1 + Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (7 * 86_400_000));
}
