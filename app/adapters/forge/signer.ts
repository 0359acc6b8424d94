import { sign, verify, type KeyObject } from "node:crypto";

import { Problem } from "#app/domain/problem.ts";

import { assembleSigned } from "./tbs.ts";

export type SigningKey = { privateKey: KeyObject; publicKey: KeyObject };

/**
 * DER of a certificate, a list or an answer over exactly these octets, with what is sent along behind the signature: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2), made by
 * the platform on its thread pool, so that the event loop stays free. The signature is checked before it leaves: a computation gone wrong in one bit would give
 * the authority's key away (Boneh, DeMillo and Lipton, 1997). Throws `authority.signature`.
 */
export async function signDer(octets: Uint8Array, key: SigningKey, ...besides: Uint8Array[]): Promise<Uint8Array> {
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign("sha256", octets, key.privateKey, (error, made) => (error ? reject(error) : resolve(made)));
  });
  if (!verify("sha256", octets, key.publicKey, signature)) throw new Problem("authority.signature");
  return assembleSigned(octets, signature, ...besides);
}
