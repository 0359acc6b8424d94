import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { canonicalJson, type Json } from "#app/domain/audit/canonical.ts";

import { canonical } from "../../../scripts/audit-chain.mjs";

describe("canonical JSON", () => {
  it("has one spelling for one value", () => {
    expect(canonicalJson({ b: [1, -0, 1.5], a: { "é": null, e: "\"\n" }, gone: undefined })).toBe('{"a":{"e":"\\"\\n","é":null},"b":[1,0,1.5]}');
    expect(canonicalJson({ "\ufb33": 1, "😀": 2 })).toBe('{"😀":2,"\ufb33":1}');
  });

  it("refuses what the database cannot give back", () => {
    for (const bad of [Number.NaN, Infinity, "a\u0000b", "\ud800", { "\udc00": 1 }]) expect(() => canonicalJson(bad)).toThrow(TypeError);
  });

  it("is what the verifier computes by its own code, also after a round through JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("\\u0000") && !/\\ud[89a-f]/.test(text));
        expect(canonical(JSON.parse(text))).toBe(canonicalJson(value as Json));
      }),
    );
  });
});
