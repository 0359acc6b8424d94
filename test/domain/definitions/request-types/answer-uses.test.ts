import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { answerUses, renameField, usersOfField } from "#app/domain/definitions/request-types/answer-uses.ts";
import { editedFields, editedPages } from "#app/domain/definitions/request-types/form-edits.ts";
import { at } from "#app/domain/definitions/request-types/json-parts.ts";
import { checkRequestType } from "#app/domain/definitions/schema/request-type.ts";
import { ROOT } from "#test/support/stage.ts";

const FOLDER = join(ROOT, "rules/requests");
const SHIPPED = readdirSync(FOLDER).map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Record<string, unknown>] as const);
const newUser = SHIPPED.find(([file]) => file === "new-user.json")?.[1] ?? {};

/** What reads like an answer and is none: names of definitions, words and texts. */
const NO_ANSWERS = new Set(["template", "textKey", "labelKey", "helpKey", "headings", "options", "equals", "in", "notIn", "kind", "code", "task", "effect", "checks", "channels", "to", "points", "deadlines", "id", "of", "as", "most", "autocomplete", "version", "whose"]);

/** Every string in a type that is a field's name or a part of it, wherever it stands: found by looking at everything, not by knowing where. */
function* lookedFor(value: unknown, names: readonly string[], steps: Array<string | number> = []): Generator<string> {
  if (typeof value === "string" && names.some((name) => value === name || value.startsWith(`${name}.`))) yield steps.join(" ");
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) {
    if (!(NO_ANSWERS.has(key) && !steps.includes("inputs") && !steps.includes("about"))) yield* lookedFor(inside, names, [...steps, Array.isArray(value) ? Number(key) : key]);
  }
}

describe("what uses a field", () => {
  it.each(SHIPPED)("is found wherever %s names it", (_file, type) => {
    const names = editedFields(type).map(({ id }) => id);
    const found = answerUses(type).filter(({ answer }) => names.some((name) => answer === name || answer.startsWith(`${name}.`)));
    expect(found.map(({ steps }) => steps.join(" ")).sort()).toEqual([...lookedFor(type, names)].sort());
    for (const { steps, answer } of found) expect(at(type, steps)).toBe(answer);
  });

  it("says as what, and of what", () => {
    expect(usersOfField(newUser, "reason").map(({ as, of }) => `${as} ${of}`)).toEqual(["condition absence", "fact form.reason"]);
    expect(usersOfField(newUser, "user.name").map(({ as, of }) => `${as} ${of}`)).toEqual([
      "column user", "column user", "column user", "about subjectName", "same ", "fact user.name", "effect-input create-account",
    ]);
  });

  it("is nothing in what is no request type, and takes half of one as far as it goes", () => {
    for (const odd of [null, [], "x", { pages: 3, facts: [], effects: [null, 4], messages: { a: "b" } }]) expect(answerUses(odd)).toEqual([]);
    expect(usersOfField({ pages: [null, { fields: "?" }, { when: [{ field: "a" }, null] }], about: { agbCode: 4, subjectName: ["a", null] } }, "a").map(({ as }) => as)).toEqual(["page-condition", "about"]);
  });
});

describe("another name for a field", () => {
  it.each(SHIPPED)("goes along to every use, so that %s is as sound as it was", (_file, type) => {
    for (const [page, one] of editedPages(type).entries()) {
      for (const [field, { id }] of editedFields({ pages: [one] }).entries()) {
        const renamed = renameField(type, { page, field }, "entirely.otherwise");
        expect(usersOfField(renamed, id), id).toEqual([]);
        expect(usersOfField(renamed, "entirely.otherwise").length, id).toBe(usersOfField(type, id).length);
        expect(checkRequestType(renamed), id).toEqual(checkRequestType(type));
      }
    }
  });

  it("and back leaves nothing changed, nor in another order", () => {
    const there = renameField(newUser, { page: 2, field: 0 }, "person");
    expect(JSON.stringify(renameField(there, { page: 2, field: 0 }, "user.name"))).toBe(JSON.stringify(newUser));
  });

  it("does not touch a field whose name begins alike", () => {
    const type = { pages: [{ fields: [{ id: "a" }, { id: "ab", when: [{ field: "ab" }, { field: "a.b" }] }] }] };
    expect(renameField(type, { page: 0, field: 0 }, "x")).toEqual({ pages: [{ fields: [{ id: "x" }, { id: "ab", when: [{ field: "ab" }, { field: "x.b" }] }] }] });
  });
});
