import type { EffectName } from "#app/domain/definitions/schema/request-type.ts";

import { changeRoleHolder } from "./change-role-holder.ts";
import { changeData } from "./change-data.ts";
import { createAccount } from "./create-account.ts";
import type { Effect } from "./effect.ts";
import { makeTask } from "./manual-task.ts";
import { newPin } from "./new-pin.ts";
import { reissueCertificate } from "./reissue-certificate.ts";
import { registerAddresses } from "./register-addresses.ts";
import { releaseReinstall } from "./release-reinstall.ts";
import { revokeAccount } from "./revoke-account.ts";
import { revokeSoftware } from "./revoke-software.ts";
import { sendLetter } from "./send-letter.ts";
import { sendNumber } from "./send-number.ts";
import { setAuthorisations } from "./set-authorisations.ts";
import { signAddendum } from "./sign-addendum.ts";
import { unblockPin } from "./unblock-pin.ts";
import { unlinkAuthenticator } from "./unlink-authenticator.ts";

/** The verb of each effect that a request type may name; a name without one is a type error. */
export const EFFECT_VERBS: Readonly<Record<EffectName, Effect>> = {
  "create-account": createAccount,
  "set-authorisations": setAuthorisations,
  "revoke-account": revokeAccount,
  "change-role-holder": changeRoleHolder,
  "send-number": sendNumber,
  "new-pin": newPin,
  "unblock-pin": unblockPin,
  "unlink-authenticator": unlinkAuthenticator,
  "release-reinstall": releaseReinstall,
  "change-data": changeData,
  "manual-task": makeTask,
  "sign-addendum": signAddendum,
  "register-addresses": registerAddresses,
  "revoke-software": revokeSoftware,
  "reissue-certificate": reissueCertificate,
  "send-letter": sendLetter,
};
