import { eq } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { system } from "#app/domain/access/actor.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";
import { Problem } from "#app/domain/problem.ts";

import type { Effect } from "./effect.ts";
import { endWithAllThatHangsOnIt } from "./end-account.ts";

/** What the form calls it, and what RFC 5280 does (5.3.1). */
export const REASONS: Readonly<Record<string, RevocationReason>> = {
  left: "affiliationChanged",
  deceased: "affiliationChanged",
  compromised: "keyCompromise",
  "not-needed": "cessationOfOperation",
};

/**
 * Revokes the certificates of an account and ends it, for good (R48): rights, PIN and letters go with it. A key that fell into other hands is
 * never certified again. Throws `account.not-of-practice` for an account that is not there or not of this AGB code; one that ended before stays so.
 * Throws `account.being-installed` while a certificate is being signed, so that the job comes back for it.
 */
export const revokeAccount: Effect = async (office, { row, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  const reason = REASONS[inputs.text("reason")] ?? "unspecified";
  return async (tx) => {
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber));
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    await endWithAllThatHangsOnIt(tx, office, { userNumber, reason, requestId: row.id, by: system("fulfilment"), now });
    return { userNumber };
  };
};
