import { deliveryOf, type Answered, type DeclaredEffect, type Delivery, type RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { Language } from "#app/domain/people.ts";

import { listAt, textAt, type Answers } from "./answers.ts";

/** The answer path that an effect's input is mapped from; empty when no effect asks for it. */
export function inputOf(type: Pick<RequestType, "effects">, input: string): string {
  return type.effects.map(({ inputs }) => inputs[input]).find((path) => path !== undefined) ?? "";
}

/** The same among the effects that these answers have: a type may take one thing from another place for another kind of request. */
export function chosenInputOf(type: RequestType, answers: Answers, input: string): string {
  return inputOf({ effects: effectsOf(type, answers) }, input);
}

/** Whether the answers are as a declaration asks for. */
export function isAnswered(when: Answered, answers: Answers): boolean {
  return when.every((one) => ("in" in one ? one.in.includes(textAt(answers, one.field)) : !one.notIn.includes(textAt(answers, one.field))));
}

/** The effects that a request with these answers has: a type may declare some for certain answers only. */
export function effectsOf(type: Pick<RequestType, "effects">, answers: Answers): DeclaredEffect[] {
  return type.effects.filter(({ when }) => isAnswered(when, answers));
}

/** By which kind of certificate the services are judged that a form asks for: software may have others than people (R87). */
export function certificateKindOf({ effects }: Pick<RequestType, "effects">): "personal" | "system" {
  return effects.some(({ kind }) => kind === "system") ? "system" : "personal";
}

/** Whom a request is about, for lists and e-mails: the first of the names that the type points to and the form has. */
export function subjectOf({ about }: Pick<RequestType, "about">, answers: Answers): string {
  return [about.subjectName].flat().map((path) => textAt(answers, path)).find((name) => name !== "") ?? "";
}

/** The steps that this form comes past between approval and done: whether somebody identifies (R24), and what has to leave the house (D9). */
export function planOf(type: RequestType, answers: Answers): { identification: boolean } & Delivery {
  const { identification, unless } = type.plan;
  return { identification: identification && (unless === undefined || !isAnswered(unless, answers)), ...deliveryOf(effectsOf(type, answers)) };
}

/** Services that a form asks for, and those that it wants to take away. */
export type AskedServices = { granted: readonly string[]; withdrawn: readonly string[] };

/** What the answers of a request say about services, whatever its type calls them. */
export function askedServices(type: RequestType, answers: Answers): AskedServices {
  return { granted: listAt(answers, type.facts["services.requested"] ?? inputOf(type, "services")), withdrawn: listAt(answers, inputOf(type, "withdraw")) };
}

/** "erbij: Declareren; eraf: COV" where something is taken away, else the plain list. */
export function wordAsked({ granted, withdrawn }: AskedServices, name: (service: string) => string, language: Language): string {
  const [added, taken] = language === "nl" ? ["erbij", "eraf"] : ["to add", "to take away"];
  const list = (services: readonly string[]) => services.map(name).join(", ");
  if (withdrawn.length === 0) return list(granted);
  return [granted.length > 0 ? `${added}: ${list(granted)}` : "", `${taken}: ${list(withdrawn)}`].filter(Boolean).join("; ");
}
