import { isDeepStrictEqual } from "node:util";

/** One difference between two versions: where, and what stood there before and stands there now; `undefined` where nothing did or does. `moved`: only its place in a list is another. */
export type Difference = { path: string[]; was?: unknown; is?: unknown; moved?: { from: number; to: number } };

/**
 * What changed between two contents, in reading order, as small as it can be said: a whole item that came or went, or the one value in it that is another. Items of lists are
 * known by what names them (`id`, `key`, `code`, …), so that one that moved is not taken for two that changed.
 */
export function differencesBetween(was: unknown, is: unknown, path: string[] = []): Difference[] {
  if (isDeepStrictEqual(was, is)) return [];
  if (Array.isArray(was) && Array.isArray(is)) return ofLists(was, is, path);
  if (isPlain(was) && isPlain(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => differencesBetween(was[key], is[key], [...path, key]));
  }
  return [{ path, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
}

/** By which of their properties the items of a list are known, the first that all of them have and no two share: of a policy with several values each by whom it is for, and from when. */
const NAMING = [["id"], ["key"], ["code"], ["name"], ["on"], ["field"], ["template"], ["key", "scope", "validFrom"]];

function ofLists(was: unknown[], is: unknown[], path: string[]): Difference[] {
  const naming = NAMING.find((one) => areNamedBy(one, was) && areNamedBy(one, is));
  if (naming === undefined) return ofUnnamed(was, is, path);
  const nameOf = (item: unknown) => nameBy(naming, item) ?? "";
  const before = new Map(was.map((item) => [nameOf(item), item]));
  const after = new Map(is.map((item) => [nameOf(item), item]));
  const gone = was.filter((item) => !after.has(nameOf(item))).map((item): Difference => ({ path: [...path, nameOf(item)], was: item }));
  const rest = is.flatMap((item): Difference[] => {
    const key = nameOf(item);
    return before.has(key) ? differencesBetween(before.get(key), item, [...path, key]) : [{ path: [...path, key], is: item }];
  });
  return [...gone, ...rest, ...moves(was.map(nameOf), is.map(nameOf), path)];
}

/** Values as they stand: a list of them is said as a whole; items without a name by their place. */
function ofUnnamed(was: unknown[], is: unknown[], path: string[]): Difference[] {
  if (![...was, ...is].every(isPlain)) return [{ path, was, is }];
  const length = Math.max(was.length, is.length);
  return Array.from({ length }, (_, index) => differencesBetween(was[index], is[index], [...path, String(index)])).flat();
}

/** The items that both have and that others have passed: as few of them as explain the new order. */
function moves(was: string[], is: string[], path: string[]): Difference[] {
  const kept = is.filter((key) => was.includes(key));
  const order = kept.map((key) => was.indexOf(key));
  const stayed = new Set(longestRise(order).map((index) => kept[index]));
  return kept.filter((key) => !stayed.has(key)).map((key) => ({ path: [...path, key], moved: { from: was.indexOf(key), to: is.indexOf(key) } }));
}

/** The places of a longest rising part of a row of different numbers. */
function longestRise(row: readonly number[]): number[] {
  const before = row.map(() => -1);
  const ends: number[] = [];
  for (const [place, value] of row.entries()) {
    const at = ends.findIndex((end) => (row[end] ?? 0) >= value);
    const length = at === -1 ? ends.length : at;
    before[place] = ends[length - 1] ?? -1;
    ends[length] = place;
  }
  const rise: number[] = [];
  for (let place = ends.at(-1) ?? -1; place !== -1; place = before[place] ?? -1) rise.unshift(place);
  return rise;
}

function areNamedBy(naming: readonly string[], items: unknown[]): boolean {
  const names = items.map((item) => nameBy(naming, item));
  return names.every((one) => one !== null) && new Set(names).size === names.length;
}

/** What an item is called by these properties, texts or groups of texts; null where it lacks one. */
function nameBy(naming: readonly string[], item: unknown): string | null {
  const parts = naming.map((property) => {
    const part = isPlain(item) ? item[property] : undefined;
    if (typeof part === "string") return part;
    return isPlain(part) && naming.length > 1 ? Object.entries(part).map(([name, one]) => `${name} ${String(one)}`).sort().join(", ") : null;
  });
  return parts.some((one) => one === null) ? null : parts.filter((one) => one !== "").join(", ");
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
