import { describe, expect, it } from "vitest";
import { PEOPLE, PRACTICES, person } from "#db/worlds/cast.ts";
import { AGB_ENTRIES, BANK_CUSTOMERS, BANKS, TRADE_ENTRIES } from "#db/worlds/registers.ts";

const POSTCODE = /^[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}$/;

describe("the cast", () => {
  it.each([
    ["people", PEOPLE.map((one) => one.id)],
    ["e-mail addresses", PEOPLE.map((one) => one.email)],
    ["phone numbers", PEOPLE.map((one) => one.phone)],
    ["AGB codes", AGB_ENTRIES.map((one) => one.code)],
    ["KvK numbers", TRADE_ENTRIES.map((one) => one.kvkNumber)],
    ["establishment numbers", TRADE_ENTRIES.flatMap((one) => one.establishments)],
  ])("has no two alike: %s", (_what, values) => {
    expect(new Set(values).size).toBe(values.length);
  });

  it("lives in the shapes that the office asks for, and nowhere real", () => {
    for (const one of PEOPLE) {
      expect(one.email).toMatch(/^[a-z.-]+@[a-z]+\.example$/);
      expect(one.phone).toMatch(/^\+316\d{8}$/);
      expect(one.home.postcode).toMatch(POSTCODE);
      expect(one.dateOfBirth).toMatch(/^19\d{2}-\d{2}-\d{2}$/);
    }
    for (const one of PRACTICES) expect(one.address.postcode).toMatch(POSTCODE);
    for (const one of AGB_ENTRIES) expect(one.code).toMatch(/^\d{8}$/);
    for (const one of TRADE_ENTRIES) expect(one.establishments.every((number) => /^\d{12}$/.test(number))).toBe(true);
  });

  it("fits together: roles are people, codes are registered on the practice's number, everybody has a bank", () => {
    for (const practice of PRACTICES) {
      for (const id of [...practice.signatories, practice.mainContact, ...practice.contacts, ...practice.users]) person(id);
      expect(practice.signatories).toHaveLength(practice.jointlyAuthorised ? 2 : 1);
      for (const code of practice.agbCodes) {
        expect(AGB_ENTRIES.find((entry) => entry.code === code)).toMatchObject({ kvkNumber: practice.kvkNumber, careType: practice.careType });
      }
      expect(TRADE_ENTRIES.find((entry) => entry.kvkNumber === practice.kvkNumber)?.legalForm).toBe(practice.legalForm);
    }
    expect(BANK_CUSTOMERS.map((one) => one.personId)).toEqual(PEOPLE.map((one) => one.id));
    expect(BANK_CUSTOMERS.every((one) => BANKS.some((bank) => bank.id === one.bankId))).toBe(true);
  });
});
