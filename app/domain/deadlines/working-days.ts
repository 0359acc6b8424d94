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

/** The date on which a feast day falls in a year, whatever the calendar; null in a year in which it is none. */
export function holidayOn({ rule, everyYears = 1 }: Holiday, year: number): string | null {
  return year % everyYears === 0 ? dateOf(rule, year) : null;
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
