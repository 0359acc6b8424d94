import type { StaffActor } from "#app/domain/access/actor.ts";
import type { AccountKind } from "#db/schema/accounts.ts";

/** RFC 5280, 5.3.1, as far as this office uses them; a hold is not among them, for blocking is ours and reversible. */
export const REVOCATION_REASONS = ["unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation", "privilegeWithdrawn"] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/**
 * For which reasons a member of staff may revoke a certificate of this kind by hand. Software's goes by form and with identification (Q35), for what stops is the work of a whole practice: by hand only
 * where its key is in other hands, and there every minute counts. The security officer may always, for cause.
 */
export function reasonsByHand(kind: AccountKind, { roles }: Pick<StaffActor, "roles">): RevocationReason[] {
  return kind === "system" && !roles.includes("security-officer") ? ["keyCompromise"] : [...REVOCATION_REASONS];
}
