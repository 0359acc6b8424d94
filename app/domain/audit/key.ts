import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { keyIdOf } from "./chain.ts";

export type SealingKey = { id: string; privateKey: KeyObject; publicPem: string };

/** The key that signs heads, from a PEM (PKCS#8, Ed25519). Throws when it is another kind of key. */
export function sealingKey(pem: string): SealingKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== "ed25519") throw new Error("The key of the audit trail must be an Ed25519 key.");
  const publicKey = createPublicKey(privateKey);
  return { id: keyIdOf(publicKey), privateKey, publicPem: publicKey.export({ type: "spki", format: "pem" }).toString() };
}

/**
 * Where the audit trail lives outside the database: `<dataDir>/audit` with the heads, the public key for the verifier, and, where no
 * `pem` is given (the demonstration), a private key that is made on first use. In production the key comes from the environment, so
 * that who can write this folder cannot sign.
 */
export function auditFolder(dataDir: string, pem?: string): { key: SealingKey; headsFile: string } {
  const folder = join(dataDir, "audit");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = sealingKey(pem ?? ownKey(join(folder, "key.pem")));
  writeFileSync(join(folder, `public-${key.id}.pem`), key.publicPem);
  return { key, headsFile: join(folder, "heads.jsonl") };
}

function ownKey(file: string): string {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}
