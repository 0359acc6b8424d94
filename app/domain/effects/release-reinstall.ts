import { releaseOnRequest, RELEASE_REASONS } from "#app/domain/certificates/release.ts";

import type { Effect } from "./effect.ts";

/**
 * Lets a user install again although their certificate is valid, because the practice asked for it and somebody identified (R40, R52, D13). What was lost is revoked when installing
 * begins, what was stolen at once. Whatever the form does not say in so many words counts as lost: the user then loses nothing that they still have. Throws what `releaseOnRequest` throws.
 */
export const releaseReinstall: Effect = async (office, { row, inputs, now }) => {
  const [userNumber, said] = [inputs.text("userNumber"), inputs.text("why")];
  const why = RELEASE_REASONS.find((reason) => reason === said) ?? "lost";
  return async (tx) => {
    await releaseOnRequest(tx, office, { request: row, userNumber, why, now });
    return { userNumber };
  };
};
