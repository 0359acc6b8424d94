import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import type { Page } from "#app/domain/definitions/schema/form.ts";
import type { Language } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";
import { saveDraft, type DraftRow } from "#app/domain/requests/draft.ts";
import { fillIn, readForm, type FilledIn, type Form } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import { type Typed, visiblePages } from "#app/domain/requests/form/visible.ts";
import type { Db } from "#db/types.ts";

import type { OfficeAtWork } from "./context.ts";
import { draftBehind, pageOf } from "./counter.server.ts";

/** What became of a page that was sent; `form` is the form just before it. */
export type SentPage = { form: Form; page: Page; filled: FilledIn } & (
  | { kind: "saved"; row: DraftRow }
  /** Another tab changed the same page, and the form is now `newer`: nothing was written. */
  | { kind: "conflict"; newer: Form }
  /** Another tab sent the whole form; `lost` is whether this page said something else. */
  | { kind: "submitted"; lost: boolean }
);

/** How often a save begins anew because other pages were saved in the same instant. */
const TRIES = 4;

/**
 * Reads a page that was sent into the form as it is now, and saves it; of a page for several one of them, `entry`. `seen` is the page's fingerprint when it was drawn. Throws
 * `link.unknown`, `link.expired`, `page.not-found`.
 */
export async function takeInPage(
  office: OfficeAtWork,
  input: { token: string; pageId: string; entry?: number; sent: Typed; seen: string; language: Language; now: Date },
): Promise<SentPage> {
  const { token, pageId, entry = 1, sent, seen, language, now } = input;
  for (let tries = TRIES; ; tries -= 1) {
    const { row, form } = await draftBehind(office, token, now);
    const page = pageOf(form, pageId);
    const filled = await fillIn(office.db, office.registers, form, page, sent, now, entry);
    const taken = { form, page, filled };
    const mine = fingerprint(page, filled.content.typed);
    if (row.submittedAt) return { kind: "submitted", lost: mine !== fingerprint(page, form.content.typed), ...taken };
    try {
      return { kind: "saved", row: await saveDraft(office, { row, page, seen, content: filled.content, language, now }), ...taken };
    } catch (problem) {
      if (!isProblem(problem, "draft.moved")) throw problem;
      const { form: newer } = await draftBehind(office, token, now);
      const isOwnPage = ![seen, mine].includes(fingerprint(page, newer.content.typed));
      if (isOwnPage || tries <= 1) return { kind: "conflict", newer, ...taken };
    }
  }
}

/** Where a page stands in a form as it is: what comes first of what is unfinished, whether that comes before this page, and what comes after. */
export async function placeOf(db: Db, form: Form, page: Page, now: Date) {
  const shown = visiblePages(form.type.pages, form.content.typed);
  const { unfinished } = await readForm(db, form, now);
  const index = shown.findIndex((one) => one.id === page.id);
  const first = shown.findIndex((one) => one.id === unfinished[0]);
  const isReachable = index >= 0 && (first < 0 || index <= first);
  return { shown, unfinished, index, isReachable, first: unfinished[0] ?? "review", next: shown[index + 1]?.id ?? "review" };
}

/** In which fields of a page two tabs differ, with what the other one saved there. */
export function differing(page: Page, mine: Typed, other: Typed): { fields: string[]; saved: Typed } {
  const fields = page.fields.filter((field) => fingerprint({ ...page, fields: [field] }, mine) !== fingerprint({ ...page, fields: [field] }, other));
  const names = fields.flatMap((field) => inputNames(field));
  return { fields: fields.map(({ id }) => id), saved: Object.fromEntries(Object.entries(other).filter(([name]) => names.includes(name))) };
}

/** What was understood as it will be kept; what was not exactly as it was typed, so that it can be put right. */
export function keepWrong(kept: Typed, sent: Typed, errors: readonly FieldNote[]): Typed {
  const wrong = Object.entries(sent).filter(([name]) => errors.some(({ field }) => name === field || name.startsWith(`${field}.`)));
  return { ...kept, ...Object.fromEntries(wrong) };
}
