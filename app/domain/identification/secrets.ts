import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from "node:crypto";

import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";

import type { BankAnswer } from "./ports.ts";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Forty letters and digits, 238 bits: it alone ties the browser that returns to the visit that we began (iDIN, entrance code). */
export function makeEntranceCode(): string {
  return Array.from({ length: 40 }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join("");
}

/** What is kept of the bank's identifier: enough to see that it is the same person again, and nothing else (D25). Hex. */
export function hashBin(secret: string, bin: string): string {
  return createHmac("sha256", keyFor(secret, "bin")).update(bin).digest("hex");
}

/**
 * Locks what the bank said until the desk has ruled (D25): AES-256-GCM, bound to the attempt that it belongs to, so that an answer moved
 * to another row does not open. `secret` is the office's `secrets.identification`.
 */
export function sealAnswer(secret: string, attemptId: string, answer: BankAnswer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, "answer"), iv).setAAD(Buffer.from(attemptId));
  const content = Buffer.concat([cipher.update(JSON.stringify({ ...answer, bin: "" }), "utf8"), cipher.final()]);
  return ["v1", iv, cipher.getAuthTag(), content].map((part) => (typeof part === "string" ? part : part.toString("base64url"))).join(".");
}

/** Opens what `sealAnswer` made; the bank's identifier is not in it. Throws `identification.sealed` when key, row or bytes are not the same. */
export function openAnswer(secret: string, attemptId: string, sealed: string): BankAnswer {
  const [version, iv = "", tag = "", content = ""] = sealed.split(".");
  try {
    if (version !== "v1") throw new Error("unknown version");
    const options = { authTagLength: 16 };
    const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, "answer"), Buffer.from(iv, "base64url"), options);
    decipher.setAAD(Buffer.from(attemptId)).setAuthTag(Buffer.from(tag, "base64url"));
    const text = Buffer.concat([decipher.update(Buffer.from(content, "base64url")), decipher.final()]).toString("utf8");
    return Answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new Problem("identification.sealed", {}, { cause });
  }
}

const Answer: z.ZodType<BankAnswer> = z.object({
  bin: z.string(),
  name: z.object({
    initials: z.string(),
    legalSurname: z.string(),
    legalPrefix: z.string(),
    preferredSurname: z.string().optional(),
    preferredPrefix: z.string().optional(),
    partnerSurname: z.string().optional(),
    partnerPrefix: z.string().optional(),
  }),
  dateOfBirth: z.string(),
  gender: z.string().optional(),
  address: z.object({ street: z.string(), houseNumber: z.string(), suffix: z.string(), postcode: z.string(), city: z.string() }).optional(),
});

/** One key per purpose from the one secret (RFC 5869). */
function keyFor(secret: string, purpose: "bin" | "answer"): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `zegel identification ${purpose}`, 32));
}
