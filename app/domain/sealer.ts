import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** What was locked, and the id of the secret that it was locked with. */
export type Sealed = { keyId: string; content: Uint8Array };

export type Sealer = {
  /** `label` says where it belongs; it opens under no other. */
  seal(label: string, plain: Uint8Array): Sealed;
  /** Throws when secret, label or octets are not the same. */
  open(label: string, sealed: Sealed): Uint8Array;
};

/** One octet says which format this is, then nonce, tag and what is locked. */
const VERSION = 1;
const [NONCE_AT, TAG_AT, BODY_AT] = [1, 13, 29];

/**
 * Locks what is stored with AES-256-GCM (NIST SP 800-38D) under a key derived from the office's secret and for one purpose, a fresh nonce each. Of several
 * secrets the first locks; the others still open what they locked, each known by the id that stands beside it.
 */
export function openSealer(purpose: string, secrets: readonly string[]): Sealer {
  const keys = new Map(secrets.map((secret) => [keyIdOf(purpose, secret), Buffer.from(hkdfSync("sha256", secret, "", `zegel ${purpose} content`, 32))]));
  const [first] = keys;
  if (!first) throw new Error(`No secret was given for ${purpose}.`);
  const [keyId, key] = first;
  return {
    seal: (label, plain) => {
      const nonce = randomBytes(TAG_AT - NONCE_AT);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(label));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { keyId, content: Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]) };
    },
    open: (label, sealed) => {
      const opens = keys.get(sealed.keyId);
      const content = Buffer.from(sealed.content);
      if (!opens || content[0] !== VERSION) throw new Error("No secret with this id, or another format.");
      const decipher = createDecipheriv("aes-256-gcm", opens, content.subarray(NONCE_AT, TAG_AT), { authTagLength: BODY_AT - TAG_AT });
      decipher.setAAD(Buffer.from(label)).setAuthTag(content.subarray(TAG_AT, BODY_AT));
      return Buffer.concat([decipher.update(content.subarray(BODY_AT)), decipher.final()]);
    },
  };
}

/** Names a secret without telling it. */
function keyIdOf(purpose: string, secret: string): string {
  return createHash("sha256").update(Buffer.from(hkdfSync("sha256", secret, "", `zegel ${purpose} id`, 32))).digest("base64url").slice(0, 12);
}
