import { system } from "#app/domain/access/actor.ts";
import { findSoftware } from "#app/domain/accounts/registered-addresses.ts";
import { Problem } from "#app/domain/problem.ts";

import type { Effect } from "./effect.ts";
import { endWithAllThatHangsOnIt } from "./end-account.ts";
import { REASONS } from "./revoke-account.ts";

/**
 * Revokes the certificate of an AGB code's software and ends its account, for good (R48, Q35): rights, PIN and letters go with it, and software that uses it stops. Throws
 * `account.nothing-to-change` where there is none any more, and `account.being-installed` while a certificate is being signed, so that the job comes back for it.
 */
export const revokeSoftware: Effect = async (office, { row, inputs, now }) => {
  const reason = REASONS[inputs.text("reason")] ?? "unspecified";
  return async (tx) => {
    const found = await findSoftware(tx, row.agbCode);
    if (found === null) throw new Problem("account.nothing-to-change");
    await endWithAllThatHangsOnIt(tx, office, { userNumber: found, reason, requestId: row.id, by: system("fulfilment"), now });
    return { userNumber: found };
  };
};
