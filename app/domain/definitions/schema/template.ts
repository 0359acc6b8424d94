import Mustache from "mustache";
import { z } from "zod";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

/**
 * What a blank in a template may hold. `pin` and `user-number` are kinds of their own, so that the check below can keep them apart (D7);
 * `date` is worded in the reader's language, `long-text` keeps its line ends, everything else is one line.
 */
export const VariableType = z.enum(["text", "long-text", "name", "reference", "date", "email", "url", "user-number", "pin"]);
export type VariableType = z.infer<typeof VariableType>;

/** How long what fills a blank may be, by its kind. */
export const LONGEST: Readonly<Record<VariableType, number>> = { text: 300, "long-text": 4000, name: 150, reference: 40, date: 40, email: 254, url: 2000, "user-number": 14, pin: 10 };

export const TemplateVariable = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  type: VariableType,
  description: z.string().min(1),
});
export type TemplateVariable = z.infer<typeof TemplateVariable>;

/** Blanks that every template may use without declaring them: they come from the branding. */
export const BRAND_VARIABLES: readonly string[] = ["organisation", "phone", "website"];

const text = z.string();
const shared = [
  z.strictObject({ kind: z.literal("paragraph"), text }),
  z.strictObject({ kind: z.literal("heading"), text }),
  z.strictObject({ kind: z.literal("steps"), items: z.array(text).min(1) }),
  z.strictObject({ kind: z.literal("facts"), rows: z.array(z.strictObject({ label: text, value: text })).min(1) }),
] as const;

/** A part of an e-mail; each string may hold `{{blanks}}`, and a button's `href` is exactly one blank of type `url`. */
export const MailBlock = z.discriminatedUnion("kind", [...shared, z.strictObject({ kind: z.literal("button"), text, href: text })]);
export type MailBlock = z.infer<typeof MailBlock>;

/** A part of a letter; the PIN block's `pin` is exactly one blank of type `pin`. */
export const LetterBlock = z.discriminatedUnion("kind", [...shared, z.strictObject({ kind: z.literal("pin"), pin: text })]);
export type LetterBlock = z.infer<typeof LetterBlock>;

/** One string per language; an empty one may be stored as a draft, and is a finding when it is to be published (D22). */
export const TemplateWording = z.strictObject({ nl: z.string(), en: z.string() });

/** What letters and e-mails have in common, as far as the check below looks at it. */
export type Template = {
  medium: "letter" | "mail";
  kind?: "pin" | "plain";
  variables: readonly TemplateVariable[];
  subject: Record<Language, string>;
  body: Record<Language, ReadonlyArray<MailBlock | LetterBlock>>;
};

/** Something that keeps a template from being published; the sentence is in `problems.json` under `code`. */
export type TemplateFinding = { code: string; path: string; details: Record<string, string> };

/** A string of a template with the place where it stands, such as `body.nl.2.text`, and what kind of place that is. */
export type TemplateString = { path: string; language: Language; role: "subject" | "text" | "href" | "pin"; text: string };

/** The names in a text's blanks; throws `SyntaxError` for anything that is not a plain `{{blank}}` (sections, partials, unescaped tags). */
export function blanksIn(text: string): string[] {
  const names: string[] = [];
  for (const [kind, name] of parse(text)) {
    if (kind === "text") continue;
    if (kind !== "name" || !/^[a-z][A-Za-z0-9]*$/.test(name)) throw new SyntaxError(kind === "name" ? name : `${kind}${name}`);
    names.push(name);
  }
  return names;
}

/**
 * Fills the blanks of one text. Values are put in as they are: whoever draws the text escapes it for its medium. Only what is given counts: Mustache would also find what every object
 * has by itself, such as its `constructor`.
 */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  blanksIn(text);
  const given = Object.assign(Object.create(null) as Record<string, string>, values);
  return Mustache.render(text, given, undefined, { escape: String });
}

/**
 * What keeps a template from being published (R119, D7); empty when nothing does: unknown or unused blanks, other tags than blanks, a
 * missing language, a secret in a subject, a PIN elsewhere than once in the PIN block of a PIN letter, a user number and a PIN in one
 * template, a button that is not one link.
 */
export function checkTemplate(template: Template): TemplateFinding[] {
  return [...checkDeclarations(template), ...checkPin(template), ...checkStrings(template.variables, templateStrings(template))];
}

function* checkDeclarations({ variables }: Template): Generator<TemplateFinding> {
  const names = variables.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    const path = `variables.${index}.name`;
    if (BRAND_VARIABLES.includes(name) || names.indexOf(name) !== index) yield { code: "template.declared-twice", path, details: { variable: name } };
  }
}

/** A PIN letter shows its PIN exactly once in each language and knows no user number; nothing else has a PIN at all (D7, P10). */
function* checkPin(template: Template): Generator<TemplateFinding> {
  const declared = (type: VariableType) => template.variables.filter((variable) => variable.type === type);
  if (template.kind !== "pin") {
    for (const { name } of declared("pin")) yield { code: "template.pin-outside-letter", path: "variables", details: { variable: name } };
    return;
  }
  if (declared("user-number").length > 0) yield { code: "template.number-and-pin", path: "variables", details: {} };
  for (const language of LANGUAGES) {
    const pins = template.body[language].filter(({ kind }) => kind === "pin");
    if (pins.length !== 1) yield { code: "template.pin-once", path: `body.${language}`, details: { language } };
  }
}

function* checkStrings(variables: readonly TemplateVariable[], strings: readonly TemplateString[]): Generator<TemplateFinding> {
  const types = new Map(variables.map((variable) => [variable.name, variable.type]));
  const used = new Set<string>();
  for (const string of strings) {
    const { path, language, role } = string;
    const blanks = tryBlanks(string.text);
    if (string.text.trim() === "") yield { code: "template.missing-language", path, details: { language } };
    if (!Array.isArray(blanks)) yield { code: "template.forbidden-tag", path, details: { tag: blanks.tag } };
    for (const variable of Array.isArray(blanks) ? blanks : []) {
      const type = types.get(variable);
      used.add(`${language} ${variable}`);
      if (type === undefined && !BRAND_VARIABLES.includes(variable)) yield { code: "template.unknown-variable", path, details: { variable } };
      if (role === "subject" && (type === "pin" || type === "user-number")) yield { code: "template.secret-in-subject", path, details: { variable } };
      if (role !== "pin" && type === "pin") yield { code: "template.pin-outside-block", path, details: { variable } };
    }
    if (role === "href" && types.get(onlyBlank(string.text) ?? "") !== "url") yield { code: "template.button-link", path, details: {} };
    if (role === "pin" && types.get(onlyBlank(string.text) ?? "") !== "pin") yield { code: "template.pin-block", path, details: {} };
  }
  for (const language of LANGUAGES) {
    for (const { name } of variables) {
      if (!used.has(`${language} ${name}`)) yield { code: "template.unused-variable", path: `body.${language}`, details: { variable: name, language } };
    }
  }
}

/** Every string of a template with its place; an empty body counts as one empty string. */
export function templateStrings({ subject, body }: Pick<Template, "subject" | "body">): TemplateString[] {
  return LANGUAGES.flatMap((language): TemplateString[] => [
    { path: `subject.${language}`, language, role: "subject", text: subject[language] },
    ...(body[language].length === 0 ? [{ path: `body.${language}`, language, role: "text" as const, text: "" }] : []),
    ...body[language].flatMap((block, index) => blockStrings(block).map(({ place, role = "text", text }) => ({ path: `body.${language}.${index}.${place}`, language, role, text }))),
  ]);
}

function blockStrings(block: MailBlock | LetterBlock): Array<{ place: string; role?: TemplateString["role"]; text: string }> {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return [{ place: "text", text: block.text }];
    case "steps":
      return block.items.map((text, index) => ({ place: `items.${index}`, text }));
    case "facts":
      return block.rows.flatMap(({ label, value }, index) => [
        { place: `rows.${index}.label`, text: label },
        { place: `rows.${index}.value`, text: value },
      ]);
    case "button":
      return [{ place: "text", text: block.text }, { place: "href", role: "href", text: block.href }];
    case "pin":
      return [{ place: "pin", role: "pin", text: block.pin }];
  }
}

/** The name when a text is exactly one blank. */
function onlyBlank(text: string): string | undefined {
  return /^\{\{\s*([a-z][A-Za-z0-9]*)\s*\}\}$/.exec(text)?.[1];
}

function parse(text: string): Array<[kind: string, value: string]> {
  try {
    return Mustache.parse(text).map(([kind, value]) => [kind, String(value)]);
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : text, { cause: error });
  }
}

function tryBlanks(text: string): string[] | { tag: string } {
  try {
    return blanksIn(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { tag: error.message };
    throw error;
  }
}
