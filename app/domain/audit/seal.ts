import { asc, desc, inArray } from "drizzle-orm";

import { LOCKS } from "#db/locks.ts";
import { auditCheckpoint, auditSeal, auditWaiting } from "#db/schema/audit.ts";
import { runSql, type Db } from "#db/types.ts";

import { chainHash, eventHash, GENESIS, NOW_SQL, SEALED_COLUMNS_SQL, signHead, type SealedColumns } from "./chain.ts";
import { appendHeads } from "./heads.ts";
import type { SealingKey } from "./key.ts";

export type SealOptions = {
  key: SealingKey;
  /** The file outside the database that the signed heads go to. */
  headsFile: string;
  /** A new head is signed at most this often (10 s); 0 on closing, so that nothing stays without one. */
  headEverySeconds?: number;
  batchSize?: number;
};

/**
 * Chains every committed event that has no seal yet, and signs the head of the chain when one is due (P8). Acts do not wait for this:
 * one sealer works at a time, in whichever process comes first; the others go away empty-handed. Answers how many events it sealed.
 *
 * The head reaches the file only after the database has committed it. A crash in between leaves the file behind, and the next run
 * catches it up; a file that is ahead therefore means that the database went back in time (an older backup, or a power failure).
 */
export async function sealEvents(db: Db, options: SealOptions): Promise<number> {
  const batchSize = options.batchSize ?? 500;
  let sealed = 0;
  for (;;) {
    const count = await asOnlySealer(db, async (tx) => {
      const inBatch = await sealBatch(tx, batchSize);
      await takeHead(tx, options.key, options.headEverySeconds ?? 10);
      return inBatch;
    });
    sealed += count ?? 0;
    if ((count ?? 0) < batchSize) break;
  }
  await asOnlySealer(db, (tx) => appendHeads(tx, options.headsFile));
  return sealed;
}

/** Runs `work` unless another sealer is at it in this moment. */
async function asOnlySealer<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T | undefined> {
  return db.transaction(async (tx) => {
    const [lock] = await runSql<{ held: boolean }>(tx, "select pg_try_advisory_xact_lock($1::int, $2::int) as held", [LOCKS.space, LOCKS.sealer]);
    return lock?.held ? work(tx) : undefined;
  });
}

/**
 * Takes waiting events in the order of their ids. A transaction that took a low id and commits late finds its events waiting all the
 * same, and gets the next positions: the chain is in the order of commit as seen here, not of ids.
 */
async function sealBatch(tx: Db, batchSize: number): Promise<number> {
  const events = await runSql<SealedColumns>(
    tx,
    `select ${SEALED_COLUMNS_SQL} from audit_waiting w join audit_event e on e.id = w.event_id order by w.event_id limit $1::int`,
    [batchSize],
  );
  if (events.length === 0) return 0;
  const [last] = await tx.select().from(auditSeal).orderBy(desc(auditSeal.position)).limit(1);
  let position = last?.position ?? 0;
  let previous = last?.chainHash ?? GENESIS;
  const seals = events.map((event) => {
    const hash = eventHash(event);
    position += 1;
    previous = chainHash(previous, position, hash);
    return { position, eventId: Number(event.id), eventHash: hash, chainHash: previous };
  });
  await tx.insert(auditSeal).values(seals);
  await tx.delete(auditWaiting).where(inArray(auditWaiting.eventId, seals.map((seal) => seal.eventId)));
  return seals.length;
}

/** In the transaction of the seals, so that nothing sealed is ever more than the interval away from a signed head. */
async function takeHead(tx: Db, key: SealingKey, everySeconds: number): Promise<void> {
  const [seal] = await tx.select().from(auditSeal).orderBy(desc(auditSeal.position)).limit(1);
  const [head] = await runSql<{ position: string; due: boolean }>(
    tx,
    `select position::text as position, taken_at <= clock_timestamp() - $1::int * interval '1 second' as due
     from audit_checkpoint order by audit_checkpoint.position desc limit 1`,
    [everySeconds],
  );
  if (!seal || (head && (seal.position <= Number(head.position) || !head.due))) return;
  const [time] = await runSql<{ now: string }>(tx, `select ${NOW_SQL} as now`);
  const next = { position: seal.position, chainHash: seal.chainHash, takenAt: time?.now ?? "" };
  await tx.insert(auditCheckpoint).values({ ...next, takenAt: new Date(next.takenAt), keyId: key.id, signature: signHead(next, key.privateKey) });
}

/** How many events wait for their seal, and how long the oldest has, in seconds; null when none does. For `/readyz`. */
export async function sealingLag(db: Db): Promise<{ waiting: number; oldestSeconds: number | null }> {
  const [oldest] = await db.select().from(auditWaiting).orderBy(asc(auditWaiting.eventId)).limit(1);
  if (!oldest) return { waiting: 0, oldestSeconds: null };
  // The events themselves are not looked for: while no sealer works there may be many, and then the server would read the whole trail for them.
  const [row] = await runSql<{ waiting: string; seconds: string }>(
    db,
    `select (select count(*) from audit_waiting)::text as waiting, extract(epoch from clock_timestamp() - recorded_at)::text as seconds from audit_event where id = $1`,
    [oldest.eventId],
  );
  return { waiting: Number(row?.waiting ?? 0), oldestSeconds: Number(row?.seconds ?? 0) };
}
