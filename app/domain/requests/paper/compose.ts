import { fieldTexts, pageTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Service } from "#app/domain/definitions/schema/services.ts";
import type { Language, Wording } from "#app/domain/people.ts";
import { showFormCode, writeFormCode, type FormCode } from "#app/domain/requests/form-code.ts";
import { isRecord, type Answers } from "#app/domain/requests/form/read.ts";
import { type Typed, visibleFields, visiblePages } from "#app/domain/requests/form/visible.ts";
import { certificateKindOf } from "#app/domain/requests/mapped.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { type Asked, wordConditions, wording, type Words } from "./conditions.ts";
import type { PaperForm, PaperQuestion, PaperSection } from "./document.ts";
import { inputOn, type InputSource } from "./inputs.ts";

/** The office as a form names it: who it is from, and where it is sent to (R104). */
export type PaperSender = { name: string; replyAddress: readonly string[]; phone: string; phoneHours: Wording; email: string; website: string };

export type PaperSource = {
  type: RequestType;
  services: readonly Service[];
  code: FormCode;
  /** Of a request: its answers stand on the form already, and only who signs is still to be filled in. */
  answers: Record<string, unknown> | null;
  sender: PaperSender;
  words: Words;
  now: Date;
};

/** The three who may sign what comes on paper (D8). */
const SIGNERS = ["contact", "main-contact", "signatory"] as const;

/**
 * Makes the paper form of a request type, in both languages, from nothing but its definition: its pages become sections, its fields numbered
 * questions, its conditions sentences, and the catalogue boxes to tick (R11). What a form on paper adds is the same for every type: how it
 * works, who signs, what to enclose (R12, D17), where to send it (R104). Nowhere is there a box for a PIN or a password (R49).
 */
export function composePaperForm(source: PaperSource): PaperForm {
  const { type, code, answers, sender, words, now } = source;
  const blanks = { office: sender.name, email: sender.email, phone: sender.phone, terms: type.terms.version, website: sender.website };
  const say = (key: string): Wording => wording(words, [`paper:${key}`], blanks);
  const steps = (of: string, names: readonly string[]) => names.map((name) => say(`${of}.${name}`));
  const help = (language: Language) => words(language, ["paper:posting.help"], { ...blanks, hours: sender.phoneHours[language] });
  const isAnswered = answers !== null;
  return {
    qr: writeFormCode(code),
    reference: code.kind === "form" ? showFormCode(code.code) : referenceOf(code.number),
    referenceLabel: say(code.kind === "form" ? "formCode" : "reference"),
    isAnswered,
    sender: { name: sender.name, address: [sender.name, ...sender.replyAddress], phone: sender.phone, website: sender.website },
    title: wording(words, [`requests:${type.id}.title`]),
    intro: wording(words, instead(`requests:${type.id}.intro`)),
    how: { title: say("how.title"), steps: steps("how", [isAnswered ? "check" : "fill", "sign", "enclose", "send"]), never: say("never") },
    sections: sectionsOf(source),
    signing: {
      title: say("signing.title"),
      intro: say("signing.intro"),
      terms: say("signing.terms"),
      roles: SIGNERS.map((value) => ({ value, label: say(`signing.roles.${value}`) })),
      as: say("signing.as"),
      name: say("signing.name"),
      date: say("signing.date"),
      signature: say("signing.signature"),
      second: say("signing.second"),
    },
    evidence: { title: say("evidence.title"), steps: steps("evidence", ["copy", "mask", "mark", "kept"]) },
    posting: { title: say("posting.title"), text: say("posting.text"), help: { nl: help("nl"), en: help("en") } },
    optional: say("optional"),
    page: {
      nl: (number, of) => words("nl", ["paper:page"], { number, of }),
      en: (number, of) => words("en", ["paper:page"], { number, of }),
    },
    writtenAt: now,
  };
}

/** Of a blank form every page and field; of a request only those that its answers call for. */
function sectionsOf({ type, services, answers, words }: PaperSource): PaperSection[] {
  const typed = answers === null ? null : typedFrom(answers);
  const pages = typed === null ? type.pages : visiblePages(type.pages, typed);
  const numbered = pages.map((page, index) => ({ page, number: String(index + 1), fields: typed === null ? fieldsForOne(type, page) : visibleFields(page, type.pages, typed) }));
  const asked = new Map<string, Asked>(
    numbered.flatMap(({ number, fields }) => fields.map((field, index): [string, Asked] => [field.id, { number: `${number}.${index + 1}`, field }])),
  );
  const source: InputSource = { type: type.id, certificateKind: certificateKindOf(type), services, answers, words };
  const conditionOf = (one: Page | Field) => (typed === null ? wordConditions(type.id, one.when, asked, words) : null);
  return numbered.map(({ page, number, fields }) => {
    const texts = pageTexts(type.id, page);
    return {
      number,
      title: wording(words, instead(texts.title)),
      intro: wording(words, instead(texts.intro)),
      condition: conditionOf(page),
      questions: fields.map((field): PaperQuestion => {
        const { label, help } = fieldTexts(type.id, field);
        return {
          number: asked.get(field.id)?.number ?? "",
          label: wording(words, instead(label)),
          help: field.help ? wording(words, instead(help)) : null,
          condition: conditionOf(field),
          required: field.required,
          input: inputOn(field, source),
        };
      }),
    };
  });
}

/** The questions of a page on a sheet, which is about one person (R108): what is asked only where there are several has no place there. */
export function fieldsForOne(type: Pick<RequestType, "pages">, page: Page): Field[] {
  const list = repeatingPage(type.pages)?.repeats.as;
  return page.fields.filter(({ when }) => !when.some(({ field }) => field === list));
}

/**
 * A text that speaks of the screen ("you get an e-mail with a link at once") may say something else on paper: under its own key below `paper:`,
 * of this type or of all of them. Where it does not, the screen's text is right on paper as well.
 */
function instead(key: string): string[] {
  const [, type = "", rest = ""] = /^requests:([^.]+)\.(.+)$/.exec(key) ?? [];
  return type === "" ? [key] : [`paper:instead.${type}.${rest}`, `paper:instead.every.${rest}`, key];
}

/** Answers as they would have been typed, as far as conditions look at them. */
function typedFrom(answers: Answers, before = ""): Typed {
  return Object.entries(answers).reduce<Typed>((typed, [name, value]) => {
    const path = `${before}${name}`;
    if (isRecord(value)) return { ...typed, ...typedFrom(value, `${path}.`) };
    if (Array.isArray(value)) return { ...typed, [path]: value.map(String) };
    return { ...typed, [path]: value === true ? "yes" : typeof value === "string" || typeof value === "number" ? String(value) : "" };
  }, {});
}
