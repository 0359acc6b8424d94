import type { CertificateProfile, SubjectAttribute, SubjectValues } from "#app/domain/definitions/schema/certificate-profile.ts";

/** Upper bounds in characters: RFC 5280, appendix A.1 (ub-common-name and its neighbours). */
export const SUBJECT_BOUNDS: Readonly<Record<SubjectAttribute, number>> = { C: 2, O: 64, OU: 64, serialNumber: 64, CN: 64 };

/** The subject of a certificate: the profile's template filled with what the office knows of the holder, in the profile's order. */
export function fillSubject(profile: CertificateProfile, values: SubjectValues): Array<{ attribute: SubjectAttribute; value: string }> {
  return profile.subject.map(({ attribute, value }) => ({
    attribute,
    // What stands before a blank is part of the profile ("TEST "), and a long name may not push it off, nor be pushed off by it.
    value: bounded(
      value.replace(/\{\{(\w+)\}\}$/, (_, name: keyof SubjectValues, at: number) => bounded(values[name], SUBJECT_BOUNDS[attribute] - at)),
      SUBJECT_BOUNDS[attribute],
    ),
  }));
}

/** Under which name a certificate of this profile comes to stand: of a test with TEST before it (R114). */
export function commonNameIn(profile: CertificateProfile, holder: string): string {
  const named = fillSubject(profile, { commonName: holder, userNumber: "", organisation: "", agbCode: "" }).find(({ attribute }) => attribute === "CN");
  return named?.value ?? holder;
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

/** The attributes whose value can change, by the last octet of their object identifier 2.5.4.x (X.520). */
const CHANGING = { CN: 0x03, O: 0x0a, OU: 0x0b } as const;
export type ChangingAttribute = keyof typeof CHANGING;

/**
 * What stands in a certificate for a name: the attribute with a UTF8String, in DER (RFC 5280, appendix A.1;
 * X.690, 8.1.3). Found in the bytes of a certificate, it is that very name, and not one that begins alike, or another attribute.
 */
export function attributeInDer(attribute: ChangingAttribute, name: string): Buffer {
  const text = Buffer.from(bounded(name, SUBJECT_BOUNDS[attribute]), "utf8");
  // At most 64 characters, so at most 256 octets.
  const length = text.length < 0x80 ? [text.length] : text.length < 0x100 ? [0x81, text.length] : [0x82, text.length >> 8, text.length & 0xff];
  return Buffer.concat([Buffer.from([0x06, 0x03, 0x55, 0x04, CHANGING[attribute], 0x0c, ...length]), text]);
}

/** Which attributes of the subject in a certificate's bytes differ from what the profile would say of the holder today, in the profile's order. Empty: all it says is so. */
export function differingAttributes(tbs: Uint8Array, profile: CertificateProfile, values: SubjectValues): ChangingAttribute[] {
  const bytes = Buffer.from(tbs);
  return fillSubject(profile, values).flatMap(({ attribute, value }) => (isChanging(attribute) && !bytes.includes(attributeInDer(attribute, value)) ? [attribute] : []));
}

function isChanging(attribute: SubjectAttribute): attribute is ChangingAttribute {
  return attribute in CHANGING;
}
