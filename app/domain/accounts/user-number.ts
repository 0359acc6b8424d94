import { randomInt } from "node:crypto";

import type { AccountKind } from "#db/schema/accounts.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";

/** First digits of the numbers of each environment (D4): who sees 9 knows that it opens nothing in production. */
const FIRST_DIGITS: Readonly<Record<Environment, readonly number[]>> = {
  production: [1, 2, 3, 4, 5, 6, 7],
  acceptance: [8],
  test: [9],
  demonstration: [9],
};

/** Numbers of test accounts begin with a digit that no environment gives to anybody else (R114): it can be seen in the demonstration too. The database holds it. */
const FIRST_OF_TESTS = [0] as const;

/** A new user number: thirteen random digits in the range of the environment, or of tests, and a Luhn digit (D4). Whether it is free, the database says. */
export function newUserNumber(environment: Environment, kind: AccountKind = "personal"): string {
  const first = kind === "test" ? FIRST_OF_TESTS : FIRST_DIGITS[environment];
  const digits = [first[randomInt(first.length)] ?? 9, ...Array.from({ length: 12 }, () => randomInt(10))].join("");
  return digits + luhnDigit(digits);
}

/** ISO/IEC 7812-1, annex B: the digit that makes the weighted sum a multiple of ten. */
export function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
