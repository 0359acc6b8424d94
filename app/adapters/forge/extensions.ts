import { isIPv4 } from "node:net";

import type { ExtendedKeyUsage } from "#app/domain/definitions/schema/certificate-profile.ts";

import { bits, boolean, implicit, integer, nothing, octets, oid, sequence, tagged, toDer, type Node } from "./encode.ts";
import { EXTENDED_KEY_USAGE_OID, OID } from "./oids.ts";

/** Where an issuer's CRL, its OCSP responder and its own certificate are found. */
export type PublicationUrls = { crl: string; ocsp: string; issuerCertificate: string };

/** RFC 5280, 4.2.1.3: the usages in the order of their bits. */
const KEY_USAGE_BITS = [
  "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign",
] as const;
export type KeyUsageBit = (typeof KEY_USAGE_BITS)[number];

/** Critical always. A leaf's is empty: `cA` is FALSE by default, and DER leaves defaults out (4.2.1.9). */
export function basicConstraints(authority?: { pathLength?: number }): Node {
  if (!authority) return extension(OID.basicConstraints, true, sequence());
  const limit = authority.pathLength === undefined ? [] : [integer(Uint8Array.of(authority.pathLength))];
  return extension(OID.basicConstraints, true, sequence(boolean(true), ...limit));
}

/** Critical; trailing zero bits are left out (4.2.1.3). */
export function keyUsage(usages: readonly KeyUsageBit[]): Node {
  const { octet, unused } = keyUsageOctet(usages);
  return extension(OID.keyUsage, true, bits(Uint8Array.of(octet), unused));
}

/** The one content octet of a KeyUsage and how many of its bits are unused. */
export function keyUsageOctet(usages: readonly KeyUsageBit[]): { octet: number; unused: number } {
  const places = usages.map((usage) => KEY_USAGE_BITS.indexOf(usage));
  return { octet: places.reduce((octet, place) => octet | (0x80 >> place), 0), unused: 7 - Math.max(...places) };
}

export function extendedKeyUsage(usages: ReadonlyArray<ExtendedKeyUsage | "OCSPSigning">): Node {
  return extension(OID.extKeyUsage, false, sequence(...usages.map((usage) => oid(EXTENDED_KEY_USAGE_OID[usage]))));
}

export function subjectKeyIdentifier(identifier: Uint8Array): Node {
  return extension(OID.subjectKeyIdentifier, false, octets(identifier));
}

/** By key only: issuer and serial would tie the leaf to one certificate of the issuer (4.2.1.1). */
export function authorityKeyIdentifier(identifier: Uint8Array): Node {
  return extension(OID.authorityKeyIdentifier, false, sequence(implicit(0, identifier)));
}

export function certificatePolicies(policy: string): Node {
  return extension(OID.certificatePolicies, false, sequence(sequence(oid(policy))));
}

export function crlDistributionPoints(url: string): Node {
  return extension(OID.crlDistributionPoints, false, sequence(sequence(tagged(0, tagged(0, uri(url))))));
}

export function authorityInfoAccess(urls: PublicationUrls): Node {
  return extension(
    OID.authorityInfoAccess,
    false,
    sequence(sequence(oid(OID.ocsp), uri(urls.ocsp)), sequence(oid(OID.caIssuers), uri(urls.issuerCertificate))),
  );
}

/** The names and addresses that a server answers to (RFC 5280, 4.2.1.6): dNSName [2] and iPAddress [7], the latter as four octets. */
export function subjectAltName(hosts: readonly string[]): Node {
  const general = (host: string) => (isIPv4(host) ? implicit(7, Buffer.from(host.split(".").map(Number))) : implicit(2, Buffer.from(host, "latin1")));
  return extension(OID.subjectAltName, false, sequence(...hosts.map(general)));
}

/** Nobody asks whether the one who answers is revoked (RFC 6960, 4.2.2.2.1): its certificate ends soon instead. */
export function ocspNoCheck(): Node {
  return extension(OID.ocspNoCheck, false, nothing());
}

/** RFC 5280, 5.2.3: each list has a higher number than the one before. */
export function crlNumber(number: number): Node {
  return extension(OID.cRLNumber, false, integer(positive(number)));
}

/** RFC 6960, 4.4.1: what the asker sent, given back octet by octet. */
export function ocspNonce(value: Uint8Array): Node {
  return sequence(oid(OID.ocspNonce), octets(value));
}

/** The octets of a whole number of 0 or more; none more than it needs, and a first bit of zero (X.690, 8.3.2). */
function positive(number: number): Uint8Array {
  const digits = number.toString(16);
  const octets = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  return (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Uint8Array.of(0), octets]);
}

/** GeneralName, uniformResourceIdentifier [6] (4.2.1.6). */
const uri = (url: string): Node => implicit(6, Buffer.from(url, "latin1"));

function extension(id: string, critical: boolean, value: Node): Node {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(toDer(value)));
}
