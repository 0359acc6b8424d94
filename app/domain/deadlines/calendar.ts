import { DateTime } from "luxon";

/** Where the office stands: every day, closing hour and wall-clock time is meant there. */
export const ZONE = "Europe/Amsterdam";

export type Flavour = "office" | "legal";

/** When a feast day falls: so many days after Easter Sunday, or on a fixed day that may move when that is a Sunday. */
export type HolidayRule =
  | { kind: "easter"; days: number }
  | { kind: "fixed"; month: number; day: number; whenSunday?: number };

export type Holiday = {
  id: string;
  name: { nl: string; en: string };
  rule: HolidayRule;
  /** Only in years that this number divides: 5 for a lustrum. */
  everyYears?: number;
  flavours: Flavour[];
};

/** Working days as data (D10): week days, feast days by flavour, and single days on which the office is closed. */
export type Calendar = {
  id: string;
  title: { nl: string; en: string };
  flavour: Flavour;
  /** ISO week days, 1 is Monday. */
  workingWeekdays: number[];
  holidays: Holiday[];
  closed: Array<{ on: string; name: { nl: string; en: string } }>;
};

/** The feast day or closing day that a date ("YYYY-MM-DD") is in this calendar's flavour; null on any other day. */
export function findHoliday(calendar: Calendar, date: string): { nl: string; en: string } | null {
  const closed = calendar.closed.find((day) => day.on === date);
  if (closed) return closed.name;
  return holidaysOf(calendar, Number(date.slice(0, 4))).get(date)?.name ?? null;
}

/** Whether the office works on a date ("YYYY-MM-DD"). */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  return calendar.workingWeekdays.includes(weekday(date)) && findHoliday(calendar, date) === null;
}

/** The first working day on or after a date. */
export function workingDayFrom(calendar: Calendar, date: string): string {
  let at = date;
  while (!isWorkingDay(calendar, at)) at = plusDays(at, 1);
  return at;
}

/** The date so many working days later; 0 is the date itself, a negative amount counts back. */
export function addWorkingDays(calendar: Calendar, date: string, amount: number): string {
  const step = Math.sign(amount);
  let at = date;
  for (let left = Math.abs(amount); left > 0; ) {
    at = plusDays(at, step);
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return at;
}

/** How many working days lie after `from` up to and including `to`; negative when `to` is earlier. Undoes `addWorkingDays`. Throws for what is no date. */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  // Without this the days would be counted towards a text that no day ever reaches.
  if (Number.isNaN(Date.parse(from) + Date.parse(to))) throw new RangeError("not a date");
  if (to < from) return -workingDaysBetween(calendar, to, from) || 0;
  let count = 0;
  for (let at = from; at < to; ) {
    at = plusDays(at, 1);
    if (isWorkingDay(calendar, at)) count += 1;
  }
  return count;
}

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

/** Kept for each calendar: a list counts the days of all its requests, and a calendar that changes is another one. */
const holidays = new WeakMap<Calendar, Map<number, ReadonlyMap<string, Holiday>>>();

/** The feast days of a year by date; of two on one date, the first. */
function holidaysOf(calendar: Calendar, year: number): ReadonlyMap<string, Holiday> {
  const years = holidays.get(calendar) ?? new Map<number, ReadonlyMap<string, Holiday>>();
  holidays.set(calendar, years);
  const known = years.get(year);
  if (known) return known;
  const kept = calendar.holidays.filter(({ flavours, everyYears = 1 }) => flavours.includes(calendar.flavour) && year % everyYears === 0);
  const found = new Map(kept.reverse().map((one) => [dateOf(one.rule, year), one]));
  years.set(year, found);
  return found;
}

function dateOf(rule: HolidayRule, year: number): string {
  if (rule.kind === "easter") return plusDays(easterSunday(year), rule.days);
  const fixed = iso(Date.UTC(year, rule.month - 1, rule.day));
  return weekday(fixed) === 7 ? plusDays(fixed, rule.whenSunday ?? 0) : fixed;
}

/** The first Sunday after the church's full moon on or after 21 March, by the Gregorian tables (Butcher's form of the computus). */
function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  return iso(Date.UTC(year, 2, moon + toSunday - 7 * late + 22));
}

// Dates are reckoned in UTC, where every day has 24 hours; and without a library, since a queue counts the days of all its requests.
const DAY_MS = 86_400_000;

function iso(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10);
}

/** The date so many days later, working days or not. */
export function plusDays(date: string, days: number): string {
  return iso(Date.parse(date) + days * DAY_MS);
}

/** 1 is Monday, 7 is Sunday. */
function weekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}
