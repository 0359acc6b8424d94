import { and, eq, inArray, isNull, not, or, type SQL, sql } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { printRoomKey } from "#db/schema/print-room.ts";
import type { Db } from "#db/types.ts";
import type { Actor, StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { closeWhenEmpty, holdBatches } from "#app/domain/accounts/letters.ts";
import { record } from "#app/domain/audit/record.ts";
import { numberIsDelivered } from "#app/domain/correspondence/undelivered.ts";
import { letterAgainJob, newPinJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

/** The condition that a letter's PIN, where it has one, still counts: what it says would else be worthless to whoever opens it. */
export function hasLivePin(): SQL {
  return sql`(${letter.credentialId} is null or exists (select 1 from ${credential} where ${credential.id} = ${letter.credentialId} and ${credential.voidedAt} is null))`;
}

/**
 * The condition that a letter's account is not blocked (D16, D23): whoever opens the letter could do nothing with it, and may be the one for whom it was blocked. It waits until the
 * block is lifted, or is spoilt when the account ends instead.
 */
export function accountWorks(): SQL {
  return sql`(${letter.credentialId} is null or exists (
    select 1 from ${credential} join ${account} on ${account.userNumber} = ${credential.userNumber}
    where ${credential.id} = ${letter.credentialId} and ${account.status} = 'active'))`;
}

/** The condition that the key that a letter is sealed for is not lost: nobody could open it. */
export function keyIsAtHand(): SQL {
  return sql`not exists (select 1 from ${printRoomKey} where ${printRoomKey.id} = ${letter.keyId} and ${printRoomKey.lostAt} is not null)`;
}

/** One letter of a batch that went wrong: it loses its content, its PIN, where it has one, is void, and a new one is made (P11). Throws `letter.not-in-batch`. */
export async function spoilLetter(tx: Db, office: Office, input: { id: string; by: StaffActor; now: Date }): Promise<void> {
  const { id, by, now } = input;
  const [spoilt] = await tx
    .update(letter)
    .set({ status: "spoilt", sealed: null, spoiltAt: now })
    .where(and(eq(letter.id, id), inArray(letter.status, ["in-batch"])))
    .returning({ requestId: letter.requestId, credentialId: letter.credentialId });
  if (!spoilt) throw new Problem("letter.not-in-batch");
  await record(tx, { now, actor: inTrail(by), act: "letter.spoilt", subject: { kind: "letter", id }, requestId: spoilt.requestId });
  await makeAgain(tx, office, { id, ...spoilt, by, now });
}

/** In the place of a letter that was taken out comes another: with a new PIN, or, where it had none, with the same words. */
export async function makeAgain(tx: Db, office: Office, spoilt: { id: string; credentialId: string | null; requestId: string | null; by: Actor; now: Date }): Promise<void> {
  const { id, credentialId, ...rest } = spoilt;
  if (credentialId === null) return office.queue.enqueue(tx, letterAgainJob, { letterId: id }, { singletonKey: id });
  await voidSpoiltPin(tx, office, { ...rest, credentialId });
}

/** What a letter said that is not sent is void from now on, and a new PIN is made for the same account; one that ended for another reason stays as it is. */
export async function voidSpoiltPin(
  tx: Db,
  office: Office,
  input: { credentialId: string; requestId: string | null; why?: "letter-spoilt" | "number-undelivered" | "account-blocked"; by: Actor; now: Date },
): Promise<void> {
  const { credentialId, requestId, why = "letter-spoilt", by, now } = input;
  const [voided] = await tx
    .update(credential)
    .set({ voidedAt: now, voidReason: why })
    .where(and(eq(credential.id, credentialId), isNull(credential.voidedAt)))
    .returning({ userNumber: credential.userNumber });
  if (!voided) return;
  const { userNumber } = voided;
  await record(tx, { now, actor: inTrail(by), act: "credential.voided", subject: { kind: "account", id: userNumber }, requestId, details: { why } });
  await office.queue.enqueue(tx, newPinJob, { userNumber }, { singletonKey: userNumber });
}

/**
 * Takes the letters out whose PIN no longer counts, for whatever reason: they are spoilt instead of printed or posted, and whoever ended the
 * PIN saw to what comes next. So it is in a batch with a letter whose number did not arrive meanwhile, or whose account was blocked. In a transaction of its own, before the act that meets
 * them, so that it holds also when that act is refused.
 */
export async function takeOutDeadLetters(office: Office, input: { from: "tray" | { batch: number }; by: StaffActor; now: Date }): Promise<void> {
  const { from, by, now } = input;
  const where = from === "tray" ? eq(letter.status, "waiting") : and(eq(letter.status, "in-batch"), eq(letter.batch, from.batch));
  await office.db.transaction(async (tx) => {
    if (from !== "tray") {
      await holdBatches(tx, [from.batch]);
      await voidPinsThatMayNotLeave(tx, office, { where, by, now });
    }
    const out = await tx
      .update(letter)
      .set({ status: "spoilt", sealed: null, spoiltAt: now })
      .where(and(where, not(hasLivePin())))
      .returning({ id: letter.id, requestId: letter.requestId });
    for (const { id, requestId } of out) {
      await record(tx, { now, actor: inTrail(by), act: "letter.spoilt", subject: { kind: "letter", id }, requestId, details: { why: "pin-void" } });
    }
    if (from !== "tray" && out.length > 0) await closeWhenEmpty(tx, from.batch, now);
  });
}

/**
 * A letter in the tray waits until its number has arrived, and until its account works again. One that is in a batch already cannot go back, for it may be printed, and no letter
 * comes into two batches: its PIN is void, and the new letter waits in the tray in its place; for a blocked account it is made when the block is lifted (`makeWithheldPins`).
 */
async function voidPinsThatMayNotLeave(tx: Db, office: Office, { where, by, now }: { where: SQL | undefined; by: StaffActor; now: Date }): Promise<void> {
  const stuck = await tx
    .select({ credentialId: letter.credentialId, requestId: letter.requestId, works: sql<boolean>`${accountWorks()}` })
    .from(letter)
    .where(and(where, or(not(numberIsDelivered()), not(accountWorks()))))
    .for("update");
  for (const { works, credentialId, requestId } of stuck) if (credentialId !== null) await voidSpoiltPin(tx, office, { credentialId, requestId, why: works ? "number-undelivered" : "account-blocked", by, now });
}
