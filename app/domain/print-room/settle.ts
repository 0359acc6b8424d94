import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";

import { credential, letter, printBatch } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { letterWasPosted } from "#app/domain/effects/complete.ts";
import { newPinJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { notDecidedBy } from "./batches.ts";

/**
 * Says what became of the letters of a batch: posted, or spoilt. All of the batch or none of it; the counts must balance. What is posted loses its
 * sealed content; what is spoilt loses its PIN too, and a new one is made (P11). Throws `letter.not-in-batch`, `letter.not-released`.
 */
export async function settleBatch(office: Office, input: { batch: number; posted: string[]; spoilt: string[]; by: StaffActor; now: Date }): Promise<void> {
  const { batch, by, now } = input;
  const posted = [...new Set(input.posted)];
  const spoilt = [...new Set(input.spoilt)].filter((id) => !posted.includes(id));
  await office.db.transaction(async (tx) => {
    const open = await tx
      .select({ id: letter.id, openedAt: letter.openedAt })
      .from(letter)
      .where(and(eq(letter.batch, batch), eq(letter.status, "in-batch")))
      .for("update");
    const ids = new Set(open.map(({ id }) => id));
    if (ids.size === 0) throw new Problem("letter.batch-settled");
    if ([...posted, ...spoilt].some((id) => !ids.has(id))) throw new Problem("letter.not-in-batch");
    if (posted.length + spoilt.length !== ids.size) throw new Problem("letter.counts-differ", { told: posted.length + spoilt.length, letters: ids.size });

    for (const id of posted) await postLetter(tx, office, { id, by, now });
    for (const id of spoilt) await spoilLetter(tx, office, { id, by, now });
    await tx.update(printBatch).set({ closedAt: now }).where(and(eq(printBatch.number, batch), isNull(printBatch.closedAt)));
  });
}

async function postLetter(tx: Db, office: Office, input: { id: string; by: StaffActor; now: Date }): Promise<void> {
  const { id, by, now } = input;
  const [posted] = await tx
    .update(letter)
    .set({ status: "posted", sealed: null, postedBy: by.id, postedAt: now })
    .where(and(eq(letter.id, id), eq(letter.status, "in-batch"), isNotNull(letter.openedAt), notDecidedBy(by)))
    .returning({ requestId: letter.requestId });
  if (!posted) throw new Problem("letter.not-released");
  await record(tx, { now, actor: inTrail(by), act: "letter.posted", subject: { kind: "letter", id }, requestId: posted.requestId });
  if (posted.requestId) {
    await letterWasPosted(tx, posted.requestId, now);
    await office.queue.enqueue(tx, tellJob, { happening: "letter.posted", requestId: posted.requestId });
  }
}

async function spoilLetter(tx: Db, office: Office, input: { id: string; by: StaffActor; now: Date }): Promise<void> {
  const { id, by, now } = input;
  const [spoilt] = await tx
    .update(letter)
    .set({ status: "spoilt", sealed: null, spoiltAt: now })
    .where(and(eq(letter.id, id), inArray(letter.status, ["in-batch"])))
    .returning({ requestId: letter.requestId, credentialId: letter.credentialId });
  if (!spoilt) throw new Problem("letter.not-in-batch");
  const [voided] = await tx
    .update(credential)
    .set({ voidedAt: now, voidReason: "letter-spoilt" })
    .where(and(eq(credential.id, spoilt.credentialId), isNull(credential.voidedAt)))
    .returning({ userNumber: credential.userNumber });
  await record(tx, { now, actor: inTrail(by), act: "letter.spoilt", subject: { kind: "letter", id }, requestId: spoilt.requestId });
  if (voided) {
    await record(tx, {
      now,
      actor: inTrail(by),
      act: "credential.voided",
      subject: { kind: "account", id: voided.userNumber },
      requestId: spoilt.requestId,
      details: { why: "letter-spoilt" },
    });
    await office.queue.enqueue(tx, newPinJob, { userNumber: voided.userNumber }, { singletonKey: voided.userNumber });
  }
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
