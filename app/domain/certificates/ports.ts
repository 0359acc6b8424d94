import type { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";

import type { RevocationReason } from "./reasons.ts";
import type { Validity } from "./validity.ts";

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

/** A certificate as an asker names it: `der` is the CertID as it came (RFC 6960, 4.1.1), which the answer repeats; `serial` as hex. */
export type CertId = { der: Uint8Array; serial: string; isOurs: boolean };

/** What is asked of the responder; `nonce` is the value of that extension as it came (RFC 9654), or null. */
export type OcspQuestion = { about: CertId[]; nonce: Uint8Array | null };

export type Revocation = { revokedAt: Date; reason: RevocationReason };

/** RFC 6960, 2.2: what is known of a certificate. */
export type CertificateState = "good" | "unknown" | Revocation;

/** RFC 6960, 4.2.1: why there is no answer. */
export type OcspRefusal = "malformedRequest" | "internalError" | "tryLater" | "unauthorized";

/** Between which instants an answer or a list may be believed. */
export type Currency = { thisUpdate: Date; nextUpdate: Date };

/** What goes into a list (RFC 5280, 5.1): `entries` are the DER of its entries, one after the other. */
export type CrlOrder = Currency & { number: number; entries: readonly Uint8Array[] };

/** A key that only signs answers, and never leaves the process that made it (RFC 6960, 4.2.2.2). */
export interface ResponderKey {
  /** DER of its SubjectPublicKeyInfo. */
  publicKey: Uint8Array;
  /** DER of an OCSPResponse (RFC 6960, 4.2.1) that this key has signed; `certificate` is the responder's, sent along. */
  answer(answers: ReadonlyArray<{ about: CertId; state: CertificateState }>, sent: Currency & { nonce: Uint8Array | null; certificate: Uint8Array }): Promise<Uint8Array>;
}

/** A certificate of the authority as it is published: DER, found by its key's identifier in hex. */
export type CaCertificate = { keyId: string; der: Uint8Array; subject: string; /** Hex. */ sha256: string; notAfter: Date };

/** The authority as the one who says how its certificates stand (RFC 5280, 5; RFC 6960). */
export interface StatusAuthority extends Pick<Authority, "issuerId" | "newSerial" | "sign"> {
  caCertificates: Record<"issuer" | "root", CaCertificate>;
  /** Takes an OCSPRequest apart. Throws `ocsp.malformed`. */
  readQuestion(octets: Uint8Array): OcspQuestion;
  /** DER of an OCSPResponse without an answer. */
  refuse(why: OcspRefusal): Uint8Array;
  newResponderKey(): Promise<ResponderKey>;
  /** DER of the responder's TBSCertificate. */
  prepareResponder(order: Validity & { serial: string; publicKey: Uint8Array }): Uint8Array;
  /** Empty when nothing is wrong with it. */
  lintResponder(tbs: Uint8Array): LintFinding[];
  /** DER of entries of a list, in the order given. */
  encodeEntries(revoked: ReadonlyArray<Revocation & { serial: string }>): Uint8Array;
  /** DER of the TBSCertList; `sign` makes the list of it. */
  prepareCrl(order: CrlOrder): Uint8Array;
}

/** In which ways a stored certificate and its row may not agree; each has its words in both languages (`authority:finding`). */
export const DISCREPANCIES = ["unreadable", "issuer", "signature", "serial", "validity", "key", "signed-bytes", "user-number", "authority"] as const;
export type Discrepancy = (typeof DISCREPANCIES)[number];

/** A certificate as it is stored, with what its row says of it. */
export type StoredCertificate = { issuerId: string; serial: string; userNumber: string; tbs: Uint8Array; tbsSha256: string; der: Uint8Array; publicKeySha256: string; notBefore: Date; notAfter: Date };

/** Reads stored certificates by other code than made them (P14). */
export interface CertificateInspector {
  /** Whether it can judge what this issuing CA issued: SHA-256 of its certificate, hex. */
  knows(issuerId: string): boolean;
  /** Empty when certificate and row agree. Never throws for what is stored. */
  inspect(stored: StoredCertificate): Discrepancy[];
}
