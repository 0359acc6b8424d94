import type { Field, FieldKind, Page } from "./form.ts";

// Apart from the schema, so that browsers get these without the library that checks it.

/** The keys of a field's texts in the locale files. */
export function fieldTexts(type: string, field: Pick<Field, "id" | "labelKey" | "helpKey">): { label: string; help: string; option: (id: string) => string } {
  const base = `requests:${type}.fields.${field.id}`;
  return { label: field.labelKey ?? `${base}.label`, help: field.helpKey ?? `${base}.help`, option: (id) => `${base}.options.${id}` };
}

/** The keys of a page's texts: `short` is the word in the list of steps. */
export function pageTexts(type: string, page: Pick<Page, "id" | "titleKey" | "introKey">): { title: string; intro: string; short: string } {
  const base = `requests:${type}.pages.${page.id}`;
  return { title: page.titleKey ?? `${base}.title`, intro: page.introKey ?? `${base}.intro`, short: `${base}.short` };
}

/**
 * The same texts as the office reads them where it types a paper form over: it is not the applicant, so that "uw naam" is not its name. Each is a list of
 * keys of which the first that exists is said: one of its own below `office`, and else the one that everybody reads. Help has no other: what explains the
 * form to the public is in the way of who has it before them all day.
 */
export function officeTexts(type: string, field: Pick<Field, "id" | "labelKey" | "helpKey">): { label: string[]; help: string; option: (id: string) => string[] } {
  const texts = fieldTexts(type, field);
  const base = `requests:${type}.fields.${field.id}.office`;
  return { label: [`${base}.label`, texts.label], help: `${base}.help`, option: (id) => [`${base}.options.${id}`, texts.option(id)] };
}

/** What the office calls a page where it types a paper form over, as `officeTexts`. */
export function officePageTexts(type: string, page: Pick<Page, "id" | "titleKey" | "introKey">): { short: string[] } {
  return { short: [`requests:${type}.pages.${page.id}.office.short`, pageTexts(type, page).short] };
}

/**
 * The keys of what is said of several on one page: its title and lead then, what one of them is called, how another is added, how a list is pasted,
 * what each column of it holds, and what is declared of everybody on it.
 */
export function severalTexts(type: string, as: string): { title: string; intro: string; one: string; add: string; paste: string; pasteIntro: string; column: (input: string) => string; example: (input: string) => string; declared: (field: string) => string } {
  const base = `requests:${type}.several.${as}`;
  return {
    title: `${base}.title`,
    intro: `${base}.intro`,
    one: `${base}.one`,
    add: `${base}.add`,
    paste: `${base}.paste`,
    pasteIntro: `${base}.pasteIntro`,
    column: (input) => `${base}.columns.${input}.label`,
    example: (input) => `${base}.columns.${input}.example`,
    declared: (field) => `${base}.declared.${field}`,
  };
}

/** The names of a field's inputs: most have one, a name and an address have a part for each. */
export function inputNames(field: Pick<Field, "id" | "kind">): string[] {
  const parts = PARTS[field.kind];
  return parts === undefined ? [field.id] : parts.map((part) => `${field.id}.${part}`);
}

export const PARTS: Partial<Record<FieldKind, readonly string[]>> = {
  "dutch-name": ["initials", "prefix", "surname"],
  address: ["street", "houseNumber", "houseNumberSuffix", "postcode", "town"],
  date: ["day", "month", "year"],
};
