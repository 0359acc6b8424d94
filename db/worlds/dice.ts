/** Chance that comes out the same every time: two offices that are furnished from one seed hold the same requests of the same people. */
export type Dice = {
  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** True so often out of a hundred. */
  chance(percent: number): boolean;
};

/** Dice of a seed (mulberry32: small, even enough for a stage, of no use for secrets). */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    between,
    pick: (from) => {
      const found = from[between(0, from.length - 1)];
      if (found === undefined) throw new Error("There is nothing to pick from.");
      return found;
    },
    chance: (percent) => next() * 100 < percent,
  };
}
