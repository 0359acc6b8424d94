/** Chance that can be had again: the same seed gives the same numbers, though not the same moments. */
export type Chance = {
  /** From 0 to 1. */
  next: () => number;
  /** From `least` to below `most`, whole. */
  between: (least: number, most: number) => number;
  one: <T>(of: readonly T[]) => T;
  /** True in so many of a hundred. */
  percent: (amount: number) => boolean;
};

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least));
  return {
    next,
    between,
    one: (of) => {
      if (of.length === 0) throw new Error("There is nothing to choose from.");
      return of[between(0, of.length)] as (typeof of)[number];
    },
    percent: (amount) => next() * 100 < amount,
  };
}
