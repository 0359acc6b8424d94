import { ABBREVIATIONS, PREFIXES, straight } from "./name.ts";

/** A name in the three parts that a form asks for. */
export type NameParts = { initials: string; prefix: string; surname: string };

/** Longest first, so that "van der" is not taken for "van". */
const KNOWN = [...PREFIXES, ...Object.keys(ABBREVIATIONS)].sort((one, other) => other.length - one.length);
const TITLES = /^(?:(?:dhr|mevr|mw|hr|drs|dr|ir|ing|mr|prof)\.?|de heer|mevrouw|meneer) +/i;

/**
 * A whole name in one cell, in its parts: "P. de Bakker", "Bakker, P. de", "Bakker-de Vries, A.M.". A first name stands where the initials would, for the
 * form to ask for those. Null for what is no whole name: one word, a surname of two words without anything before it in small letters, or what fits nowhere.
 */
export function splitName(text: string): NameParts | null {
  let whole = straight(text);
  while (TITLES.test(whole)) whole = whole.replace(TITLES, "");
  const comma = whole.indexOf(",");
  const isLoud = whole === whole.toLocaleUpperCase("nl");
  return comma < 0 ? inOrder(wordsOf(whole), isLoud) : turned(whole.slice(0, comma).trim(), wordsOf(whole.slice(comma + 1)), isLoud);
}

/** Whether a word is initials and nothing else: "P.", "P.J.", "JP", "Th.", "P". */
export function isInitials(word: string): boolean {
  return /^(?:\p{L}{1,3}\.-?)+(?:\p{L}{1,3})?$/u.test(word) || /^\p{Lu}{1,4}$/u.test(word) || /^(?:Chr|Ch|Fr|Ph|Sj|Th|Tj)$/.test(word);
}

/** Whether a text is a prefix as people write one, or the abbreviation of one. */
export function isPrefix(text: string): boolean {
  return KNOWN.includes(straight(text).toLocaleLowerCase("nl"));
}

/** "P. de Bakker". */
function inOrder(words: readonly string[], isLoud: boolean): NameParts | null {
  if (words.length < 2 || prefixAt(words, isLoud) > 0) return null;
  const initials = Math.max(1, initialsAt(words.slice(0, -1), isLoud));
  const rest = words.slice(initials);
  const prefix = prefixAt(rest.slice(0, -1), isLoud);
  return { initials: words.slice(0, initials).join(" "), prefix: rest.slice(0, prefix).join(" "), surname: rest.slice(prefix).join(" ") };
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

/** How many words from the first are initials; "v.d." is none. */
function initialsAt(words: readonly string[], isLoud: boolean): number {
  const end = words.findIndex((word, index) => !isInitials(word) || (index > 0 && prefixAt(words.slice(index), isLoud) > 0));
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
