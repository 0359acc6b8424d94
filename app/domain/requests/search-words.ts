import { and, eq, sql } from "drizzle-orm";

import { nameWord, type NameOf } from "#db/schema/names.ts";
import type { Db } from "#db/types.ts";

/** So many words at most are taken for what was meant: the nearest. */
const MOST_MEANT = 10;

/** The words of names that a typed one comes near, the nearest first, whatever accents either has. */
export async function wordsNear(db: Db, word: string, of: NameOf): Promise<string[]> {
  const plain = sql`plain_letters(${word})`;
  const words = await db
    .select({ word: nameWord.word })
    .from(nameWord)
    .where(and(sql`${plain} <% ${nameWord.plain}`, eq(nameWord.of, of)))
    .groupBy(nameWord.word, nameWord.plain)
    .orderBy(sql`word_similarity(${plain}, ${nameWord.plain}) desc`, nameWord.word)
    .limit(MOST_MEANT);
  return words.map(({ word: known }) => known);
}

/** More words than this hold what few names are meant by ("jans"). */
const MOST_HOLDING = 50;
/** As `words_of_a_name` leaves them out. */
const [SHORTEST_WORD, BEFORE_NAMES] = [3, ["van", "der", "den", "ten", "ter", "het"]];

/**
 * The words of names one of which stands in every name that holds the text: by the longest part of it, which begins a word unless it is the first, and ends one unless it is the last. Null where that
 * is too many, or the words that are kept cannot tell.
 */
export async function wordsHolding(db: Db, text: string): Promise<string[] | null> {
  const parts = text.split(" ");
  const part = parts.reduce((longest, one) => (one.length > longest.length ? one : longest));
  if ([...part].length < SHORTEST_WORD || BEFORE_NAMES.includes(part)) return null;
  const place = parts.indexOf(part);
  const holding = `${place === 0 ? "%" : ""}${literalPart(part)}${place === parts.length - 1 ? "%" : ""}`;
  const words = await db
    .select({ word: nameWord.word })
    .from(nameWord)
    // Without accents for the index, and as it was typed.
    .where(and(sql`${nameWord.plain} like plain_letters(${holding})`, sql`${nameWord.word} like ${holding}`, eq(nameWord.of, "request")))
    .groupBy(nameWord.word)
    .limit(MOST_HOLDING + 1);
  return words.length > MOST_HOLDING ? null : words.map(({ word }) => word);
}

/** A text as a part of a pattern of `like`, with nothing in it that a pattern takes for itself. */
export function literalPart(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
