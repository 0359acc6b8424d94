/** A day out of the three boxes in which it is typed: "2026-11-16" once it is one, until then as it stands ("31-2-"), and null where nothing is typed. */
export function dayFrom({ day, month, year }: { day: string; month: string; year: string }): string | null {
  if (day === "" && month === "" && year === "") return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(iso) ? iso : `${day}-${month}-${year}`;
}

/** Whether a day is one of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** A number once what is typed is one, until then the text; null where nothing is typed. A comma counts as a point. */
export function numberFrom(text: string, isDone = false): number | string | null {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  const number = Number(plain);
  // "1.0" may become "1.05": it is a number when somebody is done.
  return Number.isFinite(number) && /^-?\d+(\.\d+)?$/.test(plain) && (isDone || String(number) === plain) ? number : text;
}

/** The lines of a text, with those that are still empty while it is typed. */
export function linesFrom(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

/** Numbers between commas or spaces; what is none stays a text, so that it is said to be none. */
export function numbersFrom(text: string): Array<number | string> {
  return codesFrom(text).map((one) => numberFrom(one, true) ?? one);
}

/** Codes between commas or spaces. */
export function codesFrom(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
