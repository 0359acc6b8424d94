import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { findFact } from "#app/domain/decisions/facts.ts";
import { judge } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import type { EvaluationDay } from "#app/domain/decisions/operators.ts";
import { resolvePolicies, type PolicySubject } from "#app/domain/decisions/policies.ts";
import { valuesOf } from "#app/domain/decisions/trace.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Facts, FactValue, Point } from "#rules/vocabulary.ts";

import { policiesIn, type CheckedDefinition } from "../kinds.ts";
import { CalendarSchema } from "../schema/calendar.ts";
import { RuleSetSchema, type RuleSet } from "../schema/rule-set.ts";

/** For whom rules are tried: what policies are told apart by. */
export type Situation = PolicySubject;

/** How rules come out on facts: what came of it, each rule as it was evaluated, and the facts that they read. */
export type Trial = { ruleSet: RuleSet; judgement: Judgement<Point>; facts: Record<string, FactValue>; reads: string[]; day: EvaluationDay };

/**
 * Tries the rules of a draft: `facts` over the typical ones of the set. The same engine decides as for a request; nothing is kept. Policies and calendar are those of the definitions in `all`, on
 * the day of the facts, or `now`. Throws `trial.malformed` for a set that is not of its shape, and what `judge` and `resolvePolicies` throw.
 */
export async function tryRules(all: readonly CheckedDefinition[], input: { content: unknown; facts: Readonly<Record<string, FactValue>>; situation: Situation; now: Date }): Promise<Trial> {
  const { content, situation, now } = input;
  const parsed = RuleSetSchema.safeParse(content);
  if (!parsed.success) throw new Problem("trial.malformed");
  const ruleSet = parsed.data;
  const facts = { ...ruleSet.typical, ...input.facts } as Record<string, FactValue>;
  const today = typeof facts["today"] === "string" ? facts["today"] : officeDate(now);
  const calendar = CalendarSchema.safeParse(all.find(({ kind }) => kind === "calendar")?.content).data;
  const policies = resolvePolicies(policiesIn(all), situation, today);
  const judgement = await judge(ruleSet, facts as Facts<Point>, { policies, ...(calendar && { calendar }) });
  const names = new Set(ruleSet.rules.flatMap((rule) => valuesOf(rule)));
  const reads = Object.keys(facts).filter((name) => name === "today" || (names.has(name) && findFact(ruleSet.point, name) !== null));
  return { ruleSet, judgement, facts, reads, day: { today, calendar } };
}
