import { findFact } from "#app/domain/decisions/facts.ts";
import type { FactValue, Point } from "#rules/vocabulary.ts";

/**
 * Facts of a real request without what names or points at anybody (AVG): the same text becomes the same stand-in, also within a list, so that what was equal stays equal and what
 * was counted is still as many. What is known of no text, such as a date or a choice, stays as it is.
 */
export function withoutPersons(point: Point, facts: Readonly<Record<string, FactValue>>): Record<string, FactValue> {
  const given = new Map<string, string>();
  const standIn = (text: string): string => {
    if (text === "") return text;
    const name = given.get(text) ?? likenessOf(text, given.size + 1);
    given.set(text, name);
    return name;
  };
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (findFact(point, name)?.personal !== true) return [name, value];
      if (Array.isArray(value)) return [name, value.map(standIn)];
      return [name, typeof value === "string" ? standIn(value) : value];
    }),
  );
}

/** Something of the same kind: a number of as many digits, an address for e-mail, or words. */
function likenessOf(text: string, place: number): string {
  if (/^\d+$/.test(text)) return String(place).padStart(text.length, "0").slice(-text.length);
  if (text.includes("@")) return `x${place}@example.org`;
  return `X${place}`;
}
