import { and, eq, isNotNull, isNull } from "drizzle-orm";

import { account, credential } from "#db/schema/accounts.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { BY, type Effect } from "./effect.ts";

/**
 * Lets a PIN that was blocked by too many wrong tries (D3) be tried again, as often as a new one: for whoever still has the letter. A PIN that is not
 * blocked, or not any more, stays as it is. Throws `account.not-of-practice` for an account that is not there or not of this AGB code, `account.has-ended`.
 */
export const unblockPin: Effect = async (_office, { row, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  return async (tx) => {
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    if (holder.status === "ended") throw new Problem("account.has-ended");
    const [freed] = await tx
      .update(credential)
      .set({ blockedAt: null, wrongTries: 0 })
      .where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt), isNotNull(credential.blockedAt)))
      .returning({ id: credential.id });
    const subject = { kind: "account", id: userNumber };
    await record(tx, { now, actor: BY, act: freed ? "credential.unblocked" : "credential.was-not-blocked", subject, requestId: row.id, details: freed ? { credentialId: freed.id } : {} });
    return { userNumber };
  };
};
