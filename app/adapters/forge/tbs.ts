import { createHash, randomBytes } from "node:crypto";

import type { SubjectAttribute } from "#app/domain/definitions/schema/certificate-profile.ts";

import { bitsOf, childrenOf, readDer, TAG } from "./der.ts";
import { bits, encoded, integer, nothing, oid, printable, sequence, set, tagged, time, toDer, utf8, wrapped, type Node } from "./encode.ts";
import { ATTRIBUTE_OID, OID } from "./oids.ts";

/** Everything between the version and the signature; names and the key are DER. */
export type TbsParts = {
  /** Hex, as `newSerial` makes it. */
  serial: string;
  issuer: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  subject: Uint8Array;
  publicKey: Uint8Array;
  extensions: Node[];
};

/** DER of a version 3 TBSCertificate that will be signed with SHA-256 and RSA (RFC 5280, 4.1.2). */
export function encodeTbs(parts: TbsParts): Uint8Array {
  return toDer(
    sequence(
      tagged(0, integer(Uint8Array.of(2))),
      integer(Buffer.from(parts.serial, "hex")),
      signatureAlgorithm(),
      encoded(parts.issuer),
      sequence(time(parts.notBefore), time(parts.notAfter)),
      encoded(parts.subject),
      encoded(parts.publicKey),
      tagged(3, sequence(...parts.extensions)),
    ),
  );
}

/**
 * DER of what was signed, be it a certificate, a list or an answer: the signed octets, the algorithm, the signature, and what is sent along. The signed octets go in as they
 * are, never encoded anew (P2).
 */
export function assembleSigned(signed: Uint8Array, signature: Uint8Array, ...besides: Uint8Array[]): Uint8Array {
  return wrapped(TAG.sequence, signed, SIGNATURE_ALGORITHM, toDer(bits(signature)), ...besides);
}

/** DER of a Name: UTF8String throughout, but PrintableString where RFC 5280 (appendix A.1) demands it. */
export function encodeName(parts: ReadonlyArray<{ attribute: SubjectAttribute; value: string }>): Uint8Array {
  const text = (attribute: SubjectAttribute) => (attribute === "C" || attribute === "serialNumber" ? printable : utf8);
  return toDer(
    sequence(...parts.map(({ attribute, value }) => set(sequence(oid(ATTRIBUTE_OID[attribute]), text(attribute)(value))))),
  );
}

/**
 * A serial: one octet of 0x01–0x7f, so that the number is positive and its length always the same, and 128 bits from the system's
 * random source (P4; RFC 5280, 4.1.2.2 allows 20 octets). 17 octets as lower-case hex.
 */
export function newSerial(): string {
  const serial = randomBytes(17);
  serial[0] = 1 + ((serial[0] ?? 0) % 0x7f);
  return serial.toString("hex");
}

/** SHA-1 of the key's bits: method (1) of RFC 5280, 4.2.1.2. It names a key and protects nothing. */
export function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const [, key] = childrenOf(readDer(publicKey), TAG.sequence);
  return createHash("sha1").update(bitsOf(key)).digest();
}

export const signatureAlgorithm = (): Node => sequence(oid(OID.sha256WithRSAEncryption), nothing());
const SIGNATURE_ALGORITHM = toDer(signatureAlgorithm());
