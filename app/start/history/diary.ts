import type { Days } from "./days.ts";
import type { Happening } from "./trail.ts";

/**
 * What happens on which day. Requests are told whole when they come in, days before what they tell of is over; the diary keeps the rest of it, for as long as a request
 * takes, and hands out each day in the order of time.
 */
export type Diary = {
  /** Something happened; never after the present. */
  note(happening: Happening): void;
  /** Something is to be done then, if it still makes sense; what lies after the present is left. */
  then(at: number, work: (at: number) => void): void;
  /** Does what was left for a day, and answers all that happened on it. */
  close(day: number): Happening[];
};

type Page = { happened: Happening[]; left: Array<{ at: number; work: (at: number) => void }> };

export function openDiary(days: Days, until: number): Diary {
  const pages = new Map<number, Page>();
  const pageOf = (at: number): Page => {
    const day = days.dayOf(at);
    const page = pages.get(day) ?? { happened: [], left: [] };
    pages.set(day, page);
    return page;
  };
  return {
    note: (happening) => {
      if (happening.at > until) throw new Error(`${happening.act} would happen after the present.`);
      pageOf(happening.at).happened.push(happening);
    },
    then: (at, work) => {
      if (at <= until) pageOf(at).left.push({ at, work });
    },
    close: (day) => {
      const page = pages.get(day);
      if (!page) return [];
      // What is done may leave more for the same day.
      for (let next = page.left.shift(); next; next = page.left.shift()) next.work(next.at);
      pages.delete(day);
      return page.happened.sort((one, other) => one.at - other.at);
    },
  };
}
