import { randomBytes } from "node:crypto";

import { describe, expect, test } from "vitest";

import { FORM_CODE_LENGTH, formCodeFrom, readFormCode, showFormCode, typedFormCode, writeFormCode } from "#app/domain/requests/form-code.ts";

describe("the QR of a printed form (R11, R104)", () => {
  test("says of a blank form its type and code, of a request its reference", () => {
    expect(writeFormCode({ kind: "form", type: "new-user", code: "K7MQ3XWD92HT" })).toBe("ZEGEL:F:new-user:K7MQ3XWD92HT");
    expect(writeFormCode({ kind: "request", number: 2481 })).toBe("ZEGEL:R:ZG-2481");
  });

  test.each([
    { kind: "form", type: "contact-change", code: "22222ZZZZZ22" } as const,
    { kind: "request", number: 2481 } as const,
    { kind: "request", number: 100_000_000_000 } as const,
  ])("reads back what it wrote: $kind", (code) => {
    expect(readFormCode(writeFormCode(code))).toEqual(code);
    expect(readFormCode(` ${writeFormCode(code)}\n`)).toEqual(code);
  });

  test.each([
    "",
    "https://example.org/",
    "ZEGEL:",
    "ZEGEL:F:new-user",
    "ZEGEL:F:new-user:K7MQ3XWD92H",
    "ZEGEL:F:new-user:K7MQ3XWD92HTX",
    "ZEGEL:F:new-user:K7MQ3XWD92H0",
    "ZEGEL:F:../secret:K7MQ3XWD92HT",
    "ZEGEL:F:New-User:K7MQ3XWD92HT",
    "ZEGEL:F:new-user-:K7MQ3XWD92HT",
    "ZEGEL:R:2481",
    "ZEGEL:R:ZG-24",
    "ZEGEL:R:ZG-9999999999999",
    "ZEGEL:R:ZG-2481:x",
    "zegel:r:zg-2481",
    `ZEGEL:R:ZG-2481${" x".repeat(500)}`,
  ])("is nothing of ours: %j", (text) => {
    expect(readFormCode(text)).toBeNull();
  });

  test("is never written in a form that could not be read", () => {
    expect(() => writeFormCode({ kind: "form", type: "New user", code: "K7MQ3XWD92HT" })).toThrow(RangeError);
    expect(() => writeFormCode({ kind: "form", type: "new-user", code: "short" })).toThrow(RangeError);
    expect(() => writeFormCode({ kind: "request", number: -1 })).toThrow(RangeError);
  });
});

describe("the code of a blank form", () => {
  test("is twelve letters and digits that nobody takes for another, out of whatever octets", () => {
    for (let round = 0; round < 500; round += 1) expect(formCodeFrom(randomBytes(FORM_CODE_LENGTH))).toMatch(/^[2-9A-HJ-NP-Z]{12}$/);
    expect(formCodeFrom(new Uint8Array(12))).toBe("222222222222");
    expect(() => formCodeFrom(new Uint8Array(11))).toThrow(RangeError);
  });

  test("is shown in fours, and read however somebody types it over", () => {
    expect(showFormCode("K7MQ3XWD92HT")).toBe("K7MQ-3XWD-92HT");
    for (const typed of ["K7MQ-3XWD-92HT", "k7mq 3xwd 92ht", " K7MQ3XWD92HT ", "K7MQ–3XWD–92HT"]) expect(typedFormCode(typed)).toBe("K7MQ3XWD92HT");
    for (const typed of ["", "K7MQ-3XWD", "K7MQ-3XWD-92H0", "ZG-2481"]) expect(typedFormCode(typed)).toBeNull();
  });
});
