import { DateTime } from "luxon";

import type { Dice } from "#db/worlds/dice.ts";
import { addWorkingDays, officeDate, workingDayFrom, ZONE, type Calendar } from "#app/domain/deadlines/calendar.ts";

/** A story yields the moment at which it goes on, and gets that moment back when everything before it has happened. */
export type Story = AsyncGenerator<Date, void, Date>;

/** Tells all stories together in the order of time, as they happened in one office. Answers how many moments there were. */
export async function tellInOrder(stories: Story[]): Promise<number> {
  const waiting: Array<{ at: Date; story: Story }> = [];
  const wait = async (story: Story, from?: Date) => {
    const next = from ? await story.next(from) : await story.next();
    if (!next.done) waiting.push({ at: next.value, story });
  };
  for (const story of stories) await wait(story);
  let moments = 0;
  for (; waiting.length > 0; moments += 1) {
    const [first] = waiting.splice(indexOfEarliest(waiting), 1);
    if (first) await wait(first.story, first.at);
  }
  return moments;
}

function indexOfEarliest(waiting: ReadonlyArray<{ at: Date }>): number {
  return waiting.reduce((earliest, { at }, index) => (at < (waiting[earliest]?.at ?? at) ? index : earliest), 0);
}

const MINUTE_MS = 60_000;

/** Moments of one story: they only go forward, and never reach the present. */
export type Moments = {
  /** During office hours, so many working days ago (0 is today, or the first working day to come). */
  officeHours(daysAgo: number): Date;
  /** In the evening of that day, when people do what they did not get to. */
  evening(daysAgo: number): Date;
  /** Some minutes after the moment before. */
  soon(from: number, to: number): Date;
  /** So many seconds before now, whatever was before. */
  justNow(secondsAgo: number): Date;
};

export function momentsOf(dice: Dice, calendar: Calendar, now: Date): Moments {
  let last: Date | null = null;
  const today = workingDayFrom(calendar, officeDate(now));
  const latest = now.getTime() - 3 * MINUTE_MS;

  /** As wanted if there is room; else somewhere in the last hours, after the moment before. */
  const place = (wanted: number): Date => {
    const earliest = last ? last.getTime() + MINUTE_MS : Math.min(wanted, latest - dice.between(20, 600) * MINUTE_MS);
    const recent = Math.max(earliest, latest - 16 * 60 * MINUTE_MS);
    const inside = wanted > latest ? recent + ((latest - recent) * dice.between(10, 70)) / 100 : Math.max(wanted, earliest);
    last = new Date(Math.round(inside));
    return last;
  };
  const on = (daysAgo: number, minutes: number): Date => {
    const day = addWorkingDays(calendar, today, -daysAgo);
    return place(DateTime.fromISO(day, { zone: ZONE }).plus({ minutes, seconds: dice.between(0, 59) }).toMillis());
  };
  return {
    officeHours: (daysAgo) => on(daysAgo, dice.between(8 * 60 + 20, 16 * 60 + 40)),
    evening: (daysAgo) => on(daysAgo, dice.between(17 * 60 + 30, 22 * 60)),
    soon: (from, to) => place((last ?? now).getTime() + dice.between(from * 60, to * 60) * 1000),
    justNow: (secondsAgo) => {
      last = new Date(now.getTime() - secondsAgo * 1000);
      return last;
    },
  };
}
