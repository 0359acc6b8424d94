import { at, listOf, partOf, textOf, withAt, type Step } from "./json-parts.ts";

/** As what a type names an answer; a sentence in the studio says it. */
export type UseAs = "page-condition" | "condition" | "each-condition" | "column" | "about" | "same" | "fact" | "plan" | "precaution" | "effect-input" | "effect-condition" | "message-condition";

/** A place where a type names an answer: as what, of what (a page, a field, a fact, an effect, a happening), and the answer, which may be a part of a field ("user.name.surname"). */
export type AnswerUse = { as: UseAs; of: string; steps: readonly Step[]; answer: string };

/** Every place in a request type that names an answer, in reading order. It may be half done: what is not of its shape names nothing. */
export function answerUses(type: unknown): AnswerUse[] {
  return [...inPages(type), ...inMeaning(type), ...inActs(type)];
}

/** What uses a field of a type, or a part of it: all that would lead nowhere without it. */
export function usersOfField(type: unknown, field: string): AnswerUse[] {
  return answerUses(type).filter(({ answer }) => isOf(answer, field));
}

/** The type with another name for a field, and with it for every place that uses it. */
export function renameField(type: unknown, { page, field }: { page: number; field: number }, to: string): unknown {
  const own = ["pages", page, "fields", field, "id"];
  const from = textOf(at(type, own));
  const renamed = usersOfField(type, from).reduce((sofar, { steps, answer }) => withAt(sofar, steps, `${to}${answer.slice(from.length)}`), type);
  return withAt(renamed, own, to);
}

function isOf(answer: string, field: string): boolean {
  return answer === field || answer.startsWith(`${field}.`);
}

function* inPages(type: unknown): Generator<AnswerUse> {
  for (const [index, page] of listOf(partOf(type)["pages"]).entries()) {
    const steps = ["pages", index];
    const { id, when, fields, repeats } = partOf(page);
    yield* conditions("page-condition", textOf(id), [...steps, "when"], when);
    for (const [place, field] of listOf(fields).entries()) {
      const own = [...steps, "fields", place];
      const { id: name, when: fieldWhen, each } = partOf(field);
      yield* conditions("condition", textOf(name), [...own, "when"], fieldWhen);
      yield* conditions("each-condition", textOf(name), [...own, "each", "when"], partOf(each)["when"]);
    }
    for (const [place, column] of listOf(partOf(repeats)["columns"]).entries()) yield* named("column", textOf(id), [...steps, "repeats", "columns", place, "input"], partOf(column)["input"]);
  }
}

function* inMeaning(type: unknown): Generator<AnswerUse> {
  const { about, same, facts, plan, precaution } = partOf(type);
  for (const [name, answer] of Object.entries(partOf(about))) {
    if (typeof answer === "string") yield* named("about", name, ["about", name], answer);
    for (const [index, one] of listOf(answer).entries()) yield* named("about", name, ["about", name, index], one);
  }
  for (const [index, answer] of listOf(same).entries()) yield* named("same", "", ["same", index], answer);
  for (const [fact, answer] of Object.entries(partOf(facts))) yield* named("fact", fact, ["facts", fact], answer);
  yield* conditions("plan", "", ["plan", "unless"], partOf(plan)["unless"]);
  yield* conditions("precaution", "", ["precaution", "when"], partOf(precaution)["when"]);
}

function* inActs(type: unknown): Generator<AnswerUse> {
  const { effects, messages } = partOf(type);
  for (const [index, effect] of listOf(effects).entries()) {
    const { effect: verb, inputs, blanks, when } = partOf(effect);
    for (const [input, answer] of Object.entries(partOf(inputs))) yield* named("effect-input", textOf(verb), ["effects", index, "inputs", input], answer);
    for (const [blank, answer] of Object.entries(partOf(blanks))) yield* named("effect-input", textOf(verb), ["effects", index, "blanks", blank], answer);
    yield* conditions("effect-condition", textOf(verb), ["effects", index, "when"], when);
  }
  for (const [happening, all] of Object.entries(partOf(messages))) {
    for (const [index, message] of listOf(all).entries()) yield* conditions("message-condition", happening, ["messages", happening, index, "when"], partOf(message)["when"]);
  }
}

function* conditions(as: UseAs, of: string, steps: readonly Step[], when: unknown): Generator<AnswerUse> {
  for (const [index, condition] of listOf(when).entries()) yield* named(as, of, [...steps, index, "field"], partOf(condition)["field"]);
}

function* named(as: UseAs, of: string, steps: readonly Step[], answer: unknown): Generator<AnswerUse> {
  if (typeof answer === "string") yield { as, of, steps, answer };
}
