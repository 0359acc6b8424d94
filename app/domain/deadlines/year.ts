import type { Language } from "#app/domain/people.ts";

import { findHoliday, isWorkingDay, plusDays, type Calendar } from "./working-days.ts";

/** A day of the year picture; null before the first and after the last of a month. */
export type DayShown = { on: string; isWorked: boolean; name: string | null } | null;
export type MonthShown = { first: string; weeks: DayShown[][] };

/** The twelve months of a year, week by week from Monday, with what makes a day no working day. */
export function yearShown(calendar: Calendar, year: number, language: Language): MonthShown[] {
  return Array.from({ length: 12 }, (_, month) => {
    const first = `${year}-${String(month + 1).padStart(2, "0")}-01`;
    const lead = (new Date(first).getUTCDay() || 7) - 1;
    const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const days = Array.from({ length: count }, (_, index) => {
      const on = plusDays(first, index);
      return { on, isWorked: isWorkingDay(calendar, on), name: findHoliday(calendar, on)?.[language] ?? null };
    });
    const cells = [...Array.from({ length: lead }, () => null), ...days];
    return { first, weeks: Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(week * 7, week * 7 + 7)) };
  });
}

/** The days of a year that have a name, in order. */
export function namedDays(months: readonly MonthShown[]): Array<{ on: string; name: string }> {
  return months.flatMap(({ weeks }) => weeks.flat().flatMap((one) => (one?.name ? [{ on: one.on, name: one.name }] : [])));
}
