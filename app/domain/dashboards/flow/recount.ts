import { and, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";

import { auditEvent, auditSeal, auditWaiting } from "#db/schema/audit.ts";
import { flowLife, flowSum, flowUntil } from "#db/schema/flow.ts";
import { runSql, type Db } from "#db/types.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { officeDay } from "#app/domain/requests/policy.ts";

import { lockPlace } from "./keep.ts";
import { LIFE_ACTS } from "./life.ts";
import { readLives, sameLife, type Counted } from "./lives.ts";
import { addLife, keyOf, rowOf, withTheWhole, type SumKey, type Sums } from "./sums.ts";
import { addSums, keepLives } from "./write.ts";

/** A request whose life is not as its trail says, or a sum that is not that of the lives. */
export type Difference = { kind: "life"; requestId: string; kept: Counted["life"] | null; counted: Counted["life"] } | { kind: "sum"; row: SumKey; kept: number; counted: number };

export type Recount = { requests: number; sums: number; differences: number; /** False when another was keeping the figures at that moment. */ looked: boolean };

const BATCH = 1_000;

/**
 * Counts the figures of the past anew, every one of them, from the audit trail, and tells of each difference with what is kept. With `mend` it puts what it counted in the place of what
 * is kept. Looks at one moment in time while the office goes on; requests about which something happened that the figures have not reached are left as they are. The lives of requests
 * that retention took are taken as they were kept. `tell` hears of each difference, `progress` of each batch of requests.
 */
export async function recountFigures(db: Db, { now, mend = false, tell = () => undefined, progress = () => undefined }: { now: Date; mend?: boolean; tell?: (difference: Difference) => void; progress?: (requests: number) => void }): Promise<Recount> {
  const came = await db.transaction(
    async (tx) => {
      const came: Recount = { requests: 0, sums: 0, differences: 0, looked: true };
      const differs = (difference: Difference) => {
        came.differences += 1;
        tell(difference);
      };
      const position = await lockPlace(tx);
      if (position === null) return { ...came, looked: false };
      // What is put right is right up to this moment, whatever the figures had heard of before.
      const beyond = mend ? new Set<string>() : await requestsBeyond(tx, position);
      const office = await officeDay(tx, await currentRelease(tx), now);
      const own: Sums = new Map();
      for await (const { ids, former, present } of ahead(livesOf(tx, { office, beyond }))) {
        const changed = present.filter((one) => !sameLife(one, former.get(one.requestId)));
        for (const one of changed) differs({ kind: "life", requestId: one.requestId, kept: former.get(one.requestId)?.life ?? null, counted: one.life });
        if (mend) await keepLives(tx, changed);
        const alive = new Map(present.map((one) => [one.requestId, one]));
        for (const one of [...former.values()].filter(({ requestId }) => !alive.has(requestId))) addLife(own, one, one.life, 1);
        for (const one of present) addLife(own, one, one.life, 1);
        came.requests += ids.length;
        progress(came.requests);
      }
      const counted = withTheWhole(own);
      const correction = await compareSums(tx, counted, differs);
      came.sums = counted.size;
      if (mend) await addSums(tx, correction);
      if (mend) await movePlace(tx);
      return came;
    },
    { isolationLevel: "repeatable read" },
  );
  // Of tables that are filled at once the server knows nothing for a while, and reads rows where an index could answer: the page "now" of a million requests took a second, and then still thrice its time.
  if (mend && came.differences > 0) for (const table of ["flow_life", "flow_sum"]) await runSql(db, `vacuum (analyze) ${table}`);
  return came;
}

type Batch = { ids: string[]; former: Map<string, typeof flowLife.$inferSelect>; present: Counted[] };

/** Batch by batch what is kept of the requests, and what their trail says; those `beyond` the figures are left out. */
async function* livesOf(tx: Db, { office, beyond }: { office: OfficeDay; beyond: ReadonlySet<string> }): AsyncGenerator<Batch> {
  for await (const ids of requestIds(tx)) {
    const former = new Map((await tx.select().from(flowLife).where(inArray(flowLife.requestId, ids))).map((one) => [one.requestId, one]));
    yield { ids, former, present: (await readLives(tx, ids, { office, former })).filter(({ requestId }) => !beyond.has(requestId)) };
  }
}

/** Asks for the next one while the one before it is worked on: the server reads while this process counts. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  for (let next = source.next(); ; ) {
    const { done, value } = await next;
    if (done) return;
    next = source.next();
    // Whoever gave up on this one does not hear of the next.
    next.catch(() => undefined);
    yield value as T;
  }
}

/** To the end of the chain as it is seen here: events that have no seal yet are counted already, and are counted anew with the same result. */
async function movePlace(tx: Db): Promise<void> {
  const [last] = await tx.select({ position: auditSeal.position }).from(auditSeal).orderBy(desc(auditSeal.position)).limit(1);
  if (last) await tx.update(flowUntil).set({ position: last.position });
}

/** Requests of which the trail says more than the figures have heard. */
async function requestsBeyond(tx: Db, position: number): Promise<Set<string>> {
  const counts = and(isNotNull(auditEvent.requestId), inArray(auditEvent.act, [...LIFE_ACTS]));
  const sealed = await tx.selectDistinct({ id: auditEvent.requestId }).from(auditSeal).innerJoin(auditEvent, eq(auditEvent.id, auditSeal.eventId)).where(and(gt(auditSeal.position, position), counts));
  const waiting = await tx.selectDistinct({ id: auditEvent.requestId }).from(auditWaiting).innerJoin(auditEvent, eq(auditEvent.id, auditWaiting.eventId)).where(counts);
  return new Set([...sealed, ...waiting].map(({ id }) => id ?? ""));
}

/** Of everything that was ever requested, in batches: also what is kept of requests that are gone. */
async function* requestIds(tx: Db): AsyncGenerator<string[]> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    // Each side by itself is a short walk along its key; together they would be read whole for every batch.
    const next = (table: string, column: string) => `(select ${column} as id from ${table} where ${column} > $1::uuid order by ${column} limit ${BATCH})`;
    const rows = await runSql<{ id: string }>(tx, `select id from (${next("request", "id")} union ${next("flow_life", "request_id")}) as either order by id limit ${BATCH}`, [after]);
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) yield ids;
    if (ids.length < BATCH) return;
    after = ids.at(-1) ?? after;
  }
}

/** What must be added to the sums that are kept so that they are those that were counted. */
async function compareSums(tx: Db, counted: ReadonlyMap<string, number>, differs: (difference: Difference) => void): Promise<Sums> {
  const correction: Sums = new Map(counted);
  for await (const rows of keptSums(tx)) {
    for (const row of rows) {
      const key = keyOf(row as SumKey);
      const amount = (counted.get(key) ?? 0) - row.amount;
      if (amount === 0) correction.delete(key);
      else correction.set(key, amount);
    }
  }
  for (const [key, amount] of correction) differs({ kind: "sum", row: rowOf(key), kept: (counted.get(key) ?? 0) - amount, counted: counted.get(key) ?? 0 });
  return correction;
}

async function* keptSums(tx: Db): AsyncGenerator<Array<typeof flowSum.$inferSelect>> {
  const order = sql`(${flowSum.grain}, ${flowSum.type}, ${flowSum.channel}, ${flowSum.segment}, ${flowSum.begins}, ${flowSum.measure}, ${flowSum.value})`;
  for (let last: typeof flowSum.$inferSelect | null = null; ; ) {
    const rows: Array<typeof flowSum.$inferSelect> = await tx
      .select()
      .from(flowSum)
      .where(last === null ? undefined : sql`${order} > (${last.grain}::text, ${last.type}::text, ${last.channel}::text, ${last.segment}::text, ${last.begins}::date, ${last.measure}::text, ${last.value}::text)`)
      .orderBy(flowSum.grain, flowSum.type, flowSum.channel, flowSum.segment, flowSum.begins, flowSum.measure, flowSum.value)
      .limit(20_000);
    if (rows.length > 0) yield rows;
    last = rows.at(-1) ?? null;
    if (rows.length < 20_000) return;
  }
}
