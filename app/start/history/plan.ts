import type { Dice } from "#db/worlds/dice.ts";

import type { Days } from "./days.ts";
import { busynessOf, sentAtOf } from "./shares.ts";

const OPENS_S = 6 * 3600;

/** When on each day how many requests are sent, so many in all: by season, quarter and weekday, and a little more each year. Of the last day only until now. */
export function* planDays(days: Days, of: { first: number; last: number; until: number; requests: number; dice: Dice }): Generator<{ day: number; sentAt: number[] }> {
  const { first, last, until, requests, dice } = of;
  const untilS = (until - days.at(last, 0)) / 1000;
  const partOfLast = Math.min(1, Math.max(0, (untilS - OPENS_S - 600) / (23 * 3600 - OPENS_S)));
  const weights = Array.from({ length: last - first + 1 }, (_one, index) => {
    const day = first + index;
    return busynessOf(days.dateOf(day), { yearsIn: index / 365.25, isWorking: days.isWorking(day) }) * (day === last ? partOfLast : 1);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [weight, sent] = [0, 0];
  for (const [index, one] of weights.entries()) {
    weight += one;
    const amount = Math.round((requests * weight) / all) - sent;
    sent += amount;
    const day = first + index;
    const onDay = () => days.at(day, day === last ? dice.between(OPENS_S, Math.floor(untilS) - 60) : sentAtOf(dice));
    yield { day, sentAt: Array.from({ length: amount }, onDay).sort((a, b) => a - b) };
  }
}
