import { describe, expect, it } from "vitest";

import { checkRequestType, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { answerAt, readAnswers, readPage } from "#app/domain/requests/form/read.ts";
import { checkPractice } from "#app/domain/requests/form/practice.ts";
import { visibleFields, visiblePages, type Typed } from "#app/domain/requests/form/visible.ts";
import newUser from "#rules/requests/new-user.json";

const type = RequestType.parse(newUser);
const context = { today: "2026-11-22", services: ["zvw-claims", "cov"] };
const whole: Typed = {
  "practice.agbCode": "1234 5678", "practice.kvkNumber": "68750110", reason: "contact-absent", absence: "temporary",
  "user.name.initials": "z", "user.name.prefix": "v.d.", "user.name.surname": "Håkon", "user.email": "z.vanderhakon@debrug.example", "user.phone": "0612345678", "user.employed": "yes",
  services: ["cov"],
  "applicant.name.initials": "S", "applicant.name.surname": "Jansen", "applicant.email": "s.jansen@debrug.example", "applicant.phone": "06 87654321", "applicant.position": "Assistent",
};
function page(id: string) {
  const found = type.pages.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
}

describe("reading a form", () => {
  it("a whole form gives answers by path, in their one form", () => {
    const reading = readAnswers(type, whole, context);
    expect(reading.errors).toEqual([]);
    expect(reading.unfinished).toEqual([]);
    expect(reading.answers).toEqual({
      practice: { agbCode: "12345678", kvkNumber: "68750110" },
      reason: "contact-absent",
      absence: "temporary",
      user: { name: { initials: "Z.", prefix: "van der", surname: "Håkon" }, email: "z.vanderhakon@debrug.example", phone: "+31612345678", employed: true },
      services: ["cov"],
      applicant: { name: { initials: "S.", prefix: "", surname: "Jansen" }, email: "s.jansen@debrug.example", phone: "+31687654321", position: "Assistent" },
    });
    expect(answerAt(reading.answers, "user.name.surname")).toBe("Håkon");
    expect(answerAt(reading.answers, "user.constructor")).toBeUndefined();
  });

  it("an empty form names every page that is unfinished", () => {
    const reading = readAnswers(type, {}, context);
    expect(reading.unfinished).toEqual(["practice", "reason", "user", "services", "applicant"]);
  });

  it("a condition shows a question on the same page, and hides its old answer when it no longer holds", () => {
    expect(visibleFields(page("reason"), type.pages, { reason: "not-contact" }).map((field) => field.id)).toEqual(["reason"]);
    expect(visibleFields(page("reason"), type.pages, { reason: "contact-absent" }).map((field) => field.id)).toEqual(["reason", "absence"]);
    expect(readAnswers(type, { ...whole, reason: "not-contact" }, context).answers).not.toHaveProperty("absence");
  });

  it("an input that the page does not show is dropped", () => {
    const reading = readPage(page("practice"), type.pages, { ...whole, isAdmin: "yes" }, context);
    expect(Object.keys(reading.typed)).toEqual(["practice.agbCode", "practice.kvkNumber"]);
  });

  it("a hidden page counts as not filled in for what depends on it", () => {
    const pages = [
      { ...page("reason") },
      { ...page("services"), when: [{ field: "absence", equals: "long" }] },
      { ...page("user"), when: [{ field: "services", filled: true }] },
    ];
    const ids = (typed: Typed) => visiblePages(pages, typed).map((one) => one.id);
    expect(ids({ ...whole, absence: "long" })).toEqual(["reason", "services", "user"]);
    expect(ids({ ...whole, absence: "long", reason: "not-contact" })).toEqual(["reason"]);
  });

  it("only services that the AGB code may have; any while nobody knows (R14)", () => {
    const asked = { ...whole, services: ["wmo"] };
    expect(readAnswers(type, asked, context).errors.map((error) => error.code)).toEqual(["services.not-allowed"]);
    expect(readAnswers(type, asked, { ...context, services: null }).errors).toEqual([]);
    expect(readAnswers(type, { ...whole, services: [] }, context).errors.map((error) => error.code)).toEqual(["services.empty"]);
  });

  it("a BSN in the wrong box is refused and not kept (D18)", () => {
    const reading = readPage(page("practice"), type.pages, { "practice.agbCode": "111222333", "practice.kvkNumber": "68750110" }, context);
    expect(reading.errors.map((error) => error.code)).toEqual(["agb.length"]);
    expect(reading.typed["practice.agbCode"]).toBe("•••••");
    expect(reading.masked).toEqual(["bsn"]);
  });
});

describe("what the registers say of a practice", () => {
  const agb = { code: "12345678", kind: "enterprise" as const, name: "Tandartspraktijk De Brug", careType: { code: "12", description: "Tandartsen" }, startsOn: "2017-05-01", endsOn: null, kvkNumber: "68750110", recognitions: [], addresses: [] };
  const trade = { kvkNumber: "68750110", name: "Tandartspraktijk De Brug", legalForm: "besloten vennootschap", startsOn: "2017-05-01", endsOn: null, establishments: [], addresses: [] };
  const check = (looked: Parameters<typeof checkPractice>[0], kvkNumber = "68750110") =>
    checkPractice(looked, { agbCode: "agb", kvkNumber: "kvk" }, { kvkNumber }, "2026-11-22");
  const codes = (looked: Parameters<typeof checkPractice>[0], kvkNumber?: string) => check(looked, kvkNumber).errors.map((error) => `${error.field} ${error.code}`);

  it("a pair that belongs together is taken", () => expect(check({ agb, trade })).toEqual({ errors: [], warnings: [] }));
  it("unknown", () => expect(codes({ agb: null, trade: null })).toEqual(["agb practice.agb-unknown", "kvk practice.kvk-unknown"]));
  it("ended, from the day after its last", () => {
    expect(codes({ agb: { ...agb, endsOn: "2026-11-21" }, trade: { ...trade, endsOn: "2026-11-21" } })).toEqual(["agb practice.agb-ended", "kvk practice.kvk-ended"]);
    expect(codes({ agb: { ...agb, endsOn: "2026-11-22" }, trade })).toEqual([]);
  });
  it("a personal code is refused by its kind, with a hint for nurses (R74)", () => {
    expect(codes({ agb: { ...agb, kind: "person", kvkNumber: null }, trade })).toEqual(["agb practice.agb-person"]);
    expect(codes({ agb: { ...agb, kind: "person", kvkNumber: null, careType: { code: "91", description: "Verpleegkundigen" } }, trade })).toEqual(["agb practice.agb-nurse"]);
  });
  it("numbers of two practices", () => expect(codes({ agb, trade: { ...trade, kvkNumber: "69599084" } }, "69599084")).toEqual(["kvk practice.mismatch"]));
  it("a silent register stops nobody", () => {
    const result = check({ agb: "unavailable", trade: "unavailable" });
    expect(result.errors).toEqual([]);
    expect(result.warnings.map((warning) => warning.code)).toEqual(["practice.agb-silent", "practice.kvk-silent"]);
  });
});

describe("checking a request type", () => {
  type Loose = { pages: Array<{ id: string; when?: unknown; fields: Array<Record<string, unknown>> }>; facts: Record<string, string>; about: Record<string, string> };
  const changed = (change: (json: Loose) => void) => {
    const json = structuredClone(newUser) as unknown as Loose;
    change(json);
    return checkRequestType(json).map((finding) => finding.code);
  };
  const field = (json: Loose, at: number, index = 0) => json.pages[at]?.fields[index] ?? {};

  it("the shipped form has nothing wrong", () => expect(checkRequestType(newUser)).toEqual([]));
  it("a shape that does not fit", () => expect(changed((json) => (field(json, 0).kind = "pin"))).toContain("malformed"));
  it("a condition on an unknown field", () => expect(changed((json) => (json.pages[1]!.when = [{ field: "nobody", filled: true }]))).toEqual(["unknown-field"]));
  it("a condition on a later page", () => expect(changed((json) => (json.pages[0]!.when = [{ field: "reason", equals: "not-contact" }]))).toEqual(["later-field"]));
  it("a cycle", () => expect(changed((json) => {
    field(json, 1, 0).when = [{ field: "absence", equals: "long" }];
  })).toEqual(["later-field"]));
  it("a condition on itself", () => expect(changed((json) => (field(json, 0).when = [{ field: "practice.agbCode", filled: true }]))).toEqual(["later-field"]));
  it("a condition on a value that cannot be chosen", () => expect(changed((json) => (field(json, 1, 1).when = [{ field: "reason", equals: "holiday" }]))).toEqual(["unknown-option"]));
  it("ids used twice, or one inside another", () => {
    expect(changed((json) => (field(json, 4, 4).id = "user.email"))).toContain("field-twice");
    expect(changed((json) => (field(json, 4, 4).id = "user"))).toContain("field-inside-field");
    expect(changed((json) => (json.pages[1]!.id = "practice"))).toContain("page-twice");
    expect(changed((json) => (json.pages[1]!.id = "review"))).toContain("page-reserved");
  });
  it.each(["pinCode", "user.password", "bsn", "user.iban"])("a field that asks for %s (R49, R106)", (id) => expect(changed((json) => (field(json, 4, 4).id = id))).toContain("secret-field"));
  it("paths and facts that lead nowhere", () => {
    expect(changed((json) => (json.about.agbCode = "practice.agb"))).toEqual(["unknown-path"]);
    expect(changed((json) => (json.facts["user.shoeSize"] = "user.email"))).toEqual(["unknown-fact"]);
  });
  it("a text that one language lacks (D22)", () => {
    const findings = checkRequestType(newUser, (language, key) => (key.includes(".office.") || (language === "en" && key === "requests:new-user.fields.user.email.label") ? null : "…"));
    expect(findings).toEqual([{ code: "missing-text", path: "requests:new-user.fields.user.email.label", details: { language: "en", key: "requests:new-user.fields.user.email.label" } }]);
  });
});
