import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PREFIXES, readDutchName } from "#app/domain/requests/form/kinds/name.ts";
import { isInitials, splitName } from "#app/domain/requests/form/kinds/split-name.ts";

const parts = (initials: string, prefix: string, surname: string) => ({ initials, prefix, surname });

describe("a whole name in one cell", () => {
  it.each([
    ["P. de Bakker", parts("P.", "de", "Bakker")],
    ["Bakker, P. de", parts("P.", "de", "Bakker")],
    ["Bakker-de Vries, A.M.", parts("A.M.", "", "Bakker-de Vries")],
    ["A.M. Bakker - de Vries", parts("A.M.", "", "Bakker - de Vries")],
    ["P.J. van der Linden", parts("P.J.", "van der", "Linden")],
    ["P. J. v.d. Linden", parts("P. J.", "v.d.", "Linden")],
    ["Linden, P.J. v/d", parts("P.J.", "v/d", "Linden")],
    ["Linden, van der, P.J.", parts("P.J.", "van der", "Linden")],
    ["JP in 't Veld", parts("JP", "in 't", "Veld")],
    ["Th. de la Rue", parts("Th.", "de la", "Rue")],
    ["Mevr. drs. A. Smit", parts("A.", "", "Smit")],
    ["P.J. DE BAKKER", parts("P.J.", "DE", "BAKKER")],
    ["P. De Bakker", parts("P.", "", "De Bakker")],
    ["de Bakker, P.", parts("P.", "", "de Bakker")],
    ["Piet de Bakker", parts("Piet", "de", "Bakker")],
    ["Bakker, Piet de", parts("Piet", "de", "Bakker")],
    ["Bakker, de", parts("", "de", "Bakker")],
  ])("%s", (text, expected) => expect(splitName(text)).toEqual(expected));

  it.each(["Bakker", "de Bakker", "van der Linden", "", ",", "Bakker,", "Bakker, P. en zonen BV", "P."])("%j is none", (text) => expect(splitName(text)).toBeNull());

  it("comes back in its parts, in whatever order it was written", () => {
    const letter = fc.constantFrom(..."ABCDEFGHJKLMNPRSTW");
    const surname = fc.tuple(letter, fc.constantFrom("akker", "okstra", "ries", "uijl", "öhler"), fc.constantFrom("", "-de Vries", "-Smit")).map(([first, rest, own]) => `${first}${rest}${own}`);
    const name = fc.record({ initials: fc.array(letter, { minLength: 1, maxLength: 4 }).map((all) => all.map((one) => `${one}.`).join("")), prefix: fc.constantFrom("", ...PREFIXES.filter((one) => !one.endsWith("'"))), surname });
    fc.assert(
      fc.property(name, ({ initials, prefix, surname: last }) => {
        const asTyped = [[initials, prefix, last], [`${last},`, initials, prefix], [`${last},`, prefix === "" ? "" : `${prefix},`, initials]].map((words) => words.filter(Boolean).join(" "));
        return asTyped.every((text) => JSON.stringify(splitName(text)) === JSON.stringify(parts(initials, prefix, last)));
      }),
    );
  });

  it("loses no letter, whatever is in the cell", () => {
    const words = fc.array(fc.constantFrom("P.", "JP", "de", "van", "der", "Bakker", "Vries", "v.d.", ",", "-", "x", "Piet", "O'Neil"), { maxLength: 7 }).map((all) => all.join(" "));
    const letters = (text: string) => [...text.replaceAll(/[\s,]/g, "")].sort().join("");
    fc.assert(fc.property(words, (text) => {
      const split = splitName(text);
      return split === null || letters(split.initials + split.prefix + split.surname) === letters(text);
    }));
  });

  it("is then read as any name, and a first name is asked for its initials", () => {
    expect(readDutchName("n", splitName("Linden, P.J. v/d") ?? parts("", "", ""))).toMatchObject({ ok: true, value: parts("P.J.", "van der", "Linden") });
    expect(readDutchName("n", splitName("Piet de Bakker") ?? parts("", "", ""))).toMatchObject({ ok: false, errors: [{ code: "name.initials-names" }] });
    expect(["P.", "P.J.", "JP", "J.-P.", "P"].every(isInitials)).toBe(true);
    expect(["de", "Bakker", "piet", ""].some(isInitials)).toBe(false);
  });
});
