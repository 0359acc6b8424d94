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
