import { holdSoftware, setAddresses } from "#app/domain/accounts/registered-addresses.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { BY, type Effect } from "./effect.ts";

/**
 * Makes the addresses on the form those from which the software of this AGB code may come, and no others (R112), with old and new in the trail. Throws `account.nothing-to-change` where there
 * is no software any more.
 */
export const registerAddresses: Effect = async (_office, { row, inputs, now }) => async (tx) => {
  const software = await holdSoftware(tx, row.agbCode);
  if (software === null) throw new Problem("account.nothing-to-change");
  const { userNumber } = software;
  const changed = await setAddresses(tx, { userNumber, addresses: inputs.text("addresses").split("\n"), requestId: row.id, now });
  await record(tx, { now, actor: BY, act: "addresses.registered", subject: { kind: "account", id: userNumber }, requestId: row.id, details: changed });
  return { userNumber };
};
