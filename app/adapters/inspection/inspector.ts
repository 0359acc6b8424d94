import { createHash, X509Certificate } from "node:crypto";

import type { CertificateInspector, Discrepancy, StoredCertificate } from "#app/domain/certificates/ports.ts";

/**
 * The inspector of stored certificates (P14): the platform's own X.509, which has written none of them, and nothing of the encoder, the lint or the reader of
 * DER that they were made with. An error there is not repeated here.
 */
export function makeInspector(issuerCertPems: readonly string[]): CertificateInspector {
  const issuers = new Map(issuerCertPems.map((pem) => new X509Certificate(pem)).map((issuer) => [sha256(issuer.raw), { issuer, key: issuer.publicKey }]));
  return {
    knows: (issuerId) => issuers.has(issuerId),
    inspect: (stored) => {
      const certificate = read(stored.der);
      if (!certificate) return ["unreadable"];
      const by = issuers.get(stored.issuerId);
      const wrong: Record<Discrepancy, boolean> = {
        unreadable: false,
        issuer: !by || !certificate.checkIssued(by.issuer),
        signature: !by || !certificate.verify(by.key),
        serial: BigInt(`0x${certificate.serialNumber}`) !== BigInt(`0x${stored.serial}`),
        validity: instant(certificate.validFrom) !== stored.notBefore.getTime() || instant(certificate.validTo) !== stored.notAfter.getTime(),
        key: sha256(certificate.publicKey.export({ type: "spki", format: "der" })) !== stored.publicKeySha256,
        "signed-bytes": sha256(stored.tbs) !== stored.tbsSha256 || !isInside(stored),
        "user-number": !certificate.subject.split("\n").includes(`serialNumber=${stored.userNumber}`),
        authority: certificate.ca,
      };
      return (Object.keys(wrong) as Discrepancy[]).filter((what) => wrong[what]);
    },
  };
}

function read(der: Uint8Array): X509Certificate | null {
  try {
    const certificate = new X509Certificate(der);
    // A key that cannot be opened shows only when it is asked for, and what follows a certificate not at all.
    return certificate.publicKey && certificate.raw.length === der.length ? certificate : null;
  } catch {
    return null;
  }
}

/** What was signed stands first in a certificate, after its own tag and length: two octets, or up to four. */
function isInside({ der, tbs }: StoredCertificate): boolean {
  const length = der[1] ?? 0;
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return Buffer.compare(Buffer.from(der).subarray(start, start + tbs.length), Buffer.from(tbs)) === 0;
}

/** "Nov 16 08:55:00 2026 GMT" in milliseconds. */
const instant = (text: string): number => Date.parse(text);

const sha256 = (octets: Uint8Array): string => createHash("sha256").update(octets).digest("hex");
