import { z } from "zod";

import { readDate } from "#app/domain/requests/form/kinds/date.ts";

/** A time of the day as people write it ("9.05", "1405"), for a schema that reads "09:05". What is no time goes on as it was typed. */
export function typedTime<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((sent) => {
    const [, hours, minutes] = typeof sent === "string" ? (/^\s*(\d{1,2})[:.h ]?(\d{2})\s*$/.exec(sent) ?? []) : [];
    return hours === undefined || minutes === undefined ? sent : `${hours.padStart(2, "0")}:${minutes}`;
  }, schema);
}

const Boxes = z.object({ day: z.string().max(20).catch(""), month: z.string().max(20).catch(""), year: z.string().max(20).catch("") });

/**
 * A day that was typed in three boxes, for a schema that reads a day: "2026-11-16", and empty where nothing was typed. What is no day goes on as it was
 * typed ("31-2-2026"), for the schema to refuse. A day in one piece, as it stands in an address, is taken as it is.
 */
export function typedDay<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((sent) => {
    const boxes = typeof sent === "object" && sent !== null ? Boxes.safeParse(sent) : null;
    if (!boxes?.success) return sent;
    const { day, month, year } = boxes.data;
    // Whether a day lies in the past or to come is for the schema to say; which day is today makes no difference here.
    const read = readDate("day", boxes.data, { today: "" });
    return read.ok ? read.value : [day, month, year].some((part) => part.trim() !== "") ? [day, month, year].join("-") : "";
  }, schema);
}
