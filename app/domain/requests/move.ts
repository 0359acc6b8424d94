import { and, eq, inArray, sql, type SQL } from "drizzle-orm";

import type { Db } from "#db/types.ts";
import { request } from "#db/schema/requests.ts";
import { Problem } from "#app/domain/problem.ts";

import { endWhatBelongsTo } from "./close.ts";
import { CLOSED, LIFECYCLE, type Act, type ActName } from "./lifecycle.ts";
import { followDecision } from "./persons.ts";

export type RequestRow = typeof request.$inferSelect;
type RequestChange = Partial<Omit<typeof request.$inferInsert, "id" | "status" | "version">>;

/**
 * Does one act of the life-cycle table to one request: the check stands in the UPDATE's WHERE, so that of two people who act at once one
 * succeeds and the other gets `request.moved`, with the status and who moved it. Records nothing: the calling verb says what happened.
 */
export async function moveRequest(
  tx: Db,
  input: { requestId: string; act: ActName; now: Date; version?: number; set?: RequestChange; when?: SQL },
): Promise<RequestRow> {
  const act: Act = LIFECYCLE[input.act];
  const [moved] = await tx
    .update(request)
    .set({
      ...input.set,
      status: act.to,
      version: sql`${request.version} + 1`,
      ...(CLOSED.includes(act.to) ? { closedAt: input.now } : {}),
    })
    .where(
      and(
        eq(request.id, input.requestId),
        inArray(request.status, [...act.from]),
        input.version === undefined ? undefined : eq(request.version, input.version),
        input.when,
      ),
    )
    .returning();
  if (moved) {
    if (input.set) await followDecision(tx, moved.id, input.set, input.now);
    // What is joined has not been answered yet: its links end with the request that answers for it.
    if (CLOSED.includes(act.to) && act.to !== "joined") await endWhatBelongsTo(tx, moved.id, input.now);
    return moved;
  }

  const [present] = await tx.select({ status: request.status }).from(request).where(eq(request.id, input.requestId));
  if (!present) throw new Problem("request.unknown");
  throw new Problem("request.moved", { status: present.status });
}
