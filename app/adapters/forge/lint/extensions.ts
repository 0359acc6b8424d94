import { createHash } from "node:crypto";

import { KEY_USAGES, type KeyUsage } from "#app/domain/definitions/schema/certificate-profile.ts";

import { bitsOf, children, childrenOf, expectTag, NotDer, oidOf, readDer, TAG, type Tlv } from "../der.ts";
import { EXTENDED_KEY_USAGE_OID, OID } from "../oids.ts";
import { same, wrongIf, type Check, type LintContext, type Tbs } from "./tbs.ts";

/** What everybody's certificate has, and whether it is critical (RFC 5280, 4.2). */
const OF_ALL: ReadonlyArray<[oid: string, critical: boolean]> = [
  [OID.basicConstraints, true],
  [OID.keyUsage, true],
  [OID.extKeyUsage, false],
  [OID.subjectKeyIdentifier, false],
  [OID.authorityKeyIdentifier, false],
];
/** What a leaf must have, once each, and nothing besides. */
const OF_LEAVES: ReadonlyMap<string, boolean> = new Map([...OF_ALL, [OID.certificatePolicies, false], [OID.crlDistributionPoints, false], [OID.authorityInfoAccess, false]]);
/** The same of the responder, of which nobody asks whether it was revoked (RFC 6960, 4.2.2.2.1). */
const OF_RESPONDER: ReadonlyMap<string, boolean> = new Map([...OF_ALL, [OID.ocspNoCheck, false]]);

const wantedOf = ({ profile }: LintContext): ReadonlyMap<string, boolean> => (profile.kind === "responder" ? OF_RESPONDER : OF_LEAVES);

export const extensionChecks: Check[] = [
  {
    check: "extension-duplicate",
    clause: "RFC 5280, 4.2",
    judge: ({ extensions }) => wrongIf(new Set(extensions.map(({ oid }) => oid)).size !== extensions.length, "an extension stands twice"),
  },
  {
    check: "extension-unknown",
    clause: "profile; RFC 5280, 4.2",
    judge: ({ extensions }, context) => {
      const unknown = extensions.filter(({ oid }) => !wantedOf(context).has(oid)).map(({ oid }) => oid);
      return wrongIf(unknown.length > 0, `${unknown.join()} is not in the profile`);
    },
  },
  {
    check: "extension-criticality",
    clause: "RFC 5280, 4.2.1 and 4.2.2",
    judge: ({ extensions }, context) => {
      const wanted = wantedOf(context);
      const wrong = extensions.filter(({ oid, critical }) => wanted.has(oid) && wanted.get(oid) !== critical);
      return wrongIf(wrong.length > 0, `critical or not: ${wrong.map(({ oid }) => oid).join()}`);
    },
  },
  {
    check: "basic-constraints-missing",
    clause: "RFC 5280, 4.2.1.9",
    judge: ({ extensions }) => wrongIf(!extensions.some(({ oid }) => oid === OID.basicConstraints), "missing"),
  },
  {
    check: "basic-constraints-ca",
    clause: "RFC 5280, 4.2.1.9",
    judge: inside(OID.basicConstraints, (value) => wrongIf(children(value).some(({ tag }) => tag === TAG.boolean), "a leaf that claims to be an authority, or a default that is written"), "absent-is-fine"),
  },
  {
    check: "basic-constraints-path-length",
    clause: "RFC 5280, 4.2.1.9",
    judge: inside(OID.basicConstraints, (value) => wrongIf(children(value).some(({ tag }) => tag !== TAG.boolean), "a leaf with a path length"), "absent-is-fine"),
  },
  {
    check: "key-usage",
    clause: "profile, keyUsages; RFC 5280, 4.2.1.3",
    judge: inside(OID.keyUsage, (value, _, { profile }) => wrongIf(!same(value.bytes, wantedKeyUsage(profile.keyUsages)), "not exactly the usages of the profile")),
  },
  {
    check: "extended-key-usage",
    clause: "profile, extendedKeyUsages; RFC 5280, 4.2.1.12",
    judge: inside(OID.extKeyUsage, (value, _, { profile }) => {
      const wanted = profile.extendedKeyUsages.map((usage) => EXTENDED_KEY_USAGE_OID[usage]);
      return wrongIf(childrenOf(value, TAG.sequence).map(oidOf).join() !== wanted.join(), "not exactly the usages of the profile");
    }),
  },
  {
    check: "subject-key-identifier",
    clause: "RFC 5280, 4.2.1.2 (1)",
    judge: inside(OID.subjectKeyIdentifier, (value, { spki }) => {
      const key = bitsOf(children(spki)[1]);
      return wrongIf(!same(expectTag(value, TAG.octetString).value, createHash("sha1").update(key).digest()), "not the hash of this key");
    }),
  },
  {
    check: "authority-key-identifier",
    clause: "RFC 5280, 4.2.1.1",
    judge: inside(OID.authorityKeyIdentifier, (value, _, { issuer }) => {
      const [keyId, ...more] = childrenOf(value, TAG.sequence);
      return wrongIf(more.length > 0 || !same(expectTag(keyId, 0x80).value, issuer.keyId), "not the identifier of the issuing key alone");
    }),
  },
  {
    check: "certificate-policy",
    clause: "profile, policyOid; RFC 5280, 4.2.1.4",
    judge: inside(OID.certificatePolicies, (value, _, { profile }) => {
      const policies = childrenOf(value, TAG.sequence).map((policy) => childrenOf(policy, TAG.sequence));
      return wrongIf(policies.length !== 1 || policies[0]?.length !== 1 || oidOf(policies[0][0]) !== profile.policyOid, "not the policy of the profile alone");
    }),
  },
  {
    check: "crl-distribution-point",
    clause: "RFC 5280, 4.2.1.13",
    judge: inside(OID.crlDistributionPoints, (value, _, { issuer }) => {
      const [point, ...more] = childrenOf(value, TAG.sequence);
      const [place, ...reasons] = childrenOf(point, TAG.sequence);
      const [name, ...names] = childrenOf(childrenOf(place, 0xa0)[0], 0xa0);
      return wrongIf(more.length + reasons.length + names.length > 0 || uriOf(name) !== issuer.urls.crl, "not the address of the issuer's list alone");
    }),
  },
  {
    check: "authority-information-access",
    clause: "RFC 5280, 4.2.2.1",
    judge: inside(OID.authorityInfoAccess, (value, _, { issuer }) => {
      const found = childrenOf(value, TAG.sequence).map((access) => {
        const [method, place, ...more] = childrenOf(access, TAG.sequence);
        return more.length > 0 ? "" : `${oidOf(method)} ${uriOf(place)}`;
      });
      const wanted = [`${OID.ocsp} ${issuer.urls.ocsp}`, `${OID.caIssuers} ${issuer.urls.issuerCertificate}`];
      return wrongIf(found.join() !== wanted.join(), "not the addresses of OCSP and the issuer's certificate");
    }),
  },
  {
    check: "ocsp-no-check",
    clause: "RFC 6960, 4.2.2.2.1",
    judge: inside(OID.ocspNoCheck, (value) => wrongIf(value.tag !== TAG.null, "not NULL")),
  },
];

type JudgeValue = (value: Tlv, tbs: Tbs, context: LintContext) => string | null;

/** Opens an extension and judges what is inside; one that is not there, or does not read as DER, is wrong as well. */
function inside(oid: string, judge: JudgeValue, absence: "is-wrong" | "absent-is-fine" = "is-wrong"): Check["judge"] {
  return (tbs, context) => {
    const extension = tbs.extensions.find((one) => one.oid === oid);
    if (!extension) return absence === "is-wrong" && wantedOf(context).has(oid) ? "missing" : null;
    try {
      return judge(readDer(extension.value), tbs, context);
    } catch (thrown) {
      if (thrown instanceof NotDer) return `cannot be read: ${thrown.message}`;
      throw thrown;
    }
  };
}

/** A BIT STRING without its trailing zero bits (X.690, 11.2.2). */
function wantedKeyUsage(usages: readonly KeyUsage[]): Uint8Array {
  const bits = KEY_USAGES.map((usage) => (usages.includes(usage) ? "1" : "0")).join("");
  const length = bits.lastIndexOf("1") + 1;
  return Uint8Array.of(TAG.bitString, 2, 8 - length, parseInt(bits.slice(0, length).padEnd(8, "0"), 2));
}

function uriOf(name: Tlv | undefined): string {
  return Buffer.from(expectTag(name, 0x86).value).toString("latin1");
}
