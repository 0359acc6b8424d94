import { z } from "zod";

/** Where an authority works. What is issued in one is worth nothing in another; each has its own root. */
export const ENVIRONMENTS = ["demonstration", "test", "acceptance", "production"] as const;
export const Environment = z.enum(ENVIRONMENTS);
export type Environment = z.infer<typeof Environment>;

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

/** One of the values, `{{userNumber}}`, with a word before it where everybody should see what it is, "TEST {{commonName}}"; or a text that is the same for everybody, "NL". */
const SubjectTemplate = z
  .string()
  .min(1)
  .regex(new RegExp(`^(([A-Z]+ )?\\{\\{(${SUBJECT_VALUES.join("|")})\\}\\}|[^{}]+)$`), "one {{value}}, with a word in capitals before it or without, or a fixed text");

/** A dotted object identifier as RFC 5280 allows it in a policy; arcs fit in 31 bits, which every reader understands. */
const ObjectIdentifier = z
  .string()
  .regex(/^[0-2](\.(0|[1-9][0-9]{0,9}))+$/)
  .refine((oid) => oid.split(".").every((arc) => Number(arc) < 2 ** 31) && Number(oid.split(".")[1]) < 40, "not an object identifier");

/**
 * A kind of certificate, as data (`rules/certificates/*.json`): who it names, how long it lasts, which keys it takes and what it is
 * good for. The addresses of the CRL, OCSP and the issuer's certificate come from the configured public address instead.
 */
export const CertificateProfile = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    kind: z.enum(["personal", "system", "test"]),
    /** Authorities that may issue it. */
    environments: z.array(Environment).min(1),
    /** The kinds of request that may lead to one, by the ids of their types. */
    askedBy: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).min(1).default(["new-user", "contact-change"]),
    /** Where its key may be made: in the holder's own browser (D5), or by the supplier of software, who sends a signing request. */
    keysFrom: z.array(z.enum(["browser", "supplier"])).min(1).default(["browser"]),
    validity: z.strictObject({ years: z.number().int().min(1).max(3) }),
    key: z.strictObject({
      type: z.literal("RSA"),
      minBits: z.number().int().min(2048),
      maxBits: z.number().int().max(8192),
    }),
    /** In the order in which they stand in the certificate. */
    subject: z.array(z.strictObject({ attribute: z.enum(SUBJECT_ATTRIBUTES), value: SubjectTemplate })).min(2),
    keyUsages: z.array(z.enum(KEY_USAGES)).min(1),
    extendedKeyUsages: z.array(z.enum(EXTENDED_KEY_USAGES)).min(1),
    policyOid: ObjectIdentifier,
  })
  .superRefine((profile, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const names = profile.subject.map((part) => part.attribute);
    if (new Set(names).size !== names.length) wrong("subject", "each attribute once");
    if (!names.includes("CN")) wrong("subject", "CN is missing");
    if (profile.subject.some((part) => part.attribute === "C" && !/^[A-Z]{2}$/.test(part.value))) wrong("subject", "C is two capitals");
    if (profile.key.minBits > profile.key.maxBits) wrong("key", "minBits is above maxBits");
    if (profile.kind === "personal" && profile.key.minBits < 3072) wrong("key", "a personal key has 3072 bits or more");
    if (profile.kind === "personal" && profile.keysFrom.includes("supplier")) wrong("keysFrom", "the key of a person is made in their own browser");
    if (profile.kind === "test" && profile.environments.join() !== "test") wrong("environments", "a test certificate is of the test authority alone");
    if (profile.kind === "test" && !profile.subject.some((part) => part.attribute === "CN" && part.value.startsWith("TEST "))) wrong("subject", "a test certificate says TEST in its name");
  });
export type CertificateProfile = z.infer<typeof CertificateProfile>;
