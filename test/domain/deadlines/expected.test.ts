import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { addWorkingDays, type Calendar } from "#app/domain/deadlines/calendar.ts";
import { expectedDecision, workingDaysBefore } from "#app/domain/deadlines/expected.ts";

const calendar = JSON.parse(readFileSync("rules/calendar.json", "utf8")) as Calendar;
const office = { calendar, receivedUntil: "17:00" };

/** Monday 16 November 2026, ten in the morning in Utrecht; twenty working days from Monday 19 October. */
const MONDAY = { receivedAt: new Date("2026-11-16T09:00:00Z"), today: "2026-11-16", since: "2026-10-19", promised: 5, office };
const expected = (ahead: number, decided: number, change: Partial<typeof MONDAY> = {}) => expectedDecision({ ...MONDAY, ahead, decided, ...change });

describe("daily practice: quarter start, and the day that a form may promise (R92)", () => {
  it("is the promised one as long as the queue is no longer than five working days", () => {
    // Ten a day: what comes fiftieth is decided on the fifth working day.
    expect(expected(0, 200)).toEqual({ on: "2026-11-23", isLater: false });
    expect(expected(49, 200)).toEqual({ on: "2026-11-23", isLater: false });
  });

  it("is later by exactly as much as the queue is longer", () => {
    expect(expected(50, 200)).toEqual({ on: "2026-11-24", isLater: true });
    expect(expected(99, 200)).toEqual({ on: "2026-11-30", isLater: true });
    expect(expected(1_999, 200)).toEqual({ on: addWorkingDays(calendar, "2026-11-16", 200), isLater: true });
  });

  it("counts working days only: over Christmas it takes the days off with it", () => {
    const before = { receivedAt: new Date("2026-12-23T09:00:00Z"), today: "2026-12-23", since: "2026-11-25" };
    expect(expected(50, 200, before)).toEqual({ on: "2027-01-04", isLater: true });
  });

  it("counts what comes after five o'clock, or on a Saturday, from the next working day", () => {
    expect(expected(50, 200, { receivedAt: new Date("2026-11-16T16:01:00Z") }).on).toBe("2026-11-25");
    expect(expected(50, 200, { receivedAt: new Date("2026-11-14T09:00:00Z") }).on).toBe("2026-11-24");
  });

  it("follows the pace of the last weeks, and of nothing promises what it always does", () => {
    expect(expected(50, 100)).toEqual({ on: "2026-12-01", isLater: true });
    expect(expected(50, 400)).toEqual({ on: "2026-11-23", isLater: false });
    expect(expected(50, 0)).toEqual({ on: "2026-11-23", isLater: false });
    expect(expected(50, 200, { since: "2026-11-16" })).toEqual({ on: "2026-11-23", isLater: false });
  });

  it("never comes sooner for a longer queue", () => {
    const days = [0, 10, 49, 50, 51, 500].map((ahead) => expected(ahead, 200).on);
    expect(days).toEqual([...days].sort());
  });

  it("is measured over so many working days, whatever lies between", () => {
    expect(workingDaysBefore(calendar, "2026-11-16", 20)).toBe("2026-10-19");
    expect(workingDaysBefore(calendar, "2026-12-29", 2)).toBe("2026-12-24");
    expect(workingDaysBefore(calendar, "2026-11-16", 0)).toBe("2026-11-16");
  });
});
