import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

import { defineJob } from "#app/domain/jobs/define.ts";
import { openQueue, type Queue } from "#app/domain/jobs/queue.ts";
import { listStuck, tryAgain } from "#app/domain/jobs/stuck.ts";
import { createSweeps } from "#app/domain/jobs/sweeps.ts";
import { Problem } from "#app/domain/problem.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase, freshPlace, onServer } from "#test/support/database.ts";

const mail = defineJob("mail.send", z.object({ id: z.number().int() }));
const slow = defineJob("letter.make", z.object({ id: z.number().int() }));
const doomed = defineJob("doomed.try", z.object({ id: z.number().int() }), { retries: 0 });
const now = new Date("2026-03-02T09:00:00Z");

describe("the queue", () => {
  let database: Database;
  let queue: Queue;
  const lines: string[] = [];
  const log = { info: (_: unknown, message: string) => void lines.push(message), error: (_: unknown, message: string) => void lines.push(message) };
  const open = () => openQueue(database, { jobs: [mail, slow, doomed], log, pollSeconds: 60 });
  const put = (id: number, options = {}) => database.db.transaction((tx) => queue.enqueue(tx, mail, { id }, options));

  beforeAll(async () => {
    database = await freshDatabase();
    await open().prepare();
  });
  afterEach(async () => {
    await queue.stop(1);
    await runSql(database.db, "delete from pgboss.job");
    lines.length = 0;
  });

  it("does work after the commit, and at once; what is rolled back never was", async () => {
    const done: number[] = [];
    queue = open();
    let hear: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (hear = resolve));
    queue.work(mail, async ({ id }) => {
      done.push(id);
      hear();
    });
    await queue.start();
    await queue.idle();
    const undone = database.db.transaction(async (tx) => {
      await queue.enqueue(tx, mail, { id: 1 });
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    await put(2);
    // The poll comes once a minute here: only the commit's own notification can have brought it.
    await heard;
    await queue.idle();
    expect(done).toEqual([2]);
  });

  it("takes only payloads of the declared shape, and jobs from the list", async () => {
    queue = open();
    await expect(database.db.transaction((tx) => queue.enqueue(tx, mail, { id: 1.5 }))).rejects.toThrow(z.ZodError);
    const unknown = defineJob("not.listed", z.object({}));
    await expect(database.db.transaction((tx) => queue.enqueue(tx, unknown, {}))).rejects.toThrow(/not on the list/);
    expect(() => defineJob("No Name", z.object({}))).toThrow();
  });

  it("keeps one waiting job per key, and any number without", async () => {
    queue = open();
    for (let round = 0; round < 3; round += 1) {
      await put(1, { singletonKey: "one" });
      await put(2);
    }
    const rows = await runSql<{ id: string }>(database.db, "select data->>'id' as id from pgboss.job order by 1");
    expect(rows.map((row) => row.id)).toEqual(["1", "2", "2", "2"]);
  });

  it("tries again what failed, writes down what went wrong without anybody's data, and shows staff what stays stuck", async () => {
    queue = open();
    let fails = true;
    let attempts = 0;
    queue.work(doomed, async () => {
      attempts += 1;
      if (fails) throw new Error("Failed query: insert …\nparams: 123456782", { cause: new Error("connection refused") });
    });
    await queue.start();
    await database.db.transaction((tx) => queue.enqueue(tx, doomed, { id: 5 }));
    await queue.idle();
    const [stuck] = await listStuck(database.db);
    expect(stuck).toMatchObject({ name: "doomed.try", payload: { id: 5 }, state: "failed", attempts: 1, lastError: "Error: connection refused", nextTry: null });
    fails = false;
    const again = { id: stuck?.id ?? "", by: { kind: "staff", id: "4" } as const, now };
    await database.db.transaction((tx) => tryAgain(tx, again));
    await queue.idle();
    expect(attempts).toBe(2);
    expect(await listStuck(database.db)).toEqual([]);
    await expect(database.db.transaction((tx) => tryAgain(tx, again))).rejects.toEqual(new Problem("job.not-stuck"));
    expect(await runSql(database.db, "select actor_id, act, subject_id from audit_event")).toEqual([{ actor_id: "4", act: "job.tried-again", subject_id: again.id }]);
  });

  it("pauses longer after each failure", async () => {
    queue = open();
    queue.work(mail, async () => {
      throw new Error("smtp is away");
    });
    await queue.start();
    await put(1);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await queue.idle();
      const [job] = await runSql<{ pause: string }>(database.db, "update pgboss.job set start_after = now() returning (select extract(epoch from (o.start_after - now())) from pgboss.job o)::text as pause");
      pauses.push(Number(job?.pause));
    }
    await queue.idle();
    expect(pauses[0]).toBeGreaterThan(1.5);
    expect(pauses[3]).toBeGreaterThan(8 * 1.5);
    expect((await listStuck(database.db))[0]).toMatchObject({ state: "trying", attempts: 5, lastError: "Error: smtp is away" });
  });

  it("finishes the work in hand on closing, and takes no more", async () => {
    queue = open();
    const done: number[] = [];
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    queue.work(slow, async ({ id }) => {
      begin();
      await new Promise((resolve) => setTimeout(resolve, 300));
      done.push(id);
    });
    await queue.start();
    await database.db.transaction(async (tx) => {
      await queue.enqueue(tx, slow, { id: 1 });
      await queue.enqueue(tx, slow, { id: 2 });
    });
    await begun;
    await queue.stop();
    expect(done).toHaveLength(1);
    const states = await runSql<{ state: string }>(database.db, "select state::text as state from pgboss.job order by 1");
    expect(states.map((row) => row.state)).toEqual(["completed", "created"]);
  });

  it("takes up again what a killed worker had in hand (P16)", async () => {
    queue = open();
    await put(7);
    // As kill -9 leaves it: marked active, and no connection that holds its lock.
    await runSql(database.db, "update pgboss.job set state = 'active', started_on = now() - interval '10 seconds'");
    const done: number[] = [];
    queue.work(mail, async ({ id }) => void done.push(id));
    await queue.start();
    await queue.idle();
    expect(lines).toContain("a job lost its worker and is taken up again");
    await runSql(database.db, "update pgboss.job set start_after = now()");
    await queue.idle();
    expect(done).toEqual([7]);
  });

  // The embedded database has one process, and so no other worker.
  if (onServer) {
    it("leaves alone what another worker has in hand that lives, however long it takes (P16)", async () => {
      queue = open();
      await put(8);
      const [job] = await runSql<{ id: string }>(database.db, "update pgboss.job set state = 'active', started_on = now() - interval '10 minutes' returning id");
      let [taken, leave]: [() => void, () => void] = [() => undefined, () => undefined];
      const isTaken = new Promise<void>((done) => (taken = done));
      const isLeft = new Promise<void>((done) => (leave = done));
      const other = database.db.transaction(async (tx) => {
        await runSql(tx, "select pg_advisory_xact_lock(hashtextextended($1::text, 0))", [job?.id]);
        taken();
        await isLeft;
      });
      await isTaken;
      const done: number[] = [];
      queue.work(mail, async ({ id }) => void done.push(id));
      await queue.start();
      await queue.idle();
      const [now] = await runSql<{ state: string }>(database.db, "select state::text as state from pgboss.job");
      leave();
      await other;
      expect(lines).toEqual([]);
      expect(now?.state).toBe("active");
      expect(done).toEqual([]);
    });
  }

  it("gives each job to one of two workers", async () => {
    const other = open();
    queue = open();
    const done: number[] = [];
    for (const each of [queue, other]) {
      each.work(mail, async ({ id }) => void done.push(id), { concurrency: 4 });
      await each.start();
    }
    await database.db.transaction(async (tx) => {
      for (let id = 0; id < 40; id += 1) await queue.enqueue(tx, mail, { id });
    });
    await Promise.all([queue.idle(), other.idle()]);
    await other.stop();
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, id) => id));
  });
});

describe("sweeps", () => {
  let database: Database;
  const errors: unknown[] = [];
  const log = { info: () => undefined, error: (details: unknown) => void errors.push(details) };

  it("follow the office's clock at once, one at a time, and survive one that fails", async () => {
    database = await freshDatabase();
    let time = new Date("2026-03-02T09:00:00Z");
    const seen: string[] = [];
    let inside = 0;
    const sweeps = createSweeps({ database, clock: () => time, log, everyMs: 60_000 });
    sweeps.everyTick("breaks", () => Promise.reject(new Problem("some.trouble")));
    sweeps.everyTick("works", async (at) => {
      expect((inside += 1)).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(at.toISOString());
      inside -= 1;
    });
    sweeps.start();
    time = new Date("2026-05-01T09:00:00Z");
    await Promise.all([sweeps.tick(), sweeps.tick()]);
    time = new Date("2026-06-01T09:00:00Z");
    await sweeps.tick();
    await sweeps.stop();
    expect(seen.at(-1)).toBe("2026-06-01T09:00:00.000Z");
    expect(seen).toContain("2026-05-01T09:00:00.000Z");
    expect(errors).toContainEqual({ sweep: "breaks", failure: { message: "some.trouble", code: "some.trouble" } });
  });

  // The embedded database has one process.
  if (onServer) it("run in one process at a time, while each of them keeps up with the others", async () => {
    const place = await freshPlace();
    const processes = await Promise.all([openDatabase(place), openDatabase(place)]);
    let [inside, most, keptUp] = [0, 0, 0];
    const all = processes.map((one) => {
      const sweeps = createSweeps({ database: one, clock: () => now, log, everyMs: 60_000, keepUp: async () => void (keptUp += 1) });
      sweeps.everyTick("works", async () => {
        most = Math.max(most, (inside += 1));
        await new Promise((resolve) => setTimeout(resolve, 200));
        inside -= 1;
      });
      return sweeps;
    });
    await Promise.all(all.map((sweeps) => sweeps.tick()));
    await Promise.all(all.map((sweeps) => sweeps.stop()));
    await Promise.all(processes.map((one) => one.close()));
    expect(most).toBe(1);
    expect(keptUp).toBe(2);
  });

  it("go on when a process cannot keep up, and say so", async () => {
    const swept: Date[] = [];
    const sweeps = createSweeps({ database, clock: () => now, log, everyMs: 60_000, keepUp: () => Promise.reject(new Problem("some.trouble")) });
    sweeps.everyTick("works", async (at) => void swept.push(at));
    await sweeps.tick();
    await sweeps.stop();
    expect(swept).toEqual([now]);
    expect(errors).toContainEqual({ failure: { message: "some.trouble", code: "some.trouble" } });
  });
});
