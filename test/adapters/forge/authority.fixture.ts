import { generateKeyPairSync } from "node:crypto";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { CertificateProfile, type Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import personalRules from "#rules/certificates/personal.json" with { type: "json" };

/** Milliseconds: finding the primes of a 4096-bit root is a matter of luck, and the machine may be busy. */
export const SLOW = 120_000;

export const PASSPHRASE = "vier ezels in de regen";
export const BASE_URL = "http://pki.zegel.example/";
/** The system's time in whole seconds: certtool and NSS know no other. */
export const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const A_MONTH_AGO = new Date(NOW.getTime() - 30 * 86_400_000);
export const personal = CertificateProfile.parse(personalRules);

export const ZOE = { commonName: "Z. van der Håkon", userNumber: "12345678901237", organisation: "Tandartspraktijk De Brug", agbCode: "12345678" };

/** A real authority with the clock at `NOW`; takes some seconds for its keys. */
export async function anAuthority(environment: Environment = "demonstration") {
  const made = await makeAuthority({ environment, now: A_MONTH_AGO, passphrase: PASSPHRASE, organisation: "Zegel" });
  return { ...made, authority: openAuthority({ ...made, passphrase: PASSPHRASE, publicBaseUrl: BASE_URL, clock: { now: () => NOW } }) };
}

export type TestAuthority = Awaited<ReturnType<typeof anAuthority>>;

export function aKey(bits = 3072): { publicKey: Uint8Array; privateKeyPem: string } {
  const pair = generateKeyPairSync("rsa", { modulusLength: bits });
  return {
    publicKey: Uint8Array.from(pair.publicKey.export({ type: "spki", format: "der" })),
    privateKeyPem: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** A complete order for Zoë, as the office would make it at `NOW`. */
export function anOrder(authority: TestAuthority["authority"], publicKey: Uint8Array, subject: Partial<typeof ZOE> = {}) {
  return { profile: personal, serial: authority.newSerial(), publicKey, subject: { ...ZOE, ...subject }, ...installValidity(NOW) };
}
