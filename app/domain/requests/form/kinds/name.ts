import type { PersonName } from "#app/domain/people.ts";

import { cleanLine, hasControl, lengthOf } from "./clean.ts";
import { read, refuse, type FieldNote, type Reading } from "./result.ts";

/** Tussenvoegsels as they stand on identity documents, in small letters; the form offers them, others are taken as well. */
export const PREFIXES: readonly string[] = [
  "aan de", "aan den", "aan het", "bij", "bij de", "d'", "da", "de", "de la", "de l'", "de van der", "del", "della", "den", "der", "di", "do", "dos", "du",
  "het", "in", "in de", "in den", "in der", "in het", "in 't", "la", "le", "les", "op", "op de", "op den", "op der", "op het", "op 't", "over de", "te", "ten",
  "ter", "uit de", "uit den", "uit het", "van", "van de", "van den", "van der", "van het", "van 't", "von", "von der", "voor de", "'s", "'t",
];

/** How people abbreviate them. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = { "v.": "van", "v.d.": "van der", "v.d": "van der", vd: "van der", "v/d": "van der", "v. d.": "van der", "v.de": "van de", "v.h.": "van het", "v/h": "van het", "a.d.": "aan de", "o.d.": "op de" };

/** Vektis takes six initials, twelve letters of prefix and sixty of surname (reference 2); iDIN compares within these. */
const MOST = { given: 40, initials: 6, prefix: 12, surname: 60 } as const;

/** A Dutch name as on the identity document: "jp" becomes "J.P.", "v.d." becomes "van der"; a first name for initials is asked again. All parts are read, so that each error shows. */
export function readDutchName(field: string, typed: { initials: string; prefix: string; surname: string }): Reading<PersonName> {
  const split = splitPrefix(straight(typed.prefix), straight(typed.surname));
  const initials = readInitials(straight(typed.initials));
  const prefix = readPrefix(split.prefix);
  const surname = readSurname(split.surname);
  const errors = ([["initials", initials], ["prefix", prefix], ["surname", surname]] as const).flatMap(([part, result]): FieldNote[] =>
    "code" in result ? [{ field: `${field}.${part}`, code: `name.${part}-${result.code}`, details: result.details ?? {} }] : [],
  );
  if ("code" in initials || "code" in prefix || "code" in surname) return { ok: false, errors };
  const value = { initials: initials.text, prefix: prefix.text, surname: surname.text };
  return { ok: true, value, typed: Object.fromEntries(Object.entries(value).map(([part, text]) => [`${field}.${part}`, text])), warnings: [] };
}

/** A first name as the identity document has it, for the certificate; no initials, since those have a field of their own. */
export function readGivenName(field: string, typed: string): Reading<string> {
  const text = straight(typed);
  const result = readSurname(text);
  if ("code" in result) return refuse(field, `name.given-${result.code}`, result.details);
  if (lengthOf(text) > MOST.given) return refuse(field, "name.given-long", { most: MOST.given });
  return read(field, result.text, result.text);
}

/** Whether initials are made of a text, and nothing about it is asked. */
export function isReadAsInitials(text: string): boolean {
  return "text" in readInitials(straight(text));
}

type Part = { text: string } | { code: string; details?: FieldNote["details"] };

function readInitials(text: string): Part {
  if (text === "") return { code: "empty" };
  if (hasControl(text) || !/^[\p{Script=Latin}\p{M}\d. -]+$/u.test(text)) return { code: "letters" };
  if (/\d/.test(text)) return { code: "digits" };
  const words = [...text.matchAll(/([^. -]+)(\.?)/gu)];
  const read = words.map(([, letters = "", point = ""]) => (point === "" ? spell(letters, words.length === 1) : abbreviated(letters)));
  if (read.includes(null)) return { code: "names" };
  const initials = read.flatMap((some) => some ?? []);
  if (initials.length === 0) return { code: "empty" };
  if (initials.length > MOST.initials) return { code: "many", details: { most: MOST.initials } };
  return { text: initials.map((one) => `${one.slice(0, 1).toLocaleUpperCase("nl")}${one.slice(1).toLocaleLowerCase("nl")}.`).join("") };
}

/** Initials of more than one letter, where they stand in a row: "ThJ" is "Th.J.". */
const IN_A_ROW = /Chr|Ch|Fr|Ph|Sj|Th|Tj|./gsu;
const LONG_INITIAL = /^(chr|ch|fr|ph|sj|th|tj)$/i;

/** What reads as a name when all of it is in capitals: JAN, ANNA, ZOE, and not AJM or JPM. */
const SAYABLE = /[^aeiouy][aeiouy]+[^aeiouy]|[aeiouy][^aeiouy]{1,2}[aeiouy]|[^aeiouy][aeiouy]{2}/i;

/**
 * Letters without points. "jp" and "JP" are two initials, and so are three or more in capitals that nobody could say. A longer word with a vowel in it is a
 * first name as far as anybody can tell ("zoe", "Sem", "JAN"): spelt out without a word it would stand in a certificate as Z.O.E. Who has those initials
 * types the points.
 */
function spell(letters: string, isAlone: boolean): string[] | null {
  if (!isAlone && LONG_INITIAL.test(letters)) return [letters];
  const size = lengthOf(letters);
  const isInCapitals = letters === letters.toLocaleUpperCase("nl");
  const isName = isInCapitals ? size > 2 && SAYABLE.test(plain(letters)) : size > (isAlone ? 2 : 1) && hasVowel(letters);
  return isName || size > MOST.initials ? null : (letters.match(IN_A_ROW) ?? []);
}

/** Letters with a point behind them: one initial, such as "Th." or "Joh."; letters that nobody could say are several ("JP."). */
function abbreviated(letters: string): string[] | null {
  if (lengthOf(letters) > 3) return null;
  return lengthOf(letters) === 1 || LONG_INITIAL.test(letters) || hasVowel(letters) ? [letters] : [...letters];
}

/** Whether letters have a vowel in them, so that they could be a name. */
export function hasVowel(letters: string): boolean {
  return /[aeiouy]/i.test(plain(letters));
}

/** Letters without what stands above or below them. */
function plain(letters: string): string {
  return letters.normalize("NFD").replaceAll(/\p{M}/gu, "");
}

function readPrefix(text: string): Part {
  const lower = text.toLocaleLowerCase("nl");
  const whole = ABBREVIATIONS[lower] ?? lower;
  if (hasControl(whole) || !/^[\p{Script=Latin}\p{M}\d' -]*$/u.test(whole)) return { code: "letters" };
  if (/\d/.test(whole)) return { code: "digits" };
  if (lengthOf(whole) > MOST.prefix) return { code: "long", details: { most: MOST.prefix } };
  return { text: whole };
}

function readSurname(text: string): Part {
  if (text === "") return { code: "empty" };
  // Which letters a name may have comes first: in "<b>2" the digit is the least of it.
  if (hasControl(text) || !/^[\p{L}\p{M}\d' .-]+$/u.test(text)) return { code: "letters" };
  if (/\d/.test(text)) return { code: "digits" };
  if (/[^\P{L}\p{Script=Latin}]/u.test(text)) return { code: "script" };
  if (!/\p{L}/u.test(text)) return { code: "letters" };
  if (lengthOf(text) > MOST.surname) return { code: "long", details: { most: MOST.surname } };
  return { text: text.replaceAll(/\s*-\s*/g, "-") };
}

/** "van der Linden" in the box for the surname is a prefix and a surname, as the identity document writes them. */
function splitPrefix(prefix: string, surname: string): { prefix: string; surname: string } {
  if (prefix !== "") return { prefix, surname };
  const found = [...PREFIXES].sort((one, other) => other.length - one.length).find((one) => surname.startsWith(`${one} `));
  return found === undefined ? { prefix, surname } : { prefix: found, surname: surname.slice(found.length).trim() };
}

/** Typographic apostrophes and dashes as plain ones, so that one name is written one way. */
export function straight(text: string): string {
  return cleanLine(text).replaceAll(/[’‘‛`´ʼ]/gu, "'").replaceAll(/[‐‑‒–—]/gu, "-");
}
