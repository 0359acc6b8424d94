import { and, desc, eq, isNull, sql } from "drizzle-orm";

import { retentionHalt, retentionRun } from "#db/schema/retention.ts";
import { staff } from "#db/schema/staff.ts";
import { runSql, type Db } from "#db/types.ts";
import { system, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { underRetention } from "#app/domain/audit/retention.ts";
import { describeFailure } from "#app/domain/jobs/failure.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { clearRequest } from "./clear-request.ts";
import { DUE_EVENTS, DUE_MAILS, readDue } from "./due.ts";
import { retentionPeriods, type Periods } from "./periods.ts";

/** So much in one step, so that sealing and mail have their turn in between, and who stops it is obeyed within a second. */
const AT_ONCE = { requests: 25, mails: 500, events: 1_000 };
/** Among so many that ended they are looked for: what is held back for years is passed by quickly. */
const WINDOW = 500;
/** More than this cannot be passed over in one night: then something is wrong that a person has to see. */
const MOST_PASSED_OVER = 500;

type Run = typeof retentionRun.$inferSelect;
type Turn = { now: Date; periods: Periods; run: Run };

/**
 * One step of the nightly clearing (D20): begins a run when the last was begun before `dueSince`, and goes on where one was left, also by another process. Each request is cleared in a
 * transaction of its own, so that whoever is killed leaves it whole or cleared, never half. Does nothing while somebody has halted it.
 */
export async function clearInTurn(office: Pick<Office, "db">, { now, dueSince }: { now: Date; dueSince: Date }): Promise<void> {
  const { db } = office;
  if (await findHalt(db)) return;
  const run = (await openRun(db)) ?? (await beginRun(db, { now, dueSince }));
  if (run === null) return;
  const turn = { now, periods: await retentionPeriods(db, now), run };
  if (run.passedOver.length < MOST_PASSED_OVER && (await clearRequests(db, turn))) return;
  if (await clearMails(db, turn)) return;
  if (await clearEvents(db, turn)) return;
  await endRun(db, turn);
}

/** The next requests of the run, in the order in which they ended; whether more may come. The run keeps how far it came: what is held back is never looked at again from the beginning. */
async function clearRequests(db: Db, { now, periods, run }: Turn): Promise<boolean> {
  if (run.isThrough) return false;
  const { due, last } = await readDue(db, { until: now, periods, after: run.reached, window: WINDOW });
  const free = due.filter(({ id, hold }) => hold === null && !run.passedOver.includes(id));
  const next = free.slice(0, AT_ONCE.requests);
  for (const { id } of next) {
    try {
      await db.transaction(async (tx) => {
        const cleared = await clearRequest(tx, { requestId: id, now, periods });
        await count(tx, run, { requests: cleared });
      });
    } catch (failure) {
      if (isProblem(failure, "request.moved")) continue;
      await db.update(retentionRun).set({ passedOver: sql`array_append(${retentionRun.passedOver}, ${id}::uuid)`, failure: describeFailure(failure).message }).where(eq(retentionRun.id, run.id));
    }
  }
  const isThrough = last === null && next.length === free.length;
  await db.update(retentionRun).set({ isThrough, reached: free.length > next.length ? (next.at(-1)?.place ?? null) : last }).where(eq(retentionRun.id, run.id));
  return next.length > 0 || !isThrough;
}

async function clearMails(db: Db, { now, periods, run }: Turn): Promise<boolean> {
  return db.transaction(async (tx) => {
    const cleared = await runSql(
      tx,
      `update mail set text = '', html = '', links = '[]', enclosure = null, cleared_at = $1::timestamptz where id in (select id from mail where ${DUE_MAILS} order by queued_at limit $3 for update skip locked) and cleared_at is null returning id`,
      [now, periods.mail, AT_ONCE.mails],
    );
    return counted(tx, { now, run }, { mails: cleared.length });
  });
}

async function clearEvents(db: Db, { now, periods, run }: Turn): Promise<boolean> {
  return db.transaction(async (tx) => {
    const cleared = await underRetention(tx, () =>
      runSql(
        tx,
        `update audit_event set payload = null, payload_salt = null, actor_name = null where id in (select id from audit_event where ${DUE_EVENTS} order by occurred_at, id limit $3 for update skip locked) and payload is not null returning id`,
        [now, periods.trail, AT_ONCE.events],
      ),
    );
    return counted(tx, { now, run }, { events: cleared.length });
  });
}

/** Counts what one step cleared, in the run and in the trail; whether it was anything. */
async function counted(tx: Db, { now, run }: Pick<Turn, "now" | "run">, amount: { mails: number } | { events: number }): Promise<boolean> {
  const [number] = Object.values(amount);
  if (!number) return false;
  await count(tx, run, amount);
  await record(tx, { now, actor: inTrail(system("retention")), act: "mails" in amount ? "mail.cleared" : "trail.cleared", subject: { kind: "retention-run", id: run.id }, details: { count: number } });
  return true;
}

async function count(tx: Db, run: Run, { requests = 0, mails = 0, events = 0 }: { requests?: number; mails?: number; events?: number }): Promise<void> {
  await tx
    .update(retentionRun)
    .set({ requests: sql`${retentionRun.requests} + ${requests}`, mails: sql`${retentionRun.mails} + ${mails}`, events: sql`${retentionRun.events} + ${events}` })
    .where(eq(retentionRun.id, run.id));
}

async function openRun(db: Db): Promise<Run | null> {
  const [run] = await db.select().from(retentionRun).where(isNull(retentionRun.endedAt));
  return run ?? null;
}

async function beginRun(db: Db, { now, dueSince }: { now: Date; dueSince: Date }): Promise<Run | null> {
  const [last] = await db.select({ begunAt: retentionRun.begunAt }).from(retentionRun).orderBy(desc(retentionRun.id)).limit(1);
  if (last && last.begunAt >= dueSince) return null;
  // An office that never cleared anything has a night in between, in which what will go can be looked at.
  const [run] = await db.insert(retentionRun).values({ begunAt: now, endedAt: last ? null : now }).onConflictDoNothing().returning();
  return last && run ? run : null;
}

/** The run is over; a night in which nothing was cleared leaves no line in the trail. */
async function endRun(db: Db, { now, run: { id } }: Turn): Promise<void> {
  await db.transaction(async (tx) => {
    const [ended] = await tx.update(retentionRun).set({ endedAt: now }).where(and(eq(retentionRun.id, id), isNull(retentionRun.endedAt))).returning();
    if (!ended || ended.requests + ended.mails + ended.events + ended.passedOver.length === 0) return;
    const { requests, mails, events, passedOver } = ended;
    await record(tx, { now, actor: inTrail(system("retention")), act: "retention.ended", subject: { kind: "retention-run", id }, details: { requests, mails, events, passedOver: passedOver.length } });
  });
}

/** Stops the clearing before its next request, until somebody lets it go on. Throws `retention.halted` when it was stopped already. */
export async function haltRetention(office: Pick<Office, "db">, { by, reason, now }: { by: StaffActor; reason: string; now: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [halt] = await tx.insert(retentionHalt).values({ haltedBy: by.id, haltedAt: now, reason }).onConflictDoNothing().returning({ id: retentionHalt.id });
    if (!halt) throw new Problem("retention.halted");
    await record(tx, { now, actor: inTrail(by), act: "retention.halted", subject: { kind: "retention-halt", id: halt.id }, details: { reason } });
  });
}

/** Lets the clearing go on where it was stopped. Throws `retention.not-halted`. */
export async function resumeRetention(office: Pick<Office, "db">, { by, now }: { by: StaffActor; now: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [halt] = await tx.update(retentionHalt).set({ resumedBy: by.id, resumedAt: now }).where(isNull(retentionHalt.resumedAt)).returning({ id: retentionHalt.id });
    if (!halt) throw new Problem("retention.not-halted");
    await record(tx, { now, actor: inTrail(by), act: "retention.resumed", subject: { kind: "retention-halt", id: halt.id } });
  });
}

/** That it was stopped, by whom and why; null when it may go on. */
export async function findHalt(db: Db): Promise<{ by: string; at: Date; reason: string } | null> {
  const [halt] = await db.select({ by: staff.name, at: retentionHalt.haltedAt, reason: retentionHalt.reason }).from(retentionHalt).innerJoin(staff, eq(staff.id, retentionHalt.haltedBy)).where(isNull(retentionHalt.resumedAt));
  return halt ?? null;
}

/** The last runs, the newest first. */
export function listRuns(db: Db, most: number): Promise<Run[]> {
  return db.select().from(retentionRun).orderBy(desc(retentionRun.id)).limit(most);
}
