import { createHash, generateKeyPairSync } from "node:crypto";

import { issuingAuthority } from "#db/schema/authority.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";

import type { LetterSeal } from "#app/domain/correspondence/ports.ts";
import type { Db } from "#db/types.ts";

import type { Shared } from "./past.ts";

/** So many certificates lend their bytes to all others. */
const CERTIFICATES = 8;

/**
 * Makes what a whole history shares: one hash of a PIN that is thrown away, eight certificates of keys that are thrown away, and one letter. They stand under an authority of before, so that the daily
 * recheck (P14) and the lists of revoked certificates pass over them: nobody has a key for any of them, and nobody can log in with one.
 */
export async function makeShared(db: Db, { authority, seal }: { authority: Authority; seal: LetterSeal }, begins: Date): Promise<Shared> {
  const { content: profile } = await getDefinition(db, await currentRelease(db), "certificate-profile", "personal");
  const certificates = [];
  for (let place = 0; place < CERTIFICATES; place += 1) {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072, publicKeyEncoding: { type: "spki", format: "der" }, privateKeyEncoding: { type: "pkcs8", format: "der" } });
    const subject = { organisation: "Gemaakte geschiedenis", agbCode: "00000000", commonName: "Niemand", userNumber: "90000000000000" };
    const tbs = authority.prepare({ profile, serial: authority.newSerial(), publicKey: new Uint8Array(publicKey), subject, ...installValidity(begins, profile.validity.years) });
    certificates.push({ tbs, tbsSha256: createHash("sha256").update(tbs).digest("hex"), der: await authority.sign(tbs) });
  }
  const issuerId = createHash("sha256").update(`history ${begins.toISOString()}`).digest("hex");
  await db.insert(issuingAuthority).values({ id: issuerId, environment: "demonstration", forTests: false, takenIntoUseAt: begins }).onConflictDoNothing();
  const page = Buffer.from("%PDF-1.4 A letter of a made-up history: it says nothing.");
  return { pinHash: await hashPin(makePin()), certificates, issuerId, sealed: await seal.seal(page), keyId: seal.keyId };
}
