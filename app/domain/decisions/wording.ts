import type { Expected } from "#app/domain/decisions/operators.ts";
import { fill, findText, type Texts } from "#app/domain/decisions/texts.ts";
import type { Language } from "#app/domain/people.ts";
import type { Fact } from "#rules/facts/words.ts";

/** In whose words: the sentences of the namespace "findings" in the reader's language, and names for services, policies and the like by their id. */
export type Words = { language: Language; texts: Texts; names?: Readonly<Record<string, string>> };

/** What is known of a fact where it is put in words. */
export type Said = Pick<Fact, "type" | "label" | "choices" | "denied"> | null;

/** A value as a reader says it: "16 november 2026", "ja", "zorgverlener", "Wmo en COV". */
export function valueSaid(fact: Said, name: string, value: Expected, words: Words): string {
  if (value === null) return word(words, name.startsWith("policy.") ? "words.unlimited" : "words.unknown");
  if (typeof value === "boolean") return word(words, value ? "words.yes" : "words.no");
  if (typeof value === "number") return FORMATS[words.language].number.format(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return word(words, "words.none");
    const items = value.map((item) => (typeof item === "number" ? FORMATS[words.language].number.format(item) : itemSaid(fact, item, words)));
    return FORMATS[words.language].allOf.format(items);
  }
  return fact?.type === "date" ? dateSaid(value, words) : itemSaid(fact, value, words);
}

/** That there is something, or nothing, of a list; and of anything else whether it is known. */
export function emptinessSaid(type: Fact["type"] | undefined, label: string, isEmpty: boolean, words: Words): string {
  if (type === "list") return fill(word(words, isEmpty ? "explain.none" : "explain.some"), { things: label.replace(/^(?:de|het|the) /, "") });
  if (type === "boolean") return fill(word(words, isEmpty ? "explain.notKnown" : "explain.known"), { fact: label });
  return fill(word(words, isEmpty ? "operators.isEmpty" : "operators.isNotEmpty"), { fact: label });
}

/** Whether a count is none, by a border that leaves no other. */
export function meansNone(operator: string, expected: Expected, isSo: boolean): boolean {
  const below = isSo ? ["lessThanInclusive", "lessThan"] : ["greaterThan", "greaterThanInclusive"];
  return (operator === below[0] && expected === 0) || (operator === below[1] && expected === 1);
}

/** What is so or not, said as it is. */
export function propositionSaid(fact: Said, name: string, value: boolean, words: Words): string {
  return value || !fact?.denied ? labelSaid(fact, name, words) : fact.denied[words.language];
}

/** A value in a sentence; one of a list of choices, which may be half a sentence itself, between quotation marks. */
export function quoted(fact: Said, name: string, value: Expected, words: Words): string {
  const said = valueSaid(fact, name, value, words);
  return typeof value === "string" && fact?.type === "text" && fact.choices ? `“${said}”` : said;
}

/** "a, b of c": one of several values. */
export function oneOf(fact: Said, name: string, values: Expected, words: Words): string {
  const items = Array.isArray(values) ? values.map((value) => quoted(fact, name, value, words)) : [quoted(fact, name, values, words)];
  return FORMATS[words.language].oneOf.format(items);
}

/** What a fact is called. */
export function labelSaid(fact: Said, name: string, { language, names }: Words): string {
  return fact?.label[language] ?? names?.[name] ?? name;
}

export function word({ texts }: Words, key: string): string {
  return findText(texts, key) ?? key;
}

function itemSaid(fact: Said, item: string, { language, names }: Words): string {
  return fact?.choices?.[item]?.[language] ?? names?.[item] ?? item;
}

function dateSaid(date: string, words: Words): string {
  const day = new Date(date);
  return Number.isNaN(day.getTime()) ? date : FORMATS[words.language].date.format(day);
}

/** Made once: making one takes longer than all that a rule says, and a page says what fifty rules say. */
const FORMATS = { nl: formatsOf("nl-NL"), en: formatsOf("en-GB") };

function formatsOf(locale: string) {
  return {
    number: new Intl.NumberFormat(locale),
    date: new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
    allOf: new Intl.ListFormat(locale, { type: "conjunction" }),
    oneOf: new Intl.ListFormat(locale, { type: "disjunction" }),
  };
}
