import { and, eq, exists, isNotNull, isNull, ne, not, notExists, or } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { manualTask, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

/**
 * The user number of an account left by e-mail. Where a request made several, the last one of them counts (R108). Done when the rest is too. A request that
 * makes no number stays as it is.
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
    .where(and(eq(request.id, requestId), request.deliveryRequired, request.numberRequired, notExists(unsent)));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** A PIN letter is in the post. Where a request made several accounts, the last letter counts (R108). Done when the rest is too. */
export async function letterWasPosted(tx: Db, requestId: string, now: Date): Promise<void> {
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  const posted = tx
    .select({ id: letter.id })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .where(and(eq(credential.userNumber, account.userNumber), isNotNull(letter.postedAt)));
  const unposted = tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.requestId, requestId), ne(account.status, "ended"), notExists(posted)));
  await tx.update(request).set({ letterPostedAt: now }).where(and(eq(request.id, requestId), notExists(unposted)));
  await completeWhenAllIsDone(tx, requestId, now);
}

/** One of several accounts of a request has ended before its number or letter was delivered: for those that go on the rest is waited for, and not for it. */
export async function accountHasEnded(tx: Db, requestId: string, now: Date): Promise<void> {
  const isLeft = and(eq(account.requestId, requestId), ne(account.status, "ended"));
  const [waiting] = await tx
    .select()
    .from(request)
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNotNull(request.fulfilledAt), exists(tx.select({ it: account.userNumber }).from(account).where(isLeft))));
  if (!waiting) return;
  if (waiting.numberSentAt === null) await numberWasSent(tx, { requestId, userNumber: undefined }, now);
  if (waiting.letterPostedAt === null) await letterWasPosted(tx, requestId, now);
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
 * it asks for, whichever comes last. The caller has written to the request before, so that of two that come last at once the second sees the first.
 */
export async function completeWhenAllIsDone(tx: Db, requestId: string, now: Date): Promise<void> {
  const isDelivered = or(not(request.deliveryRequired), and(or(not(request.numberRequired), isNotNull(request.numberSentAt)), isNotNull(request.letterPostedAt)));
  const isByHand = or(not(request.tasksRequired), isNotNull(request.tasksDoneAt));
  const [ready] = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNotNull(request.fulfilledAt), isDelivered, isByHand));
  if (!ready) return;
  await moveRequest(tx, { requestId, act: "complete", now });
  await record(tx, { now, actor: inTrail(system("delivery")), act: "request.completed", subject: { kind: "request", id: requestId }, requestId });
}
