/**
 * What something can still be, when conditions have been met: one of a few values, any but a few, or somewhere in ranges. Values are spelled as JSON, so that null, "null"
 * and 0 differ. Days are counted from 1970 and are whole; numbers need not be.
 */
export type Possible = { of: "few"; values: ReadonlySet<string> } | { of: "all-but"; values: ReadonlySet<string> } | { of: "ranges"; ranges: readonly Range[]; orNull: boolean };

/** From `low` to `high`; a border belongs to it unless it is open. */
export type Range = { low: number; high: number; lowOpen: boolean; highOpen: boolean };

export const spelled = (value: unknown): string => JSON.stringify(value);
const NULL = spelled(null);

export function few(values: Iterable<unknown>): Possible {
  return { of: "few", values: new Set([...values].map(spelled)) };
}

export function allBut(values: Iterable<unknown>): Possible {
  return { of: "all-but", values: new Set([...values].map(spelled)) };
}

export function ranges(all: readonly Range[], orNull = false): Possible {
  return { of: "ranges", ranges: all.filter(isSome), orNull };
}

export const EVERYWHERE: Range = { low: -Infinity, high: Infinity, lowOpen: true, highOpen: true };
export const exactly = (at: number): Range => ({ low: at, high: at, lowOpen: false, highOpen: false });
export const upTo = (high: number, highOpen: boolean): Range => ({ ...EVERYWHERE, high, highOpen });
export const from = (low: number, lowOpen: boolean): Range => ({ ...EVERYWHERE, low, lowOpen });

/** Whether nothing is left. */
export function isImpossible(one: Possible): boolean {
  if (one.of === "ranges") return one.ranges.length === 0 && !one.orNull;
  return one.of === "few" && one.values.size === 0;
}

/** What both allow. */
export function both(one: Possible, other: Possible): Possible {
  if (one.of === "ranges" && other.of === "ranges") {
    return { of: "ranges", ranges: one.ranges.flatMap((a) => other.ranges.map((b) => meet(a, b)).filter(isSome)), orNull: one.orNull && other.orNull };
  }
  if (one.of === "ranges" || other.of === "ranges") throw new Error("One thing is either a number or a text.");
  if (one.of === "few") return { of: "few", values: new Set([...one.values].filter((value) => other.values.has(value) === (other.of === "few"))) };
  if (other.of === "few") return both(other, one);
  return { of: "all-but", values: new Set([...one.values, ...other.values]) };
}

/** Whether there is nothing that both allow; asked of each two rules of a set, and so without making anything. */
export function excludes(one: Possible, other: Possible): boolean {
  if (one.of === "ranges" && other.of === "ranges") {
    if (one.orNull && other.orNull) return false;
    for (const a of one.ranges) for (const b of other.ranges) if (touches(a, b)) return false;
    return true;
  }
  return isImpossible(both(one, other));
}

function touches(one: Range, other: Range): boolean {
  const startsBefore = one.low < other.high || (one.low === other.high && !one.lowOpen && !other.highOpen);
  return startsBefore && (other.low < one.high || (other.low === one.high && !other.lowOpen && !one.highOpen));
}

/** What either allows. */
export function either(one: Possible, other: Possible): Possible {
  return complement(both(complement(one), complement(other)));
}

/** All else, within everything that there is. */
export function complement(one: Possible): Possible {
  if (one.of === "few") return { of: "all-but", values: one.values };
  if (one.of === "all-but") return { of: "few", values: one.values };
  let left: readonly Range[] = [EVERYWHERE];
  for (const { low, high, lowOpen, highOpen } of one.ranges) {
    left = left.flatMap((range) => [meet(range, upTo(low, !lowOpen)), meet(range, from(high, !highOpen))].filter(isSome));
  }
  return { of: "ranges", ranges: left, orNull: !one.orNull };
}

/** The same, with whole numbers only: between two days there is none. */
export function wholly(one: Possible): Possible {
  if (one.of !== "ranges") return one;
  const whole = one.ranges.map(({ low, high, lowOpen, highOpen }) => ({
    low: Number.isFinite(low) ? (lowOpen ? Math.floor(low) + 1 : Math.ceil(low)) : low,
    high: Number.isFinite(high) ? (highOpen ? Math.ceil(high) - 1 : Math.floor(high)) : high,
    lowOpen: !Number.isFinite(low),
    highOpen: !Number.isFinite(high),
  }));
  return { ...one, ranges: whole.filter(isSome) };
}

export function isKnown(one: Possible): Possible {
  return one.of === "ranges" ? { ...one, orNull: false } : both(one, allBut([null]));
}

/** The values that are allowed, spelled, where each of them can be named; null where they cannot. */
export function pointsOf(one: Possible): string[] | null {
  if (one.of === "few") return [...one.values];
  if (one.of === "all-but" || one.ranges.some(({ low, high }) => low !== high)) return null;
  return [...one.ranges.map(({ low }) => spelled(low)), ...(one.orNull ? [NULL] : [])];
}

/** One spelling for equal things. */
export function spelling(one: Possible): string {
  if (one.of !== "ranges") return `${one.of} ${[...one.values].sort().join(",")}`;
  const sorted = [...one.ranges].sort((a, b) => a.low - b.low).map(({ low, high, lowOpen, highOpen }) => `${lowOpen ? "(" : "["}${low},${high}${highOpen ? ")" : "]"}`);
  return `ranges ${sorted.join(",")}${one.orNull ? NULL : ""}`;
}

function meet(one: Range, other: Range): Range {
  const [low, lowOpen] = one.low === other.low ? [one.low, one.lowOpen || other.lowOpen] : one.low > other.low ? [one.low, one.lowOpen] : [other.low, other.lowOpen];
  const [high, highOpen] = one.high === other.high ? [one.high, one.highOpen || other.highOpen] : one.high < other.high ? [one.high, one.highOpen] : [other.high, other.highOpen];
  return { low, high, lowOpen, highOpen };
}

function isSome({ low, high, lowOpen, highOpen }: Range): boolean {
  return low < high || (low === high && !lowOpen && !highOpen);
}
