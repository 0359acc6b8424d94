import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/**
 * Locks what the organisation can be asked again with: AES-256-GCM, bound to its session, so that one moved to another row does not open. Of several
 * secrets the first locks.
 */
export function sealRenewal(secrets: readonly string[], sessionId: string, renewal: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secrets[0] ?? ""), iv).setAAD(Buffer.from(sessionId));
  const content = Buffer.concat([cipher.update(renewal, "utf8"), cipher.final()]);
  return [iv, cipher.getAuthTag(), content].map((part) => part.toString("base64url")).join(".");
}

/** Opens what `sealRenewal` made, with any of the secrets; null when none fits, and then the person signs in again. */
export function openRenewal(secrets: readonly string[], sessionId: string, sealed: string): string | null {
  const [iv = "", tag = "", content = ""] = sealed.split(".");
  for (const secret of secrets) {
    try {
      const decipher = createDecipheriv("aes-256-gcm", keyFor(secret), Buffer.from(iv, "base64url"), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(sessionId)).setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([decipher.update(Buffer.from(content, "base64url")), decipher.final()]).toString("utf8");
    } catch {
      // Locked with another of our secrets, or with one that was taken out of use.
    }
  }
  return null;
}

function keyFor(secret: string): Buffer {
  if (secret.length < 16) throw new Error("A secret of at least 16 characters is needed.");
  return Buffer.from(hkdfSync("sha256", secret, "zegel", "staff session renewal", 32));
}
