import { and, desc, eq, inArray } from "drizzle-orm";

import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import type { Db } from "#db/types.ts";
import { Problem } from "#app/domain/problem.ts";

import { parseDefinition, type DefinitionContent, type DefinitionKind } from "./kinds.ts";

export type Pinned<K extends DefinitionKind> = { key: string; version: number; content: DefinitionContent[K] };

/**
 * What was published never changes, so it is parsed once per process; a database that is opened anew (tests) brings other ids for other
 * contents, which is why the cache belongs to the connection and not to the module.
 */
const parsed = new WeakMap<object, Map<number, unknown>>();

/** The newest release: what drafts that begin now pin. Throws when nothing was ever published, which the start prevents. */
export async function currentRelease(db: Db): Promise<number> {
  const [newest] = await db.select({ id: release.id }).from(release).orderBy(desc(release.id)).limit(1);
  if (!newest) throw new Error("No definitions were published.");
  return newest.id;
}

/** One definition as a release has it. Throws `definition.unknown`. */
export async function getDefinition<K extends DefinitionKind>(db: Db, releaseId: number, kind: K, key: string): Promise<Pinned<K>> {
  const found = await findDefinition(db, releaseId, kind, key);
  if (!found) throw new Problem("definition.unknown", { kind, key });
  return found;
}

/** As `getDefinition`, or null. */
export async function findDefinition<K extends DefinitionKind>(db: Db, releaseId: number, kind: K, key: string): Promise<Pinned<K> | null> {
  const [entry] = await entries(db, releaseId, kind, [key]);
  return entry ?? null;
}

/** All definitions of a kind in a release, by key. */
export async function listDefinitions<K extends DefinitionKind>(db: Db, releaseId: number, kind: K): Promise<Array<Pinned<K>>> {
  return entries(db, releaseId, kind);
}

async function entries<K extends DefinitionKind>(db: Db, releaseId: number, kind: K, keys?: string[]): Promise<Array<Pinned<K>>> {
  const rows = await db
    .select({ id: definitionVersion.id, key: definitionVersion.key, version: definitionVersion.version, content: definitionVersion.content })
    .from(releaseEntry)
    .innerJoin(definitionVersion, eq(definitionVersion.id, releaseEntry.definitionId))
    .where(and(eq(releaseEntry.releaseId, releaseId), eq(releaseEntry.kind, kind), keys && inArray(releaseEntry.key, keys)))
    .orderBy(releaseEntry.key);
  const cache = cacheOf(db);
  return rows.map(({ id, key, version, content }) => {
    if (!cache.has(id)) cache.set(id, parseDefinition(kind, content));
    return { key, version, content: cache.get(id) as DefinitionContent[K] };
  });
}

function cacheOf(db: Db): Map<number, unknown> {
  // A transaction shares its dialect with the connection that it came from.
  const owner = (db as unknown as { dialect: object }).dialect;
  const known = parsed.get(owner);
  if (known) return known;
  const fresh = new Map<number, unknown>();
  parsed.set(owner, fresh);
  return fresh;
}
