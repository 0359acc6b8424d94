import type { Database } from "#db/client.server.ts";
import { LOCKS } from "#db/locks.ts";

import { describeFailure } from "./failure.ts";
import type { WorkerLog } from "./worker.ts";

/** Looks for what has become due by the office's clock and does it, in transactions of its own; must bear coming twice. */
export type Sweep = (now: Date) => Promise<void>;

export type Sweeps = {
  /** Registers a sweep under a name for the log; before `start`. */
  everyTick: (name: string, sweep: Sweep) => void;
  start: () => void;
  /** Sweeps once, now: called when the office's clock is moved. Settles when that is done. */
  tick: () => Promise<void>;
  /** Finishes the sweep in hand. */
  stop: () => Promise<void>;
};

/**
 * Runs the registered sweeps about once a second, in one process at a time: due dates are columns of ours and are held against the
 * office's clock, which may be moved, while the queue's own times are the database's. One that fails is logged, and does not keep the
 * others from running. `keepUp` is done at each tick by every process, also while another one sweeps: what has to be heard of everywhere.
 */
export function createSweeps(parts: { database: Database; clock: () => Date; log: WorkerLog; everyMs?: number; keepUp?: () => Promise<void> }): Sweeps {
  const sweeps: { name: string; sweep: Sweep }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let pending: Promise<void> | undefined;

  async function sweepAll(): Promise<void> {
    await parts.keepUp?.().catch((error: unknown) => parts.log.error({ failure: describeFailure(error) }, "this process could not keep up"));
    // A lock of the session, not of a transaction: the sweeps have transactions of their own.
    if (!(await lock("pg_try_advisory_lock"))) return;
    try {
      for (const { name, sweep } of sweeps) {
        try {
          await sweep(parts.clock());
        } catch (error) {
          parts.log.error({ sweep: name, failure: describeFailure(error) }, "a sweep failed");
        }
      }
    } finally {
      await lock("pg_advisory_unlock");
    }
  }

  async function lock(does: "pg_try_advisory_lock" | "pg_advisory_unlock"): Promise<boolean> {
    const { rows } = await parts.database.executeSql(`select ${does}($1::int, $2::int) as yes`, [LOCKS.space, LOCKS.sweeps]);
    return rows[0]?.["yes"] === true;
  }

  /** One sweep at a time; whoever asks while one runs gets the one after it, which sees the clock as it is then. */
  function tick(): Promise<void> {
    pending ??= running.then(async () => {
      pending = undefined;
      running = sweepAll().catch((error: unknown) => parts.log.error({ failure: describeFailure(error) }, "the sweeps could not run"));
      await running;
    });
    return pending;
  }

  return {
    everyTick: (name, sweep) => void sweeps.push({ name, sweep }),
    start: () => {
      timer = setInterval(() => void tick(), parts.everyMs ?? 1000);
      void tick();
    },
    tick,
    stop: async () => {
      clearInterval(timer);
      await pending;
      await running;
    },
  };
}
