import { and, eq, inArray, isNull } from "drizzle-orm";

import { requestJoining } from "#db/schema/joinings.ts";
import { link, requestClock, requestQuestion } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";

import { requestPolicy } from "./policy.ts";

/**
 * What ends with a request, whichever way it ended: its clocks stop, the links to confirm, object and identify lead nowhere any more, and
 * the status page stays for the days that the policy gives it (90). So it is for the requests that are joined to it.
 */
export async function endWhatBelongsTo(tx: Db, requestId: string, now: Date): Promise<void> {
  const joined = await tx.select({ id: requestJoining.requestId }).from(requestJoining).where(and(eq(requestJoining.keptId, requestId), isNull(requestJoining.partedAt)));
  for (const id of [requestId, ...joined.map((one) => one.id)]) await endOne(tx, id, now);
}

async function endOne(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx
    .update(requestClock)
    .set({ stoppedAt: now })
    .where(and(eq(requestClock.requestId, requestId), isNull(requestClock.stoppedAt)));
  await tx
    .update(link)
    .set({ endedAt: now })
    .where(and(eq(link.requestId, requestId), inArray(link.kind, ["confirm", "objection", "identification"]), isNull(link.endedAt)));
  await endQuestion(tx, requestId, now);
  const days = await requestPolicy(tx, requestId, "status.keepDays", now);
  await tx
    .update(link)
    .set({ expiresAt: new Date(now.getTime() + days * 86_400_000) })
    .where(and(eq(link.requestId, requestId), eq(link.kind, "status")));
}

/** Nobody waits for an answer any more. */
export async function endQuestion(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx
    .update(requestQuestion)
    .set({ endedAt: now })
    .where(and(eq(requestQuestion.requestId, requestId), isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt)));
}
