import { and, eq, isNotNull } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

/** The user number left by e-mail. Done when the letter is posted too. */
export async function numberWasSent(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx.update(request).set({ numberSentAt: now }).where(eq(request.id, requestId));
  await completeWhenDelivered(tx, requestId, now);
}

/** The PIN letter is in the post. Done when the number was sent too. */
export async function letterWasPosted(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx.update(request).set({ letterPostedAt: now }).where(eq(request.id, requestId));
  await completeWhenDelivered(tx, requestId, now);
}

/** A request is done when the number was sent *and* the letter posted (D9), whichever comes last. */
async function completeWhenDelivered(tx: Db, requestId: string, now: Date): Promise<void> {
  const [delivered] = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNotNull(request.numberSentAt), isNotNull(request.letterPostedAt)));
  if (!delivered) return;
  await moveRequest(tx, { requestId, act: "complete", now });
  await record(tx, { now, actor: inTrail(system("delivery")), act: "request.completed", subject: { kind: "request", id: requestId }, requestId });
}
