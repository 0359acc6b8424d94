import PgBoss from "pg-boss";

import type { Database } from "#db/client.server.ts";
import { runSql, type Db } from "#db/types.ts";

import type { Job } from "./define.ts";
import { JOBS_CHANNEL } from "./names.ts";
import { createWorker, type Handler, type Worker, type WorkerLog } from "./worker.ts";

export type EnqueueOptions = {
  /**
   * At most one job with this key waits at a time; a second one while it waits changes nothing. One that has begun no longer
   * counts, so that what changes meanwhile is looked at again.
   */
  singletonKey?: string;
  /** Measured by the database's clock. What the office's own, movable clock must reach is a due column and a sweep (`everyTick`). */
  startAfterSeconds?: number;
};

export type Queue = {
  /** Makes the queue's tables and one queue for each job. May run again, and in several processes at once. */
  prepare: () => Promise<void>;
  /** Puts work down in the caller's transaction: it exists when that commits, begins at once, and never otherwise. */
  enqueue: <Payload>(tx: Db, job: Job<Payload>, payload: Payload, options?: EnqueueOptions) => Promise<void>;
  /** Says how a job is done; before `start`. The same work may come twice, so its verb must bear that. */
  work: <Payload>(job: Job<Payload>, handler: Handler<Payload>, options?: { concurrency?: number }) => void;
  /** Begins to take work. A process that only enqueues never calls this. */
  start: () => Promise<void>;
  /** Takes no more work, finishes what is in hand, and leaves what is not done within `seconds` (30) to the next worker. */
  stop: (seconds?: number) => Promise<void>;
  /** Looks for work now. */
  nudge: () => void;
  /** Settles when nothing is in hand and nothing is due; for tests and for the clock. */
  idle: () => Promise<void>;
};

/** Failed work stays until staff have looked at it, and waiting work until it is done, however long nobody is there. */
const KEEP_DAYS = 3650;

/** The queue over one database; `jobs` are all the kinds of work that may be put on it. */
export function openQueue(database: Database, options: { jobs: readonly Job<unknown>[]; log: WorkerLog; pollSeconds?: number }): Queue {
  const boss = new PgBoss({
    db: database,
    schedule: false,
    supervise: true,
    archiveCompletedAfterSeconds: 3600,
    archiveFailedAfterSeconds: KEEP_DAYS * 86_400,
    deleteAfterDays: 7,
  });
  boss.on("error", (error) => options.log.error({ err: error }, "job queue"));
  const names = new Set(options.jobs.map((job) => job.name));
  const worker: Worker = createWorker({ boss, database, log: options.log, pollSeconds: options.pollSeconds ?? 1 });
  let started: Promise<void> | undefined;

  const prepare = (): Promise<void> => (started ??= begin());

  async function begin(): Promise<void> {
    await boss.start();
    for (const job of options.jobs) {
      const settings = { policy: "short" as const, retryLimit: job.retries, retryDelay: 2, retryBackoff: true, expireInSeconds: 900 };
      await boss.createQueue(job.name, { name: job.name, ...settings, retentionMinutes: KEEP_DAYS * 1440 });
    }
  }

  return {
    prepare,
    enqueue: async (tx, job, payload, settings = {}) => {
      if (!names.has(job.name)) throw new Error(`The job "${job.name}" is not on the list that the queue was opened with.`);
      await Promise.all([put(boss, tx, job.name, job.schema.parse(payload), settings), runSql(tx, "select pg_notify($1, $2)", [JOBS_CHANNEL, job.name])]);
    },
    work: (job, handler, settings = {}) => worker.handle(job, handler, settings.concurrency ?? 1),
    start: async () => {
      await prepare();
      await worker.start();
    },
    stop: async (seconds = 30) => {
      await worker.stop(seconds);
      if (started) await boss.stop({ graceful: false, close: false });
      started = undefined;
    },
    nudge: worker.nudge,
    idle: worker.idle,
  };
}

/**
 * Inserts the job over `tx`. The queue's "short" policy allows one waiting job per key, so work without a key gets one that is its own.
 * A job that already waits under the key is locked until `tx` ends: a worker could otherwise take it before our change is there to see.
 */
async function put(boss: PgBoss, tx: Db, name: string, payload: unknown, options: EnqueueOptions): Promise<void> {
  const db = { executeSql: async (text: string, values: unknown[]) => ({ rows: await runSql(tx, text, values) }) };
  const startAfter = options.startAfterSeconds ?? 0;
  const key = options.singletonKey ?? crypto.randomUUID();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const waiting = options.singletonKey
      ? await runSql(tx, "select id from pgboss.job where name = $1 and singleton_key = $2 and state = 'created' for update", [name, key])
      : [];
    if (waiting.length > 0) return;
    if (await boss.send(name, payload as object, { db, singletonKey: key, startAfter })) return;
  }
  throw new Error(`The job "${name}" was not taken: was the queue prepared?`);
}
