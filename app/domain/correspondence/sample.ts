import type { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import { BRAND_VARIABLES, blanksIn, templateStrings, type TemplateVariable } from "#app/domain/definitions/schema/template.ts";
import type { Language } from "#app/domain/people.ts";

import { addressBlock } from "./address.ts";
import type { Branding } from "./branding.ts";
import type { LetterDocument } from "./ports.ts";
import { renderLetter, renderMail, type RenderedMail } from "./render.ts";
import type { TemplateValues } from "./values.ts";

/** How a blank is filled for somebody who writes the text: nobody's data. `word` answers an example in a language, or null where there is none. */
export type Sampling = { language: Language; branding: Branding; now: Date; baseUrl: string; word: (name: string) => string | null };

/** No account has it: no PIN that the office makes reads as a row of letters and digits. */
const SAMPLE_PIN = "ABCDE23456";
const SAMPLE_NUMBER = "12345678901234";
const DAYS_AHEAD = 14;

/** An address of a practice that is not there, as it usually is, and as long as it may be: with six lines the window is full. */
const ADDRESSEES = {
  usual: { names: ["Praktijk Voorbeeld", "T.a.v. A.B. de Vries"], address: { street: "Voorbeeldstraat", houseNumber: 12, houseNumberSuffix: "a", postcode: "9999ZZ", town: "Voorbeeld" } },
  long: {
    names: ["Maatschap Fysiotherapie en Oefentherapie", "Noord- en Zuid-Voorbeeldenland B.V.", "T.a.v. mevrouw A.B.C.D. van der", "Voorbeeld-Langenaam tot Voorbeelden"],
    address: { street: "Burgemeester van Voorbeeldenstraat", houseNumber: 12345, houseNumberSuffix: "bis", postcode: "9999ZZ", town: "Voorbeeld aan de Langerivier" },
  },
} as const;
export type SampleAddressee = keyof typeof ADDRESSEES;

/** An e-mail as it would be sent, filled with examples. A blank that nothing fills stays as it was typed. Throws as `renderMail` does. */
export function sampleMail(template: MailTemplate, sampling: Sampling): RenderedMail {
  const { language, branding } = sampling;
  return renderMail(withUnknown(template), language, sampleValues(template, sampling), branding);
}

/** A letter as it would be printed, filled with examples and to a practice that is not there. Throws as `renderLetter` does. */
export function sampleLetter(template: LetterTemplate, addressee: SampleAddressee, sampling: Sampling): LetterDocument {
  const { language, branding, now } = sampling;
  const { names, address } = ADDRESSEES[addressee];
  return renderLetter(withUnknown(template), language, sampleValues(template, sampling), { ...addressBlock(names, address), reference: "B-000123" }, branding, now);
}

function sampleValues(template: MailTemplate | LetterTemplate, sampling: Sampling): TemplateValues {
  return Object.fromEntries([...template.variables.map((variable) => [variable.name, sampleOf(variable, sampling)] as const), ...unknownBlanks(template).map((name) => [name, `{{${name}}}`] as const)]);
}

function sampleOf({ name, type, description }: TemplateVariable, { now, baseUrl, word }: Sampling): string | Date {
  switch (type) {
    case "date":
      return new Date(now.getTime() + DAYS_AHEAD * 86_400_000);
    case "url":
      return `${baseUrl}/voorbeeld`;
    case "user-number":
      return SAMPLE_NUMBER;
    case "pin":
      return SAMPLE_PIN;
    case "text":
    case "long-text":
    case "name":
    case "reference":
    case "email":
      return word(name) ?? description;
  }
}

function withUnknown<T extends MailTemplate | LetterTemplate>(template: T): T {
  return { ...template, variables: [...template.variables, ...unknownBlanks(template).map((name) => ({ name, type: "text", description: name }))] };
}

/** The blanks of a text that nothing fills: a slip of the pen, which the check tells of. */
function unknownBlanks(template: MailTemplate | LetterTemplate): string[] {
  const known = new Set([...BRAND_VARIABLES, ...template.variables.map(({ name }) => name)]);
  return [...new Set(templateStrings(template).flatMap(({ text }) => blanksIn(text)))].filter((name) => !known.has(name));
}
