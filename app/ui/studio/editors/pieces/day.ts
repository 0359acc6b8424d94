/** A day as it is typed in three boxes. */
export type DayParts = { day: string; month: string; year: string };

/** "YYYY-MM-DD" out of three boxes; what is half typed keeps its parts, and is no day yet. */
export function dayOf({ day, month, year }: DayParts): string {
  return day + month + year === "" ? "" : [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-");
}

export function partsOf(on: string): DayParts {
  const [year = "", month = "", day = ""] = on.split("-");
  const plain = (part: string) => part.replace(/^0+(?=\d)/, "");
  return { day: plain(day), month: plain(month), year };
}
