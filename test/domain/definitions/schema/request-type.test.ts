import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { findText, type Texts } from "#app/domain/decisions/texts.ts";
import { speaksAsApplicant } from "#app/domain/definitions/schema/form-voice.ts";
import { checkRequestType, deliveryOf, RequestType, type TextOf } from "#app/domain/definitions/schema/request-type.ts";

const folder = new URL("../../../../rules/requests/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, unknown>;
const codes = (json: unknown) => checkRequestType(json).map(({ code, path }) => `${code} ${path}`);

describe("the request types that the office begins with", () => {
  test.each(readdirSync(folder))("%s has no findings and bears the name of its file", (name) => {
    expect(codes(read(name))).toEqual([]);
    expect(`${RequestType.parse(read(name)).id}.json`).toBe(name);
  });

  test("say who is identified, and after which of them number and PIN are sent", () => {
    const types = readdirSync(folder).map((name) => RequestType.parse(read(name)));
    expect(types.filter(({ effects }) => deliveryOf(effects).number).map(({ id }) => id)).toEqual(["contact-change", "new-user", "system-certificate", "test-certificate"]);
    expect(types.filter(({ effects }) => deliveryOf(effects).letter).map(({ id }) => id)).toEqual(["contact-change", "credential-request", "new-user", "system-certificate", "test-certificate"]);
    expect(types.filter(({ plan }) => !plan.identification)).toEqual([]);
    expect(types.flatMap(({ id, plan }) => (plan.unless ? [[id, plan.unless]] : []))).toEqual([
      ["credential-request", [{ field: "credential.kind", in: ["number"] }]],
      ["revocation", [{ field: "revocation.kind", notIn: ["system"] }]],
    ]);
  });
});

describe("what the office reads where it types a form over", () => {
  const locales = new URL("../../../../templates/locales/", import.meta.url);
  const texts = (language: string, namespace: string) => JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, locales), "utf8")) as Texts;
  const shipped: TextOf = (language, key) => {
    const [namespace = "", path = ""] = key.split(":");
    return findText(texts(language, namespace), path);
  };
  const found = (name: string, textOf: TextOf) => checkRequestType(read(name), textOf).map(({ code, path, details }) => [code, path, details["language"]]);

  test.each(readdirSync(folder))("%s speaks to nobody as the applicant, in Dutch and English", (name) => {
    expect(found(name, shipped)).toEqual([]);
    // Without the office's own words it would: these are not neutral by themselves.
    expect(found(name, (language, key) => (key.includes(".office.") ? null : shipped(language, key)))).toEqual(
      expect.arrayContaining([["speaks-as-applicant", `requests:${RequestType.parse(read(name)).id}.fields.applicant.name.office.label`, "nl"]]),
    );
  });

  test.each([
    ["nl", "Uw naam", true], ["nl", "Wat wilt u wijzigen?", true], ["nl", "Ik ben contactpersoon", true], ["nl", "Werkt bij onze praktijk", true], ["nl", "Naam van de aanvrager", false], ["nl", "Duur", false],
    ["en", "Your name", true], ["en", "I do not know", true], ["en", "Works at our practice", true], ["en", "Name of the applicant", false], ["en", "Hour", false],
  ] as const)("in %s “%s”: %s", (language, text, expected) => expect(speaksAsApplicant(language, text)).toBe(expected));

  test("says its own words in both languages or in none", () => {
    const key = "requests:revocation.fields.applicant.phone.office.label";
    expect(found("revocation.json", (language, one) => (language === "en" && one === key ? null : shipped(language, one)))).toEqual([["missing-text", key, "en"], ["speaks-as-applicant", key, "en"]]);
  });

  test("asks it of no form that never comes on paper", () => {
    const online = { ...read("revocation.json"), channels: ["online"] };
    expect(checkRequestType(online, (language, key) => (key.includes(".office.") ? null : shipped(language, key)))).toEqual([]);
  });

  test.each(["nl", "en"] as const)("is told in its own words what is wrong with an answer (%s)", (language) => {
    const form = texts(language, "form") as { errors: Texts; warnings: Texts };
    // Nobody types over a list of several, accepts terms or comes back later.
    const { list: _list, terms: _terms, later: _later, ...errors } = form.errors;
    const { several: _several, ...warnings } = form.warnings;
    const said = Object.entries({ errors, warnings }).flatMap(([kind, all]) =>
      keysIn(all).map((key) => shipped(language, `form:office.${kind}.${key}`) ?? shipped(language, `form:${kind}.${key}`) ?? ""),
    );
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((text) => speaksAsApplicant(language, text))).toEqual([]);
  });
});

function keysIn(texts: Texts, before = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === "string" ? [before + key] : keysIn(value, `${before}${key}.`)));
}

describe("the plan", () => {
  test("of what was published before there was one asks for identification (P17)", () => {
    const { plan: _, ...former } = read("new-user.json");
    expect(RequestType.parse(former).plan).toEqual({ identification: true });
    expect(codes(former)).toEqual([]);
  });

  test("cannot leave out whom the effects need", () => {
    const newUser = read("new-user.json");
    expect(codes({ ...newUser, plan: { identification: false } })).toEqual(["plan-without-identification plan.identification"]);
    expect(codes({ ...newUser, points: { screening: "new-user.screening" } })).toEqual(["point-missing points.identification", "point-missing points.delivery"]);
    expect(codes({ ...newUser, effects: [{ effect: "wish-for-it", inputs: {} }] })[0]).toMatch(/^malformed/);
  });

  test("never lets a PIN go without identification, whatever is answered (R24)", () => {
    const credential = read("credential-request.json");
    const unless = (...kinds: string[]) => ({ ...credential, plan: { identification: true, unless: [{ field: "credential.kind", in: kinds }] } });
    expect(codes(unless("number"))).toEqual([]);
    expect(codes(unless("number", "pin"))).toEqual(["plan-without-identification plan.identification"]);
    expect(codes({ ...credential, plan: { identification: true, unless: [{ field: "user.name", in: ["Z."] }] } })).toEqual(["plan-without-identification plan.identification"]);
    expect(codes(unless("numbr"))).toEqual(["unknown-option plan.unless"]);
    const unlessNot = (...kinds: string[]) => ({ ...credential, plan: { identification: true, unless: [{ field: "credential.kind", notIn: kinds }] } });
    expect(codes(unlessNot("pin"))).toEqual([]);
    expect(codes(unlessNot("number"))).toEqual(["plan-without-identification plan.identification"]);
    expect(codes(unlessNot("pim"))).toEqual(["plan-without-identification plan.identification", "unknown-option plan.unless"]);
  });

  test("names what is to be done by hand, once, and has the words for it in both languages", () => {
    const revocation = read("revocation.json");
    const withEffects = (...effects: unknown[]) => ({ ...revocation, effects });
    const byHand = { effect: "manual-task", task: "unlink-device" };
    expect(codes(withEffects({ effect: "manual-task" }))).toEqual(["task-misplaced effects.0.task"]);
    expect(codes(withEffects({ effect: "revoke-account", task: "unlink-device" }))).toEqual(["task-misplaced effects.0.task"]);
    expect(codes(withEffects(byHand, byHand))).toEqual(["task-twice effects"]);
    expect(codes(withEffects(byHand))).toEqual([]);
    const missing = checkRequestType(withEffects(byHand), (language, key) => (language === "nl" || !key.startsWith("desk:task.") ? "…" : null));
    expect(missing.map(({ path }) => path)).toEqual(["desk:task.unlink-device.title", "desk:task.unlink-device.how"]);
  });

  test("asks only about answers that the form has, for an effect and for an e-mail", () => {
    const revocation = read("revocation.json");
    const when = [{ field: "nothing.there", in: ["yes"] }];
    expect(codes({ ...revocation, effects: [{ effect: "manual-task", task: "unlink-device", when }] })).toEqual(["unknown-path effects.0.when"]);
    expect(codes({ ...revocation, messages: { "request.fulfilled": [{ template: "account-revoked", to: "user", when }] } })).toEqual(["unknown-path messages.request.fulfilled.when"]);
  });
});
