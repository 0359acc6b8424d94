import { z } from "zod";

import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { VOCABULARY, type Destination } from "#rules/vocabulary.ts";

import { fieldTexts, inputNames, pageTexts, PARTS } from "./form-texts.ts";
import { checkVoice } from "./form-voice.ts";
import { FieldId, Page, type Condition, type Field } from "./form.ts";
import { checkSeveral, textsOfSeveral } from "./several.ts";

const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
/** "new-user.screening": a file of `rules/decisions/`. */
const RuleSetKey = z.string().regex(/^[a-z][a-z0-9.-]*$/);
const Dotted = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9-]*)*$/);
/** A place in the answers, a part of a name or an address included. */
const AnswerPath = FieldId;

/** The acts that approval may cause; `app/domain/effects/verbs.ts` has the verb of each. */
export const EFFECTS = ["create-account", "set-authorisations", "revoke-account", "change-role-holder", "send-number", "new-pin", "unblock-pin", "unlink-authenticator", "release-reinstall", "change-data", "manual-task", "sign-addendum", "register-addresses", "revoke-software", "reissue-certificate", "send-letter"] as const;
export type EffectName = (typeof EFFECTS)[number];

/** What leaves the house after an effect: such a request is identified first (R24), and done only when all of it has left (D9). */
export type Delivery = { number: boolean; letter: boolean };
const DELIVERED: Partial<Record<EffectName, Delivery>> = { "create-account": { number: true, letter: true }, "new-pin": { number: false, letter: true } };

/** What must have been answered, all of it: nothing asked holds always. `notIn` holds for no answer too. */
const Answered = z.array(
  z.union([z.strictObject({ field: AnswerPath, in: z.array(z.string()).min(1) }), z.strictObject({ field: AnswerPath, notIn: z.array(z.string()).min(1) })]),
);
export type Answered = z.infer<typeof Answered>;

/** To whom a letter of `send-letter` goes, always at the registered address: the practice as such, or who holds a role there. */
export const ADDRESSEES = ["practice", "signatory", "main-contact"] as const;
export type Addressee = (typeof ADDRESSEES)[number];

/**
 * `kind` is that of the account which is made; a person's unless said. `letter` is the template of a letter that is sent, `to` whom it is addressed to, `blanks` which answer fills which of its blanks.
 */
const Effect = z
  .strictObject({
    effect: z.enum(EFFECTS),
    inputs: z.record(z.string(), AnswerPath).default({}),
    task: Slug.optional(),
    kind: z.enum(["personal", "system", "test"]).optional(),
    letter: Slug.optional(),
    to: z.enum(ADDRESSEES).optional(),
    blanks: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), AnswerPath).optional(),
    when: Answered.default([]),
  })
  .refine(({ effect, kind }) => kind === undefined || effect === "create-account", { path: ["kind"], message: "only an account that is made has a kind" });

export const RECIPIENTS = ["applicant", "user", "contact", "main-contact", "signatory", "former-holder", "new-holder", "changed-person", "former-address", "party"] as const;

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
    /** Several where not every form has the first one. */
    subjectName: z.union([AnswerPath, z.array(AnswerPath).min(1)]),
    applicantName: AnswerPath,
    applicantEmail: AnswerPath,
  }),
  /** The answers by which, with type and AGB code, two requests ask the same: such forms are laid side by side and answered once. None: every form stands alone. */
  same: z.array(AnswerPath).default([]),
  /** Facts of the vocabulary that are answers as they stand. */
  facts: z.record(z.string(), AnswerPath),
  /** The steps between approval and effect; `unless` names answers without identification. What was published before there was a choice asks for it. */
  plan: z.strictObject({ identification: z.boolean(), unless: Answered.min(1).optional() }).default({ identification: true }),
  /** The rule set that speaks at each decision point; all but the screening only where somebody comes to them. */
  points: z.strictObject({ intake: RuleSetKey.optional(), screening: RuleSetKey, identification: RuleSetKey.optional(), delivery: RuleSetKey.optional() }),
  /** `task` is what staff do by hand, of a `manual-task` only; its words stand under `desk:task.<task>`. */
  effects: z.array(Effect).min(1),
  /** When accounts are blocked already at receipt, until the request is decided: the one that the form names (D23), or those of who left or died (D16). */
  precaution: z.strictObject({ when: Answered.min(1), whose: z.enum(["named-account", "former-holder"]).default("named-account") }).optional(),
  /**
   * Per happening ("request.submitted") the templates that go out, and to whom. `people`: only where a request is about one, or only
   * where it is about several (R108).
   */
  messages: z.record(Dotted, z.array(z.strictObject({ template: Slug, to: z.enum(RECIPIENTS), when: Answered.default([]), people: z.enum(["one", "several"]).optional() })).min(1)),
  /** Why staff may reject it; the sentence for the applicant stands under `textKey`. */
  reasonCodes: z.array(z.strictObject({ code: z.string().regex(/^[A-Z][A-Z_]*$/), textKey: z.string().regex(/^[a-z]+:[A-Za-z0-9._-]+$/) })).min(1),
  /** Policies that say how long each clock runs (R92, D9): working days, or hours that count on all days (D23). */
  deadlines: z.strictObject({ review: z.union([Dotted, z.strictObject({ hours: Dotted })]), delivery: Dotted.optional() }),
  /** The terms that the applicant accepts; this version is stored with the request (R15). */
  terms: z.strictObject({ version: z.string().regex(/^[0-9][0-9.-]*$/) }),
});
export type RequestType = z.infer<typeof RequestType>;
/** An effect as a type declares it. */
export type DeclaredEffect = RequestType["effects"][number];

/** Something that keeps a form from being published; the sentence is in `form.json` under `findings.<code>`. */
export type DefinitionFinding = { code: string; path: string; details: Record<string, string> };

/** A text in a language, null where there is none; the domain itself reads no templates. */
export type TextOf = (language: Language, key: string) => string | null;

/**
 * What keeps a request type from being published; empty when nothing does. Without `textOf` the texts are not looked at.
 * Found: a shape that does not fit, ids used twice, conditions on unknown or later fields (and so every cycle) or on values that cannot be
 * chosen, paths that lead nowhere, facts outside the vocabulary, fields that ask for a secret (R49), texts missing in a language (D22), texts that would speak to whoever types the form over as
 * if it were theirs.
 */
export function checkRequestType(json: unknown, textOf?: TextOf): DefinitionFinding[] {
  const parsed = RequestType.safeParse(json);
  if (!parsed.success) return parsed.error.issues.map((issue) => ({ code: "malformed", path: issue.path.join("."), details: { message: issue.message } }));
  const type = parsed.data;
  return [...checkIds(type), ...checkConditions(type), ...checkPlan(type), ...checkPaths(type), ...checkSeveral(type), ...(textOf === undefined ? [] : [...checkTexts(type, textOf), ...checkVoice(type, textOf)])];
}

/** The fields of a type in the order of its pages. */
export function fieldsOf(type: Pick<RequestType, "pages">): Field[] {
  return type.pages.flatMap((page) => page.fields);
}

/** The destinations whose own form this type is, by the services that it offers (R10). */
export function ownFormsOf(type: Pick<RequestType, "pages">): Destination[] {
  const asked = fieldsOf(type).flatMap((field) => (field.kind === "services" && field.of !== "allowed" && field.of !== "any" ? field.of : []));
  return [...new Set(asked)];
}

/** Which of number and PIN letter leave the house when these effects are carried out. */
export function deliveryOf(effects: ReadonlyArray<{ effect: EffectName }>): Delivery {
  const all = effects.map(({ effect }) => DELIVERED[effect]);
  return { number: all.some((one) => one?.number === true), letter: all.some((one) => one?.letter === true) };
}

/** Whether number and PIN, or a PIN alone, are sent when a request of this type is carried out. */
export function isDelivered({ effects }: Pick<RequestType, "effects">): boolean {
  return deliveryOf(effects).letter;
}

/** Whether letters without a PIN go out when a request of this type is carried out. */
export function sendsLetters({ effects }: Pick<RequestType, "effects">): boolean {
  return effects.some(({ effect }) => effect === "send-letter");
}

/** Whether staff do something by hand when a request of this type is carried out, or before it can be. */
export function hasTasks({ effects }: Pick<RequestType, "effects">): boolean {
  return effects.some(({ effect }) => effect === "manual-task" || effect === "sign-addendum");
}

/** The steps that the effects ask for, and the rules that each step asks for. */
function* checkPlan(type: RequestType): Generator<DefinitionFinding> {
  const { plan, points } = type;
  const delivered = type.effects.filter((one) => deliveryOf([one]).letter);
  if (delivered.some(({ when }) => !plan.identification || (plan.unless !== undefined && !excludes(when, plan.unless)))) {
    yield { code: "plan-without-identification", path: "plan.identification", details: {} };
  }
  if (plan.identification && points.identification === undefined) yield { code: "point-missing", path: "points.identification", details: { point: "identification" } };
  if (delivered.length > 0 && points.delivery === undefined) yield { code: "point-missing", path: "points.delivery", details: { point: "delivery" } };
  for (const [index, { effect, task, letter, to, blanks }] of type.effects.entries()) {
    if ((effect === "manual-task") !== (task !== undefined)) yield { code: "task-misplaced", path: `effects.${index}.task`, details: { effect } };
    if (effect === "send-letter" ? letter === undefined || to === undefined : (letter ?? to ?? blanks) !== undefined) yield { code: "letter-misplaced", path: `effects.${index}.${letter === undefined ? "letter" : "to"}`, details: { effect } };
  }
  for (const task of repeated(tasksOf(type))) yield { code: "task-twice", path: "effects", details: { task } };
}

function tasksOf({ effects }: Pick<RequestType, "effects">): string[] {
  return effects.flatMap(({ effect, task }) => task ?? (effect === "sign-addendum" ? effect : []));
}

/** Whether no form can answer to both: a field of the one has no value in common with the other. */
function excludes(one: Answered, other: Answered): boolean {
  return one.some((mine) => other.some((its) => mine.field === its.field && (isApart(mine, its) || isApart(its, mine))));
}

/** Whether each value that the one allows is one that the other does not. */
function isApart(one: Answered[number], other: Answered[number]): boolean {
  return "in" in one && one.in.every((value) => ("in" in other ? !other.in.includes(value) : other.notIn.includes(value)));
}

/** What a form is sent with has to fit in one request, some fields in several parts, and somebody has to answer them. */
const MOST_FIELDS = 500;

function* checkIds(type: RequestType): Generator<DefinitionFinding> {
  const pages = type.pages.map((page) => page.id);
  for (const id of repeated(pages)) yield { code: "page-twice", path: "pages", details: { page: id } };
  if (pages.includes("review")) yield { code: "page-reserved", path: "pages", details: { page: "review" } };
  const ids = fieldsOf(type).map((field) => field.id);
  if (ids.length > MOST_FIELDS) yield { code: "too-many-fields", path: "pages", details: { count: String(ids.length), most: String(MOST_FIELDS) } };
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
      for (const condition of [...field.when, ...(field.each?.when ?? [])]) yield* checkCondition(condition, field.id, all, before);
      before.add(field.id);
    }
    if (page.repeats) before.add(page.repeats.as);
  }
}

function* checkCondition(condition: Condition, path: string, all: ReadonlyMap<string, Field>, before: ReadonlySet<string>): Generator<DefinitionFinding> {
  const field = all.get(condition.field);
  // Whether there are several, and nothing else, can be asked of a list.
  if (field === undefined && "filled" in condition && before.has(condition.field)) return;
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
    ...Object.entries(type.about).flatMap(([name, paths]) => [paths].flat().map((path): [string, string] => [`about.${name}`, path])),
    ...type.same.map((path, index): [string, string] => [`same.${index}`, path]),
    ...Object.entries(type.facts).map(([name, path]): [string, string] => [`facts.${name}`, path]),
    ...answeredIn(type).map(([path, { field }]): [string, string] => [path, field]),
    ...type.effects.flatMap((effect, index) => Object.entries({ ...effect.inputs, ...effect.blanks }).map(([name, path]): [string, string] => [`effects.${index}.${name}`, path])),
  ];
  for (const [path, target] of paths) if (!known.has(target)) yield { code: "unknown-path", path, details: { target } };
  const options = new Map(fieldsOf(type).flatMap((field) => ("options" in field ? [[field.id, field.options] as const] : [])));
  for (const [path, { field, ...rest }] of answeredIn(type)) {
    const values = "in" in rest ? rest.in : rest.notIn;
    for (const option of values.filter((value) => options.get(field)?.includes(value) === false)) yield { code: "unknown-option", path, details: { field, option } };
  }
  for (const name of Object.keys(type.facts)) if (!Object.hasOwn(VOCABULARY.screening, name)) yield { code: "unknown-fact", path: `facts.${name}`, details: { fact: name } };
  for (const code of repeated(type.reasonCodes.map((reason) => reason.code))) yield { code: "reason-twice", path: "reasonCodes", details: { reason: code } };
}

/** Every "when these answers" of a type, with where it stands. */
function answeredIn(type: RequestType): Array<[path: string, condition: Answered[number]]> {
  const at = (path: string, answered: Answered | undefined) => (answered ?? []).map((one): [string, Answered[number]] => [path, one]);
  return [
    ...at("precaution", type.precaution?.when),
    ...at("plan.unless", type.plan.unless),
    ...type.effects.flatMap(({ when }, index) => at(`effects.${index}.when`, when)),
    ...Object.entries(type.messages).flatMap(([happening, all]) => all.flatMap(({ when }) => at(`messages.${happening}.when`, when))),
  ];
}

function* checkTexts(type: RequestType, textOf: TextOf): Generator<DefinitionFinding> {
  for (const key of textKeys(type)) {
    for (const language of LANGUAGES) {
      if (textOf(language, key) === null) yield { code: "missing-text", path: key, details: { language, key } };
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
    ...textsOfSeveral(type),
    ...tasksOf(type).flatMap((task) => [`desk:task.${task}.title`, `desk:task.${task}.how`]),
  ];
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
