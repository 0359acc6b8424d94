import { describe, expect, test } from "vitest";

import { bmpString, element, integer, objectIdentifier, setOf, toHex, utf16 } from "#app/ui/install/der.ts";
import { certificatesIn, toPem } from "#app/ui/install/pem.ts";

describe("DER as X.690 writes it", () => {
  test.each([
    [0, "020100"], [1, "020101"], [127, "02017f"], [128, "02020080"], [255, "020200ff"], [256, "02020100"], [100_000, "02030186a0"], [2 ** 32, "02050100000000"],
  ])("integer %i", (value, expected) => {
    expect(toHex(integer(value))).toBe(expected);
  });

  test.each([
    ["2.5.4.3", "0603550403"],
    ["1.2.840.113549.1.1.11", "06092a864886f70d01010b"],
    ["2.16.840.1.101.3.4.1.42", "060960864801650304012a"],
  ])("object identifier %s", (dotted, expected) => {
    expect(toHex(objectIdentifier(dotted))).toBe(expected);
  });

  test.each([
    [0, "0400"], [127, "047f"], [128, "048180"], [255, "0481ff"], [256, "04820100"], [65_536, "0483010000"],
  ])("a length of %i", (length, expected) => {
    expect(toHex(element(0x04, new Uint8Array(length))).slice(0, expected.length)).toBe(expected);
  });

  test("a set is sorted by its octets, whatever order it is given in", () => {
    const [one, two] = [integer(1), integer(256)];
    expect(toHex(setOf(two, one))).toBe(toHex(setOf(one, two)));
    expect(toHex(setOf(two, one))).toBe("3107020101" + "02020100");
  });

  test("UTF-16 keeps pairs", () => {
    expect(toHex(utf16("Zë🔑"))).toBe("005a00ebd83ddd11");
    expect(toHex(bmpString("é"))).toBe("1e0200e9");
  });
});

test("PEM goes there and back, with several certificates and texts between them", () => {
  const octets = Uint8Array.from({ length: 100 }, (_, at) => at * 7);
  const pem = toPem("CERTIFICATE", octets);
  expect(pem.split("\n").every((line) => line.length <= 64)).toBe(true);
  expect(certificatesIn(`first\n${pem}second\r\n${pem.replaceAll("\n", "\r\n")}`)).toEqual([octets, octets]);
  expect(certificatesIn("nothing")).toEqual([]);
});
