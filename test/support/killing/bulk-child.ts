// A process of the office that does one act to many requests, and is told at which statement to kill itself.
import process from "node:process";

import { planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { bulkRun } from "#db/schema/bulk.ts";

import { received } from "../journey.ts";
import { lookThrough, openKilledOffice, order, rest, say } from "./killed-office.ts";

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

let isRunning = false;
let statements = 0;

/** Sees each statement before it runs; the one that it was told of never does. "result": the act is done, and its result not written yet. */
function logQuery(query: string, params: unknown[]): void {
  if (order.kill === null || !isRunning) return;
  statements += 1;
  const { at } = order.kill;
  const isTrail = typeof at === "string" && query.startsWith('insert into "audit_event"') && params.includes(at);
  const isResult = at === "result" && query.startsWith('update "bulk_item" set');
  if (isTrail || isResult || statements === at) process.kill(process.pid, "SIGKILL");
}

const office = await openKilledOffice(logQuery);
const { made, stage } = office;

if ((await made.office.db.$count(bulkRun)) === 0) await begin();
isRunning = true;
say({ begins: "bulk" });
await made.queue.start();
await rest(office);
isRunning = false;
await lookThrough(office, WRONG);
await office.close();

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
