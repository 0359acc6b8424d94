import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";

import type { FactShown, PointChoices, RuleSetChoices } from "#app/domain/definitions/choices/rule-set.ts";
import type { Language } from "#app/domain/people.ts";

import type { Option } from "../inputs/small-field.tsx";
import type { Known } from "./fit.ts";

/** What a set of rules is made from: what its point knows, and the rest of what can be chosen. */
export type Making = { choices: RuleSetChoices; point: PointChoices; known: Known };

const NOTHING: PointChoices = { facts: {}, events: {}, outcomes: [] };
export const NO_CHOICES: Making = { choices: { points: {}, policies: {}, operators: {} as RuleSetChoices["operators"], fields: [], words: { nl: {}, en: {} }, names: { nl: {}, en: {} } }, point: NOTHING, known: { facts: {}, operators: {} as RuleSetChoices["operators"] } };

export const MakingContext = createContext<Making>(NO_CHOICES);
export const useMaking = (): Making => useContext(MakingContext);

/** The reader's language. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === "en" ? "en" : "nl";
}

/** What a fact or policy is called in a list to choose from; a policy is told from a fact by where it stands. */
export function factLabel(name: string, fact: FactShown | undefined, language: Language): string {
  const label = fact?.label[language] ?? name;
  return `${label[0]?.toUpperCase() ?? ""}${label.slice(1)}`;
}

/** The values that a fact can have, or that are offered for it, to choose from. */
export function valuesOf(fact: FactShown | undefined, language: Language): Option[] | null {
  const values = fact?.choices ?? fact?.offered;
  return values ? Object.entries(values).map(([value, label]) => ({ value, label: label[language] })) : null;
}
