import i18next, { type BackendModule, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import type { Language } from "#app/domain/people.ts";

import { i18nOptions } from "./i18n.ts";
import { paths } from "./paths.ts";

const files = import.meta.glob<Record<string, unknown>>("../../templates/locales/*/*.json", { import: "default" });

/** Where the document says which release's texts are said, and in which namespaces the office words some itself: "12 findings requests". */
function wordedIn(namespace: string): string | null {
  const [release = "", ...namespaces] = (document.documentElement.dataset["worded"] ?? "").split(" ");
  return namespaces.includes(namespace) ? release : null;
}

/** The whole namespace, with what the office words itself. */
async function fetchWorded(language: string, namespace: string, release: string): Promise<Record<string, unknown>> {
  const answer = await fetch(paths.texts(language, namespace, release));
  if (!answer.ok) throw new Error(`No texts ${language}/${namespace}`);
  return (await answer.json()) as Record<string, unknown>;
}

/** Fetches one namespace of one language when a page first needs it: a chunk of our own build, or what the office made of it. */
const chunks: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`../../templates/locales/${language}/${namespace}.json`];
    if (load === undefined) return done(new Error(`No texts ${language}/${namespace}`), false);
    const release = wordedIn(namespace);
    (release === null ? load() : fetchWorded(language, namespace, release)).then(
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
