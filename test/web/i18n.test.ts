import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { namespacesOf } from "#app/web/i18n.ts";

const routes = new URL("../../app/routes/", import.meta.url);

/** The namespaces that each page names in its handle. */
const named = readdirSync(routes).flatMap((file) => {
  const list = /export const handle[^=]*= \{ i18n: (\[[^\]]*\])/.exec(readFileSync(new URL(file, routes), "utf8"))?.[1];
  return list === undefined ? [] : [{ file, i18n: JSON.parse(list) as string[] }];
});

/** Pages with a title of their own: whoever begins on one goes on to others. */
const begunOn = readdirSync(routes).filter((file) => {
  const text = readFileSync(new URL(file, routes), "utf8");
  return /export default function/.test(text) && text.includes("export const meta") && !/^(\$|draft\.resume)/.test(file);
});

describe("the texts that a page fetches", () => {
  test("are \"common\" alone where no page names any", () => {
    expect(namespacesOf([undefined, null, {}, { i18n: "desk" }])).toEqual(["common"]);
  });

  test("bring those of the pages beside it, and no others", () => {
    expect(namespacesOf([{ i18n: ["identification"] }])).toEqual(expect.arrayContaining(["common", "identification", "status", "form"]));
    expect(namespacesOf([{ i18n: ["identification"] }])).not.toContain("desk");
    expect(namespacesOf([{ i18n: ["desk", "requests"] }, { i18n: ["jobs"] }])).toEqual(expect.arrayContaining(["customers", "print-room"]));
  });

  test.each(named)("of $file lie together with others", ({ i18n }) => {
    expect(namespacesOf([{ i18n }]).length).toBeGreaterThan(new Set(["common", ...i18n]).size);
  });

  test.each(begunOn)("are asked for by %s, from which the others are reached without a new document", (file) => {
    expect(named.map((one) => one.file)).toContain(file);
  });

  test("let staff go from the door to the desk with every text at hand", () => {
    const door = named.find(({ file }) => file === "sign-in.tsx");
    expect(namespacesOf([{ i18n: door?.i18n }])).toEqual(expect.arrayContaining(["desk", "requests", "customers", "audit"]));
  });
});
