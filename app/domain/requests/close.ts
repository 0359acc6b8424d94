import { and, eq, inArray, isNull } from "drizzle-orm";

import { link, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";

import { requestPolicy } from "./policy.ts";

/**
 * What ends with a request, whichever way it ended: its clocks stop, the links to confirm, object and identify lead nowhere any more, and
 * the status page stays for the days that the policy gives it (90).
 */
export async function endWhatBelongsTo(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx
    .update(requestClock)
    .set({ stoppedAt: now })
    .where(and(eq(requestClock.requestId, requestId), isNull(requestClock.stoppedAt)));
  await tx
    .update(link)
    .set({ endedAt: now })
    .where(and(eq(link.requestId, requestId), inArray(link.kind, ["confirm", "objection", "identification"]), isNull(link.endedAt)));
  const days = await requestPolicy(tx, requestId, "status.keepDays", now);
  await tx
    .update(link)
    .set({ expiresAt: new Date(now.getTime() + days * 86_400_000) })
    .where(and(eq(link.requestId, requestId), eq(link.kind, "status")));
}
