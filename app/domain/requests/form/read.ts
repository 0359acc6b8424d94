import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import type { Destination } from "#rules/vocabulary.ts";

import { countEntries, entryName, typedOfEntry, underEntry } from "./entries.ts";
import { readChoice, readChoices, readDeclaration } from "./kinds/choice.ts";
import { readEmail, readPhone } from "./kinds/contact.ts";
import { readDate } from "./kinds/date.ts";
import { readIpAddresses } from "./kinds/ip-addresses.ts";
import { readDutchName, readGivenName } from "./kinds/name.ts";
import { readAgbCode, readEstablishmentNumber, readKvkNumber, readUserNumber } from "./kinds/numbers.ts";
import { readAddress, readPostcode } from "./kinds/place.ts";
import { type FieldNote, type Reading, refuse } from "./kinds/result.ts";
import { readText } from "./kinds/text.ts";
import { maskSecrets, type MaskedKind } from "./mask.ts";
import { isAskedApart, type Typed, visibleFields, visiblePages } from "./visible.ts";

/** Answers by the path of their field: { user: { email: "…" } }. Optional fields without a value and hidden ones are absent. */
export type Answers = { [name: string]: unknown };

/** What reading needs to know besides the form: the day in Amsterdam, the services that this AGB code may have (null: not known), and those that have a form of their own. */
export type ReadContext = { today: string; services: readonly string[] | null; own?: (form: Destination) => readonly string[] };

export type PageReading = {
  answers: Answers;
  /** What to show from now on; safe to keep, for secrets are out of it. */
  typed: Typed;
  errors: FieldNote[];
  warnings: FieldNote[];
  masked: MaskedKind[];
};

/**
 * Reads one page as it was sent: inputs that the page does not show are dropped, and all errors are given at once. Of a page for several it reads one of them,
 * `typed` being what `typedOfEntry` gives; of a page that asks for each apart, all of them.
 */
export function readPage(page: Page, pages: readonly Page[], typed: Typed, context: ReadContext): PageReading {
  const result: PageReading = { answers: {}, typed: {}, errors: [], warnings: [], masked: [] };
  for (const field of visibleFields(page, pages, typed)) {
    readInto(result, field, typed, context);
    readForOthers(result, field, pages, typed, context);
  }
  return result;
}

export type FormReading = PageReading & {
  /** The pages that have to be filled in or changed, in order. */
  unfinished: string[];
};

/** Reads the whole form: what a request gets as its answers when `errors` is empty. */
export function readAnswers(type: Pick<RequestType, "pages">, typed: Typed, context: ReadContext): FormReading {
  const whole: FormReading = { answers: {}, typed: {}, errors: [], warnings: [], masked: [], unfinished: [] };
  for (const page of visiblePages(type.pages, typed)) {
    const before = whole.errors.length;
    for (const field of visibleFields(page, type.pages, typed)) {
      readInto(whole, field, typed, context);
      readForOthers(whole, field, type.pages, typed, context);
    }
    readOthers(whole, page, type.pages, typed, context);
    if (whole.errors.length > before) whole.unfinished.push(page.id);
  }
  return whole;
}

/** The second of several and those after it, on the page that is filled in for each: their answers come into a list of their own (R108). */
function readOthers(whole: PageReading, page: Page, pages: readonly Page[], typed: Typed, context: ReadContext): void {
  if (!page.repeats) return;
  for (let entry = 2; entry <= countEntries(pages, typed); entry += 1) {
    putOther(whole, page.repeats.as, entry, readPage(page, pages, typedOfEntry(pages, typed, entry), context));
  }
}

/** The same of one field on a later page, where it is asked for each apart. */
function readForOthers(whole: PageReading, field: Field, pages: readonly Page[], typed: Typed, context: ReadContext): void {
  const as = repeatingPage(pages)?.repeats.as;
  if (as === undefined || !isAskedApart(field, pages, typed)) return;
  for (let entry = 2; entry <= countEntries(pages, typed); entry += 1) {
    const names = inputNames(field).map((name) => [name, typed[entryName(as, entry, name)] ?? ""] as const);
    const reading: PageReading = { answers: {}, typed: {}, errors: [], warnings: [], masked: [] };
    readInto(reading, field, { ...typed, ...Object.fromEntries(names) }, context);
    putOther(whole, as, entry, reading);
  }
}

function putOther(whole: PageReading, as: string, entry: number, reading: PageReading): void {
  const under = (note: FieldNote): FieldNote => ({ ...note, field: entryName(as, entry, note.field) });
  const list = Array.isArray(whole.answers[as]) ? (whole.answers[as] as Answers[]) : [];
  list[entry - 2] = merged(list[entry - 2] ?? {}, reading.answers);
  whole.answers[as] = list;
  whole.typed = { ...whole.typed, ...underEntry(as, entry, reading.typed) };
  whole.errors.push(...reading.errors.map(under));
  whole.warnings.push(...reading.warnings.map(under));
  whole.masked = [...new Set([...whole.masked, ...reading.masked])];
}

/** The answer at a path, a part of a name included; undefined when it was not given. */
export function answerAt(answers: Answers, path: string): unknown {
  return path.split(".").reduce<unknown>((place, part) => (isRecord(place) && Object.hasOwn(place, part) ? place[part] : undefined), answers);
}

function readInto(result: PageReading, field: Field, typed: Typed, context: ReadContext): void {
  const names = inputNames(field);
  const empty = names.every((name) => listOf(typed, name).every((text) => text.trim() === ""));
  if (empty && !field.required) return;

  const reading = readField(field, typed, context);
  if (reading.ok) {
    put(result.answers, field.id, reading.value);
    result.typed = { ...result.typed, ...reading.typed };
    result.warnings.push(...reading.warnings);
    result.masked = [...new Set([...result.masked, ...reading.warnings.flatMap(maskedKind)])];
    return;
  }
  result.errors.push(...reading.errors);
  // What was not understood is kept as well, but a BSN in the wrong box must not be (D18).
  for (const name of names) {
    const value = typed[name];
    if (value === undefined) continue;
    const kept = [value].flat().map((text) => maskSecrets(text));
    result.typed = { ...result.typed, [name]: typeof value === "string" ? (kept[0]?.text ?? "") : kept.map((one) => one.text) };
    result.masked = [...new Set([...result.masked, ...kept.flatMap((one) => one.masked)])];
  }
}

function readField(field: Field, typed: Typed, context: ReadContext): Reading<unknown> {
  const { id } = field;
  const text = textAt(typed, id);
  switch (field.kind) {
    case "agb-code":
      return readAgbCode(id, text);
    case "kvk-number":
      return readKvkNumber(id, text);
    case "establishment-number":
      return readEstablishmentNumber(id, text);
    case "user-number":
      return readUserNumber(id, text);
    case "dutch-name":
      return readDutchName(id, { initials: textAt(typed, `${id}.initials`), prefix: textAt(typed, `${id}.prefix`), surname: textAt(typed, `${id}.surname`) });
    case "given-name":
      return readGivenName(id, text);
    case "phone":
      return readPhone(id, text, field);
    case "email":
      return readEmail(id, text, field);
    case "postcode":
      return readPostcode(id, text);
    case "address": {
      const part = (name: string) => textAt(typed, `${id}.${name}`);
      return readAddress(id, { street: part("street"), houseNumber: part("houseNumber"), houseNumberSuffix: part("houseNumberSuffix"), postcode: part("postcode"), town: part("town") });
    }
    case "date":
      return readDate(id, { day: textAt(typed, `${id}.day`), month: textAt(typed, `${id}.month`), year: textAt(typed, `${id}.year`) }, { today: context.today, not: field.not });
    case "choice":
      return readChoice(id, text, field.options);
    case "choices":
      return requireSome(field, "choices", readChoices(id, chosen(typed, id), field.options));
    case "services":
      return requireSome(field, "services", readServices(id, chosen(typed, id), offeredBy(field, context)));
    case "declaration":
      return readDeclaration(id, text);
    case "ip-addresses":
      return readIpAddresses(id, text);
    case "text":
    case "long-text":
      return readText(id, text, { maxLength: field.maxLength, lines: field.kind === "long-text" });
  }
}

/** What may be chosen in a field of services; null while that is everything. */
function offeredBy({ of }: Extract<Field, { kind: "services" }>, { services, own }: ReadContext): readonly string[] | null {
  if (of === "any") return null;
  return of === "allowed" ? services : (own?.(of) ?? []);
}

/** While nobody knows what the AGB code may have (a register is silent) any service may be asked for; the desk looks at it later. */
function readServices(id: string, services: string[], allowed: readonly string[] | null): Reading<string[]> {
  if (services.some((one) => !/^[a-z][a-z0-9-]{0,59}$/.test(one))) return refuse(id, "services.unknown");
  if (allowed !== null && services.some((one) => !allowed.includes(one))) return refuse(id, "services.not-allowed");
  const value = [...new Set(services)];
  return { ok: true, value, typed: { [id]: value }, warnings: [] };
}

function requireSome(field: Field, kind: "choices" | "services", reading: Reading<string[]>): Reading<string[]> {
  return reading.ok && field.required && reading.value.length === 0 ? refuse(field.id, `${kind}.empty`) : reading;
}

function chosen(typed: Typed, name: string): string[] {
  return listOf(typed, name).filter((text) => text !== "");
}

function listOf(typed: Typed, name: string): readonly string[] {
  return [typed[name] ?? []].flat();
}

function textAt(typed: Typed, name: string): string {
  return listOf(typed, name)[0] ?? "";
}

function maskedKind(note: FieldNote): MaskedKind[] {
  const kind = /^masked\.(bsn|pin|password)$/.exec(note.code)?.[1];
  return kind === undefined ? [] : [kind as MaskedKind];
}

function put(answers: Answers, path: string, value: unknown): void {
  const parts = path.split(".");
  const last = parts.pop() ?? path;
  const place = parts.reduce<Answers>((at, part) => {
    const next = at[part];
    return isRecord(next) ? next : (at[part] = {} as Answers);
  }, answers);
  place[last] = value;
}

function merged(one: Answers, other: Answers): Answers {
  const both = Object.entries(other).map(([name, value]): [string, unknown] => {
    const before = one[name];
    return [name, isRecord(before) && isRecord(value) ? merged(before, value) : value];
  });
  return { ...one, ...Object.fromEntries(both) };
}

/** Whether a place in the answers holds further ones. */
export function isRecord(value: unknown): value is Answers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
