import { isWorkingDay, plusDays, type Calendar } from "#app/domain/deadlines/calendar.ts";
import { factTest, findFact } from "#app/domain/decisions/facts.ts";
import type { JudgeContext } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import { holds, type Expected } from "#app/domain/decisions/operators.ts";
import { combine, resolveReferences } from "#app/domain/decisions/outcome.ts";
import { compilePattern } from "#app/domain/decisions/pattern.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import { valuesOf } from "#app/domain/decisions/trace.ts";
import { rulesInForce, type Condition, type Rule, type RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { Problem } from "#app/domain/problem.ts";
import type { FactValue, OperatorName, Point } from "#rules/vocabulary.ts";

/** Facts by name, as they were kept. */
export type Known = Readonly<Record<string, FactValue>>;

/** What a rule set makes of facts, without the trace: that is for one request, and this for a million. */
export type Verdict<P extends Point = Point> = Pick<Judgement<P>, "spoke" | "outcome">;

/** A rule set as closures: made once for the policies of one subject, and asked for as many facts as there are. */
export type CompiledRuleSet<P extends Point = Point> = {
  /** The facts that it reads, and no other: of facts that are equal in these the verdict is equal. */
  reads: readonly string[];
  /** Throws `rules.facts` when a fact that it reads is missing or of the wrong type, and `rules.outcome`, as the reference does. */
  judge(facts: Known): Verdict<P>;
};

type Test = (facts: Known) => boolean;

/**
 * The same rules as straight closures, for work on all requests of a year: judging by the library takes about a millisecond, which is right for one request. The library
 * stays what decides; that both say the same of any rules and facts is held by a test. Throws `rules.policy` when a policy that a rule reads is not there.
 */
export function compileRuleSet<P extends Point>(ruleSet: RuleSet<P>, { policies, calendar }: JudgeContext): CompiledRuleSet<P> {
  const named = Object.fromEntries(Object.entries(policies).map(([key, value]) => [`policy.${key}`, value as Expected]));
  const scope: Scope = { named, calendar };
  const inForce = rulesInForce(ruleSet);
  for (const name of inForce.flatMap(valuesOf)) {
    if (!Object.hasOwn(named, name) && !findFact(ruleSet.point, name)) throw new Problem("rules.policy", { ruleSet: ruleSet.id, policy: name });
  }
  const rules = inForce.map((rule) => ({ rule, fires: compile(rule.conditions, scope) }));
  const inOutcome = [ruleSet.default, ...inForce.map(({ event }) => event.params)].flatMap(referencesIn).filter((name) => !Object.hasOwn(named, name));
  const isDayRead = inForce.some(({ conditions }) => countsDays(conditions));
  const reads = [...new Set([...inForce.flatMap(({ conditions }) => valuesOf({ conditions })), ...inOutcome, ...(isDayRead ? ["today"] : [])])].filter((name) => !Object.hasOwn(named, name)).sort();
  const tests = reads.flatMap((name) => {
    const fact = findFact(ruleSet.point, name);
    return fact ? [{ name, fits: factTest(fact) }] : [];
  });
  const known = new Map<string, Verdict<P>>();
  const outcomeOf = (fired: readonly Rule[], facts: Known): Verdict<P> => {
    const spoke = fired.map(({ id }) => id);
    const key = inOutcome.length === 0 ? spoke.join(" ") : JSON.stringify([spoke, inOutcome.map((name) => facts[name])]);
    const found = known.get(key);
    if (found) return found;
    const all = { ...facts, ...named };
    const verdict = { spoke, outcome: combine(ruleSet, fired, (value) => resolveReferences(value, all)) };
    // What rules say together is one of a few things; where it is not, memory is worth more than the time.
    if (known.size < MOST_KNOWN) known.set(key, verdict);
    return verdict;
  };
  return {
    reads,
    judge: (facts) => {
      for (const { name, fits } of tests) {
        if (!fits(facts[name])) throw new Problem("rules.facts", { ruleSet: ruleSet.id, fact: name });
      }
      const fired: Rule[] = [];
      for (const { rule, fires } of rules) if (fires(facts)) fired.push(rule);
      return outcomeOf(fired, facts);
    },
  };
}

const MOST_KNOWN = 20_000;

type Scope = { named: Readonly<Record<string, Expected>>; calendar: Calendar | undefined };

function compile(condition: Condition, scope: Scope): Test {
  if ("all" in condition) return every(condition.all.map((one) => compile(one, scope)));
  if ("any" in condition) return some(condition.any.map((one) => compile(one, scope)));
  if ("not" in condition) return negated(compile(condition.not, scope));
  const { fact, operator, value } = condition;
  const reference = referenceIn(value);
  const isGiven = reference === null || Object.hasOwn(scope.named, reference);
  const expected = (reference === null ? value : scope.named[reference]) as Expected;
  if (Object.hasOwn(scope.named, fact)) return onPolicy(scope.named[fact] as FactValue, operator, isGiven ? () => expected : (facts) => facts[reference as string] ?? null, scope);
  return isGiven ? onConstant(fact, operator, expected, scope) : onOther(fact, operator, reference as string, scope);
}

function every(tests: readonly Test[]): Test {
  const [one, two] = tests;
  if (one && tests.length === 1) return one;
  if (one && two && tests.length === 2) return (facts) => one(facts) && two(facts);
  return (facts) => {
    for (const test of tests) if (!test(facts)) return false;
    return true;
  };
}

function some(tests: readonly Test[]): Test {
  const [one, two] = tests;
  if (one && tests.length === 1) return one;
  if (one && two && tests.length === 2) return (facts) => one(facts) || two(facts);
  return (facts) => {
    for (const test of tests) if (test(facts)) return true;
    return false;
  };
}

function negated(test: Test): Test {
  return (facts) => !test(facts);
}

/** A condition on a policy: a value of its own, the same for all these requests. */
function onPolicy(actual: FactValue, operator: OperatorName, expected: (facts: Known) => Expected, { calendar }: Scope): Test {
  return (facts) => holds(operator, actual, expected(facts), { today: String(facts["today"]), calendar });
}

/** A condition that compares a fact with another. */
function onOther(fact: string, operator: OperatorName, other: string, { calendar }: Scope): Test {
  switch (operator) {
    case "onOrAfter":
      return ({ [fact]: a, [other]: b }) => a != null && b != null && a >= b;
    case "onOrBefore":
      return ({ [fact]: a, [other]: b }) => a != null && b != null && a <= b;
    default:
      return (facts) => holds(operator, facts[fact] ?? null, facts[other] ?? null, { today: String(facts["today"]), calendar });
  }
}

const never: Test = () => false;

/** A condition against a value that is known beforehand: whatever can be made ready is. */
function onConstant(fact: string, operator: OperatorName, expected: Expected, { calendar }: Scope): Test {
  if (operator === "isEmpty") return (facts) => isNothing(facts[fact]);
  if (operator === "isNotEmpty") return (facts) => !isNothing(facts[fact]);
  // Against a maximum that nobody set nothing holds.
  if (expected === null) return never;
  switch (operator) {
    case "equal":
      return (facts) => facts[fact] === expected;
    case "notEqual":
      return ({ [fact]: actual }) => actual != null && actual !== expected;
    case "in":
      return among(fact, new Set<unknown>(Array.isArray(expected) ? expected : []));
    case "notIn":
      return Array.isArray(expected) ? notAmong(fact, new Set<unknown>(expected)) : never;
    case "lessThan":
      return ({ [fact]: actual }) => actual != null && actual < expected;
    case "lessThanInclusive":
    case "onOrBefore":
      return ({ [fact]: actual }) => actual != null && actual <= expected;
    case "greaterThan":
      return ({ [fact]: actual }) => actual != null && actual > expected;
    case "greaterThanInclusive":
    case "onOrAfter":
      return ({ [fact]: actual }) => actual != null && actual >= expected;
    case "matches": {
      const pattern = compilePattern(String(expected));
      return pattern ? ({ [fact]: actual }) => actual != null && pattern.test(String(actual)) : never;
    }
    case "contains":
      return ({ [fact]: actual }) => Array.isArray(actual) && actual.includes(expected as string);
    case "doesNotContain":
      return ({ [fact]: actual }) => actual != null && !(Array.isArray(actual) && actual.includes(expected as string));
    case "withinWorkingDays":
      return calendar ? (facts) => isWithinWorkingDays(calendar, String(facts["today"]), facts[fact] ?? null, Number(expected)) : never;
    case "between":
    case "containsAll":
    case "overlaps":
    case "withinDays":
      return (facts) => holds(operator, facts[fact] ?? null, expected, { today: String(facts["today"]), calendar });
  }
}

/** Counts no further than it has to: a day of thirty years ago is not near after so many working days. */
function isWithinWorkingDays(calendar: Calendar, today: string, day: FactValue, days: number): boolean {
  if (typeof day !== "string") return false;
  const last = day < today ? today : day;
  let at = day < today ? day : today;
  let count = 0;
  while (at < last && count < days) {
    at = plusDays(at, 1);
    if (isWorkingDay(calendar, at)) count += 1;
  }
  return count < days;
}

function among(fact: string, values: ReadonlySet<unknown>): Test {
  return ({ [fact]: actual }) => actual != null && values.has(actual);
}

function notAmong(fact: string, values: ReadonlySet<unknown>): Test {
  return ({ [fact]: actual }) => actual != null && !values.has(actual);
}

function isNothing(value: FactValue | undefined): boolean {
  return value == null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Conditions that count from the day on which it was judged, without naming it. */
function countsDays(condition: Condition): boolean {
  if ("all" in condition) return condition.all.some(countsDays);
  if ("any" in condition) return condition.any.some(countsDays);
  if ("not" in condition) return countsDays(condition.not);
  return condition.operator === "withinDays" || condition.operator === "withinWorkingDays";
}

function referencesIn(value: unknown): string[] {
  const reference = referenceIn(value);
  if (reference !== null) return [reference];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}
