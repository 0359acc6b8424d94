import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

/** D3: 32 letters and digits of which none is taken for another, so that five bits choose one. */
export const PIN_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
export const PIN_LENGTH = 10;

/** RFC 7914 parameters of new hashes: 32 MiB and about a tenth of a second each. */
const COST = { logN: 15, r: 8, p: 1 } as const;

/** A new PIN of ten characters from the system's random source; every PIN is equally likely. Printed 5-5 by whoever prints it. */
export function makePin(): string {
  return Array.from(randomBytes(PIN_LENGTH), (byte) => PIN_ALPHABET.charAt(byte & 31)).join("");
}

/** A PIN as somebody typed it, in the one spelling that is hashed: capitals, without spaces and hyphens (D3). May be no PIN at all. */
export function normalisePin(typed: string): string {
  return typed.normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}]/gu, "").toUpperCase();
}

/** Why something typed can be nobody's PIN, by its form alone; null when it could be one. */
export function faultInPin(typed: string): { code: "pin.characters" | "pin.length"; typed: number } | null {
  const pin = [...normalisePin(typed.slice(0, 200))];
  if (pin.some((one) => !PIN_ALPHABET.includes(one))) return { code: "pin.characters", typed: pin.length };
  return pin.length === PIN_LENGTH ? null : { code: "pin.length", typed: pin.length };
}

/** "scrypt$15$8$1$salt$hash", base64url: the parameters stand with the hash, so that they can rise one day. Off the event loop. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(normalisePin(pin), salt, COST);
  return ["scrypt", COST.logN, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether it is the PIN of that hash; `null` costs as much and is never true, so that an unknown number takes as long as a known one. */
export async function verifyPin(stored: string | null, typed: string): Promise<boolean> {
  const { cost, salt, hash } = parse(stored ?? NOBODYS_HASH);
  // A megabyte typed into the field is not a PIN, and need not be hashed as one.
  const same = timingSafeEqual(await derive(normalisePin(typed.slice(0, 200)), salt, cost), hash);
  return same && stored !== null;
}

/** A hash of nothing anybody can type, in the present parameters. */
const NOBODYS_HASH = ["scrypt", COST.logN, COST.r, COST.p, Buffer.alloc(16).toString("base64url"), Buffer.alloc(32).toString("base64url")].join("$");

type Cost = { logN: number; r: number; p: number };

function parse(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [kind, logN, r, p, salt, hash] = stored.split("$");
  if (kind !== "scrypt" || salt === undefined || hash === undefined) throw new Error("A stored PIN hash cannot be read.");
  return { cost: { logN: Number(logN), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
}

function derive(pin: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** cost.logN, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.logN * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
