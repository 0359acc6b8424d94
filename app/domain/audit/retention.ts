import { and, eq, isNotNull, or } from "drizzle-orm";

import { auditEvent } from "#db/schema/audit.ts";
import { runSql, type Db } from "#db/types.ts";

/** What retention leaves of an event: all but its details, their salt, and names. That it happened, when, and by whose number stays, and so does the seal. */
const EMPTIED = { payload: null, payloadSalt: null, actorName: null } as const;

/** Does what only retention may: empty what is otherwise written once (D20). Call it inside a transaction: the permission ends with the work, and with the transaction at the latest. */
export async function underRetention<Result>(tx: Db, work: (emptied: typeof EMPTIED) => Promise<Result>): Promise<Result> {
  await runSql(tx, "select set_config('zegel.retention', 'on', true)");
  const done = await work(EMPTIED);
  await runSql(tx, "select set_config('zegel.retention', '', true)");
  return done;
}

/** Empties what is personal in a request's events when its time is over (D20). Answers how many events were emptied. Call it inside a transaction. */
export async function clearDetailsOf(tx: Db, requestId: string | number): Promise<number> {
  const cleared = await underRetention(tx, (emptied) =>
    tx
      .update(auditEvent)
      .set(emptied)
      .where(and(eq(auditEvent.requestId, String(requestId)), or(isNotNull(auditEvent.payload), isNotNull(auditEvent.actorName))))
      .returning({ id: auditEvent.id }),
  );
  return cleared.length;
}
