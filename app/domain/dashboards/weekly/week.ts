import { atTime, isWorkingDay, officeDate, plusDays, type Calendar } from "#app/domain/deadlines/calendar.ts";

import { beginOf } from "../flow/sums.ts";

/** When the e-mail of the week goes out, by the clock of Amsterdam: with the message of the morning. */
const MORNING = "08:00";

/** A week of which the morning has come: its Monday, its first working day, and whether that day is over already. */
export type Week = { monday: string; day: string; isLate: boolean };

/** The Monday of the week that an instant lies in. */
export function mondayOf(now: Date): string {
  return beginOf("week", officeDate(now));
}

/** The first day on which the office works in the week of this Monday (D10); null where it works on none. */
export function firstWorkingDay(calendar: Calendar, monday: string): string | null {
  const days = Array.from({ length: 7 }, (_, place) => plusDays(monday, place));
  return days.find((day) => isWorkingDay(calendar, day)) ?? null;
}

/** The week of now, once its morning has come; null before, and in a week in which the office does not work at all. */
export function weekThatBegan(calendar: Calendar, now: Date): Week | null {
  const monday = mondayOf(now);
  const day = firstWorkingDay(calendar, monday);
  const morning = day && atTime(day, MORNING);
  return day && morning && now >= morning ? { monday, day, isLate: officeDate(now) > day } : null;
}
