import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { credential } from "#db/schema/accounts.ts";

const folder = new URL("../../templates/locales/", import.meta.url);

function texts(language: string, namespace: string): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === "string") flat.set(path, value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`);
    }
  };
  walk(JSON.parse(readFileSync(new URL(`${language}/${namespace}`, folder), "utf8")), "");
  return flat;
}

function blanks(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.-]+)[^}]*\}\}/g)].map(([, name]) => name ?? "").sort();
}

const namespaces = [...new Set(["nl", "en"].flatMap((language) => readdirSync(new URL(language, folder))))];

describe.each(namespaces)("%s in Dutch and English (D22)", (namespace) => {
  const dutch = texts("nl", namespace);
  const english = texts("en", namespace);

  test("has the same keys, and none is empty", () => {
    expect([...english.keys()].sort()).toEqual([...dutch.keys()].sort());
    expect([...dutch, ...english].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
  });

  test("fills the same blanks", () => {
    const differing = [...dutch].filter(([key, text]) => blanks(text).join() !== blanks(english.get(key) ?? "").join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test("has both forms of every text that counts", () => {
    const keys = [...dutch.keys()];
    const lonely = keys.filter((key) => /_(one|other)$/.test(key) && !keys.includes(key.replace(/_(one|other)$/, (_, form: string) => (form === "one" ? "_other" : "_one"))));
    expect(lonely).toEqual([]);
  });
});

describe("words that are the same everywhere", () => {
  const files = ["templates/locales/nl", "templates/mail", "templates/letters", "rules", "rules/requests", "rules/decisions"].flatMap((room) => {
    const at = new URL(`../../${room}/`, import.meta.url);
    return readdirSync(at).filter((name) => name.endsWith(".json")).map((name) => ({ file: `${room}/${name}`, text: readFileSync(new URL(name, at), "utf8") }));
  });
  const found = (pattern: RegExp) => files.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([words]) => `${file}: ${words}`));

  test("people in a role are \"de\", never \"het\"", () => {
    expect(files.length).toBeGreaterThan(30);
    expect(found(/\b(?:het|dit|dat) \w*(?:contactpersoon|tekenbevoegde|aanvrager|beheerder|beoordelaar|medewerker|gebruiker)\b/gi)).toEqual([]);
  });

  test("the room where letters are printed is the postkamer", () => {
    expect(found(/print-?kamer/gi)).toEqual([]);
  });
});

test.each(["nl", "en"])("every reason why a PIN is void has its words (%s)", (language) => {
  const known = texts(language, "customers.json");
  expect(credential.voidReason.enumValues.filter((reason) => !known.has(`pin.reason.${reason}`))).toEqual([]);
});
