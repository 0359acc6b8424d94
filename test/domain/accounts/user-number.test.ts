import { describe, expect, it } from "vitest";

import { luhnDigit, newUserNumber } from "#app/domain/accounts/user-number.ts";
import { faultInUserNumber, readUserNumber } from "#app/domain/user-number.ts";

describe("a user number (D4)", () => {
  it.each([["7992739871", 3], ["0000000000000", 0], ["1234567890123", 7]])("%s has Luhn digit %i", (digits, digit) => {
    expect(luhnDigit(digits)).toBe(digit);
  });

  it("has fourteen digits, of which the last checks the others, in a range of its environment", () => {
    for (const [environment, range] of [["production", /^[1-7]/], ["acceptance", /^8/], ["test", /^9/], ["demonstration", /^9/]] as const) {
      const numbers = Array.from({ length: 500 }, () => newUserNumber(environment));
      expect(numbers.every((number) => /^[0-9]{14}$/.test(number) && range.test(number))).toBe(true);
      expect(numbers.every((number) => luhnDigit(number.slice(0, 13)) === Number(number[13]))).toBe(true);
      expect(new Set(numbers).size).toBe(500);
    }
  });

  it.each([
    ["12345678901237", "12345678901237"],
    [" 1234 5678 9012 37", "12345678901237"],
    ["1234-5678-9012-37", "12345678901237"],
    ["11111111111111", "11111111111111"],
    ["1234567890123", null],
    ["123456789012371", null],
    ["1234567890123A", null],
    ["١٢٣٤٥٦٧٨٩٠١٢٣٧", null],
  ])("typed as %j is %j", (typed, number) => expect(readUserNumber(typed)).toBe(number));

  it.each([
    ["123", "user-number.length", 3],
    ["1234 5678 9012 371", "user-number.length", 15],
    ["1234567890123A", "user-number.digits", 14],
  ])("typed as %j can be nobody's: %s", (typed, code, count) => expect(faultInUserNumber(typed)).toEqual({ code, typed: count }));

  it("is not looked up to say whether its form is right", () => expect(faultInUserNumber("1111 1111 1111 11")).toBeNull());
});
