import { expect, it } from "vitest";

import { withWordings } from "#app/domain/definitions/changes/wordings.ts";
import type { TextSet } from "#app/domain/definitions/schema/texts.ts";

const set = (id: string, namespace: string, words: Record<string, string>): TextSet => ({ id, namespace, nl: words, en: words });
const texts = (content: TextSet) => ({ kind: "texts" as const, key: content.id, content });
const wording = (key: string, nl: string, en = nl) => ({ namespace: "findings", key, nl, en });

it("puts a text where it is already, and what is new in the set that is called like its namespace", () => {
  const all = [texts(set("sentences", "findings", { "a.one": "x", "a.two": "y" })), texts(set("forms", "requests", { "a.one": "z" }))];
  expect(withWordings(all, [wording("a.one", "Eén", "One"), wording("b.new", "Nieuw", "New")])).toEqual([
    { key: "sentences", content: { id: "sentences", namespace: "findings", nl: { "a.one": "Eén", "a.two": "y" }, en: { "a.one": "One", "a.two": "y" } } },
    { key: "findings", content: { id: "findings", namespace: "findings", nl: { "b.new": "Nieuw" }, en: { "b.new": "New" } } },
  ]);
  expect(all[0]?.content.nl["a.one"]).toBe("x");
});

it("takes a text away that is worded as nothing, in the language in which it is", () => {
  const all = [texts(set("findings", "findings", { "a.one": "x", "a.two": "y" }))];
  expect(withWordings(all, [wording("a.one", " ", ""), wording("a.two", "", "Two")])).toEqual([{ key: "findings", content: { id: "findings", namespace: "findings", nl: {}, en: { "a.two": "Two" } } }]);
});

it("answers nothing for nothing, and leaves what is not of its shape alone", () => {
  expect(withWordings([texts(set("findings", "findings", { a: "x" }))], [])).toEqual([]);
  expect(withWordings([{ kind: "texts", key: "findings", content: 3 }], [wording("a", "x")])).toEqual([{ key: "findings", content: { id: "findings", namespace: "findings", nl: { a: "x" }, en: { a: "x" } } }]);
});

it("keeps the words of each kind of request in a set of their own, which goes along with it", () => {
  const words = [{ namespace: "requests", key: "trade-name.title", nl: "Naam", en: "Name" }, { namespace: "requests", key: "invoice.title", nl: "Factuur", en: "Invoice" }];
  expect(withWordings([], words).map(({ key, content }) => [key, content.id, content.namespace, Object.keys(content.nl)])).toEqual([
    ["requests-trade-name", "requests-trade-name", "requests", ["trade-name.title"]],
    ["requests-invoice", "requests-invoice", "requests", ["invoice.title"]],
  ]);
});
