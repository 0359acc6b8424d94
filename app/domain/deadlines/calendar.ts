import { DateTime } from "luxon";

export { addWorkingDays, findHoliday, isWorkingDay, plusDays, workingDayFrom, workingDaysBetween } from "./working-days.ts";
export type { Calendar, Flavour, Holiday, HolidayRule } from "./working-days.ts";

/** Where the office stands: every day, closing hour and wall-clock time is meant there. */
export const ZONE = "Europe/Amsterdam";

/** The date ("YYYY-MM-DD") that it is in Amsterdam at an instant. */
export function officeDate(instant: Date): string {
  return wallClock(instant).date;
}

// Swedish writes a moment as we keep it: "2026-11-16 14:05:33". Not by the library: a list asks this of each of its requests.
const WALL_CLOCK = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });

/** The date ("YYYY-MM-DD") and the time ("HH:MM:SS") that the clock of Amsterdam says at an instant. */
export function wallClock(instant: Date): { date: string; time: string } {
  const [date = "", time = ""] = WALL_CLOCK.format(instant).split(" ");
  return { date, time };
}

/** Whether a date ("YYYY-MM-DD") is over in Amsterdam: the whole day itself still counts. */
export function hasPassed(date: string, now: Date): boolean {
  return date < officeDate(now);
}

/** The last time, at or before an instant, that the clock of Amsterdam said so many hours: 2 for the hour in which the office's nightly work begins. */
export function lastHour(instant: Date, hour: number): Date {
  const local = DateTime.fromJSDate(instant, { zone: ZONE });
  const today = local.set({ hour, minute: 0, second: 0, millisecond: 0 });
  return (today > local ? today.minus({ days: 1 }) : today).toJSDate();
}

/** Midnight in Amsterdam, at which a date ("YYYY-MM-DD") begins; null for what is no date. */
export function dayBegins(date: string): Date | null {
  const day = DateTime.fromISO(date, { zone: ZONE });
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && day.isValid ? day.toJSDate() : null;
}

/** The time ("HH:MM") that the clock of Amsterdam says at an instant. */
export function officeTime(instant: Date): string {
  return wallClock(instant).time.slice(0, 5);
}

/** The instant at which the clock of Amsterdam says "HH:MM" on a date ("YYYY-MM-DD"); null for what is no date or no time. */
export function atTime(date: string, time: string): Date | null {
  const moment = DateTime.fromISO(`${date}T${time}`, { zone: ZONE });
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && /^\d{2}:\d{2}$/.test(time) && moment.isValid ? moment.toJSDate() : null;
}
