import type { Language } from "#app/domain/people.ts";

/** What the organisation says of somebody who signed in there. Issuer and subject together are who it is; the rest may change. */
export type SignedInPerson = {
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  groups: readonly string[];
};

/** What the browser keeps between leaving for the organisation and coming back; none of it means anything to anybody else. */
export type SignInUnderWay = { state: string; nonce: string; verifier: string };

export type SignedIn = {
  person: SignedInPerson;
  /** What the groups are asked again with, without the person; null where the organisation gives none. A secret. */
  renewal: string | null;
  /** The organisation's own name for the session there. */
  providerSession: string | null;
};

/** Whose sessions the organisation says are over. */
export type EndedThere = { tokenId: string; subject: string | null; providerSession: string | null };

/**
 * Signing in at the organisation where staff work (OpenID Connect). Throws `sign-in.unreachable` (no answer: asking later may help), `sign-in.denied` (the
 * person or the organisation said no), `sign-in.late` (the answer was used or is too old there), `sign-in.clock` (its clock and ours differ) and
 * `sign-in.malformed` (anything else). No token stands in an error.
 */
export interface StaffSignIn {
  issuer: string;
  /** The origins that a browser may be sent to, for the content security policy. */
  origins: readonly string[];
  begin(input: { returnUrl: string; language: Language }): Promise<{ url: string; underWay: SignInUnderWay }>;
  /** `search` is what the browser came back with, "?code=…&state=…". */
  finish(input: { returnUrl: string; search: string; underWay: SignInUnderWay }): Promise<SignedIn>;
  /** Asks for the same person again; null when the organisation no longer knows the session. */
  again(input: { renewal: string; subject: string }): Promise<SignedIn | null>;
  /** Where a browser ends the session at the organisation too, or null where it offers no such place. */
  leaveUrl(input: { returnUrl: string; language: Language }): string | null;
  /** Reads what the organisation sends when a session ended there (back-channel logout). Throws `sign-in.malformed` for anything else. */
  readEnded(token: string): Promise<EndedThere>;
}
