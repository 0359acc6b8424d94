import { and, desc, eq } from "drizzle-orm";

import { preparedFor } from "#db/prepared.ts";
import { definitionVersion, release, releaseEntry } from "#db/schema/definitions.ts";
import type { Db } from "#db/types.ts";
import { Problem } from "#app/domain/problem.ts";

import { parseDefinition, type DefinitionContent, type DefinitionKind } from "./kinds.ts";

export type Pinned<K extends DefinitionKind> = { key: string; version: number; content: DefinitionContent[K] };

/**
 * What was published never changes, so it is parsed once per process; a database that is opened anew (tests) brings other ids for other
 * contents, which is why the cache belongs to the connection and not to the module.
 */
const parsed = new WeakMap<object, Map<string, unknown>>();

/** The newest release: what drafts that begin now pin. Throws `start.nothing-published` before the first start, which publishes. */
export async function currentRelease(db: Db): Promise<number> {
  const [newest] = await newestRelease(db).execute();
  if (!newest) throw new Problem("start.nothing-published");
  return newest.id;
}

const newestRelease = preparedFor((db) => db.select({ id: release.id }).from(release).orderBy(desc(release.id)).limit(1).prepare("newest_release"));

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

/** What a release has of a kind, by key. A release never changes once it is there, so it is read once. */
async function entries<K extends DefinitionKind>(db: Db, releaseId: number, kind: K, keys?: string[]): Promise<Array<Pinned<K>>> {
  const cache = cacheOf(db);
  const place = `${releaseId} ${kind}`;
  const known = (cache.get(place) as Array<Pinned<K>> | undefined) ?? (await readEntries(db, releaseId, kind));
  // An empty answer is not kept: the release may be of a transaction that has only begun.
  if (known.length > 0) cache.set(place, known);
  return keys ? known.filter(({ key }) => keys.includes(key)) : [...known];
}

async function readEntries<K extends DefinitionKind>(db: Db, releaseId: number, kind: K): Promise<Array<Pinned<K>>> {
  const rows = await db
    .select({ key: definitionVersion.key, version: definitionVersion.version, content: definitionVersion.content })
    .from(releaseEntry)
    .innerJoin(definitionVersion, eq(definitionVersion.id, releaseEntry.definitionId))
    .where(and(eq(releaseEntry.releaseId, releaseId), eq(releaseEntry.kind, kind)))
    .orderBy(releaseEntry.key);
  return rows.map(({ key, version, content }) => ({ key, version, content: parseDefinition(kind, content) }));
}

/** One published version of a definition, whichever release has it: what a clock or an old decision counts by. Throws `definition.unknown`. */
export async function getDefinitionVersion<K extends DefinitionKind>(db: Db, kind: K, key: string, version: number): Promise<Pinned<K>> {
  const [found] = await db
    .select({ content: definitionVersion.content })
    .from(definitionVersion)
    .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.version, version), eq(definitionVersion.status, "published")));
  if (!found) throw new Problem("definition.unknown", { kind, key });
  return { key, version, content: parseDefinition(kind, found.content) };
}

function cacheOf(db: Db): Map<string, unknown> {
  // A transaction shares its dialect with the connection that it came from.
  const owner = (db as unknown as { dialect: object }).dialect;
  const known = parsed.get(owner);
  if (known) return known;
  const fresh = new Map<string, unknown>();
  parsed.set(owner, fresh);
  return fresh;
}
