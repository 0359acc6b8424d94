import { and, eq, isNull } from "drizzle-orm";

import { definitionBacktest } from "#db/schema/backtests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { dayBegins, plusDays } from "#app/domain/deadlines/calendar.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { backtestJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem } from "#app/domain/problem.ts";

import { getChange, listRelease } from "../changes/read.ts";
import { currentRelease } from "../store.ts";
import { hashOfChange } from "./acts.ts";
import type { JudgingRoom } from "./ports.ts";
import { sidesOf, type Sides } from "./sides.ts";
import { countRequests, snapshotReader, type Cursor, type Period } from "./snapshots.ts";
import { addTally, type Tally } from "./tally.ts";

type Run = typeof definitionBacktest.$inferSelect;

/**
 * `atOnce` requests are read at once: some tens of milliseconds of the database, and a few of who serves pages. A turn takes `turnMs`, so that an office that closes, or a worker that dies, has little
 * to wait for or to do again; and what was reached is written down every `saveMs`.
 */
const PACE = { atOnce: 500, turnMs: 10_000, saveMs: 500 };

/**
 * Judges the next requests of a back-test, for some seconds, and leaves the rest to the next piece of work. What was reached and what it came to are written in one statement, under
 * a number that rises: killed at any moment, or taken up by two at once, no request is counted twice. Ends it when all are read, when it was cancelled, and when the draft or the release is
 * no longer what it was begun with.
 */
export async function runBacktest(office: Office & { judging: JudgingRoom }, { backtestId }: { backtestId: string }, clock: Clock, pace = PACE): Promise<void> {
  const { db } = office;
  const [run] = await db.select().from(definitionBacktest).where(eq(definitionBacktest.id, backtestId));
  if (!run || run.endedAt !== null) return;
  const sides = await sidesOfRun(db, run);
  if (sides === null) return end(db, run, { now: clock.now(), stoppedBy: "backtest.outdated" });
  const period = periodOf(run);
  const total = run.total ?? (await countRequests(db, sides, period));
  const saved = await walk(office, { run: { ...run, total }, sides, period, pace });
  if (saved === null) return;
  if (saved.isOver) return end(db, saved.run, { now: clock.now(), stoppedBy: null });
  await db.transaction((tx) => office.queue.enqueue(tx, backtestJob, { backtestId }, { singletonKey: backtestId }));
}

/** What it is tried with; null when that is no longer what it was begun with. */
async function sidesOfRun(db: Db, run: Run): Promise<Sides | null> {
  const change = await getChange(db, run.changeId);
  if (hashOfChange(change) !== run.changeHash || (await currentRelease(db)) !== run.releaseId) return null;
  try {
    return sidesOf(await listRelease(db, run.releaseId), change.entries, run.policiesOn).sides;
  } catch (problem) {
    // A newer version of the software reads the same draft otherwise.
    if (isProblem(problem)) return null;
    throw problem;
  }
}

/** While one batch is judged the next is read. Null when somebody else ended or moved it. */
async function walk({ db, judging }: { db: Db; judging: JudgingRoom }, { run, sides, period, pace }: { run: Run; sides: Sides; period: Period; pace: typeof PACE }): Promise<{ run: Run; isOver: boolean } | null> {
  const read = snapshotReader(db, sides, period);
  const begun = performance.now();
  const tally = run.tally as Tally;
  let [at, saveAt, done, cursor] = [run, begun + pace.saveMs, run.done, cursorOf(run)];
  const room = await judging.open(sides);
  let reading = read(cursor, pace.atOnce);
  try {
    for (;;) {
      const batch = await reading;
      const isOver = batch.requests < pace.atOnce;
      if (!isOver) reading = read(batch.last, pace.atOnce);
      addTally(tally, await room.judge(batch.snapshots));
      done += batch.requests;
      cursor = batch.last ?? cursor;
      const now = performance.now();
      const isTurnOver = now - begun > pace.turnMs;
      if (!isOver && !isTurnOver && now < saveAt) continue;
      const saved = await save(db, at, { done, cursor, tally });
      if (saved === null || isOver || isTurnOver) return saved && { run: saved, isOver };
      [at, saveAt] = [saved, now + pace.saveMs];
    }
  } finally {
    await reading.catch(() => undefined);
    await room.close();
  }
}

async function save(db: Db, run: Run, { done, cursor, tally }: { done: number; cursor: Cursor | null; tally: Tally }): Promise<Run | null> {
  const [saved] = await db
    .update(definitionBacktest)
    .set({ total: run.total, done, cursorAt: cursor?.at ?? null, cursorId: cursor?.id ?? null, tally, revision: run.revision + 1 })
    .where(isStill(run))
    .returning();
  return saved ?? null;
}

const isStill = ({ id, revision }: Run) => and(eq(definitionBacktest.id, id), eq(definitionBacktest.revision, revision), isNull(definitionBacktest.endedAt));

async function end(db: Db, run: Run, { now, stoppedBy }: { now: Date; stoppedBy: string | null }): Promise<void> {
  await db.transaction(async (tx) => {
    const [ended] = await tx.update(definitionBacktest).set({ endedAt: now, stoppedBy }).where(isStill(run)).returning();
    if (!ended) return;
    const { judged, otherwise } = ended.tally as Tally;
    const details = { from: ended.fromDay, until: ended.untilDay, requests: ended.done, judged, otherwise, ...(stoppedBy !== null && { code: stoppedBy }) };
    await record(tx, { now, actor: inTrail(system("backtests")), act: stoppedBy === null ? "backtest.finished" : "backtest.stopped", subject: { kind: "change", id: ended.changeId }, details });
  });
}

function cursorOf({ cursorAt, cursorId }: Run): Cursor | null {
  return cursorAt !== null && cursorId !== null ? { at: cursorAt, id: cursorId } : null;
}

function periodOf({ fromDay, untilDay }: Run): Period {
  const [from, before] = [dayBegins(fromDay), dayBegins(plusDays(untilDay, 1))];
  if (!from || !before) throw new Error("A back-test has days.");
  return { from, before };
}
