import { describe, expect, test } from "vitest";

import { flipsInWords } from "#app/domain/decisions/explain.ts";
import { flipsOf } from "#app/domain/decisions/flip.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { RuleSetSchema } from "#app/domain/definitions/schema/rule-set.ts";
import type { Facts } from "#rules/vocabulary.ts";
import { calendar, policies, read, ruleSet, ruleSetFiles, texts } from "./office.ts";

const day = (facts: Record<string, unknown>) => ({ today: String(facts["today"]), calendar });

describe("what would have changed it (desk 12)", () => {
  test.each(ruleSetFiles)("%s: in every worked example, each value that is told really keeps the rule still", async (file) => {
    const rules = RuleSetSchema.parse(read(file));
    let told = 0;
    for (const example of rules.examples) {
      const facts = { ...rules.typical, ...example.facts } as Record<string, unknown>;
      const context = { calendar, policies: { ...policies, ...example.policies } as PolicyValues };
      const judged = await judge(rules, facts as unknown as Facts<typeof rules.point>, context).catch(() => null);
      if (judged === null) continue;
      for (const { ruleId } of judged.findings.filter(({ severity }) => severity !== "info")) {
        const trace = judged.trace.find((one) => one.ruleId === ruleId);
        if (!trace) throw new Error(ruleId);
        for (const set of flipsOf(rules.point, trace, day(facts))) {
          const unnamed = set.filter(({ isFound }) => !isFound);
          // Of what had to be filled in, with whatever, no value can be named.
          expect(unnamed.filter(({ leaf }) => leaf.operator !== "isEmpty").map(({ leaf }) => `${ruleId}: ${leaf.fact}`)).toEqual([]);
          if (unnamed.length > 0) continue;
          const changed = { ...facts, ...Object.fromEntries(set.map(({ leaf, value }) => [leaf.fact, value])) };
          const again = await judge(rules, changed as unknown as Facts<typeof rules.point>, context).catch((problem: unknown) => problem);
          // Changed facts may contradict each other; what is told of the rule itself must hold all the same.
          expect(again, ruleId).not.toMatchObject({ spoke: expect.arrayContaining([ruleId]) as unknown });
          told += 1;
        }
      }
    }
    // Every set of rules that can hold somebody up has something to say.
    expect(told > 0 || rules.rules.every(({ event }) => (event as { severity?: string }).severity === "info" || !("severity" in (event as object)))).toBe(true);
  });

  test("says it with the value of now and the one that would do, in both languages", async () => {
    const screening = ruleSet("screening", "new-user.screening");
    const facts = { ...screening.typical, "wmo.usersAfter": 21, "agb.endsOn": "2017-04-30" } as unknown as Facts<"screening">;
    const { trace } = await judge(screening, facts, { policies, calendar });
    const said = (rule: string, language: "nl" | "en") => {
      const found = trace.find(({ ruleId }) => ruleId === rule);
      return found ? flipsInWords("screening", found, day(facts as unknown as Record<string, unknown>), { language, texts: texts[language] }) : [];
    };
    expect(said("wmo-maximum", "nl")).toEqual([[expect.stringMatching(/ is hoogstens 20 \(nu: 21\)$/)]]);
    expect(said("wmo-maximum", "en")).toEqual([[expect.stringMatching(/ is at most 20 \(now: 21\)$/)]]);
    expect(said("agb-ended", "nl").flat().join(" ")).toContain("30 april 2017");
  });
});
