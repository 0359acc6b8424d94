import { describe, expect, test } from "vitest";

import { readSerial } from "#app/domain/customers/certificates/serial-typed.ts";

const SERIAL = "0a1b2c3d4e5f60718293a4b5c6d7e8f901";
const DECIMAL = BigInt(`0x${SERIAL}`).toString();

describe("a serial is understood", () => {
  test.each([
    ["as it is stored", SERIAL],
    ["in capitals, as openssl writes it", SERIAL.toUpperCase()],
    ["with colons", SERIAL.match(/../g)?.join(":")],
    ["with colons, in capitals, as Firefox writes it", SERIAL.toUpperCase().match(/../g)?.join(":")],
    ["with spaces, as Windows once wrote it", SERIAL.match(/../g)?.join(" ")],
    ["with dashes", SERIAL.match(/../g)?.join("-")],
    ["without the zero before it, as Node writes it", SERIAL.slice(1)],
    ["with a 0x before it", `0x${SERIAL}`],
    ["with zeros before it", `00${SERIAL}`],
    ["with its name before it", `Serial Number: ${SERIAL}`],
    ["with its Dutch name before it", `serienummer ${SERIAL}`],
    ["decimal", DECIMAL],
  ])("%s", (_how, typed) => {
    expect(readSerial(typed ?? "").whole).toContain(SERIAL);
  });

  test("with digits alone as both that it can be", () => {
    const digits = "1234567890123456789012345678901234";
    expect(readSerial(digits).whole).toEqual([digits, "3cde6fff9732de825cd07e96aff2"]);
  });

  test("where only its beginning was typed", () => {
    expect(readSerial("0A:1B:2C:3D")).toEqual({ whole: [], beginning: "0a1b2c3d" });
    expect(readSerial("0a1b2c")).toEqual({ whole: [], beginning: null });
  });

  test.each(["", "Zoë", "41234567x", "a.b@debrug.example", "::::", "0x", "9".repeat(100)])("and not in what is none: %s", (typed) => {
    expect(readSerial(typed).whole).toEqual([]);
  });
});
