import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";

import { credential, letter } from "#db/schema/accounts.ts";
import { printBatch } from "#db/schema/print-room.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { numberIsDelivered } from "#app/domain/correspondence/undelivered.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

import { inParcels, wholeParcels, type Parcel } from "./parcels.ts";
import { addressIsTrusted } from "./returns.ts";
import { accountWorks, hasLivePin, keyIsAtHand, takeOutDeadLetters } from "./spoil.ts";

export type LetterRow = typeof letter.$inferSelect;
export type BatchRow = typeof printBatch.$inferSelect;
/** A letter as the print room's pages show it: never its content. */
export type LetterLine = Pick<LetterRow, "id" | "language" | "addressee" | "status" | "madeAt" | "openedAt" | "keyId" | "template"> & { reference: string; hasPin: boolean; sealed: boolean; parcel: Parcel | null };

/** So many letters at once that one person can fold them, and one browser merge them. */
const LARGEST_BATCH = 100;

/** So many of those that wait for one key are listed; how many there are is counted. */
const LISTED = LARGEST_BATCH * 5;

const LINE = {
  id: letter.id,
  number: letter.number,
  requestId: letter.requestId,
  language: letter.language,
  addressee: letter.addressee,
  status: letter.status,
  madeAt: letter.madeAt,
  openedAt: letter.openedAt,
  keyId: letter.keyId,
  template: letter.template,
  hasPin: sql<boolean>`${letter.credentialId} is not null`,
  sealed: sql<boolean>`${letter.sealed} is not null`,
};

/** What keeps a letter that waits: the first of these that holds of it. */
type Kept = "held" | "withoutNumber" | "blocked" | "decidedByMe";

/**
 * The letters that this person may put into a batch, of each key the oldest, and how many there are of each (`ready`); how many more this person may not print because
 * they decided the request (D15), how many are held because another letter came back from that enterprise, how many because the number that belongs to them did not
 * arrive (`withoutNumber`), and how many because their account is blocked (`blocked`). `total` is all of them.
 */
export async function listWaitingLetters(db: Db, by: StaffActor): Promise<{ letters: LetterLine[]; ready: Record<string, number>; total: number } & Record<Kept, number>> {
  // Each condition is asked once of each letter, and only where those before it hold: a filter for each count would ask them all four times.
  const kept = sql<Kept | null>`case when not ${addressIsTrusted()} then 'held' when not ${numberIsDelivered()} then 'withoutNumber' when not ${accountWorks()} then 'blocked' when not ${notDecidedBy(by)} then 'decidedByMe' end`;
  const counts = await db
    .select({ keyId: letter.keyId, kept, amount: sql<number>`count(*)::int` })
    .from(letter)
    .where(mayLeave())
    .groupBy(sql`1, 2`);
  const ready = Object.fromEntries(counts.filter((count) => count.kept === null).map(({ keyId, amount }) => [keyId, amount]));
  const sum = (all: typeof counts) => all.reduce((before, { amount }) => before + amount, 0);
  const amountOf = (why: Kept) => sum(counts.filter((count) => count.kept === why));
  const rows = [];
  // There are one or two keys in use: the letters of one do not hide those of the other.
  for (const keyId of Object.keys(ready)) {
    rows.push(...(await db.select(LINE).from(letter).where(and(isReadyFor(by), eq(letter.keyId, keyId))).orderBy(asc(letter.madeAt), asc(letter.number)).limit(LISTED)));
  }
  return {
    letters: inParcels(rows).map(lineOf),
    ready,
    decidedByMe: amountOf("decidedByMe"),
    held: amountOf("held"),
    withoutNumber: amountOf("withoutNumber"),
    blocked: amountOf("blocked"),
    total: sum(counts),
  };
}

/**
 * Puts the letters that wait for one key into a batch, the oldest letter's where none is named; those whose PIN ended meanwhile are taken out as spoilt.
 * Each letter comes into one batch only: the rows are taken with SKIP LOCKED, so that two people who press at once share them out; letters of one parcel
 * stay together (R108). Throws `letter.none-waiting`.
 */
export async function makeBatch(office: Office, input: { keyId?: string | undefined; by: StaffActor; now: Date }): Promise<number> {
  const { by, now } = input;
  await takeOutDeadLetters(office, { from: "tray", by, now });
  return office.db.transaction(async (tx) => {
    const isReady = isReadyFor(by);
    const [oldest] = input.keyId ? [input] : await tx.select({ keyId: letter.keyId }).from(letter).where(isReady).orderBy(asc(letter.madeAt), asc(letter.number)).limit(1);
    if (!oldest?.keyId) throw new Problem("letter.none-waiting");
    const { keyId } = oldest;
    const isMine = and(isReady, eq(letter.keyId, keyId));
    const free = await tx
      .select({ id: letter.id, requestId: letter.requestId })
      .from(letter)
      .where(isMine)
      .orderBy(asc(letter.madeAt), asc(letter.number))
      .limit(LARGEST_BATCH)
      .for("update", { skipLocked: true });
    const taken = await wholeParcels(tx, free, { isReady: isMine, most: LARGEST_BATCH });
    if (taken.length === 0) throw new Problem("letter.none-waiting");
    const [made] = await tx.insert(printBatch).values({ madeBy: by.id, madeAt: now, keyId }).returning({ number: printBatch.number });
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

/** `keyId` is asked for before the letters are handed out, because that happens once. */
export type Batch = BatchRow & { letters: BatchLetter[] };

/** A letter of a batch; `isDead` when its PIN ended for another reason than that the letter was spoilt: it is never posted. */
export type BatchLetter = LetterLine & { isDead: boolean };

/** One batch with its letters; throws `letter.batch-unknown`. */
export async function getBatch(db: Db, number: number): Promise<Batch> {
  const [found] = await db.select().from(printBatch).where(eq(printBatch.number, number));
  if (!found) throw new Problem("letter.batch-unknown");
  const rows = await db
    .select({ letter: LINE, voidReason: credential.voidReason })
    .from(letter)
    .leftJoin(credential, eq(credential.id, letter.credentialId))
    .where(eq(letter.batch, number))
    .orderBy(asc(letter.number));
  const voided = new Map(rows.map((row) => [row.letter.id, row.voidReason]));
  return {
    ...found,
    letters: inParcels(rows.map((row) => row.letter)).map((row) => {
      const reason = voided.get(row.id) ?? null;
      return { ...lineOf(row), isDead: row.status !== "posted" && reason !== null && reason !== "letter-spoilt" };
    }),
  };
}

/** The latest batches, newest first, with what became of their letters; `open` are those of which nothing was said yet, `opened` how many of them were handed out. */
export async function listBatches(db: Db, limit = 20): Promise<Array<{ number: number; madeAt: Date; letters: number; open: number; opened: number; posted: number; spoilt: number }>> {
  return db
    .select({
      number: printBatch.number,
      madeAt: printBatch.madeAt,
      letters: sql<number>`count(${letter.id})::int`,
      open: sql<number>`(count(*) filter (where ${letter.status} = 'in-batch'))::int`,
      opened: sql<number>`(count(*) filter (where ${letter.status} = 'in-batch' and ${letter.openedAt} is not null))::int`,
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
 * Hands the sealed content of a batch to the browser of its holder: once (P11). A page that was closed too early does not get it again; what was
 * not printed is then spoilt, and gets a new PIN. A letter whose PIN ended meanwhile is taken out instead. Throws `letter.already-released`,
 * `letter.batch-of-colleague`.
 */
export async function releaseBatch(office: Office, input: { batch: number; by: StaffActor; now: Date }): Promise<Array<{ id: string; reference: string; sealed: string; parcel: Parcel | null }>> {
  const { batch, by, now } = input;
  await office.db.transaction((tx) => lockOwnBatch(tx, batch, by));
  await takeOutDeadLetters(office, { from: { batch }, by, now });
  return office.db.transaction(async (tx) => {
    await lockOwnBatch(tx, batch, by);
    const released = await tx
      .update(letter)
      .set({ openedAt: now })
      .where(and(eq(letter.batch, batch), eq(letter.status, "in-batch"), isNull(letter.openedAt), hasLivePin(), accountWorks()))
      .returning({ id: letter.id, number: letter.number, sealed: letter.sealed, requestId: letter.requestId, addressee: letter.addressee });
    if (released.length === 0) throw new Problem("letter.already-released");
    for (const { id, requestId } of released) {
      await record(tx, { now, actor: inTrail(by), act: "letter.released", subject: { kind: "letter", id }, requestId, details: { batch } });
    }
    return inParcels(released).map(({ id, number, sealed, parcel }) => ({ id, reference: letterReferenceOf(number), sealed: sealed ?? "", parcel }));
  });
}

/** Who works on a batch: its maker, until a colleague takes it over. */
export function holderOf({ madeBy, takenOverBy }: Pick<BatchRow, "madeBy" | "takenOverBy">): string {
  return takenOverBy ?? madeBy;
}

/** A batch that stays as it is until the transaction ends; throws `letter.batch-unknown`. */
export async function lockBatch(tx: Db, number: number): Promise<BatchRow> {
  const [batch] = await tx.select().from(printBatch).where(eq(printBatch.number, number)).for("update");
  if (!batch) throw new Problem("letter.batch-unknown");
  return batch;
}

/** The same, for its holder only: `letter.batch-of-colleague`. */
export async function lockOwnBatch(tx: Db, number: number, by: StaffActor): Promise<void> {
  if (holderOf(await lockBatch(tx, number)) !== by.id) throw new Problem("letter.batch-of-colleague");
}

/** Letters that wait, of which somebody could do something with the PIN, where there is one, and which somebody here can open. */
function mayLeave() {
  return and(sql`${letter.status} = 'waiting'`, hasLivePin(), keyIsAtHand());
}

/** Those of them that nothing keeps from this person: what the tray shows is what a batch is made of. */
function isReadyFor(by: StaffActor) {
  return and(mayLeave(), addressIsTrusted(), numberIsDelivered(), accountWorks(), notDecidedBy(by));
}

/** Letters of requests that this person neither decided nor checked (D15). */
export function notDecidedBy(by: StaffActor) {
  return sql`not exists (select 1 from ${request} where ${request.id} = ${letter.requestId} and ${or(eq(request.decidedBy, by.id), eq(request.secondBy, by.id))})`;
}

function lineOf({ number, id, language, addressee, status, madeAt, openedAt, keyId, template, hasPin, sealed, parcel }: Omit<LetterLine, "reference"> & Pick<LetterRow, "number">): LetterLine {
  return { id, language, addressee, status, madeAt, openedAt, keyId, template, hasPin, sealed, parcel, reference: letterReferenceOf(number) };
}
