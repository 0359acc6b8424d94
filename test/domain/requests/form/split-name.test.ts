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

  it.each([
    ["J.P. de Vries", "J.P.", "de", "Vries"], ["JP de Vries", "J.P.", "de", "Vries"], ["J-P de Vries", "J.P.", "de", "Vries"], ["J P de Vries", "J.P.", "de", "Vries"], ["p bakker", "P.", "", "bakker"],
    ["Th. Bakker", "Th.", "", "Bakker"], ["Th Bakker", "Th.", "", "Bakker"], ["Chr.J. Bakker", "Chr.J.", "", "Bakker"], ["P. de Bakker", "P.", "de", "Bakker"], ["Bakker-de Vries, A.M.", "A.M.", "", "Bakker-de Vries"],
    ["A.M. Bakker-van der Berg", "A.M.", "", "Bakker-van der Berg"], ["A.M. BAKKER-DE VRIES", "A.M.", "", "BAKKER-DE VRIES"], ["A.B. van den Berg", "A.B.", "van den", "Berg"], ["P.J. DE VRIES", "P.J.", "de", "VRIES"], ["P. De Bakker", "P.", "", "De Bakker"],
    ["P. Van Den Berg", "P.", "", "Van Den Berg"], ["P. de Vries Bakker", "P.", "de", "Vries Bakker"], ["A. El Khattabi", "A.", "", "El Khattabi"], ["A. EL KHATTABI", "A.", "", "EL KHATTABI"], ["Garcia Lopez, M.", "M.", "", "Garcia Lopez"],
  ])("%s is read as %s %s %s", (text, initials, prefix, surname) => {
    expect(readDutchName("n", splitName(text) ?? parts("", "", ""))).toMatchObject({ ok: true, value: parts(initials, prefix, surname) });
  });

  // Spelt out, each of these would stand in a certificate with initials that nobody has.
  it.each([
    "JAN BAKKER", "Bakker, JAN", "BAKKER, JAN", "ANNA DE VRIES", "BAKKER, ANNA", "ELS BAKKER", "Bakker, ELS", "An Peeters", "AN PEETERS", "Bakker, An", "Bo de Vries", "BO DE VRIES", "JA de Vries", "ÉV de Vries", "Ed Smit", "Smit, ED", "El Khattabi", "EL KHATTABI", "Al Haddad", "Le Roux", "De Vries",
    "Ng Peeters", "NG PEETERS", "J.An Bakker", "J.JO BAKKER", "J. Peter de Vries", "J. PETER DE VRIES", "J. BO DE VRIES", "J. Ng de Vries", "P. Maria Bakker", "P. MARIA BAKKER", "P. Anne-Marie de Vries", "JO AN BAKKER", "Piet Jan Bakker", "Bakker, P. Maria", "P. y Gasset",
  ])("%s is not spelt out: the form asks", (text) => {
    const reading = readDutchName("n", splitName(text) ?? parts("", "", text));
    expect(reading.ok ? reading.value : reading.errors.map(({ field }) => field)).toContain("n.initials");
  });

  it.each(["Bakker", "de Bakker", "van der Linden", "", ",", "Bakker,", "Bakker, P. en zonen BV", "P.", "An Peeters", "El Khattabi", "Bakker, An"])("%j is none", (text) => expect(splitName(text)).toBeNull());

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
    expect(["P.", "P.J.", "JP", "J.-P.", "J-P", "J.P", "P", "Th"].every((word) => isInitials(word))).toBe(true);
    expect(["de", "Bakker", "piet", "", "An", "AN", "JAN", "J.An"].some((word) => isInitials(word))).toBe(false);
    expect(["P.", "P", "JP"].map((word) => isInitials(word, true))).toEqual([true, true, false]);
  });
});
