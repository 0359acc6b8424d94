import type { z } from "zod";

import { findingSentence } from "#app/domain/decisions/explain.ts";
import { findText, type Texts } from "#app/domain/decisions/texts.ts";
import type { Language } from "#app/domain/people.ts";
import type { Problem } from "#app/domain/problem.ts";

import type { SentValues } from "./form-data.ts";
import { i18nFor, translator } from "./i18n.server.ts";
import type { ShownProblem } from "./problems.ts";

/**
 * The sentence for a problem in the reader's language; a code without one gets the general sentence, never a bare code. What rules refuse says what the rule
 * says: `details.textKey` names its sentence.
 */
export function problemSentence(code: string, details: Readonly<Record<string, unknown>>, language: Language): string {
  const key = `problems:${code}`;
  if (!i18nFor(language).exists(key, { ...details })) {
    const said = ruleSentence(details, language);
    if (said !== null) return said;
  }
  return translator(language)(i18nFor(language).exists(key, { ...details }) ? key : "problems:office.failed", details);
}

function ruleSentence({ textKey, ...values }: Readonly<Record<string, unknown>>, language: Language): string | null {
  const texts = i18nFor(language).getResourceBundle(language, "findings") as Texts;
  if (typeof textKey !== "string" || findText(texts, textKey) === null) return null;
  return findingSentence("life-cycle", { textKey, values: values as Parameters<typeof findingSentence>[1]["values"] }, { language, texts });
}

/** A problem as a page shows it. `details.field` puts the sentence at that field. */
export function showProblem(
  problem: Problem,
  shown: { language: Language; correlationId: string; values?: SentValues; fields?: Record<string, string> },
): ShownProblem {
  const message = problemSentence(problem.code, problem.details, shown.language);
  const { field } = problem.details;
  return {
    code: problem.code,
    message,
    details: problem.details,
    correlationId: shown.correlationId,
    fields: { ...(typeof field === "string" ? { [field]: message } : {}), ...shown.fields },
    values: shown.values ?? {},
  };
}

/**
 * One sentence per field for what a schema refused. A schema may name a problem code as its message (`z.string().min(1, "field.required")`);
 * other messages of zod are never shown, for they tell a reader nothing that they can do.
 */
export function fieldSentences(error: z.ZodError, language: Language): Record<string, string> {
  const sentences: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.join(".");
    sentences[name] ??= problemSentence(codeOf(issue, language), { ...issue, path: name }, language);
  }
  return sentences;
}

function codeOf(issue: z.core.$ZodIssue, language: Language): string {
  if (/^[a-z][\w-]*(\.[\w-]+)+$/.test(issue.message) && i18nFor(language).exists(`problems:${issue.message}`)) return issue.message;
  if (issue.code === "too_small") return issue.origin === "string" || issue.origin === "array" ? "field.required" : "field.too-small";
  if (issue.code === "too_big") return issue.origin === "string" ? "field.too-long" : "field.too-big";
  if (issue.code === "invalid_format" && issue.format === "email") return "field.email";
  if (issue.code === "invalid_type" && issue.input === undefined) return "field.required";
  if (issue.code === "invalid_value") return "field.choose";
  return "field.malformed";
}
