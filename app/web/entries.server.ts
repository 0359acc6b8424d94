import { redirect } from "@remix-run/node";

import { inputNames, severalTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page, Repeats } from "#app/domain/definitions/schema/form.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { countEntries, entryOf, nameOfEntry, typedOfEntry } from "#app/domain/requests/form/entries.ts";
import { type Form, mostEntries, readForm } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { sameAsAnother } from "#app/domain/requests/form/twice.ts";
import type { Db } from "#db/types.ts";

import { sentencesOf } from "./counter.server.ts";
import type { Translate } from "./i18n.server.ts";

/** One of several on their list: `lines` is what else is known of them, `wrong` what has to be put right. */
export type ListedEntry = { number: number; name: string; lines: string[]; wrong: string[] };

export type RepeatingPage = Page & { repeats: Repeats };

/** A page of a form that is filled in for several; throws `page.not-found` for any other. */
export function repeatingPageOf(form: Form, id: string): RepeatingPage {
  const page = form.type.pages.find((one) => one.id === id);
  if (page?.repeats === undefined) throw new Problem("page.not-found");
  return page as RepeatingPage;
}

/** The number in an address: of one who is on the list, or the next one where another may be added. Leads back to the list for any other. */
export async function entryIn(db: Db, form: Form, entry: string, of: { list: string; now: Date }): Promise<number> {
  const count = countEntries(form.type.pages, form.content.typed);
  if (entry === "new") {
    if (count >= (await mostEntries(db, form, of.now))) throw redirect(of.list);
    return count + 1;
  }
  const number = /^[1-9][0-9]{0,3}$/.test(entry) ? Number(entry) : 0;
  if (number === 0) throw new Problem("page.not-found");
  if (number > count) throw redirect(of.list);
  return number;
}

/** Everybody on a page for several, as the list of them says it; null while there is one, whose page looks as if there were no others. */
export async function listEntries(db: Db, form: Form, page: Page, reader: { t: Translate; language: Language; now: Date }): Promise<ListedEntry[] | null> {
  const { pages } = form.type;
  const { typed } = form.content;
  const count = countEntries(pages, typed);
  if (page.repeats === undefined || count < 2) return null;
  const { errors } = await readForm(db, form, reader.now);
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const view = typedOfEntry(pages, typed, number);
    const wrong = Object.values(sentencesOf(ofEntry(page, number, errors), reader.t, reader.language));
    return { number, name: nameOfEntry(page, view), lines: linesOf(page, view), wrong };
  });
}

/** What there is to say of one of several as they stand on the form, at the fields of their page. */
export async function notesOfEntry(db: Db, form: Form, page: RepeatingPage, entry: number, now: Date): Promise<{ errors: FieldNote[]; warnings: FieldNote[] }> {
  const { errors, warnings } = await readForm(db, form, now);
  const again = sameAsAnother(page, form.type.pages, form.content.typed, entry);
  return { errors: ofEntry(page, entry, errors), warnings: [...ofEntry(page, entry, warnings), ...again] };
}

function ofEntry(page: Page, entry: number, notes: readonly FieldNote[]): FieldNote[] {
  const inputs = new Set(page.fields.flatMap((field) => [field.id, ...inputNames(field)]));
  return notes.flatMap((note): FieldNote[] => {
    const at = entryOf(page.repeats?.as ?? "", note.field) ?? { entry: 1, input: note.field };
    return at.entry === entry && inputs.has(at.input) ? [{ ...note, field: at.input }] : [];
  });
}

/** What is known of one of several besides the name: how to reach them, and until when. */
function linesOf(page: Page, view: Readonly<Record<string, string | readonly string[]>>): string[] {
  const part = (name: string) => [view[name] ?? []].flat().join(" ");
  return page.fields.flatMap((field) => {
    if (field.kind === "email" || field.kind === "phone") return part(field.id);
    return field.kind === "date" ? inputNames(field).map(part).filter(Boolean).join("-") : [];
  }).filter((line) => line !== "");
}

/** The title of a page on which one of several is filled in: "Gebruiker 2". */
export function titleOfEntry(form: Form, page: RepeatingPage, number: number, t: Translate): string {
  return t("form:several.number", { one: t(severalTexts(form.type.id, page.repeats.as).one), number });
}
