import { and, eq, inArray, type SQL } from "drizzle-orm";

import { credential, letter } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

/**
 * The letters of the given PINs that have not left the house, held until the transaction ends. Ask for them before their PINs, as whoever settles
 * a batch does: so that neither waits for the other. Answers their ids.
 */
export async function holdLettersInTheHouse(tx: Db, pins: SQL | undefined): Promise<string[]> {
  const ofPins = tx.select({ id: credential.id }).from(credential).where(pins);
  const held = await tx
    .select({ id: letter.id })
    .from(letter)
    .where(and(inArray(letter.credentialId, ofPins), inArray(letter.status, ["waiting", "in-batch"])))
    .for("update");
  return held.map(({ id }) => id);
}

/** Takes letters out that would bring a PIN that opens nothing, and destroys what was sealed in them (P11). */
export async function spoilLetters(tx: Db, input: { ids: readonly string[]; why: string; requestId: string | null; by: Actor; now: Date }): Promise<void> {
  const { ids, why, requestId, by, now } = input;
  const actor = inTrail(by);
  for (const id of ids) {
    await tx.update(letter).set({ status: "spoilt", sealed: null, spoiltAt: now }).where(eq(letter.id, id));
    await record(tx, { now, actor, act: "letter.spoilt", subject: { kind: "letter", id }, requestId, details: { why } });
  }
}
