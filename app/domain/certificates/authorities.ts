import type { AccountKind } from "#db/schema/accounts.ts";
import { issuingAuthority } from "#db/schema/authority.ts";
import type { Db } from "#db/types.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";
import { noteTestAuthority } from "#app/domain/tests-offered.ts";

import type { Authority, StatusAuthority } from "./ports.ts";

/** An issuing CA whose key is open, with the environment that stands in its name. */
export type AuthorityAtWork = Authority & StatusAuthority & { environment: Environment };

/** The authorities of an office. They share nothing: no root, no key, no name, no number (R114). */
export type Authorities = { authority: AuthorityAtWork; testAuthority: AuthorityAtWork | null };

/** All of them, for what each does by itself: publish its list, answer, finish what was left over. */
export function authoritiesOf({ authority, testAuthority }: Authorities): AuthorityAtWork[] {
  return testAuthority === null ? [authority] : [authority, testAuthority];
}

/**
 * The one authority that may issue to an account of this kind: tests have their own, and nobody else comes to it. Throws `certificate.no-tests` where the office
 * offers none. Lint and database hold the same.
 */
export function authorityFor({ authority, testAuthority }: Authorities, kind: AccountKind): AuthorityAtWork {
  if (kind !== "test") return authority;
  if (testAuthority === null) throw new Problem("certificate.no-tests");
  return testAuthority;
}

/** Whether what belongs to this kind of account is good for the real work: a test certificate opens nothing there (R114). */
export function isForProduction(kind: AccountKind): boolean {
  return kind !== "test";
}

/**
 * Writes down which authorities work here, each once and for good: by that the database holds which of them may issue what; and whether tests are offered now. Throws `authority.tests-apart` for a
 * test authority that is none, an authority that is one, and for two that share a certificate.
 */
export async function takeIntoUse(db: Db, authorities: Authorities, now: Date): Promise<void> {
  const { authority, testAuthority } = authorities;
  const shared = testAuthority !== null && [authority.caCertificates.issuer, authority.caCertificates.root].some(({ keyId }) => Object.values(testAuthority.caCertificates).some((its) => its.keyId === keyId));
  if (shared || authority.environment === "test" || (testAuthority !== null && testAuthority.environment !== "test")) throw new Problem("authority.tests-apart");
  const all = authoritiesOf(authorities).map(({ issuerId, environment }) => ({ id: issuerId, environment, forTests: environment === "test", takenIntoUseAt: now }));
  await db.insert(issuingAuthority).values(all).onConflictDoNothing();
  await noteTestAuthority(db, testAuthority?.issuerId ?? null);
}
