import { and, eq, isNull, type SQL } from "drizzle-orm";

import { account, authorisation, credential } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { record } from "#app/domain/audit/record.ts";

import { holdLettersInTheHouse, spoilLetters } from "./letters.ts";

/**
 * Ends an account for good, in the caller's transaction: it has no rights any more, its PIN is void, and a letter that still lies in the house is
 * spoilt, for it would bring a PIN that opens nothing (P11). Certificates are the caller's to revoke. `when` is what must still be so
 * of the account once it is held, `why` stands in the trail. Answers false when it had ended before, or when it is not so any more.
 */
export async function endAccount(tx: Db, input: { userNumber: string; requestId: string | null; by: Actor; when?: SQL | undefined; why?: TrailWhy; now: Date }): Promise<boolean> {
  const { userNumber, requestId, by, when, why, now } = input;
  const livePins = and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt));
  await holdLettersInTheHouse(tx, livePins);
  const [holder] = await tx.select().from(account).where(and(eq(account.userNumber, userNumber), when)).for("update");
  if (!holder || holder.status === "ended") return false;
  // A new PIN may have come until the account was held; from now on none does.
  const letters = await holdLettersInTheHouse(tx, livePins);
  await spoilLetters(tx, { ids: letters, why: "account-ended", requestId, by, now });
  const voided = await tx.update(credential).set({ voidedAt: now, voidReason: "ended" }).where(livePins).returning({ id: credential.id });
  const withdrawn = await withdrawRights(tx, userNumber, now);
  await tx.update(account).set({ status: "ended" }).where(eq(account.userNumber, userNumber));
  const details = { withdrawn, pins: voided.length, ...(why !== undefined && { why }) };
  await record(tx, { now, actor: inTrail(by), act: "account.ended", subject: { kind: "account", id: userNumber }, requestId, details });
  return true;
}

/** Takes away every service that the account has, in the caller's transaction, and answers which they were. Records nothing. */
export async function withdrawRights(tx: Db, userNumber: string, now: Date): Promise<string[]> {
  const withdrawn = await tx
    .update(authorisation)
    .set({ withdrawnAt: now })
    .where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)))
    .returning({ service: authorisation.service });
  return withdrawn.map(({ service }) => service);
}
