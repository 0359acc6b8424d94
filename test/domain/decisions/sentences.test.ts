import { describe, expect, test } from "vitest";

import { explainRule, findingSentence, flipsInWords, type Words } from "#app/domain/decisions/explain.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { RuleSetSchema } from "#app/domain/definitions/schema/rule-set.ts";
import { VOCABULARY, type Facts } from "#rules/vocabulary.ts";
import type { Fact } from "#rules/facts/words.ts";
import servicesJson from "#rules/services.json";
import { calendar, policies, read, ruleSet, ruleSetFiles, texts } from "./office.ts";

/** What nobody at a desk would say, in either language. */
const CLUMSY: ReadonlyArray<readonly [string, RegExp]> = [
  ["a sentence that is yes or no", /\bis (?:niet )?(?:ja|nee)\b|\bis (?:not )?(?:yes|no)(?=\.| \(|$)/i],
  ["not true that", /niet waar|(?:^|[(,] )niet: |not true|\bnot: /i],
  ["a word twice", /(?<![\p{L}\p{N}-])(\p{L}+) \1(?![\p{L}\p{N}-])/iu],
  ["the value of now that was said already", /is ([^()]{1,60}) \((?:nu|now): \1\)/],
  ["more than no maximum", /dan geen maximum|than no maximum/],
  ["at most none", /(?:hoogstens|at most) 0\b|(?:minder dan|less than) 1\b/],
  ["a blank, or a word of the program", /\{\{|undefined|null|NaN|\[object|(?:operators|denied|explain|words)\./],
  ["with what is", /\bbij wat\b/],
];

function wordsOf(language: "nl" | "en"): Words {
  return { language, texts: texts[language], names: Object.fromEntries(servicesJson.services.map(({ id, name }) => [id, name[language]])) };
}

describe("what a rule says reads like a sentence of the office (desk 12)", () => {
  test.each(ruleSetFiles.flatMap((file) => (["nl", "en"] as const).map((language) => [file, language] as const)))("%s, in every worked example (%s)", async (file, language) => {
    const rules = RuleSetSchema.parse(read(file));
    const words = wordsOf(language);
    const said = new Set<string>();
    for (const example of rules.examples) {
      const facts = { ...rules.typical, ...example.facts } as unknown as Facts<typeof rules.point>;
      const judged = await judge(rules, facts, { calendar, policies: { ...policies, ...example.policies } as PolicyValues }).catch(() => null);
      const day = { today: (facts as { today: string }).today, calendar };
      for (const finding of judged?.findings ?? []) said.add(findingSentence(rules.point, finding, words));
      for (const trace of judged?.trace ?? []) {
        said.add(explainRule(rules.point, trace, day, words).because);
        for (const line of flipsInWords(rules.point, trace, day, words).flat()) said.add(line);
      }
    }
    expect(said.size).toBeGreaterThan(5);
    const clumsy = CLUMSY.flatMap(([name, pattern]) => [...said].filter((line) => pattern.test(line)).map((line) => `${name}: ${line}`));
    expect(clumsy).toEqual([]);
  });

  test("nothing is cleared by knowing less, and what is not known is by knowing it", async () => {
    const rules = ruleSet("screening", "authorisation-change.screening");
    const said = async (facts: Partial<Facts<"screening">>, id: string) => {
      const { trace } = await judge(rules, { ...(rules.typical as unknown as Facts<"screening">), ...facts }, { calendar, policies });
      const rule = trace.find(({ ruleId, fired }) => fired && ruleId === id);
      return rule ? flipsInWords("screening", rule, { today: String(rules.typical["today"]), calendar }, wordsOf("nl")) : null;
    };
    expect(await said({ "agb.known": false }, "agb-unknown")).toEqual([["Vektis kent de AGB-code"]]);
    const nothing = await said({ "account.known": true, "services.granted": [], "services.withdrawn": [] }, "nothing-changes");
    expect(nothing?.length).toBeGreaterThan(0);
    expect(nothing?.flat().join()).not.toContain("bij ons niet bekend");
  });

  test("whatever is so or not has a sentence for each", () => {
    const facts = Object.values(VOCABULARY).flatMap((point) => Object.entries(point as Readonly<Record<string, Fact>>));
    const flags = facts.filter(([, { type }]) => type === "boolean");
    expect(flags.length).toBeGreaterThan(30);
    expect(flags.filter(([, { label, denied }]) => !denied || denied.nl === label.nl || denied.en === label.en).map(([name]) => name)).toEqual([]);
  });
});
