import { DateTime } from "luxon";

import { addWorkingDays, officeDate, plusDays, wallClock, workingDayFrom, workingDaysBetween, ZONE, type Calendar } from "#app/domain/deadlines/calendar.ts";

/**
 * The office's day: until when something still counts as received today, "HH:MM" in Amsterdam (policy `review.receivedUntil`), and which
 * version of the calendar that is; null for one that no clock keeps.
 */
export type OfficeDay = { calendar: Calendar; receivedUntil: string; calendarVersion?: number | null };

/** A term that runs and can stand still (D9). Instants are UTC; the paused time is kept in milliseconds. */
export type TermClock = {
  startedAt: Date;
  /** Last second that is still in time. */
  dueAt: Date;
  /** Since when it stands still; null while it runs. */
  pausedSince: Date | null;
  /** How long it stood still in earlier pauses. */
  pausedMs: number;
  /** The calendar by which `dueAt` counts; null for a clock that counts hours, whatever day it is (D23). */
  calendarVersion?: number | null;
};

/** The working day on which something counts as received: after closing time, or on a day off, that is the next one (D9). */
export function receivedOn(instant: Date, { calendar, receivedUntil }: OfficeDay): string {
  const { date, time } = wallClock(instant);
  return workingDayFrom(calendar, time <= `${receivedUntil}:00` ? date : plusDays(date, 1));
}

/**
 * The last second of a term of working days: counted from the day of receipt, which is day 0, to the end of the last day in Amsterdam. The
 * whole last day belongs to the term, as it does in law.
 */
export function dueAt({ receivedAt, workingDays, ...office }: { receivedAt: Date; workingDays: number } & OfficeDay): Date {
  return endOfDay(addWorkingDays(office.calendar, receivedOn(receivedAt, office), workingDays));
}

/** Starts a term of working days at its receipt. */
export function startClock(term: { receivedAt: Date; workingDays: number } & OfficeDay): TermClock {
  return { startedAt: term.receivedAt, dueAt: dueAt(term), pausedSince: null, pausedMs: 0, calendarVersion: term.calendarVersion ?? null };
}

/** Stops the clock; a clock that stands still already stays as it is. */
export function pause(clock: TermClock, now: Date): TermClock {
  return clock.pausedSince ? clock : { ...clock, pausedSince: now };
}

/**
 * Lets the clock run again with as many working days as it had left when it was stopped. A term that had passed by then stays passed: waiting
 * for the customer does not heal our own delay. A clock that runs already stays as it is.
 */
export function resume(clock: TermClock, now: Date, office: OfficeDay): TermClock {
  if (!clock.pausedSince) return clock;
  const pausedMs = clock.pausedMs + (now.getTime() - clock.pausedSince.getTime());
  if (clock.pausedSince > clock.dueAt) return { ...clock, pausedSince: null, pausedMs };
  const due = addWorkingDays(office.calendar, receivedOn(now, office), workingDaysLeft(clock, now, office));
  return { ...clock, pausedSince: null, pausedMs, dueAt: endOfDay(due) };
}

/**
 * The clock when another calendar takes the place of the one by which it counted: as many working days left as before, now on the days of the
 * new one. A term that has passed stays passed, and one that stands still keeps what it had left when it was stopped (D9, D10).
 */
export function underCalendar<Clock extends TermClock>(clock: Clock, now: Date, { from, to, version }: { from: Calendar; to: Calendar; version: number }): Clock {
  const moved = { ...clock, calendarVersion: version };
  if (isOverdue(clock, now)) return moved;
  const today = officeDate(clock.pausedSince ?? now);
  const left = workingDaysBetween(from, today, officeDate(clock.dueAt));
  return { ...moved, dueAt: endOfDay(workingDayFrom(to, addWorkingDays(to, today, left))) };
}

/** Lets a clock that counts hours run again: it stood still for as long as it was stopped. */
export function resumeHours(clock: TermClock, now: Date): TermClock {
  if (!clock.pausedSince) return clock;
  const stood = now.getTime() - clock.pausedSince.getTime();
  return { ...clock, pausedSince: null, pausedMs: clock.pausedMs + stood, dueAt: clock.pausedSince > clock.dueAt ? clock.dueAt : new Date(clock.dueAt.getTime() + stood) };
}

/** So many hours later, whatever day it is; whole seconds. */
export function hoursLater(from: Date, hours: number): Date {
  return new Date(wholeSecond(from) + hours * 3_600_000);
}

/** Working days left, counted from the day that `now` belongs to: 0 on the last day, negative once that is over. Stands still in a pause. */
export function workingDaysLeft(clock: TermClock, now: Date, office: OfficeDay): number {
  const at = clock.pausedSince ?? now;
  const due = officeDate(clock.dueAt);
  const from = receivedOn(at, office);
  // In the evening of the last day there is no working day left, and yet it is not late.
  return at <= clock.dueAt ? Math.max(0, workingDaysBetween(office.calendar, from, due)) : workingDaysBetween(office.calendar, officeDate(at), due);
}

/** What is left of a term that runs: the working days (negative once they are over), and whether its last second has passed. */
export type TimeLeft = { days: number; isLate: boolean };

/** What is left until a last second, for what has no pause. */
export function timeLeft(dueAt: Date, now: Date, office: OfficeDay): TimeLeft {
  const clock = { startedAt: now, dueAt, pausedSince: null, pausedMs: 0 };
  return { days: workingDaysLeft(clock, now, office), isLate: isOverdue(clock, now) };
}

/** Whether the term has passed: from the second after the last one. A clock that stands still is late only if it was when it stopped. */
export function isOverdue(clock: TermClock, now: Date): boolean {
  return wholeSecond(clock.pausedSince ?? now) > clock.dueAt.getTime();
}

/** How long a term took at an instant, in milliseconds: gross, and net of the time that we waited for the customer (D9). */
export function elapsed(clock: TermClock, at: Date): { grossMs: number; netMs: number } {
  const grossMs = at.getTime() - clock.startedAt.getTime();
  const pausing = clock.pausedSince ? at.getTime() - clock.pausedSince.getTime() : 0;
  return { grossMs, netMs: grossMs - clock.pausedMs - pausing };
}

/** The instant when a pause has lasted its longest and the request lapses (D9; policy `wait.maxDays`): same wall-clock time so many days later. */
export function waitUntil(pausedSince: Date, days = 30): Date {
  return daysLater(pausedSince, days);
}

/**
 * The last second in which a certificate may be installed (R33, D12; policy `install.days`): the same wall-clock time in Amsterdam so many days
 * after fulfilment, whole seconds. The second after it, number and PIN are dead (R34).
 */
export function installUntil(fulfilledAt: Date, days = 60): Date {
  return daysLater(fulfilledAt, days);
}

/** The same wall-clock time in Amsterdam so many calendar days later; a time that the spring night skips becomes the one an hour later. */
export function daysLater(from: Date, days: number): Date {
  return DateTime.fromJSDate(from, { zone: ZONE }).startOf("second").plus({ days }).toJSDate();
}

/** Whether an instant is past a last second. */
export function isPast(lastSecond: Date, now: Date): boolean {
  return wholeSecond(now) > lastSecond.getTime();
}

/** The last second of a date ("YYYY-MM-DD") in Amsterdam. */
export function endOfDay(date: string): Date {
  return DateTime.fromISO(date, { zone: ZONE }).endOf("day").startOf("second").toJSDate();
}

function wholeSecond(instant: Date): number {
  return Math.floor(instant.getTime() / 1000) * 1000;
}
