// A process of the office that does one act to many requests, and is told at which statement to kill itself.
import { writeSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

import { compose } from "#app/composition.server.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { handleJobs } from "#app/worker.server.ts";
import { openDatabase } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { bulkRun } from "#db/schema/bulk.ts";
import { runSql } from "#db/types.ts";

import { received, type Stage } from "../journey.ts";
import { ROOT, seedOffice, settingsFor, staffOf, testKeys } from "../stage.ts";
import { findWhatIsWrong } from "./checker.ts";
import { Order } from "./order.ts";

const REQUESTS = 8;

/** What may not be: each query answers what is. */
const WRONG: Record<string, string> = {
  "a request of the run was done otherwise than once":
    "select i.request_id::text as what from bulk_item i where (select count(*) from audit_event e where e.request_id = i.request_id::text and e.act = 'request.rejected' and e.correlation_id = i.run_id::text) <> 1",
  "a request of the run was taken up otherwise than once":
    "select i.request_id::text as what from bulk_item i where (select count(*) from audit_event e where e.request_id = i.request_id::text and e.act = 'request.claimed') <> 1",
  "a request of the run stands otherwise than its result says": "select r.id::text as what from bulk_item i join request r on r.id = i.request_id where i.outcome is distinct from 'done' or r.status <> 'decided'",
  "a run has not ended, or more than once": "select r.id::text as what from bulk_run r where r.ended_at is null or (select count(*) from audit_event e where e.subject_id = r.id::text and e.act = 'bulk.ended') <> 1",
};

const order: Order = Order.parse(JSON.parse(process.argv[2] ?? "null"));
let isRunning = false;
let statements = 0;

function say(line: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Sees each statement before it runs; the one that it was told of never does. "result": the act is done, and its result not written yet. */
function logQuery(query: string, params: unknown[]): void {
  if (order.kill === null || !isRunning) return;
  statements += 1;
  const { at } = order.kill;
  const isTrail = typeof at === "string" && query.startsWith('insert into "audit_event"') && params.includes(at);
  const isResult = at === "result" && query.startsWith('update "bulk_item" set');
  if (isTrail || isResult || statements === at) process.kill(process.pid, "SIGKILL");
}

const release = "dataDir" in order.place ? await lockDataFolder(order.dataDir) : null;
const database = await openDatabase(order.place, { logger: { logQuery } });
await migrateDatabase(database, `${ROOT}/db/migrations`);
const made = await compose({ database, close: async () => database.close() }, settingsFor(await testKeys(), order.outside, order.dataDir));
await seedOffice(made);
handleJobs(made);
const { db } = made.office;
const stage: Stage = { made, staff: await staffOf(db), officeUrl: order.outside.officeUrl, now: () => made.clock.now() };

if ((await db.$count(bulkRun)) === 0) await begin();
isRunning = true;
say({ begins: "bulk" });
await made.queue.start();
await rest();
isRunning = false;
await sealEvents(db, { ...made.audit, headEverySeconds: 0 });
const wrong = await findWhatIsWrong(db, { headsFile: made.audit.headsFile, publicPem: made.audit.key.publicPem }, []);
for (const [sentence, query] of Object.entries(WRONG)) for (const { what } of await runSql<{ what: string }>(db, query)) wrong.push(`${sentence}: ${what}`);
say({ wrong });
await made.queue.stop(5);
await database.close();
await release?.();
say({ finished: true });
process.exit(0);

/** Requests at the desk, and a run that rejects them all, started and not begun. */
async function begin(): Promise<void> {
  const by = stage.staff.sanne;
  const now = stage.now();
  const ids: string[] = [];
  for (let number = 0; number < REQUESTS; number += 1) ids.push(await received(stage));
  const runId = await selectForBulk(made.office, { source: "rows", batches: [ids.map((id) => ({ id }))], by, now });
  const { plan } = await planBulk(made.office, { runId, act: "reject", reasonCode: "DUPLICATE", text: "", by, now });
  await startBulk(made.office, { runId, plan, by, now });
}

/** Every job, those that lost their worker too, until nothing is left to do. After so many deaths the next try would be minutes away: it is asked for, as staff can. */
async function rest(): Promise<void> {
  const left = "select 1 from pgboss.job where state in ('created', 'retry', 'active') and name not like '\\_\\_pgboss%' limit 1";
  for (let time = 0; time < 300; time += 1) {
    await runSql(db, "update pgboss.job set start_after = now() where state = 'retry'");
    await made.queue.idle();
    if ((await runSql(db, left)).length === 0) return;
    await pause(100);
  }
}
