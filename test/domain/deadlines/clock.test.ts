import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  daysLater,
  dueAt,
  elapsed,
  installUntil,
  isOverdue,
  isPast,
  pause,
  receivedOn,
  resume,
  startClock,
  underCalendar,
  waitUntil,
  workingDaysLeft,
} from "#app/domain/deadlines/clock.ts";
import { CalendarSchema } from "#app/domain/definitions/schema/calendar.ts";
import calendarJson from "#rules/calendar.json";

const office = { calendar: CalendarSchema.parse(calendarJson), receivedUntil: "17:00" };
const HOUR = 3_600_000;

/** An instant by its wall-clock time in Amsterdam in winter (CET) or summer (CEST). */
const winter = (time: string) => new Date(`${time}+01:00`);
const summer = (time: string) => new Date(`${time}+02:00`);
const later = (instant: Date, seconds: number) => new Date(instant.getTime() + seconds * 1000);

describe("receipt", () => {
  test.each([
    ["16:59 counts today", winter("2026-11-16T16:59:00"), "2026-11-16"],
    ["17:00 sharp counts today", winter("2026-11-16T17:00:00"), "2026-11-16"],
    ["one second after 17:00 counts tomorrow", winter("2026-11-16T17:00:01"), "2026-11-17"],
    ["17:01 on Friday counts on Monday", winter("2026-11-20T17:01:00"), "2026-11-23"],
    ["Saturday morning counts on Monday", winter("2026-11-21T09:00:00"), "2026-11-23"],
    ["the evening before Easter counts on Tuesday", summer("2026-04-04T20:00:00"), "2026-04-07"],
    ["in summer 17:00 is 15:00 UTC", new Date("2026-07-01T15:00:01Z"), "2026-07-02"],
  ])("%s", (_what, instant, date) => {
    expect(receivedOn(instant, office)).toBe(date);
  });
});

describe("due", () => {
  test("five working days after a Monday end with the next Monday", () => {
    expect(dueAt({ receivedAt: winter("2026-11-16T10:00:00"), workingDays: 5, ...office })).toEqual(winter("2026-11-23T23:59:59"));
  });

  test("a minute after 17:00 gives a day more", () => {
    expect(dueAt({ receivedAt: winter("2026-11-16T16:59:00"), workingDays: 5, ...office })).toEqual(winter("2026-11-23T23:59:59"));
    expect(dueAt({ receivedAt: winter("2026-11-16T17:01:00"), workingDays: 5, ...office })).toEqual(winter("2026-11-24T23:59:59"));
  });

  test("across both nights on which the clocks change the term ends at Amsterdam's midnight", () => {
    expect(dueAt({ receivedAt: winter("2026-03-27T10:00:00"), workingDays: 5, ...office })).toEqual(summer("2026-04-03T23:59:59"));
    expect(dueAt({ receivedAt: summer("2026-10-22T10:00:00"), workingDays: 5, ...office })).toEqual(winter("2026-10-29T23:59:59"));
  });

  test("late from the second after the last one", () => {
    const clock = startClock({ receivedAt: winter("2026-11-16T10:00:00"), workingDays: 5, ...office });
    expect([-1, 0, 1].map((seconds) => isOverdue(clock, later(clock.dueAt, seconds)))).toEqual([false, false, true]);
    expect(isOverdue(clock, new Date(clock.dueAt.getTime() + 999))).toBe(false);
  });

  test("working days left count down to 0 on the last day and go below once it is over", () => {
    const clock = startClock({ receivedAt: winter("2026-11-16T10:00:00"), workingDays: 5, ...office });
    const left = (time: string) => workingDaysLeft(clock, winter(time), office);
    expect(left("2026-11-16T10:00:00")).toBe(5);
    expect(left("2026-11-20T12:00:00")).toBe(1);
    expect(left("2026-11-23T12:00:00")).toBe(0);
    expect(left("2026-11-23T18:00:00")).toBe(0);
    expect(left("2026-11-24T00:00:01")).toBe(-1);
    expect(left("2026-11-25T12:00:00")).toBe(-2);
  });
});

describe("pausing", () => {
  const clock = startClock({ receivedAt: winter("2026-12-21T10:00:00"), workingDays: 5, ...office });

  test("across Christmas and New Year the days that were left are left", () => {
    expect(clock.dueAt).toEqual(winter("2026-12-29T23:59:59"));
    const paused = pause(clock, winter("2026-12-23T11:00:00"));
    expect(workingDaysLeft(paused, winter("2027-01-03T11:00:00"), office)).toBe(3);
    const again = resume(paused, winter("2027-01-04T11:00:00"), office);
    expect(again.dueAt).toEqual(winter("2027-01-07T23:59:59"));
    expect(workingDaysLeft(again, winter("2027-01-04T11:00:00"), office)).toBe(3);
  });

  test("a pause within one day changes nothing but the net time", () => {
    for (const [from, to] of [["11:00:00", "15:00:00"], ["18:00:00", "22:00:00"]]) {
      const again = resume(pause(clock, winter(`2026-12-22T${from}`)), winter(`2026-12-22T${to}`), office);
      expect(again).toEqual({ ...clock, pausedMs: 4 * HOUR });
    }
  });

  test("an answer after 17:00 counts as the next working day", () => {
    const paused = pause(clock, winter("2026-12-22T11:00:00"));
    expect(resume(paused, winter("2026-12-23T17:00:00"), office).dueAt).toEqual(winter("2026-12-30T23:59:59"));
    expect(resume(paused, winter("2026-12-23T17:01:00"), office).dueAt).toEqual(winter("2026-12-31T23:59:59"));
  });

  test("gross and net time, over two pauses of which one still runs", () => {
    const once = resume(pause(clock, winter("2026-12-21T12:00:00")), winter("2026-12-21T15:00:00"), office);
    const twice = pause(once, winter("2026-12-22T10:00:00"));
    expect(elapsed(twice, winter("2026-12-22T16:00:00"))).toEqual({ grossMs: 30 * HOUR, netMs: 21 * HOUR });
  });

  test("a term that had passed before the pause stays passed", () => {
    const paused = pause(clock, winter("2026-12-30T00:00:00"));
    const again = resume(paused, winter("2027-01-04T11:00:00"), office);
    expect(again.dueAt).toEqual(clock.dueAt);
    expect(isOverdue(again, winter("2027-01-04T11:00:00"))).toBe(true);
  });

  test("a clock that stands still is not late, however long it takes", () => {
    expect(isOverdue(pause(clock, winter("2026-12-29T23:59:59")), winter("2027-01-20T11:00:00"))).toBe(false);
  });

  test("pausing twice and resuming twice have no second effect", () => {
    const paused = pause(clock, winter("2026-12-22T11:00:00"));
    expect(pause(paused, winter("2026-12-23T11:00:00"))).toBe(paused);
    expect(resume(clock, winter("2026-12-23T11:00:00"), office)).toBe(clock);
  });
});

describe("calendar days", () => {
  test("sixty days to install end at the same wall-clock time, also when the clocks change in between", () => {
    expect(installUntil(winter("2026-02-10T14:30:15"))).toEqual(summer("2026-04-11T14:30:15"));
    expect(installUntil(summer("2026-09-10T14:30:15"))).toEqual(winter("2026-11-09T14:30:15"));
  });

  test("the last second is in time, the next is not", () => {
    const until = installUntil(winter("2026-11-16T10:00:00"));
    expect([-1, 0, 1].map((seconds) => isPast(until, later(until, seconds)))).toEqual([false, false, true]);
    expect(isPast(until, new Date(until.getTime() + 999))).toBe(false);
  });

  test("thirty days of waiting, and a time that the spring night skips", () => {
    expect(waitUntil(winter("2026-11-16T10:00:00"))).toEqual(winter("2026-12-16T10:00:00"));
    expect(daysLater(winter("2026-03-28T02:30:00"), 1)).toEqual(summer("2026-03-29T03:30:00"));
    expect(daysLater(summer("2026-10-24T02:30:00"), 1)).toEqual(summer("2026-10-25T02:30:00"));
  });
});

describe("under another calendar (D10)", () => {
  const closedOn = (...days: string[]) => ({ ...office.calendar, closed: days.map((on) => ({ on, name: { nl: "Dicht", en: "Closed" } })) });

  test("the same calendar moves nothing, whenever it is asked", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }), fc.integer({ min: 0, max: 20 * 86_400_000 }), fc.boolean(), (receivedAt, later, stands) => {
        const now = new Date(receivedAt.getTime() + later);
        const clock = startClock({ receivedAt, workingDays: 5, ...office });
        const asked = stands ? pause(clock, now) : clock;
        expect(underCalendar(asked, now, { from: office.calendar, to: office.calendar, version: 2 }).dueAt).toEqual(clock.dueAt);
      }),
    );
  });

  test("a day that closes puts the end a day later; one that passed already does not, nor one after the end", () => {
    const clock = startClock({ receivedAt: winter("2026-11-16T10:00:00"), workingDays: 5, ...office });
    const due = (now: string, ...days: string[]) => underCalendar(clock, winter(now), { from: office.calendar, to: closedOn(...days), version: 2 }).dueAt;
    expect(due("2026-11-16T10:00:00", "2026-11-18")).toEqual(winter("2026-11-24T23:59:59"));
    expect(due("2026-11-19T10:00:00", "2026-11-18")).toEqual(clock.dueAt);
    expect(due("2026-11-16T10:00:00", "2026-11-24")).toEqual(clock.dueAt);
    expect(due("2026-11-16T10:00:00", "2026-11-23")).toEqual(winter("2026-11-24T23:59:59"));
    // The last day closes while it runs, in the evening too.
    expect(due("2026-11-23T18:00:00", "2026-11-23")).toEqual(winter("2026-11-24T23:59:59"));
  });

  test("a term that has passed stays passed, and one that stands still keeps what it had left", () => {
    const clock = startClock({ receivedAt: winter("2026-11-16T10:00:00"), workingDays: 5, ...office });
    expect(underCalendar(clock, winter("2026-11-24T09:00:00"), { from: office.calendar, to: closedOn("2026-11-23"), version: 2 }).dueAt).toEqual(clock.dueAt);
    const stands = pause(clock, winter("2026-11-18T10:00:00"));
    expect(underCalendar(stands, winter("2026-12-18T10:00:00"), { from: office.calendar, to: closedOn("2026-11-20"), version: 2 }).dueAt).toEqual(winter("2026-11-24T23:59:59"));
  });
});
