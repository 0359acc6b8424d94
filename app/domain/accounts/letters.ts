import { and, asc, eq, inArray, isNotNull, isNull, notExists, type SQL } from "drizzle-orm";

import { credential, letter } from "#db/schema/accounts.ts";
import { printBatch } from "#db/schema/print-room.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { record } from "#app/domain/audit/record.ts";

/**
 * The letters of the given PINs that have not left the house, held until the transaction ends, with the batches that they are in. Ask for them before their
 * PINs, as whoever settles a batch does: so that neither waits for the other. Answers their ids.
 */
export async function holdLettersInTheHouse(tx: Db, pins: SQL | undefined): Promise<string[]> {
  return holdWhere(tx, inArray(letter.credentialId, tx.select({ id: credential.id }).from(credential).where(pins)));
}

/** The same of the letters without a PIN that the given requests send. */
export async function holdSentLetters(tx: Db, requests: SQL | undefined): Promise<string[]> {
  return holdWhere(tx, and(isNotNull(letter.words), inArray(letter.requestId, tx.select({ id: request.id }).from(request).where(requests))));
}

async function holdWhere(tx: Db, which: SQL | undefined): Promise<string[]> {
  const isInTheHouse = and(which, inArray(letter.status, ["waiting", "in-batch"]));
  const inBatch = await tx.select({ batch: letter.batch }).from(letter).where(isInTheHouse);
  await holdBatches(tx, inBatch.flatMap(({ batch }) => batch ?? []));
  const held = await tx.select({ id: letter.id }).from(letter).where(isInTheHouse).for("update");
  return held.map(({ id }) => id);
}

/** Batches that stay as they are until the transaction ends. Asked for before their letters, as whoever opens or settles them does. */
export async function holdBatches(tx: Db, numbers: readonly number[]): Promise<void> {
  if (numbers.length > 0) await tx.select({ number: printBatch.number }).from(printBatch).where(inArray(printBatch.number, [...numbers])).orderBy(asc(printBatch.number)).for("update");
}

/** Takes letters out that would bring a PIN that opens nothing, and destroys what was sealed in them (P11). A batch of which none is left is done. */
export async function spoilLetters(tx: Db, input: { ids: readonly string[]; why: TrailWhy; requestId: string | null; by: Actor; now: Date }): Promise<void> {
  const { ids, why, requestId, by, now } = input;
  const actor = inTrail(by);
  for (const id of ids) {
    const [spoilt] = await tx.update(letter).set({ status: "spoilt", sealed: null, spoiltAt: now }).where(eq(letter.id, id)).returning({ batch: letter.batch });
    await record(tx, { now, actor, act: "letter.spoilt", subject: { kind: "letter", id }, requestId, details: { why } });
    if (spoilt?.batch != null) await closeWhenEmpty(tx, spoilt.batch, now);
  }
}

/** A batch is done when no letter of it is left to say something of. */
export async function closeWhenEmpty(tx: Db, batch: number, now: Date): Promise<void> {
  const left = tx.select({ id: letter.id }).from(letter).where(and(eq(letter.batch, batch), eq(letter.status, "in-batch")));
  await tx.update(printBatch).set({ closedAt: now }).where(and(eq(printBatch.number, batch), isNull(printBatch.closedAt), notExists(left)));
}
