import type { CertificateProfile, SubjectAttribute, SubjectValues } from "#app/domain/definitions/schema/certificate-profile.ts";

/** Upper bounds in characters: RFC 5280, appendix A.1 (ub-common-name and its neighbours). */
export const SUBJECT_BOUNDS: Readonly<Record<SubjectAttribute, number>> = { C: 2, O: 64, OU: 64, serialNumber: 64, CN: 64 };

/** The subject of a certificate: the profile's template filled with what the office knows of the holder, in the profile's order. */
export function fillSubject(profile: CertificateProfile, values: SubjectValues): Array<{ attribute: SubjectAttribute; value: string }> {
  return profile.subject.map(({ attribute, value }) => ({
    attribute,
    value: bounded(
      value.replace(/^\{\{(\w+)\}\}$/, (_, name: keyof SubjectValues) => values[name]),
      SUBJECT_BOUNDS[attribute],
    ),
  }));
}

/**
 * A name as a certificate can hold it: composed (NFC), single spaces, and no longer than the bound in characters. What is too long ends
 * after the last whole word that fits. Half a surrogate pair becomes U+FFFD, which the lint then refuses.
 */
export function bounded(text: string, limit: number): string {
  const tidy = text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD").normalize("NFC").replace(/\s+/gu, " ").trim();
  const characters = [...tidy];
  if (characters.length <= limit) return tidy;
  const cut = characters.slice(0, limit + 1).join("");
  const lastSpace = cut.lastIndexOf(" ");
  return lastSpace > 0 ? cut.slice(0, lastSpace) : characters.slice(0, limit).join("");
}
