import { Problem } from "#app/domain/problem.ts";
import type { Language } from "#app/domain/people.ts";
import { fillIn, type LetterBlock, type MailBlock } from "#app/domain/definitions/schema/template.ts";
import type { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import type { AddressBlock } from "./address.ts";
import type { Branding } from "./branding.ts";
import { mailHtml, mailText } from "./mail-page.ts";
import type { Block, LetterDocument } from "./ports.ts";
import { longDate, wordValues, type TemplateValues } from "./values.ts";

const LONGEST_SUBJECT = 150;

/** What an e-mail says, in one language; the text alternative says all that the HTML says. */
export type RenderedMail = { subject: string; text: string; html: string };

/**
 * Fills in an e-mail (R17, R119). `values` holds what the template declares; `organisation`, `phone` and `website` come from the branding.
 * Throws `template.missing-value`, `template.value-too-long`, `template.bad-value`.
 */
export function renderMail(template: MailTemplate, language: Language, values: TemplateValues, branding: Branding): RenderedMail {
  const worded = words(template, language, values, branding);
  const subject = shorten(fillIn(template.subject[language], worded));
  const blocks = template.body[language].map((block) => fillBlock(block, worded));
  return { subject, text: mailText(blocks, language, branding), html: mailHtml(subject, blocks, language, branding) };
}

/**
 * Fills in a letter (R26, D21), written on `now` in Dutch time. Throws as `renderMail` does, and `template.number-and-pin` when something
 * that reads as a user number stands in a letter with a PIN, wherever it came from (D7, P10).
 */
export function renderLetter(
  template: LetterTemplate,
  language: Language,
  values: TemplateValues,
  envelope: AddressBlock & { reference: string },
  branding: Branding,
  now: Date,
): LetterDocument {
  const worded = words(template, language, values, branding);
  const letter: LetterDocument = {
    language,
    layout: template.layout,
    sender: { name: branding.name, lines: branding.address, phone: branding.phone, website: branding.website },
    addressee: envelope.addressee,
    ...(envelope.kix === undefined ? {} : { kix: envelope.kix }),
    reference: envelope.reference,
    date: longDate(now, language),
    writtenAt: now,
    subject: shorten(fillIn(template.subject[language], worded)),
    blocks: [...template.body[language].map((block) => fillBlock(block, worded)), { kind: "paragraph", text: `${branding.closing[language]}\n${branding.name}` }],
  };
  if (template.kind === "pin" && /(?<![0-9])[0-9]{14}(?![0-9])/.test(JSON.stringify(letter))) throw new Problem("template.number-and-pin");
  return letter;
}

/** The same letter with its PIN covered: the only form in which staff see one (D6). */
export function maskPin(letter: LetterDocument): LetterDocument {
  return { ...letter, blocks: letter.blocks.map((block) => (block.kind === "pin" ? { ...block, pin: "•".repeat(block.pin.length) } : block)) };
}

function words(template: LetterTemplate | MailTemplate, language: Language, values: TemplateValues, branding: Branding): Record<string, string> {
  return { ...wordValues(template.variables, values, language), organisation: branding.name, phone: branding.phone, website: branding.website };
}

function fillBlock(block: MailBlock | LetterBlock, values: Record<string, string>): Block {
  const fill = (text: string) => fillIn(text, values);
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return { kind: block.kind, text: fill(block.text) };
    case "steps":
      return { kind: "steps", items: block.items.map(fill) };
    case "facts":
      return { kind: "facts", rows: block.rows.map((row) => ({ label: fill(row.label), value: fill(row.value) })) };
    case "button":
      return { kind: "button", text: fill(block.text), href: fill(block.href) };
    case "pin":
      return { kind: "pin", pin: fill(block.pin) };
  }
}

/** A subject is one line that a mail list can show; long names may make it longer than that. */
function shorten(subject: string): string {
  const line = subject.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return letters.length <= LONGEST_SUBJECT ? line : `${letters.slice(0, LONGEST_SUBJECT - 1).join("").trimEnd()}…`;
}
