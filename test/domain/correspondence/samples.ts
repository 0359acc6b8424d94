import { readdirSync, readFileSync } from "node:fs";
import { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import type { VariableType } from "#app/domain/definitions/schema/template.ts";
import { addressBlock } from "#app/domain/correspondence/address.ts";
import { Branding } from "#app/domain/correspondence/branding.ts";
import type { LetterDocument } from "#app/domain/correspondence/ports.ts";
import { renderLetter } from "#app/domain/correspondence/render.ts";
import type { Language } from "#app/domain/people.ts";

const TEMPLATES = new URL("../../../templates/", import.meta.url);

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, TEMPLATES), "utf8"));
const names = (folder: string) => readdirSync(new URL(folder, TEMPLATES)).filter((name) => name.endsWith(".json"));

export const mails = names("mail/").map((name) => ({ file: name, template: MailTemplate.parse(read(`mail/${name}`)) }));
export const letters = names("letters/").map((name) => ({ file: name, template: LetterTemplate.parse(read(`letters/${name}`)) }));
export const branding = Branding.parse(read("branding.json"));

export const PIN = "K7M2PX9RTW";
export const USER_NUMBER = "68750110000017";

/** One believable value per type of blank. */
export const SAMPLES: Record<VariableType, string | Date> = {
  text: "Tandartspraktijk De Brug",
  "long-text": "De tekenbevoegde staat niet op het uittreksel.\nVraag eerst een nieuwe tekenbevoegde aan.",
  name: "Z. van der Håkon",
  reference: "ZG-2481",
  date: new Date("2026-11-16T11:00:00Z"),
  email: "z.vanderhakon@debrug.example",
  url: "https://zegel.example/status/3f9a?x=1&y=2",
  "user-number": USER_NUMBER,
  pin: PIN,
};

export function sampleValues(template: MailTemplate | LetterTemplate): Record<string, string | Date> {
  return Object.fromEntries(template.variables.map(({ name, type }) => [name, SAMPLES[type]]));
}

export const mailNamed = (id: string) => pick(mails.map(({ template }) => template), id);
export const letterNamed = (id: string) => pick(letters.map(({ template }) => template), id);

function pick<T extends { id: string }>(templates: T[], id: string): T {
  const found = templates.find((template) => template.id === id);
  if (!found) throw new Error(`No template ${id}`);
  return found;
}

/** The PIN letter to De Brug, with what a test wants to see otherwise. */
export function pinLetter(changes: { language?: Language; values?: Record<string, string | Date>; names?: string[]; pin?: string } = {}): LetterDocument {
  const { language = "nl", values = {}, names = ["Tandartspraktijk De Brug", "T.a.v. F. el Idrissi"], pin = PIN } = changes;
  return renderLetter(
    letterNamed("pin-letter"),
    language,
    { recipientName: "F. el Idrissi", forWhom: "Z. van der Håkon", pin, installPage: "zegel.example/installeren", installBy: "2027-01-15", ...values },
    { ...addressBlock(names, { street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "hs", postcode: "3511AB", town: "Utrecht" }), reference: "B-000123" },
    branding,
    new Date("2026-11-16T11:00:00Z"),
  );
}
