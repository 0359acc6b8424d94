import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { DeclaredEffect, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { repeatedFields, repeatingPage } from "#app/domain/definitions/schema/several.ts";
import type { Language } from "#app/domain/people.ts";

import { answerAt, type Answers } from "./answers.ts";
import { askedServices, subjectOf, type AskedServices } from "./mapped.ts";

/**
 * The answers of a request as each of those sees them whom it is about (R108): their own in the places of the fields, and what was asked once for all. One
 * for a request about one person, or nobody: the answers as they are. All that reads answers by path so reads those of one person.
 */
export function peopleOf(type: Pick<RequestType, "pages">, answers: Answers): Answers[] {
  const page = repeatingPage(type.pages);
  const others = page ? answers[page.repeats.as] : undefined;
  if (!page || !Array.isArray(others) || others.length === 0) return [answers];
  const { [page.repeats.as]: _others, ...first } = answers;
  const own = new Set(page.fields.map(({ id }) => id));
  const fields = repeatedFields(type.pages);
  return [first, ...others.map((other: Answers): Answers => {
    const theirs = fields.flatMap((field): Array<[string, unknown]> => {
      const value = answerAt(other, field.id);
      // What is asked for each apart and was not, is as it was answered for all.
      if (value === null && !own.has(field.id)) return [];
      const parts = inputNames(field).filter((name) => name !== field.id);
      return [[field.id, value], ...parts.map((name): [string, unknown] => [name, partOf(value, name.slice(field.id.length + 1))])];
    });
    return { ...first, ...Object.fromEntries(theirs) };
  })];
}

function partOf(value: unknown, part: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, part) ? (value as Answers)[part] : null;
}

/** Whether a form is about more than one person. */
export function isForSeveral(type: Pick<RequestType, "pages">, answers: Answers): boolean {
  return peopleOf(type, answers).length > 1;
}

/** Whether there is one, or are several, for whoever chooses words. */
export function howMany(people: readonly unknown[]): "one" | "several" {
  return people.length > 1 ? "several" : "one";
}

/** Whether an effect is there for each person of a request, rather than once for all: when it takes an answer that each has for themselves. */
export function isForEach(type: Pick<RequestType, "pages">, { inputs, blanks }: Pick<DeclaredEffect, "inputs" | "blanks">): boolean {
  const own = repeatedFields(type.pages);
  return Object.values({ ...inputs, ...blanks }).some((path) => own.some(({ id }) => path === id || path.startsWith(`${id}.`)));
}

/** What a request is called in lists: whom it is about, and how many more. */
export function subjectsOf(type: RequestType, answers: Answers): string {
  const people = peopleOf(type, answers);
  const [first] = people;
  const name = first ? subjectOf(type, first) : "";
  return people.length > 1 ? `${name} + ${people.length - 1}` : name;
}

const MOST_LETTERS = 120;

/** The same in a sentence: "Z. van der Håkon en 2 anderen". */
export function wordSubjects(names: readonly string[], language: Language): string {
  const [first = "", ...others] = names;
  if (others.length === 0) return first;
  const both = `${first} ${language === "nl" ? "en" : "and"} ${others[0] ?? ""}`;
  // Two long names would not fit where one name is expected.
  if (others.length === 1 && both.length <= MOST_LETTERS) return both;
  if (others.length === 1) return language === "nl" ? `${first} en 1 ander` : `${first} and 1 other`;
  return language === "nl" ? `${first} en ${others.length} anderen` : `${first} and ${others.length} others`;
}

/** What is asked for all of several together: every service that somebody is to have, or to lose, once. */
export function servicesOfAll(type: RequestType, people: readonly Answers[]): AskedServices {
  const all = people.map((answers) => askedServices(type, answers));
  return { granted: [...new Set(all.flatMap(({ granted }) => granted))], withdrawn: [...new Set(all.flatMap(({ withdrawn }) => withdrawn))] };
}
