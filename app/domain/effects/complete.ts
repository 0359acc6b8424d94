import { and, eq, exists, inArray, isNotNull, isNull, ne, not, notExists, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { moveRequest, type RequestRow } from "#app/domain/requests/move.ts";

/**
 * The user number of an account left by e-mail. Where a request made several, the last one of them counts (R108). Done when the rest is too. A request that
 * makes no number stays as it is, and so does one that came to its end meanwhile: it is known by then what had been delivered.
 */
export async function numberWasSent(tx: Db, of: { requestId: string; userNumber: string | undefined }, now: Date): Promise<void> {
  const { requestId, userNumber } = of;
  // The request first, as every act on it does: of two numbers that leave at once the second sees the first.
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  if (userNumber) await tx.update(account).set({ numberSentAt: now }).where(and(eq(account.userNumber, userNumber), eq(account.requestId, requestId), isNull(account.numberSentAt)));
  const unsent = tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.requestId, requestId), ne(account.status, "ended"), isNull(account.numberSentAt)));
  await tx
    .update(request)
    .set({ numberSentAt: now })
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), request.deliveryRequired, request.numberRequired, notExists(unsent)));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** A PIN letter is in the post. Where a request made several accounts, the last letter counts (R108). Done when the rest is too. */
export async function letterWasPosted(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  const unposted = tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.requestId, requestId), ne(account.status, "ended"), not(isPosted(tx))));
  await tx.update(request).set({ letterPostedAt: now }).where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), notExists(unposted)));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** The condition that a letter with a PIN of an account has left. */
function isPosted(tx: Db): SQL<boolean> {
  const posted = tx
    .select({ id: letter.id })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .where(and(eq(credential.userNumber, account.userNumber), isNotNull(letter.postedAt)));
  return sql<boolean>`${exists(posted)}`;
}

/** A letter without a PIN is in the post. Of several the last one counts, and one that was spoilt until another came in its place. Done when the rest is too. */
export async function sentLetterWasPosted(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  const again = alias(letter, "again");
  const isMadeAgain = exists(tx.select({ id: again.id }).from(again).where(eq(again.replaces, letter.number)));
  const isToLeave = or(inArray(letter.status, ["waiting", "in-batch"]), and(eq(letter.status, "spoilt"), not(isMadeAgain)));
  const toLeave = tx.select({ id: letter.id }).from(letter).where(and(eq(letter.requestId, requestId), isNotNull(letter.words), isToLeave));
  await tx.update(request).set({ postLeftAt: now }).where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), request.postRequired, notExists(toLeave)));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** Which letters go out is known once the effects were carried out: of several people some may have been rejected. Then the request waits for those, or for none. */
export async function settlePost(tx: Db, requestId: string): Promise<void> {
  const made = tx.select({ id: letter.id }).from(letter).where(and(eq(letter.requestId, requestId), isNotNull(letter.words)));
  await tx.update(request).set({ postRequired: sql`${exists(made)}` }).where(eq(request.id, requestId));
}

/** Why nothing is left to deliver, and what is told of it. */
const LAPSES = { "account-ended": "delivery.lapsed", "pin-purged": "delivery.lapsed", "number-given-up": "number.given-up" } as const;
export type WhyDeliveryLapses = keyof typeof LAPSES;

/**
 * An account, or the new PIN of one that goes on, has ended before its number or letter was delivered. Where somebody else of the same request goes on, or was served before, the rest is waited for,
 * and not for it. Where nobody is, there is nothing left to deliver: the request lapses, and whoever asked for it is told. In the transaction that ends
 * the account and holds the request.
 */
export async function accountHasEnded(tx: Db, office: Pick<Office, "queue">, of: { requestId: string; why?: WhyDeliveryLapses | undefined; now: Date }): Promise<void> {
  const { requestId, why = "account-ended", now } = of;
  const waiting = await getRequest(tx, requestId);
  if (await isSomebodyServed(tx, waiting)) {
    if (waiting.numberRequired && waiting.numberSentAt === null) await numberWasSent(tx, { requestId, userNumber: undefined }, now);
    if (waiting.letterPostedAt === null) await letterWasPosted(tx, requestId, now);
    return;
  }
  await moveRequest(tx, { requestId, act: "delivery-lapses", now });
  const details = { stage: "delivery", why };
  await record(tx, { now, actor: inTrail(system("delivery")), act: "request.lapsed", subject: { kind: "request", id: requestId }, requestId, details });
  await office.queue.enqueue(tx, tellJob, { happening: LAPSES[why], requestId });
}

/** Whether a request still has, or had, somebody to deliver to: an account that it made and that goes on, or whose number and letter had both left. */
async function isSomebodyServed(tx: Db, { id, letterPostedAt }: RequestRow): Promise<boolean> {
  const made = await tx.select({ status: account.status, numberSentAt: account.numberSentAt, isPosted: isPosted(tx) }).from(account).where(eq(account.requestId, id));
  // A request for a new PIN makes no account: its one letter is all that it delivers.
  if (made.length === 0) return letterPostedAt !== null;
  return made.some((one) => one.status !== "ended" || (one.numberSentAt !== null && one.isPosted));
}

/** The last of what staff had to do by hand was done. Done when the rest is too. */
export async function tasksWereDone(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx
    .update(request)
    .set({ tasksDoneAt: now })
    .where(and(eq(request.id, requestId), request.tasksRequired));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** What had to be done by hand before the rest may have been done by now, or may not have been needed: then nothing is waited for. */
export async function settleTasks(tx: Db, requestId: string, now: Date): Promise<void> {
  const tasks = await tx.select({ doneAt: manualTask.doneAt }).from(manualTask).where(eq(manualTask.requestId, requestId));
  if (tasks.length === 0) await tx.update(request).set({ tasksRequired: false }).where(eq(request.id, requestId));
  else if (tasks.every(({ doneAt }) => doneAt !== null)) await tx.update(request).set({ tasksDoneAt: now }).where(eq(request.id, requestId));
}

/**
 * A request is done when it was carried out, its number was sent, where it makes one, *and* its letter posted (D9), and what there was to do by hand was done: of what
 * it asks for, whichever comes last. Letters that its type sends have left as well. The caller has written to the request before, so that of two that come last at once the second sees the first.
 */
export async function completeWhenAllIsDone(tx: Db, requestId: string, now: Date): Promise<void> {
  const isDelivered = or(not(request.deliveryRequired), and(or(not(request.numberRequired), isNotNull(request.numberSentAt)), isNotNull(request.letterPostedAt)));
  const isByHand = or(not(request.tasksRequired), isNotNull(request.tasksDoneAt));
  const isSent = or(not(request.postRequired), isNotNull(request.postLeftAt));
  const [ready] = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNotNull(request.fulfilledAt), isDelivered, isByHand, isSent));
  if (!ready) return;
  await moveRequest(tx, { requestId, act: "complete", now });
  await record(tx, { now, actor: inTrail(system("delivery")), act: "request.completed", subject: { kind: "request", id: requestId }, requestId });
}
