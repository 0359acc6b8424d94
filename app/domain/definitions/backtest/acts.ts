import { and, eq, isNull } from "drizzle-orm";

import { definitionBacktest } from "#db/schema/backtests.ts";
import { definitionChange } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { canonicalJson, sha256 } from "#app/domain/audit/canonical.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { backtestJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import type { By } from "../changes/begin.ts";
import { getChange, listRelease, type Change } from "../changes/read.ts";
import { currentRelease } from "../store.ts";
import { sidesOf } from "./sides.ts";
import { emptyTally } from "./tally.ts";

/** "YYYY-MM-DD", both days included. */
export type Days = { from: string; until: string };

/** What a change holds, as one hash: another one is another change to try. */
export function hashOfChange({ entries }: Pick<Change, "entries">): string {
  return sha256(canonicalJson(entries.map(({ kind, key, hash }) => [kind, key, hash]).sort(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1))));
}

/** The day on which a change is tried: the one from which it holds, or today. */
export function dayOf({ publishFrom }: Pick<Change, "publishFrom">, now: Date): string {
  return officeDate(publishFrom !== null && publishFrom > now ? publishFrom : now);
}

/**
 * Begins to try a change on the requests that were sent in within some days: how they are judged by what holds now, and how they would be. It changes nothing of them. Answers its id. Throws
 * `backtest.period`, `backtest.running` while one of this change runs, `change.moved` for a change that is over, and what `sidesOf` throws.
 */
export async function startBacktest({ db, queue }: Office, { changeId, days, by, now, correlationId }: By & { changeId: string; days: Days }): Promise<string> {
  if (days.from > days.until || days.from > officeDate(now)) throw new Problem("backtest.period");
  return db.transaction(async (tx) => {
    const change = await getChange(tx, changeId);
    if (!["draft", "proposed", "scheduled"].includes(change.status)) throw new Problem("change.moved");
    const releaseId = await currentRelease(tx);
    const { sides, passedOver } = sidesOf(await listRelease(tx, releaseId), change.entries, dayOf(change, now));
    const values = { changeId, changeHash: hashOfChange(change), releaseId, fromDay: days.from, untilDay: days.until, policiesOn: sides.on, passedOver, begunBy: by.id, begunAt: now, tally: emptyTally() };
    const [made] = await tx.insert(definitionBacktest).values(values).onConflictDoNothing().returning({ id: definitionBacktest.id });
    if (!made) throw new Problem("backtest.running");
    await queue.enqueue(tx, backtestJob, { backtestId: made.id }, { singletonKey: made.id });
    await record(tx, { now, actor: inTrail(by), act: "backtest.started", subject: { kind: "change", id: changeId }, details: { title: change.title, from: days.from, until: days.until, hash: values.changeHash }, correlationId });
    return made.id;
  });
}

/** Ends one that runs: what it came to so far stays to be read. Throws `backtest.not-running`. */
export async function cancelBacktest(db: Db, { backtestId, by, now, correlationId }: By & { backtestId: string }): Promise<void> {
  await db.transaction(async (tx) => {
    const [ended] = await tx
      .update(definitionBacktest)
      .set({ cancelledBy: by.id, endedAt: now })
      .where(and(eq(definitionBacktest.id, backtestId), isNull(definitionBacktest.endedAt)))
      .returning({ changeId: definitionBacktest.changeId, done: definitionBacktest.done });
    if (!ended) throw new Problem("backtest.not-running");
    const [change] = await tx.select({ title: definitionChange.title }).from(definitionChange).where(eq(definitionChange.id, ended.changeId));
    await record(tx, { now, actor: inTrail(by), act: "backtest.cancelled", subject: { kind: "change", id: ended.changeId }, details: { title: change?.title ?? "", done: ended.done }, correlationId });
  });
}
