import i18next, { type i18n } from "i18next";

import type { Texts } from "#app/domain/decisions/texts.ts";
import type { ScreenTexts } from "#app/domain/definitions/kinds.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { i18nOptions } from "./i18n.ts";

/** Says a text by its key, such as "desk:queue.title" or "problems:request.moved"; of several keys by the first that has a text. */
export type Translate = (key: string | string[], values?: Readonly<Record<string, unknown>>) => string;

const files = import.meta.glob<Record<string, unknown>>("../../templates/locales/*/*.json", {
  eager: true,
  import: "default",
});

const instances = Object.fromEntries(LANGUAGES.map((language) => [language, makeInstance(language)])) as Record<Language, i18n>;

/**
 * Each time that a component asks for its texts, react-i18next copies every property that its instance has of its own: a fifth of the time of a page of
 * fifty rows. What is inherited it does not copy.
 */
const heirs = Object.fromEntries(LANGUAGES.map((language) => [language, Object.create(instances[language]) as i18n])) as Record<Language, i18n>;

/** All texts of one language; the server holds every namespace in memory, so that nothing is awaited while a page is drawn. */
export function i18nFor(language: Language): i18n {
  return heirs[language];
}

/** `t` for one language. Keys carry their namespace; without one they are looked up in "common". */
export function translator(language: Language): Translate {
  const instance = instances[language];
  // Each instance knows one language. A `t` made by `getFixedT` copies all options of its instance for every word: two kilobytes, which an export left lying by the hundred megabytes.
  return (key, values) => instance.t(key, { ...values });
}

/** Which release's texts are said, and the namespaces in which the office words some itself. */
export type Worded = { release: number; namespaces: readonly string[] };

const said: Record<Language, Readonly<Record<string, Texts>>> = { nl: {}, en: {} };

/** Says these texts from now on; `over` is what the software brings, of which most stays as it is. */
export function layTexts(texts: ScreenTexts, { over, release }: { over: ScreenTexts; release: number }): Worded {
  for (const language of LANGUAGES) {
    const instance = instances[language];
    const own = Object.fromEntries(Object.entries(texts[language]).filter(([namespace, one]) => one !== over[language][namespace]));
    for (const namespace of new Set([...Object.keys(own), ...Object.keys(said[language])])) {
      // Taken away first: what is no longer worded is not to stay.
      instance.removeResourceBundle(language, namespace);
      instance.addResourceBundle(language, namespace, own[namespace] ?? over[language][namespace] ?? {});
    }
    said[language] = own;
  }
  return { release, namespaces: [...new Set(LANGUAGES.flatMap((language) => Object.keys(said[language])))].sort() };
}

/** What browsers get of a namespace in which the office words something itself; null where it words nothing. */
export function wordedNamespace(language: Language, namespace: string): Texts | null {
  return said[language][namespace] ?? null;
}

function makeInstance(language: Language): i18n {
  const instance = i18next.createInstance();
  const namespaces: Record<string, Record<string, unknown>> = {};
  for (const [path, texts] of Object.entries(files)) {
    const [, folder, name] = /([a-z]{2})\/([^/]+)\.json$/.exec(path) ?? [];
    if (folder === language && name !== undefined) namespaces[name] = texts;
  }
  void instance.init({
    ...i18nOptions,
    lng: language,
    ns: Object.keys(namespaces),
    resources: { [language]: namespaces },
    initAsync: false,
  });
  return instance;
}
