import { describe, expect, it } from "vitest";

import { readDefinitionFiles } from "#app/adapters/files/definitions.ts";
import { MANIFEST, readBundle, writeBundle } from "#app/domain/definitions/bundle.ts";
import { ROOT } from "#test/support/stage.ts";

const definitions = readDefinitionFiles(ROOT);
const bundle = writeBundle(definitions);

/** The bundle with one file otherwise. */
const withFile = (path: string, text: string | null) => {
  const files = new Map(bundle);
  if (text === null) files.delete(path);
  else files.set(path, text);
  return files;
};
const changed = (path: string, change: (text: string) => string) => withFile(path, change(bundle.get(path) ?? ""));

describe("a bundle", () => {
  it("holds everything, byte for byte the same after a round, and in whatever order a database has the properties", () => {
    const read = readBundle(bundle);
    expect(read.map(({ kind, key, content }) => ({ kind, key, content }))).toEqual(expect.arrayContaining(definitions.map(({ kind, key, content }) => ({ kind, key, content }))));
    expect(read).toHaveLength(definitions.length);
    expect([...writeBundle(read.toReversed().map((one) => ({ ...one, content: backwards(one.content) })))]).toEqual([...bundle]);
  });

  it("has the properties in the order of their schema, as a person would write them", () => {
    expect(Object.keys(JSON.parse(bundle.get("rules/policies/certificates.json") ?? "{}").policies[0])).toEqual(["key", "title", "value", "scope", "source", "validFrom", "validTo"]);
  });

  it.each([
    ["without a manifest", withFile(MANIFEST, null), "bundle.no-manifest"],
    ["of a newer version", changed(MANIFEST, (text) => text.replace('"format": 1', '"format": 2')), "bundle.newer"],
    ["with a manifest that is damaged", changed(MANIFEST, (text) => text.slice(0, -40)), "content.not-json"],
    ["with a manifest of another shape", changed(MANIFEST, (text) => text.replace('"kind": "policy"', '"kind": "polity"')), "bundle.malformed"],
    ["with a way out of its folder", changed(MANIFEST, (text) => text.replace("rules/policies/certificates.json", "../../etc/passwd.json")), "bundle.misplaced"],
    ["with a file that is missing", withFile("rules/services.json", null), "bundle.missing"],
    ["with a file that was changed by hand", changed("rules/policies/certificates.json", (text) => text.replace('"value": 60', '"value": 61')), "bundle.changed"],
    ["with a file that is damaged", changed("rules/calendar.json", (text) => text.slice(1)), "bundle.changed"],
  ])("is refused %s", (_, files, code) => {
    expect(() => readBundle(files)).toThrow(expect.objectContaining({ code }));
  });
});

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, one]) => [key, backwards(one)]));
}
