import { at, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { valuesOf } from "#app/domain/decisions/trace.ts";
import type { Condition, RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import type { Point } from "#rules/vocabulary.ts";

import { casesOf, excludeEachOther, meeting, type Case } from "./asked.ts";
import { gapsOf } from "./gaps.ts";
import { shadowsOf, twinsOf, type Analysed } from "./pairs.ts";

/** What somebody may not have meant: where, what, and the values for its sentence. None of it keeps a rule set from being published. */
export type Doubt = DefinitionFinding & { severity: "warning" };

/**
 * What the rules of a set say together that nobody may have meant: conditions that can never hold (or always do), rules that never decide because of another or say the same
 * or the opposite of it, and values that rules pass over. For a set that the check has found sound. What is called impossible is: a case is left out only where no facts make it,
 * and what is too much to look at is passed over. Of policies nothing is assumed, since they change without the rules.
 *
 * Each rule is written out as at most 400 cases. Rules are held against each other only where they ask the same things, found by name: about linear in the rules, and
 * quadratic in those that ask one and the same thing without naming its values. 2,000 rules take a second or two at the most, and a set has no more. What is disabled says nothing, and is left out.
 */
export function analyseRules(ruleSet: RuleSet): Doubt[] {
  const { point } = ruleSet;
  const rules = ruleSet.rules.flatMap((rule, index): Analysed[] => (rule.disabled ? [] : [{ rule, index, cases: casesOf(rule.conditions, point), otherwise: casesOf(rule.conditions, point, false) }]));
  const findings = [...rules.flatMap((one) => conditionDoubts(one, point)), ...shadowsOf(rules), ...twinsOf(rules), ...gapsOf(ruleSet, rules)];
  return findings.map((finding) => ({ ...finding, severity: "warning" as const }));
}

function conditionDoubts({ rule, index, otherwise }: Analysed, point: Point): DefinitionFinding[] {
  const path = ["rules", index, "conditions"];
  if (otherwise?.length === 0) return [at(path, "always-holds", { rule: rule.id })];
  return deadParts(rule.conditions, path, [new Map()], { point, rule: rule.id });
}

type Scope = { point: Point; rule: string };

/** The parts of a condition that never hold, each at the smallest group that has the contradiction; `around` are the cases that what stands beside it leaves, null where that is not told. */
function deadParts(condition: Condition, path: readonly PropertyKey[], around: readonly Case[] | null, scope: Scope): DefinitionFinding[] {
  const own = casesOf(condition, scope.point);
  if (own === null) return [];
  const inner = membersOf(condition).flatMap(({ member, step }, index, all) => {
    const below = [...path, ...step];
    if ("not" in condition) return deadParts(member, below, null, scope);
    const beside = "all" in condition ? all.filter((_one, place) => place !== index).map((one) => one.member) : [];
    return deadParts(member, below, own.length === 0 ? null : narrowedBy(around, beside, scope.point), scope);
  });
  if (inner.length > 0) return inner;
  const details = { rule: scope.rule, facts: valuesOf({ conditions: condition }).join(", ") };
  if (own.length === 0) return [at(path, "never-holds", details)];
  return around !== null && around.length > 0 && excludeEachOther(own, around) ? [at(path, "never-holds-here", details)] : [];
}

function narrowedBy(around: readonly Case[] | null, beside: readonly Condition[], point: Point): readonly Case[] | null {
  return beside.reduce<readonly Case[] | null>((left, one) => {
    const cases = left && casesOf(one, point);
    return left && cases && meeting(left, cases);
  }, around);
}

function membersOf(condition: Condition): Array<{ member: Condition; step: PropertyKey[] }> {
  if ("all" in condition) return condition.all.map((member, index) => ({ member, step: ["all", index] }));
  if ("any" in condition) return condition.any.map((member, index) => ({ member, step: ["any", index] }));
  return "not" in condition ? [{ member: condition.not, step: ["not"] }] : [];
}
