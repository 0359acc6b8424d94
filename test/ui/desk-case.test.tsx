import { describe, expect, it } from "vitest";

import type { CaseJudgement } from "#app/domain/requests/case.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { DecisionForm } from "#app/ui/desk/decision-form.tsx";
import { Findings } from "#app/ui/desk/findings.tsx";
import type { CaseShown, DeskFormat } from "#app/ui/desk/screen.ts";
import { showJudgement } from "#app/web/desk-people.server.ts";
import { wordsFor } from "#app/web/desk.server.ts";
import newUser from "#rules/decisions/new-user.screening.json";

import { draw, shellFor } from "./kit.fixture.tsx";

const format = { shortDate: () => "16 nov", time: () => "10.00" } as unknown as DeskFormat;

/** A request, no more of it than is drawn. */
const screen = { id: "1", status: "done", version: 1, people: [], judgements: [], previews: {}, reasons: [], fields: [], may: { ask: true }, acts: [], reissues: [], tasks: [], sentLetters: [], files: [], questions: [], notes: [], round: null, same: null, delivery: null, decision: null, claim: null, ending: "posted", needsSecondCheck: true } as unknown as CaseShown;

describe("why the rules said so", () => {
  const judged = { point: "screening", ruleSet: newUser.id, title: newUser.title, version: 1, judgedAt: new Date(0), findings: [], facts: {}, outcome: {}, isSame: true, day: {}, trace: [] } as unknown as CaseJudgement;

  it.each(["nl", "en"] as const)("is headed by what the rules are called, and by no key (%s)", (language) => {
    const shown = { ...showJudgement(judged, wordsFor(language)), why: [{ ruleId: "applicant-unknown", fired: true, because: "De aanvrager is onbekend.", wouldChange: [] }] };
    const page = draw(<Findings judgement={shown} format={format} />, shellFor(language));
    expect(page).toContain(newUser.title[language]);
    expect(page).toContain("De aanvrager is onbekend.");
    expect(page).not.toMatch(/new-user\.screening|applicant-unknown/);
  });
});

describe("the decision", () => {
  it("draws the mark of every choice at its size, however long the words beside it", () => {
    const radios = draw(<DecisionForm screen={screen} problem={null} path={(act) => act} />, shellFor("nl")).match(/<input type="radio"[^>]*>/g) ?? [];
    expect(radios).toHaveLength(3);
    expect(radios.filter((radio) => !radio.includes("shrink-0"))).toEqual([]);
  });

  it("that was not chosen is a choice to be made, and no answer to be changed", () => {
    const problem = { code: "form.invalid", message: "", correlationId: "c", fields: { outcome: "Kies eerst wat u beslist." }, values: {} };
    const page = draw(<CaseActs screen={screen} problem={problem} format={format} path={(act) => act} next={{ action: "/desk/next", list: "" }} />, shellFor("nl"));
    expect(page).toContain("U moet nog een keuze maken");
    expect(page).not.toContain("aangepast");
  });
});
