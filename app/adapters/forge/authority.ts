import type { AuthorityAtWork } from "#app/domain/certificates/authorities.ts";
import type { CertificateOrder } from "#app/domain/certificates/ports.ts";
import { fillSubject } from "#app/domain/certificates/subject.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";

import { encodeEntries, prepareCrl } from "./crl.ts";
import { checkCsr } from "./csr.ts";
import {
  authorityInfoAccess, authorityKeyIdentifier, basicConstraints, certificatePolicies, crlDistributionPoints, extendedKeyUsage,
  keyUsage, subjectKeyIdentifier, type PublicationUrls,
} from "./extensions.ts";
import { openIssuer, type Issuer, type IssuerFiles } from "./issuer.ts";
import { lintTbs } from "./lint/lint.ts";
import { issuerHashes, readQuestion, refuse } from "./ocsp.ts";
import { lintResponder, newResponderKey, prepareResponder } from "./responder-key.ts";
import { signDer } from "./signer.ts";
import { encodeName, encodeTbs, keyIdentifier, newSerial } from "./tbs.ts";

/** The ports, and what the web needs to publish beside them. */
export type OpenAuthority = AuthorityAtWork & { urls: PublicationUrls };

/**
 * The authority at work: an issuing CA whose key is open. Throws the problems of `openIssuer`. The clock judges validity only; no
 * certificate takes its dates from here.
 */
export function openAuthority({ clock, ...files }: IssuerFiles & { clock: Clock }): OpenAuthority {
  const issuer = openIssuer(files);
  const hashes = issuerHashes(issuer);
  return {
    environment: issuer.environment,
    urls: issuer.urls,
    issuerId: issuer.id,
    chain: () => [...issuer.chain],
    newSerial,
    checkCsr: (pem, expected) => checkCsr(pem, expected, issuer.modulus),
    prepare: (order) => prepareTbs(issuer, order),
    lint: (tbs, profile) => lintTbs(tbs, { issuer, profile, now: clock.now() }),
    sign: (tbs) => signDer(tbs, issuer.key),
    readQuestion: (octets) => readQuestion(octets, hashes),
    refuse,
    newResponderKey,
    prepareResponder: (order) => prepareResponder(issuer, order),
    lintResponder: (tbs) => lintResponder(issuer, tbs, clock.now()),
    encodeEntries,
    prepareCrl: (order) => prepareCrl(issuer, order),
    caCertificates: issuer.certificates,
  };
}

/** What a leaf says (RFC 5280, 4.1.2 and 4.2): every extension that we write stands in this list, and the lint allows no other. */
function prepareTbs(issuer: Issuer, { profile, serial, publicKey, subject, notBefore, notAfter }: CertificateOrder): Uint8Array {
  return encodeTbs({
    serial,
    issuer: issuer.name,
    notBefore,
    notAfter,
    subject: encodeName(fillSubject(profile, subject)),
    publicKey,
    extensions: [
      basicConstraints(),
      keyUsage(profile.keyUsages),
      extendedKeyUsage(profile.extendedKeyUsages),
      subjectKeyIdentifier(keyIdentifier(publicKey)),
      authorityKeyIdentifier(issuer.keyId),
      certificatePolicies(profile.policyOid),
      crlDistributionPoints(issuer.urls.crl),
      authorityInfoAccess(issuer.urls),
    ],
  });
}
