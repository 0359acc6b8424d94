import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";

import { Problem } from "#app/domain/problem.ts";

import { assembleSigned } from "./tbs.ts";

/**
 * A key that signs: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), off the event loop. Where its private half is, in this process or in a token, is its own affair
 * (`keyInHand`, `openTokenKey`).
 */
export type SigningKey = { publicKey: KeyObject; sign(octets: Uint8Array): Promise<Uint8Array> };

/** A private key in this process, which the platform uses on its thread pool. */
export function keyInHand(privateKey: KeyObject): SigningKey {
  return {
    publicKey: createPublicKey(privateKey),
    sign: (octets) =>
      new Promise((resolve, reject) => {
        sign("sha256", octets, privateKey, (error, made) => (error ? reject(error) : resolve(made)));
      }),
  };
}

/**
 * DER of a certificate, a list or an answer over exactly these octets, with what is sent along behind the signature. The signature is checked before it leaves, whoever made
 * it: a computation gone wrong in one bit would give the authority's key away (Boneh, DeMillo and Lipton, 1997). Throws `authority.signature`, and what the key throws.
 */
export async function signDer(octets: Uint8Array, key: SigningKey, ...besides: Uint8Array[]): Promise<Uint8Array> {
  const signature = await key.sign(octets);
  if (!verify("sha256", octets, key.publicKey, signature)) throw new Problem("authority.signature");
  return assembleSigned(octets, signature, ...besides);
}
