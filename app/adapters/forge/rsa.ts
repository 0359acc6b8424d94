import { bitsOf, childrenOf, integerOf, NotDer, readDer, TAG } from "./der.ts";

/** Modulus and exponent of a SubjectPublicKeyInfo that holds an RSAPublicKey (RFC 8017, A.1.1) and nothing else. Throws `NotDer`. */
export function rsaNumbers(spki: Uint8Array): { modulus: bigint; exponent: bigint } {
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
