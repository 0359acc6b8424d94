import { Buffer } from "node:buffer";
import { calculateJwkThumbprint, CompactEncrypt, exportJWK, generateKeyPair } from "jose";

/** Work factor of PBES2 (RFC 7518, 4.8): as OWASP advises for PBKDF2 with SHA-512 and then some; about half a second for whoever opens the file. */
export const PASSPHRASE_ITERATIONS = 600_000;
export const SHORTEST_PASSPHRASE = 12;

/**
 * Makes the print room's key pair (D6): the public JWK is the server's to seal with, the key file is the print room's alone and opens only
 * with the passphrase. Throws `RangeError` when that is shorter than twelve characters. Plain JavaScript, so that `scripts/` runs it as it is.
 *
 * @param {string} passphrase
 * @returns {Promise<{ publicJwk: import("jose").JWK, keyFile: PrintRoomKeyFile }>}
 */
export async function makePrintRoomKey(passphrase) {
  if ([...passphrase.normalize("NFKC")].length < SHORTEST_PASSPHRASE) throw new RangeError("print-room-key.passphrase-short");
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-384", extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const named = { ...publicJwk, kid, alg: "ECDH-ES+A256KW", use: "enc" };
  const privateJwk = { ...(await exportJWK(privateKey)), kid, alg: "ECDH-ES+A256KW" };
  const wrapped = await new CompactEncrypt(Buffer.from(JSON.stringify(privateJwk)))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "jwk+json" })
    .setKeyManagementParameters({ p2c: PASSPHRASE_ITERATIONS })
    .encrypt(Buffer.from(passphrase.normalize("NFKC")));
  return { publicJwk: named, keyFile: { zegel: "print-room-key", version: 1, kid, publicJwk: named, privateKey: wrapped } };
}

/**
 * What the print room keeps: the private key as a compact JWE under the passphrase.
 *
 * @typedef {{ zegel: "print-room-key", version: 1, kid: string, publicJwk: import("jose").JWK, privateKey: string }} PrintRoomKeyFile
 */
