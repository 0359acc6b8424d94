import { createHash, X509Certificate } from "node:crypto";

import type { CertificateRead, CertificateReader, ExtensionRead, ExtensionValue } from "#app/domain/certificates/reading.ts";

import { elementAt, need, oid, Unreadable, within, type Element } from "./octets.ts";

/** Reads certificates for whoever looks at one: the platform's X.509 for what it knows, and this room's own reader for the extensions. */
export function makeCertificateReader(chains: ReadonlyArray<{ issuerCertPem: string; rootCertPem: string }>): CertificateReader {
  const known = new Map(
    chains.map(({ issuerCertPem, rootCertPem }) => {
      const [issuer, root] = [new X509Certificate(issuerCertPem), new X509Certificate(rootCertPem)];
      return [sha256(issuer.raw), [issuer, root].flatMap(({ raw }) => readCertificate(raw) ?? [])] as const;
    }),
  );
  return { read: readCertificate, chainOf: (issuerId) => known.get(issuerId) ?? null };
}

/** A certificate as it reads; null for what is none. */
export function readCertificate(der: Uint8Array): CertificateRead | null {
  try {
    const certificate = new X509Certificate(der);
    const { publicKey, subject, issuer, validFrom, validTo, raw } = certificate;
    return {
      subject: attributesOf(subject),
      issuer: attributesOf(issuer),
      serial: certificate.serialNumber.toLowerCase().padStart(certificate.serialNumber.length + (certificate.serialNumber.length % 2), "0"),
      notBefore: new Date(Date.parse(validFrom)),
      notAfter: new Date(Date.parse(validTo)),
      sha256: sha256(raw),
      keySha256: sha256(publicKey.export({ type: "spki", format: "der" })),
      key: { type: (publicKey.asymmetricKeyType ?? "").toUpperCase(), bits: publicKey.asymmetricKeyDetails?.modulusLength ?? null },
      pem: certificate.toString(),
      extensions: extensionsOf(Buffer.from(raw)),
    };
  } catch {
    return null;
  }
}

/** "C=NL\nO=Praktijk\\, de" in its parts. */
function attributesOf(name: string): Array<{ attribute: string; value: string }> {
  return name.split("\n").map((line) => ({ attribute: line.slice(0, line.indexOf("=")), value: line.slice(line.indexOf("=") + 1).replaceAll(/\\(.)/g, "$1") }));
}

/** In [3] of what was signed (RFC 5280, 4.1). */
function extensionsOf(der: Buffer): ExtensionRead[] {
  const [tbs] = within(elementAt(der));
  const wrapped = within(need(tbs, 0x30)).find(({ tag }) => tag === 0xa3);
  if (!wrapped) return [];
  return within(need(within(wrapped)[0], 0x30)).map((extension) => {
    const [id, ...rest] = within(extension);
    const name = oid(id);
    const critical = rest.find(({ tag }) => tag === 0x01);
    const { value } = need(rest.at(-1), 0x04);
    return { oid: name, isCritical: critical?.value[0] === 0xff, value: valueOf(name, value) };
  });
}

function valueOf(name: string, octets: Buffer): ExtensionValue {
  try {
    return READERS[name]?.(elementAt(octets)) ?? { kind: "raw", hex: octets.toString("hex") };
  } catch (failure) {
    if (failure instanceof Unreadable) return { kind: "raw", hex: octets.toString("hex") };
    throw failure;
  }
}

/** By extension (RFC 5280, 4.2.1 and 4.2.2; RFC 6960, 4.2.2.2.1). */
const READERS: Readonly<Record<string, (content: Element) => ExtensionValue>> = {
  "2.5.29.14": ({ value }) => ({ kind: "key", hex: value.toString("hex") }),
  "2.5.29.15": ({ value }) => ({ kind: "usages", usages: usagesIn(value) }),
  "2.5.29.19": (content) => {
    const parts = within(content);
    return { kind: "constraints", isAuthority: parts[0]?.tag === 0x01 && parts[0].value[0] === 0xff, pathLength: parts.find(({ tag }) => tag === 0x02)?.value[0] ?? null };
  },
  "2.5.29.31": (content) => ({ kind: "addresses", addresses: addressesIn(content).map((url) => ({ method: null, url })) }),
  "2.5.29.32": (content) => ({ kind: "oids", oids: within(content).map((policy) => oid(within(policy)[0])) }),
  "2.5.29.35": (content) => ({ kind: "key", hex: within(content).find(({ tag }) => tag === 0x80)?.value.toString("hex") ?? "" }),
  "2.5.29.37": (content) => ({ kind: "oids", oids: within(content).map(oid) }),
  "1.3.6.1.5.5.7.1.1": (content) => ({ kind: "addresses", addresses: within(content).map((one) => ({ method: oid(within(one)[0]), url: within(one)[1]?.value.toString("latin1") ?? "" })) }),
  "1.3.6.1.5.5.7.48.1.5": () => ({ kind: "nothing" }),
};

const USAGES = ["digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly"] as const;

/** The first octet says how many of the last bits count for nothing. */
function usagesIn(bits: Buffer): string[] {
  return USAGES.filter((_usage, place) => ((bits[1 + (place >> 3)] ?? 0) & (0x80 >> (place & 7))) !== 0);
}

/** Every address in it, however deep: [6] of a GeneralName. */
function addressesIn(content: Element): string[] {
  return within(content).flatMap((part) => (part.tag === 0x86 ? [part.value.toString("latin1")] : part.tag & 0x20 ? addressesIn(part) : []));
}

const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");
