import { and, eq, isNull } from "drizzle-orm";

import { request, requestClock } from "#db/schema/requests.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { needsAddendum } from "#app/domain/requests/access-facts.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { officeDay, requestPolicies } from "#app/domain/requests/policy.ts";
import { deliveryTerm } from "#app/domain/requests/review-clock.ts";

import { BY, type Effect } from "./effect.ts";

/** The task, and the key of its words. */
const TASK = "sign-addendum";

/**
 * Whether the request has to wait for its addendum (R10): where nobody of the enterprise ever had access, the signatory signs first, and nothing of what was
 * approved is carried out before that. Makes the task, tells the signatory and the applicant, and starts the clock of the delivery; run twice, it adds
 * nothing. Whoever ticks the task off lets it go on (`completeTask`).
 */
export async function waitsForAddendum(office: Office, of: { row: RequestRow; type: RequestType; since: Date; now: Date }): Promise<boolean> {
  const { row, type, since, now } = of;
  if (!(await needsAddendum(office.db, type, row))) return false;
  const policies = await requestPolicies(office.db, row.id, now);
  const clock = deliveryTerm(type, policies, since, await officeDay(office.db, row.releaseId, now));
  return office.db.transaction(async (tx) => {
    const when = and(eq(request.id, row.id), eq(request.status, "fulfilling"), isNull(request.fulfilledAt));
    const [mine] = await tx.select({ id: request.id }).from(request).where(when).for("update");
    // Carried out or taken back meanwhile, by another run.
    if (!mine) return true;
    const before = await findTask(tx, row.id);
    if (before) return before.doneAt === null;
    const [made] = await tx.insert(manualTask).values({ requestId: row.id, task: TASK, madeAt: now }).returning({ id: manualTask.id });
    if (!made) throw new Error("No task was made.");
    await tx.insert(requestClock).values({ requestId: row.id, stage: "delivery", ...clock });
    await tx.update(request).set({ dueAt: clock.dueAt }).where(eq(request.id, row.id));
    await record(tx, { now, actor: BY, act: "task.made", subject: { kind: "task", id: made.id }, requestId: row.id, details: { task: TASK } });
    await office.queue.enqueue(tx, tellJob, { happening: "addendum.asked", requestId: row.id, about: made.id });
    return true;
  });
}

/** Holds, where the rights are given, that the addendum was signed or that there was one. Throws `addendum.missing`. */
export const signAddendum: Effect = async (_office, { row, type }) => async (tx) => {
  if ((await needsAddendum(tx, type, row)) && (await findTask(tx, row.id))?.doneAt == null) throw new Problem("addendum.missing");
  return {};
};

async function findTask(tx: Db, requestId: string): Promise<{ doneAt: Date | null } | undefined> {
  const [found] = await tx
    .select({ doneAt: manualTask.doneAt })
    .from(manualTask)
    .where(and(eq(manualTask.requestId, requestId), eq(manualTask.task, TASK)));
  return found;
}
