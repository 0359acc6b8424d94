import { Engine, type RuleResult } from "json-rules-engine";

import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { factsSchema } from "#app/domain/decisions/facts.ts";
import { SEVERITIES, type Finding, type Judgement, type RuleTrace } from "#app/domain/decisions/judgement.ts";
import { holds } from "#app/domain/decisions/operators.ts";
import { combine, resolveReferences } from "#app/domain/decisions/outcome.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { traceOf, valuesOf } from "#app/domain/decisions/trace.ts";
import { rulesInForce, RuleSetSchema, type Rule, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { Problem } from "#app/domain/problem.ts";
import { OPERATORS, type Facts, type FactValue, type Point } from "#rules/vocabulary.ts";

/** What a judgement needs besides rules and facts: the policies of this request, and the calendar when rules count working days. */
export type JudgeContext = { policies: PolicyValues; calendar?: Calendar };

/**
 * What a rule set makes of the facts. json-rules-engine decides, with an engine of its own for each judgement: one that is shared skips rules
 * while others run. Throws `rules.facts` when a fact is missing, unknown or of the wrong type, `rules.policy` when a policy that a rule reads is
 * not there, and `rules.outcome` when what the rules make together is no outcome of the point.
 */
export async function judge<P extends Point>(ruleSet: RuleSet<P>, facts: Facts<P>, context: JudgeContext): Promise<Judgement<P>> {
  const known = readable(checkFacts(ruleSet, facts), context.policies);
  const rules = rulesInForce(ruleSet);
  for (const name of rules.flatMap(valuesOf)) {
    if (!Object.hasOwn(known, name)) throw new Problem("rules.policy", { ruleSet: ruleSet.id, policy: name });
  }
  const results = await run(rules, known, context.calendar);
  const trace = rules.map((rule): RuleTrace => traceOf(rule, getResult(results, rule.id)));
  const fired = rules.filter((_rule, index) => trace[index]?.fired);
  return {
    point: ruleSet.point,
    outcome: combine(ruleSet, fired, (value) => resolveReferences(value, known)),
    findings: findingsOf(fired, known),
    spoke: fired.map((rule) => rule.id),
    trace,
  };
}

/** A rule set out of a file or a stored version, of the point that the caller asks for; throws `rules.malformed`. */
export function parseRuleSet<P extends Point>(point: P, json: unknown): RuleSet<P> {
  const parsed = RuleSetSchema.safeParse(json);
  if (!parsed.success) throw new Problem("rules.malformed", { message: parsed.error.issues[0]?.message ?? "" }, { cause: parsed.error });
  if (!isOf(point, parsed.data)) throw new Problem("rules.other-point", { ruleSet: parsed.data.id, point });
  return parsed.data;
}

function isOf<P extends Point>(point: P, ruleSet: RuleSet): ruleSet is RuleSet<P> {
  return ruleSet.point === point;
}

async function run(rules: readonly Rule[], known: Record<string, FactValue>, calendar?: Calendar): Promise<ReadonlyMap<string, RuleResult>> {
  // No path reaches the library (the schema has none); its own resolver would take JSONPath, which is a language of its own (CVE-2024-21534).
  const engine = new Engine([], { pathResolver: refusePath });
  const day = { today: String(known.today), calendar };
  for (const operator of OPERATORS) {
    engine.addOperator<FactValue, FactValue>(operator, (actual, expected) => holds(operator, actual, expected, day));
  }
  for (const { id, conditions, event } of rules) engine.addRule({ name: id, conditions, event: { type: event.type } });
  const { results, failureResults } = await engine.run(known);
  return new Map([...results, ...failureResults].map((result) => [result.name, result]));
}

function getResult(results: ReadonlyMap<string, RuleResult>, ruleId: string): RuleResult {
  const result = results.get(ruleId);
  if (!result) throw new Problem("rules.skipped", { rule: ruleId });
  return result;
}

function refusePath(): never {
  throw new Problem("rules.path");
}

function checkFacts<P extends Point>(ruleSet: RuleSet<P>, facts: Facts<P>): Facts<P> {
  const parsed = factsSchema(ruleSet.point).safeParse(facts);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const fact = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0];
  throw new Problem("rules.facts", { ruleSet: ruleSet.id, fact: String(fact) }, { cause: parsed.error });
}

/** Everything that a condition may name: the facts, and the policies under "policy.". */
function readable(facts: object, policies: PolicyValues): Record<string, FactValue> {
  const named = Object.entries(policies).map(([key, value]) => [`policy.${key}`, value]);
  return Object.fromEntries([...Object.entries(facts), ...named]) as Record<string, FactValue>;
}

/** What rules that fired have to say of what was known, heaviest first. */
export function findingsOf(fired: readonly Rule[], known: Record<string, FactValue>): Finding[] {
  return fired.map((rule) => findingOf(rule, known)).sort(bySeverity);
}

function findingOf(rule: Rule, known: Record<string, FactValue>): Finding {
  const values = Object.fromEntries(valuesOf(rule).map((name) => [name, known[name] ?? null]));
  return { ruleId: rule.id, severity: rule.severity, ...(rule.field ? { field: rule.field } : {}), textKey: rule.textKey, values };
}

function bySeverity(one: Finding, other: Finding): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
}
