import { describe, expect, test } from "vitest";

import { installValidity, isWithin } from "#app/domain/certificates/validity.ts";

const ends = (installed: string, years?: number) => installValidity(new Date(installed), years).notAfter.toISOString();

describe("two years on the calendar of Amsterdam (D12)", () => {
  test.each([
    ["an ordinary day in winter", "2026-11-16T10:30:00+01:00", "2028-11-16T10:29:59+01:00"],
    ["an ordinary day in summer", "2026-07-01T10:30:00+02:00", "2028-07-01T10:29:59+02:00"],
    ["29 February becomes 28 February", "2028-02-29T12:00:00+01:00", "2030-02-28T11:59:59+01:00"],
    ["28 February stays, also where a 29th follows", "2026-02-28T12:00:00+01:00", "2028-02-28T11:59:59+01:00"],
    ["1 March is not 29 February", "2026-03-01T00:00:00+01:00", "2028-02-29T23:59:59+01:00"],
    ["midnight", "2026-01-01T00:00:00+01:00", "2027-12-31T23:59:59+01:00"],
    ["winter when installed, summer when it ends", "2026-03-27T09:00:00+01:00", "2028-03-27T08:59:59+02:00"],
    ["summer when installed, winter when it ends", "2027-10-30T09:00:00+02:00", "2029-10-30T08:59:59+01:00"],
    ["a second before the hour that the spring night of 2028 skips", "2026-03-26T01:59:59+01:00", "2028-03-26T01:59:58+01:00"],
    ["its first second: 02:00:00 does not exist, 03:00:00 does", "2026-03-26T02:00:00+01:00", "2028-03-26T01:59:59+01:00"],
    ["a second later", "2026-03-26T02:00:01+01:00", "2028-03-26T03:00:00+02:00"],
    ["the last second before the clocks go forward", "2026-03-29T01:59:59+01:00", "2028-03-29T01:59:58+02:00"],
    ["the second at which they go forward", "2026-03-29T03:00:00+02:00", "2028-03-29T02:59:59+02:00"],
    ["the hour that comes twice in autumn, the first time", "2026-10-25T02:30:00+02:00", "2028-10-25T02:29:59+02:00"],
    ["and the second time", "2026-10-25T02:30:00+01:00", "2028-10-25T02:29:59+02:00"],
    ["fractions of a second do not count", "2026-11-16T10:30:00.999+01:00", "2028-11-16T10:29:59+01:00"],
  ])("%s", (_, installed, expected) => {
    expect(ends(installed)).toBe(new Date(expected).toISOString());
  });

  test("another number of years", () => {
    expect(ends("2026-11-16T10:30:00+01:00", 1)).toBe("2027-11-16T09:29:59.000Z");
  });
});

test("begins five minutes early, for computers whose clock is slow, and the years do not count from there", () => {
  const { notBefore } = installValidity(new Date("2026-11-16T09:30:00.750Z"));
  expect(notBefore.toISOString()).toBe("2026-11-16T09:25:00.000Z");
});

test("both ends belong to it (P12)", () => {
  const validity = installValidity(new Date("2028-02-29T11:00:00Z"));
  const around = (end: Date) => [-1000, 0, 1000].map((shift) => isWithin(validity, new Date(end.getTime() + shift)));
  expect(around(validity.notBefore)).toEqual([false, true, true]);
  expect(around(validity.notAfter)).toEqual([true, true, false]);
});
