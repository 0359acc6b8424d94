import { integer, join, nothing, objectIdentifier, octetString, sequence, utf16, type Octets } from "./der.ts";

/**
 * How often a password is hashed before it is tried, in each of the three places. Whoever stole the file attacks the cheapest of them,
 * so they are alike; together they stay under the 600,000 that .NET accepts. Some two seconds in a browser.
 */
const ROUNDS = 100_000;

/** Octets of salt: eight, as openssl 3 writes them. Keychain on a Mac was seen to refuse a MAC with sixteen. */
const SALT = 8;

/** One spelling for letters that can be typed in two ways: "ä" is one character, on every keyboard. */
export function spelled(password: string): string {
  return password.normalize("NFC");
}

/** Content closed under a password: PBES2 (RFC 8018, 6.2), AES-256-CBC, the key by PBKDF2 with HMAC-SHA-256 from the UTF-8 octets. */
export async function close(content: Octets, password: string): Promise<{ algorithm: Octets; closed: Octets }> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(spelled(password)), "PBKDF2", false, ["deriveKey"]);
  const aes = { name: "AES-CBC", length: 256 };
  const key = await crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, secret, aes, false, ["encrypt"]);
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key, content));

  const hmacWithSha256 = sequence(objectIdentifier("1.2.840.113549.2.9"), nothing());
  const pbkdf2 = sequence(objectIdentifier("1.2.840.113549.1.5.12"), sequence(octetString(salt), integer(ROUNDS), hmacWithSha256));
  const aes256Cbc = sequence(objectIdentifier("2.16.840.1.101.3.4.1.42"), octetString(iv));
  return { algorithm: sequence(objectIdentifier("1.2.840.113549.1.5.13"), sequence(pbkdf2, aes256Cbc)), closed };
}

/** MacData over the content of a file (RFC 7292, 4 and appendix B): HMAC-SHA-256, the key from the UTF-16 octets and two of zero. */
export async function seal(content: Octets, password: string): Promise<Octets> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const secret = await macKey(join([utf16(spelled(password)), new Uint8Array(2)]), salt);
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
  const sha256 = sequence(objectIdentifier("2.16.840.1.101.3.4.2.1"), nothing());
  return sequence(sequence(sha256, octetString(mac)), octetString(salt), integer(ROUNDS));
}

/** RFC 7292, appendix B.2, where one block of SHA-256 is all that is asked: H(… H(D ‖ S ‖ P)), with D for "MAC key". */
async function macKey(password: Octets, salt: Octets): Promise<Octets> {
  const purpose = new Uint8Array(64).fill(3);
  let hash: Octets = join([purpose, filled(salt), filled(password)]);
  for (let round = 0; round < ROUNDS; round++) hash = new Uint8Array(await crypto.subtle.digest("SHA-256", hash));
  return hash;
}

/** Repeated until it fills whole blocks of 64 octets. */
function filled(octets: Octets): Octets {
  return Uint8Array.from({ length: 64 * Math.ceil(octets.length / 64) }, (_, at) => octets[at % octets.length] ?? 0);
}
