import { createHmac, timingSafeEqual } from "node:crypto";

/** What authenticator apps do without being asked (RFC 6238, 4; RFC 4226, 5.3): six digits, thirty seconds, HMAC-SHA-1. */
const DIGITS = 6;
const STEP_SECONDS = 30;
/** One step early or late: a phone's clock differs a little, and somebody has to type (RFC 6238, 5.2). */
const WINDOW = 1;
/** As long as the hash, as RFC 4226 (4, R6) recommends. */
export const SECRET_OCTETS = 20;

/** In which of the steps of thirty seconds an instant lies. */
export function stepAt(instant: Date): number {
  return Math.floor(instant.getTime() / 1000 / STEP_SECONDS);
}

/** The code of one step (RFC 4226, 5.3); RFC 6238's test vectors have eight digits. */
export function codeAt(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

/** The step that a typed code is of, among those that count now; null when it is of none. All are compared, whichever it is. */
export function stepOf(secret: Uint8Array, typed: string, now: Date): number | null {
  const shown = Buffer.from(readCode(typed) ?? "");
  let found: number | null = null;
  for (let step = stepAt(now) - WINDOW; step <= stepAt(now) + WINDOW; step += 1) {
    const code = Buffer.from(codeAt(secret, step));
    if (shown.length === code.length && timingSafeEqual(shown, code)) found = step;
  }
  return found;
}

/** Six digits as somebody typed them, "123 456" too; null for anything else. */
export function readCode(typed: string): string | null {
  const digits = typed.slice(0, 40).replace(/[\s.\p{Pd}\p{Cf}]/gu, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, 6, without the filling: how apps take a secret. */
export function base32(octets: Uint8Array): string {
  let [text, bits, held] = ["", 0, 0];
  for (const octet of octets) {
    held = ((held << 8) | octet) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + (ALPHABET[(held << (5 - bits)) & 31] ?? "") : text;
}

/** What a QR code says to an app; `issuer` and `holder` are what the app calls it. */
export function keyUri(secret: Uint8Array, { issuer, holder }: { issuer: string; holder: string }): string {
  const search = new URLSearchParams({ secret: base32(secret), issuer, algorithm: "SHA1", digits: String(DIGITS), period: String(STEP_SECONDS) });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(holder)}?${search.toString().replaceAll("+", "%20")}`;
}
