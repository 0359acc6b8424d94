import { describe, expect, test } from "vitest";

import { checklist, checklistOfFacts, codeState, type Known } from "#app/domain/requests/checklist.ts";
import { read } from "../decisions/office.ts";

const NOW = new Date("2026-11-16T09:00:00Z");
const ALL: Known = { practiceCode: "ok", personalCode: "ok", agreement: true, account: true, services: ["authorisations", "claims", "cov"], installed: true };
const states = (change: Partial<Known>) => checklist({ ...ALL, ...change }).map(({ state, why, next }) => [state, why, next].filter(Boolean).join(" "));

describe("the checklist for Machtigingenportaal and claims", () => {
  test("R84: has five points, in the order in which they are arranged", () => {
    expect(checklist(ALL).map(({ key, state }) => `${key} ${state}`)).toEqual(["codes go", "agreement go", "certificate go", "authorisation go", "installed go"]);
  });

  test.each<[what: string, change: Partial<Known>, place: number, said: string]>([
    ["R80: no code of the practice", { practiceCode: "unknown" }, 0, "no-go practice-unknown vektis"],
    ["R80: a personal code instead of the practice's", { practiceCode: "person" }, 0, "no-go practice-person vektis"],
    ["R80: no personal code of the care professional", { personalCode: "unknown" }, 0, "no-go personal-unknown vektis"],
    ["R80: a personal code that nobody gave", { personalCode: null }, 0, "unknown personal-not-asked"],
    ["R80: a silent register", { practiceCode: null }, 0, "unknown unknown"],
    ["R83: no agreement", { agreement: false }, 1, "no-go none enrolment"],
    ["R82: no certificate", { account: false, services: [], installed: null }, 2, "no-go none new-user"],
    ["R82: no certificate and so no authorisation: both together with it", { account: false, services: [] }, 3, "no-go both new-user"],
    ["R81, R82: the portal without claims, for somebody who has a certificate", { services: ["authorisations"] }, 3, "no-go claims authorisation-change"],
    ["R81: claims without the portal", { services: ["claims"] }, 3, "no-go authorisations authorisation-change"],
    ["R84: not installed", { installed: false }, 4, "no-go not-installed install"],
    ["R84: nothing to install before there is an account", { account: false, installed: null }, 4, "no-go no-account"],
    ["R83: what was not told is not judged", { account: null, services: null, installed: null }, 4, "unknown unknown"],
  ])("%s", (_what, change, place, said) => {
    expect(states(change)[place]).toBe(said);
  });

  test("R80: tells codes apart by what Vektis says of them, not by their digits", () => {
    const entry = { code: "12345678", kind: "enterprise", name: "De Brug", careType: { code: "12", description: "Tandartsen" }, startsOn: "2009-03-01", endsOn: null, kvkNumber: null, recognitions: [], addresses: [] } as const;
    const of = (change: object, who: "practice" | "person" = "practice") => codeState({ ...entry, recognitions: [], addresses: [], ...change }, who, NOW, ["12"]);
    expect([of({}), of({ kind: "person" }), of({ endsOn: "2026-11-15" }), of({ endsOn: "2026-11-16" }), of({ startsOn: "2026-11-17" }), of({ careType: { code: "01", description: "" } })]).toEqual(["ok", "person", "ended", "ok", "not-started", "other-care"]);
    expect([of({}, "person"), of({ kind: "person", careType: { code: "01", description: "" } }, "person")]).toEqual(["not-person", "ok"]);
    expect([codeState(null, "practice", NOW), codeState("unavailable", "practice", NOW)]).toEqual(["unknown", null]);
  });
});

describe("the same at the desk", () => {
  const { typical } = read("authorisation-change.screening.json") as { typical: Record<string, unknown> };
  const shown = (facts: Record<string, unknown>) => checklistOfFacts({ ...typical, ...facts })?.map(({ key, state, why }) => `${key} ${state} ${why}`) ?? null;

  test("R83: shows how it would be once the request is carried out, and only where the portal is in it", () => {
    expect(shown({})).toBeNull();
    expect(shown({ "services.after": ["authorisations", "claims"] })).toEqual(["codes unknown personal-not-asked", "agreement go go", "certificate go go", "authorisation go go", "installed go go"]);
    expect(shown({ "services.after": ["authorisations"], "account.certificates": 0, "agreement.status": "ended" })).toEqual([
      "codes unknown personal-not-asked",
      "agreement no-go none",
      "certificate go go",
      "authorisation no-go claims",
      "installed no-go not-installed",
    ]);
  });
});
