import { describe, expect, it } from "vitest";

import { strengthOf } from "#app/ui/install/password-strength.ts";

describe("a word for a password", () => {
  it.each([
    ["wachtwrd", "short"],
    ["👩‍⚕️👩‍⚕️", "short"],
    ["aaaaaaaaaaaaaaaaaaaa", "weak"],
    ["1212121212", "weak"],
    ["wächtwoord", "weak"],
    ["fietsbel23", "good"],
    ["zonnebloempje", "good"],
    ["Vier ezels in de regen", "strong"],
  ])("%s is %s", (password, strength) => expect(strengthOf(password)).toBe(strength));
});
