import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { MASK, maskSecrets, passesBsnTest } from "#app/domain/requests/form/mask.ts";

const digit = fc.integer({ min: 0, max: 9 });
const bsn = fc
  .array(digit, { minLength: 8, maxLength: 8 })
  .map((digits) => [...digits, digits.reduce((sum, one, index) => sum + one * (9 - index), 0) % 11])
  .filter((digits) => digits[8] !== 10 && digits.some((one) => one > 0))
  .map((digits) => digits.join(""));
const pin = fc.array(fc.constantFrom(..."23456789ABCDEFGHJKLMNPQRSTUVWXYZ"), { minLength: 10, maxLength: 10 }).map((letters) => letters.join(""));
const around = fc.array(fc.constantFrom("de", "collega", "werkt,", "hier:", "sinds", "(maart)", "ja.", "€"), { maxLength: 6 }).map((words) => words.join(" "));

describe("D18: a BSN in free text", () => {
  it("is taken out wherever it stands", () => {
    fc.assert(
      fc.property(bsn, around, around, (number, before, after) => {
        const { text, masked } = maskSecrets(`${before} ${number} ${after}`);
        expect(text).toBe(`${before} ${MASK} ${after}`);
        expect(masked).toEqual(["bsn"]);
      }),
    );
  });

  it("is taken out with blanks, dots or dashes between its digits", () => {
    fc.assert(
      fc.property(bsn, fc.constantFrom(" ", ".", "-", ". ", " - "), fc.constantFrom([4, 2, 3], [3, 3, 3], [1, 8], [2, 3, 4]), (number, gap, sizes) => {
        let at = 0;
        const groups = sizes.map((size) => number.slice(at, (at += size)));
        expect(maskSecrets(`bsn ${groups.join(gap)}.`).text).toBe(`bsn ${MASK}.`);
      }),
    );
  });

  it("is taken out beside another number", () => {
    expect(maskSecrets("2 111222333").text).toBe(`2 ${MASK}`);
    expect(maskSecrets("111222333 8").text).toBe(`${MASK} 8`);
    expect(maskSecrets("111222333 111.222.333").text).toBe(`${MASK} ${MASK}`);
  });

  it("leaves other numbers as they are", () => {
    for (const text of ["111222334", "0612345678", "06 12345678", "68750110", "990010000017", "12345678901234", "12-03-2026", "000000000"]) {
      expect(maskSecrets(text)).toEqual({ text, masked: [] });
    }
  });

  it("follows the 11-test", () => {
    expect(passesBsnTest("111222333")).toBe(true);
    expect(passesBsnTest("123456782")).toBe(true);
    expect(passesBsnTest("123456789")).toBe(false);
  });
});

describe("D19: a PIN or a password in free text", () => {
  it("a PIN as the letter prints it is taken out", () => {
    fc.assert(fc.property(pin, around, (code, before) => {
      expect(maskSecrets(`${before} ${code.slice(0, 5)}-${code.slice(5)}`).text).toBe(`${before} ${MASK}`);
    }));
  });

  it("a PIN typed in small letters and without the dash is taken out when it has letters and digits", () => {
    fc.assert(fc.property(pin.filter((code) => /\d/.test(code) && /[A-Z]/.test(code)), fc.constantFrom("", " ", "-"), (code, gap) => {
      expect(maskSecrets(`code ${code.slice(0, 5).toLowerCase()}${gap}${code.slice(5).toLowerCase()}`).masked).toContain("pin");
    }));
  });

  it.each([
    ["wachtwoord: geheim", `wachtwoord: ${MASK}`, "password"],
    ["Mijn wachtwoord is Zomer2026!", `Mijn wachtwoord is ${MASK}`, "password"],
    ["password = hunter2", `password = ${MASK}`, "password"],
    ["pincode: 4711", `pincode: ${MASK}`, "pin"],
    ["de pin is 4711", `de pin is ${MASK}`, "pin"],
  ])("%s", (text, kept, kind) => {
    expect(maskSecrets(text)).toEqual({ text: kept, masked: [kind] });
  });

  it.each(["Ik ben mijn wachtwoord kwijt.", "Mijn wachtwoord is verlopen", "De pincode is zoek", "WERKPLAATS", "Zij werkt hier sinds maandag"])("leaves alone: %s", (text) => {
    expect(maskSecrets(text)).toEqual({ text, masked: [] });
  });
});

it("masking twice changes nothing more", () => {
  const piece = fc.oneof(bsn, pin, around, fc.string({ unit: "grapheme" }), fc.constantFrom("wachtwoord: ", "pin ", "pincode=", ". ", "-"));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")), (text) => {
      const once = maskSecrets(text).text;
      expect(maskSecrets(once)).toEqual({ text: once, masked: [] });
    }),
    { numRuns: 500 },
  );
});
