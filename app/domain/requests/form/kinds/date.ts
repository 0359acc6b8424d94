import { cleanLine } from "./clean.ts";
import { refuse, type Reading } from "./result.ts";

const MONTHS = [
  ["januari", "january", "jan"], ["februari", "february", "feb"], ["maart", "march", "mrt", "mar"], ["april", "apr"], ["mei", "may"], ["juni", "june", "jun"],
  ["juli", "july", "jul"], ["augustus", "august", "aug"], ["september", "sept", "sep"], ["oktober", "october", "okt", "oct"], ["november", "nov"], ["december", "dec"],
];

/**
 * A day as "YYYY-MM-DD", out of its three boxes; the month may be a word, the year two digits. `today` is the day in Amsterdam.
 * `not: "past"` takes today and later, `not: "future"` today and before.
 */
export function readDate(field: string, typed: { day: string; month: string; year: string }, options: { today: string; not?: "past" | "future" }): Reading<string> {
  const [day, month, year] = [cleanLine(typed.day), cleanLine(typed.month).toLowerCase(), cleanLine(typed.year)];
  if (day === "" && month === "" && year === "") return refuse(field, "date.empty");
  const parts = partsOf(day, month, year);
  if (parts === null) return refuse(field, "date.unknown");
  if (!exists(parts)) return refuse(field, "date.no-such-day", { day: parts.day, month: parts.month, year: parts.year });
  const value = `${pad(parts.year, 4)}-${pad(parts.month, 2)}-${pad(parts.day, 2)}`;
  if (options.not === "past" && value < options.today) return refuse(field, "date.past");
  if (options.not === "future" && value > options.today) return refuse(field, "date.future");
  return { ok: true, value, typed: Object.fromEntries(Object.entries(parts).map(([part, number]) => [`${field}.${part}`, String(number)])), warnings: [] };
}

type Parts = { day: number; month: number; year: number };

function partsOf(day: string, month: string, year: string): Parts | null {
  if (!/^\d{1,2}$/.test(day) || !/^(\d{2}|\d{4})$/.test(year) || !/^(\d{1,2}|[a-z]+\.?)$/.test(month)) return null;
  const number = /^\d/.test(month) ? Number(month) : MONTHS.findIndex((names) => names.includes(month.replace(".", ""))) + 1;
  return number === 0 ? null : { day: Number(day), month: number, year: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

function exists({ day, month, year }: Parts): boolean {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
