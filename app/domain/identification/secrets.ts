import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from "node:crypto";

import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";

import type { BankAnswer, DoorAnswer } from "./ports.ts";

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
 * Locks what a bank or AMP said until the desk has ruled (D25), bound to the attempt that it belongs to. The bank's identifier does not go along.
 * `secret` is the office's `secrets.identification`.
 */
export function sealAnswer(secret: string, attemptId: string, answer: BankAnswer | DoorAnswer): string {
  return seal(secret, "answer", attemptId, JSON.stringify("bin" in answer ? { ...answer, bin: "" } : answer));
}

/** Opens what `sealAnswer` made. Throws `identification.sealed` when key, row or bytes are not the same. */
export function openAnswer(secret: string, attemptId: string, sealed: string): BankAnswer | DoorAnswer {
  return open(secret, "answer", attemptId, sealed, (text) => Answer.parse(JSON.parse(text)));
}

/** Locks the code with which somebody makes their appointment at AMP: whoever has it can move the visit. */
export function sealCode(secret: string, orderId: string, code: string): string {
  return seal(secret, "order code", orderId, code);
}

/** Opens what `sealCode` made. Throws `identification.sealed`. */
export function openCode(secret: string, orderId: string, sealed: string): string {
  return open(secret, "order code", orderId, sealed, (text) => text);
}

type Purpose = "bin" | "answer" | "order code";

/** AES-256-GCM, bound to the row that the text belongs to, so that what was moved to another row does not open. */
function seal(secret: string, purpose: Purpose, boundTo: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), iv).setAAD(Buffer.from(boundTo));
  const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return ["v1", iv, cipher.getAuthTag(), content].map((part) => (typeof part === "string" ? part : part.toString("base64url"))).join(".");
}

function open<T>(secret: string, purpose: Purpose, boundTo: string, sealed: string, read: (text: string) => T): T {
  const [version, iv = "", tag = "", content = ""] = sealed.split(".");
  try {
    if (version !== "v1") throw new Error("unknown version");
    const options = { authTagLength: 16 };
    const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, purpose), Buffer.from(iv, "base64url"), options);
    decipher.setAAD(Buffer.from(boundTo)).setAuthTag(Buffer.from(tag, "base64url"));
    return read(Buffer.concat([decipher.update(Buffer.from(content, "base64url")), decipher.final()]).toString("utf8"));
  } catch (cause) {
    throw new Problem("identification.sealed", {}, { cause });
  }
}

const SaidByBank: z.ZodType<BankAnswer> = z.object({
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

const FoundAtTheDoor: z.ZodType<DoorAnswer> = z.object({
  said: z.enum(["identified", "mismatch"]),
  documentType: z.enum(["passport", "identity-card", "driving-licence", "residence-permit", "other"]),
  documentValid: z.boolean(),
  name: z.object({ initials: z.string(), prefix: z.string(), surname: z.string(), partnerSurname: z.string().optional() }),
  birthDateMatches: z.boolean().nullable(),
});

const Answer = z.union([SaidByBank, FoundAtTheDoor]);

/** One key per purpose from the one secret (RFC 5869). */
function keyFor(secret: string, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `zegel identification ${purpose}`, 32));
}
