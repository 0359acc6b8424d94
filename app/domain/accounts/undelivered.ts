import { and, eq, isNull } from "drizzle-orm";

import { credential } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

import { holdLettersInTheHouse, spoilLetters } from "./letters.ts";

/**
 * Voids a PIN that its user has not installed with yet, and destroys its letter where that is still in the house (D16): whoever left, or opens the
 * post of who died, gets nothing with it. In the caller's transaction.
 */
export async function voidUndeliveredPin(tx: Db, input: { userNumber: string; requestId: string; by: Actor; now: Date }): Promise<void> {
  const { userNumber, requestId, by, now } = input;
  const undelivered = and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt), isNull(credential.installedAt));
  const ids = await holdLettersInTheHouse(tx, undelivered);
  await spoilLetters(tx, { ids, why: "departure", requestId, by, now });
  const voided = await tx.update(credential).set({ voidedAt: now, voidReason: "departure" }).where(undelivered).returning({ id: credential.id });
  if (voided.length === 0) return;
  await record(tx, { now, actor: inTrail(by), act: "credential.voided", subject: { kind: "account", id: userNumber }, requestId, details: { why: "departure" } });
}
