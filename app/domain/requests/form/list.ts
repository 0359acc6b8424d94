import type { Db } from "#db/types.ts";
import type { Field, Page, Repeats } from "#app/domain/definitions/schema/form.ts";

import { countEntries, isEmptyEntry, keptNames, typedOfEntry, underEntry } from "./entries.ts";
import { contentWith, readContext, type Form } from "./fill-in.ts";
import type { DraftContent } from "./content.ts";
import type { FieldNote } from "./kinds/result.ts";
import { readPage } from "./read.ts";
import { rowsOf, type ListRow } from "./rows.ts";
import { sameAsAnother } from "./twice.ts";
import type { Typed } from "./visible.ts";

/** Something to be said of one line of a list: of somebody who came on the form as `entry`, or of a line that nothing could be made of. */
export type LineNote = { line: number; text: string; entry: number | null; errors: FieldNote[]; warnings: FieldNote[] };

export type AddedList = {
  content: DraftContent;
  /** How many came on the form, also with something wrong. */
  added: number;
  /** The lines of which there is something to say, in their order. */
  notes: LineNote[];
  /** What is left of the list: the lines that are not on the form, under their headings. */
  left: string;
  /** Headings that name no column of ours. */
  ignored: string[];
  isMasked: boolean;
};

/**
 * Adds a list that was pasted from a spreadsheet to a page for several (Q24, R108): each line becomes one of them, also when something in it is wrong, so
 * that it can be put right where every field has its place; only a line with too many columns, or for whom there is no room, stays behind.
 * `shared` is what is answered for all of them at once. `most` is how many there may be.
 */
export async function addList(db: Db, form: Form, page: Page & { repeats: Repeats }, input: { text: string; shared: Typed; most: number; now: Date }): Promise<AddedList> {
  const { pages } = form.type;
  const { text, shared, most, now } = input;
  const list = rowsOf(text, page.repeats.columns);
  const context = await readContext(db, form, now);
  const result: Omit<AddedList, "content" | "left"> = { added: 0, notes: [], ignored: list.ignored, isMasked: false };
  const left: string[] = [];
  let { typed } = form.content;
  for (const row of list.rows) {
    const entry = countEntries(pages, typed) === 1 && isEmptyEntry(page, typed) ? 1 : countEntries(pages, typed) + 1;
    const refused = entry > most ? { code: "list.too-many", details: { most } } : row.refused;
    if (refused) {
      left.push(row.text);
      result.notes.push({ line: row.line, text: row.text, entry: null, errors: [{ field: "list", ...refused }], warnings: [] });
      continue;
    }
    const kept = keptNames(pages, page, typed, entry);
    const others = Object.fromEntries(Object.entries(typed).filter(([name]) => !kept.has(name)));
    const reading = readPage(page, pages, { ...typedOfEntry(pages, others, entry), ...shared, ...typedIn(page, row) }, context);
    typed = { ...others, ...underEntry(page.repeats.as, entry, reading.typed) };
    result.added += 1;
    result.isMasked ||= reading.masked.length > 0;
    const warnings = [...reading.warnings, ...sameAsAnother(page, pages, typed, entry)];
    if (reading.errors.length + warnings.length > 0) result.notes.push({ line: row.line, text: row.text, entry, errors: reading.errors, warnings });
  }
  return { ...result, content: { ...(await contentWith(db, form, typed, now)), from: page.id }, left: left.length > 0 ? [...(list.heading ?? []), ...left].join("\n") : "" };
}

/** The cells of a line in the inputs that their columns are for. */
function typedIn(page: Page, row: ListRow): Typed {
  const cells = [...row.cells].flatMap(([input, text]): Array<[string, string]> => {
    const field = page.fields.find(({ id }) => id === input || input.startsWith(`${id}.`));
    return field?.kind === "date" ? Object.entries(dayIn(field, text)) : [[input, field?.kind === "phone" ? withZero(text) : text]];
  });
  return Object.fromEntries(cells);
}

/** Spreadsheets drop the zero with which a mobile number begins. */
function withZero(text: string): string {
  return /^6[0-9]{8}$/.test(text) ? `0${text}` : text;
}

/** A day as spreadsheets write it, in its three boxes: what makes no sense stays whole in the first one, where it is refused. */
function dayIn({ id }: Field, text: string): Record<string, string> {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  const [, day = text, month = "", year = ""] = iso ? [text, iso[3], iso[2], iso[1]] : (/^(\d{1,2})[-/. ]+(\d{1,2}|\p{L}+\.?)[-/. ]+(\d{2,4})$/u.exec(text) ?? []);
  return text === "" ? {} : { [`${id}.day`]: day, [`${id}.month`]: month, [`${id}.year`]: year };
}
