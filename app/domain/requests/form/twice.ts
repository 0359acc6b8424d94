import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";

import { countEntries, typedOfEntry } from "./entries.ts";
import type { FieldNote } from "./kinds/result.ts";
import type { Typed } from "./visible.ts";

/**
 * What is worth a second look because somebody else on the same form has it too: a name or an e-mail address of `entry` that another of several bears as
 * well (R32, R108). Only what stands on the form itself: who has an account, no form tells.
 */
export function sameAsAnother(page: Page, pages: readonly Page[], typed: Typed, entry: number): FieldNote[] {
  if (!page.repeats) return [];
  const others = Array.from({ length: countEntries(pages, typed) }, (_, index) => index + 1).filter((number) => number !== entry);
  const mine = typedOfEntry(pages, typed, entry);
  return page.fields.filter(({ kind }) => kind === "email" || kind === "dutch-name").flatMap((field): FieldNote[] => {
    const value = worded(field, mine);
    const number = value === "" ? undefined : others.find((other) => worded(field, typedOfEntry(pages, typed, other)) === value);
    return number === undefined ? [] : [{ field: field.id, code: field.kind === "email" ? "several.same-email" : "several.same-name", details: { number } }];
  });
}

function worded(field: Field, typed: Typed): string {
  return inputNames(field).flatMap((name) => typed[name] ?? []).map((text) => text.trim().toLowerCase()).filter(Boolean).join(" ");
}
