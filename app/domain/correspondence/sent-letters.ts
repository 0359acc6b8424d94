import { and, asc, eq, isNotNull } from "drizzle-orm";

import { letter, type WordsSent } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { findDefinition } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

/** A letter without a PIN, as the desk sees it: where it is, and what it says. `replaces` is the one in whose place it came. */
export type SentLetter = Pick<typeof letter.$inferSelect, "id" | "language" | "addressee" | "status" | "madeAt" | "postedAt"> & {
  reference: string;
  title: Readonly<Record<Language, string>>;
  replaces: string | null;
  words: WordsSent;
};

/** The letters that a request sent by its type, oldest first: what was said stays to be read, also once the template says something else (R119). */
export async function listSentLetters(db: Db, { id, releaseId }: Pick<RequestRow, "id" | "releaseId">): Promise<SentLetter[]> {
  const rows = await db.select().from(letter).where(and(eq(letter.requestId, id), isNotNull(letter.words))).orderBy(asc(letter.number));
  const lines = rows.map(async ({ number, replaces, template, words, ...row }) => ({
    id: row.id,
    language: row.language,
    addressee: row.addressee,
    status: row.status,
    madeAt: row.madeAt,
    postedAt: row.postedAt,
    reference: letterReferenceOf(number),
    title: (await findDefinition(db, releaseId, "letter", template))?.content.title ?? { nl: template, en: template },
    replaces: replaces === null ? null : letterReferenceOf(replaces),
    words: words ?? { subject: "", blocks: [] },
  }));
  return Promise.all(lines);
}
