import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { plainLetters } from "#app/domain/plain-letters.ts";
import type { Database } from "#db/client.server.ts";
import { nameWord } from "#db/schema/names.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => String.fromCodePoint(from + place));
/** The letters of Latin-1, Latin Extended-A and Latin Extended-B; the two signs among those of Latin-1 are none. */
const LATIN_A = [...range(0xc0, 0xd6), ...range(0xd8, 0xf6), ...range(0xf8, 0x17f)];
const LATIN_B = range(0x180, 0x24f);
const inDatabase = async (texts: readonly string[]) =>
  new Map((await runSql<{ text: string; plain: string }>(database.db, "select text, plain_letters(text) as plain from unnest($1::text[]) as it(text)", [texts])).map(({ text, plain }) => [text, plain]));

describe("a name in plain letters", () => {
  it.each([
    ["Håkon Ślęzak", "hakon slezak"],
    ["Þórisson Sigurður", "thorisson sigurdur"],
    ["Đorđević Ħaż", "dordevic haz"],
    ["Ŋŋ Ŧŧ", "nn tt"],
    ["Straße ẞ", "strasse ss"],
    ["Ĳsbrand Œuvre Ærø Ǿǽ", "ijsbrand oeuvre aero oae"],
    ["İlkay Işık Əliyev", "ilkay isik eliyev"],
  ])("%s is %s, in the office and in the database", async (name, plain) => {
    expect(plainLetters(name)).toBe(plain);
    expect((await inDatabase([name])).get(name)).toBe(plain);
  });

  it("is the same in the office and in the database, for every letter of Latin Extended-A and -B, alone, composed and taken apart", async () => {
    const texts = [...LATIN_A, ...LATIN_B].flatMap((letter) => [letter, letter.normalize("NFD"), `Jan${letter}sen`]);
    const kept = await inDatabase([...new Set(texts)]);
    expect(texts.filter((text) => kept.get(text) !== plainLetters(text))).toEqual([]);
  });

  it("has letters from a to z only, for every letter in which the languages of Europe are written", () => {
    expect(LATIN_A.filter((letter) => !/^[a-z]{1,2}$/.test(plainLetters(letter)))).toEqual([]);
  });

  it("is what the words of names are looked up by", async () => {
    const [stored] = await database.db.insert(nameWord).values({ of: "request", word: "þórðarson" }).returning();
    expect(stored?.plain).toBe("thordarson");
    expect(await database.db.$count(nameWord, sql`${nameWord.plain} like plain_letters('%Thordars%')`)).toBe(1);
  });
});
