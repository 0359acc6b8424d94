// A process of the office that clears requests whose time is over, and is told at which statement to kill itself.

import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { rejectRequest } from "#app/domain/requests/decide.ts";
import { addNote } from "#app/domain/requests/notes.ts";
import { clearInTurn, listRuns } from "#app/domain/retention/run.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";

import { answersFor, received } from "../journey.ts";
import { lookThrough, openKilledOffice, rest, step } from "./killed-office.ts";

const REQUESTS = 4;

/** What may not be, once all is done: each query answers what is. */
const WRONG: Record<string, string> = {
  "a request is not cleared": "select id::text as what from request where cleared_at is null",
  "something is left of one that is cleared": "select request_id::text as what from (select request_id from judgement union all select request_id from request_note union all select request_id from link) rest join request r on r.id = rest.request_id",
  "one was cleared twice, or it is not in the trail": `select r.id::text as what from request r where (select count(*) from audit_event e where e.act = 'request.cleared' and e.request_id = r.id::text) <> 1`,
  "a detail of one is left in the trail": "select id::text as what from audit_event where request_id is not null and payload is not null and act <> 'request.cleared'",
  "the night counted otherwise": `select requests::text as what from retention_run where ended_at is null union all select sum(requests)::text from retention_run having sum(requests) <> ${REQUESTS}`,
};

const office = await openKilledOffice();
const { made, stage } = office;
const { db } = made.office;

if ((await db.$count(request)) === 0) await begin();
await step("clear", clear);
await lookThrough(office, WRONG);
await office.close();

/** Requests that were rejected, each with a note. */
async function begin(): Promise<void> {
  await made.queue.start();
  for (let place = 0; place < REQUESTS; place += 1) {
    const requestId = await received(stage, answersFor("de-brug", { "user.name": { initials: "K.", prefix: "", surname: `Smit${"abcd"[place]}` } }));
    await addNote(made.office, { requestId, text: "Gebeld.", by: stage.staff.sanne, now: made.clock.now() });
    const { version } = await claimRequest(made.office, { requestId, by: stage.staff.sanne, now: made.clock.now() });
    await rejectRequest(made.office, { requestId, version, reasonCode: "DUPLICATE", note: "", by: stage.staff.sanne, now: made.clock.now() });
  }
  await made.movable?.moveTo(new Date(made.clock.now().getTime() + 60_000));
  await takeDecisionsIntoEffect(made.office, made.clock.now());
  await rest(office);
}

/** One night, more than a year later: the same for every life of the process. */
async function clear(): Promise<void> {
  const [last] = await runSql<{ at: string }>(db, "select to_char(max(closed_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as at from request");
  const night = new Date(new Date(last?.at ?? "").getTime() + 400 * 86_400_000);
  const before = new Date(night.getTime() - 86_400_000);
  if ((await listRuns(db, 1)).length === 0) await clearInTurn(made.office, { now: before, dueSince: before });
  for (let steps = 0; steps < 50; steps += 1) {
    await clearInTurn(made.office, { now: night, dueSince: night });
    const [run] = await listRuns(db, 1);
    if (run?.endedAt && run.begunAt >= night) return;
  }
}
