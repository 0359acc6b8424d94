import { z } from "zod";

import { blanksIn, findText, type Texts } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import type { CheckedDefinition, KindFinding, ScreenTexts } from "../kinds.ts";

const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/).max(80);
/** "fields.user-name.label": where a text stands in its namespace. */
export const TextKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$/).max(200);
const Wordings = z.record(TextKey, z.string().min(1).max(5_000));

/**
 * Texts of the screens as the office words them (`templates/texts/<id>.json`; D22): in place of those of the software, or beside them for what the office made itself, such as
 * the sentence of a rule or the label of a field. By their keys in one namespace, in both languages. What zod cannot see, `checkTextSet` finds.
 */
export const TextSet = z.strictObject({
  id: Slug,
  namespace: Slug,
  nl: Wordings,
  en: Wordings,
});
export type TextSet = z.infer<typeof TextSet>;

/** The texts of the screens as they are with these definitions: what the software brings, and over it what the office words itself. What is not of its shape is passed over. */
export function wordedBy(definitions: readonly CheckedDefinition[], texts: ScreenTexts): ScreenTexts {
  return textSetsIn(definitions).reduce(wordedOver, texts);
}

/** What keeps texts of the office from being published: a namespace that no screen has, a key that cannot have a text, blanks that nobody fills, a language without, the same text twice. */
export function checkTextSet(set: TextSet, { texts, others }: { texts: ScreenTexts; others: readonly CheckedDefinition[] }): KindFinding[] {
  if (LANGUAGES.some((language) => !Object.hasOwn(texts[language], set.namespace))) return [{ code: "texts.unknown-namespace", path: "namespace", details: { namespace: set.namespace } }];
  const elsewhere = textSetsIn(others).filter(({ namespace }) => namespace === set.namespace);
  return keysOf(set).flatMap((key) => [...checkKey(set, key, texts, elsewhere)]);
}

function* checkKey(set: TextSet, key: string, texts: ScreenTexts, elsewhere: readonly TextSet[]): Generator<KindFinding> {
  const blanks = new Set(LANGUAGES.flatMap((language) => blanksIn(oursOf(set, key, texts, language) ?? "")));
  for (const language of LANGUAGES) {
    const path = `${language}.${key}`;
    const text = set[language][key];
    if (text === undefined) {
      yield { code: "texts.language-missing", path, details: { key, language } };
      continue;
    }
    if (!fits(texts[language][set.namespace] ?? {}, key)) yield { code: "texts.no-place", path, details: { key } };
    // Where the software has a text it fills in these; where it has none, whoever uses the text is checked for it.
    const isOurs = oursOf(set, key, texts, language) !== null;
    for (const blank of isOurs ? blanksIn(text).filter((one) => !blanks.has(one)) : []) yield { code: "texts.blank", path, details: { key, blank } };
    if (/\$t\(/.test(text)) yield { code: "texts.nesting", path, details: { key } };
  }
  const [other] = elsewhere.filter((one) => LANGUAGES.some((language) => clashes(one[language], key)));
  if (other) yield { code: "texts.twice", path: `nl.${key}`, details: { key, other: other.id } };
}

function textSetsIn(definitions: readonly CheckedDefinition[]): TextSet[] {
  return definitions.flatMap(({ kind, content }) => (kind === "texts" ? (TextSet.safeParse(content).data ?? []) : []));
}

function keysOf(set: TextSet): string[] {
  return [...new Set(LANGUAGES.flatMap((language) => Object.keys(set[language])))];
}

function oursOf({ namespace }: TextSet, key: string, texts: ScreenTexts, language: Language): string | null {
  return findText(texts[language][namespace] ?? {}, key);
}

/** Whether a text can stand there: not where the software has more texts below, nor below a text. */
function fits(texts: Texts, key: string): boolean {
  let found: string | Texts | undefined = texts;
  for (const step of key.split(".")) {
    if (typeof found === "string") return false;
    found = found !== undefined && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return typeof found !== "object";
}

/** Whether a set has a text there, or above or below it. */
function clashes(wordings: Readonly<Record<string, string>>, key: string): boolean {
  return Object.keys(wordings).some((other) => other === key || other.startsWith(`${key}.`) || key.startsWith(`${other}.`));
}

/** The set without what the software itself says. */
export function withoutOurs(set: TextSet, texts: ScreenTexts): TextSet {
  const left = (language: Language) => Object.fromEntries(Object.entries(set[language]).filter(([key]) => oursOf(set, key, texts, language) === null));
  return { ...set, nl: left("nl"), en: left("en") };
}

/** The texts with those of a set over them. */
export function wordedOver(texts: ScreenTexts, set: TextSet): ScreenTexts {
  const over = (language: Language) => ({
    ...texts[language],
    [set.namespace]: Object.entries(set[language]).reduce((tree, [key, text]) => put(tree, key.split("."), text), texts[language][set.namespace] ?? {}),
  });
  return { nl: over("nl"), en: over("en") };
}

/** The texts with one more; what has no place is left out, as its own check says. */
function put(texts: Texts, [step = "", ...rest]: readonly string[], text: string): Texts {
  const there = Object.hasOwn(texts, step) ? texts[step] : undefined;
  if (rest.length === 0) return typeof there === "object" ? texts : { ...texts, [step]: text };
  if (typeof there === "string") return texts;
  return { ...texts, [step]: put(there ?? {}, rest, text) };
}
