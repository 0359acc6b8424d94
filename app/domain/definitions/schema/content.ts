import { z } from "zod";

import { canonicalJson, type Json } from "#app/domain/audit/canonical.ts";
import { Problem } from "#app/domain/problem.ts";

/** What one definition may weigh as it is written: the largest of ours has 60 kB, a form of 500 fields some 100, and 2,000 rules with a line for each of their parts 1.4 MB. */
export const LARGEST_CONTENT = 4_000_000;
/** Deeper than any definition that a person can read, and shallow enough to walk without care. */
export const DEEPEST_CONTENT = 40;

/** Names under which JSON reaches into what an object is made of instead of what it holds. */
const REACHING = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The JSON of a definition, out of a text that somebody typed or sent. Throws `content.too-big`, `content.not-json` with line and column, `content.too-deep`,
 * `content.reaching-key` and `content.character`: what the database or the code after it would stumble over never gets past here.
 */
export function parseContent(text: string): Json {
  if (Buffer.byteLength(text) > LARGEST_CONTENT) throw new Problem("content.too-big", { most: LARGEST_CONTENT / 1000 });
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Problem("content.not-json", placeOf(text, error), { cause: error });
  }
  return soundContent(content);
}

/** Any JSON value as content of a definition. Throws as `parseContent` does, for what a form or a file brought already parsed. */
export function soundContent(content: unknown): Json {
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_CONTENT) throw new Problem("content.too-deep", { most: DEEPEST_CONTENT });
    level = level.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      const reaching = Array.isArray(value) ? undefined : Object.keys(value).find((key) => REACHING.has(key));
      if (reaching !== undefined) throw new Problem("content.reaching-key", { key: reaching });
      return Object.values(value);
    });
  }
  try {
    canonicalJson(content as Json);
  } catch (error) {
    throw new Problem("content.character", {}, { cause: error });
  }
  return content as Json;
}

/** A key as a file of `rules/` or `templates/` has it. */
export const DefinitionKey = z.string().max(80).regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/);

/** Where the parser stood; it names a place in the text, or that the text had ended. */
function placeOf(text: string, error: unknown): { line: number; column: number } {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
