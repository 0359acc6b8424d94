import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { addPage, editedFields, editedPages, FIELD_KINDS, fieldsBefore, moveField, movePage, nameOfField, newField, nextPlace, putField, removeField, removePage, slugOf } from "#app/domain/definitions/request-types/form-edits.ts";
import { Field, Page } from "#app/domain/definitions/schema/form.ts";

const form = (...pages: readonly string[][]) => ({ id: "x", pages: pages.map((fields, index) => ({ id: `p${index}`, fields: fields.map((id) => ({ id, kind: "text", maxLength: 5 })) })) });
const shown = (type: unknown) => editedPages(type).map((page) => editedFields({ pages: [page] }).map(({ id }) => id).join(" "));

const AForm = fc.array(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 }), { minLength: 1, maxLength: 4 }).map((pages) => form(...pages));

describe("a field", () => {
  it("of each kind can be made, and fits the schema", () => {
    expect(new Set(FIELD_KINDS)).toEqual(new Set(Field.options.map(({ shape }) => shape.kind.value)));
    for (const kind of FIELD_KINDS) expect(Field.safeParse(newField(kind, "a.b")).error, kind).toBeUndefined();
  });

  it("goes up and down, past the border of a page", () => {
    const type = form(["a", "b"], ["c"]);
    const down = nextPlace(type, { page: 0, field: 1 }, 1);
    expect(down).toEqual({ page: 1, field: 0 });
    expect(shown(moveField(type, { page: 0, field: 1 }, down ?? { page: 0, field: 0 }))).toEqual(["a", "b c"]);
    expect(shown(moveField(type, { page: 1, field: 0 }, nextPlace(type, { page: 1, field: 0 }, -1) ?? { page: 1, field: 0 }))).toEqual(["a b c", ""]);
    expect(nextPlace(type, { page: 0, field: 0 }, -1)).toBeNull();
    expect(nextPlace(type, { page: 1, field: 0 }, 1)).toBeNull();
  });

  it("moved anywhere loses no field, and one step and back is as it was", () => {
    fc.assert(fc.property(AForm, fc.nat(3), fc.nat(3), fc.constantFrom(1 as const, -1 as const), (type, page, field, way) => {
      const at = { page, field };
      const to = editedPages(type)[page]?.fields[field] === undefined ? null : nextPlace(type, at, way);
      if (to === null) return;
      const moved = moveField(type, at, to);
      expect(editedFields(moved).map(({ id }) => id).sort()).toEqual(editedFields(type).map(({ id }) => id).sort());
      expect(moveField(moved, to, at)).toEqual(type);
    }));
  });

  it("put somewhere and taken away leaves all as it was, whatever else stands there", () => {
    const odd = { pages: [{ id: "p", fields: [null, { id: "a", kind: "text", new: true }], later: 3 }, "?"], other: { kept: true } };
    expect(removeField(putField(odd, { page: 0, field: 1 }, { id: "b", kind: "date" }), { page: 0, field: 1 })).toEqual(odd);
    expect(putField(odd, { page: 1, field: 0 }, { id: "b" })).toEqual(odd);
  });

  it("can depend on what comes before it only", () => {
    expect(fieldsBefore(form(["a", "b"], ["c", "d"]), { page: 1, field: 1 }).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(fieldsBefore(form(["a"], ["c"]), { page: 0, field: 0 })).toEqual([]);
  });
});

describe("a name", () => {
  it("is made of what is asked, free and fit for its place", () => {
    const type = { pages: [{ id: "uw-factuur", fields: [{ id: "uwFactuur.nummer", kind: "text" }, { id: "uwFactuur.wie", kind: "dutch-name" }] }] };
    expect(nameOfField(type, 0, "Wat is er mis met de factuur, denkt u?")).toBe("uwFactuur.watIsErMisMet");
    expect(nameOfField(type, 0, "Nummer")).toBe("uwFactuur.nummer2");
    expect(nameOfField(type, 0, "  ")).toBe("uwFactuur.answer");
    // Nothing stands inside a field, however many numbers are tried.
    const named = { pages: [{ id: "reason", fields: [{ id: "reason", kind: "choice" }, { id: "reason2.why", kind: "text" }] }] };
    expect(nameOfField(named, 0, "Why")).toBe("reason2.why2");
    expect(slugOf("Te hoog bedrag!", ["te-hoog-bedrag"], "option")).toBe("te-hoog-bedrag-2");
    expect(slugOf("€ 12", [], "option")).toBe("option");
  });

  it("fits the schema, whatever was typed", () => {
    fc.assert(fc.property(fc.string(), fc.string(), (page, words) => {
      const type = { pages: [{ id: slugOf(page, [], "page"), fields: [] }] };
      const field = newField("text", nameOfField(type, 0, words));
      expect(Page.safeParse({ id: slugOf(page, [], "page"), fields: [field] }).error).toBeUndefined();
    }));
  });
});

describe("a page", () => {
  it("comes before the one on which the applicant says who they are", () => {
    const type = { ...form(["a"], ["who"]), about: { applicantName: "who" } };
    const added = addPage(type, "more", { id: "b", kind: "text" });
    expect([added.page, shown(added.type)]).toEqual([1, ["a", "b", "who"]]);
    expect(addPage(form(["a"]), "more", { id: "b", kind: "text" }).page).toBe(1);
  });

  it("moves and goes with its fields", () => {
    const type = form(["a"], ["b"], ["c"]);
    expect(shown(movePage(type, 0, 2))).toEqual(["b", "c", "a"]);
    expect(shown(removePage(type, 1))).toEqual(["a", "c"]);
  });
});
