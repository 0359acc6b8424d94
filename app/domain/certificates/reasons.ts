/** RFC 5280, 5.3.1, as far as this office uses them; a hold is not among them, for blocking is ours and reversible. */
export const REVOCATION_REASONS = ["unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation", "privilegeWithdrawn"] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];
