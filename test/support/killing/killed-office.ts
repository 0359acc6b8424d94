// The office of one process that may be told to kill itself: opened as its order says, and looked through when all is done.
import { writeSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

import { compose, type Composition } from "#app/composition.server.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { handleJobs } from "#app/worker.server.ts";
import { openDatabase } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { runSql } from "#db/types.ts";

import type { Stage } from "../journey.ts";
import { ROOT, seedOffice, settingsFor, staffOf, testKeys } from "../stage.ts";
import { findWhatIsWrong, UNDONE } from "./checker.ts";
import { Order } from "./order.ts";

export const order: Order = Order.parse(JSON.parse(process.argv[2] ?? "null"));

/** One line for the process that watches; synchronous, so that a kill right after it loses nothing of it. */
export function say(line: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

let inHand = "";
let statements = 0;
const seen = new Map<string, number>();

/** Sees each statement before it runs; the one that the order names never does: the n-th of its step, or "account.created#2" for the second such event. */
function killAtOrder(query: string, params: unknown[]): void {
  if (order.kill === null || inHand !== order.kill.step) return;
  statements += 1;
  const { at } = order.kill;
  const [act, which] = String(at).split("#");
  if (query.startsWith('insert into "audit_event"') && act !== undefined && params.includes(act)) seen.set(act, (seen.get(act) ?? 0) + 1);
  if (statements === at || (typeof at === "string" && seen.get(act ?? "") === Number(which ?? 1))) process.kill(process.pid, "SIGKILL");
}

/** Does what the order may name: only within it is the process killed. */
export async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  inHand = name;
  say({ begins: name });
  await work();
  inHand = "";
}

export type KilledOffice = { made: Composition; stage: Stage; close: () => Promise<void> };

/** Opens the office over the place of the order; `logQuery` sees each statement before it runs, and kills the process at the one that was ordered. */
export async function openKilledOffice(logQuery: (query: string, params: unknown[]) => void = killAtOrder): Promise<KilledOffice> {
  const release = "dataDir" in order.place ? await lockDataFolder(order.dataDir) : null;
  const database = await openDatabase(order.place, { logger: { logQuery } });
  await migrateDatabase(database, `${ROOT}/db/migrations`);
  const made = await compose({ database, close: async () => database.close() }, settingsFor(await testKeys(), order.outside, order.dataDir));
  await seedOffice(made);
  handleJobs(made);
  const stage: Stage = { made, staff: await staffOf(made.office.db), officeUrl: order.outside.officeUrl, now: () => made.clock.now() };
  const close = async () => {
    await made.queue.stop(5);
    await database.close();
    await release?.();
    say({ finished: true });
    process.exit(0);
  };
  return { made, stage, close };
}

/** Says what is wrong by the office's own check and by these queries, each of which answers what may not be. */
export async function lookThrough({ made }: KilledOffice, queries: Readonly<Record<string, string>>): Promise<void> {
  const { db } = made.office;
  await sealEvents(db, { ...made.audit, headEverySeconds: 0 });
  const wrong = await findWhatIsWrong(db, { headsFile: made.audit.headsFile, publicPem: made.audit.key.publicPem }, []);
  for (const [sentence, query] of Object.entries(queries)) for (const { what } of await runSql<{ what: string }>(db, query)) wrong.push(`${sentence}: ${what}`);
  say({ wrong });
}

/** Every job, those that lost their worker too, until nothing is left to do; `first` is done before each look. */
export async function untilNothingIsLeft({ made }: Pick<KilledOffice, "made">, first: () => Promise<unknown>): Promise<void> {
  for (let time = 0; time < 300; time += 1) {
    await first();
    await made.queue.idle();
    if ((await runSql(made.office.db, UNDONE)).length === 0) return;
    await pause(100);
  }
}

/** The same where the next try would be minutes away after so many deaths: it is asked for, as staff can. */
export const rest = (office: Pick<KilledOffice, "made">): Promise<void> => untilNothingIsLeft(office, () => runSql(office.made.office.db, "update pgboss.job set start_after = now() where state = 'retry'"));
