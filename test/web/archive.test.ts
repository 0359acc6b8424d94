import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";

import { readDefinitionFiles } from "#app/adapters/files/definitions.ts";
import { writeBundle } from "#app/domain/definitions/bundle.ts";
import { LARGEST_CONTENT } from "#app/domain/definitions/schema/content.ts";
import { packFiles, unpackFiles } from "#app/web/archive.server.ts";
import { ROOT } from "#test/support/stage.ts";

const bundle = writeBundle(readDefinitionFiles(ROOT));
const zipOf = (files: Record<string, string>) => zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
const thrown = (archive: Uint8Array) => {
  try {
    return unpackFiles(archive);
  } catch (error) {
    return error;
  }
};

describe("a bundle as one file", () => {
  it("comes out as it went in, and the same bytes each time", () => {
    const packed = packFiles(bundle);
    expect([...unpackFiles(packed)]).toEqual([...bundle]);
    expect(Buffer.compare(packed, packFiles(new Map(bundle)))).toBe(0);
  });

  it("is read without the folder that a program put around it, and without what is no part of it", () => {
    const packed = zipOf({ "mine/manifest.json": "{}", "mine/rules/calendar.json": "[]", "mine/readme.txt": "x", "__MACOSX/mine/._manifest.json": "x" });
    expect([...unpackFiles(packed)]).toEqual([["manifest.json", "{}"], ["rules/calendar.json", "[]"]]);
  });

  it.each([
    ["what is no ZIP", Buffer.from("%PDF-1.7"), "bundle.no-archive"],
    ["an empty file", new Uint8Array(), "bundle.no-archive"],
    ["one that was cut off", packFiles(bundle).slice(0, 5_000), "bundle.no-archive"],
    ["a file of more than a definition may weigh", zipOf({ "manifest.json": "x".repeat(LARGEST_CONTENT + 1) }), "bundle.too-large"],
    ["a hundred megabytes in small files", zipOf(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`${index}.json`, " ".repeat(999_000)]))), "bundle.too-large"],
    ["two thousand files and one", zipOf(Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`${index}.json`, ""]))), "bundle.too-many"],
  ])("refuses %s", (_, archive, code) => {
    expect(thrown(archive)).toMatchObject({ code });
  });

  it("takes no more of a file than it says it holds", () => {
    const packed = Buffer.from(zipOf({ "manifest.json": " ".repeat(900_000) }));
    // The size in the central directory, made small: what is unpacked ends there, and the manifest's hash says the rest.
    const at = packed.lastIndexOf(Buffer.from("504b0102", "hex"));
    packed.writeUInt32LE(10, at + 24);
    const read = thrown(packed);
    expect(read instanceof Map ? String(read.get("manifest.json")).length : 0).toBeLessThanOrEqual(10);
  });
});
