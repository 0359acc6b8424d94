import { and, eq, inArray, isNull, type SQL } from "drizzle-orm";

import { identificationByHand, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";

/**
 * Ends what people of a round had begun besides their bank: appointments are withdrawn, which AMP is told (`attendToOrder`), and proposals by hand are void.
 * Of these people, or of the whole round. The caller holds the lock of the request.
 */
export async function endOtherWays(tx: Db, input: ({ partyIds: readonly string[] } | { identificationId: string }) & { now: Date }): Promise<void> {
  const { now } = input;
  const whose = (column: typeof identificationOrder.partyId | typeof identificationByHand.partyId): SQL | undefined =>
    "partyIds" in input
      ? inArray(column, [...input.partyIds])
      : inArray(column, tx.select({ id: identificationParty.id }).from(identificationParty).where(eq(identificationParty.identificationId, input.identificationId)));
  await tx
    .update(identificationOrder)
    .set({ ...ENDED, status: "withdrawn", withdrawnAt: now, changedAt: now, endedAt: now, attendAt: now })
    .where(and(whose(identificationOrder.partyId), isNull(identificationOrder.endedAt)));
  await tx
    .update(identificationByHand)
    .set({ status: "void" })
    .where(and(whose(identificationByHand.partyId), eq(identificationByHand.status, "proposed")));
}

/** What is kept of an order that ended: nothing by which somebody could be reached, or their visit moved. */
export const ENDED = { email: null, mobile: null, sealedCode: null, appointmentUrl: null, attendAt: null } as const;
