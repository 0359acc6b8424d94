import { hash } from "node:crypto";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/**
 * One spelling for one value: keys in code-unit order, no white space, absent instead of undefined (the rules of RFC 8785 for what
 * `jsonb` can hold). Throws on what does not survive a round through the database: NaN, infinities, NUL, half surrogate pairs.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError("A number in the trail must be finite.");
  // A text without any half of a pair, which nearly all are, is not looked at a second time.
  if (typeof value === "string" && UNUSUAL.test(value) && (value.includes("\u0000") || /\p{Surrogate}/u.test(value))) {
    throw new TypeError("A text in the trail must be well formed and without NUL.");
  }
  if (value === null || typeof value !== "object") return JSON.stringify(Object.is(value, -0) ? 0 : value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const members = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => `${canonicalJson(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}

// eslint-disable-next-line no-control-regex
const UNUSUAL = /[\u0000\ud800-\udfff]/;

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}
