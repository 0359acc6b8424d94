import type { Json } from "./canonical.ts";

const NEVER_RECORDED = new Set(["pin", "pincode", "password", "wachtwoord", "passphrase", "secret", "bsn"]);
const ABOUT_IT_BUT_NOT_IT = new Set(["id", "at", "count", "attempts", "tries", "left", "kind", "status", "reference"]);

/** D3's alphabet as it is printed, 5-5, or the ten characters as the whole of a text. */
const PRINTED_PIN = /(?<![0-9A-Za-z-])[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}(?![0-9A-Za-z-])/;
const BARE_PIN = /^(?=.*[2-9])(?=.*[A-Z])[2-9A-HJ-NP-Z]{10}$/;

/**
 * Throws when something that may never be kept is about to be (P9): a key named after a PIN, password, secret or BSN ("pinAttempts" and
 * "passwordChangedAt" only speak about one and may pass), or a text that looks like a PIN. The error names the place, never the value.
 */
export function refuseSecrets(value: Json | undefined, path = "details"): void {
  if (typeof value === "string" && (PRINTED_PIN.test(value) || BARE_PIN.test(value))) {
    throw new Error(`${path} looks like a PIN and may not be kept.`);
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const words = key.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
    const harmless = typeof member === "boolean" || ABOUT_IT_BUT_NOT_IT.has(words.at(-1) ?? "");
    if (!harmless && words.some((word) => NEVER_RECORDED.has(word))) throw new Error(`${path}.${key} may not be kept.`);
    refuseSecrets(member, `${path}.${key}`);
  }
}
