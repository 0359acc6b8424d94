import { describe, expect, it } from "vitest";

import { reinstallUntil } from "#app/domain/certificates/installation-facts.ts";
import { installValidity, isPastEnd, renewalWindow } from "#app/domain/certificates/validity.ts";
import { daysLater, installUntil, isPast } from "#app/domain/deadlines/clock.ts";

// P12: the terms of a certificate hold on leap days, on the last days of months and in the nights when the clocks change, to the second. What is done at each of these limits, with
// database and rules, stands in `installation`, `renewal` and `reinstalling` of the integration tests; the instants themselves are here.
const SECOND = 1000;
const at = (iso: string) => new Date(iso);
const around = (limit: Date) => [-SECOND, 0, SECOND].map((ms) => new Date(limit.getTime() + ms));

describe("P12: sixty days to install", () => {
  it.each([
    ["in a plain stretch", "2026-05-01T08:00:00Z", "2026-06-30T08:00:00Z"],
    ["over 29 February", "2028-01-15T09:00:00Z", "2028-03-15T09:00:00Z"],
    ["over the night in spring", "2026-03-01T09:00:00Z", "2026-04-30T08:00:00Z"],
    ["over the night in autumn", "2026-10-01T08:00:00Z", "2026-11-30T09:00:00Z"],
    // 60 days later 02:30 does not exist: it becomes 03:30.
    ["into the night in spring", "2026-01-28T01:30:00Z", "2026-03-29T01:30:00Z"],
  ])("%s", (_about, made, until) => {
    const limit = installUntil(at(made));
    expect(limit).toEqual(at(until));
    expect(around(limit).map((now) => isPast(limit, now))).toEqual([false, false, true]);
  });
});

describe("P12: two years, and the end", () => {
  it.each([
    ["in a plain year", "2026-11-16T09:00:00Z", "2028-11-16T08:59:59Z"],
    ["from 29 February", "2028-02-29T09:00:00Z", "2030-02-28T08:59:59Z"],
    ["to a year with 29 February", "2026-02-28T09:00:00Z", "2028-02-28T08:59:59Z"],
    // 29 March 2026 is in summer time from 02:00 on; two years later that day is 25 March.
    ["from winter into summer time", "2026-03-28T09:00:00Z", "2028-03-28T07:59:59Z"],
    // On 26 March 2028 02:30 does not exist.
    ["into the night in spring", "2026-03-26T01:30:00Z", "2028-03-26T01:29:59Z"],
    ["from the first 02:30 of the night in autumn", "2026-10-25T00:30:00Z", "2028-10-25T00:29:59Z"],
  ])("%s", (_about, installed, ends) => {
    const { notAfter } = installValidity(at(installed));
    expect(notAfter).toEqual(at(ends));
    expect(around(notAfter).map((now) => isPastEnd({ notAfter }, now))).toEqual([false, false, true]);
  });
});

describe("P12: the time to renew opens a month or thirty days before the end, whichever is earlier (D11)", () => {
  it.each([
    // The month is shorter than thirty days: the thirty days count.
    ["15 March, a month of 28 days", "2027-03-15T08:59:59Z", "2027-02-13T08:59:59Z"],
    ["15 March in a leap year, a month of 29 days", "2028-03-15T08:59:59Z", "2028-02-14T08:59:59Z"],
    // 31 March less a month is 28 February, which is earlier than thirty days before, 1 March.
    ["31 March", "2027-03-31T07:59:59Z", "2027-02-28T08:59:59Z"],
    ["31 March in a leap year", "2028-03-31T07:59:59Z", "2028-02-29T08:59:59Z"],
    ["29 February", "2028-02-29T08:59:59Z", "2028-01-29T08:59:59Z"],
    ["a month of 31 days", "2028-11-16T08:59:59Z", "2028-10-16T07:59:59Z"],
    ["a month of 30 days: both the same", "2028-10-16T07:59:59Z", "2028-09-16T07:59:59Z"],
    // Opens over the night in autumn: the same time on the clock, an hour further away.
    ["over the night in autumn", "2026-11-10T09:00:00Z", "2026-10-10T08:00:00Z"],
    ["over the night in spring", "2027-04-10T08:00:00Z", "2027-03-10T09:00:00Z"],
    // Thirty-one days before, 02:30 does not exist: 03:30 it is; thirty days before is later.
    ["into the night in spring", "2027-04-28T00:30:00Z", "2027-03-28T01:30:00Z"],
  ])("%s", (_about, ends, opens) => {
    const { opensAt } = renewalWindow({ notAfter: at(ends) });
    expect(opensAt).toEqual(at(opens));
    expect(around(opensAt).map((now) => opensAt <= now)).toEqual([false, true, true]);
  });

  it("by a policy of more days opens earlier, and of fewer never later than the month", () => {
    expect(renewalWindow({ notAfter: at("2028-11-16T08:59:59Z") }, 45).opensAt).toEqual(at("2028-10-02T07:59:59Z"));
    expect(renewalWindow({ notAfter: at("2028-11-16T08:59:59Z") }, 7).opensAt).toEqual(at("2028-10-16T07:59:59Z"));
  });
});

describe("P12: twenty days to install again (R39, D1)", () => {
  it.each([
    ["in a plain stretch", "2028-11-16T08:59:59Z", "2028-12-06T08:59:59Z"],
    ["over 29 February", "2028-02-20T08:59:59Z", "2028-03-11T08:59:59Z"],
    ["over the night in spring", "2028-03-20T08:59:59Z", "2028-04-09T07:59:59Z"],
    ["over the night in autumn", "2028-10-20T07:59:59Z", "2028-11-09T08:59:59Z"],
  ])("%s", (_about, ends, until) => {
    const limit = reinstallUntil(at(ends), { "reinstall.windowDays": 20 });
    expect(limit).toEqual(at(until));
    expect(around(at(until)).map((now) => limit !== null && isPast(limit, now))).toEqual([false, false, true]);
  });

  it("has no end where the policy knows none", () => {
    expect(reinstallUntil(at("2028-11-16T08:59:59Z"), { "reinstall.windowDays": null })).toBeNull();
  });
});

describe("P12: sixty, thirty, fourteen and three days before the end somebody is reminded", () => {
  it.each([
    [60, "2028-11-16T08:59:59Z", "2028-09-17T07:59:59Z"],
    [30, "2028-03-29T07:59:59Z", "2028-02-28T08:59:59Z"],
    [30, "2028-03-30T07:59:59Z", "2028-02-29T08:59:59Z"],
    [14, "2026-11-05T09:00:00Z", "2026-10-22T08:00:00Z"],
    [3, "2027-03-30T08:00:00Z", "2027-03-27T09:00:00Z"],
  ])("%i days before %s", (days, ends, when) => {
    expect(daysLater(at(ends), -days)).toEqual(at(when));
  });
});
