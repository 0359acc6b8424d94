import { z } from "zod";

/** The languages that every screen, e-mail and letter exists in; Dutch is the language of record (D22). */
export const LANGUAGES = ["nl", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export const Language = z.enum(LANGUAGES);

/** A text in both languages. */
export type Wording = Record<Language, string>;

/** A Dutch name as on the identity document: initials "A.B.", tussenvoegsel "van der", surname "Linden". */
export const PersonName = z.object({
  initials: z.string(),
  prefix: z.string().default(""),
  surname: z.string(),
});
export type PersonName = z.infer<typeof PersonName>;

/** "A.B. van der Linden". */
export function fullName(name: { initials: string; prefix?: string | null; surname: string }): string {
  return [name.initials, name.prefix, name.surname].filter(Boolean).join(" ");
}

/** The same surname, prefix included, and the same first initial: whoever fills in a form need not know all initials. */
export function isSamePerson(one: PersonName, other: PersonName): boolean {
  const plain = (text: string) => text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();
  return plain(`${one.prefix} ${one.surname}`) === plain(`${other.prefix} ${other.surname}`) && plain(one.initials).slice(0, 1) === plain(other.initials).slice(0, 1);
}

/** "Zoë van der Håkon", or "Z. van der Håkon" where no first name is known: the name in a personal certificate (R32). */
export function nameInCertificate(name: { givenName: string | null; initials: string; prefix: string; surname: string }): string {
  return fullName({ ...name, initials: name.givenName ?? name.initials });
}

/** A Dutch postal address as the correspondence address of an enterprise holds it. */
export const PostalAddress = z.object({
  street: z.string(),
  houseNumber: z.number().int().min(1).max(99999),
  houseNumberSuffix: z.string().default(""),
  /** "1234AB": stored without the space. */
  postcode: z.string(),
  town: z.string(),
});
export type PostalAddress = z.infer<typeof PostalAddress>;

/** "Brugstraat 5 hs, 3511 AB Utrecht": on one line of a table, an e-mail or the trail. */
export function addressLine({ street, houseNumber, houseNumberSuffix, postcode, town }: PostalAddress): string {
  return `${[street, houseNumber, houseNumberSuffix].filter(Boolean).join(" ")}, ${postcode.slice(0, 4)} ${postcode.slice(4)} ${town}`;
}
