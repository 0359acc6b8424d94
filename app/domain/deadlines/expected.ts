import { addWorkingDays, isWorkingDay, workingDaysBetween, type Calendar } from "./calendar.ts";
import { receivedOn, type OfficeDay } from "./clock.ts";

/** What an expectation is made of: a queue, and how fast it has moved of late. */
export type Pace = {
  /** Requests that come before this one. */
  ahead: number;
  /** How many were decided since a day ("YYYY-MM-DD"), up to and without today. */
  decided: number;
  since: string;
};

/**
 * The day on which a request that is received now is expected to be decided, and whether that is later than promised (R92). By the pace of the last weeks and by
 * nothing else: so many a working day as were decided a working day then. A pace of nothing, such as of a new office, promises what it always does.
 */
export function expectedDecision(of: Pace & { receivedAt: Date; promised: number; office: OfficeDay; today: string }): { on: string; isLater: boolean } {
  const { ahead, decided, since, receivedAt, promised, office, today } = of;
  const { calendar } = office;
  const received = receivedOn(receivedAt, office);
  const promise = addWorkingDays(calendar, received, promised);
  const days = workingDaysBetween(calendar, since, today);
  const perDay = days > 0 ? decided / days : 0;
  if (perDay === 0) return { on: promise, isLater: false };
  // The one that comes next is decided on the first day on which the office works.
  const queue = Math.ceil((ahead + 1) / perDay);
  const on = addWorkingDays(calendar, received, queue);
  return on > promise ? { on, isLater: true } : { on: promise, isLater: false };
}

/** The day that lies so many working days before a day: where the pace is measured from. */
export function workingDaysBefore(calendar: Calendar, date: string, amount: number): string {
  let day = date;
  for (let left = amount; left > 0; ) {
    day = dayBefore(day);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
