import { and, asc, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { registerCheck } from "#db/schema/registers.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { checkRegistersJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { isProblem } from "#app/domain/problem.ts";

import { noteWhatRegisterSays, type Registered } from "./endings.ts";

/** So many are looked up in one job, and so many of them at once: a register is asked gently, and a job that is stopped loses little. */
const AT_ONCE = 4;
const IN_ONE_JOB = 40;
/** A register that does not answer is left alone for this long. */
const PAUSE_MS = 10 * 60_000;

/**
 * Sees to it that the daily walk along the registers is under way: begins one when the last was begun before `dueSince`, and goes on with one that was left, once
 * the pause for a register that does not answer is over. Puts one step on the queue, however often it is called. Runs every few seconds.
 */
export async function walkRegisters(office: Office, { now, dueSince }: { now: Date; dueSince: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    const run = (await openRun(tx)) ?? (await beginRun(tx, { now, dueSince }));
    if (run === null || (run.waitUntil && run.waitUntil > now)) return;
    await office.queue.enqueue(tx, checkRegistersJob, {}, { singletonKey: "step" });
  });
}

/**
 * One step of the walk: looks up the next AGB codes, then the next KvK numbers, in their order, and keeps how far it came. A register that does not answer is
 * no ending: the step stops there, nothing is changed for what was not looked up, and the walk goes on from the same place after a pause.
 */
export async function checkRegisters(office: Office & { registers: Registers }, now: Date): Promise<void> {
  const run = await openRun(office.db);
  if (run === null || (run.waitUntil && run.waitUntil > now)) return;
  const items = await nextOf(office.db, run.position, IN_ONE_JOB);
  const done = { position: run.position, checked: run.checked, unread: run.unread, failure: null as string | null };
  for (let from = 0; from < items.length && done.failure === null; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE);
    const said = await Promise.all(some.map((item) => ask(office.registers, item)));
    for (const [place, item] of some.entries()) {
      const answer = said[place];
      if (answer === undefined || answer === "unreachable") {
        done.failure = "register.unreachable";
        break;
      }
      if (answer !== "unreadable") await noteWhatRegisterSays(office, { item, says: answer, now });
      done.position = keyOf(item);
      done.checked += 1;
      done.unread += answer === "unreadable" ? 1 : 0;
    }
  }
  const isThrough = done.failure === null && items.length < IN_ONE_JOB;
  await office.db.transaction(async (tx) => {
    const waitUntil = done.failure === null ? null : new Date(now.getTime() + PAUSE_MS);
    // Of two steps at once, the one that comes second finds that the walk has gone on, and changes nothing: what it noted bears coming twice.
    const [kept] = await tx
      .update(registerCheck)
      .set({ ...done, waitUntil, endedAt: isThrough ? now : null })
      .where(and(eq(registerCheck.id, run.id), eq(registerCheck.position, run.position), isNull(registerCheck.endedAt)))
      .returning({ id: registerCheck.id });
    if (kept && isThrough) await record(tx, { now, actor: BY, act: "registers.checked", subject: { kind: "register-check", id: run.id }, details: { checked: done.checked, unread: done.unread } });
  });
}

/** Looks up one of them now, for whoever has just corrected a register. Throws `register.unreachable`, `register.malformed`. */
export async function checkOne(office: Office & { registers: Registers }, { item, now }: { item: Registered; now: Date }): Promise<void> {
  const { registers } = office;
  const says = item.agbCode === null ? await registers.trade.find(item.kvkNumber) : await registers.agb.find(item.agbCode);
  await noteWhatRegisterSays(office, { item, says, now });
}

type Run = typeof registerCheck.$inferSelect;
const BY = inTrail(system("registers"));

/** What the last walk came to, and one that is under way. */
export async function latestWalk(db: Db): Promise<{ last: Run | null; running: Run | null }> {
  const [last] = await db.select().from(registerCheck).where(isNotNull(registerCheck.endedAt)).orderBy(desc(registerCheck.id)).limit(1);
  return { last: last ?? null, running: await openRun(db) };
}

async function openRun(db: Db): Promise<Run | null> {
  const [run] = await db.select().from(registerCheck).where(isNull(registerCheck.endedAt));
  return run ?? null;
}

async function beginRun(tx: Db, { now, dueSince }: { now: Date; dueSince: Date }): Promise<Run | null> {
  const [last] = await tx.select({ begunAt: registerCheck.begunAt }).from(registerCheck).orderBy(desc(registerCheck.id)).limit(1);
  if (last && last.begunAt >= dueSince) return null;
  const [run] = await tx.insert(registerCheck).values({ begunAt: now }).onConflictDoNothing().returning();
  return run ?? null;
}

async function ask({ agb, trade }: Registers, item: Registered): Promise<{ endsOn: string | null } | null | "unreachable" | "unreadable"> {
  try {
    return item.agbCode === null ? await trade.find(item.kvkNumber) : await agb.find(item.agbCode);
  } catch (problem) {
    if (isProblem(problem, "register.unreachable")) return "unreachable";
    if (isProblem(problem, "register.malformed")) return "unreadable";
    throw problem;
  }
}

/** "agb:…" sorts before "kvk:…": the codes come first. */
function keyOf({ agbCode: code, kvkNumber }: Registered): string {
  return code === null ? `kvk:${kvkNumber}` : `agb:${code}`;
}

async function nextOf(db: Db, position: string, amount: number): Promise<Registered[]> {
  const [kind, number = ""] = position.split(":");
  const codes =
    kind === "kvk"
      ? []
      : await db
          .select({ enterpriseId: agbCode.enterpriseId, agbCode: agbCode.code, kvkNumber: enterprise.kvkNumber })
          .from(agbCode)
          .innerJoin(enterprise, eq(enterprise.id, agbCode.enterpriseId))
          .where(gt(agbCode.code, number))
          .orderBy(asc(agbCode.code))
          .limit(amount);
  const rest = amount - codes.length;
  if (rest === 0) return codes;
  const numbers = await db
    .select({ enterpriseId: enterprise.id, agbCode: sql<null>`null`, kvkNumber: enterprise.kvkNumber })
    .from(enterprise)
    .where(kind === "kvk" ? gt(enterprise.kvkNumber, number) : undefined)
    .orderBy(asc(enterprise.kvkNumber))
    .limit(rest);
  return [...codes, ...numbers];
}
