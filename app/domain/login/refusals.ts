/** Why a certificate does not let its holder in; each has a page of its own that says what to do (`login:refused`). */
export const REFUSALS = ["unknown", "other-authority", "test", "not-personal", "not-yet", "expired", "replaced", "revoked", "blocked", "ended"] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What a try to log in came to, as the holder reads it in their own list (`my:logins.outcome`). */
export const LOGIN_OUTCOMES = ["entered", "linked", "wrong-code", "used-code", "too-often", ...REFUSALS] as const;
export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];
