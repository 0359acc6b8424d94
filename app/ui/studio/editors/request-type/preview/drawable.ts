import { editedField, editedPages, FIELD_KINDS, type EditedField } from "#app/domain/definitions/request-types/form-edits.ts";
import { isPart, listOf, partOf, textOf, wordsOf } from "#app/domain/definitions/request-types/json-parts.ts";
import type { Condition, Field, Page } from "#app/domain/definitions/schema/form.ts";

/** The pages of a form that may be half done, as far as they can be drawn, with what the schema adds to what is left out. */
export function drawablePages(type: unknown): Array<{ index: number; page: Page }> {
  return editedPages(type).flatMap((page, index) => {
    if (page === null || page.id === "") return [];
    const { titleKey, introKey } = page;
    const shown = { id: page.id, when: conditionsIn(page["when"]), fields: page.fields.flatMap((one) => drawableField(editedField(one))), checks: [], ...(typeof titleKey === "string" && { titleKey }), ...(typeof introKey === "string" && { introKey }) };
    return [{ index, page: shown }];
  });
}

function drawableField(field: EditedField | null): Field[] {
  if (field === null || field.id === "" || !(FIELD_KINDS as readonly string[]).includes(field.kind)) return [];
  // Asked of each of several it is drawn as asked of the one: there is nobody else in a preview.
  const { each: _each, ...own } = field;
  const shared = { ...own, required: field["required"] !== false, help: field["help"] !== false, when: conditionsIn(field["when"]) };
  const special = field.kind === "choice" || field.kind === "choices" ? { options: wordsOf(field["options"]) } : field.kind === "long-text" || field.kind === "text" ? { maxLength: Number(field["maxLength"]) || 0 } : {};
  return [{ ...shared, ...special } as unknown as Field];
}

/** The conditions that are of their shape; one that is half done holds nothing back. */
function conditionsIn(when: unknown): Condition[] {
  return listOf(when).flatMap((one): Condition[] => {
    const { field, equals, filled } = partOf(one);
    if (textOf(field) === "" || !isPart(one)) return [];
    if (typeof equals === "string") return [{ field: textOf(field), equals }];
    if (Array.isArray(one["in"])) return [{ field: textOf(field), in: wordsOf(one["in"]) }];
    return typeof filled === "boolean" ? [{ field: textOf(field), filled }] : [];
  });
}
