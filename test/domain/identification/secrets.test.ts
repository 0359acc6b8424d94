import { describe, expect, it } from "vitest";

import type { BankAnswer } from "#app/domain/identification/ports.ts";
import { hashBin, makeEntranceCode, openAnswer, sealAnswer } from "#app/domain/identification/secrets.ts";
import { isProblem } from "#app/domain/problem.ts";

const answer: BankAnswer = {
  bin: "BIN-77123",
  name: { initials: "JW", legalSurname: "Vries-Bakker", legalPrefix: "de" },
  dateOfBirth: "19680314",
};

describe("what the bank said, kept until the desk has ruled (D25)", () => {
  it("opens with the same secret for the same attempt, without the bank's identifier", () => {
    const sealed = sealAnswer("a secret of the office", "attempt-1", answer);
    expect(sealed).not.toContain("Vries");
    expect(openAnswer("a secret of the office", "attempt-1", sealed)).toEqual({ ...answer, bin: "" });
  });

  it.each([
    ["another secret", (sealed: string) => openAnswer("another secret", "attempt-1", sealed)],
    ["another attempt", (sealed: string) => openAnswer("a secret of the office", "attempt-2", sealed)],
    ["a changed byte", (sealed: string) => openAnswer("a secret of the office", "attempt-1", sealed.replace(/.$/, (last) => (last === "A" ? "Q" : "A")))],
    ["a short tag", (sealed: string) => openAnswer("a secret of the office", "attempt-1", sealed.replace(/^(v1\.[^.]+\.....)[^.]*/, "$1"))],
    ["nothing", () => openAnswer("a secret of the office", "attempt-1", "")],
  ])("does not open with %s", (_about, open) => {
    const sealed = sealAnswer("a secret of the office", "attempt-1", answer);
    expect(() => open(sealed)).toThrow(expect.toSatisfy((thrown) => isProblem(thrown, "identification.sealed")));
  });

  it("never looks the same twice", () => {
    expect(sealAnswer("a secret of the office", "attempt-1", answer)).not.toBe(sealAnswer("a secret of the office", "attempt-1", answer));
  });
});

it("the same person at the bank is recognised, and only with the office's secret", () => {
  expect(hashBin("one", "BIN-77123")).toMatch(/^[0-9a-f]{64}$/);
  expect(hashBin("one", "BIN-77123")).toBe(hashBin("one", "BIN-77123"));
  expect(hashBin("one", "BIN-77123")).not.toBe(hashBin("two", "BIN-77123"));
});

it("an entrance code has forty letters and digits, each time others", () => {
  const codes = Array.from({ length: 200 }, makeEntranceCode);
  expect(codes.every((code) => /^[A-Za-z0-9]{40}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBe(200);
});
