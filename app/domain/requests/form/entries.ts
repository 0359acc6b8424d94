import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import { repeatedFields, repeatingPage } from "#app/domain/definitions/schema/several.ts";

import type { Typed } from "./visible.ts";

/*
 * A page for several (R108): what was typed for the first stands under the names of the fields, as on any page; for the second under
 * "others.2.user.email", and so on without gaps. So a form for one is what it was before there was such a page.
 */

/** How many a form is about: one, until another was added. */
export function countEntries(pages: readonly Page[], typed: Typed): number {
  const page = repeatingPage(pages);
  if (page === null) return 1;
  const numbers = Object.keys(typed).map((name) => entryOf(page.repeats.as, name)?.entry ?? 1);
  return Math.max(1, ...numbers);
}

/** The name under which an input of one of several is kept. */
export function entryName(as: string, entry: number, input: string): string {
  return entry === 1 ? input : `${as}.${entry}.${input}`;
}

/** Which of several, and which input, a kept name is; null for the name of anything else. */
export function entryOf(as: string, name: string): { entry: number; input: string } | null {
  const rest = name.startsWith(`${as}.`) ? name.slice(as.length + 1) : "";
  const [, entry, input] = /^([1-9][0-9]{0,3})\.(.+)$/.exec(rest) ?? [];
  return entry === undefined || input === undefined ? null : { entry: Number(entry), input };
}

/** What was typed as one of several sees it: their own answers in the fields' places, and what is asked once for all. */
export function typedOfEntry(pages: readonly Page[], typed: Typed, entry: number): Typed {
  const page = repeatingPage(pages);
  if (page === null || entry === 1) return typed;
  const { as } = page.repeats;
  const own = new Set(page.fields.flatMap(inputNames));
  const shared = Object.entries(typed).filter(([name]) => !own.has(name));
  const theirs = Object.entries(typed).flatMap(([name, value]): Array<[string, Typed[string]]> => {
    const found = entryOf(as, name);
    return found?.entry === entry ? [[found.input, value]] : [];
  });
  return Object.fromEntries([...shared, ...theirs]);
}

/** The names under which a page keeps what is typed for one of several; of a page that asks for each apart, of all of them. */
export function keptNames(pages: readonly Page[], page: Page, typed: Typed, entry: number): Set<string> {
  const repeating = repeatingPage(pages);
  const inputs = page.fields.flatMap(inputNames);
  if (repeating === null) return new Set(inputs);
  const { as } = repeating.repeats;
  if (page.id === repeating.id) return new Set(inputs.map((input) => entryName(as, entry, input)));
  const apart = page.fields.filter(({ each }) => each?.of === as).flatMap(inputNames);
  const others = Array.from({ length: countEntries(pages, typed) - 1 }, (_, index) => apart.map((input) => entryName(as, index + 2, input)));
  return new Set([...inputs, ...others.flat()]);
}

/** Puts what was read of one of several in its place: names of inputs become the names under which they are kept. */
export function underEntry<Value>(as: string, entry: number, values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [entryName(as, entry, name), value]));
}

/** Takes one of several out: those after it move up, and the first place is never empty. The last one that is left stays. */
export function withoutEntry(pages: readonly Page[], typed: Typed, entry: number): Typed {
  const page = repeatingPage(pages);
  const count = countEntries(pages, typed);
  if (page === null || entry < 1 || entry > count || count === 1) return typed;
  const { as } = page.repeats;
  const own = new Set(repeatedFields(pages).flatMap(inputNames));
  const all = Array.from({ length: count }, (_, index) => entryValues(as, own, typed, index + 1));
  const rest = Object.entries(typed).filter(([name]) => !own.has(name) && entryOf(as, name) === null);
  // What was asked for all stays when the first goes, though it stands in the first one's place.
  const shared = entry === 1 ? Object.fromEntries(repeatedFields(pages).filter(({ each }) => each).flatMap(inputNames).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]]))) : {};
  const left = all.filter((_, index) => index !== entry - 1);
  return { ...Object.fromEntries(rest), ...shared, ...Object.assign({}, ...left.map((values, index) => underEntry(as, index + 1, values))) as Typed };
}

function entryValues(as: string, own: ReadonlySet<string>, typed: Typed, entry: number): Typed {
  const found = Object.entries(typed).flatMap(([name, value]): Array<[string, Typed[string]]> => {
    const at = entryOf(as, name) ?? { entry: 1, input: name };
    return at.entry === entry && own.has(at.input) ? [[at.input, value]] : [];
  });
  return Object.fromEntries(found);
}

/** Whether nothing was typed for one of several: a ticked box alone counts as nothing. */
export function isEmptyEntry(page: Page, typed: Typed): boolean {
  const fields = page.fields.filter(({ kind }) => kind !== "declaration");
  return fields.flatMap(inputNames).every((name) => [typed[name] ?? []].flat().every((text) => text.trim() === ""));
}

/** What one of several is called in lists, as it was typed; empty while nobody said. */
export function nameOfEntry(page: Page, typed: Typed): string {
  const field = page.fields.find(({ kind }) => kind === "dutch-name");
  return field ? inputNames(field).flatMap((name) => typed[name] ?? []).map((text) => text.trim()).filter(Boolean).join(" ") : "";
}
