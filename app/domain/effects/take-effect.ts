import { and, asc, eq, lte } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { fulfilJob, holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem } from "#app/domain/problem.ts";
import { getRequest, stopClock, UNDECIDED } from "#app/domain/requests/decide.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { beginIdentification } from "./begin-identification.ts";
import { isDue } from "./carry-out.ts";

const BY = inTrail(system("decisions"));

/**
 * Lets decisions leave the house whose seconds to undo are over: an approval asks for identification where the plan says so and is carried out
 * where not, a rejection is told. One transaction for
 * each request, so that one that cannot go on does not hold up the others: what it threw is thrown when the others have gone. Answers how many
 * went.
 */
export async function takeDecisionsIntoEffect(office: Office, now: Date): Promise<number> {
  const due = await office.db
    .select({ id: request.id, decision: request.decision })
    .from(request)
    .where(and(eq(request.status, "decided"), lte(request.effectiveAt, now)))
    .orderBy(asc(request.effectiveAt))
    .limit(100);
  let gone = 0;
  const failures: unknown[] = [];
  for (const { id, decision } of due) {
    try {
      await (decision === "approve" ? approvalTakesEffect(office, id, now) : rejectionTakesEffect(office, id, now));
      gone += 1;
    } catch (problem) {
      // Undone or taken by another process in the meantime.
      if (isProblem(problem, "request.moved")) continue;
      if (isProblem(problem, "identification.nobody")) await approvalReturns(office, id, now);
      else failures.push(problem);
    }
  }
  if (failures.length > 0) throw failures[0];
  return gone;
}

async function approvalTakesEffect(office: Office, requestId: string, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    // Now others are to act: the desk has nothing that is due any more.
    const row = await getRequest(tx, requestId);
    const { identificationRequired } = row;
    const due = and(eq(request.decision, "approve"), lte(request.effectiveAt, now));
    const when = and(due, eq(request.identificationRequired, identificationRequired));
    await moveRequest(tx, { requestId, act: identificationRequired ? "approval-takes-effect" : "approval-goes-on", now, when, set: { dueAt: null } });
    await stopClock(tx, requestId, "review", now);
    const round = identificationRequired ? await beginIdentification(tx, office, { requestId, now }) : null;
    await record(tx, { now, actor: BY, act: "request.approval-effective", subject: { kind: "request", id: requestId }, requestId });
    await office.queue.enqueue(tx, tellJob, { happening: "request.approved", requestId, ...(round && { about: round.id }) });
    if (!round && isDue(row, now)) await office.queue.enqueue(tx, fulfilJob, { requestId });
  });
}

/** Whoever could identify left between the decision and its effect: the desk has to look again, now. */
async function approvalReturns(office: Office, requestId: string, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const when = and(eq(request.decision, "approve"), lte(request.effectiveAt, now));
    await moveRequest(tx, { requestId, act: "approval-returns", now, when, set: { ...UNDECIDED, priority: "high" } });
    await record(tx, { now, actor: BY, act: "request.approval-returned", subject: { kind: "request", id: requestId }, requestId, details: { why: "identification.nobody" } });
  });
}

async function rejectionTakesEffect(office: Office, requestId: string, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    await moveRequest(tx, { requestId, act: "rejection-takes-effect", now, when: and(eq(request.decision, "reject"), lte(request.effectiveAt, now)) });
    await record(tx, { now, actor: BY, act: "request.rejection-effective", subject: { kind: "request", id: requestId }, requestId });
    await office.queue.enqueue(tx, tellJob, { happening: "request.rejected", requestId });
    await office.queue.enqueue(tx, holdJob, { requestId });
  });
}
