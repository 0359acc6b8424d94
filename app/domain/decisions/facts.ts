import { z } from "zod";

import type { Fact, FactType } from "#rules/facts/words.ts";
import { POINTS, VOCABULARY, type Facts, type FactValue, type Point } from "#rules/vocabulary.ts";

export type { FactValue };

/** The declaration of a fact of a point; null when the point has no such fact. */
export function findFact(point: Point, name: string): Fact | null {
  const facts: Record<string, Fact> = VOCABULARY[point];
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null;
}

/** The names of a point's facts, in the order of the vocabulary. */
export function listFacts(point: Point): string[] {
  return Object.keys(VOCABULARY[point]);
}

/** The facts of a point as they come from outside: every one there, of its type, and no other. */
export function factsSchema<P extends Point>(point: P): z.ZodType<Facts<P>> {
  // The shape is made from the same declarations as the type.
  return SCHEMAS[point] as unknown as z.ZodType<Facts<P>>;
}

/**
 * Facts that were kept before the vocabulary got more of them: what is not there counts as unknown or nothing. No rule that judged them then can
 * read it, so that what they said stays what it was (P17).
 */
export function completeFacts(point: Point, facts: Readonly<Record<string, FactValue>>): Record<string, FactValue> {
  const declared: Record<string, Fact> = VOCABULARY[point];
  const missing = Object.entries(declared).filter(([name]) => !Object.hasOwn(facts, name));
  return { ...facts, ...Object.fromEntries(missing.map(([name, fact]) => [name, fact.nullable ? null : NOTHING[fact.type]])) };
}

const NOTHING: Record<FactType, FactValue> = { text: "", number: 0, boolean: false, date: "1970-01-01", list: [] };

/** One value of a declared fact. */
export function valueSchema(fact: Fact): z.ZodType<FactValue> {
  return fact.nullable ? known(fact).nullable() : known(fact);
}

/** As `valueSchema`, as a plain test: bulk work asks it of a million requests. */
export function factTest({ type, choices, nullable }: Fact): (value: FactValue | undefined) => boolean {
  const isText = choices ? (value: unknown) => typeof value === "string" && Object.hasOwn(choices, value) : (value: unknown) => typeof value === "string";
  const fits: Record<FactType, (value: unknown) => boolean> = {
    text: isText,
    list: (value) => Array.isArray(value) && value.every(isText),
    number: Number.isFinite,
    boolean: (value) => typeof value === "boolean",
    date: (value) => typeof value === "string" && DAY.safeParse(value).success,
  };
  return (value) => (value === null ? nullable : fits[type](value));
}

function known({ type, choices }: Fact): z.ZodType<NonNullable<FactValue>> {
  const text = choices ? z.enum(Object.keys(choices)) : z.string();
  const schemas: Record<FactType, z.ZodType<NonNullable<FactValue>>> = {
    text,
    list: z.array(text),
    number: z.number(),
    boolean: z.boolean(),
    date: DAY,
  };
  return schemas[type];
}

const DAY = z.iso.date();

// Made once: building them takes longer than a judgement.
const SCHEMAS = Object.fromEntries(POINTS.map((point) => [point, schemaOf(point)])) as Record<Point, z.ZodType>;

function schemaOf(point: Point): z.ZodType {
  const facts: Record<string, Fact> = VOCABULARY[point];
  return z.strictObject(Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, valueSchema(fact)])));
}
