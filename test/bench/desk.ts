import { claimNext } from "#app/domain/requests/claim.ts";
import { countQueue, listQueue, type QueuePage } from "#app/domain/requests/queue.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import type { Database } from "#db/client.server.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";

import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";
import { withThrowAwayDatabase } from "./databases.ts";

const FEW = 1_000;
const MANY = 100_000;
const ROUNDS = 40;
/** Reviewers who press "next" in the same moment. */
const AT_ONCE = 8;

/** Milliseconds that an act of the desk takes, half of the times less and half of the times more, in an office of each size; of a search, how many it shows there. */
export type DeskCost = { act: string; few: number; many: number; shown: { few: number; many: number } | null };

type Act = { name: string; run: () => Promise<unknown> };

/** A name that eight requests have in the office of that size, and one that eight have in the small one and two hundred in the large one. */
const NAMES = { [FEW]: { own: "smitonker", misspelt: "smitonkker" }, [MANY]: { own: "smitonkerzoon", misspelt: "smitonkkerzoon" } };
const SHARED = { own: "smitonker", misspelt: "smitonkker" };

/** Does the acts of the desk on PostgreSQL in an office of 1,000 and one of 100,000 requests, in turn, in one run. */
export async function benchDesk(server: string): Promise<DeskCost[]> {
  return withThrowAwayDatabase(server, (small) =>
    withThrowAwayDatabase(server, async (large) => {
      const [few, many] = [await actsIn(small, FEW), await actsIn(large, MANY)];
      const costs: DeskCost[] = [];
      for (const [place, { name, run }] of few.entries()) {
        const other = many[place]?.run ?? run;
        const times = { few: [] as number[], many: [] as number[] };
        for (let round = 0; round < ROUNDS; round += 1) {
          times.few.push(await timeOf(run));
          times.many.push(await timeOf(other));
        }
        costs.push({ act: name, few: middle(times.few), many: middle(times.many), shown: name.startsWith("search") ? { few: await shownBy(run), many: await shownBy(other) } : null });
      }
      return costs;
    }),
  );
}

async function actsIn(database: Database, amount: typeof FEW | typeof MANY): Promise<Act[]> {
  const office: Practice = await openPractice(database);
  await fillWithRequests(database, office, amount);
  const { db } = database;
  const by = office.sanne;
  const names = NAMES[amount];
  // Page 500, or in the small office the last one.
  const deep = (await listQueue(db, { view: "all", by, limit: Math.min(499 * 50, Math.floor(amount / 4)) })).next;
  return [
    { name: "first page", run: () => listQueue(db, { view: "all", by }) },
    { name: "page 500", run: () => listQueue(db, { view: "all", by, cursor: deep }) },
    { name: "filtered", run: () => listQueue(db, { view: "waiting", by }) },
    { name: "search, name", run: () => searchRequests(db, { text: names.own }) },
    { name: "search, misspelt", run: () => searchRequests(db, { text: names.misspelt }) },
    { name: "search, name that many have", run: () => searchRequests(db, { text: SHARED.own }) },
    { name: "search, misspelt that many have", run: () => searchRequests(db, { text: SHARED.misspelt }) },
    { name: "search, code", run: () => searchRequests(db, { text: "20000007" }) },
    { name: "counts", run: () => countQueue(db, by) },
    { name: `next, ${AT_ONCE} at once`, run: () => Promise.all(Array.from({ length: AT_ONCE }, () => claimNext(office.office, { by, now: NOW }))) },
  ];
}

async function shownBy(run: () => Promise<unknown>): Promise<number> {
  return ((await run()) as QueuePage).lines.length;
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function middle(times: number[]): number {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
