import { isDeepStrictEqual } from "node:util";

import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { judge, type JudgeContext } from "#app/domain/decisions/judge.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import type { RuleSet, WorkedExample } from "#app/domain/definitions/schema/rule-set.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Facts, Point } from "#rules/vocabulary.ts";

/** How a worked example went: what was expected, and what came of it (or the code of the problem that it ran into). */
export type ExampleResult = { index: number; title: WorkedExample["title"]; passed: boolean; expected: WorkedExample["expect"]; got: unknown };

/** Runs every worked example of a rule set; they run on every change, and a set of which one fails is not published. */
export async function runExamples<P extends Point>(ruleSet: RuleSet<P>, context: JudgeContext): Promise<ExampleResult[]> {
  return Promise.all(
    ruleSet.examples.map(async (example, index) => {
      const got = await outcomeOf(ruleSet, example, context);
      return { index, title: example.title, passed: isDeepStrictEqual(got, example.expect), expected: example.expect, got };
    }),
  );
}

const MANY_RULES = 200;

async function outcomeOf<P extends Point>(ruleSet: RuleSet<P>, example: WorkedExample, context: JudgeContext): Promise<unknown> {
  // `judge` checks them against the vocabulary.
  const facts = { ...ruleSet.typical, ...example.facts } as Facts<P>;
  const policies = { ...context.policies, ...example.policies } as PolicyValues;
  const day = { ...context, policies };
  try {
    // The compiled form says the same (a test holds it), and a set of two thousand rules keeps nobody waiting who is typing.
    const { spoke, outcome } = ruleSet.rules.length > MANY_RULES ? compileRuleSet(ruleSet, day).judge(facts) : await judge(ruleSet, facts, day);
    return { spoke, outcome };
  } catch (error) {
    if (isProblem(error)) return { problem: error.code, ...error.details };
    throw error;
  }
}
