import { z } from "zod";

import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { VOCABULARY } from "#rules/vocabulary.ts";

import { fieldTexts, inputNames, pageTexts, PARTS } from "./form-texts.ts";
import { FieldId, Page, type Condition, type Field } from "./form.ts";

const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
/** "new-user.screening": a file of `rules/decisions/`. */
const RuleSetKey = z.string().regex(/^[a-z][a-z0-9.-]*$/);
const Dotted = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9-]*)*$/);
/** A place in the answers, a part of a name or an address included. */
const AnswerPath = FieldId;

/** The acts that approval may cause; each is a typed verb of the office. */
export const EFFECTS = ["create-account", "manual-task"] as const;

export const RECIPIENTS = ["applicant", "user", "contact", "main-contact", "signatory", "party"] as const;

/**
 * A kind of request, as data (`rules/requests/*.json`): the form, who judges what by which rules, what approval causes, who is told of what.
 * A new kind that is put together from existing fields, rules, effects and templates needs no code.
 */
export const RequestType = z.strictObject({
  id: Slug,
  audience: z.enum(["public", "portal", "staff"]),
  channels: z.array(z.enum(["online", "paper", "email", "phone", "portal"])).min(1),
  pages: z.array(Page).min(1),
  /** Where the form's answers stand that every request has: what lists, mails and facts are made of. */
  about: z.strictObject({
    agbCode: AnswerPath,
    kvkNumber: AnswerPath,
    subjectName: AnswerPath,
    applicantName: AnswerPath,
    applicantEmail: AnswerPath,
  }),
  /** Facts of the vocabulary that are answers as they stand. */
  facts: z.record(z.string(), AnswerPath),
  /** The rule set that speaks at each decision point. */
  points: z.strictObject({ intake: RuleSetKey, screening: RuleSetKey, identification: RuleSetKey, delivery: RuleSetKey }),
  effects: z.array(z.strictObject({ effect: z.enum(EFFECTS), inputs: z.record(z.string(), AnswerPath) })).min(1),
  /** Per happening ("request.submitted") the templates that go out, and to whom. */
  messages: z.record(Dotted, z.array(z.strictObject({ template: Slug, to: z.enum(RECIPIENTS) })).min(1)),
  /** Why staff may reject it; the sentence for the applicant stands under `textKey`. */
  reasonCodes: z.array(z.strictObject({ code: z.string().regex(/^[A-Z][A-Z_]*$/), textKey: z.string().regex(/^[a-z]+:[A-Za-z0-9._-]+$/) })).min(1),
  /** Policies that say how long each clock runs (R92, D9). */
  deadlines: z.strictObject({ review: Dotted, delivery: Dotted }),
  /** The terms that the applicant accepts; this version is stored with the request (R15). */
  terms: z.strictObject({ version: z.string().regex(/^[0-9][0-9.-]*$/) }),
});
export type RequestType = z.infer<typeof RequestType>;

/** Something that keeps a form from being published; the sentence is in `form.json` under `findings.<code>`. */
export type DefinitionFinding = { code: string; path: string; details: Record<string, string> };

/** Whether a text exists in a language; the domain itself reads no templates. */
export type HasText = (language: Language, key: string) => boolean;

/**
 * What keeps a request type from being published; empty when nothing does. Without `hasText` the texts are not looked at.
 * Found: a shape that does not fit, ids used twice, conditions on unknown or later fields (and so every cycle) or on values that cannot be
 * chosen, paths that lead nowhere, facts outside the vocabulary, fields that ask for a secret (R49), texts missing in a language (D22).
 */
export function checkRequestType(json: unknown, hasText?: HasText): DefinitionFinding[] {
  const parsed = RequestType.safeParse(json);
  if (!parsed.success) return parsed.error.issues.map((issue) => ({ code: "malformed", path: issue.path.join("."), details: { message: issue.message } }));
  const type = parsed.data;
  return [...checkIds(type), ...checkConditions(type), ...checkPaths(type), ...(hasText === undefined ? [] : checkTexts(type, hasText))];
}

/** The fields of a type in the order of its pages. */
export function fieldsOf(type: Pick<RequestType, "pages">): Field[] {
  return type.pages.flatMap((page) => page.fields);
}

function* checkIds(type: RequestType): Generator<DefinitionFinding> {
  const pages = type.pages.map((page) => page.id);
  for (const id of repeated(pages)) yield { code: "page-twice", path: "pages", details: { page: id } };
  if (pages.includes("review")) yield { code: "page-reserved", path: "pages", details: { page: "review" } };
  const ids = fieldsOf(type).map((field) => field.id);
  for (const id of repeated(ids)) yield { code: "field-twice", path: "pages", details: { field: id } };
  for (const id of ids) {
    if (SECRET_WORDS.test(id.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2"))) yield { code: "secret-field", path: "pages", details: { field: id } };
    const inside = ids.find((other) => other.startsWith(`${id}.`));
    if (inside !== undefined) yield { code: "field-inside-field", path: "pages", details: { field: inside, other: id } };
  }
  for (const field of fieldsOf(type)) {
    if ("options" in field) for (const option of repeated(field.options)) yield { code: "option-twice", path: field.id, details: { option } };
  }
}

/** Customers are never asked for these, whatever the form is for (R49, R106, D18). */
const SECRET_WORDS = /\b(pin|pincode|password|wachtwoord|passphrase|bsn|iban)\b/i;

function* checkConditions(type: RequestType): Generator<DefinitionFinding> {
  const all = new Map(fieldsOf(type).map((field) => [field.id, field]));
  const before = new Set<string>();
  for (const page of type.pages) {
    for (const condition of page.when) yield* checkCondition(condition, page.id, all, before);
    for (const field of page.fields) {
      for (const condition of field.when) yield* checkCondition(condition, field.id, all, before);
      before.add(field.id);
    }
  }
}

function* checkCondition(condition: Condition, path: string, all: ReadonlyMap<string, Field>, before: ReadonlySet<string>): Generator<DefinitionFinding> {
  const field = all.get(condition.field);
  if (field === undefined) return yield { code: "unknown-field", path, details: { field: condition.field } };
  if (!before.has(condition.field)) yield { code: "later-field", path, details: { field: condition.field } };
  const values = "equals" in condition ? [condition.equals] : "in" in condition ? condition.in : [];
  const possible = "options" in field ? field.options : field.kind === "declaration" ? ["yes"] : undefined;
  for (const value of values) {
    if (possible !== undefined && !possible.includes(value)) yield { code: "unknown-option", path, details: { field: field.id, option: value } };
  }
}

function* checkPaths(type: RequestType): Generator<DefinitionFinding> {
  const known = new Set(fieldsOf(type).flatMap((field) => [field.id, ...(PARTS[field.kind] === undefined ? [] : inputNames(field))]));
  const paths: Array<[string, string]> = [
    ...Object.entries(type.about).map(([name, path]): [string, string] => [`about.${name}`, path]),
    ...Object.entries(type.facts).map(([name, path]): [string, string] => [`facts.${name}`, path]),
    ...type.effects.flatMap((effect, index) => Object.entries(effect.inputs).map(([name, path]): [string, string] => [`effects.${index}.${name}`, path])),
  ];
  for (const [path, target] of paths) if (!known.has(target)) yield { code: "unknown-path", path, details: { target } };
  for (const name of Object.keys(type.facts)) if (!Object.hasOwn(VOCABULARY.screening, name)) yield { code: "unknown-fact", path: `facts.${name}`, details: { fact: name } };
  for (const code of repeated(type.reasonCodes.map((reason) => reason.code))) yield { code: "reason-twice", path: "reasonCodes", details: { reason: code } };
}

function* checkTexts(type: RequestType, hasText: HasText): Generator<DefinitionFinding> {
  for (const key of textKeys(type)) {
    for (const language of LANGUAGES) {
      if (!hasText(language, key)) yield { code: "missing-text", path: key, details: { language, key } };
    }
  }
}

/** Every text that the form needs, by key. */
function textKeys(type: RequestType): string[] {
  return [
    `requests:${type.id}.title`,
    `requests:${type.id}.intro`,
    ...type.pages.flatMap((page) => Object.values(pageTexts(type.id, page))),
    ...fieldsOf(type).flatMap((field) => {
      const texts = fieldTexts(type.id, field);
      return [texts.label, ...(field.help ? [texts.help] : []), ...("options" in field ? field.options.map(texts.option) : [])];
    }),
    ...type.reasonCodes.map((reason) => reason.textKey),
  ];
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
