import { describe, expect, it } from "vitest";

import { linesSent } from "#app/ui/form/lines-sent.ts";

const TOO_LONG = "Deze tekst is te lang.";
const sent = { "_heading": "Naam;E-mail", "_numbers[]": ["3", "8", "9"], "_lines[]": ["a", "bbbbbb", "cccccc"], "user.employed": "yes" };

describe("the lines of a list that was refused before it was read", () => {
  it("come back as they were typed, with their numbers and heading, and say which are too long", () => {
    const lines = linesSent({ fields: { "_lines[]": TOO_LONG }, values: sent, details: { most: 5 } });
    expect(lines?.pasted).toMatchObject({ heading: "Naam;E-mail", lines: [{ line: 3, text: "a", wrong: [] }, { line: 8, text: "bbbbbb", wrong: [TOO_LONG] }, { line: 9, text: "cccccc", wrong: [TOO_LONG] }] });
    expect(lines?.fields).toEqual({ "line-8": TOO_LONG, "line-9": TOO_LONG });
  });

  it("have it at the first where no line is to blame", () => {
    const lines = linesSent({ fields: { "_numbers.1": "Klopt niet.", "user.employed": "Vink aan." }, values: { ...sent, "_numbers[]": "x" }, details: { count: 1 } });
    expect(lines?.pasted.lines.map(({ line, wrong }) => [line, wrong])).toEqual([[1, ["Klopt niet."]], [2, []], [3, []]]);
    expect(lines?.fields).toEqual({ "line-1": "Klopt niet.", "user.employed": "Vink aan." });
  });

  it("are none of a list that was pasted whole, or of a problem that is not about them", () => {
    expect(linesSent({ fields: {}, values: { list: "x" }, details: {} })).toBeNull();
    expect(linesSent({ fields: {}, values: sent, details: {} })?.fields).toEqual({});
  });
});
