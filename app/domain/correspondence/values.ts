import { Problem } from "#app/domain/problem.ts";
import type { Language } from "#app/domain/people.ts";
import { LONGEST, type TemplateVariable, type VariableType } from "#app/domain/definitions/schema/template.ts";

/** What the office knows when it writes; a date may be an instant or its ISO text (as in a job's payload). */
export type TemplateValues = Readonly<Record<string, string | Date>>;

const SHAPES: Partial<Record<VariableType, RegExp>> = {
  url: /^https?:\/\/[^\s"'<>\\]+$/,
  "user-number": /^[0-9]{14}$/,
  pin: /^([2-9A-HJ-NP-Z]{10}|•{10})$/,
};

/**
 * The declared values as text in the reader's language (D22). A missing, overlong or misshapen one throws `template.missing-value`,
 * `template.value-too-long` or `template.bad-value`; the value itself is never in the error (P9).
 */
export function wordValues(variables: readonly TemplateVariable[], values: TemplateValues, language: Language): Record<string, string> {
  return Object.fromEntries(variables.map((variable) => [variable.name, wordValue(variable, values[variable.name], language)]));
}

function wordValue({ name, type }: TemplateVariable, value: string | Date | undefined, language: Language): string {
  const text = type === "date" ? wordDate(value, language) : typeof value === "string" ? clean(value, type) : "";
  if (text === "") throw new Problem("template.missing-value", { variable: name });
  if (text.length > LONGEST[type]) throw new Problem("template.value-too-long", { variable: name, longest: LONGEST[type] });
  if (SHAPES[type]?.test(text) === false) throw new Problem("template.bad-value", { variable: name });
  return text;
}

/** "maandag 16 november 2026", in Dutch time; empty when there is no such date. */
function wordDate(value: string | Date | undefined, language: Language): string {
  const date = typeof value === "string" ? new Date(value) : value;
  return date === undefined || Number.isNaN(date.getTime()) ? "" : longDate(date, language);
}

const LOCALES: Record<Language, string> = { nl: "nl-NL", en: "en-GB" };

/** "maandag 16 november 2026" or "Monday 16 November 2026": the day in Amsterdam. */
export function longDate(date: Date, language: Language): string {
  const parts = new Intl.DateTimeFormat(LOCALES[language], { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Amsterdam" }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((piece) => piece.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`;
}

/** "maandag 16 november 2026 om 14:05 uur": a moment in Amsterdam, for terms of hours. */
export function dateAndTime(moment: Date, language: Language): string {
  const time = new Intl.DateTimeFormat(LOCALES[language], { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" }).format(moment);
  return language === "nl" ? `${longDate(moment, language)} om ${time} uur` : `${longDate(moment, language)} at ${time}`;
}

/**
 * Composed letters (NFC), and no character that changes how the text around it is read: line ends and other controls would open a new
 * header line or a new block, direction marks would turn a name round. Only a long text keeps its line ends.
 */
function clean(value: string, type: VariableType): string {
  const composed = value.normalize("NFC").replace(/\r\n?/g, "\n").replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "");
  const lines = composed.split("\n").map((line) => line.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim());
  return (type === "long-text" ? lines.join("\n").replace(/\n{3,}/g, "\n\n") : lines.join(" ")).trim();
}
