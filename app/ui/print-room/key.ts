import { compactDecrypt, errors, importJWK } from "jose";
import { z } from "zod";
import { Problem } from "#app/domain/problem.ts";

/** The print room's opened key; it cannot be taken out of the browser again, and is gone with the page. */
export type PrintRoomKey = { kid: string; privateKey: CryptoKey };

const KeyFile = z.object({ zegel: z.literal("print-room-key"), version: z.literal(1), kid: z.string(), privateKey: z.string() });
const PrivateJwk = z.looseObject({ kty: z.literal("EC"), crv: z.enum(["P-256", "P-384"]), x: z.string(), y: z.string(), d: z.string() });

/** A file may ask for this much work at most, so that a made-up one cannot keep the browser busy for hours. */
const MOST_ITERATIONS = 2_000_000;

/**
 * Opens the print room's key file with its passphrase, in the browser (D6). Throws `print-room.key-file-malformed` or
 * `print-room.wrong-passphrase`.
 */
export async function openKeyFile(json: string, passphrase: string): Promise<PrintRoomKey> {
  const file = readJson(json, KeyFile);
  const opened = await compactDecrypt(file.privateKey, new TextEncoder().encode(passphrase.normalize("NFKC")), {
    keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
    contentEncryptionAlgorithms: ["A256GCM"],
    maxPBES2Count: MOST_ITERATIONS,
  }).catch((cause: unknown) => {
    // A wrong passphrase and a damaged key look the same to AES key wrap; the first is by far the likelier.
    throw new Problem(cause instanceof errors.JWEDecryptionFailed ? "print-room.wrong-passphrase" : "print-room.key-file-malformed", {}, { cause });
  });
  const jwk = readJson(new TextDecoder().decode(opened.plaintext), PrivateJwk);
  const privateKey = await importJWK(jwk, "ECDH-ES+A256KW", { extractable: false });
  if (!(privateKey instanceof CryptoKey)) throw new Problem("print-room.key-file-malformed");
  return { kid: file.kid, privateKey };
}

function readJson<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Problem("print-room.key-file-malformed", {}, { cause });
  }
}
