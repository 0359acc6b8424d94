import { describe, expect, it } from "vitest";

import { TextArea, TextInput } from "#app/ui/field.tsx";

import { draw, shellFor } from "./kit.fixture.tsx";

const area = (typed: string, language: "nl" | "en" = "nl") => draw(<TextArea name="note" label="Notitie" help="Alleen collega’s lezen dit." most={1000} defaultValue={typed} />, shellFor(language));

describe("a text of at most so many characters", () => {
  it("says its limit beforehand, and leaves none of it to the browser, which cuts what is pasted without a word", () => {
    expect(area("")).toContain("Alleen collega’s lezen dit. Hoogstens 1000 tekens.");
    expect(area("", "en")).toContain("At most 1000 characters.");
    expect(area("")).not.toMatch(/maxlength/i);
    expect(draw(<TextInput name="reason" label="Reden" most={500} />, shellFor("nl"))).toMatch(/^(?!.*maxlength).*Hoogstens 500 tekens\./is);
  });

  it("counts what is too much, and what is left near the end", () => {
    const text = "x".repeat(1250);
    expect(area(text)).toContain("250 tekens te veel.");
    expect(area(text)).toContain(text);
    expect(area(text, "en")).toContain("250 characters too many.");
    expect(area("x".repeat(999))).toContain("Nog 1 teken.");
    expect(area("x".repeat(10))).not.toContain("Nog ");
  });
});
