import { describe, expect, test } from "vitest";
import { LetterTemplate } from "#app/domain/definitions/schema/letter.ts";
import { checkFilled, filledValues } from "#app/domain/definitions/schema/filled.ts";
import { checkTemplate, fillIn, templateStrings } from "#app/domain/definitions/schema/template.ts";
import { LANGUAGES } from "#app/domain/people.ts";
import { renderLetter, renderMail } from "#app/domain/correspondence/render.ts";
import { branding, letterNamed, letters, mailNamed, mails, PIN, sampleValues, USER_NUMBER } from "./samples.ts";

const all = [...mails, ...letters];
const codes = (template: Parameters<typeof checkTemplate>[0]) => checkTemplate(template).map(({ code }) => code);

describe("the templates that the office begins with", () => {
  test("are there, named after their file, without findings", () => {
    expect(mails.length).toBeGreaterThanOrEqual(16);
    for (const { file, template } of all) {
      expect(file).toBe(`${template.id}.json`);
      expect(checkTemplate(template), file).toEqual([]);
    }
  });

  test("give a phone number, and a reference to name on the phone, in every e-mail about a request", () => {
    // What goes to staff names no telephone number: they are who answers it.
    for (const { template } of mails.filter(({ template: { id } }) => !/^(deadlines?|weekly)-/.test(id))) {
      const texts = (language: string) => templateStrings(template).filter((string) => string.language === language).map(({ text }) => text).join("\n");
      for (const language of LANGUAGES) {
        expect(texts(language), template.id).toContain("{{phone}}");
        // What is about no request is named by the registration that it is about.
        const named = /^(register|practice)-/.test(template.id) ? "{{what}}" : /^(account-(end|certificate)|certificate-(?!installed)|reinstall-|reissue-)/.test(template.id) ? "{{agbCode}}" : "{{reference}}";
        if (template.id !== "draft-saved") expect(texts(language), template.id).toContain(named);
      }
    }
  });

  test("P10: no template, filled in, holds both a PIN and a user number; e-mails never a PIN", () => {
    let pins = 0;
    let numbers = 0;
    for (const language of LANGUAGES) {
      for (const { template } of mails) {
        const { subject, text, html } = renderMail(template, language, sampleValues(template), branding);
        expect(subject + text + html).not.toContain(PIN);
        expect(subject).not.toContain(USER_NUMBER);
        if (text.includes(USER_NUMBER)) numbers += 1;
      }
      for (const { template } of letters) {
        const said = JSON.stringify(renderLetter(template, language, sampleValues(template), { addressee: ["A"], reference: "B-1" }, branding, new Date(0)));
        expect(said.includes(PIN) && said.includes(USER_NUMBER)).toBe(false);
        expect(said.replace(/"pin":"[^"]*"/, "")).not.toContain(PIN);
        if (said.includes(PIN)) pins += 1;
      }
    }
    expect([pins, numbers]).toEqual([2, 4]);
  });

  test("the PIN letter names no service and no user number (R26)", () => {
    const types = letterNamed("pin-letter").variables.map(({ type }) => type);
    expect(types).not.toContain("user-number");
    expect(letterNamed("pin-letter").variables.map(({ name }) => name)).not.toContain("services");
  });
});

describe("what the senders fill", () => {
  test("is what the templates that the office begins with declare", () => {
    for (const { template } of all) {
      expect(filledValues(template.id), template.id).toEqual(template.variables.map(({ name, type }) => ({ name, type })));
    }
  });

  test("is all that a template may declare, each as the kind that it is (D7)", () => {
    const declared = (name: string, type: "text" | "user-number") => [{ name, type }];
    expect(checkFilled("request-received", declared("reference", "text"))).toEqual([{ code: "template.other-type", path: "variables.0.type", details: { variable: "reference", type: "reference" } }]);
    expect(checkFilled("user-number", declared("userNumber", "text"))).toEqual([{ code: "template.other-type", path: "variables.0.type", details: { variable: "userNumber", type: "user-number" } }]);
    expect(checkFilled("request-received", declared("userNumber", "user-number"))).toEqual([{ code: "template.not-filled", path: "variables.0.name", details: { variable: "userNumber" } }]);
    expect(checkFilled("an-own-message", [{ name: "statusLink", type: "url" }])).toEqual([]);
  });
});

describe("checkTemplate", () => {
  const mail = mailNamed("request-cancelled");
  const letter = letterNamed("pin-letter");
  const pin = { name: "pin", type: "pin" as const, description: "PIN" };
  const number = { name: "userNumber", type: "user-number" as const, description: "User number" };
  const saying = (text: string) => ({ ...mail, body: { ...mail.body, nl: [...mail.body.nl, { kind: "paragraph" as const, text }] } });

  test("finds an unknown variable, where it stands", () => {
    expect(checkTemplate(saying("{{recipentName}}"))).toEqual([{ code: "template.unknown-variable", path: `body.nl.${mail.body.nl.length}.text`, details: { variable: "recipentName" } }]);
  });

  test.each(["{{{reference}}}", "{{&reference}}", "{{#reference}}x{{/reference}}", "{{^reference}}x{{/reference}}", "{{>reference}}", "{{! note }}", "{{=<% %>=}}", "{{reference", "{{a.b}}", "{{/reference}}", "{{__proto__}}", "{{{constructor}}}", "{{#constructor}}x{{/constructor}}", "{{> pin-letter}}"])(
    "finds a tag that is not a plain blank: %s",
    (tag) => expect(codes(saying(tag))).toContain("template.forbidden-tag"),
  );

  test.each(["constructor", "toString", "valueOf", "hasOwnProperty"])("finds %s an unknown variable, and puts nothing of the program in its place", (name) => {
    expect(codes(saying(`{{${name}}}`))).toEqual(["template.unknown-variable"]);
    expect(fillIn(`[{{${name}}}]`, { reference: "ZG-1" })).toBe("[]");
  });

  test("finds a language that is missing", () => {
    expect(codes({ ...mail, subject: { ...mail.subject, en: " " } })).toContain("template.missing-language");
    expect(codes({ ...mail, body: { ...mail.body, en: [] } })).toContain("template.missing-language");
  });

  test("finds a variable that one language does not use, and one that is declared twice", () => {
    const variable = { name: "extra", type: "text" as const, description: "Extra" };
    expect(codes({ ...saying("{{extra}}"), variables: [...mail.variables, variable] })).toEqual(["template.unused-variable"]);
    expect(codes({ ...mail, variables: [...mail.variables, { ...variable, name: "phone" }] })).toContain("template.declared-twice");
  });

  test("D7: keeps PIN and user number apart, and PINs in the PIN block of a PIN letter", () => {
    expect(codes({ ...mail, variables: [...mail.variables, pin] })).toContain("template.pin-outside-letter");
    expect(codes({ ...letter, kind: "plain" })).toContain("template.pin-outside-letter");
    expect(codes({ ...letter, variables: [...letter.variables, number] })).toContain("template.number-and-pin");
    expect(codes({ ...letter, body: { ...letter.body, nl: [...letter.body.nl, { kind: "paragraph", text: "{{pin}}" }] } })).toContain("template.pin-outside-block");
    expect(codes({ ...letter, body: { ...letter.body, nl: letter.body.nl.filter(({ kind }) => kind !== "pin") } })).toContain("template.pin-once");
    expect(codes({ ...letter, body: { ...letter.body, nl: letter.body.nl.map((block) => (block.kind === "pin" ? { ...block, pin: "{{forWhom}}" } : block)) } })).toContain("template.pin-block");
  });

  test("keeps secrets out of subjects", () => {
    const told = mailNamed("user-number");
    expect(codes({ ...told, subject: { ...told.subject, en: "{{userNumber}}" } })).toContain("template.secret-in-subject");
  });

  test("lets a button lead to one link only", () => {
    expect(codes({ ...mail, body: { ...mail.body, en: [...mail.body.en, { kind: "button", text: "Go", href: "https://elsewhere.example/{{reference}}" }] } })).toContain("template.button-link");
  });

  test("a window that leaves the page, or lies on the fold, is refused when the letter is read", () => {
    const off = { ...letter, layout: { ...letter.layout, window: { ...letter.layout.window, left: 150 } } };
    expect(LetterTemplate.safeParse(off).success).toBe(false);
    expect(LetterTemplate.safeParse({ ...letter, layout: { ...letter.layout, fold: 80 } }).success).toBe(false);
  });
});
