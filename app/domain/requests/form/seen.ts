import { createHash } from "node:crypto";

import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";

import { entryOf } from "./entries.ts";
import type { Typed } from "./visible.ts";

/**
 * What a page looked like when it was drawn, in a few letters: the form carries it, so that two tabs on different pages, or "back" in the
 * browser, do not disturb each other, and two tabs on one page do. An input that was sent empty looks like one that never was.
 */
export function fingerprint(page: Page, typed: Typed): string {
  const names = page.fields.flatMap((field) => inputNames(field));
  const seen = [...names, ...namesOfOthers(page, names, typed)].map((name) => [name, [typed[name] ?? []].flat().filter((text) => text.trim() !== "")]);
  return createHash("sha256").update(JSON.stringify(seen)).digest("base64url").slice(0, 16);
}

/** The fingerprints of all pages, for a form to carry: "practice=… reason=…". */
export function fingerprints(pages: readonly Page[], typed: Typed): string {
  return pages.map((page) => `${page.id}=${fingerprint(page, typed)}`).join(" ");
}

/** The pages that are no longer as `fingerprints` once had them; pages that it does not name count as unchanged. */
export function changedSince(seen: string, pages: readonly Page[], typed: Typed): Page[] {
  const before = new Map(seen.split(" ").map((one) => one.split("=", 2) as [string, string]));
  return pages.filter((page) => before.has(page.id) && before.get(page.id) !== fingerprint(page, typed));
}

/** Of a page that is filled in for several, and of a field that is asked for each: what stands there for the second and those after it. */
function namesOfOthers(page: Page, inputs: readonly string[], typed: Typed): string[] {
  const as = page.repeats?.as ?? page.fields.find(({ each }) => each !== undefined)?.each?.of;
  if (as === undefined) return [];
  const isFilled = (name: string) => [typed[name] ?? []].flat().some((text) => text.trim() !== "");
  return Object.keys(typed).filter((name) => inputs.includes(entryOf(as, name)?.input ?? "") && isFilled(name)).sort();
}
