import { eq } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { fulfilJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { isSettled } from "./asked.ts";
import { endIdentification } from "./open.ts";

/**
 * When enough people have succeeded (all of them where they act together, else one), the round is done, the other links end, and the
 * request goes on to be fulfilled (R24). Answers whether it did. The caller holds the lock of the round.
 */
export async function finishIdentification(
  tx: Db,
  office: Office,
  input: { identificationId: string; by: Actor; now: Date; keepLink?: string },
): Promise<boolean> {
  const { identificationId, by, now, keepLink } = input;
  const [round] = await tx.select().from(identification).where(eq(identification.id, identificationId));
  if (!round) throw new Error("There is no such round of identification.");
  const parties = await tx.select().from(identificationParty).where(eq(identificationParty.identificationId, identificationId));
  const settled = parties.filter((party) => isSettled(party, round));
  const enough = round.everybody ? settled.length === parties.length : settled.length > 0;
  if (!enough) return false;

  const { requestId } = round;
  await endIdentification(tx, { requestId, status: "done", now, ...(keepLink && { keepLink }) });
  await moveRequest(tx, { requestId, act: "identify", now, set: { identifiedAt: now, dueAt: null } });
  await record(tx, { now, actor: inTrail(by), act: "request.identified", subject: { kind: "request", id: requestId }, requestId });
  await office.queue.enqueue(tx, fulfilJob, { requestId });
  return true;
}
