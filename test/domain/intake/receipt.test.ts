import { describe, expect, it } from "vitest";

import { hasTime, receiptAt } from "#app/domain/intake/begin.ts";

describe("the time of a receipt", () => {
  const now = new Date("2026-11-16T09:12:30.500Z");
  it.each([
    ["2026-11-13", null, false],
    ["2026-11-16", null, false],
    ["2026-11-13", "16:45", true],
    ["2026-11-16", "08:05", true],
  ])("of %s at %s was given by somebody: %s", (day, time, given) => {
    expect(hasTime({ receivedAt: receiptAt(day, time, now), begunAt: now })).toBe(given);
  });
});
