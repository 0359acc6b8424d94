import { z } from "zod";

import type { Calendar } from "#app/domain/deadlines/calendar.ts";

const Wording = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) });
const Flavour = z.enum(["office", "legal"]);

const HolidayRule = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("easter"), days: z.number().int().min(-63).max(63) }),
  z
    .strictObject({
      kind: z.literal("fixed"),
      month: z.number().int().min(1).max(12),
      day: z.number().int().min(1).max(31),
      whenSunday: z.number().int().min(-6).max(6).optional(),
    })
    .refine(({ month, day }) => day <= new Date(Date.UTC(2028, month, 0)).getUTCDate(), { path: ["day"], message: "no such day" }),
]);

/** The calendar of working days (D10), as `rules/calendar.json` holds it. A calendar without working days would never end a term. */
export const CalendarSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Wording,
  flavour: Flavour,
  workingWeekdays: z.array(z.number().int().min(1).max(7)).min(1),
  holidays: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        name: Wording,
        rule: HolidayRule,
        everyYears: z.number().int().min(2).max(100).optional(),
        flavours: z.array(Flavour).min(1),
      }),
    )
    .refine((days) => new Set(days.map((day) => day.id)).size === days.length, { message: "two feast days with one id" }),
  closed: z.array(z.strictObject({ on: z.iso.date(), name: Wording })),
}) satisfies z.ZodType<Calendar>;
