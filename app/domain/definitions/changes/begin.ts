import { definitionChange } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

import { markEditor } from "./editors.ts";

/** Who does something to a change, and when. */
export type By = { by: StaffActor; now: Date; correlationId: string };

/** Begins a change of definitions, still without any (D15). Answers its id. */
export async function beginChange(db: Db, { title, by, now, correlationId }: By & { title: string }): Promise<string> {
  return db.transaction(async (tx) => {
    const [made] = await tx.insert(definitionChange).values({ title, madeBy: by.id, createdAt: now }).returning({ id: definitionChange.id });
    if (!made) throw new Error("No change was made.");
    await markEditor(tx, { changeId: made.id, by, now });
    await record(tx, { now, actor: inTrail(by), act: "change.begun", subject: { kind: "change", id: made.id }, details: { title }, correlationId });
    return made.id;
  });
}
