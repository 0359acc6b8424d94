import { referenceIn } from "#app/domain/decisions/reference.ts";
import { blanksIn, fill } from "#app/domain/decisions/texts.ts";
import type { Language } from "#app/domain/people.ts";

import { isObject, type Json } from "./changes.ts";
import type { Known } from "./fit.ts";

/** The facts and policies that a rule reads or quotes, as far as it is of its shape. */
export function namesIn(rule: Json): string[] {
  const quotes = Array.isArray(rule["quotes"]) ? rule["quotes"].map(String) : [];
  return [...new Set([...read(rule["conditions"]), ...quotes])];
}

/** A sentence with what fills its blanks by what it is called. */
export function withLabels(text: string, { facts }: Known, language: Language): string {
  return fill(text, Object.fromEntries(blanksIn(text).map((name) => [name, `[${facts[name]?.label[language] ?? name}]`])));
}

function read(condition: unknown): string[] {
  if (Array.isArray(condition)) return condition.flatMap(read);
  if (!isObject(condition)) return [];
  const reference = referenceIn(condition["value"]);
  if (typeof condition["fact"] === "string") return reference === null ? [condition["fact"]] : [condition["fact"], reference];
  return [condition["all"], condition["any"], condition["not"]].flatMap(read);
}
