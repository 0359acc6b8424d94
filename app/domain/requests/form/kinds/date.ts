import { cleanLine } from "./clean.ts";
import { read, refuse, type Reading } from "./result.ts";

const MONTHS = [
  ["januari", "january", "jan"], ["februari", "february", "feb"], ["maart", "march", "mrt", "mar"], ["april", "apr"], ["mei", "may"], ["juni", "june", "jun"],
  ["juli", "july", "jul"], ["augustus", "august", "aug"], ["september", "sept", "sep"], ["oktober", "october", "okt", "oct"], ["november", "nov"], ["december", "dec"],
];

/**
 * A day as "YYYY-MM-DD", typed day first ("31-12-2026", "31/12/26", "31 december 2026") or as a browser's date box sends it.
 * `today` is the day in Amsterdam. `not: "past"` takes today and later, `not: "future"` today and before.
 */
export function readDate(field: string, typed: string, options: { today: string; not?: "past" | "future" }): Reading<string> {
  const text = cleanLine(typed).toLowerCase();
  if (text === "") return refuse(field, "date.empty");
  const parts = partsOf(text);
  if (parts === null) return refuse(field, "date.unknown");
  const day = `${pad(parts.year, 4)}-${pad(parts.month, 2)}-${pad(parts.day, 2)}`;
  if (!exists(parts)) return refuse(field, "date.no-such-day", { day: parts.day, month: parts.month, year: parts.year });
  if (options.not === "past" && day < options.today) return refuse(field, "date.past");
  if (options.not === "future" && day > options.today) return refuse(field, "date.future");
  const shown = day.split("-").reverse().join("-");
  return read(field, day, shown);
}

type Parts = { day: number; month: number; year: number };

function partsOf(text: string): Parts | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const dutch = /^(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+\.?)[-/. ]+(\d{4}|\d{2})$/.exec(text);
  if (!dutch) return null;
  const [, day = "", month = "", year = ""] = dutch;
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
