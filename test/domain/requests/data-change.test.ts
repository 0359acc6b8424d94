import { describe, expect, test } from "vitest";

import { isSameAddress, isUnchanged } from "#app/domain/requests/data-change.ts";

const brug = { street: "Brugstraat", houseNumber: 5, houseNumberSuffix: "hs", postcode: "3511AB", town: "Utrecht" };

describe("one address and another (R103)", () => {
  test.each([
    ["a street in full and shortened", { street: "Brugstr." }],
    ["a town in capitals", { town: "UTRECHT" }],
    ["a suffix in capitals", { houseNumberSuffix: "HS" }],
    ["a suffix with a dash", { houseNumberSuffix: "h-s" }],
  ])("%s are the same delivery point", (_what, other) => {
    expect(isSameAddress(brug, { ...brug, ...other })).toBe(true);
  });

  test.each([
    ["another number", { houseNumber: 51 }],
    ["no suffix", { houseNumberSuffix: "" }],
    ["another postcode", { postcode: "3511AC" }],
  ])("%s is another one", (_what, other) => {
    expect(isSameAddress(brug, { ...brug, ...other })).toBe(false);
  });

  test("a number and a suffix do not run into each other", () => {
    expect(isSameAddress({ ...brug, houseNumber: 1, houseNumberSuffix: "2" }, { ...brug, houseNumber: 12, houseNumberSuffix: "" })).toBe(false);
  });
});

describe("what changes nothing", () => {
  test("an e-mail address in other capitals, but not a name", () => {
    expect(isUnchanged([{ field: "email", before: "F.elIdrissi@debrug.example", after: "f.elidrissi@debrug.example" }])).toBe(true);
    expect(isUnchanged([{ field: "name", before: "Z. de vries", after: "Z. de Vries" }])).toBe(false);
  });

  test("only when every value is the same", () => {
    expect(isUnchanged([{ field: "phone", before: "+31612345678", after: "+31612345678" }, { field: "email", before: "", after: "a@b.example" }])).toBe(false);
  });
});
