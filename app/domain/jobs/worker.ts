import type PgBoss from "pg-boss";

import type { Database } from "#db/client.server.ts";

import type { Job } from "./define.ts";
import { describeFailure } from "./failure.ts";
import { JOBS_CHANNEL } from "./names.ts";

/** One piece of work in hand: which it is, and the how-manieth try this is (1 is the first). */
export type Work = { id: string; name: string; attempt: number };

/** Does the work by calling a verb of the domain. Throwing means "again later"; what cannot ever succeed returns after noting so. */
export type Handler<Payload> = (payload: Payload, work: Work) => Promise<void>;

export type WorkerLog = Record<"info" | "error", (details: Record<string, unknown>, message: string) => void>;

export type Worker = {
  handle: <Payload>(job: Job<Payload>, handler: Handler<Payload>, concurrency: number) => void;
  start: () => Promise<void>;
  stop: (seconds: number) => Promise<void>;
  nudge: () => void;
  idle: () => Promise<void>;
};

type Post = { name: string; concurrency: number; busy: number; run: (data: unknown, work: Work) => Promise<void> };

const ORPHANS_EVERY_MS = 5000;

/**
 * Takes work as soon as a commit announces it, and looks every `pollSeconds` besides. A worker that dies (-9) leaves its jobs marked
 * active; each job in hand is guarded by an advisory lock of the worker's connection, so that the others see within seconds which
 * jobs have lost their worker, and take them up again (P16).
 */
export function createWorker(parts: { boss: PgBoss; database: Database; log: WorkerLog; pollSeconds: number }): Worker {
  const { boss, database, log } = parts;
  const posts = new Map<string, Post>();
  const inHand = new Map<string, { name: string; done: Promise<void> }>();
  let running = false;
  let again = false;
  let pass: Promise<void> | undefined;
  let passes = 0;
  let poll: NodeJS.Timeout | undefined;
  let orphansSought = -Infinity;
  let unlisten: (() => Promise<void>) | undefined;

  function nudge(): void {
    if (!running) return;
    again = true;
    pass ??= look().finally(() => {
      pass = undefined;
      if (again) nudge();
    });
  }

  async function look(): Promise<void> {
    passes += 1;
    try {
      if (performance.now() - orphansSought > ORPHANS_EVERY_MS) await takeBackOrphans();
      while (again && running) {
        again = false;
        for (const post of await postsWithWork()) await fill(post);
      }
    } catch (error) {
      again = false;
      log.error({ failure: describeFailure(error) }, "the worker could not look for work");
    }
  }

  // One question instead of a taking per post: nearly always there is work for one, and there are dozens.
  async function postsWithWork(): Promise<Post[]> {
    const free = [...posts.values()].filter((post) => post.busy < post.concurrency);
    const { rows } = await database.executeSql(
      "select name from unnest($1::text[]) name where exists (select from pgboss.job where job.name = name.name and state < 'active' and start_after <= now())",
      [free.map(({ name }) => name)],
    );
    const names = new Set(rows.map(({ name }) => String(name)));
    return free.filter(({ name }) => names.has(name));
  }

  async function fill(post: Post): Promise<void> {
    const free = post.concurrency - post.busy;
    if (free <= 0 || !running) return;
    const jobs = await boss.fetch<unknown>(post.name, { batchSize: free, includeMetadata: true });
    for (const job of jobs) {
      post.busy += 1;
      const work = { id: job.id, name: post.name, attempt: Number(job.retryCount) + 1 };
      const done = perform(post, work, job.data).finally(() => {
        post.busy -= 1;
        inHand.delete(job.id);
        nudge();
      });
      inHand.set(job.id, { name: post.name, done });
    }
  }

  async function perform(post: Post, work: Work, data: unknown): Promise<void> {
    try {
      await ownership("pg_try_advisory_lock", work.id);
      try {
        await post.run(data, work);
        await boss.complete(work.name, work.id);
      } catch (error) {
        const failure = describeFailure(error);
        log.error({ job: work.name, jobId: work.id, attempt: work.attempt, failure }, "a job failed");
        await boss.fail(work.name, work.id, failure);
      }
      await ownership("pg_advisory_unlock", work.id);
    } catch (error) {
      // The database itself does not answer: the job stays active, and is taken back as an orphan when it does again.
      log.error({ job: work.name, jobId: work.id, failure: describeFailure(error) }, "a job's end could not be written down");
    }
  }

  async function ownership(does: "pg_try_advisory_lock" | "pg_advisory_unlock", id: string): Promise<boolean> {
    const { rows } = await database.executeSql(`select ${does}(hashtextextended($1::text, 0)) as yes`, [id]);
    return rows[0]?.["yes"] === true;
  }

  async function takeBackOrphans(): Promise<void> {
    orphansSought = performance.now();
    // Between a worker's taking a job and its locking it lies a moment; where there is one process only, nobody else can be in it.
    const { rows } = await database.executeSql(
      "select id, name from pgboss.job where state = 'active' and started_on <= now() - $1::int * interval '1 second'",
      [database.kind === "embedded" ? 0 : 3],
    );
    for (const { id, name } of rows as { id: string; name: string }[]) {
      if (inHand.has(id) || !(await ownership("pg_try_advisory_lock", id))) continue;
      log.info({ job: name, jobId: id }, "a job lost its worker and is taken up again");
      await boss.fail(name, id, { message: "The worker that had this in hand stopped before it was done." });
      await ownership("pg_advisory_unlock", id);
    }
  }

  return {
    handle: (job, handler, concurrency) => {
      if (posts.has(job.name)) throw new Error(`The job "${job.name}" has a handler already.`);
      posts.set(job.name, { name: job.name, concurrency, busy: 0, run: async (data, work) => handler(job.schema.parse(data), work) });
    },
    start: async () => {
      running = true;
      unlisten = await database.listen(JOBS_CHANNEL, nudge);
      poll = setInterval(nudge, parts.pollSeconds * 1000);
      nudge();
    },
    stop: async (seconds) => {
      running = false;
      clearInterval(poll);
      await unlisten?.();
      unlisten = undefined;
      await pass;
      const finished = Promise.all([...inHand.values()].map((work) => work.done));
      await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref())]);
      for (const [id, { name }] of inHand) await boss.fail(name, id, { message: "The office closed before this was done." });
    },
    nudge,
    idle: async () => {
      const due = "select 1 from pgboss.job where state < 'active' and start_after <= now() and name = any($1::text[]) limit 1";
      for (;;) {
        // Nobody here does what is due: whoever waits for it would wait for ever.
        if (!running) return;
        nudge();
        while (pass) await pass;
        await Promise.all([...inHand.values()].map((work) => work.done));
        const before = passes;
        const { rows } = await database.executeSql(due, [[...posts.keys()]]);
        // A look that began meanwhile may have taken work that is neither due any more nor in hand yet.
        if (rows.length === 0 && passes === before && !pass && inHand.size === 0) return;
      }
    },
  };
}
