import { and, asc, eq, inArray } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { rulingDueAt } from "#app/domain/identification/term.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem } from "#app/domain/problem.ts";
import { getRequest, UNDECIDED } from "#app/domain/requests/decide.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { beginIdentification } from "./begin-identification.ts";

const BY = inTrail(system("decisions"));

/**
 * Somebody who was asked to identify has no role any more, or left: their links are void, and every request that waits for them begins its
 * identification anew, with who has the role now (D24). The applicant is told. Where nobody is left to ask, the desk looks again. In the caller's
 * transaction, after the role was changed.
 */
export async function askOthersInstead(tx: Db, office: Pick<Office, "queue">, input: { enterpriseId: string; holderIds: readonly string[]; now: Date }): Promise<void> {
  const { enterpriseId, holderIds, now } = input;
  const open = tx
    .select({ requestId: identification.requestId })
    .from(identification)
    .innerJoin(identificationParty, eq(identificationParty.identificationId, identification.id))
    .where(and(inArray(identification.status, ["open", "at-desk"]), inArray(identificationParty.roleHolderId, [...holderIds])));
  // In one order, so that two changes at once do not wait for each other.
  const waiting = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.enterpriseId, enterpriseId), inArray(request.status, ["identifying", "identification-desk"]), inArray(request.id, open)))
    .orderBy(asc(request.id))
    .for("update");
  for (const { id } of waiting) await beginAnew(tx, office, id, now);
}

async function beginAnew(tx: Db, office: Pick<Office, "queue">, requestId: string, now: Date): Promise<void> {
  const subject = { kind: "request", id: requestId };
  try {
    await moveRequest(tx, { requestId, act: "holder-changes", now, set: { dueAt: null } });
    const round = await beginIdentification(tx, office, { requestId, now });
    await record(tx, { now, actor: BY, act: "identification.begun-anew", subject, requestId, details: { round: round.round } });
    await office.queue.enqueue(tx, tellJob, { happening: "identification.renewed", requestId, about: round.id });
  } catch (problem) {
    if (!isProblem(problem, "identification.nobody")) throw problem;
    const dueAt = await rulingDueAt(tx, await getRequest(tx, requestId), now);
    await moveRequest(tx, { requestId, act: "approval-returns", now, set: { ...UNDECIDED, priority: "high", dueAt } });
    await record(tx, { now, actor: BY, act: "request.approval-returned", subject, requestId, details: { why: "identification.nobody" } });
  }
}
