import { manualTask } from "#db/schema/tasks.ts";
import { record } from "#app/domain/audit/record.ts";

import { BY, type Effect } from "./effect.ts";

/**
 * Something that staff do by hand, because nothing does it by itself yet: the request is carried out, and done only when somebody has ticked it
 * off (`completeTask`). What to do stands in the texts under the task's name.
 */
export const makeTask: Effect = async (_office, { row, declared, now }) => {
  const { task } = declared;
  if (task === undefined) throw new Error("A manual task without a name.");
  return async (tx) => {
    const [made] = await tx.insert(manualTask).values({ requestId: row.id, task, madeAt: now }).returning({ id: manualTask.id });
    if (!made) throw new Error("No task was made.");
    await record(tx, { now, actor: BY, act: "task.made", subject: { kind: "task", id: made.id }, requestId: row.id, details: { task } });
    return {};
  };
};
