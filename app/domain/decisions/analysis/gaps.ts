import { at, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { findFact } from "#app/domain/decisions/facts.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";

import type { Case } from "./asked.ts";
import type { Analysed } from "./pairs.ts";
import { spelled, spelling, type Possible, type Range } from "./possible.ts";

/** Rules that ask all the same but for one fact, and of that fact each something else: its values one after another, or its ranges. */
type Family = { fact: string; members: Array<{ rule: Analysed; possible: Possible }> };

/**
 * Values that rules pass over which name the others: of a fact with a list of choices one that no rule speaks of while two or more rules divide the rest, of a number what lies between two
 * ranges. What is passed over on purpose is not told: the most
 * ordinary value, everything where the most ordinary is that nobody knows it, and what lies outside all ranges.
 */
export function gapsOf(ruleSet: RuleSet, rules: readonly Analysed[]): DefinitionFinding[] {
  return familiesOf(rules).flatMap(({ fact, members }) => {
    const declared = findFact(ruleSet.point, fact);
    const last = members.at(-1)?.rule;
    if (!declared || !last || new Set(members.map(({ rule }) => rule.index)).size < 2) return [];
    const place = (code: string, details: DefinitionFinding["details"]) => at(["rules", last.index, "conditions"], code, { fact, rules: [...new Set(members.map(({ rule }) => rule.rule.id))].join(", "), ...details });
    if (declared.choices && declared.type === "text") {
      const named = new Set(members.flatMap(({ possible }) => (possible.of === "few" ? [...possible.values] : [])));
      const left = Object.keys(declared.choices).filter((choice) => !named.has(spelled(choice)));
      const [only] = left;
      return only !== undefined && left.length === 1 && named.has(spelled(ruleSet.typical[fact])) ? [place("gap-choice", { value: only })] : [];
    }
    const { type } = declared;
    if (type !== "number" && type !== "date") return [];
    const usual = type === "date" ? Date.parse(String(ruleSet.typical[fact])) / DAY : Number(ruleSet.typical[fact] ?? NaN);
    return holesIn(members.flatMap(({ possible }) => (possible.of === "ranges" ? possible.ranges : [])), type === "date")
      .filter(({ low, high }) => usual < low || usual > high)
      .map(({ low, high }) => place("gap-range", { low: worded(low, type), high: worded(high, type) }));
  });
}

const DAY = 86_400_000;

function worded(value: number, type: "number" | "date"): string | number {
  return type === "date" ? new Date(value * DAY).toISOString().slice(0, 10) : value;
}

/** Rules of one case each, by what they ask besides one fact. */
function familiesOf(rules: readonly Analysed[]): Family[] {
  const families = new Map<string, Family>();
  for (const rule of rules) {
    const [only, ...more] = rule.cases ?? [];
    if (!only || more.length > 0) continue;
    for (const [fact, possible] of only) {
      const key = `${fact} | ${rest(only, fact)}`;
      const family = families.get(key) ?? { fact, members: [] };
      family.members.push({ rule, possible });
      families.set(key, family);
    }
  }
  return [...families.values()];
}

function rest(one: Case, fact: string): string {
  return [...one].filter(([thing]) => thing !== fact).map(([thing, possible]) => `${thing}: ${spelling(possible)}`).sort().join(" & ");
}

/** What lies between two ranges and in none, borders as they are read: nothing but the border itself where both leave it out. */
function holesIn(all: readonly Range[], isWhole: boolean): Array<{ low: number; high: number }> {
  const sorted = [...all].sort((one, other) => one.low - other.low || Number(one.lowOpen) - Number(other.lowOpen));
  const holes: Array<{ low: number; high: number }> = [];
  let [end, endOpen] = [sorted[0]?.high ?? Infinity, sorted[0]?.highOpen ?? true];
  for (const { low, high, lowOpen, highOpen } of sorted.slice(1)) {
    const [first, last] = isWhole ? [end + 1, low - 1] : [end, low];
    if (isWhole ? first <= last : low > end || (low === end && lowOpen && endOpen)) holes.push({ low: first, high: last });
    if (high > end || (high === end && !highOpen)) [end, endOpen] = [high, highOpen];
  }
  return holes;
}
