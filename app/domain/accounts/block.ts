import { and, desc, eq, isNull, notExists } from "drizzle-orm";

import { account, credential } from "#db/schema/accounts.ts";
import { accountBlock } from "#db/schema/blocks.ts";
import { endingBlock } from "#db/schema/registers.ts";
import type { Db } from "#db/types.ts";
import { system, type SystemActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { record } from "#app/domain/audit/record.ts";
import { newPinJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

/** What an account is blocked for: a request that asks for it (D16, D23), or an AGB code or registration that ended in its register. */
export type BlockedFor = { requestId: string } | { endingId: string };

type Of = { for: BlockedFor; now: Date };

/**
 * Blocks an account, reversibly: its number and PIN open nothing any more. One block for each cause, so that one of two can come to nothing without lifting the
 * other's. Answers false when it was blocked for this cause before, or has ended.
 */
export async function blockAccount(tx: Db, { userNumber, for: cause, now }: Of & { userNumber: string }): Promise<boolean> {
  const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
  if (!holder || holder.status === "ended") return false;
  const made =
    "requestId" in cause
      ? await tx.insert(accountBlock).values({ requestId: cause.requestId, userNumber, blockedAt: now }).onConflictDoNothing().returning({ userNumber: accountBlock.userNumber })
      : await tx.insert(endingBlock).values({ endingId: cause.endingId, userNumber, blockedAt: now }).onConflictDoNothing().returning({ userNumber: endingBlock.userNumber });
  if (made.length === 0) return false;
  await tx.update(account).set({ status: "blocked" }).where(eq(account.userNumber, userNumber));
  await record(tx, { now, actor: inTrail(actorOf(cause)), act: "account.blocked", subject: { kind: "account", id: userNumber }, requestId: requestOf(cause), ...becauseOf(cause) });
  return true;
}

/** Takes the blocks of one cause away; an account works again when nothing else holds it. Answers those that work again; null when there was no block to lift. */
export async function liftBlocks(tx: Db, { for: cause, now }: Of): Promise<string[] | null> {
  const lifted =
    "requestId" in cause
      ? await tx.update(accountBlock).set({ liftedAt: now }).where(and(eq(accountBlock.requestId, cause.requestId), isNull(accountBlock.liftedAt))).returning({ userNumber: accountBlock.userNumber })
      : await tx.update(endingBlock).set({ liftedAt: now }).where(and(eq(endingBlock.endingId, cause.endingId), isNull(endingBlock.liftedAt))).returning({ userNumber: endingBlock.userNumber });
  if (lifted.length === 0) return null;
  const freed: string[] = [];
  for (const { userNumber } of lifted.sort((one, other) => one.userNumber.localeCompare(other.userNumber))) {
    if (await free(tx, { userNumber, for: cause, now })) freed.push(userNumber);
  }
  return freed;
}

/** Of accounts that work again: a letter that was spoilt meanwhile, or a PIN that was voided, made no new one, for nobody could have used it. It is made now. */
export async function makeWithheldPins(tx: Db, office: Pick<Office, "queue">, freed: readonly string[]): Promise<void> {
  for (const userNumber of freed) if (await needsNewPin(tx, userNumber)) await office.queue.enqueue(tx, newPinJob, { userNumber }, { singletonKey: userNumber });
}

/** Why a PIN was voided that the account still needs: while it is blocked no other one is made. */
const WITHHELD: ReadonlyArray<NonNullable<(typeof credential.$inferSelect)["voidReason"]>> = ["letter-spoilt", "number-undelivered", "account-blocked", "departure"];

async function needsNewPin(tx: Db, userNumber: string): Promise<boolean> {
  const [last] = await tx.select({ reason: credential.voidReason }).from(credential).where(eq(credential.userNumber, userNumber)).orderBy(desc(credential.madeAt)).limit(1);
  return last?.reason != null && WITHHELD.includes(last.reason);
}

async function free(tx: Db, { userNumber, for: cause, now }: Of & { userNumber: string }): Promise<boolean> {
  await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("update");
  const ofRequests = tx.select({ it: accountBlock.userNumber }).from(accountBlock).where(and(eq(accountBlock.userNumber, userNumber), isNull(accountBlock.liftedAt)));
  const ofEndings = tx.select({ it: endingBlock.userNumber }).from(endingBlock).where(and(eq(endingBlock.userNumber, userNumber), isNull(endingBlock.liftedAt)));
  const [freed] = await tx
    .update(account)
    .set({ status: "active" })
    .where(and(eq(account.userNumber, userNumber), eq(account.status, "blocked"), notExists(ofRequests), notExists(ofEndings)))
    .returning({ userNumber: account.userNumber });
  const details = { works: freed !== undefined };
  await record(tx, { now, actor: inTrail(actorOf(cause)), act: "account.unblocked", subject: { kind: "account", id: userNumber }, requestId: requestOf(cause), details });
  return freed !== undefined;
}

function actorOf(cause: BlockedFor): SystemActor {
  return system("requestId" in cause ? "emergency" : "registers");
}

function requestOf(cause: BlockedFor): string | null {
  return "requestId" in cause ? cause.requestId : null;
}

function becauseOf(cause: BlockedFor): { details?: { why: TrailWhy } } {
  return "endingId" in cause ? { details: { why: "register-ended" } } : {};
}
