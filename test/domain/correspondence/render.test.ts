import { describe, expect, test } from "vitest";
import { addressBlock } from "#app/domain/correspondence/address.ts";
import { maskPin, renderMail } from "#app/domain/correspondence/render.ts";
import { LANGUAGES } from "#app/domain/people.ts";
import { branding, mailNamed, mails, pinLetter, PIN, sampleValues, USER_NUMBER } from "./samples.ts";

const received = mailNamed("request-received");
const render = (values: Record<string, string | Date> = {}, language: "nl" | "en" = "nl") => renderMail(received, language, { ...sampleValues(received), ...values }, branding);

describe("an e-mail", () => {
  test("says the same in text and in HTML, in both languages", () => {
    for (const { template } of mails) {
      for (const language of LANGUAGES) {
        const { subject, text, html } = renderMail(template, language, sampleValues(template), branding);
        const plain = html.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, " ").replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"').replace(/\s+/g, " ");
        for (const line of text.split("\n").filter((line) => line !== "-- " && !/^-+$/.test(line))) {
          for (const part of line.replace(/^\d+\. /, "").split(/: |:$/)) expect(plain, template.id).toContain(part.replace(/\s+/g, " ").trim());
        }
        expect(html).toContain(`<html lang="${language}">`);
        expect(subject + text + html, template.id).not.toMatch(/\{\{|undefined|\[object/);
      }
    }
  });

  test("words dates in the reader's language and in Dutch time", () => {
    const justAfterMidnight = { reviewBy: new Date("2026-11-15T23:30:00Z") };
    expect(render(justAfterMidnight).text).toContain("maandag 16 november 2026");
    expect(render({ reviewBy: "2026-11-16" }, "en").text).toContain("Monday 16 November 2026");
  });

  test("escapes names in HTML and leaves them alone in text", () => {
    const { text, html } = render({ practice: `<b>"Zorg" & 'Co'</b>` });
    expect(text).toContain(`<b>"Zorg" & 'Co'</b>`);
    expect(html).toContain("&lt;b&gt;&quot;Zorg&quot; &amp; &#39;Co&#39;&lt;/b&gt;");
  });

  test("keeps the lines of a list apart in a row of facts", () => {
    const { text, html } = render({ people: "Z. van der Berg\nP. Smit" });
    expect(text).toContain("Z. van der Berg\nP. Smit");
    expect(html).toContain("Z. van der Berg<br>P. Smit</td>");
  });

  test("a value that looks like a blank stays what it is", () => {
    expect(render({ recipientName: "{{reference}}" }).text).toContain("Beste {{reference}},");
  });

  test("a line end in a name opens no header and no line; a direction mark turns nothing round", () => {
    const template = mailNamed("install-lapsed");
    const { subject, text } = renderMail(template, "nl", { ...sampleValues(template), forWhom: "Z.\r\nBcc: all@elsewhere.example\u2028\u202E\u0007x" }, branding);
    expect(subject).toBe("Het account van Z. Bcc: all@elsewhere.example x is verwijderd");
    expect(text).not.toMatch(/^Bcc/m);
    for (const character of "\u2028\u202E\u0007") expect(text).not.toContain(character);
  });

  test("a long text keeps its paragraphs", () => {
    const template = mailNamed("request-rejected");
    const { text, html } = renderMail(template, "nl", { ...sampleValues(template), reason: "Een.\r\n\r\n\r\n\r\nTwee." }, branding);
    expect(text).toContain("Een.\n\nTwee.");
    expect(html).toContain("Een.<br><br>Twee.");
  });

  test("a subject stays short enough for a list of mails", () => {
    const template = mailNamed("install-lapsed");
    const { subject } = renderMail(template, "nl", { ...sampleValues(template), forWhom: "ë".repeat(149) }, branding);
    expect([...subject]).toHaveLength(150);
    expect(subject.endsWith("…")).toBe(true);
  });

  test.each([
    ["missing", { reference: undefined }, "template.missing-value"],
    ["blank", { reference: " \n" }, "template.missing-value"],
    ["no date", { reviewBy: "soon" }, "template.missing-value"],
    ["too long", { practice: "x".repeat(301) }, "template.value-too-long"],
    ["a link that runs a script", { statusLink: "javascript:alert(1)" }, "template.bad-value"],
    ["a link that breaks out of its attribute", { statusLink: 'https://a.example/" onclick="x' }, "template.bad-value"],
  ])("a value that is %s is refused by name, and is not in the error", (_, values, code) => {
    expect(() => render(values as Record<string, string>)).toThrow(expect.objectContaining({ code, details: expect.objectContaining({ variable: Object.keys(values)[0] }) }));
  });
});

describe("a letter", () => {
  test("has its date, its window, its sender and its closing", () => {
    const letter = pinLetter();
    expect(letter.date).toBe("maandag 16 november 2026");
    expect(letter.addressee).toEqual(["Tandartspraktijk De Brug", "T.a.v. F. el Idrissi", "Brugstraat 5 hs", "3511 AB  UTRECHT"]);
    expect(letter.kix).toBe("3511AB5XHS");
    expect(letter.blocks.at(-1)).toEqual({ kind: "paragraph", text: "Met vriendelijke groet,\nVECOZO" });
  });

  test("D7: refuses a user number in a PIN letter, wherever it came from", () => {
    expect(() => pinLetter({ values: { forWhom: `Z. van der Håkon ${USER_NUMBER}` } })).toThrow("template.number-and-pin");
    expect(() => pinLetter({ names: [`Praktijk ${USER_NUMBER}`] })).toThrow("template.number-and-pin");
  });

  test("refuses a PIN of another shape, without saying it", () => {
    expect(() => pinLetter({ pin: "K7M2PX9RT0" })).toThrow(expect.objectContaining({ code: "template.bad-value", details: { variable: "pin" } }));
  });

  test("D6: masked, it differs only in its PIN", () => {
    const letter = pinLetter();
    const masked = maskPin(letter);
    expect(JSON.stringify(masked)).not.toContain(PIN);
    expect(JSON.stringify(masked)).toBe(JSON.stringify(letter).replace(PIN, "••••••••••"));
  });
});

test("an address without a suffix has a KIX code without an X; spaces in a postcode do not matter", () => {
  expect(addressBlock(["A"], { street: "Postbus", houseNumber: 30250, houseNumberSuffix: "", postcode: "2500 gg", town: "'s-Gravenhage" })).toEqual({
    addressee: ["A", "Postbus 30250", "2500 GG  'S-GRAVENHAGE"],
    kix: "2500GG30250",
  });
});
