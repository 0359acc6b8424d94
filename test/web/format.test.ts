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
    const left = (days: number, isLate = days < 0) => ({ days, isLate });
    expect([left(3), left(1), left(0), left(0, true), left(-1), left(-2)].map((one) => dutch.timeLeft(one))).toEqual([
      "nog 3 werkdagen",
      "nog 1 werkdag",
      "laatste werkdag",
      "te laat",
      "1 werkdag te laat",
      "2 werkdagen te laat",
    ]);
    expect(english.timeLeft(left(1))).toBe("1 working day left");
    expect(dutch.daysLeft(60)).toBe("nog 60 dagen");
    expect(dutch.number(1234)).toBe("1.234");
  });

  test("a date of which a bank knows only part, in words", () => {
    expect(["19790314", "19790300", "19790000", "00000000", ""].map((digits) => dutch.partialDate(digits))).toEqual([
      "14 maart 1979",
      "maart 1979, dag onbekend",
      "1979, dag en maand onbekend",
      "",
      "",
    ]);
    expect(english.partialDate("19790300")).toBe("March 1979, day unknown");
    // Before the clocks of the whole country were one, Amsterdam was twenty minutes ahead.
    expect(dutch.partialDate("19360101")).toBe("1 januari 1936");
  });
});
