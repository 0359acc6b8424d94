import { setTimeout as pause } from "node:timers/promises";

import { runSql, type Db } from "#db/types.ts";

import type { Chance } from "./chance.ts";
import type { House } from "./processes.ts";

export type Killed = {
  processes: number;
  /** Of those, with another one in the same moment. */
  together: number;
  connections: number;
  /** Of those, that held a lock for their process. */
  holding: number;
  /** How often all connections were ended at once. */
  failovers: number;
};

/** So long the office is left alone once it is there again, all of it or so much that it can work: on a slow machine it would else die before it had done anything. */
const LEAST_MS = 300;
const MOST_MS = 5_000;

/**
 * Kills until `until`: a process with SIGKILL, now and then two of them in the same moment; or, at the server, a connection of any of them, or one that holds a lock for its process (the sweeps,
 * the seal, a job in hand), or all of them at once, as when another server takes over. A process whose connection has ended lives on, and does not know it yet.
 */
export async function killUntil(house: House, db: Db, { until, chance }: { until: number; chance: Chance }): Promise<Killed> {
  const killed: Killed = { processes: 0, together: 0, connections: 0, holding: 0, failovers: 0 };
  for (;;) {
    await house.opened(chance.percent(50) ? "all" : "one of each");
    await pause(chance.between(LEAST_MS, MOST_MS));
    if (performance.now() >= until) return killed;
    if (chance.percent(45)) {
      const which = chance.one(["any", "any", "holding", "holding", "holding", "all"] as const);
      const ended = await endConnections(db, chance, which);
      killed.connections += ended;
      if (which === "holding") killed.holding += ended;
      if (which === "all") killed.failovers += 1;
      continue;
    }
    // Now and then also one that is only beginning.
    const open = house.all.filter(({ isOpen }) => isOpen);
    const first = chance.one(chance.percent(80) && open.length > 0 ? open : house.all);
    killed.processes += first.kill() ? 1 : 0;
    if (!chance.percent(20)) continue;
    const isDead = chance.one(house.all.filter((one) => one !== first)).kill();
    killed.processes += isDead ? 1 : 0;
    killed.together += isDead ? 1 : 0;
  }
}

/** Ends connections of the office at the server, as an administrator or a failing network does; answers how many. */
async function endConnections(db: Db, chance: Chance, which: "any" | "holding" | "all"): Promise<number> {
  const holds = which === "holding" ? "and exists (select from pg_locks l where l.pid = a.pid and l.locktype = 'advisory' and l.granted)" : "";
  const found = await runSql<{ pid: number }>(db, `select pid from pg_stat_activity a where datname = current_database() and application_name like 'zegel-%' ${holds} order by pid`);
  if (found.length === 0) return 0;
  const pids = which === "all" ? found : [chance.one(found)];
  const ended = await runSql<{ yes: boolean }>(db, "select pg_terminate_backend(pid) as yes from unnest($1::int[]) as pid", [pids.map(({ pid }) => pid)]);
  return ended.filter(({ yes }) => yes).length;
}
