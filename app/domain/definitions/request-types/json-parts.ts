/*
 * A definition that is edited is JSON that may be half done: these read what is there, and change a part of it without touching the rest.
 */

export type Part = Readonly<Record<string, unknown>>;
export type Step = string | number;

/** An object as it is, an empty one for anything else. */
export function partOf(value: unknown): Part {
  return isPart(value) ? value : {};
}

export function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list as it is, an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The texts in a list. */
export function wordsOf(value: unknown): string[] {
  return listOf(value).filter((one) => typeof one === "string");
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What stands at a place; undefined where nothing does. */
export function at(value: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((found, step) => (Array.isArray(found) ? (found as unknown[])[Number(step)] : partOf(found)[step]), value);
}

/** The same with something else at one place; undefined takes a property away. A place that cannot be is left as it is. */
export function withAt(value: unknown, [step, ...rest]: readonly Step[], next: unknown): unknown {
  if (step === undefined) return next;
  if (Array.isArray(value)) return (value as unknown[]).map((one, index) => (index === Number(step) ? withAt(one, rest, next) : one));
  if (value !== undefined && !isPart(value)) return value;
  const { [step]: before, ...others } = partOf(value);
  const after = withAt(before, rest, next);
  if (after === undefined) return others;
  // In its own place, so that a difference with what was there shows nothing but what changed.
  return before === undefined ? { ...others, [step]: after } : { ...partOf(value), [step]: after };
}

/** The list with one thing at another place. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const [one] = list.slice(from, from + 1);
  if (one === undefined) return [...list];
  const others = list.filter((_, index) => index !== from);
  return [...others.slice(0, to), one, ...others.slice(to)];
}
