import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";

import { letter, printBatch } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

export type LetterRow = typeof letter.$inferSelect;
/** A letter as the print room's pages show it: never its content. */
export type LetterLine = Pick<LetterRow, "id" | "language" | "addressee" | "status" | "madeAt" | "openedAt"> & { reference: string; sealed: boolean };

/** So many letters at once that one person can fold them, and one browser merge them. */
const LARGEST_BATCH = 100;

/** The letters that wait, oldest first, and how many of those this person may not print because they decided the request (D15). */
export async function listWaitingLetters(db: Db, by: StaffActor): Promise<{ letters: LetterLine[]; decidedByMe: number; total: number }> {
  const rows = await db
    .select({ letter, mine: sql<boolean>`coalesce(${request.decidedBy} = ${by.id} or ${request.secondBy} = ${by.id}, false)` })
    .from(letter)
    .leftJoin(request, eq(request.id, letter.requestId))
    .where(eq(letter.status, "waiting"))
    .orderBy(asc(letter.madeAt))
    .limit(LARGEST_BATCH * 5);
  return {
    letters: rows.filter(({ mine }) => !mine).map((row) => lineOf(row.letter)),
    decidedByMe: rows.filter(({ mine }) => mine).length,
    total: rows.length,
  };
}

/**
 * Puts the letters that wait into a batch. Each letter comes into one batch only: the rows are taken with SKIP LOCKED, so that two people who
 * press at once share them out. Throws `letter.none-waiting`.
 */
export async function makeBatch(office: Office, input: { by: StaffActor; now: Date }): Promise<number> {
  const { by, now } = input;
  return office.db.transaction(async (tx) => {
    const taken = await tx
      .select({ id: letter.id, requestId: letter.requestId })
      .from(letter)
      .where(and(eq(letter.status, "waiting"), notDecidedBy(by)))
      .orderBy(asc(letter.madeAt))
      .limit(LARGEST_BATCH)
      .for("update", { skipLocked: true });
    if (taken.length === 0) throw new Problem("letter.none-waiting");
    const [made] = await tx.insert(printBatch).values({ madeBy: by.id, madeAt: now }).returning({ number: printBatch.number });
    if (!made) throw new Error("No batch was made.");
    await tx
      .update(letter)
      .set({ status: "in-batch", batch: made.number })
      .where(inArray(letter.id, taken.map(({ id }) => id)));
    for (const { id, requestId } of taken) {
      await record(tx, { now, actor: inTrail(by), act: "letter.batched", subject: { kind: "letter", id }, requestId, details: { batch: made.number } });
    }
    return made.number;
  });
}

export type Batch = {
  number: number;
  madeBy: string;
  madeAt: Date;
  closedAt: Date | null;
  letters: LetterLine[];
  /** For which keys the letters are sealed: asked before they are handed out, because that happens once. */
  keyIds: string[];
};

/** One batch with its letters; throws `letter.batch-unknown`. */
export async function getBatch(db: Db, number: number): Promise<Batch> {
  const [found] = await db.select().from(printBatch).where(eq(printBatch.number, number));
  if (!found) throw new Problem("letter.batch-unknown");
  const letters = await db.select().from(letter).where(eq(letter.batch, number)).orderBy(asc(letter.number));
  return { ...found, letters: letters.map(lineOf), keyIds: [...new Set(letters.map(({ keyId }) => keyId))] };
}

/** The latest batches, newest first. */
export async function listBatches(db: Db, limit = 20): Promise<Array<{ number: number; madeAt: Date; closedAt: Date | null; letters: number; posted: number; spoilt: number }>> {
  return db
    .select({
      number: printBatch.number,
      madeAt: printBatch.madeAt,
      closedAt: printBatch.closedAt,
      letters: sql<number>`count(${letter.id})::int`,
      posted: sql<number>`(count(*) filter (where ${letter.status} = 'posted'))::int`,
      spoilt: sql<number>`(count(*) filter (where ${letter.status} in ('spoilt', 'returned')))::int`,
    })
    .from(printBatch)
    .leftJoin(letter, eq(letter.batch, printBatch.number))
    .groupBy(printBatch.number)
    .orderBy(desc(printBatch.number))
    .limit(limit);
}

/**
 * Hands the sealed content of a batch to the browser of who made it: once (P11). A page that was closed too early does not get it again; what
 * was not printed is then spoilt, and gets a new PIN. Throws `letter.already-released`, `letter.batch-of-colleague`.
 */
export async function releaseBatch(office: Office, input: { batch: number; by: StaffActor; now: Date }): Promise<Array<{ id: string; reference: string; sealed: string }>> {
  const { batch, by, now } = input;
  return office.db.transaction(async (tx) => {
    const [found] = await tx.select().from(printBatch).where(eq(printBatch.number, batch));
    if (!found) throw new Problem("letter.batch-unknown");
    if (found.madeBy !== by.id) throw new Problem("letter.batch-of-colleague");
    const released = await tx
      .update(letter)
      .set({ openedAt: now })
      .where(and(eq(letter.batch, batch), eq(letter.status, "in-batch"), isNull(letter.openedAt)))
      .returning({ id: letter.id, number: letter.number, sealed: letter.sealed, requestId: letter.requestId });
    if (released.length === 0) throw new Problem("letter.already-released");
    for (const { id, requestId } of released) {
      await record(tx, { now, actor: inTrail(by), act: "letter.released", subject: { kind: "letter", id }, requestId, details: { batch } });
    }
    return released
      .sort((a, b) => a.number - b.number)
      .map(({ id, number, sealed }) => ({ id, reference: letterReferenceOf(number), sealed: sealed ?? "" }));
  });
}

/** Letters of requests that this person neither decided nor checked (D15). */
export function notDecidedBy(by: StaffActor) {
  return sql`not exists (select 1 from ${request} where ${request.id} = ${letter.requestId} and ${or(eq(request.decidedBy, by.id), eq(request.secondBy, by.id))})`;
}


function lineOf(row: LetterRow): LetterLine {
  const { id, language, addressee, status, madeAt, openedAt } = row;
  return { id, language, addressee, status, madeAt, openedAt, reference: letterReferenceOf(row.number), sealed: row.sealed !== null };
}
