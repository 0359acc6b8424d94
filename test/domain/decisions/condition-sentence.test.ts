import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { conditionSentence, type Labels } from "#app/domain/decisions/condition-sentence.ts";
import { RuleSetSchema } from "#app/domain/definitions/schema/rule-set.ts";
import { LANGUAGES } from "#app/domain/people.ts";
import type { Fact } from "#rules/facts/words.ts";
import servicesJson from "#rules/services.json";
import { OPERATORS, VOCABULARY, type Point } from "#rules/vocabulary.ts";

import { conditions } from "./arbitrary.ts";
import { policies, read, ruleSetFiles, texts } from "./office.ts";

function labelsOf(point: Point, language: "nl" | "en"): Labels {
  const named = Object.fromEntries(Object.keys(policies).map((key) => [`policy.${key}`, { type: "number" as const, nullable: false, label: { nl: "Hoogste aantal", en: "Most of them" } }]));
  return { language, texts: texts[language], names: Object.fromEntries(servicesJson.services.map(({ id, name }) => [id, name[language]])), facts: { ...(VOCABULARY[point] as Record<string, Fact>), ...named } };
}
const dutch = (condition: unknown) => conditionSentence(condition, labelsOf("screening", "nl"));

describe("conditions as they are written, in one sentence", () => {
  test.each(ruleSetFiles.flatMap((file) => LANGUAGES.map((language) => [file, language] as const)))("of every rule of %s (%s)", (file, language) => {
    const set = RuleSetSchema.parse(read(file));
    for (const { id, conditions: written } of set.rules) {
      const said = conditionSentence(written, labelsOf(set.point, language));
      expect(said, id).toMatch(/^[\p{Lu}\d“(].{8,}\.$/u);
      expect(said, id).not.toMatch(/\{\{|undefined|null|NaN|\[object|…|(?:operators|denied|explain|words|condition)\.\w|niet waar|not true/);
    }
  });

  test("a group in a group stands between brackets, and the last word between its members says which it is", () => {
    const known = { fact: "agb.known", operator: "equal", value: true };
    const written = { all: [known, { any: [{ fact: "signatory.count", operator: "greaterThan", value: 1 }, { fact: "contact.present", operator: "equal", value: false }] }] };
    expect(dutch(written)).toBe("Vektis kent de AGB-code, en (het aantal tekenbevoegden is meer dan 1, of er is geen contactpersoon).");
    expect(conditionSentence(written, labelsOf("screening", "en"))).toBe("Vektis knows the AGB code, and (the number of signatories is more than 1, or there is no contact person).");
  });

  test("what is denied is said as what is the case then, of groups too", () => {
    const many = { fact: "signatory.count", operator: "greaterThan", value: 1 };
    const none = { fact: "contact.present", operator: "equal", value: false };
    expect(dutch({ not: { any: [many, none] } })).toBe("Het aantal tekenbevoegden is hoogstens 1, en er is een contactpersoon.");
    expect(dutch({ not: { all: [many, none] } })).toBe("Het aantal tekenbevoegden is hoogstens 1, of er is een contactpersoon.");
    expect(dutch({ not: { not: { all: [many] } } })).toBe(dutch({ all: [many] }));
  });

  test("what is denied of something that nobody may know holds then too, and that is said unless a neighbour asks for it", () => {
    const ended = { not: { fact: "agb.endsOn", operator: "onOrAfter", value: { fact: "today" } } };
    expect(dutch({ all: [ended] })).toMatch(/of niet bekend\.$/);
    expect(dutch({ all: [{ fact: "agb.endsOn", operator: "isNotEmpty", value: true }, ended] })).not.toContain("of niet bekend");
  });

  test("any condition that there can be has words, and with another operator other words", () => {
    const points: Point[] = ["intake", "screening", "delivery"];
    fc.assert(
      fc.property(fc.constantFrom(...points).chain((point) => fc.tuple(fc.constant(point), conditions(point))), ([point, written]) => {
        for (const language of LANGUAGES) {
          const said = conditionSentence(written, labelsOf(point, language));
          expect(said).not.toMatch(/\{\{|undefined|\[object|(?:operators|denied|explain|condition)\.\w/);
        }
      }),
      { numRuns: 300 },
    );
    const said = OPERATORS.map((operator) => dutch({ all: [{ fact: "signatory.count", operator, value: 3 }] }));
    expect(new Set(said).size).toBeGreaterThanOrEqual(OPERATORS.length - 3);
  });

  test("what is half done is said as such, and nothing throws", () => {
    for (const half of [undefined, null, 3, [], {}, { all: [] }, { any: "x" }, { all: [null] }, { all: [{ fact: "", operator: "equal", value: "" }] }, { all: [{ fact: "signatory.count", operator: "equal" }] }, { all: [{ fact: "x", operator: "y", value: 1 }] }]) {
      expect(dutch(half)).toContain("…");
    }
    fc.assert(fc.property(fc.jsonValue(), (json) => typeof dutch(json) === "string"));
  });
});
