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
  document: "document",
  verdict: "verdict",
};

/** What we know of a person beside what their bank says, or what AMP found at their door, line by line, for the desk to rule on (D25). */
export function compareSides({ party, differences, answer }: SealedCase, language: Language, t: Translate) {
  const { partialDate } = formatters(language, (key, values) => t(key, values));
  const differing = new Set(differences.map((one) => ROWS[one]));
  const row = (key: string, known: string, told: string) => ({ key, known, told, differs: differing.has(key) });
  const told = toldBy(answer, partialDate, t);
  return {
    partyId: party.id,
    name: fullName(party),
    role: party.role,
    isGone: answer === null,
    source: answer !== null && "said" in answer ? ("door" as const) : ("bank" as const),
    rows: [
      row("initials", party.initials, told.initials),
      row("surname", joined(party.prefix, party.surname), told.surname),
      row("partnerSurname", party.partnerSurname ?? "", told.partnerSurname),
      row("preferredSurname", "", told.preferredSurname),
      row("birthDate", partialDate(party.birthDate?.replaceAll("-", "") ?? ""), told.birthDate),
      row("document", "", told.document),
      row("verdict", "", told.verdict),
    ].filter((one) => one.known !== "" || one.told !== ""),
  };
}

const NOTHING = { initials: "", surname: "", partnerSurname: "", preferredSurname: "", birthDate: "", document: "", verdict: "" };

function toldBy(answer: SealedCase["answer"], partialDate: (digits: string) => string, t: Translate): typeof NOTHING {
  if (answer === null) return NOTHING;
  if ("said" in answer) {
    const { name, birthDateMatches, documentType, documentValid, said } = answer;
    return {
      ...NOTHING,
      initials: name.initials,
      surname: joined(name.prefix, name.surname),
      partnerSurname: name.partnerSurname ?? "",
      birthDate: t(`desk:identity.door.birthDate.${birthDateMatches === null ? "notCompared" : birthDateMatches ? "same" : "other"}`),
      document: t(`desk:identity.door.${documentValid ? "valid" : "invalid"}`, { document: t(`by-hand:documents.${documentType}`) }),
      verdict: t(`desk:identity.door.verdict.${said}`),
    };
  }
  const { name, dateOfBirth } = answer;
  return {
    ...NOTHING,
    initials: name.initials,
    surname: joined(name.legalPrefix, name.legalSurname),
    partnerSurname: joined(name.partnerPrefix, name.partnerSurname),
    preferredSurname: joined(name.preferredPrefix, name.preferredSurname),
    // A bank that knows only part of a date says 00 for the rest.
    birthDate: partialDate(dateOfBirth),
  };
}

function joined(...parts: Array<string | undefined>): string {
  return parts.filter(Boolean).join(" ");
}
