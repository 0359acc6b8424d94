import { createPrivateKey, generatePrime, sign, type KeyObject } from "node:crypto";

import { bitString, integer, nothing, objectIdentifier, sequence, setOf, tagged, utf8String } from "#app/ui/install/der.ts";
import { toPem } from "#app/ui/install/pem.ts";

const E = 65537n;

/**
 * So many different RSA-3072 keys. Each is a pair from a pool of primes, since as many pairs of fresh primes would take a quarter of an
 * hour; every check of a signing request takes them for what they are, which is RSA keys.
 */
export async function makeKeys(amount: number): Promise<KeyObject[]> {
  const poolSize = Math.ceil((1 + Math.sqrt(1 + 8 * amount)) / 2);
  const primes: bigint[] = [];
  while (primes.length < poolSize) {
    const prime = await newPrime(1536);
    if ((prime - 1n) % E !== 0n) primes.push(prime);
  }
  const keys: KeyObject[] = [];
  for (const [place, p] of primes.entries()) {
    for (const q of primes.slice(place + 1)) if (keys.length < amount) keys.push(keyOf(p, q));
  }
  return keys;
}

/** A signing request as the install page makes it. */
export function makeCsr(key: KeyObject, publicKey: Uint8Array<ArrayBuffer>, userNumber: string): string {
  const subject = sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8String(userNumber))));
  const info = sequence(integer(0), subject, publicKey, tagged(0));
  const algorithm = sequence(objectIdentifier("1.2.840.113549.1.1.11"), nothing());
  return toPem("CERTIFICATE REQUEST", sequence(info, algorithm, bitString(Uint8Array.from(sign("sha256", info, key)))));
}

function newPrime(bits: number): Promise<bigint> {
  return new Promise((done, failed) => generatePrime(bits, { bigint: true }, (error, prime) => (error ? failed(error) : done(prime))));
}

function keyOf(p: bigint, q: bigint): KeyObject {
  const d = inverse(E, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: E, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)]));
  return createPrivateKey({ key: { kty: "RSA", ...jwk }, format: "jwk" });
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b > 0n) {
    const times = a / b;
    [a, b] = [b, a - times * b];
    [x, y] = [y, x - times * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex").toString("base64url");
}
