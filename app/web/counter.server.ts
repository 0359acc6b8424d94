import type { AppLoadContext } from "@remix-run/node";

import { openDraft, type DraftRow } from "#app/domain/requests/draft.ts";
import { type Form, formOf } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Db } from "#db/types.ts";

import { formatters } from "./format.ts";
import type { Translate } from "./i18n.server.ts";

/** What the public counter needs of the composition. */
export type Counter = Office & { registers: Registers; linkSecret: string };

/** The office behind the counter. Throws when the composition left something out, for then nothing here can work. */
export function counterOf(context: AppLoadContext): Counter {
  const { queue, registers, linkSecret } = context.office as Partial<Counter>;
  if (!queue || !registers || !linkSecret) throw new Error("The composition gave the counter no queue, registers or link secret.");
  return { db: context.db, queue, registers, linkSecret };
}

/** The form under way behind a token, with the definition that it began with. Throws `link.unknown`, `link.expired`. */
export async function draftBehind(db: Db, counter: Counter, token: string, now: Date): Promise<{ row: DraftRow; form: Form }> {
  const row = await openDraft(db, counter.linkSecret, token, now);
  return { row, form: formOf(row, await requestTypeOf(db, row)) };
}

/** A posted form as what was typed: { user: { email } } becomes "user.email". What begins with an underscore belongs to the page itself. */
export function typedOf(input: Record<string, unknown>, before = ""): Typed {
  return Object.entries(input).reduce<Typed>((typed, [name, value]) => {
    if (before === "" && name.startsWith("_")) return typed;
    if (typeof value === "string") return { ...typed, [before + name]: value };
    if (Array.isArray(value)) return { ...typed, [before + name]: value.filter((one): one is string => typeof one === "string") };
    return typeof value === "object" && value !== null ? { ...typed, ...typedOf(value as Record<string, unknown>, `${before}${name}.`) } : typed;
  }, {});
}

/** The sentence for each field that has to change; days are worded. */
export function sentencesOf(kind: "errors" | "warnings", notes: readonly FieldNote[], t: Translate, language: Language): Record<string, string> {
  const { dateOnly } = formatters(language, (key, values) => t(key, values));
  const worded = (details: FieldNote["details"]) =>
    Object.fromEntries(Object.entries(details).map(([name, value]) => [name, typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? dateOnly(value) : value]));
  const sentences: Record<string, string> = {};
  for (const note of notes) sentences[note.field] ??= t(`form:${kind}.${note.code}`, worded(note.details));
  return sentences;
}

/** A page of a draft; throws `page.not-found` for one that this form does not have. */
export function pageOf(form: Form, id: string) {
  const page = form.type.pages.find((one) => one.id === id);
  if (!page) throw new Problem("page.not-found");
  return page;
}
