import { system } from "#app/domain/access/actor.ts";
import { openReissues } from "#app/domain/certificates/reissue.ts";

import type { Effect } from "./effect.ts";

/**
 * Lets the holder of a certificate have another one that says what is so now (R107), where theirs does not: they renew it at once and alone, or install again with number
 * and PIN. Named after the effect that changes the data. Who has no certificate, or one that says it already, needs nothing.
 */
export const reissueCertificate: Effect = async (office, { row, inputs, now }) => async (tx) => {
  await openReissues(tx, office, { userNumbers: [inputs.text("userNumber")], because: { requestId: row.id }, by: system("fulfilment"), now });
  return {};
};
