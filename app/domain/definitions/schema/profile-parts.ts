/** Where an authority works. What is issued in one is worth nothing in another; each has its own root. */
export const ENVIRONMENTS = ["demonstration", "test", "acceptance", "production"] as const;

/** RFC 5280, 4.2.1.3, in the order of the bits; those that a leaf can sensibly have. */
export const KEY_USAGES = ["digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement"] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** RFC 5280, 4.2.1.12. */
export const EXTENDED_KEY_USAGES = ["clientAuth", "serverAuth", "emailProtection"] as const;
export type ExtendedKeyUsage = (typeof EXTENDED_KEY_USAGES)[number];

/** The parts of a subject, by their short names in RFC 4519. */
export const SUBJECT_ATTRIBUTES = ["C", "O", "OU", "serialNumber", "CN"] as const;
export type SubjectAttribute = (typeof SUBJECT_ATTRIBUTES)[number];

/** What the office knows of the holder and may be put into a subject: `{{commonName}}` and so on. */
export const SUBJECT_VALUES = ["commonName", "userNumber", "organisation", "agbCode"] as const;
export type SubjectValues = Record<(typeof SUBJECT_VALUES)[number], string>;
