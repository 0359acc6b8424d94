import { and, eq, sql } from "drizzle-orm";

import { definitionVersion, releaseEntry } from "#db/schema/definitions.ts";
import { staff } from "#db/schema/staff.ts";
import { definitionChange, definitionChangeEntry } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { canonicalJson, sha256, type Json } from "#app/domain/audit/canonical.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import type { DefinitionKind } from "../kinds.ts";
import { DefinitionKey, soundContent } from "../schema/content.ts";
import { currentRelease } from "../store.ts";
import type { By } from "./begin.ts";
import { markEditor } from "./editors.ts";
import { allows } from "./lifecycle.ts";
import { asIf, listRelease } from "./read.ts";
import { withWordings, type Wording } from "./wordings.ts";

type Place = { changeId: string; kind: DefinitionKind; key: string };
type Version = { id: number; version: number; hash: string; content: unknown };
type Written = { content: Json | null; hash: string | null };

/**
 * Takes a definition into a draft: the published one as it is, or with another content, or a new one. It may have any content; what keeps it from being
 * published is told, not refused. With it the texts that a new one begins with, in text sets of the same draft. Throws `change.not-a-draft`, `change.has-it-already`, `change.key` for an impossible
 * one, `definition.unknown`, and what `soundContent` throws.
 */
export async function addEntry(db: Db, input: By & Place & { content?: unknown; wordings?: readonly Wording[] }): Promise<void> {
  const { changeId, kind, key, by, now, wordings = [] } = input;
  if (!DefinitionKey.safeParse(key).success) throw new Problem("change.key", { key, field: "key" });
  await db.transaction(async (tx) => {
    await refuseUnlessDraft(tx, changeId);
    const current = await currentVersion(tx, { kind, key });
    if (current === null && input.content === undefined) throw new Problem("definition.unknown", { kind, key });
    const content = soundContent(input.content === undefined ? current?.content : input.content);
    const written = { content, hash: sha256(canonicalJson(content)) };
    const [made] = await tx
      .insert(definitionChangeEntry)
      .values({ changeId, kind, key, basedOn: current?.id ?? null, ...written, editedBy: by.id, editedAt: now })
      .onConflictDoNothing()
      .returning({ key: definitionChangeEntry.key });
    if (!made) throw new Problem("change.has-it-already", { kind, key });
    await wrote(tx, input, { ...written, before: current?.hash ?? null });
    if (wordings.length > 0) await word(tx, input, wordings);
  });
}

/**
 * Saves what somebody made of a definition in a draft; `content` null: it is to be there no longer. `revision` is the one that they had before them. Answers the new one. With it
 * the texts that they worded on the way, in text sets of the same draft. Throws `change.entry-moved` with who saved in between, `change.not-a-draft`, `change.entry-gone`, and what `soundContent` throws.
 */
export async function saveEntry(db: Db, input: By & Place & { content: unknown; revision: number; wordings?: readonly Wording[] }): Promise<number> {
  const { changeId, kind, key, revision, by, now, wordings = [] } = input;
  const content = input.content === null ? null : soundContent(input.content);
  const written: Written = { content, hash: content === null ? null : sha256(canonicalJson(content)) };
  return db.transaction(async (tx) => {
    await refuseUnlessDraft(tx, changeId);
    const [before] = await tx.select({ hash: definitionChangeEntry.hash }).from(definitionChangeEntry).where(at(input));
    const [saved] = await tx
      .update(definitionChangeEntry)
      .set({ ...written, revision: sql`${definitionChangeEntry.revision} + 1`, editedBy: by.id, editedAt: now })
      .where(and(at(input), eq(definitionChangeEntry.revision, revision)))
      .returning({ revision: definitionChangeEntry.revision });
    if (!saved) throw await whyNotSaved(tx, input);
    await wrote(tx, { changeId, kind, key, by, now, correlationId: input.correlationId }, { ...written, before: before?.hash ?? null });
    if (wordings.length > 0) await word(tx, input, wordings);
    return saved.revision;
  });
}

/** Puts texts into the text sets of a draft, which are taken in where they were not in it. Whoever edits one of those at this moment hears of it when they save. */
async function word(tx: Db, input: By & { changeId: string }, wordings: readonly Wording[]): Promise<void> {
  const { changeId, by, now, correlationId } = input;
  const mine = await tx.select({ kind: definitionChangeEntry.kind, key: definitionChangeEntry.key, content: definitionChangeEntry.content, hash: definitionChangeEntry.hash }).from(definitionChangeEntry).where(eq(definitionChangeEntry.changeId, changeId));
  const released = await listRelease(tx, await currentRelease(tx));
  for (const { key, content } of withWordings(asIf(released, mine.map((one) => ({ ...one, kind: one.kind as DefinitionKind }))), wordings)) {
    const place = { changeId, kind: "texts" as const, key };
    const written = { content: soundContent(content), hash: sha256(canonicalJson(content)) };
    const base = released.find((one) => one.kind === "texts" && one.key === key);
    await tx
      .insert(definitionChangeEntry)
      .values({ ...place, basedOn: base?.id ?? null, ...written, editedBy: by.id, editedAt: now })
      .onConflictDoUpdate({ target: [definitionChangeEntry.changeId, definitionChangeEntry.kind, definitionChangeEntry.key], set: { ...written, revision: sql`${definitionChangeEntry.revision} + 1`, editedBy: by.id, editedAt: now } });
    await wrote(tx, { ...place, by, now, correlationId }, { ...written, before: mine.find((one) => one.kind === "texts" && one.key === key)?.hash ?? base?.hash ?? null });
  }
}

/** Leaves a definition out of a draft: it stays as it is published. Throws `change.not-a-draft` and `change.entry-gone`. */
export async function dropEntry(db: Db, input: By & Place): Promise<void> {
  const { changeId, kind, key, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    await refuseUnlessDraft(tx, changeId);
    const [gone] = await tx.delete(definitionChangeEntry).where(at(input)).returning({ hash: definitionChangeEntry.hash });
    if (!gone) throw new Problem("change.entry-gone", { kind, key });
    await markEditor(tx, { changeId, by, now });
    await record(tx, { now, actor: inTrail(by), act: "change.entry-dropped", subject: { kind: "change", id: changeId }, details: { kind, key, before: gone.hash }, correlationId });
  });
}

/**
 * Lays a draft's definition on the version that is published now: somebody published another since it was taken in. What was written stays; the difference is with the new one
 * from here on. Throws `change.not-a-draft` and `change.entry-gone`.
 */
export async function rebaseEntry(db: Db, input: By & Place): Promise<void> {
  const { changeId, kind, key, by, now } = input;
  await db.transaction(async (tx) => {
    await refuseUnlessDraft(tx, changeId);
    const current = await currentVersion(tx, { kind, key });
    const [moved] = await tx
      .update(definitionChangeEntry)
      .set({ basedOn: current?.id ?? null, revision: sql`${definitionChangeEntry.revision} + 1`, editedBy: by.id, editedAt: now })
      .where(at(input))
      .returning({ content: definitionChangeEntry.content, hash: definitionChangeEntry.hash });
    if (!moved) throw new Problem("change.entry-gone", { kind, key });
    await wrote(tx, input, { content: moved.content as Json | null, hash: moved.hash, before: current?.hash ?? null });
  });
}

/** What a version of a definition says, published or not: what a release of the software brought can be taken over in a change. Throws `definition.unknown`. */
export async function contentOfVersion(db: Db, { kind, key, version }: { kind: DefinitionKind; key: string; version: number }): Promise<unknown> {
  const [found] = await db
    .select({ content: definitionVersion.content })
    .from(definitionVersion)
    .where(and(eq(definitionVersion.kind, kind), eq(definitionVersion.key, key), eq(definitionVersion.version, version)));
  if (!found) throw new Problem("definition.unknown", { kind, key });
  return found.content;
}

/** The version of a definition that holds now; null where there is none. */
export async function currentVersion(db: Db, definition: { kind: string; key: string }): Promise<Version | null> {
  return versionIn(db, await currentRelease(db), definition);
}

/** The version of a definition that a release has; null where it has none. */
export async function versionIn(db: Db, releaseId: number, { kind, key }: { kind: string; key: string }): Promise<Version | null> {
  const [found] = await db
    .select({ id: definitionVersion.id, version: definitionVersion.version, hash: definitionVersion.hash, content: definitionVersion.content })
    .from(releaseEntry)
    .innerJoin(definitionVersion, eq(definitionVersion.id, releaseEntry.definitionId))
    .where(and(eq(releaseEntry.releaseId, releaseId), eq(releaseEntry.kind, kind), eq(releaseEntry.key, key)));
  return found ?? null;
}

const at = ({ changeId, kind, key }: Place) => and(eq(definitionChangeEntry.changeId, changeId), eq(definitionChangeEntry.kind, kind), eq(definitionChangeEntry.key, key));

/** Whoever proposes at this moment waits for us, or we for them. */
async function refuseUnlessDraft(tx: Db, changeId: string): Promise<void> {
  const [found] = await tx.select({ status: definitionChange.status }).from(definitionChange).where(eq(definitionChange.id, changeId)).for("update");
  if (!found) throw new Problem("change.unknown");
  if (!allows(found.status, "edit")) throw new Problem("change.not-a-draft", { status: found.status });
}

async function whyNotSaved(tx: Db, place: Place): Promise<Problem> {
  const [found] = await tx
    .select({ name: staff.name, at: definitionChangeEntry.editedAt })
    .from(definitionChangeEntry)
    .innerJoin(staff, eq(staff.id, definitionChangeEntry.editedBy))
    .where(at(place));
  return found ? new Problem("change.entry-moved", { who: found.name, at: found.at.toISOString() }) : new Problem("change.entry-gone", { kind: place.kind, key: place.key });
}

async function wrote(tx: Db, { changeId, kind, key, by, now, correlationId }: By & Place, { hash, before }: Written & { before: string | null }): Promise<void> {
  await markEditor(tx, { changeId, by, now });
  await record(tx, { now, actor: inTrail(by), act: "change.edited", subject: { kind: "change", id: changeId }, details: { kind, key, before, hash }, correlationId });
}
