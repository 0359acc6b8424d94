import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { sha256 } from "#app/domain/audit/canonical.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { MANIFEST, readBundle, writeBundle } from "../bundle.ts";
import type { CheckedDefinition } from "../kinds.ts";
import { withWhatGoesAlong } from "../overview.ts";
import { currentRelease } from "../store.ts";
import { beginChange, type By } from "./begin.ts";
import { addEntry } from "./entries.ts";
import { listRelease } from "./read.ts";

/** A part of what holds now, as the files of a bundle by path, with what goes along with it if so asked; that somebody took it stands in the trail. Throws `bundle.nothing-chosen`. */
export async function giveBundle(db: Db, { chosen, along = false, by, now, correlationId }: By & { chosen: (definition: CheckedDefinition) => boolean; along?: boolean }): Promise<Map<string, string>> {
  const releaseId = await currentRelease(db);
  const all = await listRelease(db, releaseId);
  const picked = new Set(all.filter(chosen).map(placeOf));
  const taken = along ? withWhatGoesAlong(picked, all) : picked;
  const definitions = all.filter((one) => taken.has(placeOf(one)));
  if (definitions.length === 0) throw new Problem("bundle.nothing-chosen");
  const files = writeBundle(definitions);
  await record(db, { now, actor: inTrail(by), act: "definition.exported", subject: { kind: "release", id: releaseId }, details: { count: definitions.length, manifest: sha256(files.get(MANIFEST) ?? "") }, correlationId });
  return files;
}

/**
 * Takes the definitions of a bundle in as a draft: those that are otherwise here, or not here at all. Nothing holds before a colleague publishes it; what is different and what it refers to in
 * vain stands on the page of the change first. Answers the change's id. Throws what `readBundle` throws, and `bundle.nothing-new`.
 */
export async function takeBundle(db: Db, { files, title, by, now, correlationId }: By & { files: ReadonlyMap<string, string>; title: string }): Promise<string> {
  const bundle = readBundle(files);
  return db.transaction(async (tx) => {
    const released = await listRelease(tx, await currentRelease(tx));
    const other = bundle.filter(({ kind, key, hash }) => !released.some((one) => one.kind === kind && one.key === key && one.hash === hash));
    if (other.length === 0) throw new Problem("bundle.nothing-new", { count: bundle.length });
    const changeId = await beginChange(tx, { title, by, now, correlationId });
    for (const { kind, key, content } of other) await addEntry(tx, { changeId, kind, key, content, by, now, correlationId });
    await record(tx, { now, actor: inTrail(by), act: "change.imported", subject: { kind: "change", id: changeId }, details: { count: other.length, manifest: sha256(files.get(MANIFEST) ?? "") }, correlationId });
    return changeId;
  });
}

const placeOf = ({ kind, key }: CheckedDefinition) => `${kind}/${key}`;
