import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import type { Language } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

/** What a letter without a PIN is called, for who has it in hand; null for a PIN letter, of which the pages have the word themselves. One whose template is gone has its name. */
export async function letterTitles(db: Db, language: Language): Promise<(letter: { template: string; hasPin: boolean }) => string | null> {
  const titles = new Map((await listDefinitions(db, await currentRelease(db), "letter")).map(({ key, content }) => [key, content.title[language]]));
  return ({ template, hasPin }) => (hasPin ? null : titles.get(template) || template);
}
