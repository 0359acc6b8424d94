import { and, asc, eq, isNull } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { manualTask, request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { fulfilJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { inputOf } from "#app/domain/requests/mapped.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { tasksWereDone } from "./complete.ts";

export type Task = { id: string; task: string; madeAt: Date; doneAt: Date | null; doneBy: string | null; note: string | null };

/** What there is and was to do by hand for one request, oldest first; `doneBy` is a name. */
export async function listTasks(db: Db, requestId: string): Promise<Task[]> {
  return db
    .select({ id: manualTask.id, task: manualTask.task, madeAt: manualTask.madeAt, doneAt: manualTask.doneAt, doneBy: staff.name, note: manualTask.note })
    .from(manualTask)
    .leftJoin(staff, eq(staff.id, manualTask.doneBy))
    .where(eq(manualTask.requestId, requestId))
    .orderBy(asc(manualTask.madeAt), asc(manualTask.task));
}

export type OpenTask = { id: string; task: string; madeAt: Date; requestId: string; reference: string; subjectName: string; practice: string | null };

/** Whoever has more than this to do by hand sees the oldest of it. */
const MOST_SHOWN = 200;

/** All that waits for somebody's hands, longest waiting first (P16), at most 200. */
export async function listOpenTasks(db: Db): Promise<OpenTask[]> {
  const rows = await db
    .select({ task: manualTask, request, code: agbCode.name, party: enterprise.name })
    .from(manualTask)
    .innerJoin(request, eq(request.id, manualTask.requestId))
    .leftJoin(agbCode, eq(agbCode.code, request.agbCode))
    .leftJoin(enterprise, eq(enterprise.id, request.enterpriseId))
    .where(isNull(manualTask.doneAt))
    .orderBy(asc(manualTask.madeAt), asc(manualTask.id))
    .limit(MOST_SHOWN);
  return rows.map(({ task, request: about, code, party }) => ({
    id: task.id,
    task: task.task,
    madeAt: task.madeAt,
    requestId: about.id,
    reference: referenceOf(about.number),
    subjectName: about.subjectName,
    practice: code ?? party,
  }));
}

/**
 * A member of staff has done it, and says so; with the last one the request is done, when nothing else is waited for, and those are told whom the type
 * names under "tasks.done". What had to be done before the rest lets that go on. Of two people at once one
 * succeeds. A note is free text, and masked (D18, D19). Throws `task.unknown`, `task.done`.
 */
export async function completeTask(office: Office, input: { requestId: string; taskId: string; note?: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, taskId, by, now } = input;
  const note = maskSecrets(input.note?.trim() ?? "").text || null;
  await office.db.transaction(async (tx) => {
    // The request is what every act on it locks first; so two last tasks that are done at once see each other.
    await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
    const mine = and(eq(manualTask.id, taskId), eq(manualTask.requestId, requestId));
    const [done] = await tx
      .update(manualTask)
      .set({ doneBy: by.id, doneAt: now, note })
      .where(and(mine, isNull(manualTask.doneAt)))
      .returning();
    if (!done) throw new Problem((await tx.select({ id: manualTask.id }).from(manualTask).where(mine)).length > 0 ? "task.done" : "task.unknown");
    const details = { task: done.task, ...(note && { note }) };
    await record(tx, { now, actor: inTrail(by), act: "task.done", subject: { kind: "task", id: taskId }, requestId, details });
    const left = await tx
      .select({ id: manualTask.id })
      .from(manualTask)
      .where(and(eq(manualTask.requestId, requestId), isNull(manualTask.doneAt)));
    if (left.length > 0) return;
    const row = await getRequest(tx, requestId);
    // What had to be done first: now the rest can be carried out.
    if (row.fulfilledAt === null) return office.queue.enqueue(tx, fulfilJob, { requestId });
    await tasksWereDone(tx, requestId, now);
    const userNumber = textAt(row.answers, inputOf(await requestTypeOf(tx, row), "userNumber")) || undefined;
    await office.queue.enqueue(tx, tellJob, { happening: "tasks.done", requestId, userNumber });
  });
}
