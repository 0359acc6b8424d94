import { z } from "zod";

/** Where somebody is in a list of the desk: which page of it is open, and what is ticked there, by the numbers of the references ("2481.2490"). */
export const DeskPlace = z.object({
  cursor: z.string().max(100).catch(""),
  picked: z.string().regex(/^\d{1,9}(?:\.\d{1,9}){0,99}$/).catch(""),
});
export type DeskPlace = z.infer<typeof DeskPlace>;

/** What an address says of ticked requests, for some references in the order in which they stand. */
export function writePicks(references: readonly string[]): string {
  return references.map((reference) => reference.replaceAll(/\D/g, "")).join(".");
}

/** Whether an address says that the request with this reference is ticked. */
export function isPicked(picked: string, reference: string): boolean {
  return picked.split(".").includes(writePicks([reference]));
}
