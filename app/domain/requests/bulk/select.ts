import { and, eq, inArray, isNull } from "drizzle-orm";

import { bulkItem, bulkRun } from "#db/schema/bulk.ts";
import { request } from "#db/schema/requests.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

/** More than this is no act of a desk any more: whoever means so many is asked for a narrower list. */
export const MOST_SELECTED = 10_000;

type Selecting = {
  source: "rows" | "list";
  /** The requests in the order of the list, in batches of any size: as it is read, never whole in memory. */
  batches: AsyncIterable<readonly { id: string }[]> | Iterable<readonly { id: string }[]>;
  by: StaffActor;
  now: Date;
  most?: number;
};

/**
 * Writes a selection down: the ids, batch by batch, each batch in a transaction of its own, so that a long list holds nobody up. What does not
 * exist is left out, what is named twice is there once. Answers the run; throws `bulk.none-selected`, `bulk.too-many`, and then leaves nothing.
 */
export async function selectForBulk(office: Office, { source, batches, by, now, most = MOST_SELECTED }: Selecting): Promise<string> {
  const { db } = office;
  const [run] = await db.insert(bulkRun).values({ by: by.id, source, begunAt: now }).returning({ id: bulkRun.id });
  if (!run) throw new Error("No run was made.");
  let place = 0;
  try {
    for await (const batch of batches) {
      const known = new Set((await db.select({ id: request.id }).from(request).where(inArray(request.id, batch.map(({ id }) => id)))).map(({ id }) => id));
      const rows = [...new Set(batch.map(({ id }) => id))].filter((id) => known.has(id)).map((id, at) => ({ runId: run.id, requestId: id, place: place + at }));
      if (rows.length === 0) continue;
      place += rows.length;
      if (place > most) throw new Problem("bulk.too-many", { count: most });
      await db.insert(bulkItem).values(rows).onConflictDoNothing();
    }
    if (place === 0) throw new Problem("bulk.none-selected");
    await db.update(bulkRun).set({ selectedAt: now }).where(eq(bulkRun.id, run.id));
    return run.id;
  } catch (failure) {
    await db.delete(bulkItem).where(eq(bulkItem.runId, run.id));
    await db.delete(bulkRun).where(and(eq(bulkRun.id, run.id), isNull(bulkRun.selectedAt)));
    throw failure;
  }
}
