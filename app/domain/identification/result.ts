import { eq } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import { link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import type { Office } from "#app/domain/office.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import type { Asked } from "./asked.ts";
import { finishIdentification } from "./finish.ts";
import type { Party } from "./open.ts";
import { rulingDueAt } from "./term.ts";
import { endOtherWays } from "./ways.ts";

/**
 * Somebody who was asked has a result, whichever way it came: a match ends the other ways that they had begun, and may end the round (R24); what differs
 * goes to the desk. Answers whether the request goes on. `asked` was read under the lock.
 */
export async function takeResult(
  tx: Db,
  office: Office,
  input: { asked: Asked; result: NonNullable<Party["result"]>; binHash?: string; by: Actor; now: Date },
): Promise<boolean> {
  const { asked, result, binHash, by, now } = input;
  const { party } = asked;
  await tx
    .update(identificationParty)
    .set({ result, resultAt: now, ...(binHash && { binHash }) })
    .where(eq(identificationParty.id, party.id));
  if (result !== "match") {
    await referToDesk(tx, asked, now);
    return false;
  }
  await endOtherWays(tx, { partyIds: [party.id], now });
  await tx.update(link).set({ usedAt: now }).where(eq(link.id, party.linkId));
  return finishIdentification(tx, office, { identificationId: asked.identification.id, by, now, keepLink: party.linkId });
}

/** The desk is to act: rule on what differs, or identify somebody another way. Somebody else who was asked can still succeed meanwhile. */
export async function referToDesk(tx: Db, asked: Asked, now: Date): Promise<void> {
  await tx
    .update(identification)
    .set({ status: "at-desk", ruledBy: null, ruledAt: null, rulingNote: null, secondBy: null, secondAt: null })
    .where(eq(identification.id, asked.identification.id));
  if (asked.request.status !== "identifying") return;
  await moveRequest(tx, { requestId: asked.request.id, act: "refer-to-desk", now, set: { dueAt: await rulingDueAt(tx, asked.request, now) } });
}
