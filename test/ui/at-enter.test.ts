import { describe, expect, it } from "vitest";

import { atEnter } from "#app/ui/keyboard/at-enter.ts";

const desk = { kind: "page", to: "/desk" };
const request = { kind: "request", to: "/desk/requests/1" };
const act = { kind: "act", to: "approve" };

describe("Enter in the field that finds everything", () => {
  it("waits for what was found for the words that stand there now, and takes nothing of the words before", () => {
    expect(atEnter([desk], 0, { typed: "ZG-2213", answered: "" })).toBe("wait");
    expect(atEnter([desk], 0, { typed: "ZG-2213", answered: "ZG-22" })).toBe("wait");
    expect(atEnter([], -1, { typed: "ZG-2213", answered: undefined })).toBe("wait");
  });

  it("takes the chosen one once it is there, and nothing where nothing was found", () => {
    expect(atEnter([request, desk], 0, { typed: " ZG-2213 ", answered: "ZG-2213" })).toBe(request);
    expect(atEnter([request, desk], 1, { typed: "ZG-2213", answered: "ZG-2213" })).toBe(desk);
    expect(atEnter([], -1, { typed: "ZG-2213", answered: "ZG-2213" })).toBeUndefined();
  });

  it("does an act of the page at once, which was found without the office", () => {
    expect(atEnter([act, desk], 0, { typed: "goed", answered: "" })).toBe(act);
  });
});
