import { sql } from "drizzle-orm";
import { bigint, index, pgTable, text } from "drizzle-orm/pg-core";

export type NameOf = "request" | "practice";

/**
 * The words of which the names on requests and those of practices are made, each as it is written there, in small letters: where the desk's search
 * looks up what a misspelt one should have been. Triggers on those tables add what is new. Nothing forbids the same word twice: two who send the same
 * new name at once need not wait for one another.
 */
export const nameWord = pgTable(
  "name_word",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    of: text("of").$type<NameOf>().notNull(),
    word: text("word").notNull(),
    /** Without accents and strokes: "hakon" for "håkon". */
    plain: text("plain").notNull().generatedAlwaysAs(sql`plain_letters(word)`),
  },
  (t) => [index("name_word_known").on(t.word, t.of), index("name_word_search").using("gin", sql`${t.plain} gin_trgm_ops`)],
);
