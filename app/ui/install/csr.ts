import { bitString, integer, nothing, objectIdentifier, sequence, setOf, tagged, utf8String } from "./der.ts";
import { toPem } from "./pem.ts";

/** RSASSA-PKCS1-v1_5 with SHA-256: the one scheme that every judge of signing requests takes. */
const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/** RSA-3072 with e = 65537, made by the browser; it can leave the browser only inside the keystore (D5). */
export function makeKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ ...ALGORITHM, modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1) }, true, ["sign", "verify"]);
}

/** A signing request (PKCS#10, RFC 2986) that names the user number and nothing else; PEM. Who the user is, the office knows. */
export async function makeCsr(keys: CryptoKeyPair, userNumber: string): Promise<string> {
  const subject = sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8String(userNumber))));
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  const info = sequence(integer(0), subject, publicKey, tagged(0));
  const signature = new Uint8Array(await crypto.subtle.sign(ALGORITHM.name, keys.privateKey, info));
  const sha256WithRsa = sequence(objectIdentifier("1.2.840.113549.1.1.11"), nothing());
  return toPem("CERTIFICATE REQUEST", sequence(info, sha256WithRsa, bitString(signature)));
}
