import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { officePageTexts, officeTexts } from "./form-texts.ts";
import type { DefinitionFinding, RequestType, TextOf } from "./request-type.ts";

/** Who is addressed, and who speaks, in a form that the applicant fills in. */
const OF_THE_APPLICANT: Readonly<Record<Language, RegExp>> = {
  nl: /\b(u|uw|uzelf|jij|jou|jouw|ik|mijn|onze)\b/i,
  en: /\b(you|your|yours|yourself|i|my|our)\b/i,
};

/** Where the office types a form over it is not spoken to as if it were the applicant, nor made to speak for them. */
export function speaksAsApplicant(language: Language, text: string): boolean {
  return OF_THE_APPLICANT[language].test(text);
}

/** Of a form that may come on paper or as a scan, what whoever types it over would read. What the office says in its own words it says in every language. */
export function* checkVoice(type: RequestType, textOf: TextOf): Generator<DefinitionFinding> {
  if (!type.channels.some((channel) => channel === "paper" || channel === "email")) return;
  for (const keys of officeKeys(type)) {
    const own = keys[0] ?? "";
    const isOwn = LANGUAGES.some((language) => textOf(language, own) !== null);
    for (const language of LANGUAGES) {
      if (isOwn && textOf(language, own) === null) yield { code: "missing-text", path: own, details: { language, key: own } };
      const said = keys.map((key) => textOf(language, key)).find((text) => text !== null);
      if (said && speaksAsApplicant(language, said)) yield { code: "speaks-as-applicant", path: own, details: { language, key: own, text: said } };
    }
  }
}

/** Every text that the office reads of a form, as the keys of which the first that exists is said. */
function officeKeys(type: RequestType): string[][] {
  return [
    ...type.pages.map((page) => officePageTexts(type.id, page).short),
    ...type.pages.flatMap(({ fields }) => fields).flatMap((field) => {
      const { label, help, option } = officeTexts(type.id, field);
      return [label, [help], ...("options" in field ? field.options.map(option) : [])];
    }),
  ];
}
