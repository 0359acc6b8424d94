import type { CertificateProfile, ExtendedKeyUsage } from "#app/domain/definitions/schema/certificate-profile.ts";

import { children, childrenOf, expectTag, NotDer, oidOf, readDer, TAG, type Tlv } from "../der.ts";
import type { Issuer } from "../issuer.ts";

/** What a certificate is judged by: a profile of the rules, or the one of the authority's own responder. */
export type Judged = Omit<CertificateProfile, "kind" | "askedBy" | "keysFrom" | "validity" | "extendedKeyUsages" | "policyOid"> & {
  kind: CertificateProfile["kind"] | "responder";
  validity: CertificateProfile["validity"] | { days: number };
  extendedKeyUsages: ReadonlyArray<ExtendedKeyUsage | "OCSPSigning">;
  /** Null where it stands under no policy. */
  policyOid: string | null;
};

/** Who will sign, which profile is meant, and what time it is. */
export type LintContext = { issuer: Issuer; profile: Judged; now: Date };

/** One check: `judge` says in English what is wrong, or `null`. The reader is an operator, with a standard at hand. */
export type Check = { check: string; clause: string; judge(tbs: Tbs, context: LintContext): string | null };

/** `value` is `null` when its octets are not UTF-8. */
export type Attribute = { oid: string; tag: number; value: string | null };
export type Extension = { oid: string; critical: boolean; value: Uint8Array };

/** A TBSCertificate taken apart but not yet believed. */
export type Tbs = {
  version: Tlv | undefined;
  serial: Tlv;
  signature: Tlv;
  issuer: Tlv;
  notBefore: Tlv;
  notAfter: Tlv;
  /** One list per RDN; a well-made one has one attribute. */
  subject: Attribute[][];
  spki: Tlv;
  uniqueIds: number;
  extensions: Extension[];
};

/** Takes the octets apart (RFC 5280, 4.1); `null` when they are not a TBSCertificate in DER. */
export function readTbs(der: Uint8Array): Tbs | null {
  try {
    const parts = childrenOf(readDer(der), TAG.sequence);
    const version = parts[0]?.tag === 0xa0 ? parts.shift() : undefined;
    const [serial, signature, issuer, validity, subject, spki, ...optional] = parts;
    const [notBefore, notAfter, ...more] = childrenOf(validity, TAG.sequence);
    const extensions = optional.filter((part) => part.tag === 0xa3);
    const uniqueIds = optional.filter((part) => (part.tag & 0xdf) === 0x81 || (part.tag & 0xdf) === 0x82);
    if (!notBefore || !notAfter || more.length > 0 || extensions.length + uniqueIds.length !== optional.length) return null;
    return {
      version,
      serial: expectTag(serial, TAG.integer),
      signature: expectTag(signature, TAG.sequence),
      issuer: expectTag(issuer, TAG.sequence),
      notBefore,
      notAfter,
      subject: childrenOf(subject, TAG.sequence).map((rdn) => childrenOf(rdn, TAG.set).map(readAttribute)),
      spki: expectTag(spki, TAG.sequence),
      uniqueIds: uniqueIds.length,
      extensions: extensions.flatMap((wrapped) => childrenOf(children(wrapped)[0], TAG.sequence).map(readExtension)),
    };
  } catch (thrown) {
    if (thrown instanceof NotDer) return null;
    throw thrown;
  }
}

function readAttribute(attribute: Tlv): Attribute {
  const [type, value] = childrenOf(attribute, TAG.sequence);
  if (!value) throw new NotDer("an attribute without a value");
  return { oid: oidOf(type), tag: value.tag, value: textOf(value.value) };
}

function textOf(octets: Uint8Array): string | null {
  try {
    return UTF8.decode(octets);
  } catch {
    return null;
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** `critical` is left out when FALSE, since DER leaves defaults out; a written FALSE is not DER. */
function readExtension(extension: Tlv): Extension {
  const parts = childrenOf(extension, TAG.sequence);
  const critical = parts[1]?.tag === TAG.boolean ? parts[1] : undefined;
  if (critical && critical.value[0] !== 0xff) throw new NotDer("a default that is written");
  const [, value, ...more] = critical ? [parts[0], ...parts.slice(2)] : parts;
  if (more.length > 0) throw new NotDer("more than an extension");
  return { oid: oidOf(parts[0]), critical: critical !== undefined, value: expectTag(value, TAG.octetString).value };
}

/** Whether two runs of octets are the same. */
export function same(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** `message` when the condition is met: reads as "wrong if". */
export function wrongIf(condition: boolean, message: string): string | null {
  return condition ? message : null;
}
