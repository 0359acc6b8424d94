import { createHash, createPrivateKey, X509Certificate } from "node:crypto";

import type { CaCertificate } from "#app/domain/certificates/ports.ts";
import { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import { Problem } from "#app/domain/problem.ts";

import { childrenOf, expectTag, oidOf, readDer, TAG, timeOf, type Tlv } from "./der.ts";
import type { PublicationUrls } from "./extensions.ts";
import { ATTRIBUTE_OID } from "./oids.ts";
import { fromPem, toPem } from "./pem.ts";
import { rsaNumbers } from "./rsa.ts";
import { keyInHand, type SigningKey } from "./signer.ts";
import { keyIdentifier } from "./tbs.ts";

/** All that is known of an issuing CA once its files have been opened and found to belong together. */
export type Issuer = {
  environment: Environment;
  /** SHA-256 of the certificate, hex. */
  id: string;
  chain: string[];
  /** DER of both certificates, and the hex by which each is published. */
  certificates: Record<"issuer" | "root", CaCertificate>;
  /** DER of its name and of its SubjectPublicKeyInfo; SHA-1 key identifier. */
  name: Uint8Array;
  spki: Uint8Array;
  keyId: Uint8Array;
  modulus: bigint;
  notBefore: Date;
  notAfter: Date;
  urls: PublicationUrls;
  /** Signs, wherever its private half is. */
  key: SigningKey;
};

/** The issuing key as an encrypted PKCS#8 with what opens it, or opened already, in a token. */
export type IssuerKey = { issuerKeyPem: string; passphrase: string } | { issuerKey: SigningKey };

export type IssuerFiles = IssuerKey & {
  issuerCertPem: string;
  rootCertPem: string;
  /** Where the CRL, OCSP and CA certificate are published, such as "https://pki.example/"; no user data, so http is allowed. */
  publicBaseUrl: string;
};

/**
 * Opens the files of an issuing CA. Throws `authority.malformed`, `authority.passphrase`, `authority.key-mismatch`, `authority.chain`,
 * `authority.environment` or `authority.base-url`.
 */
export function openIssuer(files: IssuerFiles): Issuer {
  const root = certificate(files.rootCertPem, "root");
  const issuer = certificate(files.issuerCertPem, "issuer");
  const key = "issuerKey" in files ? files.issuerKey : openKey(files.issuerKeyPem, files.passphrase);
  if (!issuer.publicKey.equals(key.publicKey)) throw new Problem("authority.key-mismatch");
  // A root that issues to users would have to be online: it is not an issuing CA, though everything about it checks.
  const isRoot = issuer.fingerprint256 === root.fingerprint256;
  if (isRoot || !issuer.ca || !issuer.checkIssued(root) || !issuer.verify(root.publicKey) || !root.verify(root.publicKey)) {
    throw new Problem("authority.chain");
  }
  const facts = readFacts(issuer.raw);
  return {
    ...facts,
    environment: environmentIn(facts.name),
    id: createHash("sha256").update(issuer.raw).digest("hex"),
    chain: [issuer, root].map((cert) => toPem("CERTIFICATE", cert.raw)),
    certificates: { issuer: published(issuer), root: published(root) },
    urls: publicationUrls(files.publicBaseUrl, Buffer.from(facts.keyId).toString("hex")),
    key,
  };
}

function published({ raw, subject }: X509Certificate): CaCertificate {
  const { keyId, notAfter } = readFacts(raw);
  return { keyId: Buffer.from(keyId).toString("hex"), der: Uint8Array.from(raw), subject: subject.replaceAll("\n", ", "), sha256: createHash("sha256").update(raw).digest("hex"), notAfter };
}

function certificate(pem: string, which: string): X509Certificate {
  const der = fromPem(["CERTIFICATE"], pem);
  try {
    if (der) return new X509Certificate(der);
  } catch (cause) {
    throw new Problem("authority.malformed", { which }, { cause });
  }
  throw new Problem("authority.malformed", { which });
}

function openKey(pem: string, passphrase: string): SigningKey {
  if (!pem.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----")) throw new Problem("authority.malformed", { which: "key" });
  try {
    return keyInHand(createPrivateKey({ key: pem, format: "pem", passphrase }));
  } catch {
    // No cause: the library's message is of no use, and nothing about the passphrase may reach a log.
    throw new Problem("authority.passphrase");
  }
}

/** Read with our own reader, since these octets go into every leaf and into every check. */
function readFacts(der: Uint8Array) {
  const [tbs] = childrenOf(readDer(der), TAG.sequence);
  const [, , , , validity, name, spki] = childrenOf(tbs, TAG.sequence);
  const [notBefore, notAfter] = childrenOf(validity, TAG.sequence);
  const key = expectTag(spki, TAG.sequence).bytes;
  return {
    name: expectTag(name, TAG.sequence).bytes,
    spki: key,
    keyId: keyIdentifier(key),
    modulus: rsaNumbers(key).modulus,
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
  };
}

/** The environment stands in the CA's own name (OU), where nobody can change it and everybody can see it. */
function environmentIn(name: Uint8Array): Environment {
  const attributes = childrenOf(readDer(name), TAG.sequence).map((part: Tlv) => childrenOf(childrenOf(part, TAG.set)[0], TAG.sequence));
  const unit = attributes.find(([type]) => oidOf(type) === ATTRIBUTE_OID.OU)?.[1];
  const environment = Environment.safeParse(Buffer.from(unit?.value ?? []).toString("utf8"));
  if (!environment.success) throw new Problem("authority.environment");
  return environment.data;
}

function publicationUrls(base: string, keyId: string): PublicationUrls {
  const root = URL.canParse(base) ? new URL(base.endsWith("/") ? base : `${base}/`) : null;
  if (!root || !/^https?:$/.test(root.protocol) || root.search || root.hash) throw new Problem("authority.base-url");
  return {
    crl: new URL(`pki/${keyId}.crl`, root).href,
    ocsp: new URL("pki/ocsp", root).href,
    issuerCertificate: new URL(`pki/${keyId}.cer`, root).href,
  };
}
