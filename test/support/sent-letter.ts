import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry } from "#app/domain/definitions/changes/entries.ts";
import type { Wording } from "#app/domain/definitions/changes/wordings.ts";
import { startOfRequestType, wordsOfStart } from "#app/domain/definitions/request-types/start.ts";
import type { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { startOfLetter } from "#app/domain/definitions/schema/sent-letter.ts";
import { person, practice } from "#db/worlds/cast.ts";

import type { TestOffice } from "./office.ts";
import { studioOf } from "./studio.ts";

/** The kind of request that these tests make, and the letter that it sends. */
export const TRADE_NAME = "trade-name";
export const TRADE_LETTER = "trade-name-changed";

/** A letter that says what a practice is called from when. */
export function tradeLetter(change: Partial<LetterTemplate> = {}): LetterTemplate {
  const facts = (name: string, from: string): LetterTemplate["body"]["nl"] => [{ kind: "facts", rows: [{ label: name, value: "{{newName}}" }, { label: from, value: "{{from}}" }] }];
  const start = startOfLetter(TRADE_LETTER);
  return {
    ...start,
    title: { nl: "Handelsnaam gewijzigd", en: "Trade name changed" },
    variables: [
      ...start.variables,
      { name: "practice", type: "text", description: "The practice" },
      { name: "reference", type: "reference", description: "The request" },
      { name: "newName", type: "text", description: "De nieuwe handelsnaam" },
      { name: "from", type: "date", description: "Vanaf wanneer" },
    ],
    subject: { nl: "De handelsnaam van {{practice}}", en: "The trade name of {{practice}}" },
    body: {
      nl: [{ kind: "paragraph", text: "Beste {{recipientName}}," }, ...facts("Nieuwe naam", "Vanaf"), { kind: "paragraph", text: "Aanvraag {{reference}}." }],
      en: [{ kind: "paragraph", text: "Dear {{recipientName}}," }, ...facts("New name", "From"), { kind: "paragraph", text: "Request {{reference}}." }],
    },
    ...change,
  };
}

/** A kind of request that asks for a name and a day, and sends the letter about it. */
export function tradeType(effect: Record<string, unknown> = {}): Record<string, unknown> {
  const start = startOfRequestType(TRADE_NAME);
  const [practicePage, , applicant] = start["pages"] as unknown[];
  const asked = { id: "question", fields: [{ id: "trade.name", kind: "text", maxLength: 80, help: false }, { id: "trade.from", kind: "date", help: false }] };
  return {
    ...start,
    pages: [practicePage, asked, applicant],
    points: { screening: "data-change.screening" },
    effects: [{ effect: "send-letter", inputs: {}, letter: TRADE_LETTER, to: "signatory", blanks: { newName: "trade.name", from: "trade.from" }, ...effect }],
    messages: { ...(start["messages"] as object), "post.left": [{ template: "sent-letter-posted", to: "applicant" }] },
    terms: { version: "2" },
  };
}

export const WORDS: readonly Wording[] = [
  ["title", "Handelsnaam wijzigen", "Change of trade name"],
  ["intro", "Heet uw praktijk anders? Laat het ons weten.", "Is your practice called otherwise? Let us know."],
  ["pages.question.title", "Hoe heet de praktijk?", "What is the practice called?"],
  ["pages.question.intro", "Zoals bij KVK.", "As at KVK."],
  ["pages.question.short", "Naam", "Name"],
  ["fields.trade.name.label", "Wat is de nieuwe handelsnaam?", "What is the new trade name?"],
  ["fields.trade.from.label", "Vanaf wanneer?", "From when?"],
].map(([key, nl, en]) => ({ namespace: "requests", key: `${TRADE_NAME}.${key ?? ""}`, nl: nl ?? "", en: en ?? "" }));

/** Both in a draft of the studio, with their words. Answers the change's id. */
export async function draftTradeName(office: TestOffice, of: { type?: Record<string, unknown>; letter?: LetterTemplate | null } = {}): Promise<string> {
  const studio = studioOf(office);
  const { db } = office.database;
  const changeId = await beginChange(db, { ...studio.by(), title: TRADE_NAME });
  const { letter = tradeLetter(), type = tradeType() } = of;
  if (letter) await addEntry(db, { ...studio.by(), changeId, kind: "letter", key: letter.id, content: letter });
  await addEntry(db, { ...studio.by(), changeId, kind: "request-type", key: TRADE_NAME, content: type, wordings: [...wordsOfStart(TRADE_NAME, null, studio.texts), ...WORDS] });
  return changeId;
}

export async function publishTradeName(office: TestOffice, of: Parameters<typeof draftTradeName>[1] = {}): Promise<void> {
  const studio = studioOf(office);
  const changeId = await draftTradeName(office, of);
  await studio.propose(changeId);
  await studio.approve(changeId);
}

/** What Sem answers for De Brug. */
export function tradeAnswers(change: Record<string, unknown> = {}): Record<string, unknown> {
  const { kvkNumber, agbCodes } = practice("de-brug");
  const sem = person("sem");
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "trade.name": "Mondzorg De Brug",
    "trade.from": "2027-01-01",
    "applicant.name": { initials: sem.initials, prefix: sem.prefix, surname: sem.surname },
    "applicant.email": sem.email,
    "applicant.phone": sem.phone,
    "applicant.position": "assistent",
    ...change,
  };
}
