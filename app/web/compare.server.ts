import type { Difference } from "#app/domain/identification/compare.ts";
import type { SealedCase } from "#app/domain/identification/rule.ts";
import { fullName, type Language } from "#app/domain/people.ts";

import { formatters } from "./format.ts";
import type { Translate } from "./i18n.server.ts";

/** Which row of the comparison each difference is about. */
const ROWS: Record<Difference, string> = {
  "first-initial": "initials",
  "later-initials": "initials",
  prefix: "surname",
  surname: "surname",
  "birth-date": "birthDate",
  "birth-date-incomplete": "birthDate",
};

/** What we know of a person beside what their bank says, line by line, for the desk to rule on (D25). */
export function compareSides({ party, differences, answer }: SealedCase, language: Language, t: Translate) {
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const differing = new Set(differences.map((one) => ROWS[one]));
  const row = (key: string, known: string, told: string) => ({ key, known, told, differs: differing.has(key) });
  const name = answer?.name;
  return {
    partyId: party.id,
    name: fullName(party),
    role: party.role,
    isGone: answer === null,
    rows: [
      row("initials", party.initials, name?.initials ?? ""),
      row("surname", joined(party.prefix, party.surname), joined(name?.legalPrefix, name?.legalSurname)),
      row("partnerSurname", party.partnerSurname ?? "", joined(name?.partnerPrefix, name?.partnerSurname)),
      row("preferredSurname", "", joined(name?.preferredPrefix, name?.preferredSurname)),
      row("birthDate", party.birthDate ? dateOnly(party.birthDate) : "", answer ? bankDate(answer.dateOfBirth, dateOnly) : ""),
    ].filter(({ known, told }) => known !== "" || told !== ""),
  };
}

function joined(...parts: Array<string | undefined>): string {
  return parts.filter(Boolean).join(" ");
}

/** A bank that knows only part of a date says 00 for the rest. */
function bankDate(digits: string, dateOnly: (moment: string) => string): string {
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  return date.includes("-00") ? date.replaceAll("-00", "-??") : dateOnly(date);
}
