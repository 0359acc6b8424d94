import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { PersonName, fullName } from "#app/domain/people.ts";

export type Answers = Record<string, unknown>;

/** The answer at a dotted place ("user.email"): forms keep theirs flat under that name, or nested; null when there is none. */
export function answerAt(answers: Answers, path: string): unknown {
  if (Object.hasOwn(answers, path)) return answers[path];
  let at: unknown = answers;
  for (const step of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return null;
    at = (at as Answers)[step];
  }
  return at ?? null;
}

/** The answers with another one at a dotted place, kept flat or nested as it was. */
export function withAnswer(answers: Answers, path: string, value: unknown): Answers {
  if (Object.hasOwn(answers, path) || !path.includes(".")) return { ...answers, [path]: value };
  const [first = "", ...rest] = path.split(".");
  const inner = answers[first];
  return { ...answers, [first]: withAnswer(typeof inner === "object" && inner !== null ? (inner as Answers) : {}, rest.join("."), value) };
}

/** An answer as text: a name in full, a list with commas; empty when there is none. */
export function textAt(answers: Answers, path: string): string {
  const answer = answerAt(answers, path);
  const name = PersonName.safeParse(answer);
  if (name.success) return fullName(name.data);
  if (Array.isArray(answer)) return answer.join(", ");
  return typeof answer === "string" || typeof answer === "number" ? String(answer) : "";
}

/** An answer that is a list of texts. */
export function listAt(answers: Answers, path: string): string[] {
  const answer = answerAt(answers, path);
  return Array.isArray(answer) ? answer.filter((item): item is string => typeof item === "string") : [];
}

/** The answer that a type maps to a fact, if it is one of the values that the fact may have. */
export function chosen<const T extends readonly string[]>(type: RequestType, answers: Answers, fact: string, values: T): T[number] | null {
  const path = type.facts[fact];
  const answer = path ? textAt(answers, path) : "";
  return values.find((value) => value === answer) ?? null;
}
