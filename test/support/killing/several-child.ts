// A process of the office that carries out a request for three users and posts their letters, and is told at which statement to kill itself.
import { writeSync } from "node:fs";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

import { asc, eq, inArray, and } from "drizzle-orm";

import { compose } from "#app/composition.server.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { handleJobs } from "#app/worker.server.ts";
import { openDatabase } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";

import { answersFor, approve, identify, received, type Stage } from "../journey.ts";
import { ROOT, seedOffice, settingsFor, staffOf, testKeys } from "../stage.ts";
import { findWhatIsWrong } from "./checker.ts";
import { Order } from "./order.ts";

const other = (initials: string, surname: string) => ({ "user.name": { initials, prefix: "", surname }, "user.email": `${surname}@debrug.example`.toLowerCase(), "user.phone": "+31612345671", "user.employed": true });

/** What may not be, once all is done: each query answers what is. */
const WRONG: Record<string, string> = {
  "the request is not done": "select status as what from request where status <> 'done'",
  "somebody has no account, or more than one": "select position::text as what from (values (1), (2), (3)) as those(position) where (select count(*) from account a where a.position = those.position) <> 1",
  "an account has no letter that was posted, or more than one":
    "select a.user_number as what from account a where (select count(*) from letter l join credential c on c.id = l.credential_id where c.user_number = a.user_number and l.status = 'posted') <> 1",
  "the letter that was posted has another PIN than the one that counts":
    "select l.number::text as what from letter l join credential c on c.id = l.credential_id where (l.status = 'posted') <> (c.voided_at is null)",
  "they did not travel in one parcel": "select count(distinct (batch, posted_at))::text as what from letter where status = 'posted' having count(distinct (batch, posted_at)) <> 1",
  "it was told otherwise than once that the parcel left": "select count(*)::text as what from mail where template = 'pin-letters-posted' having count(*) <> 1",
  "somebody's number did not leave, or twice": "select a.user_number as what from account a where (select count(*) from mail m where m.user_number = a.user_number and m.status = 'sent') <> 1",
  "two numbers stand in one e-mail": "select m.occasion as what from mail m where (select count(*) from account a where position(a.user_number in m.text) > 0) > 1",
};

const order: Order = Order.parse(JSON.parse(process.argv[2] ?? "null"));
let inHand = "";
let statements = 0;
const seen = new Map<string, number>();

function say(line: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Sees each statement before it runs; the one that it was told of never does. "account.created#2" is the second such event of the step. */
function logQuery(query: string, params: unknown[]): void {
  if (order.kill === null || inHand !== order.kill.step) return;
  statements += 1;
  const { at } = order.kill;
  const [act, which] = String(at).split("#");
  if (query.startsWith('insert into "audit_event"') && act !== undefined && params.includes(act)) seen.set(act, (seen.get(act) ?? 0) + 1);
  if (statements === at || (typeof at === "string" && seen.get(act ?? "") === Number(which ?? 1))) process.kill(process.pid, "SIGKILL");
}

async function step(name: string, work: () => Promise<void>): Promise<void> {
  inHand = name;
  say({ begins: name });
  await work();
  inHand = "";
}

const release = "dataDir" in order.place ? await lockDataFolder(order.dataDir) : null;
const database = await openDatabase(order.place, { logger: { logQuery } });
await migrateDatabase(database, `${ROOT}/db/migrations`);
const made = await compose({ database, close: async () => database.close() }, settingsFor(await testKeys(), order.outside, order.dataDir));
await seedOffice(made);
handleJobs(made);
const { db } = made.office;
const stage: Stage = { made, staff: await staffOf(db), officeUrl: order.outside.officeUrl, now: () => made.clock.now() };

if ((await db.$count(request)) === 0) await begin();
await step("fulfil", () => made.queue.start().then(rest));
await step("print", print);
await sealEvents(db, { ...made.audit, headEverySeconds: 0 });
const wrong = await findWhatIsWrong(db, { headsFile: made.audit.headsFile, publicPem: made.audit.key.publicPem }, []);
for (const [sentence, query] of Object.entries(WRONG)) for (const { what } of await runSql<{ what: string }>(db, query)) wrong.push(`${sentence}: ${what}`);
say({ wrong });
await made.queue.stop(5);
await database.close();
await release?.();
say({ finished: true });
process.exit(0);

/** A request for three, approved and identified: what follows from that waits in the queue. */
async function begin(): Promise<void> {
  const requestId = await received(stage, answersFor("de-brug", { sharing: "same", others: [other("K.", "Smit"), other("A.", "Vredenburg")] }));
  await approve(stage, requestId);
  await made.movable?.moveTo(new Date(made.clock.now().getTime() + 60_000));
  await takeDecisionsIntoEffect(made.office, made.clock.now());
  await identify(stage, requestId, { holder: "fatima" });
}

/** What lies in the tray: into a batch, out of its seal, into the post. What was opened and not settled is spoilt, and others are made (P11). */
async function print(): Promise<void> {
  const by = stage.staff.noor;
  for (let time = 0; time < 20; time += 1) {
    const open = await db.select().from(letter).where(inArray(letter.status, ["waiting", "in-batch"])).orderBy(asc(letter.number));
    const now = made.clock.now();
    if (open.length === 0) return rest();
    const batch = open.find((one) => one.batch !== null)?.batch ?? (await makeBatch(made.office, { by, now }));
    const inBatch = await db.select().from(letter).where(and(eq(letter.batch, batch), eq(letter.status, "in-batch")));
    const isOpened = inBatch.some(({ openedAt }) => openedAt !== null);
    if (!isOpened) await releaseBatch(made.office, { batch, by, now });
    const ids = inBatch.map(({ id }) => id);
    await settleBatch(made.office, { batch, posted: isOpened ? [] : ids, spoilt: isOpened ? ids : [], by, now });
    await rest();
  }
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
