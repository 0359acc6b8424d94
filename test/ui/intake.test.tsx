import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { officeTexts } from "#app/domain/definitions/schema/form-texts.ts";
import { speaksAsApplicant } from "#app/domain/definitions/schema/form-voice.ts";
import { fieldsOf, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";
import type { Typed } from "#app/domain/requests/form/visible.ts";
import type { DeskProblem } from "#app/ui/desk/screen.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { NOTHING_SEEN } from "#app/ui/intake/seen-on-paper.tsx";
import type { BecameShown, IntakeScreen, TypedOverShown } from "#app/ui/intake/shown.ts";
import { i18nFor } from "#app/web/i18n.server.ts";

import { draw, shellFor } from "./kit.fixture.tsx";

const folder = new URL("../../rules/requests/", import.meta.url);
const types = readdirSync(folder).map((name) => RequestType.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8"))));
const newUser = types.find(({ id }) => id === "new-user") as RequestType;

const offered = (known: boolean): ServiceChoice => ({
  known,
  groups: [{ basis: "none", services: [{ id: "cov", name: "COV", description: "Waarvoor u het gebruikt.", rights: [], needsAddendum: true, maxUsers: 3 }] }],
  excluded: ["ownForm", "careType", "recognition", "agreement", "segment"].map((why) => ({ id: why, name: why, why, recognition: "X", form: null })),
});

function formOf(type: RequestType, change: Partial<TypedOverShown> = {}): TypedOverShown {
  const services = Object.fromEntries(fieldsOf(type).flatMap((field) => (field.kind === "services" ? [[field.of, offered(true)]] : [])));
  return { type: type.id, version: 1, pages: type.pages, typed: {}, services, practice: "", isLookedUp: false, applicantEmail: type.about.applicantEmail, signers: [], isSenderRegistered: true, asksIdCopy: true, seen: NOTHING_SEEN, ...change };
}

function work(form: TypedOverShown | null, options: { language?: "nl" | "en"; saved?: number; became?: BecameShown; problem?: DeskProblem } = {}): string {
  const { language = "nl", saved = null, became = null, problem = null } = options;
  const screen: IntakeScreen = { title: "x", id: "i", at: "/intake/i", isOpen: became === null, channel: "paper", sender: "De Brug", senderEmail: null, receivedAt: "2026-11-13T11:00:00.000Z", hasTime: false, files: [], namesRequest: null, signers: [], became, types: [], form };
  return draw(<IntakeWork screen={screen} problem={problem} warnings={[]} saved={saved} format={{} as never} />, shellFor(language));
}

const wordsOf = (markup: string) => markup.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, " ").replaceAll(/<[^>]+>/g, "\n");
/** Everything that a form could show, so that each question shows: the conditions are taken away. */
const whole = (type: RequestType): RequestType => ({ ...type, pages: type.pages.map((page) => ({ ...page, when: [], fields: page.fields.map((field) => ({ ...field, when: [] })) })) });

describe.each(["nl", "en"] as const)("what is typed over from paper (%s)", (language) => {
  test.each(types.map((type) => [type.id, type] as const))("%s speaks to the office", (_id, type) => {
    for (const state of [{}, { isLookedUp: true, services: Object.fromEntries(["allowed", "any", "purchasing-portal"].map((of) => [of, offered(false)])) }]) {
      const lines = wordsOf(work(formOf(whole(type), state), { language })).split("\n");
      expect(lines.filter((line) => speaksAsApplicant(language, line))).toEqual([]);
    }
    const shown = wordsOf(work(formOf(whole(type)), { language }));
    for (const field of fieldsOf(type)) expect(shown).toContain(i18nFor(language).t(officeTexts(type.id, field).label));
    // What explains it to the public is left out.
    const { t } = i18nFor(language);
    expect(shown).not.toContain(t(`requests:${type.id}.fields.applicant.phone.help`));
  });

  test.each(types.map((type) => [type.id, type] as const))("%s heads each part differently, for whoever goes by headings", (_id, type) => {
    const heads = [...work(formOf(whole(type)), { language }).matchAll(/<h[23][^>]*>(.*?)<\/h[23]>/gs)].map(([, text]) => wordsOf(text ?? "").trim());
    expect(heads.length).toBeGreaterThanOrEqual(type.pages.length);
    expect(new Set(heads).size).toBe(heads.length);
  });

  test.each(types.map((type) => [type.id, type] as const))("%s calls nothing optional that it asks for", (_id, type) => {
    const { t } = i18nFor(language);
    const mark = `(${t("common:field.optional")})`;
    const markup = work(formOf(whole(type), { seen: { ...NOTHING_SEEN, idCopy: "present" } }), { language });
    const called = [...markup.matchAll(/<(label|legend)[^>]*>(.*?)<\/\1>/gs)].map(([, , text]) => wordsOf(text ?? "").replaceAll(/\s+/g, " ").trim()).filter((text) => text.includes(mark)).map((text) => text.replace(mark, "").trim());
    const may = new Set([...fieldsOf(type).filter(({ required }) => !required).map((field) => t(officeTexts(type.id, field).label)), t("form:name.prefix"), t("form:address.houseNumberSuffix"), t("intake:more.files"), t("intake:begin.idCopy")]);
    expect(called.filter((label) => !may.has(label))).toEqual([]);
    expect(called).toContain(t("form:name.prefix"));
  });
});

describe("the bar", () => {
  const todo = (typed: Typed, change: Partial<TypedOverShown> = {}) => [...(/<div data-sticky-bar[^>]*>(.*)<\/div>/s.exec(work(formOf(newUser, { typed, ...change })))?.[1] ?? "").matchAll(/<li><a href="#([^"]+)"/g)].map(([, name]) => name);

  test("says what is missing before it can become a request, and leads there", () => {
    expect(todo({})).toEqual(["practice.agbCode", "practice.kvkNumber", "reason", "user.name.initials", "user.email", "user.phone", "user.employed", "services", "applicant.name.initials", "applicant.email", "applicant.phone", "applicant.position", "_signed", "_idCopy"]);
    expect(todo({ reason: "not-contact" })).not.toContain("reason");
    expect(work(formOf(newUser))).toContain("Nog 14 antwoorden nodig");
  });

  test("asks for no address where somebody registered has signed, and for what stays of a copy only when it is there", () => {
    const seen = { ...NOTHING_SEEN, signed: "h1", idCopy: "present" };
    const said = todo({}, { signers: [{ value: "h1", label: "P. Hendriks" }], seen });
    expect(said).not.toContain("applicant.email");
    expect(said).toEqual(expect.arrayContaining(["_idDocument", "_idLastFour", "_idExpiresOn"]));
    expect(todo({}, { seen: { ...seen, signed: "of-another", idCopy: "missing" } })).toContain("applicant.email");
    expect(todo({}, { seen: { ...seen, idCopy: "missing" } })).not.toContain("_idDocument");
  });

  test("says that it was saved, and that nothing is missing", () => {
    expect(work(formOf(newUser), { saved: 2 })).toMatch(/role="status"[^>]*>.*Bewaard/s);
    expect(work(formOf(newUser))).not.toContain("Bewaard<");
    // What cannot be right is saved as well.
    const problem = { code: "form.invalid", message: "x", correlationId: "c-9", fields: { "user.phone": "Dit is geen nummer." }, values: { _version: "1" } };
    expect(work(formOf(newUser), { saved: 2, problem })).toMatch(/role="status"[^>]*>.*Bewaard/s);
    expect(work(formOf({ ...newUser, pages: [] }, { asksIdCopy: false, seen: { ...NOTHING_SEEN, signed: "none" } }))).toContain("Alles is ingevuld");
  });
});

describe.each([
  ["nl", ["Bewaard: 06 12345678", "Hier getypt: 06 87654321", "Bewaard: niets", "Hier getypt: Is er, afgedekt en geldig"]],
  ["en", ["Saved: 06 12345678", "Typed here: 06 87654321", "Saved: nothing", "Typed here: Is there, masked and valid"]],
] as const)("a form that was saved elsewhere meanwhile (%s)", (language, lines) => {
  const typed = { "user.phone": "06 12345678", "user.email": "z@debrug.example" };
  const shown = (values: DeskProblem["values"]) => {
    const problem = { code: "draft.moved", message: "Uw aanvraag", correlationId: "c-9", fields: {}, values: { _version: "1", ...values } };
    return /data-moved[^>]*>(.*?)<form/s.exec(work(formOf(newUser, { version: 2, typed }), { language, problem }))?.[1] ?? "";
  };

  test("shows of each answer that differs what was saved and what was typed, and of no other", () => {
    const words = wordsOf(shown({ ...typed, "user.phone": "06 87654321", _idCopy: "present" }));
    for (const line of lines) expect(words).toContain(line);
    expect(words).not.toContain("z@debrug.example");
    expect(words).not.toMatch(/Uw aanvraag|c-9|draft\.moved/);
  });

  test("says so where nothing differs", () => {
    expect(shown(typed)).toContain(i18nFor(language).t("intake:moved.same"));
  });
});

describe("the services", () => {
  const shown = (known: boolean, isLookedUp: boolean) => wordsOf(work(formOf(newUser, { isLookedUp, services: { allowed: offered(known) } })));

  test("say what to do first, or that nothing was found; never that something is out of order when it was not even asked", () => {
    expect(shown(false, false)).toContain("Zoek eerst de praktijk op");
    expect(shown(false, false)).not.toContain("Vektis gaf geen gegevens");
    expect(shown(false, true)).toContain("Vektis gaf geen gegevens");
    expect(shown(true, true)).not.toMatch(/Zoek eerst de praktijk op: welke|Vektis gaf/);
    // By name alone.
    expect(shown(true, true)).not.toContain("Waarvoor u het gebruikt");
  });
});

test.each([
  ["registered", { reference: "ZG-2481", to: "/desk/requests/r" }, "is opgenomen als aanvraag ZG-2481"],
  ["attached", { reference: "ZG-2481", to: "/desk/requests/r" }, "is bij aanvraag ZG-2481 gevoegd"],
  ["dropped", null, "De scans zijn vernietigd"],
] as const)("says what became of it: %s", (as, request, sentence) => {
  const markup = work(null, { became: { sender: "De Brug", as, request } });
  expect(wordsOf(markup)).toContain(sentence);
  expect(markup.includes('href="/desk/requests/r"')).toBe(request !== null);
});
