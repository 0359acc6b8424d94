import { isPart, listOf, movedTo, partOf, textOf, withAt, type Part } from "./json-parts.ts";

/** Where a field stands: the how manieth page, the how manieth field on it. */
export type FieldPlace = { page: number; field: number };

/** The kinds of field, in the order in which they are offered. */
export const FIELD_KINDS = [
  "text", "long-text", "choice", "choices", "declaration", "date", "dutch-name", "given-name", "email", "phone", "address", "postcode", "agb-code", "kvk-number", "establishment-number", "user-number", "services", "ip-addresses",
] as const;

/** A field as it may be while it is edited. */
export type EditedField = Part & { id: string; kind: string };
export type EditedPage = Part & { id: string; fields: readonly unknown[] };

/** The pages that can be shown as such; null for one that is not of its shape. */
export function editedPages(type: unknown): Array<EditedPage | null> {
  return listOf(partOf(type)["pages"]).map((page) => (isPart(page) && Array.isArray(page["fields"]) ? { ...page, id: textOf(page["id"]), fields: listOf(page["fields"]) } : null));
}

/** A field that can be shown as such; null for one that is not of its shape. */
export function editedField(field: unknown): EditedField | null {
  return isPart(field) && typeof field["kind"] === "string" ? { ...field, id: textOf(field["id"]), kind: field["kind"] } : null;
}

/** The fields that come before a place, in order: conditions look back only. A page is asked for with its first field. */
export function fieldsBefore(type: unknown, { page, field }: FieldPlace): EditedField[] {
  return editedPages(type)
    .slice(0, page + 1)
    .flatMap((one, index) => (one?.fields ?? []).slice(0, index === page ? field : undefined))
    .flatMap((one) => editedField(one) ?? []);
}

/** All fields of a form that can be shown as such. */
export function editedFields(type: unknown): EditedField[] {
  return editedPages(type).flatMap((page) => (page?.fields ?? []).flatMap((one) => editedField(one) ?? []));
}

/**
 * A name in the answers for what is asked, on a page: "factuur.nummerVanDeFactuur"; one that no field has, nor stands inside another. Where a field is called what its page is called, as "reason"
 * is, no name can stand inside that.
 */
export function nameOfField(type: unknown, page: number, words: string): string {
  const taken = editedFields(type).map(({ id }) => id);
  const on = free(camel(editedPages(type)[page]?.id ?? "") || "form", (name) => taken.some((one) => one === name || name.startsWith(`${one}.`)));
  return free(`${on}.${camel(words) || "answer"}`, (name) => taken.some((one) => one === name || one.startsWith(`${name}.`) || name.startsWith(`${one}.`)));
}

/** A name for a page, or for one of the choices of a question: "soort-factuur". */
export function slugOf(words: string, taken: readonly string[], otherwise: string): string {
  const slug = asciiWords(words).join("-").replace(/^[0-9-]+/, "").slice(0, 40).replace(/-+$/, "");
  return free(slug === "" ? otherwise : slug, (name) => taken.includes(name), "-");
}

/** A name for a blank of a letter, out of what it holds: "nieuweHandelsnaam"; one that is not taken. */
export function nameOfBlank(words: string, taken: readonly string[]): string {
  return free(camel(words) || "answer", (name) => taken.includes(name));
}

/** A new field of a kind, with what such a field cannot do without. */
export function newField(kind: string, id: string): Part {
  if (kind === "choice" || kind === "choices") return { id, kind, options: ["yes", "no"], help: false };
  if (kind === "text") return { id, kind, maxLength: 120, help: false };
  if (kind === "long-text") return { id, kind, maxLength: 1000, help: false };
  return { id, kind, help: false };
}

/** The type with a field at a place. */
export function putField(type: unknown, { page, field }: FieldPlace, put: Part): unknown {
  return changeFields(type, page, (fields) => [...fields.slice(0, field), put, ...fields.slice(field)]);
}

/** The type without a field; what used it stays, and the check says so. */
export function removeField(type: unknown, { page, field }: FieldPlace): unknown {
  return changeFields(type, page, (fields) => fields.filter((_, index) => index !== field));
}

/** Where a field comes when it goes one up or down: past its neighbour, or to the end or the beginning of the next page; null at either end of the form. */
export function nextPlace(type: unknown, { page, field }: FieldPlace, way: -1 | 1): FieldPlace | null {
  const pages = editedPages(type);
  const to = field + way;
  if (to >= 0 && to < (pages[page]?.fields.length ?? 0)) return { page, field: to };
  const neighbour = pages[page + way];
  if (neighbour === undefined || neighbour === null) return null;
  return { page: page + way, field: way === 1 ? 0 : neighbour.fields.length };
}

/** The type with a field at another place. */
export function moveField(type: unknown, from: FieldPlace, to: FieldPlace): unknown {
  const moved = editedPages(type)[from.page]?.fields[from.field];
  if (moved === undefined) return type;
  if (from.page === to.page) return changeFields(type, from.page, (fields) => movedTo(fields, from.field, to.field));
  return putField(removeField(type, from), to, partOf(moved));
}

/** The type with one more page, after the others but before that of the applicant, which closes a form. */
export function addPage(type: unknown, id: string, first: Part): { type: unknown; page: number } {
  const pages = listOf(partOf(type)["pages"]);
  const applicant = textOf(partOf(partOf(type)["about"])["applicantName"]);
  const isLast = (page: unknown) => listOf(partOf(page)["fields"]).some((field) => partOf(field)["id"] === applicant);
  const found = pages.findIndex(isLast);
  const page = found <= 0 ? pages.length : found;
  return { type: withAt(type, ["pages"], [...pages.slice(0, page), { id, fields: [first] }, ...pages.slice(page)]), page };
}

export function removePage(type: unknown, page: number): unknown {
  return withAt(type, ["pages"], listOf(partOf(type)["pages"]).filter((_, index) => index !== page));
}

export function movePage(type: unknown, page: number, to: number): unknown {
  return withAt(type, ["pages"], movedTo(listOf(partOf(type)["pages"]), page, to));
}

function changeFields(type: unknown, page: number, change: (fields: readonly unknown[]) => readonly unknown[]): unknown {
  const fields = editedPages(type)[page]?.fields;
  return fields === undefined ? type : withAt(type, ["pages", page, "fields"], change(fields));
}

function asciiWords(words: string): string[] {
  return words.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "").toLowerCase().split(/[^a-z0-9]+/).filter((one) => one !== "");
}

function camel(words: string): string {
  const all = asciiWords(words).slice(0, 5);
  const name = all.map((word, index) => (index === 0 ? word : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)).join("");
  return name.replace(/^[0-9]+/, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function free(name: string, isTaken: (name: string) => boolean, between = ""): string {
  if (!isTaken(name)) return name;
  for (let number = 2; ; number += 1) if (!isTaken(`${name}${between}${number}`)) return `${name}${between}${number}`;
}
