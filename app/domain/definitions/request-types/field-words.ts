import { LANGUAGES, type Language } from "#app/domain/people.ts";

import type { Wording } from "../changes/wordings.ts";
import { fieldTexts, officePageTexts, officeTexts, pageTexts } from "../schema/form-texts.ts";
import type { EditedField, EditedPage } from "./form-edits.ts";
import { textOf, wordsOf } from "./json-parts.ts";

/** How a text of the screens would be said, by "namespace:dotted.key"; null where there is none. */
export type SaidAt = (key: string, language: Language) => string | null;

/** The keys of a text in its namespace and below it. */
export function splitKey(key: string): { namespace: string; key: string } {
  const colon = key.indexOf(":");
  return { namespace: key.slice(0, colon), key: key.slice(colon + 1) };
}

/** The texts that a field cannot do without: its label, its help where it has any, and a word for each of its choices. */
export function wordsNeededBy(type: string, field: EditedField): string[] {
  const texts = fieldTexts(type, keysOf(field));
  return [texts.label, ...(field["help"] === false ? [] : [texts.help]), ...optionsOf(field).map(texts.option)];
}

/** The texts that a page cannot do without. */
export function wordsNeededByPage(type: string, page: EditedPage): string[] {
  const { title, intro, short } = pageTexts(type, pageKeysOf(page));
  return [title, intro, short];
}

/** In which languages some of these texts are not there yet. */
export function missingIn(keys: readonly string[], said: SaidAt): Language[] {
  return LANGUAGES.filter((language) => keys.some((key) => !said(key, language)?.trim()));
}

/** The texts of a field under another name, so that a copy says what it says, and one that was renamed keeps saying it. Texts that stand elsewhere stay there. */
export function wordsUnder(type: string, field: EditedField, name: string, said: SaidAt): Wording[] {
  const [from, to] = [field, { ...field, id: name }].map((one) => keysOfField(type, one as EditedField)) as [string[], string[]];
  return from.flatMap((key, index) => movedWord(key, to[index] ?? key, said));
}

/** The texts of a page under another name. */
export function pageWordsUnder(type: string, page: EditedPage, name: string, said: SaidAt): Wording[] {
  const keys = (one: EditedPage) => [...wordsNeededByPage(type, one), ...officePageTexts(type, pageKeysOf(one)).short.slice(0, 1)];
  const to = keys({ ...page, id: name } as EditedPage);
  return keys(page).flatMap((key, index) => movedWord(key, to[index] ?? key, said));
}

function movedWord(from: string, to: string, said: SaidAt): Wording[] {
  const words = { nl: said(from, "nl") ?? "", en: said(from, "en") ?? "" };
  return from === to || (words.nl === "" && words.en === "") ? [] : [{ ...splitKey(to), ...words }];
}

/** Every text that a field may have of its own, for the public and for the office. */
function keysOfField(type: string, field: EditedField): string[] {
  const own = fieldTexts(type, keysOf(field));
  const office = officeTexts(type, keysOf(field));
  const options = optionsOf(field);
  return [own.label, own.help, ...options.map(own.option), office.label[0] ?? own.label, office.help, ...options.map((one) => office.option(one)[0] ?? "")];
}

export function optionsOf(field: EditedField): string[] {
  return wordsOf(field["options"]);
}

/** What `fieldTexts` asks of a field. */
export function keysOf(field: EditedField): { id: string; labelKey?: string; helpKey?: string } {
  const { labelKey, helpKey } = field;
  return { id: field.id, ...(typeof labelKey === "string" && { labelKey }), ...(typeof helpKey === "string" && { helpKey }) };
}

export function pageKeysOf(page: EditedPage): { id: string; titleKey?: string; introKey?: string } {
  const { titleKey, introKey } = page;
  return { id: textOf(page.id), ...(typeof titleKey === "string" && { titleKey }), ...(typeof introKey === "string" && { introKey }) };
}
