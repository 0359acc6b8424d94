import { z } from "zod";

import { addressWith, deskAddress, paths } from "./paths.ts";

/**
 * How somebody came to a request: from which list (the search of its address, with the page and what is ticked), and whether they work that list off one by one. It goes
 * along in the address from act to act, so that Back leads to the same row and the next is the next of the same list, without scripts too.
 */
export const CasePlace = z.object({
  list: z.string().max(1600).catch(""),
  flow: z.literal("next").optional().catch(undefined),
});
export type CasePlace = z.infer<typeof CasePlace>;

/** The place that an address says. */
export function placeOf({ url }: Pick<Request, "url">): CasePlace {
  return CasePlace.parse(Object.fromEntries(new URL(url).searchParams));
}

/** The address of a request, or of an act upon it, for who came from that place. */
export function caseAddress(requestId: string, { list, flow }: CasePlace, act?: string): string {
  return addressWith(act === undefined ? paths.request(requestId) : `${paths.request(requestId)}/${act}`, { list, flow: flow ?? "" });
}

/** Back to the list, at the row of the request. */
export function listAddress({ list }: CasePlace, requestId: string): string {
  const { next: _next, decided: _decided, ...search } = Object.fromEntries(new URLSearchParams(list));
  return `${deskAddress(search)}#row-${requestId}`;
}
