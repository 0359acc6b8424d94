import { describe, expect, it } from "vitest";

import { afterThisWeek, comingFriday } from "#app/domain/deadlines/week.ts";

describe("the Friday that management asks about", () => {
  it.each([
    ["Monday morning", "2026-11-16T09:00:00Z", "2026-11-20", "2026-11-20T23:00:00.000Z"],
    ["the last second of Friday", "2026-11-20T22:59:59Z", "2026-11-20", "2026-11-20T23:00:00.000Z"],
    ["Saturday, of the next week", "2026-11-20T23:00:00Z", "2026-11-27", "2026-11-27T23:00:00.000Z"],
    ["Sunday evening", "2026-11-22T22:59:59Z", "2026-11-27", "2026-11-27T23:00:00.000Z"],
    ["the week in which the clock goes forward", "2027-03-26T09:00:00Z", "2027-03-26", "2027-03-26T23:00:00.000Z"],
    ["the week after it", "2027-03-29T09:00:00Z", "2027-04-02", "2027-04-02T22:00:00.000Z"],
    ["over the turn of the year", "2026-12-30T09:00:00Z", "2027-01-01", "2027-01-01T23:00:00.000Z"],
  ])("%s", (_when, now, friday, until) => {
    expect(comingFriday(new Date(now))).toBe(friday);
    expect(afterThisWeek(new Date(now)).toISOString()).toBe(until);
  });
});
