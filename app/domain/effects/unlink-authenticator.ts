import { eq } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { system } from "#app/domain/access/actor.ts";
import { unlinkAuthenticator as unlink } from "#app/domain/login/authenticator.ts";
import { Problem } from "#app/domain/problem.ts";

import type { Effect } from "./effect.ts";

/**
 * Unlinks the authenticator app of an account, so that the next login links a new one (R46, R111): whoever has the former phone gets no further with its codes, and
 * open sessions end. Throws `account.not-of-practice` for an account that is not there or not of this AGB code, `account.has-ended`.
 */
export const unlinkAuthenticator: Effect = async (_office, { row, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  return async (tx) => {
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    if (holder.status === "ended") throw new Problem("account.has-ended");
    await unlink(tx, { userNumber, by: system("fulfilment"), requestId: row.id, now });
    return { userNumber };
  };
};
