import { describe, expect, it } from "vitest";

import { openFileCipher } from "#app/domain/files/cipher.ts";
import { isProblem } from "#app/domain/problem.ts";

const [one, two] = ["first-secret-of-thirty-two-letters", "second-secret-of-thirty-two-letter"];
const place = { fileId: "0b1e8e8e-5c0b-4b7e-9c39-3a3b0a1d2c4f", page: 1 };
const plain = Buffer.from("what stands on the scan");
const isSealed = (open: () => unknown) => {
  try {
    open();
    return false;
  } catch (problem) {
    return isProblem(problem, "file.sealed");
  }
};

describe("files at rest", () => {
  const cipher = openFileCipher([one]);

  it("are locked, each time in another way, and open again", () => {
    const [a, b] = [cipher.lock(place, plain), cipher.lock(place, plain)];
    expect(Buffer.from(a.content).includes(plain)).toBe(false);
    expect(Buffer.from(a.content).equals(Buffer.from(b.content))).toBe(false);
    expect(Buffer.from(cipher.open(place, a)).equals(plain)).toBe(true);
  });

  it("open nowhere else: not as another page, not in another file, not with another secret, not when a bit was changed", () => {
    const locked = cipher.lock(place, plain);
    const bent = Buffer.from(locked.content);
    bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1;
    expect(isSealed(() => cipher.open({ ...place, page: 2 }, locked))).toBe(true);
    expect(isSealed(() => cipher.open({ ...place, fileId: "1b1e8e8e-5c0b-4b7e-9c39-3a3b0a1d2c4f" }, locked))).toBe(true);
    expect(isSealed(() => openFileCipher([two]).open(place, locked))).toBe(true);
    expect(isSealed(() => cipher.open(place, { ...locked, content: bent }))).toBe(true);
  });

  it("can get a new secret: it locks what comes, the former one opens what was", () => {
    const before = cipher.lock(place, plain);
    const rotated = openFileCipher([two, one]);
    expect(Buffer.from(rotated.open(place, before)).equals(plain)).toBe(true);
    const after = rotated.lock(place, plain);
    expect(after.keyId).not.toBe(before.keyId);
    expect(Buffer.from(openFileCipher([two]).open(place, after)).equals(plain)).toBe(true);
    expect(isSealed(() => cipher.open(place, after))).toBe(true);
  });
});
