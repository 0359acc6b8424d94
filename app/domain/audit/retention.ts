import { and, eq, isNotNull, or } from "drizzle-orm";

import { auditEvent } from "#db/schema/audit.ts";
import { runSql, type Db } from "#db/types.ts";

/**
 * Empties what is personal in a request's events (details, salt, names) when its time is over (D20). That it happened, when, and by whose
 * number stays, and so does the seal. Answers how many events were emptied. Call it inside a transaction: the permission ends with it.
 */
export async function clearDetailsOf(tx: Db, requestId: string | number): Promise<number> {
  await runSql(tx, "select set_config('zegel.retention', 'on', true)");
  const cleared = await tx
    .update(auditEvent)
    .set({ payload: null, payloadSalt: null, actorName: null })
    .where(and(eq(auditEvent.requestId, String(requestId)), or(isNotNull(auditEvent.payload), isNotNull(auditEvent.actorName))))
    .returning({ id: auditEvent.id });
  await runSql(tx, "select set_config('zegel.retention', '', true)");
  return cleared.length;
}
