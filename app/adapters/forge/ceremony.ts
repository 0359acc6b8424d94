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
import { signDer } from "./signer.ts";
import { encodeName, encodeTbs, keyIdentifier, newSerial } from "./tbs.ts";

/** What a ceremony hands over. The root's key goes into a safe; only the issuer's key and both certificates go to the office. */
export type MadeAuthority = { rootCertPem: string; rootKeyPem: string; issuerCertPem: string; issuerKeyPem: string };

type Ceremony = {
  environment: Environment;
  now: Date;
  /** Closes the issuer's key, and the root's where that has none of its own; twelve characters or more. */
  passphrase: string;
  /** Closes the root's key, which others keep. */
  rootPassphrase?: string;
  /** Stands as O in both certificates. */
  organisation: string;
};

/** Shorter ones can be guessed by whoever has the file. */
const SHORTEST_PASSPHRASE = 12;

/**
 * Makes an authority: a root of 20 years (RSA-4096, signs itself) and an issuing CA of 10 years (RSA-3072, no CA below it), with the
 * environment in the names of both. PEM; keys as encrypted PKCS#8 (AES-256). Takes a few seconds. Throws `authority.passphrase-short`.
 */
export async function makeAuthority({ environment, now, passphrase, rootPassphrase = passphrase, organisation }: Ceremony): Promise<MadeAuthority> {
  if (Math.min(passphrase.length, rootPassphrase.length) < SHORTEST_PASSPHRASE) throw new Problem("authority.passphrase-short", { characters: SHORTEST_PASSPHRASE });
  const [root, issuer] = await Promise.all([newKey(4096), newKey(3072)]);
  const named = (role: string) =>
    encodeName([
      { attribute: "C", value: "NL" },
      { attribute: "O", value: bounded(organisation, 64) },
      { attribute: "OU", value: environment },
      { attribute: "CN", value: `${bounded(organisation, 40)} ${role} CA G1` },
    ]);
  const rootName = named("Root");
  const rootCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer: rootName, ...years(now, 20), subject: rootName, publicKey: root.spki,
      extensions: [basicConstraints({}), keyUsage(["keyCertSign", "cRLSign"]), subjectKeyIdentifier(keyIdentifier(root.spki))],
    }),
    root,
  );
  const issuerCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer: rootName, ...years(now, 10), subject: named("Issuing"), publicKey: issuer.spki,
      extensions: [
        basicConstraints({ pathLength: 0 }),
        keyUsage(["keyCertSign", "cRLSign"]),
        subjectKeyIdentifier(keyIdentifier(issuer.spki)),
        authorityKeyIdentifier(keyIdentifier(root.spki)),
        // The kinds of certificate are data and may grow; what the CA may issue under them is our own lint's to guard.
        certificatePolicies(OID.anyPolicy),
      ],
    }),
    root,
  );
  return {
    rootCertPem: toPem("CERTIFICATE", rootCert),
    rootKeyPem: closed(root.privateKey, rootPassphrase),
    issuerCertPem: toPem("CERTIFICATE", issuerCert),
    issuerKeyPem: closed(issuer.privateKey, passphrase),
  };
}

async function newKey(bits: number): Promise<{ privateKey: KeyObject; publicKey: KeyObject; spki: Uint8Array }> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: bits, publicExponent: 65537 });
  return { ...pair, spki: pair.publicKey.export({ type: "spki", format: "der" }) };
}

function years(now: Date, count: number): { notBefore: Date; notAfter: Date } {
  const start = DateTime.fromJSDate(now, { zone: "utc" }).startOf("second");
  return { notBefore: start.toJSDate(), notAfter: start.plus({ years: count }).minus({ seconds: 1 }).toJSDate() };
}

function closed(key: KeyObject, passphrase: string): string {
  return key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();
}
