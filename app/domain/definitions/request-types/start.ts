import { LANGUAGES } from "#app/domain/people.ts";
import type { Texts } from "#app/domain/decisions/texts.ts";

import type { Wording } from "../changes/wordings.ts";
import type { ScreenTexts } from "../kinds.ts";

/** The shipped type whose words for the practice and the applicant a new form begins with: they are about nothing else. */
const WORDS_FROM = "data-change";
const WORDS_SHARED = /^(pages\.(practice|applicant)|fields\.(practice|applicant|remarks))\./;

/**
 * A request type from nothing: which practice, a page for what is asked, and who asks it; judged by hand, and carried out by hand. What only the office can say is still open: the
 * question, the rules, and what is to be done.
 */
export function startOfRequestType(key: string): Record<string, unknown> {
  return {
    id: key,
    audience: "public",
    channels: ["online"],
    pages: [
      { id: "practice", fields: [{ id: "practice.agbCode", kind: "agb-code" }, { id: "practice.kvkNumber", kind: "kvk-number" }], checks: ["registers"] },
      { id: "question", fields: [{ id: "question.text", kind: "long-text", maxLength: 1000, help: false }] },
      {
        id: "applicant",
        fields: [
          { id: "applicant.name", kind: "dutch-name", help: false },
          { id: "applicant.email", kind: "email", autocomplete: "email" },
          { id: "applicant.phone", kind: "phone", autocomplete: "tel" },
          { id: "applicant.position", kind: "text", maxLength: 80, autocomplete: "organization-title" },
        ],
      },
    ],
    about: { agbCode: "practice.agbCode", kvkNumber: "practice.kvkNumber", subjectName: "applicant.name", applicantName: "applicant.name", applicantEmail: "applicant.email" },
    same: [],
    facts: { "agb.code": "practice.agbCode", "kvk.number": "practice.kvkNumber", "applicant.name": "applicant.name", "applicant.email": "applicant.email" },
    plan: { identification: false },
    points: { screening: "" },
    effects: [{ effect: "manual-task", task: key, inputs: {} }],
    messages: Object.fromEntries(MESSAGES.map(([happening, template]) => [happening, [{ template, to: "applicant" }]])),
    reasonCodes: ["NOT_ENROLLED", "UNKNOWN_AGB", "AGB_KVK_MISMATCH", "NOT_AUTHORISED_REQUESTER", "DUPLICATE", "WITHDRAWN"].map((code) => ({ code, textKey: `requests:reasons.${code}` })),
    deadlines: { review: "review.workingDays" },
    terms: { version: "1" },
  };
}

/** What is said of every request, whatever it is about. */
const MESSAGES: ReadonlyArray<readonly [happening: string, template: string]> = [
  ["request.submitted", "confirm-address"],
  ["request.confirmed", "request-received"],
  ["request.asked", "request-question"],
  ["request.asked-reminder", "request-question-reminder"],
  ["request.rejected", "request-rejected"],
  ["request.cancelled", "request-cancelled"],
  ["request.lapsed", "request-lapsed"],
  ["tasks.done", "request-done"],
];

/** The texts with which a new request type begins: all of the one that it is to be like, or those of a practice and an applicant. `said` are the texts as they are said now. */
export function wordsOfStart(key: string, model: string | null, said: ScreenTexts): Wording[] {
  const of = Object.fromEntries(LANGUAGES.map((language) => [language, new Map(dotted(said[language]["requests"]?.[model ?? WORDS_FROM] ?? {}))]));
  return [...new Set(LANGUAGES.flatMap((language) => [...(of[language]?.keys() ?? [])]))]
    .filter((path) => model !== null || WORDS_SHARED.test(path))
    .map((path) => ({ namespace: "requests", key: `${key}.${path}`, nl: of["nl"]?.get(path) ?? "", en: of["en"]?.get(path) ?? "" }));
}

function dotted(texts: Texts | string, before = ""): Array<[string, string]> {
  if (typeof texts === "string") return [];
  return Object.entries(texts).flatMap(([key, value]): Array<[string, string]> => (typeof value === "string" ? [[`${before}${key}`, value]] : dotted(value, `${before}${key}.`)));
}
