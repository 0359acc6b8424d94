import { readablePolicy } from "#app/domain/decisions/comparable.ts";
import { OPERATOR_SHAPES } from "#app/domain/decisions/operators.ts";
import { findText, type Texts } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import type { Fact } from "#rules/facts/words.ts";
import { EVENTS, OUTCOMES, POINTS, VOCABULARY, type Point } from "#rules/vocabulary.ts";

import { policiesIn, type CheckedDefinition, type ScreenTexts } from "../kinds.ts";
import { fieldTexts } from "../schema/form-texts.ts";
import type { PolicyValue } from "../schema/policy.ts";
import { RequestType } from "../schema/request-type.ts";
import { ServiceCatalogue } from "../schema/services.ts";
import type { Choices, Edited } from "./edited.ts";
import { variantsOf, type Variant } from "./shape.ts";

/** A fact, or a policy ("policy.…") read as one; `offered` are values that it can have without being bound to them. */
export type FactShown = Fact & { numbers?: boolean; offered?: Fact["choices"] };

/** What the rules of one point can speak of, and say. */
export type PointChoices = { facts: Readonly<Record<string, FactShown>>; events: Readonly<Record<string, Variant>>; outcomes: readonly Variant[] };

/** What a rule is made of: for its own point, or for each where none is chosen yet. */
export type RuleSetChoices = {
  points: Partial<Record<Point, PointChoices>>;
  policies: Readonly<Record<string, FactShown>>;
  operators: typeof OPERATOR_SHAPES;
  /** The fields of the forms that these rules look at, by their names on the form. */
  fields: ReadonlyArray<{ id: string; label: Record<Language, string> }>;
  /** The words of conditions, and the names of services. */
  words: Record<Language, Texts>;
  names: Record<Language, Readonly<Record<string, string>>>;
};

const WORDS = ["operators", "denied", "words", "explain", "condition"];

/** What somebody who writes rules chooses from. */
export function ruleSetChoices({ all, key, content, said }: Edited): Choices<RuleSetChoices> {
  const point = POINTS.find((one) => one === propertyOf(content, "point"));
  const services = all.flatMap((one) => (one.kind === "services" ? (ServiceCatalogue.safeParse(one.content).data?.services ?? []) : []));
  const offered = Object.fromEntries(services.map(({ id, name }) => [id, name]));
  return {
    choices: {
      points: Object.fromEntries((point ? [point] : POINTS).map((one) => [one, pointChoices(one, offered)])),
      policies: policiesShown(all),
      operators: OPERATOR_SHAPES,
      fields: fieldsFor(key, all, said),
      words: inLanguages((language) => only(said[language]["findings"] ?? {}, WORDS)),
      names: inLanguages((language) => Object.fromEntries(services.map(({ id, name }) => [id, name[language]]))),
    },
    texts: inLanguages((language) => ({ findings: only(said[language]["findings"] ?? {}, sentencesOf(content)) })),
  };
}

function pointChoices(point: Point, services: NonNullable<Fact["choices"]>): PointChoices {
  const facts = Object.entries(VOCABULARY[point] as Record<string, Fact>).map(([name, fact]) => [name, name.startsWith("services.") && fact.type === "list" && !fact.choices ? { ...fact, offered: services } : fact]);
  const events = Object.entries(EVENTS[point]).map(([type, schema]) => [type, variantsOf(schema)[0]]);
  return { facts: Object.fromEntries(facts) as PointChoices["facts"], events: Object.fromEntries(events) as PointChoices["events"], outcomes: variantsOf(OUTCOMES[point]) };
}

/** Each policy once, of the sort that its values are. */
function policiesShown(all: readonly CheckedDefinition[]): RuleSetChoices["policies"] {
  const policies = policiesIn(all);
  const valueOf = (key: string): PolicyValue | undefined => policies.find((one) => one.key === key && one.value !== null)?.value;
  return Object.fromEntries(policies.map(({ key, title }) => [`policy.${key}`, { ...readablePolicy(valueOf(key)), nullable: false, label: title }]));
}

function fieldsFor(key: string, all: readonly CheckedDefinition[], said: ScreenTexts): RuleSetChoices["fields"] {
  const types = all.flatMap((one) => (one.kind === "request-type" ? (RequestType.safeParse(one.content).data ?? []) : []));
  const fields = types.filter(({ points }) => Object.values(points).includes(key)).flatMap(({ id, pages }) => pages.flatMap((page) => page.fields.map((field) => [field.id, fieldTexts(id, field).label] as const)));
  const label = (text: string, language: Language) => findText(said[language][text.slice(0, text.indexOf(":"))] ?? {}, text.slice(text.indexOf(":") + 1));
  return [...new Map(fields)].map(([id, text]) => ({ id, label: inLanguages((language) => label(text, language) ?? id) }));
}

/** The groups of sentences that the rules of the set say theirs from. */
function sentencesOf(content: unknown): string[] {
  const rules = propertyOf(content, "rules");
  const keys = Array.isArray(rules) ? rules.flatMap((rule) => String(propertyOf(rule, "textKey") ?? "").split(".").slice(0, 1)) : [];
  return [...new Set(keys)];
}

function only(texts: Texts, names: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => names.includes(name)));
}

function propertyOf(json: unknown, name: string): unknown {
  return typeof json === "object" && json !== null && Object.hasOwn(json, name) ? (json as Record<string, unknown>)[name] : undefined;
}

function inLanguages<T>(make: (language: Language) => T): Record<Language, T> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as Record<Language, T>;
}
