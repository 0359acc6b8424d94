import { SUBJECT_VALUES } from "#app/domain/definitions/schema/profile-parts.ts";

/** What a part of the subject says: the same for everybody, or what is known of the holder, with a word before it. */
export type SubjectValue = { from: string; word: string };

/** The same text for everybody, and nothing of the holder. */
export const FIXED = "fixed";

export function readValue(value: string): SubjectValue {
  const [, word = "", from = ""] = /^(?:([^{}]*?) ?)?\{\{(\w+)\}\}$/.exec(value) ?? [];
  return SUBJECT_VALUES.some((one) => one === from) ? { from, word } : { from: FIXED, word: value };
}

export function writeValue({ from, word }: SubjectValue): string {
  if (from === FIXED) return word;
  return word === "" ? `{{${from}}}` : `${word} {{${from}}}`;
}
