import { and, asc, eq, gt, isNotNull, isNull } from "drizzle-orm";

import { bulkItem, bulkRun } from "#db/schema/bulk.ts";
import { request } from "#db/schema/requests.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { undoDecision } from "../decide.ts";
import { getOwnRun } from "./plan.ts";
import { countOutcomes } from "./run.ts";

/** Ends a run under way: what is done stays done, the rest is not touched. The request in hand at that moment is waited for. Throws `bulk.moved` when it is over already. */
export async function cancelBulk(office: Office, input: { runId: string; by: StaffActor; now: Date }): Promise<void> {
  const { runId, by, now } = input;
  await getOwnRun(office.db, runId, by);
  await office.db.transaction(async (tx) => {
    const [cancelled] = await tx
      .update(bulkRun)
      .set({ cancelledBy: by.id, cancelledAt: now, endedAt: now })
      .where(and(eq(bulkRun.id, runId), isNotNull(bulkRun.startedAt), isNull(bulkRun.endedAt)))
      .returning({ id: bulkRun.id });
    if (!cancelled) throw new Problem("bulk.moved");
    await tx.update(bulkItem).set({ outcome: "untouched", endedAt: now }).where(and(eq(bulkItem.runId, runId), isNull(bulkItem.outcome), isNull(bulkItem.excluded)));
    const { done, refused, untouched } = await countOutcomes(tx, runId);
    await record(tx, { now, actor: inTrail({ ...by, bulkRun: runId }), act: "bulk.cancelled", subject: { kind: "bulk-run", id: runId }, details: { done, refused, untouched } });
  });
}

/**
 * Takes back every decision of a run that has not left the house yet, each by itself as a single one is: its seconds to undo began with its own decision. A run
 * under way is cancelled first. Answers how many were taken back.
 */
export async function takeBackBulk(office: Office, input: { runId: string; by: StaffActor; now: Date }): Promise<number> {
  const { runId, by, now } = input;
  const run = await getOwnRun(office.db, runId, by);
  if (run.startedAt && !run.endedAt) await cancelBulk(office, input).catch(unlessOver);
  const open = await office.db
    .select({ id: request.id })
    .from(bulkItem)
    .innerJoin(request, eq(request.id, bulkItem.requestId))
    .where(and(eq(bulkItem.runId, runId), eq(bulkItem.outcome, "done"), eq(request.status, "decided"), eq(request.decidedBy, by.id), gt(request.effectiveAt, now)))
    .orderBy(asc(request.effectiveAt));
  const mine = { ...by, bulkRun: runId };
  const count = await eachAlone({
    // All of them are one page: their seconds run.
    page: () => Promise.resolve(open),
    id: ({ id }) => id,
    act: async ({ id }) => {
      await undoDecision(office, { requestId: id, by: mine, now }).catch((problem: unknown) => {
        throw isProblem(problem, "request.too-late") ? new Problem("request.moved") : problem;
      });
    },
  });
  if (count > 0) await record(office.db, { now, actor: inTrail(mine), act: "bulk.taken-back", subject: { kind: "bulk-run", id: runId }, details: { requests: count } });
  return count;
}

function unlessOver(problem: unknown): void {
  if (!isProblem(problem, "bulk.moved")) throw problem;
}
