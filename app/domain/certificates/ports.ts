import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";

/** What goes into a leaf certificate; names are Unicode, times are UTC instants with whole seconds. */
export type CertificateOrder = {
  profile: CertificateProfile;
  /** 17 octets, first 0x01–0x7f, in lower-case hex (P4). */
  serial: string;
  /** DER of the SubjectPublicKeyInfo that the CSR carried. */
  publicKey: Uint8Array;
  subject: { commonName: string; userNumber: string; organisation: string; agbCode: string };
  notBefore: Date;
  notAfter: Date;
};

/** A signing request that was checked: signature, key, subject. */
export type CheckedCsr = { publicKey: Uint8Array; publicKeySha256: string };

export type LintFinding = { check: string; clause: string; message: string };

/** The authority: builds, lints and signs. The stored bytes, the linted bytes and the signed bytes are the same (P1, P2). */
export interface Authority {
  /** Throws `csr.malformed`, `csr.bad-signature`, `csr.key-type`, `csr.key-size`, `csr.exponent`, `csr.weak-key`, `csr.subject`. */
  checkCsr(pem: string, expected: { userNumber: string; profile: CertificateProfile }): CheckedCsr;
  newSerial(): string;
  /** DER of the TBSCertificate (RFC 5280, 4.1.2). */
  prepare(order: CertificateOrder): Uint8Array;
  /** Empty when nothing is wrong; reads the bytes themselves. */
  lint(tbs: Uint8Array, profile: CertificateProfile): LintFinding[];
  /** Signs natively, off the event loop; DER of the certificate. RSASSA-PKCS1-v1_5 is deterministic: the same bytes give the same certificate. */
  sign(tbs: Uint8Array): Promise<Uint8Array>;
  /** PEM of issuing CA and root, leaf's issuer first. */
  chain(): string[];
  /** SHA-256 of the issuing certificate, hex. */
  issuerId: string;
}
