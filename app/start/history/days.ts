import { dayBegins, isWorkingDay, plusDays, type Calendar } from "#app/domain/deadlines/calendar.ts";

const DAY_MS = 86_400_000;

/**
 * The days of a history and some before and after it, each by its place, with the calendar worked out once: what the office's own reckoning (`deadlines/`) does with a
 * library for one request is done here for a million.
 */
export type Days = {
  amount: number;
  dateOf(day: number): string;
  /** The day in Amsterdam that an instant lies in. */
  dayOf(at: number): number;
  /** So many seconds on the clock of that day. */
  at(day: number, seconds: number): number;
  /** The same time on the clock so many days later, whole seconds: `daysLater`. */
  later(at: number, days: number): number;
  /** The last second of it. */
  endOf(day: number): number;
  isWorking(day: number): boolean;
  /** That day, or else the next working day. */
  workingFrom(day: number): number;
  plusWorking(day: number, amount: number): number;
  /** Working days from one day to another: 0 on the same. */
  workingBetween(from: number, to: number): number;
  /** The working day on which something counts as received (D9). */
  receivedOn(at: number): number;
};

/** Works out the days from `from` to `until`, both "YYYY-MM-DD". `receivedUntil` is "HH:MM". */
export function makeDays(calendar: Calendar, { from, until, receivedUntil }: { from: string; until: string; receivedUntil: string }): Days {
  const dates: string[] = [];
  for (let date = from; date <= until; date = plusDays(date, 1)) dates.push(date);
  const begins = [...dates, plusDays(until, 1)].map((date) => dayBegins(date)?.getTime() ?? 0);
  const works = dates.map((date) => isWorkingDay(calendar, date));
  // How many working days lie before each day.
  const before: number[] = [0];
  for (const isWorking of works) before.push((before.at(-1) ?? 0) + (isWorking ? 1 : 0));
  const working = works.flatMap((isWorking, day) => (isWorking ? [day] : []));
  const [hours = 17, minutes = 0] = receivedUntil.split(":").map(Number);
  const closes = hours * 3600 + minutes * 60;
  const begin = (day: number): number => begins[day] ?? outside();

  const dayOf = (at: number): number => {
    const guess = Math.min(dates.length - 1, Math.max(0, Math.floor((at - begin(0)) / DAY_MS)));
    if (at < begin(guess)) return guess - 1;
    return at >= begin(guess + 1) ? guess + 1 : guess;
  };
  const at = (day: number, seconds: number): number => {
    const shift = seconds >= 3 * 3600 ? begin(day + 1) - begin(day) - DAY_MS : 0;
    return begin(day) + seconds * 1000 + shift;
  };
  const clockOf = (instant: number): number => {
    const day = dayOf(instant);
    const seconds = Math.floor((instant - begin(day)) / 1000);
    const shift = (begin(day + 1) - begin(day) - DAY_MS) / 1000;
    return seconds - shift >= 3 * 3600 ? seconds - shift : seconds;
  };
  const workingFrom = (day: number): number => working[before[day] ?? outside()] ?? outside();
  return {
    amount: dates.length,
    dateOf: (day) => dates[day] ?? outside(),
    dayOf,
    at,
    later: (instant, days) => at(dayOf(instant) + days, clockOf(instant)),
    endOf: (day) => begin(day + 1) - 1000,
    isWorking: (day) => works[day] ?? outside(),
    workingFrom,
    plusWorking: (day, amount) => (amount === 0 ? day : (working[(before[day + 1] ?? outside()) - 1 + amount] ?? outside())),
    workingBetween: (one, other) => (before[other + 1] ?? outside()) - (before[one + 1] ?? outside()),
    receivedOn: (instant) => {
      const day = dayOf(instant);
      return workingFrom(instant > at(day, closes) ? day + 1 : day);
    },
  };
}

function outside(): never {
  throw new Error("That day lies outside the history.");
}
