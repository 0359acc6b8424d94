import { desc, eq, lt } from "drizzle-orm";

import { release } from "#db/schema/definitions.ts";
import { definitionChange, definitionChangeEntry } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { Problem } from "#app/domain/problem.ts";

import type { DefinitionKind } from "../kinds.ts";
import { beginChange, type By } from "./begin.ts";
import { addEntry, currentVersion, saveEntry, versionIn } from "./entries.ts";
import { allows } from "./lifecycle.ts";

/**
 * Prepares the way back from a published change: a change of its own, in which each definition is again what it was before, and what was new is gone. It is a draft like any
 * other, with the same guards (D15); requests under way keep theirs. Answers its id. Throws `change.moved` for what was not published, and `change.nothing-to-undo` where it all is so again.
 */
export async function undoChange(db: Db, input: By & { id: string; title: string }): Promise<string> {
  const { id, title, by, now, correlationId } = input;
  return db.transaction(async (tx) => {
    const [change] = await tx.select().from(definitionChange).where(eq(definitionChange.id, id));
    if (!change || !allows(change.status, "undo") || change.releaseId === null) throw new Problem("change.moved");
    const former = await releaseBefore(tx, change.releaseId);
    const undoing = await beginChange(tx, { title, by, now, correlationId });
    let undone = 0;
    for (const entry of await tx.select({ kind: definitionChangeEntry.kind, key: definitionChangeEntry.key }).from(definitionChangeEntry).where(eq(definitionChangeEntry.changeId, id))) {
      const place = { changeId: undoing, kind: entry.kind as DefinitionKind, key: entry.key, by, now, correlationId };
      const was = former === null ? null : await versionIn(tx, former, entry);
      const current = await currentVersion(tx, entry);
      if (was?.hash === current?.hash) continue;
      await addEntry(tx, { ...place, ...(was !== null && { content: was.content }) });
      if (was === null) await saveEntry(tx, { ...place, content: null, revision: 0 });
      undone += 1;
    }
    if (undone === 0) throw new Problem("change.nothing-to-undo");
    return undoing;
  });
}

/** The release that was there before; null where this one was the first. */
async function releaseBefore(tx: Db, releaseId: number): Promise<number | null> {
  const [former] = await tx.select({ id: release.id }).from(release).where(lt(release.id, releaseId)).orderBy(desc(release.id)).limit(1);
  return former?.id ?? null;
}
