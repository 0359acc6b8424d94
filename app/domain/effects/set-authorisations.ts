import { and, eq, inArray, isNull } from "drizzle-orm";

import { account, authorisation } from "#db/schema/accounts.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";
import { changeOf, listHeld } from "#app/domain/requests/authorisation-change.ts";

import { BY, type Effect } from "./effect.ts";

/**
 * Grants and withdraws services of an account, in one transaction with the record of old and new (R47). What the user has already, or never had,
 * stays as it is. Throws `account.not-of-practice` for an account that is not there or not of this AGB code, and `account.nothing-to-change` for one that has
 * ended since it was judged: it has no rights any more, and gets none.
 */
export const setAuthorisations: Effect = async (_office, { row, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  const asked = { granted: inputs.list("grant"), withdrawn: inputs.list("withdraw") };
  return async (tx) => {
    // Locks the account, so that of two changes the second sees what the first one made.
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    if (holder.status === "ended") throw new Problem("account.nothing-to-change");
    const { before, after, granted, withdrawn } = changeOf(await listHeld(tx, userNumber), asked);
    if (withdrawn.length > 0) {
      await tx
        .update(authorisation)
        .set({ withdrawnAt: now })
        .where(and(eq(authorisation.userNumber, userNumber), inArray(authorisation.service, withdrawn), isNull(authorisation.withdrawnAt)));
    }
    for (const service of granted) await tx.insert(authorisation).values({ userNumber, service, grantedAt: now });
    const subject = { kind: "account", id: userNumber };
    await record(tx, { now, actor: BY, act: "authorisations.changed", subject, requestId: row.id, details: { before, after, granted, withdrawn } });
    return { userNumber };
  };
};
