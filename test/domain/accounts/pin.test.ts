import { describe, expect, it } from "vitest";

import { faultInPin, hashPin, makePin, normalisePin, PIN_ALPHABET, verifyPin } from "#app/domain/accounts/pin.ts";

describe("a PIN (D3)", () => {
  it("has ten characters of the alphabet, every one of them about as often", () => {
    const pins = Array.from({ length: 6400 }, makePin);
    expect(pins.every((pin) => /^[23456789ABCDEFGHJKLMNPQRSTUVWXYZ]{10}$/.test(pin))).toBe(true);
    const counts = [...PIN_ALPHABET].map((letter) => pins.join("").split(letter).length - 1);
    // 64,000 draws over 32 characters: 2,000 each, give or take nine standard deviations.
    expect(Math.min(...counts)).toBeGreaterThan(1600);
    expect(Math.max(...counts)).toBeLessThan(2400);
    expect(new Set(pins).size).toBe(6400);
  });

  it.each([
    ["k7mqx-2hr9t", "K7MQX2HR9T"],
    [" K7MQX 2HR9T ", "K7MQX2HR9T"],
    ["K7MQX–2HR9T", "K7MQX2HR9T"],
    ["Ｋ7MQX2HR9T", "K7MQX2HR9T"],
  ])("typed as %j is %j", (typed, pin) => expect(normalisePin(typed)).toBe(pin));

  it.each([
    ["k7mqx-2hr9t", null],
    ["1234", { code: "pin.characters", typed: 4 }],
    ["K7MQX2HR9", { code: "pin.length", typed: 9 }],
    ["K7MQX-2HR9T-2", { code: "pin.length", typed: 11 }],
    ["K7MQX2HR9O", { code: "pin.characters", typed: 10 }],
  ])("typed as %j has the fault %j by its form", (typed, fault) => expect(faultInPin(typed)).toEqual(fault));

  it("is recognised in any spelling, and no other is", async () => {
    const stored = await hashPin("K7MQX2HR9T");
    expect(stored).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPin(stored, "k7mqx-2hr9t")).toBe(true);
    expect(await verifyPin(stored, "K7MQX2HR9U")).toBe(false);
    expect(await verifyPin(stored, "")).toBe(false);
  });

  it("is salted: the same PIN never has the same hash", async () => {
    expect(await hashPin("K7MQX2HR9T")).not.toBe(await hashPin("K7MQX2HR9T"));
  });

  it("of nobody is never right, and costs a hash all the same", async () => {
    expect(await verifyPin(null, "K7MQX2HR9T")).toBe(false);
    expect(await verifyPin(null, "x".repeat(1_000_000))).toBe(false);
  });
});
