import { readFileSync } from "node:fs";

import fc from "fast-check";
import { expect, it } from "vitest";

import { findHoliday, holidayOn, isWorkingDay } from "#app/domain/deadlines/working-days.ts";
import { namedDays, yearShown } from "#app/domain/deadlines/year.ts";
import { CalendarSchema } from "#app/domain/definitions/schema/calendar.ts";
import { dayParts } from "#app/ui/day-parts.ts";
import { readableCalendar } from "#app/ui/studio/editors/calendar/readable.ts";
import { dayFrom } from "#app/ui/studio/editors/inputs/typed.ts";

const content = JSON.parse(readFileSync(new URL("../../../rules/calendar.json", import.meta.url), "utf8")) as Readonly<Record<string, unknown>>;
const calendar = CalendarSchema.parse(content);

it("reads a whole calendar as it is, and so shows the year that the office will have", () => {
  expect(readableCalendar(content)).toEqual(calendar);
  const named = namedDays(yearShown(readableCalendar(content), 2026, "nl"));
  expect(named.map(({ on }) => on)).toEqual(["2026-01-01", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25", "2026-12-25", "2026-12-26"]);
});

it("leaves out what is half done, and reckons with the rest", () => {
  const half = readableCalendar({ ...content, workingWeekdays: [1, 2, "x", 9], closed: [{ on: "2026-12-24", name: { nl: "Kerstavond", en: "" } }, null], holidays: [{ name: {}, rule: { kind: "fixed", month: null, day: 3 } }, 3, { rule: { kind: "easter", days: 1 }, flavours: ["office"] }] });
  expect([isWorkingDay(half, "2026-11-16"), isWorkingDay(half, "2026-11-18"), findHoliday(half, "2026-12-24")?.nl, half.holidays.length, half.workingWeekdays]).toEqual([true, false, "Kerstavond", 1, [1, 2]]);
});

it("falls over nothing that JSON can be", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("flavour", "workingWeekdays", "holidays", "closed", "title"), fc.jsonValue()), (any) => {
      expect(yearShown(readableCalendar(any), 2026, "en")).toHaveLength(12);
    }),
  );
});

it("takes a day apart and puts it together again, and half a day too", () => {
  const again = (on: string) => dayFrom({ day: "", month: "", year: "", ...dayParts(on) });
  expect(["2026-12-24", "2026-01-02", "", "3--20", "31-2-2026"].map(again)).toEqual(["2026-12-24", "2026-01-02", null, "3--20", "31-2-2026"]);
});

it("says in which year a feast day is one", () => {
  const lustrum = calendar.holidays.find(({ id }) => id === "liberation-day-lustrum");
  const kingsDay = calendar.holidays.find(({ id }) => id === "kings-day");
  if (!lustrum || !kingsDay) throw new Error("not in the calendar");
  expect([holidayOn(lustrum, 2026), holidayOn(lustrum, 2030), holidayOn(kingsDay, 2031)]).toEqual([null, "2030-05-05", "2031-04-26"]);
});
