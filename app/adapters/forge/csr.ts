import { createHash, verify } from "node:crypto";

import type { CheckedCsr } from "#app/domain/certificates/ports.ts";
import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";

import { bitsOf, childrenOf, expectTag, integerOf, oidOf, readDer, TAG } from "./der.ts";
import { ATTRIBUTE_OID, OID } from "./oids.ts";
import { fromPem } from "./pem.ts";
import { bitLength, encodeRsaKey, openRsaKey, rsaNumbers, type RsaNumbers } from "./rsa.ts";
import { weaknessOf } from "./weak-keys.ts";

/** RSA-4096 with a short subject stays under 2 KB. */
const LARGEST = 16 * 1024;

/** RFC 8017, appendix A.2.4; what browsers, openssl and keytool make. No SHA-1. */
const HASHES: Readonly<Record<string, string>> = {
  [OID.sha256WithRSAEncryption]: "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
};

/**
 * Judges a signing request (PKCS#10, RFC 2986) of somebody whom number and PIN have let in. The key is all that is taken from it: the
 * subject of one that our page made must be the user number and nothing else; what a supplier wrote there, and requested extensions, are not even looked at. The key is judged before the
 * signature, which would mean nothing under a bad key: with e = 1 anybody can write one.
 * Throws `csr.malformed`, `csr.key-type`, `csr.exponent`, `csr.key-size`, `csr.subject`, `csr.weak-key`, `csr.bad-signature`.
 */
export function checkCsr(
  pem: string,
  { userNumber, profile }: { userNumber: string; profile: CertificateProfile },
  authorityModulus: bigint,
): CheckedCsr {
  const { info, subject, spki, algorithm, signature, keyType, isOfRsa } = parse(pem);
  if (keyType !== OID.rsaEncryption) throw new Problem("csr.key-type");
  if (!isOfRsa) throw new Problem("csr.malformed");
  const numbers = readKey(spki);
  const { modulus, exponent } = numbers;
  if (exponent !== 65537n) throw new Problem("csr.exponent");
  const bits = bitLength(modulus);
  const { minBits, maxBits } = profile.key;
  if (modulus <= 0n || bits < minBits || bits > maxBits) throw new Problem("csr.key-size", { bits, minBits, maxBits });
  if (!profile.keysFrom.includes("supplier") && subject !== userNumber) throw new Problem("csr.subject");
  const weakness = weaknessOf(modulus, authorityModulus);
  if (weakness) throw new Problem("csr.weak-key", { weakness });

  const hash = HASHES[algorithm];
  if (!hash || !verify(hash, info, openRsaKey(numbers), signature)) throw new Problem("csr.bad-signature");
  // Written anew: one encoding, and a hash under which the same key is found again.
  const publicKey = encodeRsaKey(numbers);
  return { publicKey, publicKeySha256: createHash("sha256").update(publicKey).digest("hex") };
}

function parse(pem: string) {
  const der = pem.length > LARGEST ? null : fromPem(["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"], pem);
  if (!der) throw new Problem("csr.malformed");
  try {
    const [info, algorithm, signature, ...rest] = childrenOf(readDer(der), TAG.sequence);
    const [version, subject, spki, ...attributes] = childrenOf(info, TAG.sequence);
    const [type] = childrenOf(spki, TAG.sequence);
    const [signedWith, parameters] = childrenOf(algorithm, TAG.sequence);
    if (rest.length > 0 || attributes.length > 1 || integerOf(version) !== 0n) throw new Problem("csr.malformed");
    return {
      info: expectTag(info, TAG.sequence).bytes,
      subject: commonNameOnly(expectTag(subject, TAG.sequence).bytes),
      spki: expectTag(spki, TAG.sequence).bytes,
      keyType: oidOf(childrenOf(type, TAG.sequence)[0]),
      algorithm: oidOf(signedWith),
      // As RSA has it (RFC 4055, 5); of another key it is said first that we do not use it.
      isOfRsa: parameters?.tag === TAG.null,
      signature: bitsOf(signature),
    };
  } catch (cause) {
    throw new Problem("csr.malformed", {}, { cause });
  }
}

/** The common name, when the subject consists of that alone; else `null`. */
function commonNameOnly(name: Uint8Array): string | null {
  const [only, ...others] = childrenOf(readDer(name), TAG.sequence);
  if (!only || others.length > 0) return null;
  const [attribute, ...more] = childrenOf(only, TAG.set);
  const [type, value] = childrenOf(attribute, TAG.sequence);
  if (more.length > 0 || oidOf(type) !== ATTRIBUTE_OID.CN || (value?.tag !== TAG.utf8 && value?.tag !== TAG.printable)) return null;
  return Buffer.from(value.value).toString("utf8");
}

function readKey(spki: Uint8Array): RsaNumbers {
  try {
    return rsaNumbers(spki);
  } catch (cause) {
    throw new Problem("csr.malformed", {}, { cause });
  }
}
