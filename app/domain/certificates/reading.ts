/** What an extension says, by the shape of its content; the page words it. */
export type ExtensionValue =
  | { kind: "constraints"; isAuthority: boolean; pathLength: number | null }
  | { kind: "usages"; usages: readonly string[] }
  | { kind: "oids"; oids: readonly string[] }
  | { kind: "key"; hex: string }
  | { kind: "addresses"; addresses: ReadonlyArray<{ /** What is found there; null where only a list can be. */ method: string | null; url: string }> }
  | { kind: "nothing" }
  | { kind: "raw"; hex: string };

/** An extension as it stands in a certificate (RFC 5280, 4.2). */
export type ExtensionRead = { oid: string; isCritical: boolean; value: ExtensionValue };

/** A certificate as it reads, whatever the office's records say of it. */
export type CertificateRead = {
  subject: ReadonlyArray<{ attribute: string; value: string }>;
  issuer: ReadonlyArray<{ attribute: string; value: string }>;
  /** Hex, as it is stored. */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** Of the whole certificate, hex. */
  sha256: string;
  /** Of its key (SubjectPublicKeyInfo), hex. */
  keySha256: string;
  key: { type: string; bits: number | null };
  pem: string;
  extensions: ExtensionRead[];
};

/** Reads certificates by other code than makes them. */
export interface CertificateReader {
  /** Null for what cannot be read. */
  read(der: Uint8Array): CertificateRead | null;
  /** The issuing CA and its root, as the issuer is named in our rows; null for an authority that is not here. */
  chainOf(issuerId: string): CertificateRead[] | null;
}

/** Why nobody can say how a certificate stands. */
export type NotAnswered = "unreachable" | "refused" | "malformed" | "untrusted" | "stale" | "another-question";

export type Asked<Answer> = { url: string; tookMs: number } & ({ answer: Answer } | { failure: NotAnswered });

export type OcspSaid = { state: "good" | "unknown" | "revoked"; revokedAt: Date | null; /** RFC 5280, 5.3.1. */ reason: number | null; producedAt: Date; thisUpdate: Date; nextUpdate: Date | null };
export type CrlSaid = { number: string | null; entries: number; thisUpdate: Date; nextUpdate: Date; listed: { revokedAt: Date; reason: number | null } | null };

/** Asks what the authority publishes, as anybody else would: over the network, and believing nothing that is not signed. */
export interface StatusAsker {
  /** Never throws; null for an authority that is not here. */
  ask(about: { serial: string; issuerId: string; now: Date }): Promise<{ ocsp: Asked<OcspSaid>; crl: Asked<CrlSaid> } | null>;
}
