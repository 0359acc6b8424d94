import { expect, it } from "vitest";

import { DefinitionKey, LARGEST_CONTENT, parseContent } from "#app/domain/definitions/schema/content.ts";

const thrown = (text: string) => {
  try {
    return parseContent(text);
  } catch (error) {
    return error;
  }
};

it("reads JSON as it is, also behind the mark that some editors put before it", () => {
  expect(parseContent('\uFEFF{"id":"x","value":[1,null,"é"]}')).toEqual({ id: "x", value: [1, null, "é"] });
});

it.each([
  ["a comma too many", '{\n  "a": 1,\n}', { line: 3 }],
  ["something that is not JSON", "{\n  id: 'x'\n}", { line: 2 }],
  ["an end that is missing", '{\n"a": [1,\n2', { line: 3 }],
])("says at which line it went wrong: %s", (_, text, details) => {
  expect(thrown(text)).toMatchObject({ code: "content.not-json", details });
});

it.each([
  ["ten thousand levels", "[".repeat(10_000) + "]".repeat(10_000), "content.too-deep"],
  ["more than a definition may weigh", JSON.stringify("x".repeat(LARGEST_CONTENT)), "content.too-big"],
  ["ten megabytes", JSON.stringify("x".repeat(10_000_000)), "content.too-big"],
  ["__proto__", '{"rules":[{"__proto__":{"polluted":true}}]}', "content.reaching-key"],
  ["constructor", '{"constructor":{"prototype":{"polluted":true}}}', "content.reaching-key"],
  ["NUL", '{"a":"\\u0000"}', "content.character"],
  ["half a character", '{"a":"\\ud800"}', "content.character"],
])("refuses %s", (_, text, code) => {
  expect(thrown(text)).toMatchObject({ code });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it.each(["../x", "a/b", "A", "", "a".repeat(81), "a..b", "1a", "a b"])("takes %j for no key", (key) => expect(DefinitionKey.safeParse(key).success).toBe(false));
