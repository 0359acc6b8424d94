import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Condition, Field } from "#app/domain/definitions/schema/form.ts";
import { LANGUAGES, type Language, type Wording } from "#app/domain/people.ts";

/** A text of the screens or of the paper forms in one language: the first of these keys that has one, its blanks filled. */
export type Words = (language: Language, keys: readonly string[], values?: Readonly<Record<string, string | number>>) => string;

/** The same in both languages. */
export function wording(words: Words, keys: readonly string[], values?: Parameters<Words>[2]): Wording {
  return Object.fromEntries(LANGUAGES.map((language) => [language, words(language, keys, values)])) as Wording;
}

/** A question as conditions name it: its number on paper and what can be answered. */
export type Asked = { number: string; field: Field };

/**
 * In words what a screen does by itself: when a question or a page has to be answered. Null when it always has. Of many values the few that do
 * not count are named instead.
 */
export function wordConditions(type: string, conditions: readonly Condition[], asked: ReadonlyMap<string, Asked>, words: Words): Wording | null {
  if (conditions.length === 0) return null;
  const inLanguage = (language: Language) => {
    const parts = conditions.map((condition) => wordOne(type, condition, asked.get(condition.field), (keys, values) => words(language, keys, values)));
    return words(language, ["paper:condition.only"], { what: parts.join(words(language, ["paper:condition.and"])) });
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, inLanguage(language)])) as Wording;
}

function wordOne(type: string, condition: Condition, asked: Asked | undefined, say: (keys: readonly string[], values?: Parameters<Words>[2]) => string): string {
  const number = asked?.number ?? "";
  if (asked?.field.kind === "declaration") return say(["paper:condition.ticked"], { number });
  if ("filled" in condition) return say([condition.filled ? "paper:condition.filled" : "paper:condition.empty"], { number });
  const { option } = fieldTexts(type, asked?.field ?? { id: condition.field });
  const values = "equals" in condition ? [condition.equals] : condition.in;
  const all = asked && "options" in asked.field ? asked.field.options : values;
  const others = all.filter((value) => !values.includes(value));
  const isShorter = others.length > 0 && others.length < values.length;
  const or = say(["paper:condition.or"]);
  const named = (isShorter ? others : values).map((value) => say(["paper:condition.quoted"], { answer: say([option(value)]) })).join(or);
  return say([isShorter ? "paper:condition.otherThan" : "paper:condition.answered"], { number, answer: named });
}
