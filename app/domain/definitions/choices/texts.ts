import type { Texts } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { NO_TEXTS, type Choices, type Edited } from "./edited.ts";

/** The namespaces that there are, and the texts of the software in the one that is worded, by dotted key. */
export type TextsChoices = { namespaces: readonly string[]; ours: Record<Language, Readonly<Record<string, string>>> };

export function textsChoices({ content, ours }: Edited): Choices<TextsChoices> {
  const namespace = typeof content === "object" && content !== null && "namespace" in content ? String(content.namespace) : "";
  const flat = Object.fromEntries(LANGUAGES.map((language) => [language, Object.fromEntries(dotted(ours[language][namespace] ?? {}))])) as TextsChoices["ours"];
  return { choices: { namespaces: Object.keys(ours.nl), ours: flat }, texts: NO_TEXTS };
}

/** Every text with its dotted key, in the order of the file. */
function dotted(texts: Texts, before = ""): Array<[string, string]> {
  return Object.entries(texts).flatMap(([key, value]): Array<[string, string]> => (typeof value === "string" ? [[`${before}${key}`, value]] : dotted(value, `${before}${key}.`)));
}
