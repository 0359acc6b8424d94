import { desc, eq, inArray } from "drizzle-orm";

import { definitionBacktest } from "#db/schema/backtests.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

import type { Change } from "../changes/read.ts";
import { currentRelease } from "../store.ts";
import { hashOfChange } from "./acts.ts";
import type { Tally } from "./tally.ts";

/** A back-test of a change as it stands. */
export type Backtest = {
  id: string;
  state: "running" | "done" | "cancelled" | "stopped";
  from: string;
  until: string;
  policiesOn: string;
  passedOver: string[];
  begunBy: string;
  begunAt: Date;
  endedAt: Date | null;
  stoppedBy: string | null;
  /** Requests; how many there are is not known at once. */
  done: number;
  total: number | null;
  tally: Tally;
  /** The draft was edited since, or something else was published: what it says is of then. */
  isOutdated: boolean;
};

/** The newest back-test of a change; null when there was none. */
export async function findBacktest(db: Db, change: Pick<Change, "id" | "entries" | "status">): Promise<Backtest | null> {
  const [found] = await db
    .select({ run: definitionBacktest, by: staff.name })
    .from(definitionBacktest)
    .innerJoin(staff, eq(staff.id, definitionBacktest.begunBy))
    .where(eq(definitionBacktest.changeId, change.id))
    .orderBy(desc(definitionBacktest.begunAt), desc(definitionBacktest.id))
    .limit(1);
  if (!found) return null;
  const { run, by } = found;
  const isPublished = change.status === "published";
  return {
    id: run.id,
    state: run.endedAt === null ? "running" : run.cancelledBy !== null ? "cancelled" : run.stoppedBy !== null ? "stopped" : "done",
    from: run.fromDay,
    until: run.untilDay,
    policiesOn: run.policiesOn,
    passedOver: run.passedOver,
    begunBy: by,
    begunAt: run.begunAt,
    endedAt: run.endedAt,
    stoppedBy: run.stoppedBy,
    done: run.done,
    total: run.total,
    tally: run.tally as Tally,
    isOutdated: run.changeHash !== hashOfChange(change) || (!isPublished && run.releaseId !== (await currentRelease(db))),
  };
}

/** The numbers of requests, by id: what is shown of them. */
export async function numbersOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: request.id, number: request.number }).from(request).where(inArray(request.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, number }) => [id, number]));
}
