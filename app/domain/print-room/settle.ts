import { and, eq, inArray, isNotNull, not, sql } from "drizzle-orm";

import { letter } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { closeWhenEmpty } from "#app/domain/accounts/letters.ts";
import { record } from "#app/domain/audit/record.ts";
import { letterWasPosted, sentLetterWasPosted } from "#app/domain/effects/complete.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

import { lockOwnBatch, notDecidedBy } from "./batches.ts";
import { accountWorks, hasLivePin, spoilLetter, takeOutDeadLetters } from "./spoil.ts";

/**
 * Says what became of the letters of a batch: posted, or spoilt. All of the batch or none of it; the counts must balance. What is posted loses its
 * sealed content; what is spoilt loses its PIN too, and a new one is made (P11). Only its holder says so: whoever did not have the letters in
 * hand takes the batch over first. A letter whose PIN ended meanwhile cannot be called posted: it is taken out, `letter.pin-void` names it, and
 * whoever settles takes its envelope off the pile and counts again. Throws `letter.batch-of-colleague`, `letter.not-in-batch`, `letter.not-released`.
 */
export async function settleBatch(office: Office, input: { batch: number; posted: string[]; spoilt: string[]; by: StaffActor; now: Date }): Promise<void> {
  const { batch, by, now } = input;
  const posted = [...new Set(input.posted)];
  await office.db.transaction((tx) => lockOwnBatch(tx, batch, by));
  await takeOutDeadLetters(office, { from: { batch }, by, now });
  await office.db.transaction(async (tx) => {
    await lockOwnBatch(tx, batch, by);
    await refuseDead(tx, posted);
    const open = await tx
      .select({ id: letter.id })
      .from(letter)
      .where(and(eq(letter.batch, batch), eq(letter.status, "in-batch")))
      .for("update");
    const ids = new Set(open.map(({ id }) => id));
    const takenOut = await deadAmong(tx, input.spoilt);
    // What is called spoilt was taken out a moment ago: so it is.
    if (ids.size === 0 && takenOut.length > 0 && input.spoilt.every((id) => takenOut.some((one) => one.id === id))) return;
    if (ids.size === 0) throw new Problem("letter.batch-settled");
    const spoilt = [...new Set(input.spoilt)].filter((id) => !posted.includes(id) && !takenOut.some((one) => one.id === id));
    if ([...posted, ...spoilt].some((id) => !ids.has(id))) throw new Problem("letter.not-in-batch");
    if (posted.length + spoilt.length !== ids.size) throw new Problem("letter.counts-differ", { told: posted.length + spoilt.length, letters: ids.size });

    const parcels = new Map<string, string[]>();
    for (const id of posted) {
      const { requestId, hasPin } = await postLetter(tx, { id, by, now });
      if (requestId && !hasPin) await tellOfSent(tx, office, { requestId, id, now });
      if (requestId && hasPin) parcels.set(requestId, [...(parcels.get(requestId) ?? []), id]);
    }
    for (const [requestId, ids] of parcels) await tellOfParcel(tx, office, { requestId, ids, now });
    for (const id of spoilt) await spoilLetter(tx, office, { id, by, now });
    await closeWhenEmpty(tx, batch, now);
  });
}

/** Of these letters, those that were taken out because their PIN ended. */
async function deadAmong(tx: Db, ids: readonly string[]): Promise<Array<{ id: string; number: number }>> {
  if (ids.length === 0) return [];
  return tx
    .select({ id: letter.id, number: letter.number })
    .from(letter)
    .where(and(inArray(letter.id, [...ids]), eq(letter.status, "spoilt"), not(hasLivePin())))
    .orderBy(letter.number);
}

async function refuseDead(tx: Db, posted: readonly string[]): Promise<void> {
  const dead = await deadAmong(tx, posted);
  if (dead.length > 0) throw new Problem("letter.pin-void", { count: dead.length, references: dead.map(({ number }) => letterReferenceOf(number)).join(", ") });
}

/** Answers for which request the letter was, if any, and whether it has a PIN. */
async function postLetter(tx: Db, input: { id: string; by: StaffActor; now: Date }): Promise<{ requestId: string | null; hasPin: boolean }> {
  const { id, by, now } = input;
  const [posted] = await tx
    .update(letter)
    .set({ status: "posted", sealed: null, postedBy: by.id, postedAt: now })
    .where(and(eq(letter.id, id), eq(letter.status, "in-batch"), isNotNull(letter.openedAt), hasLivePin(), accountWorks(), notDecidedBy(by)))
    .returning({ requestId: letter.requestId, credentialId: letter.credentialId });
  if (!posted) throw new Problem("letter.not-released");
  await record(tx, { now, actor: inTrail(by), act: "letter.posted", subject: { kind: "letter", id }, requestId: posted.requestId });
  return { requestId: posted.requestId, hasPin: posted.credentialId !== null };
}

/** A letter that a request type sends says itself what it is about; whom the type names is told that it is under way. */
async function tellOfSent(tx: Db, office: Office, { requestId, id, now }: { requestId: string; id: string; now: Date }): Promise<void> {
  await sentLetterWasPosted(tx, requestId, now);
  await office.queue.enqueue(tx, tellJob, { happening: "post.left", requestId, about: id });
}

/** What was posted for one request at once is one parcel (R108): one e-mail says so. */
async function tellOfParcel(tx: Db, office: Office, { requestId, ids, now }: { requestId: string; ids: readonly string[]; now: Date }): Promise<void> {
  await letterWasPosted(tx, requestId, now);
  await office.queue.enqueue(tx, tellJob, { happening: ids.length > 1 ? "letters.posted" : "letter.posted", requestId, about: ids[0] });
}

/** The amounts that must balance: made = waiting + in batch + posted + spoilt + returned (P11). */
export async function countLetters(db: Db): Promise<Record<"waiting" | "in-batch" | "posted" | "spoilt" | "returned" | "made", number>> {
  const rows = await db.select({ status: letter.status, amount: sql<number>`count(*)::int` }).from(letter).groupBy(letter.status);
  const counts = { waiting: 0, "in-batch": 0, posted: 0, spoilt: 0, returned: 0, made: 0 };
  for (const { status, amount } of rows) {
    counts[status] = amount;
    counts.made += amount;
  }
  return counts;
}
