import { inputNames } from "./form-texts.ts";
import type { Condition, Field, FieldKind, Page } from "./form.ts";
import type { LetterTemplate } from "./letter.ts";
import type { DeclaredEffect, DefinitionFinding, RequestType } from "./request-type.ts";
import { LONGEST, type TemplateFinding, type VariableType } from "./template.ts";

/** What the office fills in by itself in a letter that a request type sends (`app/domain/effects/send-letter.ts`). Every other blank an answer of the form fills. */
const KNOWN: Readonly<Record<string, VariableType>> = {
  recipientName: "name",
  practice: "text",
  agbCode: "text",
  kvkNumber: "text",
  requestTitle: "text",
  askedBy: "name",
  forWhom: "name",
  reference: "reference",
  receivedOn: "date",
  decidedOn: "date",
};
export const KNOWN_IN_LETTERS: ReadonlyArray<{ name: string; type: VariableType }> = Object.entries(KNOWN).map(([name, type]) => ({ name, type }));

/** The kinds of blank that an answer of a form can fill: no PIN and no user number ever come out of one (D7), and no link. */
export const ASKED_TYPES = ["text", "long-text", "name", "date", "email"] as const satisfies readonly VariableType[];

const WORDS: readonly VariableType[] = ["text", "long-text"];
const FILLED_BY: Readonly<Partial<Record<FieldKind, readonly VariableType[]>>> = {
  "agb-code": WORDS, "kvk-number": WORDS, "establishment-number": WORDS, phone: WORDS, postcode: WORDS, address: WORDS, choice: WORDS, text: WORDS,
  "given-name": ["name", ...WORDS],
  "dutch-name": ["name", ...WORDS],
  email: ["email", ...WORDS],
  date: ["date"],
  choices: ["long-text"],
  services: ["long-text"],
  "ip-addresses": ["long-text"],
  "long-text": ["long-text"],
};

/** What a letter under a name of its own may not be: one with a PIN, which only the office makes, or one with a blank that is filled with something else than it says, or by nothing. */
export function checkOwnLetter({ kind, variables }: Pick<LetterTemplate, "kind" | "variables">): TemplateFinding[] {
  if (kind === "pin") return [{ code: "letter-with-pin", path: "kind", details: {} }];
  return variables.flatMap(({ name, type }, index): TemplateFinding[] => {
    const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    if (known !== undefined) return known === type ? [] : [{ code: "template.other-type", path: `variables.${index}.type`, details: { variable: name, type: known } }];
    return isAsked(type) ? [] : [{ code: "template.not-filled", path: `variables.${index}.name`, details: { variable: name } }];
  });
}

const isAsked = (type: VariableType): boolean => ASKED_TYPES.some((one) => one === type);

/** A letter from nothing: a greeting, and what it says is still open. The window is that of the envelopes that the office has (D21). */
export function startOfLetter(key: string): LetterTemplate {
  const body = (greeting: string): LetterTemplate["body"]["nl"] => [{ kind: "paragraph", text: greeting }, { kind: "paragraph", text: "" }];
  return {
    medium: "letter",
    kind: "plain",
    id: key,
    title: { nl: "", en: "" },
    variables: [{ name: "recipientName", type: "name", description: "To whom the letter is addressed" }],
    layout: { envelope: "C5", window: { left: 20, top: 45, width: 90, height: 40 }, fold: 148.5 },
    subject: { nl: "", en: "" },
    body: { nl: body("Beste {{recipientName}},"), en: body("Dear {{recipientName}},") },
  };
}

/** The blanks of a letter that answers fill. */
export function blanksToFill({ variables }: Pick<LetterTemplate, "variables">): LetterTemplate["variables"] {
  return variables.filter(({ name }) => !Object.hasOwn(KNOWN, name));
}

/**
 * What keeps the letters of a request type from being written on the day that they are to be sent, each at its effect (R119): one with a PIN, a blank that no answer fills, or one that was
 * never asked or may be left open; an answer that is of another kind than its blank, or may be longer. `letterOf` gives the letter of a name; one that is not there is told of elsewhere.
 */
export function checkSentLetters(type: RequestType, letterOf: (key: string) => LetterTemplate | null): DefinitionFinding[] {
  return type.effects.flatMap((effect, index) => {
    const letter = effect.letter === undefined ? null : letterOf(effect.letter);
    if (letter === null) return [];
    const at = (name: string) => `effects.${index}.${name}`;
    if (letter.kind === "pin") return [{ code: "letter-with-pin", path: at("letter"), details: { letter: letter.id } }];
    const blanks = blanksToFill(letter);
    const filled = effect.blanks ?? {};
    const strangers = Object.keys(filled).filter((name) => !blanks.some((blank) => blank.name === name));
    return [
      ...strangers.map((variable) => ({ code: "letter-blank-unknown", path: at(variable), details: { variable, letter: letter.id } })),
      ...blanks.flatMap(({ name, type: kind }) => whyNotFilled(type, effect, { name, kind, letter: letter.id }).map((code) => ({ code, path: at(name), details: { variable: name, letter: letter.id } }))),
    ];
  });
}

function whyNotFilled(type: RequestType, { blanks, when }: DeclaredEffect, blank: { name: string; kind: VariableType; letter: string }): string[] {
  const answer = blanks?.[blank.name];
  if (answer === undefined) return ["letter-blank-open"];
  const asked = findAsked(type, answer);
  // An answer that is not there has a finding of its own.
  if (asked === null) return [];
  if (!fits(asked, answer, blank.kind)) return ["letter-blank-kind"];
  return mayBeOpen(type, answer, when) ? ["letter-blank-optional"] : [];
}

type Asked = { page: Page; field: Field };

function findAsked({ pages }: Pick<RequestType, "pages">, answer: string): Asked | null {
  const all = pages.flatMap((page) => page.fields.map((field) => ({ page, field })));
  return all.find(({ field }) => field.id === answer || inputNames(field).includes(answer)) ?? null;
}

function fits({ field }: Asked, answer: string, kind: VariableType): boolean {
  // A part of a name or of an address is words; a day has no parts of its own.
  const kinds = answer === field.id ? (FILLED_BY[field.kind] ?? []) : field.kind === "date" ? [] : WORDS;
  return kinds.includes(kind) && ("maxLength" in field ? field.maxLength : 0) <= LONGEST[kind];
}

/** Whether a form may be sent with nothing there, in the cases in which the effect is carried out. */
function mayBeOpen(type: RequestType, answer: string, when: DeclaredEffect["when"]): boolean {
  const asked = findAsked(type, answer);
  if (asked === null || !asked.field.required || asked.field.each !== undefined || /\.(prefix|houseNumberSuffix)$/.test(answer)) return true;
  const holds = (condition: Condition): boolean => {
    if ("filled" in condition) return condition.filled && !mayBeOpen(type, condition.field, when);
    const shown = "equals" in condition ? [condition.equals] : condition.in;
    return when.some((one) => one.field === condition.field && "in" in one && one.in.every((value) => shown.includes(value)));
  };
  return ![...asked.page.when, ...asked.field.when].every(holds);
}
