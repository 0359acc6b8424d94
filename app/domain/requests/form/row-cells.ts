import type { Field, Page, Repeats } from "#app/domain/definitions/schema/form.ts";

import { isInCapitals, isInitials, isPrefix, mayBeInitials, splitName } from "./kinds/split-name.ts";
import type { ListRow } from "./rows.ts";
import type { Typed } from "./visible.ts";

/**
 * The cells of a line as what is typed into the inputs that they are for. A line without headings whose e-mail address stands in another column than it
 * should is read by what its cells look like; a whole name in one cell is taken apart.
 */
export function typedIn(page: Page & { repeats: Repeats }, row: ListRow, hasHeading: boolean): Typed {
  const cells = (hasHeading ? null : byLook(page, row.inOrder)) ?? row.cells;
  const named = new Map([...cells, ...nameIn(page, cells)]);
  const typed = [...named].flatMap(([input, text]): Array<[string, string]> => {
    const field = page.fields.find(({ id }) => id === input || input.startsWith(`${id}.`));
    return field?.kind === "date" ? Object.entries(dayIn(field, text)) : [[input, field?.kind === "phone" ? withZero(text) : text]];
  });
  return Object.fromEntries(typed);
}

/** A line as one can type it over in one field, with every cell that it had: neither a tab nor a second line can stand there. */
export function asTyped(row: Pick<ListRow, "text" | "inOrder">): string {
  if (!/[\t\n]/.test(row.text)) return row.text.trim();
  return row.inOrder.map((cell) => (/[;,"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("; ");
}

/** The three parts of a name where one of its cells holds all of it, and the others nothing. */
function nameIn(page: Page, cells: ReadonlyMap<string, string>): Array<[string, string]> {
  const field = page.fields.find(({ kind }) => kind === "dutch-name");
  if (!field) return [];
  const parts = (["initials", "prefix", "surname"] as const).map((part) => `${field.id}.${part}`);
  const filled = parts.filter((input) => (cells.get(input) ?? "") !== "");
  const [only] = filled;
  const text = only === undefined ? "" : (cells.get(only) ?? "");
  const split = filled.length === 1 ? splitName(text) : null;
  if (split) return [[parts[0] ?? "", split.initials], [parts[1] ?? "", split.prefix], [parts[2] ?? "", split.surname]];
  // "Bakker, de" beside initials of its own.
  const surname = cells.get(parts[2] ?? "") ?? "";
  const own = filled.length === 2 && !cells.get(parts[1] ?? "") && surname.includes(",") ? splitName(surname) : null;
  return own && own.initials === "" ? [[parts[1] ?? "", own.prefix], [parts[2] ?? "", own.surname]] : [];
}

/** The cells of a line by what they look like; null where the e-mail address stands where it is expected, or where there is none to go by. */
function byLook(page: Page & { repeats: Repeats }, inOrder: readonly string[]): Map<string, string> | null {
  const inputOf = (kind: Field["kind"]) => page.fields.find((field) => field.kind === kind)?.id;
  const [name, email, phone, date, given] = [inputOf("dutch-name"), inputOf("email"), inputOf("phone"), inputOf("date"), inputOf("given-name")];
  const expected = page.repeats.columns.findIndex(({ input }) => input === email);
  const found = inOrder.findIndex((cell) => cell.includes("@"));
  if (name === undefined || email === undefined || found < 0 || found === expected) return null;
  const cells = new Map([[email, inOrder[found] ?? ""]]);
  const rest = inOrder.filter((cell, index) => index !== found && cell !== "").filter((cell) => {
    const input = phone !== undefined && !cells.has(phone) && isPhone(cell) ? phone : date !== undefined && !cells.has(date) && isDay(cell) ? date : null;
    if (input !== null) cells.set(input, cell);
    return input === null;
  });
  for (const [part, text] of namesIn(rest)) {
    const input = part === "given" ? given : `${name}.${part}`;
    if (input !== undefined) cells.set(input, text);
  }
  return cells;
}

/** What is left of a line once address, number and day are taken out: a name in one cell or in its parts, in the order in which people write them. */
function namesIn(cells: readonly string[]): Array<[part: "initials" | "prefix" | "surname" | "given", text: string]> {
  const [first = "", second = "", third = "", fourth = ""] = cells;
  const isLoud = isInCapitals(...cells.slice(0, 3));
  // Nothing says that the first column holds initials: of "Bo" they are asked for.
  const initials: Array<["initials", string]> = mayBeInitials(first, isLoud) ? [["initials", first]] : [];
  switch (cells.length) {
    case 0:
      return [];
    case 1:
      return [["surname", first]];
    case 2:
      // A comma between the columns is one within the name as well: "Bakker, P. de".
      if (isInitials(first, isLoud)) return [["initials", first], ["surname", second]];
      return isInitials(second.split(" ")[0] ?? "", isLoud) ? [["surname", `${first}, ${second}`]] : [["surname", first], ["given", second]];
    case 3:
      return isInitials(first, isLoud) && !isPrefix(second) ? [["initials", first], ["surname", second], ["given", third]] : [...initials, ["prefix", second], ["surname", third]];
    default:
      return [...initials, ["prefix", second], ["surname", third], ["given", fourth]];
  }
}

function isPhone(cell: string): boolean {
  return /^[+(0-9][0-9 ()+.-]+$/.test(cell) && cell.replaceAll(/\D/g, "").length >= 9;
}

function isDay(cell: string): boolean {
  return /^\d{1,4}[-/. ]+(?:\d{1,2}|\p{L}+\.?)[-/. ]+\d{1,4}$/u.test(cell);
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
