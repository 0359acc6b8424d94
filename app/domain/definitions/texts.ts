import { and, asc, eq } from "drizzle-orm";

import { definitionVersion } from "#db/schema/definitions.ts";
import type { Db } from "#db/types.ts";

import type { ScreenTexts } from "./kinds.ts";
import { TextSet, withoutOurs, wordedOver } from "./schema/texts.ts";
import { listDefinitions } from "./store.ts";

/**
 * The texts as the newest release has them. What the office worded once of its own can always be said: a request under way may have a rule or a field that is
 * gone from the newest release (P17), and then its last words are said.
 */
export async function wordedTexts(db: Db, releaseId: number, texts: ScreenTexts): Promise<ScreenTexts> {
  const rows = await db
    .select({ content: definitionVersion.content })
    .from(definitionVersion)
    .where(and(eq(definitionVersion.kind, "texts"), eq(definitionVersion.status, "published")))
    .orderBy(asc(definitionVersion.publishedAt), asc(definitionVersion.id));
  if (rows.length === 0) return texts;
  const once = rows.flatMap(({ content }) => TextSet.safeParse(content).data ?? []).map((set) => withoutOurs(set, texts));
  const now = (await listDefinitions(db, releaseId, "texts")).map(({ content }) => content);
  return [...once, ...now].reduce(wordedOver, texts);
}
