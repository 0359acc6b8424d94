import { SUBJECT_ATTRIBUTES, SUBJECT_VALUES, type SubjectAttribute, type SubjectValues } from "#app/domain/definitions/schema/profile-parts.ts";

import { bounded, SUBJECT_BOUNDS } from "./subject.ts";

/** What an extension of a certificate would say, as far as its profile decides it; a key and where the authority publishes are of each certificate and each authority. */
export type SampleSays = { kind: "usages"; usages: readonly string[] } | { kind: "oids"; oids: readonly string[] } | { kind: "leaf" | "own-key" | "issuer-key" | "list" | "authority" };
export type Sample = { subject: ReadonlyArray<{ attribute: string; value: string }>; extensions: ReadonlyArray<{ oid: string; isCritical: boolean; says: SampleSays }> };

/** RFC 5280, 4.2.1.12: the numbers of the purposes. */
const PURPOSES: Readonly<Record<string, string>> = { serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2", emailProtection: "1.3.6.1.5.5.7.3.4" };

/**
 * What a certificate of a profile would say of a holder and of itself (RFC 5280, 4.1.2.6 and 4.2), for whoever makes the profile: it may be half done, and what is no part of a certificate is left
 * out. That a real certificate says the same is held by a test.
 */
export function sampleOf(profile: Readonly<Record<string, unknown>>, holder: SubjectValues): Sample {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
  const policy = profile["policyOid"];
  return {
    subject: (Array.isArray(profile["subject"]) ? (profile["subject"] as unknown[]) : []).flatMap((part) => (isPart(part) ? [{ attribute: part.attribute, value: filled(part, holder) }] : [])),
    extensions: [
      { oid: "2.5.29.19", isCritical: true, says: { kind: "leaf" } },
      { oid: "2.5.29.15", isCritical: true, says: { kind: "usages", usages: texts(profile["keyUsages"]) } },
      { oid: "2.5.29.37", isCritical: false, says: { kind: "oids", oids: texts(profile["extendedKeyUsages"]).flatMap((one) => PURPOSES[one] ?? []) } },
      { oid: "2.5.29.14", isCritical: false, says: { kind: "own-key" } },
      { oid: "2.5.29.35", isCritical: false, says: { kind: "issuer-key" } },
      { oid: "2.5.29.32", isCritical: false, says: { kind: "oids", oids: typeof policy === "string" && policy !== "" ? [policy] : [] } },
      { oid: "2.5.29.31", isCritical: false, says: { kind: "list" } },
      { oid: "1.3.6.1.5.5.7.1.1", isCritical: false, says: { kind: "authority" } },
    ],
  };
}

type Part = { attribute: SubjectAttribute; value: string };

function isPart(one: unknown): one is Part {
  return typeof one === "object" && one !== null && "attribute" in one && "value" in one && typeof one.value === "string" && SUBJECT_ATTRIBUTES.some((attribute) => attribute === one.attribute);
}

/** As `fillSubject` fills a whole profile; a blank that nobody knows stays as it is written. */
function filled({ attribute, value }: Part, holder: SubjectValues): string {
  const known = new RegExp(`\\{\\{(${SUBJECT_VALUES.join("|")})\\}\\}$`);
  return bounded(value.replace(known, (_, name: keyof SubjectValues, at: number) => bounded(holder[name], SUBJECT_BOUNDS[attribute] - at)), SUBJECT_BOUNDS[attribute]);
}
