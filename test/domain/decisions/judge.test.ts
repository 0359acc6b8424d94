import { readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { factsSchema } from "#app/domain/decisions/facts.ts";
import { explainRule, findingSentence } from "#app/domain/decisions/explain.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import { whatWouldChange } from "#app/domain/decisions/trace.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Facts } from "#rules/vocabulary.ts";
import { calendar, policies, ruleSet, texts } from "./office.ts";

const screening = ruleSet("screening", "new-user.screening");
const typical = factsSchema("screening").parse(screening.typical);
const context = { policies, calendar };
const given = (facts: Partial<Facts<"screening">>) => judge(screening, { ...typical, ...facts }, context);
const nl = { language: "nl" as const, texts: texts.nl };
const en = { language: "en" as const, texts: texts.en };

/** The screening rules, reduced to one with these conditions. */
function only(conditions: RuleSet<"screening">["rules"][number]["conditions"]): RuleSet<"screening"> {
  const [rule] = screening.rules;
  if (!rule) throw new Error("no rule");
  return { ...screening, rules: [{ ...rule, conditions }] };
}
const fires = async (conditions: Parameters<typeof only>[0], facts: Partial<Facts<"screening">> = {}) =>
  (await judge(only(conditions), { ...typical, ...facts }, context)).spoke.length === 1;
const problem = async (act: () => Promise<unknown>) => {
  const thrown = await act().catch((error: unknown) => error);
  return isProblem(thrown) ? { code: thrown.code, ...thrown.details } : thrown;
};

describe("a judgement", () => {
  test("lists findings heaviest first, with the values that the sentence needs", async () => {
    const { findings, outcome, spoke } = await given({ "agb.endsOn": "2017-04-30", "applicant.isUser": true, "user.emailIsRoleMailbox": true });
    expect(spoke).toEqual(["agb-ended", "applicant-is-user", "user-role-mailbox"]);
    expect(findings.map(({ ruleId, severity }) => `${severity} ${ruleId}`)).toEqual(["block agb-ended", "warn user-role-mailbox", "info applicant-is-user"]);
    expect(findings[0]?.values).toEqual({ "agb.endsOn": "2017-04-30", today: "2026-11-16", "agb.code": "12345678" });
    expect(findings[0]?.field).toBe("practice.agbCode");
    expect(outcome).toEqual({ route: "review", priority: "normal" });
  });

  test("is traced rule by rule, every condition with what it met and what it asked", async () => {
    const { trace } = await given({ "wmo.usersAfter": 21 });
    expect(trace.map(({ ruleId }) => ruleId)).toEqual(screening.rules.map(({ id }) => id));
    expect(trace.find(({ ruleId }) => ruleId === "wmo-maximum")).toEqual({
      ruleId: "wmo-maximum",
      fired: true,
      conditions: {
        kind: "all",
        holds: true,
        conditions: [{ kind: "condition", holds: true, fact: "wmo.usersAfter", operator: "greaterThan", actual: 21, expected: 20, expectedFrom: "policy.legalBasis.maxUsers" }],
      },
    });
    // Nothing is left out because another condition had settled the matter.
    expect(trace.find(({ ruleId }) => ruleId === "joint-signatory-missing")?.conditions).toMatchObject({ holds: false, conditions: [{ holds: false, actual: false }, { holds: true, actual: 1, expected: 2 }] });
  });

  test("is the same again, to the order", async () => {
    const facts = { "request.objected": true, "agb.known": false, "correspondence.changedOn": "2026-11-10" };
    expect(await given(facts)).toEqual(await given(facts));
  });

  test("a green request may go its way by itself, and one with a warning may not (D2)", async () => {
    const automatic = { ...screening, default: { route: "automatic", priority: "normal" } };
    const route = async (facts: Partial<Facts<"screening">>) => (await judge(automatic, { ...typical, ...facts }, context)).outcome.route;
    expect(await route({})).toBe("automatic");
    expect(await route({ "applicant.isUser": true })).toBe("automatic");
    expect(await route({ "user.emailIsRoleMailbox": true })).toBe("review");
  });
});

describe("many at once", () => {
  test("1,000 judgements side by side are those of 1,000 in a row", async () => {
    const cases = Array.from({ length: 1000 }, (_, index): Partial<Facts<"screening">> => ({
      "agb.known": index % 2 === 0,
      "user.emailIsRoleMailbox": index % 3 === 0,
      "request.objected": index % 5 === 0,
      "wmo.usersAfter": index % 25,
    }));
    const small = { ...screening, rules: screening.rules.filter(({ id }) => ["agb-unknown", "user-role-mailbox", "objected", "wmo-maximum"].includes(id)) };
    const one = async (facts: Partial<Facts<"screening">>) => (await judge(small, { ...typical, ...facts }, context)).spoke;
    const inSequence: string[][] = [];
    for (const facts of cases) inSequence.push(await one(facts));
    const sideBySide = await Promise.all(
      cases.map(async (facts, index) => {
        // Each begins one turn later, so that some begin just when others end: that is when a shared engine skips rules.
        for (let turn = 0; turn < index; turn += 1) await Promise.resolve();
        return one(facts);
      }),
    );
    expect(sideBySide).toEqual(inSequence);
  }, 120_000);

  test("no engine is kept between judgements", () => {
    const sources = readdirSync("app/domain/decisions", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).map((file) => readFileSync(`app/domain/decisions/${file}`, "utf8"));
    const made = sources.flatMap((source) => source.split("\n").filter((line) => line.includes("new Engine(")));
    // Indented: made inside the function that runs it.
    expect(made).toEqual([expect.stringMatching(/^ {2}const engine = new Engine\(/)]);
  });
});

describe("what the facts must be", () => {
  test("a missing, unknown or mistyped fact stops the judgement and is named", async () => {
    const { "agb.kind": _left, ...missing } = typical;
    expect(await problem(() => judge(screening, missing as Facts<"screening">, context))).toMatchObject({ code: "rules.facts", fact: "agb.kind" });
    expect(await problem(() => judge(screening, { ...typical, moon: "full" } as Facts<"screening">, context))).toMatchObject({ code: "rules.facts", fact: "moon" });
    expect(await problem(() => judge(screening, { ...typical, "wmo.usersAfter": "9" } as unknown as Facts<"screening">, context))).toMatchObject({ code: "rules.facts", fact: "wmo.usersAfter" });
    expect(await problem(() => given({ "agb.endsOn": "2026-02-30" }))).toMatchObject({ code: "rules.facts", fact: "agb.endsOn" });
  });

  test("a policy that a rule reads must be there", async () => {
    expect(await problem(() => judge(screening, typical, { policies: {} }))).toMatchObject({ code: "rules.policy", policy: "policy.legalBasis.maxUsers" });
  });
});

describe("operators", () => {
  const leaf = (fact: string, operator: string, value: unknown) =>
    ({ all: [{ fact, operator, value }] }) as Parameters<typeof only>[0];

  test.each<[string, string, unknown, Partial<Facts<"screening">>, boolean]>([
    ["agb.careType", "in", ["11", "12"], {}, true],
    ["agb.careType", "notIn", ["11", "13"], {}, true],
    ["agb.careType", "notIn", ["11", "12"], {}, false],
    ["wmo.usersAfter", "lessThan", 10, { "wmo.usersAfter": 9 }, true],
    ["wmo.usersAfter", "lessThan", 9, { "wmo.usersAfter": 9 }, false],
    ["wmo.usersAfter", "lessThanInclusive", 9, { "wmo.usersAfter": 9 }, true],
    ["wmo.usersAfter", "greaterThan", 9, { "wmo.usersAfter": 9 }, false],
    ["wmo.usersAfter", "greaterThanInclusive", 9, { "wmo.usersAfter": 9 }, true],
    ["wmo.usersAfter", "between", [9, 20], { "wmo.usersAfter": 9 }, true],
    ["wmo.usersAfter", "between", [9, 20], { "wmo.usersAfter": 21 }, false],
    ["agb.startsOn", "between", ["2009-01-01", "2009-03-01"], {}, true],
    ["services.requested", "contains", "cov", {}, true],
    ["services.requested", "doesNotContain", "cov", {}, false],
    ["services.requested", "containsAll", ["cov", "claims"], {}, true],
    ["services.requested", "containsAll", ["cov", "ion"], {}, false],
    ["services.requested", "overlaps", ["cov", "ion"], {}, true],
    ["services.requested", "overlaps", ["ion"], {}, false],
    ["agb.startsOn", "onOrBefore", "2009-03-01", {}, true],
    ["agb.startsOn", "onOrBefore", "2009-02-28", {}, false],
    ["agb.startsOn", "onOrAfter", "2009-03-01", {}, true],
    ["agb.startsOn", "onOrAfter", "2009-03-02", {}, false],
    ["signatory.changedOn", "withinDays", 30, { "signatory.changedOn": "2026-10-18" }, true],
    ["signatory.changedOn", "withinDays", 30, { "signatory.changedOn": "2026-10-17" }, false],
    ["signatory.changedOn", "withinDays", 30, { "signatory.changedOn": "2026-12-15" }, true],
    ["signatory.changedOn", "withinWorkingDays", 5, { "signatory.changedOn": "2026-11-10" }, true],
    ["signatory.changedOn", "withinWorkingDays", 5, { "signatory.changedOn": "2026-11-09" }, false],
    ["agb.code", "matches", "12\\d{6}", {}, true],
    ["agb.code", "matches", "2\\d{6}", {}, false],
    ["user.emailOfAccount", "isEmpty", true, {}, true],
    ["services.requested", "isEmpty", true, { "services.requested": [] }, true],
    ["services.requested", "isNotEmpty", true, {}, true],
  ])("%s %s %j", async (fact, operator, value, facts, expected) => {
    expect(await fires(leaf(fact, operator, value), facts)).toBe(expected);
  });

  test.each<[string, string, unknown]>([
    ["agb.kind", "equal", "person"],
    ["agb.kind", "notEqual", "person"],
    ["agb.kind", "in", ["person"]],
    ["agb.kind", "notIn", ["person"]],
    ["agb.code", "matches", "\\d{0,8}"],
    ["agb.endsOn", "onOrBefore", "2026-11-16"],
    ["agb.endsOn", "onOrAfter", "2026-11-16"],
    ["agb.endsOn", "between", ["1900-01-01", "2100-01-01"]],
    ["agb.endsOn", "withinDays", 9999],
    ["agb.endsOn", "withinWorkingDays", 9999],
    ["request.daysUntilDue", "lessThanInclusive", 0],
    ["request.daysUntilDue", "greaterThanInclusive", 0],
    ["agb.endsOn", "isNotEmpty", true],
  ])("what nobody knows makes no condition hold: %s %s", async (fact, operator, value) => {
    const unknown = { "agb.kind": null, "agb.code": null, "agb.endsOn": null, "request.daysUntilDue": null };
    expect(await fires(leaf(fact, operator, value), unknown)).toBe(false);
  });

  test("a policy without a limit makes no comparison hold, not even with zero", async () => {
    const conditions = leaf("wmo.usersAfter", "greaterThanInclusive", { fact: "policy.legalBasis.maxUsers" });
    const unlimited = { ...policies, "legalBasis.maxUsers": null };
    expect((await judge(only(conditions), { ...typical, "wmo.usersAfter": 500 }, { policies: unlimited })).spoke).toEqual([]);
  });
});

describe("in words", () => {
  test("a finding in both languages, with dates, lists and choices as one says them", async () => {
    const { findings } = await given({ "agb.endsOn": "2017-04-30", "services.notAllowed": ["ion", "wmo-claims"], "agreement.status": "ended" });
    const names = { ion: "ION", "wmo-claims": "Declareren Wmo" };
    expect(findings.map((finding) => findingSentence("screening", finding, { ...nl, names }))).toEqual([
      "De onderneming heeft geen actieve aansluitovereenkomst (nu: beëindigd).",
      "AGB-code 12345678 is geldig geweest tot en met 30 april 2017.",
      "AGB-code 12345678 mag deze diensten niet hebben: ION en Declareren Wmo.",
    ]);
    expect(findings.map((finding) => findingSentence("screening", finding, en))).toEqual([
      "The enterprise has no active connection agreement (now: ended).",
      "AGB code 12345678 was valid until 30 April 2017.",
      "AGB code 12345678 may not have these services: ion and wmo-claims.",
    ]);
  });

  test("why a rule kept still, and what would have changed that", async () => {
    const { trace } = await given({});
    const of = (id: string) => explainRule("screening", trace.find(({ ruleId }) => ruleId === id) ?? { ruleId: id, fired: true, conditions: { kind: "all", holds: true, conditions: [] } }, { today: typical.today, calendar }, nl);
    expect(of("wmo-maximum")).toEqual({
      ruleId: "wmo-maximum",
      fired: false,
      because: "Het aantal Wmo-gebruikers na deze aanvraag is hoogstens 20 (nu: 0).",
      wouldChange: [["het aantal Wmo-gebruikers na deze aanvraag is meer dan 20 (nu: 0)"]],
    });
    // Both conditions stand in the way of the first; one of the second.
    expect(of("applicant-is-contact").wouldChange.map((set) => set.length)).toEqual([2]);
    expect(of("joint-signatory-missing").wouldChange).toEqual([["de tekenbevoegden zijn gezamenlijk bevoegd"]]);
  });

  test("what would change a rule does change it, for any facts", async () => {
    const flags = ["signatory.joint", "agb.known", "request.objected", "register.unavailable"] as const;
    const [joint, known, objected, unavailable] = flags.map((fact) => ({ fact, operator: "equal" as const, value: true }));
    if (!joint || !known || !objected || !unavailable) throw new Error("four flags");
    const rule = only({ any: [{ all: [joint, known] }, { not: { any: [objected, unavailable] } }] });
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), async (values) => {
        const facts: Facts<"screening"> = { ...typical, ...Object.fromEntries(flags.map((flag, index) => [flag, values[index]])) };
        const [before] = (await judge(rule, facts, context)).trace;
        const sets = before ? whatWouldChange(before) : [];
        expect(sets.length).toBeGreaterThan(0);
        for (const set of sets) {
          const otherwise = { ...facts, ...Object.fromEntries(set.map(({ fact, actual }) => [fact, !actual])) };
          expect((await judge(rule, otherwise, context)).trace[0]?.fired).toBe(!before?.fired);
        }
      }),
      { numRuns: 40 },
    );
  });
});
