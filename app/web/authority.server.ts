import type { Publication } from "#app/domain/certificates/authority-state.ts";
import type { StatusAuthority } from "#app/domain/certificates/ports.ts";
import type { RecheckShown } from "#app/domain/certificates/recheck.ts";

import { paths } from "./paths.ts";

/** How one authority stands: what it publishes, and its own certificates. */
type Standing = { authority: Pick<StatusAuthority, "caCertificates">; publication: Publication };

/** The authorities as their page draws them; dates as ISO 8601, addresses below our own. */
export function showAuthority(own: Standing, tests: Standing | null, recheck: RecheckShown, mayReadAccounts: boolean) {
  return {
    ...showOne(own),
    tests: tests && showOne(tests),
    recheck: {
      state: recheck.state,
      last: recheck.last && { checked: recheck.last.checked, endedAt: recheck.last.endedAt.toISOString() },
      running: recheck.running && { checked: recheck.running.checked, begunAt: recheck.running.begunAt.toISOString() },
      findingCount: recheck.findingCount,
      findings: recheck.findings.map(({ serial, what, foundAt, userNumber }) => ({ serial, what, foundAt: foundAt.toISOString(), account: userNumber && mayReadAccounts ? { userNumber, to: paths.account(userNumber) } : null })),
    },
  };
}
export type AuthorityShown = ReturnType<typeof showAuthority>;

function showOne({ authority: { caCertificates: { issuer, root } }, publication }: Standing) {
  const ca = ({ keyId, subject, sha256, notAfter }: typeof issuer) => ({ to: paths.caCertificate(keyId), subject, sha256, notAfter: notAfter.toISOString() });
  const { crl, unlisted, responders } = publication;
  return {
    issuer: ca(issuer),
    root: ca(root),
    crl: crl && { ...crl, to: paths.crl(issuer.keyId), thisUpdate: crl.thisUpdate.toISOString(), nextUpdate: crl.nextUpdate.toISOString() },
    unlisted,
    responders: responders.map(({ serial, notBefore, notAfter }) => ({ serial, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() })),
  };
}
