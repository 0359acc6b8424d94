import { createPublicKey, type KeyObject } from "node:crypto";

import { bitsOf, childrenOf, integerOf, NotDer, readDer, TAG } from "./der.ts";
import { bits, integer, nothing, oid, sequence, toDer } from "./encode.ts";
import { OID } from "./oids.ts";

/** An RSAPublicKey (RFC 8017, A.1.1). */
export type RsaNumbers = { modulus: bigint; exponent: bigint };

/** Modulus and exponent of a SubjectPublicKeyInfo that holds an RSAPublicKey (RFC 8017, A.1.1) and nothing else. Throws `NotDer`. */
export function rsaNumbers(spki: Uint8Array): RsaNumbers {
  const [, key, ...besides] = childrenOf(readDer(spki), TAG.sequence);
  const [modulus, exponent, ...more] = childrenOf(readDer(bitsOf(key)), TAG.sequence);
  if (besides.length + more.length > 0) throw new NotDer("more than an RSA key");
  return { modulus: integerOf(modulus), exponent: integerOf(exponent) };
}

/** How many bits a positive number has. */
export function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length - Math.clz32(parseInt(digits.charAt(0), 16)) + 28;
}

/** DER of the SubjectPublicKeyInfo of a key (RFC 3279, 2.3.1): one encoding for each key. Positive numbers only. */
export function encodeRsaKey({ modulus, exponent }: RsaNumbers): Uint8Array {
  const key = toDer(sequence(integer(signed(modulus)), integer(signed(exponent))));
  return toDer(sequence(sequence(oid(OID.rsaEncryption), nothing()), bits(key)));
}

/** The key as the platform checks signatures with it. It takes the numbers in a twentieth of the time in which it reads the DER. */
export function openRsaKey({ modulus, exponent }: RsaNumbers): KeyObject {
  const [n, e] = [modulus, exponent].map((number) => octetsOf(number).toString("base64url"));
  return createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
}

/** A positive number, most significant octet first. */
function octetsOf(value: bigint): Buffer {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
}

/** As an INTEGER has it, where a first bit of one would mean a negative number (X.690, 8.3). */
function signed(value: bigint): Buffer {
  const octets = octetsOf(value);
  return (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Uint8Array.of(0), octets]);
}
