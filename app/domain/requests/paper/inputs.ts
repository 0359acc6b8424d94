import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field } from "#app/domain/definitions/schema/form.ts";
import type { Service } from "#app/domain/definitions/schema/services.ts";
import { shownValue } from "#app/domain/requests/form/kinds/contact.ts";
import { answerAt, type Answers } from "#app/domain/requests/form/read.ts";

import { wording, type Words } from "./conditions.ts";
import type { PaperBox, PaperInput, PaperOption } from "./document.ts";

export type InputSource = {
  type: string;
  /** Which kind of certificate the form is for: others may have other services. */
  certificateKind: "personal" | "system";
  services: readonly Service[];
  /** Null on a form that is still to be filled in. */
  answers: Answers | null;
  words: Words;
};

/** A field of the form as something to write in or to tick; every kind that a definition can have is one of a few on paper. */
export function inputOn(field: Field, source: InputSource): PaperInput {
  const { id } = field;
  const box = boxOf(source);
  switch (field.kind) {
    case "agb-code":
    case "kvk-number":
      return boxes([box(id, { cells: 8 })]);
    case "establishment-number":
      return boxes([box(id, { cells: 12 })]);
    case "user-number":
      return boxes([box(id, { cells: 14 })]);
    case "postcode":
      return boxes([box(id, { cells: 6 })]);
    case "dutch-name":
      return boxes([box(`${id}.initials`, { label: "form:name.initials", share: 4 }), box(`${id}.prefix`, { label: "form:name.prefix", share: 4 }), box(`${id}.surname`, { label: "form:name.surname", share: 7 })]);
    case "address":
      return boxes(
        [box(`${id}.street`, { label: "form:address.street" })],
        [box(`${id}.houseNumber`, { label: "form:address.houseNumber", share: 5 }), box(`${id}.houseNumberSuffix`, { label: "form:address.houseNumberSuffix", share: 4 }), box(`${id}.postcode`, { label: "form:address.postcode", share: 4 })],
        [box(`${id}.town`, { label: "form:address.town" })],
      );
    case "date":
      return boxes([box(`${id}.day`, { label: "common:date.day", cells: 2 }), box(`${id}.month`, { label: "common:date.month", cells: 2 }), box(`${id}.year`, { label: "common:date.year", cells: 4 })]);
    case "phone":
    case "email":
    case "given-name":
    case "text":
      return boxes([box(id, {})]);
    case "ip-addresses":
    case "long-text":
      return boxes([box(id, { lines: 4 })]);
    case "choice":
      return { kind: "one", name: id, options: optionsOf(field, source) };
    case "choices":
      return { kind: "several", name: id, options: optionsOf(field, source) };
    case "services":
      return { kind: "several", name: id, options: servicesOn(field, source) };
    case "declaration":
      return { kind: "declaration", name: id, ticked: source.answers !== null && answerAt(source.answers, id) === true };
  }
}

function boxes(...rows: PaperBox[][]): PaperInput {
  return { kind: "boxes", rows };
}

type Shape = { label?: string; share?: number; cells?: number; lines?: number };

function boxOf({ answers, words }: InputSource): (name: string, shape: Shape) => PaperBox {
  return (name, { label, share = 1, cells, lines = 1 }) => ({
    name,
    label: label === undefined ? null : wording(words, [label]),
    share,
    cells: cells ?? null,
    lines,
    answer: answers === null ? null : writtenAt(answers, name),
  });
}

/** An answer as somebody would have written it: of a date its part, a phone number by its groups. */
function writtenAt(answers: Answers, name: string): string {
  const part = /^(.+)\.(day|month|year)$/.exec(name);
  const [year = "", month = "", day = ""] = part?.[1] === undefined ? [] : dateAt(answers, part[1]);
  if (part?.[2] !== undefined && year !== "") return { day, month, year }[part[2]] ?? "";
  const value = answerAt(answers, name);
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "";
  return /^\+[0-9]+$/.test(value) ? shownValue("phone", value) : value;
}

function dateAt(answers: Answers, id: string): string[] {
  const value = answerAt(answers, id);
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value.split("-") : [];
}

function optionsOf(field: Extract<Field, { options: string[] }>, { type, answers, words }: InputSource): PaperOption[] {
  const { option } = fieldTexts(type, field);
  const ticked = tickedAt(answers, field.id);
  return field.options.map((value) => ({ value, label: wording(words, [option(value)]), hint: null, heading: null, ticked: ticked.includes(value) }));
}

/** Every service of the catalogue that is asked for by this form (R10): which of them an AGB code may have, the desk looks up (R14). */
function servicesOn({ id, of }: Extract<Field, { kind: "services" }>, { services, answers, words, certificateKind }: InputSource): PaperOption[] {
  const offered = services.filter(({ ownForm, certificateKinds }) => ownForm === (of === "allowed" || of === "any" ? null : of) && certificateKinds.includes(certificateKind));
  const ticked = tickedAt(answers, id);
  const bases = [...new Set(offered.map(({ legalBasis }) => legalBasis ?? "none"))];
  return bases.flatMap((basis) =>
    offered
      .filter(({ legalBasis }) => (legalBasis ?? "none") === basis)
      .map((service, index) => ({
        value: service.id,
        label: service.name,
        hint: service.needsAddendum ? wording(words, ["paper:services.addendum"]) : null,
        heading: index === 0 ? wording(words, [`form:basis.${basis}`]) : null,
        ticked: ticked.includes(service.id),
      })),
  );
}

function tickedAt(answers: Answers | null, id: string): string[] {
  const value = answers === null ? undefined : answerAt(answers, id);
  return [value].flat().filter((one): one is string => typeof one === "string");
}
