import { describe, expect, it } from "vitest";

import { browserOf, shortened } from "#app/domain/login/seen.ts";
import { base32, codeAt, keyUri, readCode, stepAt, stepOf } from "#app/domain/login/totp.ts";

/** RFC 6238, appendix B; RFC 4226, appendix D. */
const SECRET = Buffer.from("12345678901234567890", "ascii");

describe("a code", () => {
  it.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("at second %i is what RFC 6238 says: %s", (second, code) => {
    const step = stepAt(new Date(second * 1000));
    expect(codeAt(SECRET, step, 8)).toBe(code);
    expect(codeAt(SECRET, step)).toBe(code.slice(2));
  });

  it("of ten steps is what RFC 4226 says", () => {
    const codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
    expect(codes.map((_, step) => codeAt(SECRET, step))).toEqual(codes);
  });

  it("counts in its own thirty seconds and the steps beside it, and no longer", () => {
    const now = new Date(1_800_000_015_000);
    const step = stepAt(now);
    for (const near of [-1, 0, 1]) expect(stepOf(SECRET, codeAt(SECRET, step + near), now)).toBe(step + near);
    for (const far of [-2, 2]) expect(stepOf(SECRET, codeAt(SECRET, step + far), now)).toBeNull();
  });

  it("may be typed in groups, and is nothing but six digits", () => {
    expect([" 123 456 ", "123-456", "123.456", "123456"].map(readCode)).toEqual(["123456", "123456", "123456", "123456"]);
    expect(["12345", "1234567", "12345a", "", "１２３４５６", "123456".repeat(20)].map(readCode)).toEqual([null, null, null, null, null, null]);
    expect(stepOf(SECRET, "", new Date(1_800_000_015_000))).toBeNull();
  });
});

describe("a secret", () => {
  it.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("%j is written as RFC 4648 says, without filling: %s", (octets, text) => {
    expect(base32(Buffer.from(octets))).toBe(text);
  });

  it("goes to an app by an address that says all that it needs", () => {
    const uri = new URL(keyUri(SECRET, { issuer: "VECOZO (test)", holder: "12345678901234" }));
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(["otpauth:", "totp", "/VECOZO (test):12345678901234"]);
    expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", issuer: "VECOZO (test)", algorithm: "SHA1", digits: "6", period: "30" });
    expect(uri.search).not.toContain("+");
  });
});

describe("where somebody came from", () => {
  it.each([
    ["192.0.2.17", "192.0.2.…"],
    ["::ffff:192.0.2.17", "192.0.2.…"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:…"],
    ["2001:db8::1", "2001:db8:0:…"],
    ["::1", "0:0:0:…"],
    ["fe80::1%eth0", "fe80:0:0:…"],
    ["unknown", "…"],
  ])("%s is kept as %s", (address, kept) => {
    expect(shortened(address)).toBe(kept);
  });

  it.each([
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox windows"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "edge windows"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "safari macos"],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "chrome android"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1", "chrome ios"],
    ["curl/8.0", "other other"],
    ["", "other other"],
  ])("with %j is kept as %s", (agent, kept) => {
    expect(browserOf(agent)).toBe(kept);
  });
});
