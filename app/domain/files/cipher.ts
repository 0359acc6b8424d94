import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

import { Problem } from "#app/domain/problem.ts";

/** Where a picture belongs; it opens nowhere else. */
export type Place = { fileId: string; page: number };

export type Locked = { keyId: string; content: Uint8Array };

export type FileCipher = {
  lock(place: Place, plain: Uint8Array): Locked;
  /** Throws `file.sealed` when key, place or octets are not the same. */
  open(place: Place, locked: Locked): Uint8Array;
};

/** One octet says which format this is, then nonce, tag and what is locked. */
const VERSION = 1;
const [NONCE_AT, TAG_AT, BODY_AT] = [1, 13, 29];

/**
 * Locks pictures with AES-256-GCM (NIST SP 800-38D) under a key derived from the office's secret, a fresh nonce each, and bound to their place. Of
 * several secrets the first locks; the others still open what they locked, each known by the id that stands beside the picture.
 */
export function openFileCipher(secrets: readonly string[]): FileCipher {
  const keys = new Map(secrets.map((secret) => [keyIdOf(secret), Buffer.from(hkdfSync("sha256", secret, "", "zegel files content", 32))]));
  const [first] = keys;
  if (!first) throw new Error("No secret was given for files.");
  const [keyId, key] = first;
  return {
    lock: (place, plain) => {
      const nonce = randomBytes(TAG_AT - NONCE_AT);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(labelOf(place));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { keyId, content: Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]) };
    },
    open: (place, locked) => {
      try {
        const opens = keys.get(locked.keyId);
        const content = Buffer.from(locked.content);
        if (!opens || content[0] !== VERSION) throw new Error("No secret with this id, or another format.");
        const decipher = createDecipheriv("aes-256-gcm", opens, content.subarray(NONCE_AT, TAG_AT), { authTagLength: BODY_AT - TAG_AT });
        decipher.setAAD(labelOf(place)).setAuthTag(content.subarray(TAG_AT, BODY_AT));
        return Buffer.concat([decipher.update(content.subarray(BODY_AT)), decipher.final()]);
      } catch (cause) {
        throw new Problem("file.sealed", {}, { cause });
      }
    },
  };
}

/** Names a secret without telling it. */
function keyIdOf(secret: string): string {
  return createHash("sha256").update(Buffer.from(hkdfSync("sha256", secret, "", "zegel files id", 32))).digest("base64url").slice(0, 12);
}

function labelOf({ fileId, page }: Place): Buffer {
  return Buffer.from(`zegel file ${fileId} page ${page}`);
}
