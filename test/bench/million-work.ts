import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

import { pino } from "pino";

import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { fulfilRequest, type FulfilOffice } from "#app/domain/effects/fulfil.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { approve, confirm, sendTyped, type World } from "#app/start/world-acts.server.ts";
import { runSql } from "#db/types.ts";
import type { CastPractice } from "#db/worlds/cast.ts";

import { SERVER } from "./databases.ts";
import type { Past } from "./million.ts";

/** Requests a second from the form to what was asked being done, in each office, by sixteen clients. */
export type WorkCost = { few: number; many: number };

const CLIENTS = 16;
const EACH_ROUND = 160;
const ROUNDS = 3;
const PGBENCH_S = 10;

type Holder = { number: string; initials: string; prefix: string; surname: string; agb: string; kvk: string };

/** Revocations of accounts that are not needed any more: submitted, confirmed, judged, claimed, approved, taken into effect and carried out, each act by the office's own verb in its own transaction. */
export async function benchWork(few: Past, many: Past): Promise<WorkCost> {
  const [small, large] = [await clientsOf(few), await clientsOf(many)];
  const seconds = { few: 0, many: 0 };
  for (let round = -1; round < ROUNDS; round += 1) {
    const [one, other] = [await small.round(), await large.round()];
    // The first round only warms up.
    if (round < 0) continue;
    seconds.few += one;
    seconds.many += other;
  }
  return { few: (EACH_ROUND * ROUNDS) / seconds.few, many: (EACH_ROUND * ROUNDS) / seconds.many };
}

async function clientsOf(past: Past): Promise<{ round: () => Promise<number> }> {
  const { database, by, now } = past;
  const { db } = database;
  const office = { db, queue: openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) }) };
  await office.queue.prepare();
  const world = { office, finish: async () => undefined } as unknown as World;
  const holders = await runSql<Holder>(
    db,
    `select a.user_number as number, a.initials, a.prefix, a.surname, a.agb_code as agb, e.kvk_number as kvk from account a join enterprise e on e.id = a.enterprise_id
     where a.status = 'active' and a.kind = 'personal' and e.kvk_number like '3%' order by a.user_number limit $1`,
    [EACH_ROUND * (ROUNDS + 1)],
  );
  const later = new Date(now.getTime() + 60_000);
  // One at a time for all clients, as the worker's sweep does it.
  let sweep: Promise<unknown> | null = null;
  const takeEffect = () =>
    (sweep ??= takeDecisionsIntoEffect(office, later).finally(() => {
      sweep = null;
    }));

  async function one(holder: Holder): Promise<void> {
    const typed = {
      "practice.agbCode": holder.agb, "practice.kvkNumber": holder.kvk, "user.number": holder.number, "user.name.initials": holder.initials, "user.name.prefix": holder.prefix, "user.name.surname": holder.surname,
      "revocation.kind": "personal", "revocation.reason": "not-needed", "revocation.moment": "now", "revocation.software": "yes", "applicant.name.initials": "J.", "applicant.name.prefix": "", "applicant.name.surname": "Jansen",
      "applicant.email": "j.jansen@praktijk.example", "applicant.phone": "+31612345678", "applicant.position": "teamleider",
    };
    const practice = { kvkNumber: holder.kvk } as CastPractice;
    const requestId = await sendTyped(world, { type: "revocation", practice, agbCode: holder.agb, typed, services: [], language: "nl" }, now);
    await confirm(world, requestId, now);
    await approve(world, requestId, by, now);
    while ((await getRequest(db, requestId)).status === "decided") await takeEffect();
    await fulfilRequest(office as unknown as FulfilOffice, { requestId, now: later });
    const { status } = await getRequest(db, requestId);
    if (status !== "done") throw new Error(`A request was to be done, and is ${status}.`);
  }

  return {
    round: async () => {
      const mine = holders.splice(0, EACH_ROUND);
      if (mine.length < EACH_ROUND) throw new Error("There are too few accounts to revoke.");
      const start = performance.now();
      const client = async () => {
        for (let next = mine.shift(); next; next = mine.shift()) await one(next);
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      return (performance.now() - start) / 1000;
    },
  };
}

/** Transactions a second of `pgbench` simple-update on the same server by as many clients; null where it is not installed. */
export function pgbenchTps(): number | null {
  const url = new URL(SERVER);
  const name = `zegel_bench_pgbench_${process.pid}`;
  const env = { ...process.env, PGHOST: url.hostname, PGPORT: url.port || "5432", PGUSER: decodeURIComponent(url.username), PGPASSWORD: decodeURIComponent(url.password) };
  const run = (command: string, words: string[]) => execFileSync(command, words, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    run("createdb", [name]);
    run("pgbench", ["-i", "-q", "-s", "10", name]);
    const said = run("pgbench", ["-N", "-c", String(CLIENTS), "-j", String(availableParallelism()), "-T", String(PGBENCH_S), name]);
    return Number(/^tps = ([\d.]+)/m.exec(said)?.[1] ?? Number.NaN);
  } catch {
    return null;
  } finally {
    try {
      run("dropdb", ["--if-exists", name]);
    } catch {
      // It is not there, or there is no such command.
    }
  }
}
