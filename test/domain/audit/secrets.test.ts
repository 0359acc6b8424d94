import { describe, expect, it } from "vitest";

import { refuseSecrets } from "#app/domain/audit/secrets.ts";

describe("what the trail refuses to keep (P9)", () => {
  it.each([
    { pin: "x" },
    { newPin: "x" },
    { pin_hash: "x" },
    { PIN: "x" },
    { deep: [{ bsn: 123456782 }] },
    { password: "x" },
    { wachtwoord: "x" },
    { clientSecret: "x" },
    { passphrase: null },
    { note: "de code is K7M2Q-9XW4D, bewaar hem" },
    { note: "K7M2Q9XW4D" },
  ])("%j", (details) => {
    expect(() => refuseSecrets(details)).toThrow(/may not be kept/);
  });

  it("names the place and not the value", () => {
    expect(() => refuseSecrets({ letter: { note: "K7M2Q-9XW4D" } })).toThrow("details.letter.note looks like a PIN and may not be kept.");
  });

  it.each([
    { pinLetterId: "12", pinAttempts: 3, pinIsBlocked: true, passwordChangedAt: "2026-03-02" },
    { opinion: "spin", shipping: "x" },
    { note: "HANDTEKENING en 0612345678" },
    { serial: "7f3a-9bd1", id: "0b7c0f5e-3b6b-4a5a-9f53-d3bfa1c0c111", agb: "12345678" },
    { word: "ABCDEFGHJK" },
    { missing: undefined, nothing: null },
  ])("but lets %j pass", (details) => {
    expect(() => refuseSecrets(details)).not.toThrow();
  });
});
