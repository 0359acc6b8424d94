import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { fulfilJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName } from "#app/domain/people.ts";
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

/** `of` is where it is ticked off: at a request, or, of an account that was taken along, at the move between enterprises. */
export type OpenTask = { id: string; task: string; madeAt: Date; of: { requestId: string; reference: string } | null; subjectName: string; practice: string | null };

/** Whoever has more than this to do by hand sees the oldest of it. */
const MOST_SHOWN = 200;

/** All that waits for somebody's hands, longest waiting first (P16), at most 200. */
export async function listOpenTasks(db: Db): Promise<OpenTask[]> {
  const rows = await db
    .select({ task: manualTask, request, user: account, code: agbCode.name, party: enterprise.name })
    .from(manualTask)
    .leftJoin(request, eq(request.id, manualTask.requestId))
    .leftJoin(account, eq(account.userNumber, manualTask.userNumber))
    .leftJoin(agbCode, eq(agbCode.code, sql`coalesce(${request.agbCode}, ${account.agbCode})`))
    .leftJoin(enterprise, eq(enterprise.id, sql`coalesce(${request.enterpriseId}, ${account.enterpriseId})`))
    .where(isNull(manualTask.doneAt))
    .orderBy(asc(manualTask.madeAt), asc(manualTask.id))
    .limit(MOST_SHOWN);
  return rows.map(({ task, request: about, user, code, party }) => ({
    id: task.id,
    task: task.task,
    madeAt: task.madeAt,
    of: about && { requestId: about.id, reference: referenceOf(about.number) },
    subjectName: about?.subjectName ?? (user ? fullName(user) : ""),
    practice: code ?? party,
  }));
}

type TickingOff = { mine: SQL | undefined; note: string | undefined; by: StaffActor; now: Date };

/** A member of staff has done it, and says so: of two at once one succeeds. A note is free text, and masked (D18, D19). Throws `task.unknown`, `task.done`. */
export async function tickOff(tx: Db, { mine, note: typed, by, now }: TickingOff): Promise<{ id: string; task: string; details: { task: string; note?: string } }> {
  const note = maskSecrets(typed?.trim() ?? "").text || null;
  const [done] = await tx
    .update(manualTask)
    .set({ doneBy: by.id, doneAt: now, note })
    .where(and(mine, isNull(manualTask.doneAt)))
    .returning();
  if (!done) throw new Problem((await tx.select({ id: manualTask.id }).from(manualTask).where(mine)).length > 0 ? "task.done" : "task.unknown");
  return { id: done.id, task: done.task, details: { task: done.task, ...(note && { note }) } };
}

/**
 * Ticks off what was to be done for a request; with the last one the request is done, when nothing else is waited for, and those are told whom the type
 * names under "tasks.done". What had to be done before the rest lets that go on. Throws `task.unknown`, `task.done`.
 */
export async function completeTask(office: Office, input: { requestId: string; taskId: string; note?: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, taskId, by, now } = input;
  await office.db.transaction(async (tx) => {
    // The request is what every act on it locks first; so two last tasks that are done at once see each other.
    await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
    const mine = and(eq(manualTask.id, taskId), eq(manualTask.requestId, requestId));
    const { details } = await tickOff(tx, { mine, note: input.note, by, now });
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
