import { describe, expect, test } from "vitest";

import { attributeInDer, bounded, differingAttributes, fillSubject } from "#app/domain/certificates/subject.ts";

import { personal, ZOE } from "../../adapters/forge/authority.fixture.ts";

test("the personal subject names country, practice, AGB code, user number and person, in this order", () => {
  expect(fillSubject(personal, ZOE)).toEqual([
    { attribute: "C", value: "NL" },
    { attribute: "O", value: "Tandartspraktijk De Brug" },
    { attribute: "OU", value: "12345678" },
    { attribute: "serialNumber", value: "12345678901237" },
    { attribute: "CN", value: "Z. van der Håkon" },
  ]);
});

test("what a profile puts before a name stays there, however long the name is", () => {
  const profile = { ...personal, subject: [{ attribute: "CN" as const, value: "TEST {{commonName}}" }] };
  const commonName = (name: string) => fillSubject(profile, { ...ZOE, commonName: name })[0]?.value;
  expect(commonName("Zoë")).toBe("TEST Zoë");
  expect(commonName("Ž".repeat(64))).toBe(`TEST ${"Ž".repeat(59)}`);
  expect(commonName(`${"a".repeat(55)} bcde`)).toBe(`TEST ${"a".repeat(55)}`);
});

describe("a name as a certificate can hold it", () => {
  test.each([
    ["composed, though it was typed in pieces", "Zoe\u0308 van der Ha\u030akon", "Zoë van der Håkon"],
    ["single spaces", "  De \t Brug\n ", "De Brug"],
    ["64 characters stay, however many octets they take", "Ž".repeat(64), "Ž".repeat(64)],
    ["of 65 in one word the first 64", "Ž".repeat(65), "Ž".repeat(64)],
    ["of several words those that fit", `${"a".repeat(60)} bcd efg`, `${"a".repeat(60)} bcd`],
    ["a word that does not fit goes as a whole", `${"a".repeat(60)} bcde`, "a".repeat(60)],
    ["characters outside the first plane count once", "𝒵".repeat(64), "𝒵".repeat(64)],
    ["half a pair is marked", "De \uD800 Brug", "De \uFFFD Brug"],
  ])("%s", (_, typed, expected) => {
    expect(bounded(typed, 64)).toBe(expected);
  });
});

describe("an attribute in DER", () => {
  test.each([
    ["De Brug", "06035504" + "0a0c07" + Buffer.from("De Brug").toString("hex")],
    ["Ž".repeat(64), "06035504" + "0a0c8180" + "c5bd".repeat(64)],
    ["𝒵".repeat(64), "06035504" + "0a0c820100" + "f09d92b5".repeat(64)],
  ])("%s", (name, hex) => {
    expect(attributeInDer("O", name).toString("hex")).toBe(hex);
  });
});

describe("what a certificate says that is no longer so", () => {
  const was = { commonName: "Z. van der Håkon", userNumber: "90000000000001", organisation: "De Brug", agbCode: "12345678" };
  const tbs = Buffer.concat([attributeInDer("O", was.organisation), attributeInDer("OU", was.agbCode), attributeInDer("CN", was.commonName)]);

  test.each<[what: string, is: Partial<typeof was>, differs: string[]]>([
    ["nothing", {}, []],
    ["the name", { commonName: "Z. de Vries" }, ["CN"]],
    ["a name that begins alike", { commonName: "Z. van der Håko" }, ["CN"]],
    ["the enterprise, whose name is a part of the former one's", { organisation: "Brug" }, ["O"]],
    ["a name that stands elsewhere in it", { commonName: "De Brug" }, ["CN"]],
    ["all of it, in the order of the profile", { commonName: "Z. de Vries", organisation: "De Kade", agbCode: "12000017" }, ["O", "OU", "CN"]],
  ])("%s", (_, is, differs) => {
    expect(differingAttributes(tbs, personal, { ...was, ...is })).toEqual(differs);
  });
});
