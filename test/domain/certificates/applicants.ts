import { createPublicKey, generateKeyPair, sign } from "node:crypto";
import { promisify } from "node:util";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";

import { ascii, hex, sequenceOf, tlv } from "../../adapters/forge/der-surgery.ts";

const SHA256_RSA = hex("300d06092a864886f70d01010b0500");
const kept = new Map<number, Promise<string>>();

/** A real authority, as a demonstration has one, that began a month before; its lint looks at `clock`. */
export async function makeTestAuthority(clock: Clock): Promise<Authority> {
  const now = clock.now();
  const passphrase = "vier ezels in de regen";
  const made = await makeAuthority({ environment: "demonstration", now: new Date(now.getTime() - 30 * 86_400_000), passphrase, organisation: "Zegel" });
  return openAuthority({ ...made, passphrase, publicBaseUrl: "http://pki.zegel.example/", clock });
}

/** A signing request (RFC 2986); another `key` number is another key, and each is made once, since RSA-3072 takes its time. */
export async function makeTestCsr(userNumber: string, key = 0): Promise<string> {
  const made = kept.get(key) ?? newKey();
  kept.set(key, made);
  const privateKey = await made;
  const spki = Uint8Array.from(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
  const subject = sequenceOf(tlv(0x31, sequenceOf(hex("0603550403"), tlv(0x0c, ascii(userNumber)))));
  const info = sequenceOf(hex("020100"), subject, spki, hex("a000"));
  const signature = tlv(0x03, hex("00"), sign("sha256", info, privateKey));
  return toPem("CERTIFICATE REQUEST", sequenceOf(info, SHA256_RSA, signature));
}

async function newKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 3072 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
