import { ABBREVIATIONS, hasVowel, isReadAsInitials, PREFIXES, straight } from "./name.ts";

/** A name in the three parts that a form asks for. */
export type NameParts = { initials: string; prefix: string; surname: string };

/** Longest first, so that "van der" is not taken for "van". */
const KNOWN = [...PREFIXES, ...Object.keys(ABBREVIATIONS)].sort((one, other) => other.length - one.length);
const TITLES = /^(?:(?:dhr|mevr|mw|hr|drs|dr|ir|ing|mr|prof)\.?|de heer|mevrouw|meneer) +/i;
/** With these a surname of two words begins that has no Dutch prefix: "El Khattabi". */
const ARTICLES = /^(?:el|al|ait|aït|abou|abu|bin|ibn|ould)$/i;

const POINTED = /^(?:\p{L}{1,3}\.-?)+(?:\p{L}|Chr|Ch|Fr|Ph|Sj|Th|Tj)?$/u;
const BARE = /^(?:\p{L}|\p{Lu}(?:-\p{Lu})+|Chr|Ch|Fr|Ph|Sj|Th|Tj)$/u;
const CAPITALS = /^\p{Lu}{2,4}$/u;

/**
 * A whole name in one cell, in its parts: "P. de Bakker", "Bakker, P. de", "Bakker-de Vries, A.M.". First names stand where the initials would, for the
 * form to ask for those. Null for what is no whole name: one word, a surname of two words without anything before it in small letters, or what fits
 * nowhere; and for a first word that would be spelt out ("An Peeters", "El Khattabi"), since wrong initials end up in a certificate unseen.
 */
export function splitName(text: string): NameParts | null {
  let whole = straight(text);
  while (TITLES.test(whole)) whole = whole.replace(TITLES, "");
  const comma = whole.indexOf(",");
  const isLoud = isInCapitals(whole);
  const split = comma < 0 ? inOrder(wordsOf(whole), isLoud) : turned(whole.slice(0, comma).trim(), wordsOf(whole.slice(comma + 1)), isLoud);
  return split && (split.initials === "" || mayBeInitials(split.initials, isLoud)) ? split : null;
}

/** Whether a word is initials without a doubt: "P.", "P.J.", "JP", "Th.", "P". `isLoud`: all around it is in capitals, so that those say nothing. */
export function isInitials(word: string, isLoud = false): boolean {
  return POINTED.test(word) || BARE.test(word) || (!isLoud && CAPITALS.test(word) && !hasVowel(word));
}

/** Whether a text can stand where initials do: it is nothing else, or it is a name about which the form will ask. "Bo" is neither; it would be read as B.O. */
export function mayBeInitials(text: string, isLoud: boolean): boolean {
  const words = wordsOf(text);
  return initialsAt(words, isLoud) === words.length || !isReadAsInitials(text);
}

/** Whether texts that belong together are all in capitals. */
export function isInCapitals(...texts: readonly string[]): boolean {
  return texts.every((text) => text === text.toLocaleUpperCase("nl"));
}

/** Whether a text is a prefix as people write one, or the abbreviation of one. */
export function isPrefix(text: string): boolean {
  return KNOWN.includes(straight(text).toLocaleLowerCase("nl"));
}

/** "P. de Bakker". */
function inOrder(words: readonly string[], isLoud: boolean): NameParts | null {
  if (words.length < 2 || prefixAt(words, isLoud) > 0) return null;
  const initials = Math.max(1, initialsAt(words.slice(0, -1), isLoud));
  const names = initials + firstNamesAt(words.slice(initials), isLoud);
  const rest = words.slice(names);
  const prefix = prefixAt(rest.slice(0, -1), isLoud);
  return { initials: words.slice(0, names).join(" "), prefix: rest.slice(0, prefix).join(" "), surname: rest.slice(prefix).join(" ") };
}

/** How many words before the surname are first names as far as anybody can tell: "Peter" in "J. Peter de Vries", "Maria" in "P. Maria Bakker". None before a surname of two words that shows what it is: "De Bakker", "El Khattabi", "Bakker - de Vries". */
function firstNamesAt(words: readonly string[], isLoud: boolean): number {
  const [first = ""] = words;
  if (prefixAt(words, true) > 0 || ARTICLES.test(first)) return 0;
  const [, married] = /^[^\s-]+-(.+)$/.exec(words.join(" ").replaceAll(/\s*-\s*/g, "-")) ?? [];
  if (married !== undefined && (!married.includes(" ") || prefixAt(married.split(" "), isLoud) > 0)) return 0;
  const prefix = words.findIndex((_, index) => prefixAt(words.slice(index, -1), isLoud) > 0);
  return prefix < 0 ? words.length - 1 : prefix;
}

/** "Bakker, P. de". */
function turned(surname: string, words: readonly string[], isLoud: boolean): NameParts | null {
  if (surname === "" || words.length === 0) return null;
  const before = prefixAt(words, isLoud);
  const rest = words.slice(before);
  const initials = rest.length === 0 ? 0 : Math.max(1, initialsAt(rest, isLoud));
  const after = rest.slice(initials);
  if (after.length > 0 && (before > 0 || prefixAt(after, isLoud) < after.length)) return null;
  return { initials: rest.slice(0, initials).join(" "), prefix: (before > 0 ? words.slice(0, before) : after).join(" "), surname };
}

/** How many words from the first are initials; "v.d." is none, nor is a small letter further on ("P. y Gasset"). */
function initialsAt(words: readonly string[], isLoud: boolean): number {
  const end = words.findIndex((word, index) => !isInitials(word, isLoud) || (index > 0 && (/^\p{Ll}$/u.test(word) || prefixAt(words.slice(index), isLoud) > 0)));
  return end < 0 ? words.length : end;
}

/** How many words from the first are a prefix. In small letters, as identity documents have it: "De Bakker" is a surname. In a name all in capitals a prefix is in capitals too. */
function prefixAt(words: readonly string[], isLoud: boolean): number {
  const text = (isLoud ? words.map((word) => word.toLocaleLowerCase("nl")) : words).join(" ");
  const found = KNOWN.find((prefix) => text === prefix || text.startsWith(`${prefix} `));
  return found === undefined ? 0 : found.split(" ").length;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
