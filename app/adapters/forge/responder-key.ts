import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

import { bounded } from "#app/domain/certificates/subject.ts";
import type { LintFinding, ResponderKey } from "#app/domain/certificates/ports.ts";
import type { Validity } from "#app/domain/certificates/validity.ts";

import { authorityKeyIdentifier, basicConstraints, extendedKeyUsage, keyUsage, ocspNoCheck, subjectKeyIdentifier } from "./extensions.ts";
import type { Issuer } from "./issuer.ts";
import { lintTbs } from "./lint/lint.ts";
import type { Judged } from "./lint/tbs.ts";
import { signAnswer } from "./ocsp.ts";
import { keyInHand } from "./signer.ts";
import { encodeName, encodeTbs, keyIdentifier } from "./tbs.ts";

/**
 * What the responder's certificate is judged by (RFC 6960, 4.2.2.2). Not among the profiles of the rules: who has a certificate with OCSPSigning speaks for
 * the authority, and no form may ever lead to one.
 */
export const RESPONDER: Judged = {
  id: "ocsp-responder",
  kind: "responder",
  environments: ["demonstration", "test", "acceptance", "production"],
  validity: { days: 30 },
  key: { type: "RSA", minBits: 3072, maxBits: 3072 },
  subject: [
    { attribute: "C", value: "NL" },
    { attribute: "OU", value: "{{environment}}" },
    { attribute: "CN", value: "OCSP responder" },
  ],
  keyUsages: ["digitalSignature"],
  extendedKeyUsages: ["OCSPSigning"],
  policyOid: null,
};

/** A key as strong as those that it speaks of, in the memory of this process alone: one that is written nowhere is nowhere to be found. */
export async function newResponderKey(): Promise<ResponderKey> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 3072, publicExponent: 65537 });
  const spki = Uint8Array.from(pair.publicKey.export({ type: "spki", format: "der" }));
  const key = { ...keyInHand(pair.privateKey), spki };
  return { publicKey: spki, answer: (answers, sent) => signAnswer(answers, sent, key) };
}

/** DER of the responder's TBSCertificate. */
export function prepareResponder(issuer: Issuer, { serial, publicKey, notBefore, notAfter }: Validity & { serial: string; publicKey: Uint8Array }): Uint8Array {
  return encodeTbs({
    serial,
    issuer: issuer.name,
    notBefore,
    notAfter,
    subject: encodeName(RESPONDER.subject.map(({ attribute, value }) => ({ attribute, value: bounded(value.replace("{{environment}}", issuer.environment), 64) }))),
    publicKey,
    extensions: [
      basicConstraints(),
      keyUsage(["digitalSignature"]),
      extendedKeyUsage(["OCSPSigning"]),
      subjectKeyIdentifier(keyIdentifier(publicKey)),
      authorityKeyIdentifier(issuer.keyId),
      ocspNoCheck(),
    ],
  });
}

/** The same checks as for any certificate (P2). */
export function lintResponder(issuer: Issuer, tbs: Uint8Array, now: Date): LintFinding[] {
  return lintTbs(tbs, { issuer, profile: RESPONDER, now });
}
