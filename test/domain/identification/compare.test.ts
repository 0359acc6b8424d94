import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareDocument, compareIdentity, type Difference, type KnownPerson } from "#app/domain/identification/compare.ts";
import type { BankAnswer, DoorAnswer } from "#app/domain/identification/ports.ts";

type Told = Partial<BankAnswer["name"]> & { born?: string };

const johanna: KnownPerson = { initials: "J.W.", prefix: "de", surname: "Vries-Bakker", partnerSurname: null, birthDate: "1968-03-14" };

function known(changes: Partial<KnownPerson> = {}): KnownPerson {
  return { ...johanna, ...changes };
}

function told({ born = "19680314", ...name }: Told = {}): Pick<BankAnswer, "name" | "dateOfBirth"> {
  return { dateOfBirth: born, name: { initials: "JW", legalSurname: "Vries-Bakker", legalPrefix: "de", ...name } };
}

const table: Array<[about: string, known: KnownPerson, told: Told, result: string, differences: Difference[]]> = [
  ["the same in every part", known(), {}, "match", []],
  ["other case, and a hyphen that is a space", known(), { legalSurname: "VRIES BAKKER", legalPrefix: "DE" }, "match", []],
  ["accents that the bank drops", known({ surname: "Šimić", prefix: "" }), { legalSurname: "Simic", legalPrefix: "" }, "match", []],
  ["letters that have no accent to drop", known({ surname: "Ødegård", prefix: "" }), { legalSurname: "Odegard", legalPrefix: "" }, "match", []],
  ["a dotless i", known({ surname: "Yılmaz", prefix: "" }), { legalSurname: "YILMAZ", legalPrefix: "" }, "match", []],
  ["ij written as ÿ", known({ surname: "IJzerman", prefix: "" }), { legalSurname: "ÿzerman", legalPrefix: "" }, "match", []],
  ["ij as one letter", known({ surname: "Ĳzerman", prefix: "" }), { legalSurname: "IJzerman", legalPrefix: "" }, "match", []],
  ["an abbreviated prefix", known({ prefix: "van der", surname: "Meulen" }), { legalPrefix: "v.d.", legalSurname: "Meulen" }, "match", []],
  ["v/d for van der", known({ prefix: "van der", surname: "Meulen" }), { legalPrefix: "v/d", legalSurname: "Meulen" }, "match", []],
  ["an apostrophe of another shape", known({ prefix: "van 't", surname: "Hof" }), { legalPrefix: "van ’t", legalSurname: "Hof" }, "match", []],
  ["'t in full", known({ prefix: "in 't", surname: "Veld" }), { legalPrefix: "in het", legalSurname: "Veld" }, "match", []],
  ["a prefix that we keep in the surname", known({ prefix: "", surname: "el Idrissi" }), { legalPrefix: "el", legalSurname: "Idrissi" }, "match", []],
  ["own name and partner's, joined by us", known(), { legalPrefix: "", legalSurname: "Bakker", partnerPrefix: "de", partnerSurname: "Vries" }, "match", []],
  ["the partner's name, which she goes by", known({ surname: "Vries" }), { legalPrefix: "", legalSurname: "Bakker", partnerPrefix: "de", partnerSurname: "Vries" }, "match", []],
  ["the name that she prefers", known({ surname: "Vries" }), { legalPrefix: "", legalSurname: "Bakker", preferredPrefix: "de", preferredSurname: "Vries" }, "match", []],
  ["her own name, while we know both", known({ prefix: "", surname: "Bakker", partnerSurname: "Vries" }), { legalPrefix: "", legalSurname: "Bakker" }, "match", []],
  ["fewer initials at the bank", known(), { initials: "J" }, "match", []],
  ["more initials at the bank", known(), { initials: "JWM" }, "match", []],
  ["another second initial", known(), { initials: "JM" }, "near", ["later-initials"]],
  ["another first initial", known(), { initials: "WJ" }, "mismatch", ["first-initial"]],
  ["no prefix at the bank", known({ surname: "Vries" }), { legalPrefix: "", legalSurname: "Vries" }, "near", ["prefix"]],
  ["van den for van der", known({ prefix: "van der", surname: "Berg" }), { legalPrefix: "van den", legalSurname: "Berg" }, "near", ["prefix"]],
  ["another surname", known(), { legalSurname: "Jansen" }, "mismatch", ["surname"]],
  ["a surname of no letters", known({ surname: "--", prefix: "" }), { legalSurname: "...", legalPrefix: "" }, "mismatch", ["surname"]],
  ["a day that the bank does not know", known(), { born: "19680300" }, "near", ["birth-date-incomplete"]],
  ["only the year, which is right", known(), { born: "19680000" }, "near", ["birth-date-incomplete"]],
  ["only the year, which is wrong", known(), { born: "19690000" }, "mismatch", ["birth-date"]],
  ["another day", known(), { born: "19680315" }, "mismatch", ["birth-date"]],
  ["a date that we never knew", known({ birthDate: null }), {}, "near", ["birth-date-incomplete"]],
  ["three things at once", known(), { initials: "K", legalSurname: "Jansen", born: "19700101" }, "mismatch", ["first-initial", "surname", "birth-date"]],
];

describe("comparing names and birth date (D25)", () => {
  it.each(table)("%s", (_about, ours, theirs, result, differences) => {
    expect(compareIdentity(ours, told(theirs))).toEqual({ result, differences });
  });
});

const letters = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzéëïöüšžøł");
const word = fc.array(letters, { minLength: 1, maxLength: 8 }).map((all) => all.join(""));
const prefix = fc.constantFrom("", "de", "van", "van der", "van den", "ter", "in 't", "d'", "el");
const initials = fc.array(fc.constantFrom(..."ABCDEFGHJKLMNOPRSTVWZ"), { minLength: 1, maxLength: 5 });
const date = fc.tuple(fc.integer({ min: 1930, max: 2008 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-"));
const somebody = fc.record({ initials, prefix, surname: fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => words.join("-")), birthDate: date });
type Somebody = { initials: string[]; prefix: string; surname: string; birthDate: string };

const asKnown = (one: Somebody): KnownPerson => ({ ...one, initials: one.initials.map((letter) => `${letter}.`).join(""), partnerSurname: null });
const asTold = (one: Somebody) => told({ initials: one.initials.join(""), legalPrefix: one.prefix, legalSurname: one.surname, born: one.birthDate.replaceAll("-", "") });

describe("whoever the two are", () => {
  it("it does not matter who is at which side", () => {
    fc.assert(fc.property(somebody, somebody, (one, other) => {
      expect(compareIdentity(asKnown(one), asTold(other))).toEqual(compareIdentity(asKnown(other), asTold(one)));
    }));
  });

  it("a person with a whole birth date is always themselves", () => {
    fc.assert(fc.property(somebody.filter((one) => !one.birthDate.includes("-00")), (one) => {
      expect(compareIdentity(asKnown(one), asTold(one)).result).toBe("match");
    }));
  });

  it("case, accents and hyphens change nothing", () => {
    const plainly = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("-", " ").toUpperCase();
    fc.assert(fc.property(somebody, somebody, (one, other) => {
      const shouted = { ...other, surname: plainly(other.surname), prefix: other.prefix.toUpperCase() };
      expect(compareIdentity(asKnown(one), asTold(shouted))).toEqual(compareIdentity(asKnown(one), asTold(other)));
    }));
  });

  it("a bank that says less never says somebody else", () => {
    fc.assert(fc.property(somebody, (one) => {
      const less = { ...one, initials: one.initials.slice(0, 1), birthDate: one.birthDate.replace(/-..$/, "-00") };
      expect(compareIdentity(asKnown(one), asTold(less)).result).not.toBe("mismatch");
    }));
  });
});

describe("what AMP found at the door is compared the same way (R76)", () => {
  const found = (change: Partial<DoorAnswer> = {}): DoorAnswer => ({ said: "identified", documentType: "passport", documentValid: true, name: { initials: "J.W.", prefix: "de", surname: "Vries-Bakker" }, birthDateMatches: true, ...change });

  it.each<[about: string, known: KnownPerson, found: DoorAnswer, result: string, differences: Difference[]]>([
    ["the same in every part", known(), found(), "match", []],
    ["a surname with the partner's behind it", known({ surname: "Vries", partnerSurname: "Bakker" }), found({ name: { initials: "J.W.", prefix: "de", surname: "Vries", partnerSurname: "Bakker" } }), "match", []],
    ["its own verdict, though all is the same", known(), found({ said: "mismatch" }), "mismatch", ["verdict"]],
    ["its verdict does not make another name right", known(), found({ name: { initials: "K.", prefix: "de", surname: "Wit" } }), "mismatch", ["first-initial", "surname"]],
    ["a document that is not valid", known(), found({ documentValid: false }), "mismatch", ["document"]],
    ["another birth date", known(), found({ birthDateMatches: false }), "mismatch", ["birth-date"]],
    ["no birth date compared", known(), found({ birthDateMatches: null }), "near", ["birth-date-incomplete"]],
    ["a birth date that matches one that we never gave", known({ birthDate: null }), found(), "near", ["birth-date-incomplete"]],
    ["other later initials", known(), found({ name: { initials: "J.Q.", prefix: "de", surname: "Vries-Bakker" } }), "near", ["later-initials"]],
    ["another prefix", known(), found({ name: { initials: "J.W.", prefix: "van", surname: "Vries-Bakker" } }), "near", ["prefix"]],
  ])("%s", (_about, of, answer, result, differences) => {
    expect(compareDocument(of, answer)).toEqual({ result, differences });
  });
});
