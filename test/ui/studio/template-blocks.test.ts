import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { blockOf, blockSaid, bodyOf, type Content, languagesWith, onlyBlank, rowAdded, rowCopied, rowMoved, rowRemoved, rowsOf, withBlank } from "#app/ui/studio/editors/template/blocks.ts";
import { undressed } from "#app/ui/studio/editors/template/undressed.ts";

const blocks = fc.array(fc.oneof(fc.record({ kind: fc.constantFrom("paragraph", "heading"), text: fc.string() }), fc.jsonValue()), { maxLength: 6 });
/** A template as it may be half done: more blocks in one language than in the other, and properties that the editor does not know. */
const contents: fc.Arbitrary<Content> = fc.record({ medium: fc.constant("mail"), unknown: fc.jsonValue(), body: fc.record({ nl: blocks, en: blocks, fr: fc.jsonValue() }) });
const both = (content: Content) => [bodyOf(content, "nl"), bodyOf(content, "en")];

describe("the blocks of a template", () => {
  it("lose nothing that is not their own, whatever is done", () => {
    fc.assert(
      fc.property(contents, fc.nat(5), (content, at) => {
        for (const next of [rowAdded(content, at, {}), rowCopied(content, at), rowMoved(content, at, 1), rowRemoved(content, at), blockSaid(content, "en", at, {})]) {
          expect({ ...next, body: { ...(next["body"] as object), nl: [], en: [] } }).toEqual({ ...content, body: { ...(content["body"] as object), nl: [], en: [] } });
        }
      }),
    );
  });

  it("are as they were after a move there and back, a copy that is taken away, and one put in and taken out", () => {
    fc.assert(
      fc.property(contents, fc.nat(5), (content, at) => {
        const rows = rowsOf(content);
        fc.pre(at < rows);
        if (at + 1 < Math.min(...both(content).map(({ length }) => length))) expect(rowMoved(rowMoved(content, at, 1), at + 1, -1)).toEqual(content);
        if (at < Math.min(...both(content).map(({ length }) => length))) {
          expect(rowRemoved(rowCopied(content, at), at + 1)).toEqual(content);
          expect(rowRemoved(rowAdded(content, at, { kind: "heading" }), at)).toEqual(content);
        }
      }),
    );
  });

  it("go together in both languages", () => {
    const content = { body: { nl: [1, 2, 3], en: ["a", "b", "c"] } };
    expect(both(rowMoved(content, 0, 1))).toEqual([[2, 1, 3], ["b", "a", "c"]]);
    expect(both(rowMoved(content, 0, -1))).toEqual(both(content));
    expect(both(rowCopied(content, 1))).toEqual([[1, 2, 2, 3], ["a", "b", "b", "c"]]);
    expect(both(blockSaid(content, "en", 1, "x"))).toEqual([[1, 2, 3], ["a", "x", "c"]]);
  });

  it("hold a link or a PIN that is there", () => {
    expect(blockOf("button", () => "statusLink")).toEqual({ kind: "button", text: "", href: "{{statusLink}}" });
    expect(blockOf("button", () => undefined)).toMatchObject({ href: "" });
    expect([onlyBlank("{{ pin }}"), onlyBlank("x {{pin}}"), onlyBlank(3)]).toEqual(["pin", null, null]);
  });

  it("get a blank where the cursor stands, in the place of what is selected", () => {
    expect(withBlank("Beste ,", "recipientName", 6, 6)).toEqual({ text: "Beste {{recipientName}},", cursor: 23 });
    expect(withBlank("Beste lezer", "recipientName", 6, 11).text).toBe("Beste {{recipientName}}");
  });

  it("tell in which language a blank stands, and take no longer name for it", () => {
    const content = { subject: { nl: "{{ reference }}", en: "" }, body: { nl: [], en: [{ kind: "facts", rows: [{ label: "", value: "{{referenceOf}}" }] }] } };
    expect([languagesWith(content, "reference"), languagesWith(content, "referenceOf"), languagesWith({}, "reference")]).toEqual([["nl"], ["en"], []]);
  });
});

describe("an e-mail in its frame", () => {
  it("has no styles and goes nowhere by itself, and says what somebody wrote of them", () => {
    expect(undressed('<a href="https://x" style="color:red">say &quot; style=&quot;</a>')).toBe('<a data-href="https://x" data-style="color:red">say &quot; style=&quot;</a>');
  });
});
