import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PDFCheckBox, PDFDocument, PDFRadioGroup, PDFTextField } from "@cantoo/pdf-lib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makeFormPress } from "#app/adapters/pdf/form-press.ts";
import { inputNames } from "#app/domain/definitions/schema/form-texts.ts";
import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import type { FormCode } from "#app/domain/requests/form-code.ts";
import { certificateKindOf } from "#app/domain/requests/mapped.ts";
import { composePaperForm, fieldsForOne } from "#app/domain/requests/paper/compose.ts";
import { shippedBranding } from "#app/web/branding.ts";
import { translator } from "#app/web/i18n.server.ts";
import { paperSender, paperWords } from "#app/web/paper.server.ts";

const press = makeFormPress();
const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const services = ServiceCatalogue.parse(read("rules/services.json")).services;
const types = readdirSync("rules/requests").map((file) => RequestType.parse(read(`rules/requests/${file}`)));
const offeredBy = (own: string | null, kind: ReturnType<typeof certificateKindOf> | null) => services.flatMap(({ id, ownForm, certificateKinds }) => (ownForm === own && (kind === null || certificateKinds.includes(kind)) ? [id] : [])).sort();
const typeOf = (id: string) => types.find((type) => type.id === id) ?? types[0]!;
const code = (type: string): FormCode => ({ kind: "form", type, code: "K7MQ3XWD92HT" });

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "zegel-form-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

function compose(type: RequestType, change: Partial<Parameters<typeof composePaperForm>[0]> = {}) {
  return composePaperForm({ type, services, code: code(type.id), answers: null, sender: paperSender(shippedBranding), words: paperWords, now: new Date("2026-11-16T09:00:00Z"), ...change });
}

async function draw(type: RequestType, change: Parameters<typeof compose>[1] = {}): Promise<Uint8Array> {
  const bytes = await press.draw(compose(type, change));
  writeFileSync(join(folder, "form.pdf"), bytes);
  return bytes;
}

/** The words of the page as one line, hyphens and breaks gone. */
const words = () => run("pdftotext", "-raw", "form.pdf", "-").replaceAll(/\s+/g, " ");

describe.each(types.map((type) => [type.id, type] as const))("the paper form of %s, made from its definition (R11)", (id, type) => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    bytes = await draw(type);
  });

  test("is a sound PDF: tagged, fonts embedded, a form without scripts", () => {
    expect(run("qpdf", "--check", "form.pdf")).toContain("No syntax or stream encoding errors found");
    const fonts = run("pdffonts", "form.pdf").trim().split("\n").slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/CID TrueType\s+Identity-H\s+yes/);
    expect(run("pdfinfo", "form.pdf")).toMatch(/Tagged:\s+yes[\s\S]*Form:\s+AcroForm[\s\S]*JavaScript:\s+no|JavaScript:\s+no[\s\S]*Tagged:\s+yes/);
    const inside = run("qpdf", "--qdf", "--object-streams=disable", "form.pdf", "-");
    expect(inside).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|Launch|SubmitForm|URI)\b/);
  });

  test("carries its code on every page, for a machine and for people, and says how many pages there are", () => {
    const pages = Number(/Pages:\s+(\d+)/.exec(run("pdfinfo", "form.pdf"))?.[1]);
    expect(pages).toBeGreaterThan(2);
    run("pdftoppm", "-r", "120", "-gray", "form.pdf", "page");
    const images = readdirSync(folder).filter((file) => file.startsWith("page"));
    expect(images).toHaveLength(pages);
    for (const [index, image] of images.sort().entries()) {
      expect(run("zbarimg", "-q", "--raw", image).trim(), image).toBe(`ZEGEL:F:${id}:K7MQ3XWD92HT`);
      const page = run("pdftotext", "-layout", "-f", String(index + 1), "-l", String(index + 1), "form.pdf", "-");
      expect(page).toContain("K7MQ-3XWD-92HT");
      expect(page).toContain(`Pagina ${index + 1} van ${pages} · Page ${index + 1} of ${pages}`);
      rmSync(join(folder, image));
    }
  });

  test("has a field for every input of the form, of the same name, and none for a PIN or a password (R49)", async () => {
    const form = (await PDFDocument.load(bytes)).getForm();
    const names = form.getFields().map((field) => field.getName());
    expect(new Set(names).size).toBe(names.length);
    for (const field of type.pages.flatMap((page) => fieldsForOne(type, page))) {
      if (field.kind === "choice") expect(form.getRadioGroup(field.id).getOptions(), field.id).toEqual(field.options);
      else if (field.kind === "declaration") expect(form.getCheckBox(field.id)).toBeInstanceOf(PDFCheckBox);
      else if (field.kind === "services") expect(names.filter((name) => name.startsWith(`${field.id}.`)).sort()).toEqual(offeredBy(["allowed", "any"].includes(field.of) ? null : field.of, field.of === "any" ? null : certificateKindOf(type)).map((one) => `${field.id}.${one}`));
      else if (field.kind !== "choices") for (const name of inputNames(field)) expect(form.getTextField(name)).toBeInstanceOf(PDFTextField);
    }
    expect(names.filter((name) => /pin|password|wachtwoord|bsn|iban/i.test(name))).toEqual([]);
    expect(form.getFields().some((field) => field instanceof PDFTextField && field.isPassword())).toBe(false);
  });

  test("says everything in Dutch and in English: every question, who signs (D8), what to mask (D17), where to send it (R104), and never to write a PIN (R49)", () => {
    const text = words();
    const labels = (["nl", "en"] as const).flatMap((language) => type.pages.flatMap((page) => fieldsForOne(type, page)).map((field) => translator(language)(`requests:${id}.fields.${field.id}.label`)));
    const missing = (all: readonly string[]) => all.filter((one) => !text.replaceAll(" ", "").includes(one.replaceAll(" ", "")));
    expect(missing(labels)).toEqual([]);
    expect(missing([...shippedBranding.replyAddress, shippedBranding.phone])).toEqual([]);
    expect(
      missing([
        "hoofdcontactpersoon van de onderneming",
        "tekenbevoegde van de onderneming",
        "contact person of this AGB code",
        "Handtekening · Signature",
        "Maak het burgerservicenummer onleesbaar",
        "Maak ook de foto onleesbaar",
        "Make the citizen service number illegible",
        "Schrijf nergens een pincode, wachtwoord",
        "Never write down a PIN, password",
      ]),
    ).toEqual([]);
    // What a screen says of its own e-mails and buttons is not true of paper.
    expect(text).not.toMatch(/bevestigt u straks|e-mailadres hebt bevestigd|meteen een e-mail|confirm the request/);
    // A text that was not found would stand there as its key.
    expect(text).not.toMatch(/(paper|requests|form|common):[a-z]/);
    expect(text).not.toContain("{{");
  });

  test("is the same bytes for the same form", async () => {
    expect(Buffer.from(bytes).equals(Buffer.from(await draw(type)))).toBe(true);
  });
});

describe("conditions, which a screen keeps by itself, are sentences on paper", () => {
  const sentenceOf = (type: RequestType, id: string) => {
    const form = compose(type);
    return form.sections.flatMap(({ questions }) => questions).find(({ input }) => (input.kind === "boxes" ? input.rows[0]?.[0]?.name.startsWith(id) : input.name === id))?.condition ?? null;
  };

  test("that name the question and the answer", () => {
    expect(sentenceOf(typeOf("new-user"), "absence")).toEqual({
      nl: "Alleen als uw antwoord op vraag 2.1 is: ‘De contactpersoon is afwezig’.",
      en: "Only if your answer to question 2.1 is: ‘The contact person is away’.",
    });
    expect(sentenceOf(typeOf("new-user"), "reason")).toBeNull();
  });

  test("of a whole section; of many answers the one that does not count is named", () => {
    expect(compose(typeOf("data-change")).sections[2]?.condition).toEqual({
      nl: "Alleen als uw antwoord op vraag 2.1 iets anders is dan ‘Het correspondentieadres van de praktijk of instelling’.",
      en: "Only if your answer to question 2.1 is anything but ‘The correspondence address of the practice or institution’.",
    });
  });

  test.each([
    ["ticked", { field: "user.employed", equals: "yes" }, "Alleen als u vraag 1.1 hebt aangekruist."],
    ["filled in", { field: "remarks", filled: true }, "Alleen als u vraag 1.2 hebt ingevuld."],
    ["left empty", { field: "remarks", filled: false }, "Alleen als u vraag 1.2 niet hebt ingevuld."],
  ])("on something %s", (_what, condition, sentence) => {
    const base = { required: true, help: false, when: [] };
    const type = RequestType.parse({
      ...typeOf("new-user"),
      pages: [
        {
          id: "user",
          fields: [
            { ...base, id: "user.employed", kind: "declaration" },
            { ...base, id: "remarks", kind: "text", maxLength: 10 },
            { ...base, id: "user.email", kind: "email", when: [condition] },
          ],
        },
      ],
    });
    expect(sentenceOf(type, "user.email")?.nl).toBe(sentence);
  });
});

describe("a form that is filled in on the screen", () => {
  test("keeps every letter of a name from anywhere in Europe, and reads back as it was filled in", async () => {
    const document = await PDFDocument.load(await draw(typeOf("new-user")));
    const form = document.getForm();
    const written = { "practice.agbCode": "12345678", "user.name.initials": "Ž.Đ.", "user.name.surname": "Håkon-Łęcki Žižek", "user.email": "z@debrug.example", "user.endsOn.year": "2027", "_signing.name": "F. el Idrissi" };
    for (const [name, value] of Object.entries(written)) form.getTextField(name).setText(value);
    form.getRadioGroup("reason").select("contact-absent");
    form.getCheckBox("services.claims").check();
    form.getCheckBox("user.employed").check();
    form.getRadioGroup("_signing.role").select("main-contact");
    // The viewer draws what is typed, with the font of the form; nothing of ours does it for it.
    const bytes = await document.save({ updateFieldAppearances: false });
    writeFileSync(join(folder, "form.pdf"), bytes);

    const again = (await PDFDocument.load(bytes)).getForm();
    for (const [name, value] of Object.entries(written)) expect(again.getTextField(name).getText()).toBe(value);
    expect(again.getRadioGroup("reason").getSelected()).toBe("contact-absent");
    expect(again.getRadioGroup("_signing.role").getSelected()).toBe("main-contact");
    expect(again.getCheckBox("services.claims").isChecked()).toBe(true);
    expect(again.getCheckBox("services.cov").isChecked()).toBe(false);
    expect(run("qpdf", "--check", "form.pdf")).toContain("No syntax or stream encoding errors found");
    const seen = words();
    for (const value of ["Ž.Đ.", "Håkon-Łęcki Žižek", "F. el Idrissi"]) expect(seen).toContain(value);
  });

  test("takes one character for each cell of a number, and one answer to a question", async () => {
    const form = (await PDFDocument.load(await draw(typeOf("authorisation-change")))).getForm();
    for (const [name, length] of [["practice.agbCode", 8], ["user.number", 14]] as const) {
      expect(form.getTextField(name).getMaxLength()).toBe(length);
      expect(form.getTextField(name).isCombed()).toBe(true);
    }
    expect(form.getField("change.kind")).toBeInstanceOf(PDFRadioGroup);
    expect(form.getTextField("remarks").isMultiline()).toBe(true);
  });
});

describe("a form of a request, to be signed", () => {
  const answers = {
    practice: { agbCode: "12345678", kvkNumber: "68750110" },
    reason: "contact-absent",
    absence: "temporary",
    user: { name: { initials: "Z.", prefix: "van der", surname: "Håkon" }, email: "z.vanderhakon@debrug.example", phone: "+31612345678", endsOn: "2027-01-31", employed: true },
    services: ["claims"],
    applicant: { name: { initials: "S.", prefix: "", surname: "Jansen" }, email: "s.jansen@debrug.example", phone: "+31302345678", position: "Praktijkmanager" },
    _masked: [],
  };

  test("carries the request's reference, its answers, and only the questions that they call for", async () => {
    const type = typeOf("new-user");
    await draw(type, { answers, code: { kind: "request", number: 2481 } });
    run("pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", "form.pdf", "first");
    expect(run("zbarimg", "-q", "--raw", "first.png").trim()).toBe("ZEGEL:R:ZG-2481");
    const text = words();
    for (const shown of ["ZG-2481", "van der", "Håkon", "z.vanderhakon@debrug.example", "06 12345678", "Praktijkmanager", "1 2 3 4 5 6 7 8", "2 0 2 7", "×"]) expect(text).toContain(shown);
    expect(text).not.toContain("Alleen als uw antwoord");
    const without = compose(type, { answers: { ...answers, reason: "not-contact", absence: undefined }, code: { kind: "request", number: 2481 } });
    expect(without.sections[1]?.questions.map(({ number }) => number)).toEqual(["2.1"]);
  });

  test("leaves nothing to fill in but who signs", async () => {
    const form = (await PDFDocument.load(await draw(typeOf("new-user"), { answers, code: { kind: "request", number: 2481 } }))).getForm();
    expect(form.getFields().map((field) => field.getName()).every((name) => name.startsWith("_signing."))).toBe(true);
  });

  test("refuses a name that cannot be printed, naming the letter and not the name", async () => {
    const strange = { ...answers, user: { ...answers.user, name: { initials: "Z.", prefix: "", surname: "Ha漢kon" } } };
    await expect(draw(typeOf("new-user"), { answers: strange })).rejects.toMatchObject({ code: "letter.missing-glyph", details: { characters: "漢" } });
  });
});
