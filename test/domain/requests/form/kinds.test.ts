import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { phoneShown, readEmail, readPhone, isRoleMailbox } from "#app/domain/requests/form/kinds/contact.ts";
import { readDate } from "#app/domain/requests/form/kinds/date.ts";
import { readDutchName } from "#app/domain/requests/form/kinds/name.ts";
import { readAgbCode, readEstablishmentNumber, readKvkNumber } from "#app/domain/requests/form/kinds/numbers.ts";
import { readAddress, readPostcode } from "#app/domain/requests/form/kinds/place.ts";
import type { Reading } from "#app/domain/requests/form/kinds/result.ts";
import { readText } from "#app/domain/requests/form/kinds/text.ts";

function codes(reading: Reading<unknown>): string[] {
  return reading.ok ? [] : reading.errors.map((error) => error.code);
}
function value<T>(reading: Reading<T>): T | undefined {
  return reading.ok ? reading.value : undefined;
}

describe("numbers", () => {
  it.each([
    ["12345678", []], ["12 34 56 78", []], ["01234567", []], ["", ["agb.empty"]], ["1234567", ["agb.seven"]], ["1234567a", ["agb.letters"]],
    ["123456789", ["agb.length"]], ["990010000017", ["agb.establishment"]],
  ])("AGB code %j", (typed, expected) => expect(codes(readAgbCode("agb", typed))).toEqual(expected));

  it.each([
    ["68750110", []], ["687.501.10", []], ["", ["kvk.empty"]], ["990010000017", ["kvk.establishment"]], ["123456782", ["kvk.nine"]], ["NL687501", ["kvk.letters"]], ["6875011", ["kvk.length"]],
    ["KvK 68750110", []], ["kvk-nummer: 687.501.10", []], ["KVK nr. 68750110", []], ["KvK", ["kvk.letters"]], ["KvK vestiging 990010000017", ["kvk.letters"]],
  ])("KvK number %j (R73)", (typed, expected) => expect(codes(readKvkNumber("kvk", typed))).toEqual(expected));

  it.each([["990010000017", []], ["68750110", ["establishment.kvk"]], ["99001000001", ["establishment.length"]]])("establishment number %j (R73)", (typed, expected) =>
    expect(codes(readEstablishmentNumber("branch", typed))).toEqual(expected));
});

describe("a Dutch name", () => {
  const name = (initials: string, prefix: string, surname: string) => readDutchName("user.name", { initials, prefix, surname });

  it.each([
    ["ab", "", "Linden", { initials: "A.B.", prefix: "", surname: "Linden" }],
    ["A. B.", "v.d.", "Linden", { initials: "A.B.", prefix: "van der", surname: "Linden" }],
    ["z", "Van Der", "Håkon", { initials: "Z.", prefix: "van der", surname: "Håkon" }],
    ["th.j.", "", "de Vries - Bakker", { initials: "Th.J.", prefix: "de", surname: "Vries-Bakker" }],
    ["f", "", "el Idrissi", { initials: "F.", prefix: "", surname: "el Idrissi" }],
    ["k", "", "’t Hart", { initials: "K.", prefix: "'t", surname: "Hart" }],
    ["ş", "", "O’Neill", { initials: "Ş.", prefix: "", surname: "O'Neill" }],
  ])("%s %s %s", (initials, prefix, surname, expected) => expect(value(name(initials, prefix, surname))).toEqual(expected));

  it.each([
    ["", "", "", ["name.initials-empty", "name.surname-empty"]],
    ["-", "", "Jansen", ["name.initials-empty"]],
    ["Johanna", "", "Vries", ["name.initials-names"]],
    ["Sem", "", "Jansen", ["name.initials-names"]],
    ["A1", "", "Jansen2", ["name.initials-digits", "name.surname-digits"]],
    ["S.", "", "<script>alert(1)</script>", ["name.surname-letters"]],
    ["<1>", "<2>", "Jansen", ["name.initials-letters", "name.prefix-letters"]],
    ["A", "", "Jansen 🙂", ["name.surname-letters"]],
    ["A", "", "Jan\u0007sen", ["name.surname-letters"]],
    ["A", "", "Иванов", ["name.surname-script"]],
    ["A", "", "x".repeat(61), ["name.surname-long"]],
    ["ABCDEF.G", "", "Jansen", ["name.initials-names"]],
    ["A.B.C.D.E.F.G.", "", "Jansen", ["name.initials-many"]],
    ["A", "van der van der", "Jansen", ["name.prefix-long"]],
  ])("refuses %s|%s|%s", (initials, prefix, surname, expected) => expect(codes(name(initials, prefix, surname))).toEqual(expected));

  it.each([
    ["jp", "J.P."], ["JP", "J.P."], ["Jp", "J.P."], ["J.P.", "J.P."], ["j p", "J.P."], ["J-P", "J.P."], ["JP.", "J.P."], ["JPM", "J.P.M."], ["JP M", "J.P.M."], ["AJM", "A.J.M."], ["JMA", "J.M.A."], ["AN", "A.N."], ["an", "A.N."], ["Z.O.E.", "Z.O.E."], ["J.A.N.", "J.A.N."],
    ["jpm", "J.P.M."], ["Th.", "Th."], ["Th", "Th."], ["Th J", "Th.J."], ["th j", "Th.J."], ["ThJ", "Th.J."], ["Chr.J.", "Chr.J."], ["chr.j", "Chr.J."], ["JChr", "J.Chr."], ["Joh. C.", "Joh.C."],
  ])("reads the initials %s as %s", (typed, expected) => expect(value(name(typed, "", "Jansen"))).toMatchObject({ initials: expected }));

  it.each(["zoe", "Zoë", "Zoe", "zoë", "sem", "jan", "pim", "Marie", "marie", "kees", "Zoe J", "J. Zoe", "J.Zoe", "Jo An", "jo-an", "Jan-Piet", "jan p", "McKay", "JAN", "ANNA", "ZOE", "ZOË", "EVA", "PIET", "BRAM", "JAN P", "P. MARIA"])("asks for the initials of %s, and never spells a first name", (typed) =>
    expect(codes(name(typed, "", "Jansen"))).toEqual(["name.initials-names"]));

  it("reading what was read gives the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 8 }), fc.constantFrom("", "van", "v.d.", "Op 't"), fc.string({ unit: "grapheme", maxLength: 20 }), (initials, prefix, surname) => {
        const first = name(initials, prefix, surname);
        if (first.ok) expect(value(name(first.value.initials, first.value.prefix, first.value.surname))).toEqual(first.value);
      }),
      { numRuns: 500 },
    );
  });
});

describe("reaching somebody", () => {
  it.each([
    ["06 12345678", "+31612345678"], ["+31 (0)6-12345678", "+31612345678"], ["0031 6 12 34 56 78", "+31612345678"], ["+49 30 901820", "+4930901820"],
  ])("phone %s", (typed, expected) => expect(value(readPhone("phone", typed, { mobile: true }))).toBe(expected));

  it.each([["+31612345678", "06 12345678"], ["+31302345678", "030 234 5678"], ["+3225551234", "+32 2 555 12 34"], ["112", "112"]])("phone %s is shown as %s", (e164, shown) => expect(phoneShown(e164)).toBe(shown));

  it.each([["", "phone.empty"], ["0612345", "phone.length"], ["bel mij", "phone.letters"], ["+999123", "phone.unknown"], ["030 2345678", "phone.not-mobile"]])("refuses phone %s", (typed, code) =>
    expect(codes(readPhone("phone", typed, { mobile: true }))).toEqual([code]));

  it.each([["S.Jansen@DeBrug.example", "S.Jansen@debrug.example"], ["<a+b@c.example>", "a+b@c.example"], ["Zoë <z.v@DeBrug.example>", "z.v@debrug.example"], ['"Jansen, S." <s.jansen@c.example>;', "s.jansen@c.example"]])("e-mail %s", (typed, expected) =>
    expect(value(readEmail("email", typed, { personal: false }))).toBe(expected));

  it.each([
    ["", "email.empty"], ["jansen", "email.no-at"], ["jan sen@a.example", "email.space"], ["a@b.example, c@d.example", "email.several"], ["A <a@b.example>, C <c@d.example>", "email.several"], ["jansen@debrug", "email.domain"],
    ["jansen@-a.example", "email.domain"], ["jan..sen@a.example", "email.unknown"], ["jánsen@a.example", "email.unknown"], [`${"a".repeat(65)}@b.example`, "email.long"],
  ])("refuses e-mail %s", (typed, code) => expect(codes(readEmail("email", typed, { personal: false }))).toEqual([code]));

  it("warns for a mailbox that several people read", () => {
    const reading = readEmail("email", "Info@debrug.example", { personal: true });
    expect(reading.ok && reading.warnings.map((warning) => warning.code)).toEqual(["email.shared"]);
    expect(isRoleMailbox("praktijk+nieuw@debrug.example")).toBe(true);
    expect(isRoleMailbox("s.jansen@debrug.example")).toBe(false);
  });
});

describe("places and days", () => {
  it.each([["1234 ab", "1234AB"], ["3511AB", "3511AB"]])("postcode %s", (typed, expected) => expect(value(readPostcode("postcode", typed))).toBe(expected));
  it.each(["0123AB", "1234SS", "1234SA", "1234SD", "12345", "B-1000"])("refuses postcode %s", (typed) => expect(codes(readPostcode("postcode", typed))).toEqual(["postcode.unknown"]));

  it("an address", () => {
    const address = { street: "Brugstraat", houseNumber: "5", houseNumberSuffix: "hs", postcode: "3511 ab", town: "Utrecht" };
    expect(value(readAddress("address", address))).toEqual({ ...address, houseNumber: 5, postcode: "3511AB" });
    expect(codes(readAddress("address", { street: "", houseNumber: "0", houseNumberSuffix: "", postcode: "", town: "" }))).toEqual([
      "address.street-empty", "address.house-number", "postcode.empty", "address.town-empty",
    ]);
  });

  const today = "2026-11-22";
  const day = (typed: string) => {
    const [first = "", second = "", third = ""] = typed.split("-");
    return readDate("day", { day: first, month: second, year: third }, { today, not: "past" });
  };
  it.each([["31-12-2026", "2026-12-31"], ["1-3-27", "2027-03-01"], ["5-mei-2027", "2027-05-05"], ["29-02-2028", "2028-02-29"], ["22-11-2026", "2026-11-22"]])("day %s", (typed, expected) =>
    expect(value(day(typed))).toBe(expected));
  it.each([["", "date.empty"], ["1--2027", "date.unknown"], ["1-brumaire-2027", "date.unknown"], ["29-02-2027", "date.no-such-day"], ["31-04-2027", "date.no-such-day"], ["21-11-2026", "date.past"]])("refuses day %s", (typed, code) =>
    expect(codes(day(typed))).toEqual([code]));
});

describe("free text", () => {
  it("keeps every letter up to the limit and says how many are too many above it", () => {
    expect(value(readText("remarks", "é".repeat(1000), { maxLength: 1000, lines: true }))).toHaveLength(1000);
    const reading = readText("remarks", "a".repeat(1_000_000), { maxLength: 1000, lines: true });
    expect(!reading.ok && reading.errors).toEqual([{ field: "remarks", code: "text.long", details: { most: 1000, typed: 1_000_000, over: 999_000 } }]);
  });

  it("masks with a warning (D18, D19)", () => {
    const reading = readText("remarks", "Bsn 111222333\nwachtwoord: geheim", { maxLength: 1000, lines: true });
    expect(value(reading)).toBe("Bsn •••••\nwachtwoord: •••••");
    expect(reading.ok && reading.warnings.map((warning) => warning.code)).toEqual(["masked.bsn", "masked.password"]);
  });
});
