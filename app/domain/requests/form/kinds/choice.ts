import { read, refuse, type Reading } from "./result.ts";

/** One of the options that the form offers. */
export function readChoice(field: string, typed: string, options: readonly string[]): Reading<string> {
  if (typed === "") return refuse(field, "choice.empty");
  return options.includes(typed) ? read(field, typed, typed) : refuse(field, "choice.unknown");
}

/** Some of the options, in the order of the form; none is an empty list. */
export function readChoices(field: string, typed: readonly string[], options: readonly string[]): Reading<string[]> {
  if (typed.some((one) => !options.includes(one))) return refuse(field, "choice.unknown");
  const value = options.filter((option) => typed.includes(option));
  return read(field, value, value);
}

/** Something that the applicant declares; ticked or not filled in. */
export function readDeclaration(field: string, typed: string): Reading<true> {
  return typed === "yes" ? read<true>(field, true, "yes") : refuse(field, "declaration.empty");
}
