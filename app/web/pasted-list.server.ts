import type { AppLoadContext } from "@remix-run/node";
import { z } from "zod";

import type { Language } from "#app/domain/people.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { saveDraft } from "#app/domain/requests/draft.ts";
import { type Form, mostEntries } from "#app/domain/requests/form/fill-in.ts";
import type { FieldNote } from "#app/domain/requests/form/kinds/result.ts";
import { type AddedList, addList, type ListLine } from "#app/domain/requests/form/list.ts";
import { lineId } from "#app/domain/requests/form/rows.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";

import { draftBehind, sentenceOf, sentencesOf, typedOf } from "./counter.server.ts";
import { repeatingPageOf, type RepeatingPage } from "./entries.server.ts";
import type { Translate } from "./i18n.server.ts";
import type { ShownProblem } from "./problems.ts";
import { showProblem } from "./show-problem.server.ts";

/** More lines than this nobody can put right on one page, and no request has so many users. */
const MOST_LINES = 200;

/**
 * A list as it is pasted, or the lines that are left of one; what begins with an underscore is the page's own. How long a text may be the body says, for
 * every field alike. What does not fit is refused and comes back: a line that is lost is somebody who gets no account.
 */
export const SentList = z.looseObject({
  list: z.string().default(""),
  _seen: z.string().max(40).catch(""),
  _heading: z.string().default(""),
  _numbers: z.array(z.coerce.number().int().min(1).max(100_000)).max(MOST_LINES).default([]),
  _lines: z.array(z.string()).max(MOST_LINES).default([]),
  _remove: z.coerce.number().int().optional(),
});

type ShownLine = ListLine & { wrong: string[] };
type Pasted = {
  added: number;
  removed: number | null;
  doubtful: Array<ListLine & { entry: number; doubtful: string[] }>;
  lines: ShownLine[];
  heading: string;
  ignored: string[];
  isMasked: boolean;
};

/** The page of the list as it is shown again: what was wrong, what became of the lines, and what was typed. */
export type ShownList = { problem: ShownProblem | null; text: string; pasted: Pasted | null; shared: Typed; seen: string };

/** What became of a list that was sent. */
export type TakenList =
  | { kind: "shown"; status: 200 | 409 | 422; list: ShownList }
  /** Nothing is left of it, and there is nothing to say of who was added. */
  | { kind: "done" }
  /** Another tab sent the whole form. */
  | { kind: "submitted" };

type Reader = { language: Language; now: Date; t: Translate; /** What is wrong in one cell, in words. */ sayOfCell: (type: string, page: RepeatingPage, note: FieldNote) => string };

/** A page for several on which a list can be pasted; throws `page.not-found` for any other. */
export function pageForList(form: Form, id: string): RepeatingPage {
  const page = repeatingPageOf(form, id);
  if (page.repeats.columns.length === 0) throw new Problem("page.not-found");
  return page;
}

/** Adds every line that is right and for which there is room. The others stay lines, each with what is wrong with it, to be put right here or taken away. */
export async function takeInList(context: AppLoadContext, at: { token: string; page: string }, input: z.output<typeof SentList>, reader: Reader): Promise<TakenList> {
  const { office, correlationId } = context;
  const { language, now, t } = reader;
  const { row, form } = await draftBehind(office, at.token, now);
  if (row.submittedAt) return { kind: "submitted" };
  const page = pageForList(form, at.page);
  const { list: text, ...shared } = typedOf(input);
  const left = linesLeft(input);
  const shown = (status: 200 | 409 | 422, list: Partial<ShownList>): TakenList =>
    ({ kind: "shown", status, list: { problem: null, text: input.list, pasted: null, shared, seen: fingerprint(page, form.content.typed), ...list } });
  const refused = (fields: Record<string, string>, list: Partial<ShownList> = {}) => shown(422, { problem: showProblem(new Problem("form.invalid"), { language, correlationId, fields }), ...list });
  if (left === null && text === "") return refused({ list: t("form:errors.list.empty") });
  if (left?.length === 0) return { kind: "done" };

  const list = left === null ? { text: input.list } : { heading: input._heading, lines: left };
  const added = await addList(office.db, form, page, { list, shared, most: await mostEntries(office.db, form, now), now });
  if (added.wrong.length > MOST_LINES) return refused({ list: t("form:errors.list.long", { most: MOST_LINES }) });
  const became = wordAdded(form.type.id, page, added, reader);
  if (input._remove !== undefined && left) return shown(200, { pasted: { ...untouched(became, left, became.lines), removed: input._remove } });
  const asSent = left === null ? {} : { pasted: untouched(became, left) };
  // What is answered for all of them is wrong for all of them alike: it is said once, and nobody is added.
  const forAll = sentencesOf(notesForAll(page, added), t, language);
  if (Object.keys(forAll).length > 0) return refused(forAll, asSent);
  try {
    await saveDraft(office, { row, page, seen: input._seen, content: added.content, language, now });
  } catch (problem) {
    if (!isProblem(problem, "draft.moved")) throw problem;
    return shown(409, { problem: showProblem(problem, { language, correlationId }), ...asSent });
  }
  const after = { pasted: became, seen: fingerprint(page, added.content.typed) };
  if (became.lines.length > 0) return refused(Object.fromEntries(became.lines.map(({ line, wrong }) => [lineId(line), wrong.join(" ")])), after);
  return became.doubtful.length === 0 && became.ignored.length === 0 && !became.isMasked ? { kind: "done" } : shown(200, after);
}

/** The lines that are left of a list, without the one that is taken away; null for a list that is sent whole. */
function linesLeft({ _lines, _numbers, _remove }: z.output<typeof SentList>): ListLine[] | null {
  if (_lines.length === 0) return null;
  return _lines.map((text, index) => ({ line: _numbers[index] ?? index + 1, text: text.replaceAll("\n", " ") })).filter(({ line }) => line !== _remove);
}

function wordAdded(type: string, page: RepeatingPage, added: AddedList, { t, language, sayOfCell }: Reader): Pasted {
  const lines = added.wrong.map(({ line, text, errors }) => ({ line, text, wrong: errors.map((note) => sayOfCell(type, page, note)) }));
  const doubtful = added.notes.map(({ line, text, entry, warnings }) => ({ line, text, entry, doubtful: warnings.map((note) => sentenceOf("warnings", note, t, language)) }));
  return { added: added.added, removed: null, doubtful, lines, heading: added.heading, ignored: added.ignored, isMasked: added.isMasked };
}

/** The lines as they were sent, where none of them was added; `wrong` is what is known of them. */
function untouched(became: Pasted, left: readonly ListLine[], wrong: readonly ShownLine[] = []): Pasted {
  const lines = left.map((line) => wrong.find((one) => one.line === line.line) ?? { ...line, wrong: [] });
  return { ...became, added: 0, doubtful: [], isMasked: false, lines };
}

/** What is wrong in what is answered for all: that has no column. */
function notesForAll(page: RepeatingPage, { wrong }: AddedList): FieldNote[] {
  return wrong.flatMap(({ errors }) => errors).filter(({ field }) => page.fields.some(({ id, kind }) => id === field && kind === "declaration"));
}
