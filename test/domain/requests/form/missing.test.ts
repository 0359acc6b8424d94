import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, it, test } from "vitest";

import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { unsaid } from "#app/domain/intake/unsaid.ts";
import { isBlank, missingAnswers } from "#app/domain/requests/form/missing.ts";
import { readAnswers } from "#app/domain/requests/form/read.ts";
import dataChange from "#rules/requests/data-change.json";
import newUser from "#rules/requests/new-user.json";

const folder = new URL("../../../../rules/requests/", import.meta.url);
const { pages } = RequestType.parse(newUser);
const inputs = (typed: Parameters<typeof missingAnswers>[1], of = pages) => missingAnswers(of, typed).map(({ input }) => input);

describe("what a form still lacks", () => {
  it("is each question that has to be answered, by its first empty input, and none that may stay open", () => {
    expect(inputs({})).toEqual(["practice.agbCode", "practice.kvkNumber", "reason", "user.name.initials", "user.email", "user.phone", "user.employed", "services", "applicant.name.initials", "applicant.email", "applicant.phone", "applicant.position"]);
    expect(inputs({ "user.name.initials": "Z.", "applicant.name.initials": " ", services: [] })).toEqual(expect.arrayContaining(["user.name.surname", "applicant.name.initials", "services"]));
    expect(inputs({ "user.name.initials": "Z.", "user.name.surname": "Håkon", services: ["vecozo"] })).not.toEqual(expect.arrayContaining(["user.name.surname"]));
  });

  it("is asked for once it shows", () => {
    expect(inputs({ reason: "contact-absent" })).toContain("absence");
    expect(inputs({ reason: "not-contact" })).not.toContain("absence");
  });

  it("is one line of an address, and no addition to the house number", () => {
    const of = RequestType.parse(dataChange).pages;
    const typed = { "change.kind": "address", "address.new.street": "Kade", "address.new.houseNumber": "1", "address.new.postcode": "1234 AB", "address.new.town": "Delft" };
    expect(inputs(typed, of)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^address\.new/)]));
    expect(inputs({ ...typed, "address.new.town": "" }, of)).toContain("address.new.town");
  });

  test.each(readdirSync(folder))("%s: is what reading it finds empty, no more and no less", (name) => {
    const type = RequestType.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
    const { errors } = readAnswers(type, {}, { today: "2026-11-16", services: null });
    expect(new Set(errors.map(({ field }) => type.pages.flatMap(({ fields }) => fields).find(({ id }) => field === id || field.startsWith(`${id}.`))?.id))).toEqual(new Set(missingAnswers(type.pages, {}).map(({ field }) => field.id)));
  });
});

it("nothing stands in a question when all its inputs are empty", () => {
  expect([isBlank({}, "user.endsOn"), isBlank({ "user.endsOn.day": " ", "user.endsOn.month": "" }, "user.endsOn"), isBlank({ "user.endsOn.day": "1" }, "user.endsOn")]).toEqual([true, true, false]);
  expect([isBlank({ "user.emails": "x" }, "user.email"), isBlank({ services: [] }, "services"), isBlank({ services: ["x"] }, "services")]).toEqual([true, true, false]);
});

describe("what is still to be said of the paper", () => {
  const nothing = { signed: null, idCopy: null, idDocument: null, idLastFour: null, idExpiresOn: null };
  const all = { signed: "none", idCopy: "present", idDocument: "passport", idLastFour: "9K2L", idExpiresOn: "2031-06-01" };
  const names = (said: Partial<typeof all>, idCopy = true, today: string | null = "2026-11-16") => Object.keys(unsaid({ ...nothing, ...said }, { idCopy }, today));

  it("is whose signature it is, and of a copy that is asked for how it is", () => {
    expect(names({})).toEqual(["_signed", "_idCopy"]);
    expect(names({}, false)).toEqual(["_signed"]);
    expect(names({ signed: "none", idCopy: "missing" })).toEqual([]);
    expect(names({ signed: "none", idCopy: "present" })).toEqual(["_idDocument", "_idLastFour", "_idExpiresOn"]);
    expect(names(all)).toEqual([]);
    expect(names({ ...all, idExpiresOn: "2026-11-15" })).toEqual(["_idExpiresOn"]);
    expect(names({ ...all, idExpiresOn: "2026-11-15" }, true, null)).toEqual([]);
  });
});
