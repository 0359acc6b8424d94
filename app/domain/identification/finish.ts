import { and, eq } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { fulfilJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { isSettled } from "./asked.ts";
import { endIdentification } from "./open.ts";
import { endOtherWays } from "./ways.ts";

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

/**
 * Somebody at the desk settled what was theirs to settle, and others who must succeed too still have to come: what the settled had begun besides ends, and the
 * round leaves the desk, unless the desk has something to do for one of those others. The caller holds the lock of the round.
 */
export async function leaveToOthers(tx: Db, input: { identificationId: string; now: Date }): Promise<void> {
  const { identificationId, now } = input;
  const [round] = await tx.select().from(identification).where(eq(identification.id, identificationId));
  if (!round) throw new Error("There is no such round of identification.");
  const parties = await tx.select().from(identificationParty).where(eq(identificationParty.identificationId, identificationId));
  await endOtherWays(tx, { partyIds: parties.filter((party) => isSettled(party, round)).map(({ id }) => id), now });
  if (parties.some((party) => !isSettled(party, round) && (party.result !== null || party.otherWayAskedAt !== null))) return;
  const [about] = await tx.select({ status: request.status }).from(request).where(and(eq(request.id, round.requestId), eq(request.status, "identification-desk")));
  if (!about) return;
  await tx.update(identification).set({ status: "open" }).where(eq(identification.id, identificationId));
  await moveRequest(tx, { requestId: round.requestId, act: "ask-again", now, set: { dueAt: null } });
}
