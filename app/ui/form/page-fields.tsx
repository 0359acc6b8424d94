import { useTranslation } from "react-i18next";

import type { Field, Page } from "#app/domain/definitions/schema/form.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";
import { countEntries, entryName, nameOfEntry, typedOfEntry } from "#app/domain/requests/form/entries.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";
import { isAskedApart, type Typed, visibleFields } from "#app/domain/requests/form/visible.ts";

import { FormField } from "./form-field.tsx";

type Props = { type: string; page: Page; pages: readonly Page[]; /** All that was typed so far. */ typed: Typed; errors: Readonly<Record<string, string>>; services: ServiceChoice | null };

/** The fields of a declared page that somebody with these answers gets, in order. */
export function PageFields({ type, page, pages, typed, errors, services }: Props) {
  const { t } = useTranslation("form");
  return visibleFields(page, pages, typed).flatMap((field) =>
    faces(field, pages, typed).map(({ id, name }) => (
      <FormField key={id} type={type} field={{ ...field, id }} label={name === null ? undefined : t("several.others", { name })} values={typed} errors={errors} services={services} />
    )),
  );
}

/** A field once; where it is asked for each of several apart, once for each of them with their name (R108). */
function faces(field: Field, pages: readonly Page[], typed: Typed): Array<{ id: string; name: string | null }> {
  const page = repeatingPage(pages);
  if (page === null || !isAskedApart(field, pages, typed)) return [{ id: field.id, name: null }];
  return Array.from({ length: countEntries(pages, typed) }, (_, index) => ({
    id: entryName(page.repeats.as, index + 1, field.id),
    name: nameOfEntry(page, typedOfEntry(pages, typed, index + 1)) || String(index + 1),
  }));
}
