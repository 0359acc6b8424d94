import { calculateJwkThumbprint, CompactEncrypt, importJWK, type JWK } from "jose";
import { z } from "zod";
import type { LetterSeal } from "#app/domain/correspondence/ports.ts";
import { Problem } from "#app/domain/problem.ts";

const PublicJwk = z.looseObject({
  kty: z.literal("EC"),
  crv: z.enum(["P-256", "P-384"]),
  x: z.string().min(1),
  y: z.string().min(1),
});

/**
 * Seals letters for the print room's public key (D6): compact JWE, ECDH-ES+A256KW with a fresh key per letter (RFC 7518, 4.6), A256GCM.
 * Throws `print-room-key.private` when it is handed the private key, `print-room-key.malformed` for anything else than a public EC key.
 */
export async function makeLetterSeal(publicJwk: JWK): Promise<LetterSeal> {
  // A private part in the server's configuration is a mistake that must not go unseen.
  if ("d" in publicJwk) throw new Problem("print-room-key.private");
  const parsed = PublicJwk.safeParse(publicJwk);
  if (!parsed.success) throw new Problem("print-room-key.malformed");
  const { kty, crv, x, y } = parsed.data;
  const bare = { kty, crv, x, y };
  const keyId = await calculateJwkThumbprint(bare);
  const key = await importJWK(bare, "ECDH-ES+A256KW").catch((cause: unknown) => {
    throw new Problem("print-room-key.malformed", {}, { cause });
  });
  return {
    keyId,
    seal: (content) => new CompactEncrypt(content).setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM", kid: keyId, cty: "application/pdf" }).encrypt(key),
  };
}
