import type { Calendar, Flavour, Holiday } from "#app/domain/deadlines/working-days.ts";

import { isObject, listOf, textOf } from "../template/blocks.ts";

const FLAVOURS: readonly unknown[] = ["office", "legal"] satisfies Flavour[];
const isFlavour = (one: unknown): one is Flavour => FLAVOURS.includes(one);
const isWhole = (one: unknown, from: number, to: number): one is number => typeof one === "number" && Number.isInteger(one) && one >= from && one <= to;
const named = (name: unknown) => (isObject(name) ? { nl: textOf(name["nl"]), en: textOf(name["en"]) } : { nl: "", en: "" });

/** As much of a calendar as can be reckoned with while it is typed: a feast day that is half done falls on no day yet. */
export function readableCalendar(content: Readonly<Record<string, unknown>>): Calendar {
  const { flavour, workingWeekdays, holidays, closed } = content;
  return {
    id: "calendar",
    title: named(content["title"]),
    flavour: isFlavour(flavour) ? flavour : "office",
    workingWeekdays: listOf(workingWeekdays).filter((one) => isWhole(one, 1, 7)),
    holidays: listOf(holidays).flatMap(readableHoliday),
    closed: listOf(closed).flatMap((one) => (isObject(one) && typeof one["on"] === "string" ? [{ on: one["on"], name: named(one["name"]) }] : [])),
  };
}

export function readableHoliday(one: unknown): Holiday[] {
  if (!isObject(one) || !isObject(one["rule"])) return [];
  const { kind, days, month, day, whenSunday } = one["rule"];
  const shared = {
    id: textOf(one["id"]),
    name: named(one["name"]),
    flavours: listOf(one["flavours"]).filter(isFlavour),
    ...(isWhole(one["everyYears"], 2, 100) ? { everyYears: one["everyYears"] } : {}),
  };
  if (kind === "easter" && isWhole(days, -63, 63)) return [{ ...shared, rule: { kind, days } }];
  if (kind === "fixed" && isWhole(month, 1, 12) && isWhole(day, 1, 31)) return [{ ...shared, rule: { kind, month, day, ...(isWhole(whenSunday, -6, 6) ? { whenSunday } : {}) } }];
  return [];
}
