import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readDefinitionFiles, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { findText } from "#app/domain/decisions/texts.ts";
import { requestTypeChoices } from "#app/domain/definitions/choices/request-type.ts";
import { editedFields, editedPages } from "#app/domain/definitions/request-types/form-edits.ts";
import { withAt, type Step } from "#app/domain/definitions/request-types/json-parts.ts";
import { checkRequestType } from "#app/domain/definitions/schema/request-type.ts";
import { SpeechContext } from "#app/ui/studio/editors/editor.ts";
import { drawablePages } from "#app/ui/studio/editors/request-type/preview/drawable.ts";
import { placeOf, SECTIONS } from "#app/ui/studio/editors/request-type/place-of.ts";
import { RequestTypeEditor } from "#app/ui/studio/editors/request-type/request-type-editor.tsx";
import { ROOT } from "#test/support/stage.ts";

import { draw, shellFor } from "./kit.fixture.tsx";

const texts = readScreenTexts(ROOT);
const all = readDefinitionFiles(ROOT);
const types = all.filter(({ kind }) => kind === "request-type").map(({ key, content }) => [key, content] as const);
const newUser = types.find(([key]) => key === "new-user")?.[1];

const PATHS: Record<(typeof SECTIONS)[number], string> = { form: "pages", general: "channels", meaning: "facts", judging: "points", effects: "effects", messages: "messages", reasons: "reasonCodes" };

function editor(content: unknown, path: string, language: "nl" | "en" = "nl"): string {
  const { choices } = requestTypeChoices({ all, key: "new-user", content, language, today: "2026-11-16", ours: texts, said: texts });
  const speech = { said: (namespace: string, key: string, of: "nl" | "en") => findText(texts[of][namespace] ?? {}, key), say: () => undefined };
  return draw(
    <SpeechContext.Provider value={speech}>
      <RequestTypeEditor content={content} path={() => "/"} onChange={() => undefined} around={choices} target={{ path, times: 1 }} />
    </SpeechContext.Provider>,
    shellFor(language),
  );
}

/** Every place in a JSON value. */
function* places(value: unknown, steps: Step[] = []): Generator<Step[]> {
  if (steps.length > 0) yield steps;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inside] of Object.entries(value)) yield* places(inside, [...steps, Array.isArray(value) ? Number(key) : key]);
}

describe.each(["nl", "en"] as const)("the editor of a request type (%s)", (language) => {
  test.each(types)("has words for all that %s has", (_key, type) => {
    for (const section of SECTIONS) expect(editor(type, PATHS[section], language), section).not.toContain("form-builder.");
    for (const [page, one] of editedPages(type).entries()) {
      for (const field of [null, ...(one?.fields ?? []).keys()]) expect(editor(type, field === null ? `pages.${page}.id` : `pages.${page}.fields.${field}.id`, language)).not.toContain("form-builder.");
    }
  });
});

test("anything anywhere in a type is shown or said to be something else, and breaks nothing", () => {
  const everywhere = [...places(newUser)];
  fc.assert(
    fc.property(fc.constantFrom(...everywhere), fc.oneof(fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>, fc.constant(undefined)), fc.constantFrom(...SECTIONS), (steps, value, section) => {
      const odd = withAt(newUser, steps, value);
      expect(editor(odd, PATHS[section])).toContain("part-form");
      expect(editor(odd, steps.join("."))).toContain("part-form");
      expect(() => drawablePages(odd)).not.toThrow();
    }),
    { numRuns: 300 },
  );
  // Named as what every object has.
  for (const kind of ["valueOf", "constructor", "__proto__"]) expect(editor(withAt(newUser, ["pages", 2, "fields", 0, "kind"], kind), "pages.2.fields.0.kind")).toContain("part-form");
  for (const odd of [null, 3, "x", [], {}, { pages: {} }]) expect(editor(odd, "pages")).toContain("part-form");
}, 60_000);

test.each([
  ["general", ["channels"], "online"], ["meaning", ["facts"], ["agb.code"]], ["meaning", ["same"], [3]], ["judging", ["plan"], "none"], ["effects", ["effects"], { 0: {} }], ["effects", ["effects", 0, "when"], "always"],
  ["messages", ["messages", "request.asked"], "applicant"], ["reasons", ["reasonCodes"], { DUPLICATE: "x" }], ["form", ["pages", 1, "fields", 0, "options"], ["one", 2]], ["form", ["pages", 1, "fields", 0, "when"], "never"], ["form", ["pages", 1], "page"],
] as const)("what has another shape than fields can show stands there as JSON, so that nothing is written over it: %s, %j", (section, steps, value) => {
  const shown = editor(withAt(newUser, [...steps], value), section === "form" ? steps.join(".") : PATHS[section]);
  expect(shown).toContain("heeft niet de vorm die velden kunnen tonen");
  const spelled = JSON.stringify(value, null, 2).replaceAll('"', "&quot;");
  expect(shown).toContain(`>${spelled}</textarea>`);
});

test("a finding leads to the part that shows it, whichever of its ways it says where", () => {
  expect(placeOf(newUser, "pages.1.fields.0.options")).toEqual({ section: "form", page: 1, field: 0 });
  expect(placeOf(newUser, "user.email")).toEqual({ section: "form", page: 2, field: 2 });
  expect(placeOf(newUser, "requests:new-user.fields.user.name.label")).toEqual({ section: "form", page: 2, field: 0 });
  expect(placeOf(newUser, "requests:new-user.pages.services.short")).toEqual({ section: "form", page: 3, field: null });
  expect(placeOf(newUser, "pages.user")).toEqual({ section: "form", page: 2, field: null });
  for (const [path, section] of [["requests:new-user.title", "general"], ["requests:reasons.DUPLICATE", "reasons"], ["desk:task.x.how", "effects"], ["about.agbCode", "meaning"], ["points.screening", "judging"], ["messages.request.asked.0.template", "messages"], ["plan.unless", "judging"]]) {
    expect(placeOf(newUser, path ?? ""), path).toEqual({ section, page: null, field: null });
  }
});

test("what can be drawn is what the counter would draw: a whole form, each field once", () => {
  for (const [key, type] of types) {
    expect(checkRequestType(type), key).toEqual([]);
    expect(drawablePages(type).flatMap(({ page }) => page.fields.map(({ id }) => id)), key).toEqual(editedFields(type).map(({ id }) => id));
  }
  // What is half done is left out, and what is asked of nobody in particular holds nothing back.
  expect(drawablePages({ pages: [{ id: "p", fields: [{ id: "a", kind: "nothing" }, { kind: "text" }, { id: "b", kind: "choice", when: [{ field: "x" }, 3] }] }, { fields: [] }] })).toEqual([
    { index: 0, page: { id: "p", when: [], checks: [], fields: [{ id: "b", kind: "choice", required: true, help: true, when: [], options: [] }] } },
  ]);
});
