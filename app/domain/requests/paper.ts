import { asc, eq } from "drizzle-orm";

import { intake } from "#db/schema/intake.ts";
import type { Db } from "#db/types.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import type { Facts } from "#rules/vocabulary.ts";

import type { Channel } from "./facts.ts";

/** Whose signature counts on paper (D8): the contact may be the one who is away. */
export const SIGNING_ROLES: readonly Holder["role"][] = ["contact", "main-contact", "signatory"];

/**
 * What a person saw on the paper of a request, all that came in for it together: signed by somebody who has a role now, where a scan by e-mail counts only
 * from an address that is registered (D8); and the copy of the identity document, of which the last word counts unless there was a good one (D17).
 */
export async function paperFacts(
  db: Db,
  { requestId, channel, holders }: { requestId: string; channel: Channel; holders: readonly Holder[] },
): Promise<Pick<Facts<"screening">, "paper.signed" | "paper.idCopy">> {
  if (channel !== "paper" && channel !== "email") return { "paper.signed": null, "paper.idCopy": null };
  const came = await db.select().from(intake).where(eq(intake.requestId, requestId)).orderBy(asc(intake.begunAt), asc(intake.id));
  const copies = came.flatMap(({ idCopy }) => idCopy ?? []);
  return {
    "paper.signed": came.some((one) => isSigned(one, holders)),
    "paper.idCopy": copies.includes("present") ? "present" : (copies.at(-1) ?? "missing"),
  };
}

/** Whether what came in counts as signed. */
export function isSigned(one: Pick<typeof intake.$inferSelect, "channel" | "signedBy" | "senderEmail">, holders: readonly Holder[]): boolean {
  const signer = holders.find(({ id }) => id === one.signedBy);
  if (!signer || !SIGNING_ROLES.includes(signer.role)) return false;
  return one.channel === "paper" || isRegistered(one.senderEmail, holders);
}

/** Whether an address is one that we know of somebody of the enterprise. */
export function isRegistered(email: string | null, holders: readonly Holder[]): boolean {
  return email !== null && holders.some((holder) => holder.email.toLowerCase() === email.toLowerCase());
}
