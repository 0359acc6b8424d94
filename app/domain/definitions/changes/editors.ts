import { definitionChangeEditor } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";

/** Notes that somebody had a hand in a change; from then on they cannot approve it (D15). In the caller's transaction. */
export async function markEditor(tx: Db, { changeId, by, now }: { changeId: string; by: StaffActor; now: Date }): Promise<void> {
  await tx
    .insert(definitionChangeEditor)
    .values({ changeId, staffId: by.id, lastAt: now })
    .onConflictDoUpdate({ target: [definitionChangeEditor.changeId, definitionChangeEditor.staffId], set: { lastAt: now } });
}
