import { DateTime } from "luxon";

import { ZONE } from "#app/domain/deadlines/calendar.ts";
import { installUntil } from "#app/domain/deadlines/clock.ts";

/** After how many days we remind of an installation, unless the policy `install.reminderDays` says otherwise (R33). */
export const REMINDER_DAYS: readonly number[] = [30, 50, 57];

/** How many of the reminders are due: each from the same time on the clock, so many days after `madeAt`. */
export function remindersDue(madeAt: Date, now: Date, days: readonly number[] = REMINDER_DAYS): number {
  return days.filter((day) => installUntil(madeAt, day) <= now).length;
}

/** Days that are left on the calendar of Amsterdam; 0 on the last day. */
export function daysLeft(until: Date, now: Date): number {
  const day = (instant: Date) => DateTime.fromJSDate(instant, { zone: ZONE }).startOf("day");
  return Math.max(0, Math.round(day(until).diff(day(now), "days").days));
}
