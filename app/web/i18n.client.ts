import i18next, { type BackendModule, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { i18nOptions } from "./i18n.ts";

const files = import.meta.glob<Record<string, unknown>>("../../templates/locales/*/*.json", { import: "default" });

/** Fetches one namespace of one language as a chunk of our own build, when a page first needs it. */
const chunks: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../../templates/locales/${language}/${namespace}.json`];
    if (load === undefined) return done(new Error(`No texts ${language}/${namespace}`), false);
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, false),
    );
  },
};

/** The browser's texts: the active language only, with the namespaces that the page on screen names. */
export async function startI18n(language: Language, namespaces: readonly string[]): Promise<i18n> {
  const instance = i18next.createInstance();
  await instance
    .use(chunks)
    .use(initReactI18next)
    .init({ ...i18nOptions, lng: language, ns: [...namespaces], partialBundledLanguages: true, resources: {} });
  return instance;
}
