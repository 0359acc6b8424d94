import { dayBegins, officeDate, workingDaysBetween } from "#app/domain/deadlines/calendar.ts";
import { receivedOn, type OfficeDay } from "#app/domain/deadlines/clock.ts";

const DAY_MS = 86_400_000;

/**
 * The first instant at which a last second leaves more than so many working days, seen from `now`: what ends before it has that many or fewer.
 * The other way round of `timeLeft`, so that a list can be cut where its words change. With 0 it is the beginning of the first day that is
 * neither today nor the last working day.
 */
export function leavesMoreThan(workingDays: number, now: Date, office: OfficeDay): Date {
  const from = receivedOn(now, office);
  const today = officeDate(now);
  let date = today < from ? today : from;
  while (date === today || workingDaysBetween(office.calendar, from, date) <= workingDays) date = nextDay(date);
  return dayBegins(date) ?? now;
}

/** The first instant that is not late at `now`: the beginning of its second, as a term holds until its last second has passed. */
export function notLateFrom(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 1000) * 1000);
}

function nextDay(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}
