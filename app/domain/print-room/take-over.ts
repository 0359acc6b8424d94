import { and, eq, not } from "drizzle-orm";

import { letter } from "#db/schema/accounts.ts";
import { printBatch } from "#db/schema/print-room.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { holderOf, lockBatch, notDecidedBy } from "./batches.ts";

/**
 * Takes a colleague's batch over, with the reason: from then on it is this person who opens it, if that was not done yet, and says what became
 * of its letters. Not for who decided one of the requests (D15): `letter.own-decision`. Throws `letter.batch-settled`, `request.reason-missing`.
 */
export async function takeOverBatch(office: Office, input: { batch: number; reason: string; by: StaffActor; now: Date }): Promise<void> {
  const { batch, by, now } = input;
  const reason = maskSecrets(input.reason.trim()).text;
  if (!reason) throw new Problem("request.reason-missing", { field: "reason" });
  await office.db.transaction(async (tx) => {
    if (holderOf(await lockBatch(tx, batch)) === by.id) return;
    const open = and(eq(letter.batch, batch), eq(letter.status, "in-batch"));
    const letters = await tx.select({ id: letter.id, requestId: letter.requestId }).from(letter).where(open);
    if (letters.length === 0) throw new Problem("letter.batch-settled");
    const [own] = await tx.select({ id: letter.id }).from(letter).where(and(open, not(notDecidedBy(by)))).limit(1);
    if (own) throw new Problem("letter.own-decision");
    await tx.update(printBatch).set({ takenOverBy: by.id, takenOverAt: now }).where(eq(printBatch.number, batch));
    for (const { id, requestId } of letters) {
      await record(tx, { now, actor: inTrail(by), act: "letter.taken-over", subject: { kind: "letter", id }, requestId, details: { batch, reason } });
    }
  });
}
