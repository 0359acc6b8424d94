import type { ExtendedKeyUsage, SubjectAttribute } from "#app/domain/definitions/schema/certificate-profile.ts";

/** Object identifiers by the names that RFC 5280 and RFC 8017 give them. */
export const OID = {
  rsaEncryption: "1.2.840.113549.1.1.1",
  sha256WithRSAEncryption: "1.2.840.113549.1.1.11",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  anyPolicy: "2.5.29.32.0",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
  authorityInfoAccess: "1.3.6.1.5.5.7.1.1",
  ocsp: "1.3.6.1.5.5.7.48.1",
  ocspBasic: "1.3.6.1.5.5.7.48.1.1",
  ocspNonce: "1.3.6.1.5.5.7.48.1.2",
  ocspNoCheck: "1.3.6.1.5.5.7.48.1.5",
  cRLNumber: "2.5.29.20",
  reasonCode: "2.5.29.21",
  caIssuers: "1.3.6.1.5.5.7.48.2",
} as const;

export const ATTRIBUTE_OID: Readonly<Record<SubjectAttribute, string>> = {
  C: "2.5.4.6", O: "2.5.4.10", OU: "2.5.4.11", serialNumber: "2.5.4.5", CN: "2.5.4.3",
};

/** What a profile may ask for, and what only the responder of the authority itself has. */
export const EXTENDED_KEY_USAGE_OID: Readonly<Record<ExtendedKeyUsage | "OCSPSigning", string>> = {
  OCSPSigning: "1.3.6.1.5.5.7.3.9", serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2", emailProtection: "1.3.6.1.5.5.7.3.4",
};
