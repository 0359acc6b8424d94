import { and, eq } from "drizzle-orm";

import { requestClock } from "#db/schema/requests.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { returnToDesk } from "./return-to-desk.ts";

/**
 * What had to be done by hand first cannot be done: a signatory who does not sign. Nothing of the request has been carried out, so it goes back to the desk,
 * where it can be rejected, or approved and tried again. The note says why, and is masked (D18, D19). Throws `task.note-missing`, `task.unknown`, `task.done`, and
 * `task.too-late` for a request that was carried out.
 */
export async function giveUpTask(office: Office & { registers: Registers }, input: { requestId: string; taskId: string; note: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, taskId, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (note === "") throw new Problem("task.note-missing");
  const mine = and(eq(manualTask.id, taskId), eq(manualTask.requestId, requestId));
  try {
    await returnToDesk(office, {
      requestId,
      why: "task.given-up",
      now,
      also: async (tx) => {
        const [task] = await tx.select().from(manualTask).where(mine).for("update");
        if (!task) throw new Problem("task.unknown");
        if (task.doneAt !== null) throw new Problem("task.done");
        // Approved again it is made again, with a clock of its own; the trail keeps that there was one.
        await tx.delete(manualTask).where(mine);
        await tx.delete(requestClock).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "delivery")));
        await record(tx, { now, actor: inTrail(by), act: "task.given-up", subject: { kind: "task", id: taskId }, requestId, details: { task: task.task, note } });
      },
    });
  } catch (problem) {
    if (!isProblem(problem, "request.moved")) throw problem;
    throw new Problem("task.too-late");
  }
}
