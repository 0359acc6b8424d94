import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addWorkingDays, findHoliday, isWorkingDay, officeDate, workingDayFrom, workingDaysBetween } from "#app/domain/deadlines/calendar.ts";
import { CalendarSchema } from "#app/domain/definitions/schema/calendar.ts";
import calendarJson from "#rules/calendar.json";

const office = CalendarSchema.parse(calendarJson);
const legal = { ...office, flavour: "legal" as const };

describe("feast days", () => {
  test.each([
    ["2026", ["2026-04-06", "2026-05-14", "2026-05-25"], "2026-04-03"],
    ["2027", ["2027-03-29", "2027-05-06", "2027-05-17"], "2027-03-26"],
    ["2028", ["2028-04-17", "2028-05-25", "2028-06-05"], "2028-04-14"],
  ])("Easter Monday, Ascension Day and Whit Monday of %s, with Good Friday only in the legal flavour", (_year, days, goodFriday) => {
    for (const day of days) expect([isWorkingDay(office, day), isWorkingDay(legal, day)]).toEqual([false, false]);
    expect([isWorkingDay(office, goodFriday), isWorkingDay(legal, goodFriday)]).toEqual([true, false]);
  });

  test("Easter over three centuries, at its earliest, latest and least usual", () => {
    for (const monday of ["1818-03-23", "1943-04-26", "1954-04-19", "1981-04-20", "2000-04-24", "2038-04-26", "2049-04-19", "2076-04-20"]) {
      expect(findHoliday(office, monday)?.en, monday).toBe("Easter Monday");
    }
  });

  test("King's Day moves to Saturday when 27 April is a Sunday", () => {
    expect(findHoliday(office, "2025-04-26")?.nl).toBe("Koningsdag");
    expect(findHoliday(office, "2025-04-27")).toBeNull();
    expect(isWorkingDay(office, "2025-04-28")).toBe(true);
    expect(isWorkingDay(office, "2026-04-27")).toBe(false);
  });

  test("5 May is free in lustrum years at the office, and every year in law", () => {
    expect(isWorkingDay(office, "2025-05-05")).toBe(false);
    expect(isWorkingDay(office, "2026-05-05")).toBe(true);
    expect(isWorkingDay(office, "2027-05-05")).toBe(true);
    expect(findHoliday(office, "2030-05-05")?.en).toBe("Liberation Day (lustrum)");
    expect(isWorkingDay(legal, "2026-05-05")).toBe(false);
  });

  test("a day on which the office is closed is no working day", () => {
    const closed = { ...office, closed: [{ on: "2026-09-18", name: { nl: "Personeelsdag", en: "Staff day" } }] };
    expect(isWorkingDay(closed, "2026-09-18")).toBe(false);
    expect(isWorkingDay(office, "2026-09-18")).toBe(true);
  });
});

describe("counting", () => {
  test("five working days across Christmas and New Year", () => {
    expect(addWorkingDays(office, "2026-12-23", 5)).toBe("2026-12-31");
    expect(addWorkingDays(office, "2026-12-28", 5)).toBe("2027-01-05");
    expect(workingDaysBetween(office, "2026-12-23", "2027-01-04")).toBe(6);
  });

  test("back from a day off, and to the first working day", () => {
    expect(addWorkingDays(office, "2026-04-06", -1)).toBe("2026-04-03");
    expect(workingDayFrom(office, "2026-04-04")).toBe("2026-04-07");
    expect(workingDayFrom(office, "2026-04-07")).toBe("2026-04-07");
  });

  test("what was added lies between, for any day and amount", () => {
    const anyDay = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }).map(officeDate);
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (date, amount) => {
        const later = addWorkingDays(office, date, amount);
        expect(workingDaysBetween(office, date, later)).toBe(amount);
        expect(workingDaysBetween(office, later, date)).toBe(-amount || 0);
        if (amount > 0) expect(isWorkingDay(office, later)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("towards what is no date nothing is counted", () => {
    expect(() => workingDaysBetween(office, "2026-11-16", "null")).toThrow(RangeError);
  });

  test("the day in Amsterdam begins before the day in UTC", () => {
    expect(officeDate(new Date("2026-06-30T21:59:59Z"))).toBe("2026-06-30");
    expect(officeDate(new Date("2026-06-30T22:00:00Z"))).toBe("2026-07-01");
  });
});

describe("the calendar's file", () => {
  test.each([
    ["no working days at all", { ...office, workingWeekdays: [] }],
    ["30 February", { ...office, holidays: [{ ...office.holidays[0], rule: { kind: "fixed", month: 2, day: 30 } }] }],
    ["two feast days with one id", { ...office, holidays: [office.holidays[0], office.holidays[0]] }],
    ["an unknown property", { ...office, timezone: "UTC" }],
    ["an English name that is missing", { ...office, closed: [{ on: "2026-09-18", name: { nl: "Dicht" } }] }],
  ])("is refused with %s", (_what, json) => {
    expect(CalendarSchema.safeParse(json).success).toBe(false);
  });
});
