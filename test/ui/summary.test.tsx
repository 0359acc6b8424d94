import { describe, expect, it } from "vitest";

import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { fieldLabels } from "#app/ui/form/field-labels.ts";
import { summaryItem } from "#app/ui/summary-item.ts";
import { i18nFor } from "#app/web/i18n.server.ts";
import newUser from "#rules/requests/new-user.json";

import { draw, shellFor } from "./kit.fixture.tsx";

const labels = { email: "Zakelijk e-mailadres van de gebruiker", own: "Uw e-mailadres", code: "AGB-code van de praktijk of instelling", initials: "Voorletters", why: "Wat past bij uw situatie?" };

describe("an item of the summary", () => {
  it.each([
    ["email", "Vul het e-mailadres in.", "Zakelijk e-mailadres van de gebruiker: Vul het e-mailadres in."],
    ["own", "Vul het e-mailadres in.", "Uw e-mailadres: Vul het e-mailadres in."],
    ["code", "Vul de AGB-code in: acht cijfers.", "Vul de AGB-code in: acht cijfers."],
    ["initials", "Vul de voorletters in, bijvoorbeeld A.B.", "Vul de voorletters in, bijvoorbeeld A.B."],
    ["initials", "Typ alleen letters en punten.", "Voorletters: Typ alleen letters en punten."],
    ["why", "Kies een antwoord.", "Wat past bij uw situatie? Kies een antwoord."],
    ["unknown", "Kies een antwoord.", "Kies een antwoord."],
  ])("%s: %s", (name, sentence, item) => expect(summaryItem(name, sentence, labels)).toBe(item));

  it("is named where two fields begin with the same words", () => {
    const two = { old: "AGB-code van de oude praktijk", new: "AGB-code van de nieuwe praktijk" };
    expect(summaryItem("new", "Vul de AGB-code in: acht cijfers.", two)).toBe("AGB-code van de nieuwe praktijk: Vul de AGB-code in: acht cijfers.");
  });

  it("stands with its name in the link, which leads to the field", () => {
    const problem = { code: "form.invalid", message: "", correlationId: "c", fields: { own: "Vul het e-mailadres in." } };
    expect(draw(<ErrorSummary problem={problem} labels={labels} />, shellFor("nl"))).toMatch(/<a href="#own"[^>]*>Uw e-mailadres: Vul het e-mailadres in\.<\/a>/);
  });
});

describe("what the inputs of a declared page are called", () => {
  const t = i18nFor("nl").t;
  const labelsOf = (json: unknown, id: string, names: string[], typed = {}) => {
    const type = RequestType.parse(json);
    const page = type.pages.find((one) => one.id === id) ?? (() => { throw new Error(id); })();
    return fieldLabels({ type: type.id, page, pages: type.pages, typed }, Object.fromEntries(names.map((name) => [name, "x"])), t);
  };

  it("the label of the field, or of its part", () => {
    expect(labelsOf(newUser, "user", ["user.email", "user.name.surname", "user.endsOn", "user.employed", "elsewhere"])).toEqual({
      "user.email": "Zakelijk e-mailadres van de gebruiker",
      "user.name.surname": "Achternaam",
      "user.endsOn": t("requests:new-user.fields.user.endsOn.label"),
      "user.employed": t("requests:new-user.fields.user.employed.label"),
    });
  });

  it("whose services, where they are asked of each", () => {
    const typed = { "user.name.initials": "Z.", "user.name.surname": "Håkon", "others.2.user.name.initials": "K.", "others.2.user.name.surname": "Smit", sharing: "each" };
    expect(labelsOf(newUser, "services", ["services", "others.2.services"], typed)).toEqual({ services: "Diensten van Z. Håkon", "others.2.services": "Diensten van K. Smit" });
  });
});
