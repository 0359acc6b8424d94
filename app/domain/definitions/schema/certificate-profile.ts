import { z } from "zod";

import { ENVIRONMENTS, EXTENDED_KEY_USAGES, KEY_USAGES, SUBJECT_ATTRIBUTES, SUBJECT_VALUES } from "./profile-parts.ts";

export { ENVIRONMENTS, EXTENDED_KEY_USAGES, KEY_USAGES, SUBJECT_ATTRIBUTES, SUBJECT_VALUES, type ExtendedKeyUsage, type KeyUsage, type SubjectAttribute, type SubjectValues } from "./profile-parts.ts";

export const Environment = z.enum(ENVIRONMENTS);
export type Environment = z.infer<typeof Environment>;

/** One of the values, `{{userNumber}}`, with a word before it where everybody should see what it is, "TEST {{commonName}}"; or a text that is the same for everybody, "NL". */
const SUBJECT_VALUE = new RegExp(`^(([A-Z]+ )?\\{\\{(${SUBJECT_VALUES.join("|")})\\}\\}|[^{}]+)$`);
const SubjectTemplate = z
  .string()
  .min(1)
  .refine((value) => SUBJECT_VALUE.test(value), "profile.subject-value");

/** A dotted object identifier as RFC 5280 allows it in a policy; arcs fit in 31 bits, which every reader understands. */
const ObjectIdentifier = z
  .string()
  .regex(/^[0-2](\.(0|[1-9][0-9]{0,9}))+$/)
  .refine((oid) => oid.split(".").every((arc) => Number(arc) < 2 ** 31) && Number(oid.split(".")[1]) < 40, "profile.policy");

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
    if (new Set(names).size !== names.length) wrong("subject", "profile.subject-twice");
    if (!names.includes("CN")) wrong("subject", "profile.no-name");
    if (profile.subject.some((part) => part.attribute === "C" && !/^[A-Z]{2}$/.test(part.value))) wrong("subject", "profile.country");
    if (profile.key.minBits > profile.key.maxBits) wrong("key", "profile.bits-order");
    if (profile.kind === "personal" && profile.key.minBits < 3072) wrong("key", "profile.bits-personal");
    if (profile.kind === "personal" && profile.keysFrom.includes("supplier")) wrong("keysFrom", "profile.keys-personal");
    if (profile.kind === "test" && profile.environments.join() !== "test") wrong("environments", "profile.tests-apart");
    if (profile.kind === "test" && !profile.subject.some((part) => part.attribute === "CN" && part.value.startsWith("TEST "))) wrong("subject", "profile.tests-named");
  });
export type CertificateProfile = z.infer<typeof CertificateProfile>;
