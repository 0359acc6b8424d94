// A process of the office that carries out a request for three users and posts their letters, and is told at which statement to kill itself.
import { and, asc, eq, inArray } from "drizzle-orm";

import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";

import { answersFor, approve, identify, received } from "../journey.ts";
import { lookThrough, openKilledOffice, rest, step } from "./killed-office.ts";

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

const office = await openKilledOffice();
const { made, stage } = office;
const { db } = made.office;

if ((await db.$count(request)) === 0) await begin();
await step("fulfil", () => made.queue.start().then(() => rest(office)));
await step("print", print);
await lookThrough(office, WRONG);
await office.close();

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
    if (open.length === 0) return rest(office);
    const batch = open.find((one) => one.batch !== null)?.batch ?? (await makeBatch(made.office, { by, now }));
    const inBatch = await db.select().from(letter).where(and(eq(letter.batch, batch), eq(letter.status, "in-batch")));
    const isOpened = inBatch.some(({ openedAt }) => openedAt !== null);
    if (!isOpened) await releaseBatch(made.office, { batch, by, now });
    const ids = inBatch.map(({ id }) => id);
    await settleBatch(made.office, { batch, posted: isOpened ? [] : ids, spoilt: isOpened ? ids : [], by, now });
    await rest(office);
  }
}
