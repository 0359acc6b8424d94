import { z } from "zod";

import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import type { CalendarChange } from "#app/domain/requests/calendar-change.ts";
import type { RecountPreview } from "#app/domain/requests/recount.ts";
import type { Language } from "#app/domain/people.ts";

import type { Translate } from "./i18n.server.ts";
import { typedDay } from "./typed-day.ts";

/** A closing of the office is at most a month; whoever needs more says so twice. */
const LONGEST = 31;

const day = z.iso.date("calendar.date");

/** What the form asks: another flavour, days that open again, one closing from its first day to its last, and why. */
export const ChangeForm = z
  .object({
    flavour: z.enum(["office", "legal"]).default("office"),
    remove: z.array(day).default([]),
    from: typedDay(z.union([z.literal(""), day], "calendar.date").default("")),
    to: typedDay(z.union([z.literal(""), day], "calendar.date").default("")),
    nl: z.string().trim().max(60).default(""),
    en: z.string().trim().max(60).default(""),
    reason: z.string().trim().min(1, "request.reason-missing").max(500),
  })
  .superRefine(({ from, to, nl, en }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (from === "" && (to !== "" || nl !== "" || en !== "")) issue("from", "calendar.date");
    if (from === "") return;
    if (to !== "" && (to < from || addDays(from, LONGEST) <= to)) issue("to", "calendar.until");
    if (nl === "") issue("nl", "calendar.name");
    if (en === "") issue("en", "calendar.name");
  });

/** The change that the form means: each day of the closing, first to last. */
export function changeOf({ flavour, remove, from, to, nl, en }: z.output<typeof ChangeForm>): CalendarChange {
  if (from === "") return { flavour, remove, add: [] };
  const last = to === "" ? from : to;
  const days: string[] = [];
  for (let on = from; on <= last; on = addDays(on, 1)) days.push(on);
  return { flavour, remove, add: days.map((on) => ({ on, name: { nl, en } })) };
}

/** What a recount would move, in words for the page. */
export function movesShown(moves: RecountPreview, t: Translate) {
  return {
    ...moves,
    shown: moves.shown.map(({ requestId, reference, type, stage, from, to }) => ({ requestId, reference, type: t(`requests:${type}.title`), stage, from: from.toISOString(), to: to.toISOString() })),
  };
}

/** What differs between two calendars, in words: days that close, days that open, another flavour. */
export function differenceOf(before: Calendar, after: Calendar, language: Language) {
  const has = (calendar: Calendar, on: string) => calendar.closed.some((one) => one.on === on);
  return {
    flavour: before.flavour === after.flavour ? null : after.flavour,
    closes: after.closed.filter(({ on }) => !has(before, on)).map(({ on, name }) => ({ on, name: name[language] })),
    opens: before.closed.filter(({ on }) => !has(after, on)).map(({ on, name }) => ({ on, name: name[language] })),
  };
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
