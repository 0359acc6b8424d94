import { describe, expect, test } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { checkChange, type ChangeCheck } from "#app/domain/definitions/changes/check.ts";
import { withWordings } from "#app/domain/definitions/changes/wordings.ts";
import { requestTypeChoices } from "#app/domain/definitions/choices/request-type.ts";
import { usersByDefinition } from "#app/domain/definitions/references.ts";
import { renameField } from "#app/domain/definitions/request-types/answer-uses.ts";
import { wordsOfStart } from "#app/domain/definitions/request-types/start.ts";
import type { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { checkOwnLetter, checkSentLetters, KNOWN_IN_LETTERS, startOfLetter } from "#app/domain/definitions/schema/sent-letter.ts";
import { isForEach } from "#app/domain/requests/people.ts";
import { TRADE_LETTER, TRADE_NAME, tradeLetter, tradeType, WORDS } from "#test/support/sent-letter.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
const released = readDefinitionFiles(ROOT).map(({ kind, key, content }) => ({ kind, key, content }));

type Entry = Parameters<typeof checkChange>[1][number];

/** What is said of a change with the type, its letter and its words in it. */
async function said(of: { type?: unknown; letter?: unknown; more?: Entry[]; over?: readonly Entry[] } = {}): Promise<string[]> {
  const { type = tradeType(), letter = tradeLetter(), more = [], over = [] } = of;
  const sets = withWordings(released, [...wordsOfStart(TRADE_NAME, null, texts), ...WORDS]).map((set) => ({ kind: "texts" as const, ...set }));
  const entries: Entry[] = [...(letter === null ? [] : [{ kind: "letter" as const, key: TRADE_LETTER, content: letter }]), { kind: "request-type", key: TRADE_NAME, content: type }, ...sets, ...more];
  return spelled(await checkChange([...released, ...over], entries, { texts, on: "2026-11-16" }));
}

const spelled = ({ findings }: ChangeCheck) => findings.map(({ kind, key, finding }) => `${kind}/${key} ${finding.path}: ${finding.code}`);
/** Of the type alone, beside its letter. */
const amiss = (type: unknown) => checkSentLetters(RequestType.parse(type), () => tradeLetter()).map(({ path, code }) => `${path}: ${code}`);
const atType = (path: string, code: string) => `request-type/${TRADE_NAME} ${path}: ${code}`;

/** The type with its one field for the name as somebody else would have it. */
function withField(change: Record<string, unknown>, effect: Record<string, unknown> = {}): unknown {
  const type = tradeType(effect);
  const pages = (type["pages"] as Array<{ id: string; fields: Array<{ id: string }> }>).map((page) => ({ ...page, fields: page.fields.map((field) => (field.id === "trade.name" ? { ...field, ...change } : field)) }));
  return { ...type, pages };
}

const withBlank = (name: string, type: LetterTemplate["variables"][number]["type"]) => {
  const letter = tradeLetter();
  const line = { kind: "paragraph" as const, text: `{{${name}}}` };
  return { ...letter, variables: [...letter.variables, { name, type, description: name }], body: { nl: [...letter.body.nl, line], en: [...letter.body.en, line] } };
};

describe("a letter that a request type sends", () => {
  test("is sound with a form that has all that it says", async () => {
    expect(await said()).toEqual([]);
  });

  test("has to be there, be chosen, and go to somebody", async () => {
    expect(await said({ letter: null })).toEqual([atType("effects.0.letter", "unknown-definition")]);
    expect(await said({ type: tradeType({ letter: "" }) })).toEqual([atType("effects.0.letter", "shape-empty")]);
    expect(await said({ type: tradeType({ letter: undefined }) })).toContain(atType("effects.0.letter", "letter-misplaced"));
    expect(await said({ type: tradeType({ to: undefined }) })).toEqual([atType("effects.0.to", "letter-misplaced")]);
    expect(await said({ type: tradeType({ to: "applicant" }) })).toEqual([atType("effects.0.to", "shape-choice")]);
    expect(await said({ type: tradeType({ effect: "unblock-pin" }) })).toContain(atType("effects.0.to", "letter-misplaced"));
  });

  test("is never one with a PIN, which only the office makes (D7)", async () => {
    expect(await said({ type: tradeType({ letter: "pin-letter", blanks: undefined }) })).toEqual([atType("effects.0.letter", "letter-with-pin")]);
    const pin = released.find(({ kind, key }) => kind === "letter" && key === "pin-letter")?.content as LetterTemplate;
    expect(checkOwnLetter(pin)).toEqual([{ code: "letter-with-pin", path: "kind", details: {} }]);
  });

  test("is filled by the office and by answers, and by nothing else", async () => {
    expect(await said({ type: tradeType({ blanks: { newName: "trade.name" } }) })).toEqual([atType("effects.0.from", "letter-blank-open")]);
    expect(await said({ type: tradeType({ blanks: { newName: "trade.name", from: "trade.from", owner: "applicant.name" } }) })).toEqual([atType("effects.0.owner", "letter-blank-unknown")]);
    expect(await said({ type: tradeType({ blanks: { newName: "trade.gone", from: "trade.from" } }) })).toEqual([atType("effects.0.newName", "unknown-path")]);
    expect(checkOwnLetter({ kind: "plain", variables: [{ name: "statusLink", type: "url", description: "" }, { name: "userNumber", type: "user-number", description: "" }] }).map(({ code }) => code)).toEqual(["template.not-filled", "template.not-filled"]);
    expect(checkOwnLetter({ kind: "plain", variables: [{ name: "decidedOn", type: "text", description: "" }] })).toMatchObject([{ code: "template.other-type", details: { type: "date" } }]);
    expect(checkOwnLetter({ kind: "plain", variables: KNOWN_IN_LETTERS.map((one) => ({ ...one, description: "" })) })).toEqual([]);
  });

  test("takes answers of its own kind, and no longer than fit", () => {
    expect(amiss(tradeType({ blanks: { newName: "trade.from", from: "trade.name" } }) )).toEqual(["effects.0.newName: letter-blank-kind", "effects.0.from: letter-blank-kind"]);
    expect(amiss(withField({ maxLength: 301 }) )).toEqual(["effects.0.newName: letter-blank-kind"]);
    expect(amiss(tradeType({ blanks: { newName: "applicant.name.surname", from: "trade.from" } }) )).toEqual([]);
    expect(amiss(tradeType({ blanks: { newName: "trade.from.year", from: "trade.from" } }) )).toEqual(["effects.0.newName: letter-blank-kind"]);
  });

  test("takes no answer that may be missing when the letter is sent", () => {
    const onChoice = { when: [{ field: "applicant.position", equals: "owner" }] };
    expect(amiss(withField({ required: false }) )).toEqual(["effects.0.newName: letter-blank-optional"]);
    expect(amiss(tradeType({ blanks: { newName: "applicant.name.prefix", from: "trade.from" } }) )).toEqual(["effects.0.newName: letter-blank-optional"]);
    expect(amiss(withField(onChoice) )).toContain("effects.0.newName: letter-blank-optional");
    expect(amiss(withField(onChoice, { when: [{ field: "applicant.position", in: ["owner"] }] }) )).not.toContain("effects.0.newName: letter-blank-optional");
    expect(amiss(withField(onChoice, { when: [{ field: "applicant.position", in: ["owner", "other"] }] }) )).toContain("effects.0.newName: letter-blank-optional");
    expect(amiss(withField({ when: [{ field: "practice.kvkNumber", filled: true }] }) )).toEqual([]);
    expect(amiss(withField({ when: [{ field: "practice.kvkNumber", filled: false }] }) )).toEqual(["effects.0.newName: letter-blank-optional"]);
  });

  test("that says something new is told of at each type that could not fill it, also where only the letter is changed", async () => {
    const over: Entry[] = [{ kind: "letter", key: TRADE_LETTER, content: tradeLetter() }, { kind: "request-type", key: TRADE_NAME, content: tradeType() }];
    const change = await checkChange([...released, ...over], [{ kind: "letter", key: TRADE_LETTER, content: withBlank("owner", "name") }], { texts, on: "2026-11-16" });
    expect(spelled(change)).toEqual([atType("effects.0.owner", "letter-blank-open")]);
    const gone = await checkChange([...released, ...over], [{ kind: "letter", key: TRADE_LETTER, content: null }], { texts, on: "2026-11-16" });
    expect(spelled(gone)).toEqual([atType("effects.0.letter", "unknown-definition")]);
    const pinGone = await checkChange(released, [{ kind: "letter", key: "pin-letter", content: null }], { texts, on: "2026-11-16" });
    expect(spelled(pinGone)).toEqual(["letter/pin-letter : not-removable"]);
  });

  test("is known by who uses it, goes along with a renamed question, and is offered with what it asks", () => {
    const all = [...released, { kind: "letter" as const, key: TRADE_LETTER, content: tradeLetter() }, { kind: "request-type" as const, key: TRADE_NAME, content: tradeType() }];
    expect(usersByDefinition(all).get(`letter/${TRADE_LETTER}`)).toEqual([{ kind: "request-type", key: TRADE_NAME }]);
    const renamed = renameField(tradeType(), { page: 1, field: 0 }, "trade.title") as { effects: unknown[] };
    expect(renamed.effects[0]).toMatchObject({ blanks: { newName: "trade.title", from: "trade.from" } });
    const { choices } = requestTypeChoices({ all, key: TRADE_NAME, content: tradeType(), language: "nl", today: "2026-11-16", ours: texts, said: texts });
    expect(choices.letters.map(({ key, title, blanks }) => ({ key, title, blanks: blanks.map(({ name }) => name) }))).toEqual([{ key: TRADE_LETTER, title: "Handelsnaam gewijzigd", blanks: ["newName", "from"] }]);
  });

  test("is sent for each of several whose answers it says (R108)", () => {
    const page = { id: "users", fields: [{ id: "user.name", kind: "dutch-name" }], repeats: { as: "others", most: "several", columns: [] } };
    const pages = [page] as unknown as Parameters<typeof isForEach>[0]["pages"];
    expect(isForEach({ pages }, { inputs: {}, blanks: { who: "user.name" } })).toBe(true);
    expect(isForEach({ pages }, { inputs: {}, blanks: { who: "practice.name" } })).toBe(false);
  });

  test("begins with a greeting, and the window of the office's envelopes", () => {
    const start = startOfLetter("brief");
    expect(start).toMatchObject({ kind: "plain", id: "brief", layout: { envelope: "C5" } });
    expect(start.body.nl[0]).toEqual({ kind: "paragraph", text: "Beste {{recipientName}}," });
  });
});
