import { expect, it } from "vitest";
import { z } from "zod";

import { DEFINITION_KINDS, SCHEMAS } from "#app/domain/definitions/kinds.ts";
import { shapeFindings } from "#app/domain/definitions/schema/shape.ts";
import { findText, type Texts } from "#app/domain/decisions/texts.ts";
import en from "#templates/locales/en/findings.json";
import nl from "#templates/locales/nl/findings.json";

const Shape = z.strictObject({
  id: z.string().regex(/^[a-z]+$/).max(5),
  title: z.string().min(1),
  amount: z.number().int().min(2).max(9),
  is: z.boolean(),
  kind: z.enum(["one", "two"]),
  list: z.array(z.string()).min(1).max(2),
  group: z.strictObject({ deep: z.string() }),
  on: z.iso.date(),
  either: z.union([z.string(), z.number()]),
});
const sound = { id: "abc", title: "x", amount: 3, is: true, kind: "one", list: ["a"], group: { deep: "x" }, on: "2026-11-29", either: 1 };
const found = (value: unknown) => {
  const parsed = Shape.safeParse(value, { reportInput: true });
  return parsed.success ? [] : shapeFindings(parsed.error).map(({ code, path }) => `${code} ${path}`);
};

it.each<[Record<string, unknown>, string]>([
  [{ title: undefined }, "shape-missing title"],
  [{ kind: undefined }, "shape-choice kind"],
  [{ title: 3 }, "shape-text title"],
  [{ amount: "3" }, "shape-number amount"],
  [{ is: "yes" }, "shape-boolean is"],
  [{ list: "a" }, "shape-list list"],
  [{ group: [] }, "shape-group group"],
  [{ group: { deep: "x", odd: 1 } }, "unknown-property group.odd"],
  [{ kind: "three" }, "shape-choice kind"],
  [{ title: "" }, "shape-empty title"],
  [{ id: "abcdef" }, "shape-many-text id"],
  [{ id: "A B" }, "shape-written id"],
  [{ id: "" }, "shape-empty id"],
  [{ amount: 1 }, "shape-few-number amount"],
  [{ amount: 10 }, "shape-many-number amount"],
  [{ list: [] }, "shape-few-list list"],
  [{ list: ["a", "b", "c"] }, "shape-many-list list"],
  [{ on: "2026-02-31" }, "shape-day on"],
  [{ either: true }, "shape-other either"],
])("says of %j %s", (odd, said) => {
  expect(found(sound)).toEqual([]);
  expect(found({ ...sound, ...odd })).toEqual([said]);
});

it.each(DEFINITION_KINDS)("has a sentence in both languages for whatever is wrong with the shape of a %s", (kind) => {
  for (const value of [{}, [], 3, null, { id: "A b", title: 3, rules: [{}], pages: [{ fields: [{}] }], policies: [{}], body: { nl: [{}] }, services: [{}], nl: { "a b": 3 } }]) {
    const parsed = SCHEMAS[kind].safeParse(value);
    expect(parsed.success).toBe(false);
    for (const { code } of parsed.error ? shapeFindings(parsed.error) : []) for (const texts of [nl, en]) expect(findText(texts as Texts, `lint.${code}`), code).not.toBeNull();
  }
});
