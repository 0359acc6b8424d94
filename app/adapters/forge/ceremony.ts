import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

import { DateTime } from "luxon";

import { bounded } from "#app/domain/certificates/subject.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";

import {
  authorityKeyIdentifier, basicConstraints, certificatePolicies, keyUsage, subjectKeyIdentifier,
} from "./extensions.ts";
import { OID } from "./oids.ts";
import { toPem } from "./pem.ts";
import { keyInHand, signDer } from "./signer.ts";
import { encodeName, encodeTbs, keyIdentifier, newSerial } from "./tbs.ts";

/** What a ceremony hands over. The root's key goes into a safe; only the issuer's key and both certificates go to the office. */
export type MadeAuthority = MadeCertificates & { issuerKeyPem: string };

/** The same where the issuing key was made in a token, and stays there. */
export type MadeCertificates = { rootCertPem: string; rootKeyPem: string; issuerCertPem: string };

type Ceremony = {
  environment: Environment;
  now: Date;
  /** Stands as O in both certificates. */
  organisation: string;
};

/** Closes the issuer's key, and the root's where that has none of its own; twelve characters or more. */
type Passphrases = { passphrase: string; /** Closes the root's key, which others keep. */ rootPassphrase?: string };

/** Shorter ones can be guessed by whoever has the file. */
const SHORTEST_PASSPHRASE = 12;

/**
 * Makes an authority: a root of 20 years (RSA-4096, signs itself) and an issuing CA of 10 years (RSA-3072, no CA below it), with the
 * environment in the names of both. PEM; keys as encrypted PKCS#8 (AES-256). Takes a few seconds. Throws `authority.passphrase-short`.
 */
export async function makeAuthority({ passphrase, rootPassphrase = passphrase, ...ceremony }: Ceremony & Passphrases): Promise<MadeAuthority> {
  refuseShort(passphrase, rootPassphrase);
  const [root, issuer] = await Promise.all([newKey(4096), newKey(3072)]);
  return { ...(await certify(ceremony, root, issuer.spki, rootPassphrase)), issuerKeyPem: closed(issuer.privateKey, passphrase) };
}

/** The same for an issuing key that lies in a token: only its public half comes here. Throws `authority.passphrase-short`. */
export async function makeAuthorityFor(issuerKey: KeyObject, { rootPassphrase, ...ceremony }: Ceremony & { rootPassphrase: string }): Promise<MadeCertificates> {
  refuseShort(rootPassphrase);
  return certify(ceremony, await newKey(4096), Uint8Array.from(issuerKey.export({ type: "spki", format: "der" })), rootPassphrase);
}

function refuseShort(...passphrases: string[]): void {
  if (Math.min(...passphrases.map(({ length }) => length)) < SHORTEST_PASSPHRASE) throw new Problem("authority.passphrase-short", { characters: SHORTEST_PASSPHRASE });
}

async function certify({ environment, now, organisation }: Ceremony, root: MadeKey, issuerSpki: Uint8Array, rootPassphrase: string): Promise<MadeCertificates> {
  const named = (role: string) =>
    encodeName([
      { attribute: "C", value: "NL" },
      { attribute: "O", value: bounded(organisation, 64) },
      { attribute: "OU", value: environment },
      { attribute: "CN", value: `${bounded(organisation, 40)} ${role} CA G1` },
    ]);
  const rootName = named("Root");
  const rootSigns = keyInHand(root.privateKey);
  const rootCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer: rootName, ...years(now, 20), subject: rootName, publicKey: root.spki,
      extensions: [basicConstraints({}), keyUsage(["keyCertSign", "cRLSign"]), subjectKeyIdentifier(keyIdentifier(root.spki))],
    }),
    rootSigns,
  );
  const issuerCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer: rootName, ...years(now, 10), subject: named("Issuing"), publicKey: issuerSpki,
      extensions: [
        basicConstraints({ pathLength: 0 }),
        keyUsage(["keyCertSign", "cRLSign"]),
        subjectKeyIdentifier(keyIdentifier(issuerSpki)),
        authorityKeyIdentifier(keyIdentifier(root.spki)),
        // The kinds of certificate are data and may grow; what the CA may issue under them is our own lint's to guard.
        certificatePolicies(OID.anyPolicy),
      ],
    }),
    rootSigns,
  );
  return { rootCertPem: toPem("CERTIFICATE", rootCert), rootKeyPem: closed(root.privateKey, rootPassphrase), issuerCertPem: toPem("CERTIFICATE", issuerCert) };
}

type MadeKey = { privateKey: KeyObject; spki: Uint8Array };

async function newKey(bits: number): Promise<MadeKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits, publicExponent: 65537 });
  return { privateKey, spki: publicKey.export({ type: "spki", format: "der" }) };
}

function years(now: Date, count: number): { notBefore: Date; notAfter: Date } {
  const start = DateTime.fromJSDate(now, { zone: "utc" }).startOf("second");
  return { notBefore: start.toJSDate(), notAfter: start.plus({ years: count }).minus({ seconds: 1 }).toJSDate() };
}

function closed(key: KeyObject, passphrase: string): string {
  return key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();
}
