import { createInstance } from "i18next";
import type { Request, Response } from "express";
import en from "#templates/locales/en/simulators.json" with { type: "json" };
import nl from "#templates/locales/nl/simulators.json" with { type: "json" };

export type SimulatorLanguage = "nl" | "en";
export type Words = (key: string, values?: Record<string, string | number>) => string;

const i18n = createInstance();
await i18n.init({
  resources: { nl: { simulators: nl }, en: { simulators: en } },
  lng: "nl",
  defaultNS: "simulators",
  // React escapes what it renders.
  interpolation: { escapeValue: false },
});

/** The sentences in that language. */
export function wordsIn(language: SimulatorLanguage): Words {
  const translate = i18n.getFixedT(language, "simulators");
  return (key, values) => String(translate(key, values ?? {}));
}

/** `?lang=` decides and is remembered for the office too, then the cookie, then what the page prefers. */
export function languageOf(request: Request, response: Response, preferred: SimulatorLanguage = "nl"): SimulatorLanguage {
  const asked = request.query.lang;
  if (asked === "nl" || asked === "en") {
    response.append("Set-Cookie", `lang=${asked}; Path=/; Max-Age=31536000; SameSite=Lax`);
    return asked;
  }
  const kept = /(?:^|;\s*)lang=(nl|en)(?:;|$)/.exec(request.headers.cookie ?? "")?.[1];
  return kept === "nl" || kept === "en" ? kept : preferred;
}

/** "zondag 22 november 2026, 09:05 uur", in the time of Amsterdam. */
export function worded(instant: Date, language: SimulatorLanguage): string {
  const locale = language === "nl" ? "nl-NL" : "en-GB";
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "Europe/Amsterdam" }).format(instant);
  const time = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" }).format(instant);
  return language === "nl" ? `${date}, ${time} uur` : `${date}, ${time}`;
}

/** "22 nov 09:05". */
export function wordedShort(instant: Date, language: SimulatorLanguage): string {
  return new Intl.DateTimeFormat(language === "nl" ? "nl-NL" : "en-GB", {
    day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam",
  }).format(instant);
}

/** "1 mei 2017" for "2017-05-01". */
export function wordedDay(date: string, language: SimulatorLanguage): string {
  return new Intl.DateTimeFormat(language === "nl" ? "nl-NL" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

/** YYYY-MM-DD of that moment in Amsterdam. */
export function isoDate(instant: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Europe/Amsterdam" }).format(instant);
}
