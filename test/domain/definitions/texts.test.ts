import { expect, it } from "vitest";

import type { ScreenTexts } from "#app/domain/definitions/kinds.ts";
import { checkTextSet, TextSet, wordedBy } from "#app/domain/definitions/schema/texts.ts";

const ours: ScreenTexts = {
  nl: { desk: { title: "Werkbank", count: { open: "Nog {{count}} open" } } },
  en: { desk: { title: "Desk", count: { open: "{{count}} open" } } },
};
const set = (nl: Record<string, string>, en: Record<string, string> = nl, id = "own"): TextSet => ({ id, namespace: "desk", nl, en });
const definition = (content: unknown, key = "own") => ({ kind: "texts" as const, key, content });
const codes = (one: TextSet, others: TextSet[] = []) => checkTextSet(one, { texts: ours, others: others.map((other) => definition(other, other.id)) }).map(({ code, path }) => `${code} ${path}`);

it("says the office's words in place of ours, and beside them what we have no words for", () => {
  const said = wordedBy([definition(set({ title: "Balie", "task.call.title": "Bellen" }))], ours);
  expect(said.nl["desk"]).toEqual({ title: "Balie", count: { open: "Nog {{count}} open" }, task: { call: { title: "Bellen" } } });
  expect(ours.nl["desk"]?.["title"]).toBe("Werkbank");
});

it("leaves everything else as it is, and what is not of its shape alone", () => {
  expect(wordedBy([], ours)).toBe(ours);
  expect(wordedBy([definition({ namespace: "desk", nl: 3 })], ours)).toBe(ours);
  const said = wordedBy([definition(set({ "title.below": "x", count: "y" }))], ours);
  expect(said.nl["desk"]).toEqual(ours.nl["desk"]);
});

it("finds nothing in texts that stand in both languages, at a place of their own, with the blanks that are filled in there", () => {
  expect(codes(set({ title: "Balie", "count.open": "{{count}} te doen", "rule.own": "Sinds {{agb.code}}" }))).toEqual([]);
});

it.each<[string, TextSet, TextSet[], string[]]>([
  ["a namespace without screens", { ...set({ a: "x" }), namespace: "nowhere" }, [], ["texts.unknown-namespace namespace"]],
  ["a language without", set({ a: "x" }, {}), [], ["texts.language-missing en.a"]],
  ["a blank that nobody fills in", set({ "count.open": "{{amount}}" }), [], ["texts.blank nl.count.open", "texts.blank en.count.open"]],
  ["a group of ours", set({ count: "x" }), [], ["texts.no-place nl.count", "texts.no-place en.count"]],
  ["below a text of ours", set({ "title.x": "x" }), [], ["texts.no-place nl.title.x", "texts.no-place en.title.x"]],
  ["another text brought in", set({ title: "$t(desk:count)" }), [], ["texts.nesting nl.title", "texts.nesting en.title"]],
  ["the same text twice", set({ title: "x" }), [set({ title: "y" }, undefined, "other")], ["texts.twice nl.title"]],
  ["below a text of another set", set({ "own.deep": "x" }), [set({ own: "y" }, undefined, "other")], ["texts.twice nl.own.deep"]],
])("finds %s", (_, one, others, found) => {
  expect(codes(one, others)).toEqual(found);
});

it.each(["a.__proto__", "constructor..x", "", "a b", "../x"])("takes no text under %j", (key) => {
  expect(TextSet.safeParse(JSON.parse(`{"id":"own","namespace":"desk","nl":{${JSON.stringify(key)}:"x"},"en":{}}`)).success).toBe(false);
});
