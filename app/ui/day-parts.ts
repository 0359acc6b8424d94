/** A day in the three boxes in which it is typed. */
export type DateParts = { day?: string; month?: string; year?: string };

/** The boxes for a day in one piece: "2026-11-16", or as it was typed ("31-2-2026"). */
export function dayParts(text: string): DateParts {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return { day: String(Number(iso[3])), month: String(Number(iso[2])), year: iso[1] ?? "" };
  const [day = "", month = "", year = ""] = text.split("-");
  return { day, month, year };
}

/** What stands in the boxes of a day: what was typed before it was refused, else `otherwise`, a day in one piece. */
export function typedParts(values: Readonly<Record<string, string | string[]>> | undefined, name: string, otherwise = ""): DateParts {
  const typed = (part: string) => [values?.[`${name}.${part}`] ?? ""].flat()[0] ?? "";
  const wasSent = values !== undefined && `${name}.day` in values;
  return wasSent ? { day: typed("day"), month: typed("month"), year: typed("year") } : dayParts(otherwise);
}
