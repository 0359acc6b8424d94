import type { Condition, Field, Page } from "#app/domain/definitions/schema/form.ts";
import { repeatingPage } from "#app/domain/definitions/schema/several.ts";

/** What was typed, by the name of the input: normalised where it was understood, else as it came. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** The pages that this applicant gets, in order. What stands on a hidden page counts as not filled in. */
export function visiblePages(pages: readonly Page[], typed: Typed): Page[] {
  const shown: Page[] = [];
  for (const page of pages) {
    if (holds(page.when, shownOnly(shown, typed))) shown.push(page);
  }
  return shown;
}

/** The fields of a page that this applicant gets, in order. `pages` are all of the form, for conditions look back over them. */
export function visibleFields(page: Page, pages: readonly Page[], typed: Typed): Field[] {
  const earlier = pages.slice(0, Math.max(0, pages.findIndex((one) => one.id === page.id)));
  return fieldsThatShow(page, shownOnly(visiblePages(earlier, typed), typed), typed);
}

function fieldsThatShow(page: Page, before: Typed, typed: Typed): Field[] {
  const known: Record<string, string | readonly string[]> = { ...before };
  return page.fields.filter((field) => {
    if (!holds(field.when, known)) return false;
    for (const [name, value] of Object.entries(typed)) if (name === field.id || name.startsWith(`${field.id}.`)) known[name] = value;
    return true;
  });
}

/** Whether a field is asked for each of several apart, rather than once for all of them. */
export function isAskedApart(field: Field, pages: readonly Page[], typed: Typed): boolean {
  const { each } = field;
  const list = repeatingPage(pages)?.repeats.as;
  if (each === undefined || each.of !== list) return false;
  const known = shownOnly(visiblePages(pages, typed), typed);
  return holds([{ field: list, filled: true }, ...each.when], known);
}

function shownOnly(pages: readonly Page[], typed: Typed): Typed {
  return pages.reduce<Typed>((known, page) => {
    const ids = [...fieldsThatShow(page, known, typed).map((field) => field.id), ...(page.repeats ? [page.repeats.as] : [])];
    const own = Object.entries(typed).filter(([name]) => ids.some((id) => name === id || name.startsWith(`${id}.`)));
    return { ...known, ...Object.fromEntries(own) };
  }, {});
}

function holds(conditions: readonly Condition[], known: Typed): boolean {
  return conditions.every((condition) => {
    const values = valuesOf(known, condition.field);
    if ("equals" in condition) return values.includes(condition.equals);
    if ("in" in condition) return condition.in.some((value) => values.includes(value));
    return condition.filled === values.length > 0;
  });
}

function valuesOf(known: Typed, id: string): string[] {
  return Object.entries(known)
    .filter(([name]) => name === id || name.startsWith(`${id}.`))
    .flatMap(([, value]) => value)
    .filter((value) => value.trim() !== "");
}
