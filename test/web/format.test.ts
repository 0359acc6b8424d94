import { describe, expect, test } from "vitest";

import { formatters } from "#app/web/format.ts";
import { translator } from "#app/web/i18n.server.ts";

const dutch = formatters("nl", translator("nl"));
const english = formatters("en", translator("en"));

describe("how the office writes", () => {
  test("dates and times, by the clock of Amsterdam", () => {
    const moment = new Date("2026-11-16T13:05:00Z");
    expect(dutch.date(moment)).toBe("maandag 16 november 2026");
    expect(dutch.time(moment)).toBe("14:05 uur");
    expect(dutch.dateTime("2026-11-16T13:05:00Z")).toBe("maandag 16 november 2026 om 14:05 uur");
    expect(dutch.shortDate(moment)).toBe("ma 16 nov");
    expect(english.date(moment)).toBe("Monday 16 November 2026");
    expect(english.dateTime(moment)).toBe("Monday 16 November 2026 at 14:05");
  });

  test("just before midnight UTC it is already tomorrow here, an hour later in summer than in winter", () => {
    expect(dutch.dateOnly(new Date("2026-12-31T23:00:00Z"))).toBe("1 januari 2027");
    expect(dutch.dateOnly(new Date("2026-12-31T22:59:59Z"))).toBe("31 december 2026");
    expect(dutch.dateOnly(new Date("2026-06-30T22:00:00Z"))).toBe("1 juli 2026");
    expect(dutch.time(new Date("2026-12-31T23:00:00Z"))).toBe("00:00 uur");
  });

  test("days left and days late, one and many", () => {
    expect([3, 1, 0, -1, -2].map((days) => dutch.workingDaysLeft(days))).toEqual([
      "nog 3 werkdagen",
      "nog 1 werkdag",
      "nog 0 werkdagen",
      "1 werkdag te laat",
      "2 werkdagen te laat",
    ]);
    expect(english.workingDaysLeft(1)).toBe("1 working day left");
    expect(dutch.daysLeft(60)).toBe("nog 60 dagen");
    expect(dutch.number(1234)).toBe("1.234");
  });
});
