import type { TFunction } from "i18next";

import { fieldTexts, PARTS } from "#app/domain/definitions/schema/form-texts.ts";
import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import { entryOf, nameOfEntry, typedOfEntry } from "#app/domain/requests/form/entries.ts";
import { isAskedApart, type Typed } from "#app/domain/requests/form/visible.ts";

type Shown = { type: string; page: Page; pages: readonly Page[]; typed: Typed };

/**
 * What each input of a declared page that has to change is called, for the summary: the label of its field, or of its part of a name or an address; where
 * it is asked for each of several apart, with whose it is.
 */
export function fieldLabels(shown: Shown, errors: Readonly<Record<string, string>>, t: TFunction): Record<string, string> {
  const { page, pages, typed } = shown;
  const people = repeatingPage(pages);
  return Object.fromEntries(
    Object.keys(errors).flatMap((name) => {
      const { entry, input } = entryOf(people?.repeats.as ?? "", name) ?? { entry: 1, input: name };
      const field = page.fields.find(({ id }) => input === id || input.startsWith(`${id}.`));
      if (!field) return [];
      if (people === null || !isAskedApart(field, pages, typed)) return [[name, ownLabel(shown, field, input, t)] as const];
      return [[name, t("form:several.others", { name: nameOfEntry(people, typedOfEntry(pages, typed, entry)) || String(entry) })] as const];
    }),
  );
}

function ownLabel({ type }: Shown, field: Field, input: string, t: TFunction): string {
  const label = t(fieldTexts(type, field).label);
  const part = input.slice(field.id.length + 1);
  if (field.kind === "date" || !PARTS[field.kind]?.includes(part)) return label;
  return t(`form:${field.kind === "address" ? "address" : "name"}.${part}`);
}
