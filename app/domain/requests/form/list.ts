import type { Db } from "#db/types.ts";
import type { Page, Repeats } from "#app/domain/definitions/schema/form.ts";

import type { DraftContent } from "./content.ts";
import { countEntries, isEmptyEntry, keptNames, typedOfEntry, underEntry } from "./entries.ts";
import { contentWith, readContext, type Form } from "./fill-in.ts";
import type { FieldNote } from "./kinds/result.ts";
import { readPage } from "./read.ts";
import { asTyped, typedIn } from "./row-cells.ts";
import { rowsOf, type ListRow } from "./rows.ts";
import { sameAsAnother } from "./twice.ts";
import type { Typed } from "./visible.ts";

/** A line of a list by its number there: `text` as it can be typed over. */
export type ListLine = { line: number; text: string };

/** A list that was pasted whole, or what is left of one: its lines, under the headings that it had. */
export type List = { text: string } | { heading: string; lines: readonly ListLine[] };

export type AddedList = {
  content: DraftContent;
  /** How many came on the form. */
  added: number;
  /** Of whom came on the form as `entry` what is worth a second look. */
  notes: Array<ListLine & { entry: number; warnings: FieldNote[] }>;
  /** The lines that did not come on the form, with why; of a line that nothing could be made of the field is "list". */
  wrong: Array<ListLine & { errors: FieldNote[] }>;
  /** The line of headings, for what is wrong to be read under it again. */
  heading: string;
  /** Headings that name no column of ours. */
  ignored: string[];
  isMasked: boolean;
};

/**
 * Adds a list that was pasted from a spreadsheet to a page for several (Q24, R108): each line that is right becomes one of them. A line in which something is
 * wrong, or for which there is no room, becomes nobody: it stays a line, to be put right or taken away. `shared` is what is answered for all of them at
 * once. `most` is how many there may be.
 */
export async function addList(db: Db, form: Form, page: Page & { repeats: Repeats }, input: { list: List; shared: Typed; most: number; now: Date }): Promise<AddedList> {
  const { pages } = form.type;
  const { list, shared, most, now } = input;
  const { rows, heading, ignored } = read(list, page.repeats.columns);
  const context = await readContext(db, form, now);
  const result: Omit<AddedList, "content"> = { added: 0, notes: [], wrong: [], heading: heading ?? "", ignored, isMasked: false };
  let { typed } = form.content;
  for (const row of rows) {
    const line = { line: row.line, text: asTyped(row) };
    const entry = countEntries(pages, typed) === 1 && isEmptyEntry(page, typed) ? 1 : countEntries(pages, typed) + 1;
    const refused = row.refused ?? (entry > most ? { code: "list.too-many", details: { most } } : null);
    if (refused) {
      result.wrong.push({ ...line, errors: [{ field: "list", ...refused }] });
      continue;
    }
    const kept = keptNames(pages, page, typed, entry);
    const others = Object.fromEntries(Object.entries(typed).filter(([name]) => !kept.has(name)));
    const reading = readPage(page, pages, { ...typedOfEntry(pages, others, entry), ...shared, ...typedIn(page, row, heading !== null) }, context);
    if (reading.errors.length > 0) {
      result.wrong.push({ ...line, errors: reading.errors });
      continue;
    }
    typed = { ...others, ...underEntry(page.repeats.as, entry, reading.typed) };
    result.added += 1;
    result.isMasked ||= reading.masked.length > 0;
    const warnings = [...reading.warnings, ...sameAsAnother(page, pages, typed, entry)];
    if (warnings.length > 0) result.notes.push({ ...line, entry, warnings });
  }
  return { ...result, content: { ...(await contentWith(db, form, typed, now)), from: page.id } };
}

/** Of what is left of a list each line is read by itself, and keeps the number that it had. */
function read(list: List, columns: Repeats["columns"]): { rows: ListRow[]; heading: string | null; ignored: string[] } {
  if ("text" in list) return rowsOf(list.text, columns);
  const rows = list.lines.flatMap(({ line, text }) => rowsOf(list.heading === "" ? text : `${list.heading}\n${text}`, columns).rows.map((row) => ({ ...row, line })));
  return { rows, heading: list.heading === "" ? null : list.heading, ignored: [] };
}
