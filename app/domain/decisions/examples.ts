import { isDeepStrictEqual } from "node:util";

import { compileRuleSet, type CompiledRuleSet, type Verdict } from "#app/domain/decisions/compiled.ts";
import { judge, type JudgeContext } from "#app/domain/decisions/judge.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import type { RuleSet, WorkedExample } from "#app/domain/definitions/schema/rule-set.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Facts, Point } from "#rules/vocabulary.ts";

/** How a worked example went: what was expected, and what came of it (or the code of the problem that it ran into). */
export type ExampleResult = { index: number; title: WorkedExample["title"]; passed: boolean; expected: WorkedExample["expect"]; got: unknown };

/** Runs every worked example of a rule set; they run on every change, and a set of which one fails is not published. */
export async function runExamples<P extends Point>(ruleSet: RuleSet<P>, context: JudgeContext): Promise<ExampleResult[]> {
  const run = exampleRunner(ruleSet, context);
  return Promise.all(ruleSet.examples.map(run));
}

/** Runs the examples of a rule set one by one, for whoever lets others between them. */
export function exampleRunner<P extends Point>(ruleSet: RuleSet<P>, context: JudgeContext): (example: WorkedExample, index: number) => Promise<ExampleResult> {
  const judgeBy = judgesOf(ruleSet, context);
  return async (example, index) => {
    const got = await outcomeOf(ruleSet, example, judgeBy);
    return { index, title: example.title, passed: isDeepStrictEqual(got, example.expect), expected: example.expect, got };
  };
}

const MANY_RULES = 200;

type JudgeBy<P extends Point> = (facts: Facts<P>, policies: WorkedExample["policies"]) => Verdict | Promise<Verdict>;

/** The compiled form says the same (a test holds it), and is made once for all examples that name no policies: a set of two thousand rules keeps nobody waiting who is typing. */
function judgesOf<P extends Point>(ruleSet: RuleSet<P>, context: JudgeContext): JudgeBy<P> {
  const withOwn = (policies: WorkedExample["policies"]) => ({ ...context, policies: { ...context.policies, ...policies } as PolicyValues });
  if (ruleSet.rules.length <= MANY_RULES) return (facts, policies) => judge(ruleSet, facts, withOwn(policies));
  let usual: CompiledRuleSet<P> | null = null;
  return (facts, policies) => (policies === undefined ? (usual ??= compileRuleSet(ruleSet, context)) : compileRuleSet(ruleSet, withOwn(policies))).judge(facts);
}

async function outcomeOf<P extends Point>(ruleSet: RuleSet<P>, example: WorkedExample, judgeBy: JudgeBy<P>): Promise<unknown> {
  // They are checked against the vocabulary where they are judged.
  const facts = { ...ruleSet.typical, ...example.facts } as Facts<P>;
  try {
    const { spoke, outcome } = await judgeBy(facts, example.policies);
    return { spoke, outcome };
  } catch (error) {
    if (isProblem(error)) return { problem: error.code, ...error.details };
    throw error;
  }
}
