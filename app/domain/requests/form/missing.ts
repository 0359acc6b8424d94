import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";

import { type Typed, visibleFields, visiblePages } from "./visible.ts";

/** A question that has to be answered and was not, or not whole; `input` is the first of its inputs in which nothing stands. */
export type MissingAnswer = { field: Field; input: string };

/** Parts of an answer that not everybody has. */
const OPTIONAL_PARTS = /\.(prefix|houseNumberSuffix)$/;

/** What is still to be answered of what this form asks now, in its order. Says nothing of whether an answer is right. */
export function missingAnswers(pages: readonly Page[], typed: Typed): MissingAnswer[] {
  return visiblePages(pages, typed)
    .flatMap((page) => visibleFields(page, pages, typed))
    .filter(({ required }) => required)
    .flatMap((field) => {
      const input = inputNames(field).find((name) => !OPTIONAL_PARTS.test(name) && isBlank(typed, name));
      return input === undefined ? [] : [{ field, input }];
    });
}

/** Whether nothing stands in the inputs of a question, or in that one input. */
export function isBlank(typed: Typed, name: string): boolean {
  return Object.entries(typed).every(([input, value]) => (input !== name && !input.startsWith(`${name}.`)) || [value].flat().every((text) => text.trim() === ""));
}
