import { and, count, inArray, type SQL } from "drizzle-orm";

import { letter } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";

type Travelling = { number: number; requestId: string | null; addressee: readonly string[] };

/** Which parcel a letter is in, counted from 1 in the order in which they lie, and how many letters are in it; null for a letter by itself. */
export type Parcel = { number: number; letters: number };

/**
 * Letters in the order in which they are put into envelopes: those of one request to one addressee lie together, for they travel in one parcel (R26, R108).
 * Each keeps its own sheet with its own address, so that one that goes astray still says where it belongs. Otherwise the oldest first.
 */
export function inParcels<L extends Travelling>(letters: readonly L[]): Array<L & { parcel: Parcel | null }> {
  const together = new Map<string, L[]>();
  for (const one of [...letters].sort((a, b) => a.number - b.number)) {
    const key = one.requestId === null ? `letter ${one.number}` : [one.requestId, ...one.addressee].join("\n");
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  let parcels = 0;
  return [...together.values()].flatMap((group) => {
    const parcel = group.length > 1 ? { number: (parcels += 1), letters: group.length } : null;
    return group.map((one) => ({ ...one, parcel }));
  });
}

/**
 * Of letters that were taken for a batch of at most `most` those that may go: a parcel is not torn apart by the batch's size, nor by a colleague who makes
 * one at the same moment. `isReady` is what made them fit to be taken. Only a parcel that fits no batch goes in parts.
 */
export async function wholeParcels<L extends { requestId: string | null }>(tx: Db, taken: readonly L[], of: { isReady: SQL | undefined; most: number }): Promise<L[]> {
  const requests = [...new Set(taken.flatMap(({ requestId }) => requestId ?? []))];
  if (requests.length === 0) return [...taken];
  const ready = await tx
    .select({ requestId: letter.requestId, amount: count() })
    .from(letter)
    .where(and(of.isReady, inArray(letter.requestId, requests)))
    .groupBy(letter.requestId);
  const all = new Map(ready.map(({ requestId, amount }) => [requestId, amount]));
  const mine = (requestId: string) => taken.filter((one) => one.requestId === requestId).length;
  return taken.filter(({ requestId }) => requestId === null || mine(requestId) === all.get(requestId) || mine(requestId) === of.most);
}
