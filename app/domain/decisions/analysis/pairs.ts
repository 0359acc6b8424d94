import { isDeepStrictEqual } from "node:util";

import { at, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import type { Rule } from "#app/domain/definitions/schema/rule-set.ts";

import { excludeEachOther, type Case } from "./asked.ts";
import { complement, either, pointsOf, spelling } from "./possible.ts";

/** A rule with the cases in which it speaks, and those in which it does not; null where they are too many to tell. */
export type Analysed = { rule: Rule; index: number; cases: Case[] | null; otherwise: Case[] | null };

/**
 * Rules that say nothing that an earlier one has not said: wherever they speak it speaks too, and the first decides. Only of events of which the first decides; that two rules can both
 * speak without one being within the other is how rules are meant.
 */
export function shadowsOf(rules: readonly Analysed[]): DefinitionFinding[] {
  const deciding = rules.filter(({ cases }) => cases !== null && cases.length > 0).map((one) => ({ ...one, parts: partsOf(one.rule) })).filter(({ parts }) => parts.length > 0);
  const byThing = groupedBy(deciding, telling);
  return deciding.flatMap((one) => {
    const left = new Set(one.parts);
    let first: Deciding | null = null;
    for (const thing of ["", ...thingsOf(one.cases ?? [])]) {
      for (const other of couldCover(one, thing, byThing)) {
        // They stand in their order, and only a rule that proposes gives way to a later one.
        if (other.index >= one.index && one.rule.event.type !== "propose") break;
        if (!hasSayBefore(other, one) || !isWithin(one, other)) continue;
        first ??= other;
        for (const part of one.parts) if (decidesBefore(other, one, part)) left.delete(part);
        if (left.size === 0) return [at(["rules", one.index], "rule-shadowed", { rule: one.rule.id, other: first.rule.id })];
      }
    }
    return [];
  });
}

type Deciding = Analysed & { parts: readonly string[] };

/** Rules that speak in just the same cases: they say a thing twice, or two things of one case. */
export function twinsOf(rules: readonly Analysed[]): DefinitionFinding[] {
  const found: DefinitionFinding[] = [];
  for (const group of groupedBy(rules.filter(({ cases }) => cases !== null && cases.length > 0), ({ cases }) => [writing(cases ?? [])]).values()) {
    const [first, ...rest] = group;
    for (const other of rest) {
      if (!first || !isWithin(first, other) || !isWithin(other, first)) continue;
      const isSame = first.rule.severity === other.rule.severity && isDeepStrictEqual(first.rule.event, other.rule.event);
      // Where the first decides, it is told as a rule that never does.
      if (!isSame && partsOf(other.rule).length > 0) continue;
      found.push(at(["rules", other.index], isSame ? "rules-same" : "rules-oppose", { rule: other.rule.id, other: first.rule.id }));
    }
  }
  return found;
}

/** Wherever one speaks, so does the other. */
function isWithin(one: Analysed, other: Analysed): boolean {
  return one.cases !== null && other.otherwise !== null && excludeEachOther(one.cases, other.otherwise);
}

/** What of the outcome the first rule decides that names it. */
function partsOf({ event }: Rule): string[] {
  if (event.type === "plan") return Object.keys(event.params);
  return ["refer", "propose", "refuse"].includes(event.type) ? [event.type] : [];
}

/** Whether a rule has a say before another in any part of the outcome; asked of each two rules of a set. */
function hasSayBefore(before: Deciding, one: Deciding): boolean {
  for (const part of one.parts) if (decidesBefore(before, one, part)) return true;
  return false;
}

/** Whether a rule has a say before another in a part of the outcome: it comes first, or refers where the other only proposes. */
function decidesBefore(before: Deciding, one: Deciding, part: string): boolean {
  if (part === "propose" && before.rule.event.type === "refer") return true;
  return before.index < one.index && before.parts.includes(part);
}

/**
 * Under what a rule is found by those that could lie within it: they exclude each case in which it keeps still, the shortest too, and so ask something that stands in that. Where the shortest is of one thing,
 * and leaves a few values of it, they ask for some of those: it is found under each.
 */
function telling({ otherwise }: Analysed): string[] {
  const [shortest] = [...(otherwise ?? [])].sort((one, other) => one.size - other.size);
  if (!shortest) return otherwise ? [""] : [];
  const [[thing, still] = ["", null], ...more] = shortest;
  const points = still === null || more.length > 0 ? null : pointsOf(complement(still));
  return points?.length ? points.map((point) => valued(thing, point)) : [...shortest.keys()];
}

/** The rules within which one could lie by what it asks of a thing, in their order. Whatever value of it one allows, what covers it allows too: the first value of its first case will do. */
function couldCover<T extends Analysed>(one: T, thing: string, byThing: ReadonlyMap<string, readonly T[]>): readonly T[] {
  const allowed = one.cases?.[0]?.get(thing);
  const [point] = (allowed && pointsOf(allowed)) ?? [];
  const [some, others] = [byThing.get(thing) ?? [], (point === undefined ? null : byThing.get(valued(thing, point))) ?? []];
  return others.length === 0 ? some : [...some, ...others].sort((before, after) => before.index - after.index);
}

/** No name of a thing holds an end of a line. */
const valued = (thing: string, point: string): string => `${thing}\n${point}`;

function thingsOf(cases: readonly Case[]): string[] {
  return [...new Set(cases.flatMap((one) => [...one.keys()]))].sort();
}

function groupedBy<T>(all: readonly T[], keys: (one: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    for (const key of keys(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return groups;
}

/** One writing for the same cases: those that differ in one thing only are put together first. */
function writing(cases: readonly Case[]): string {
  let left = [...cases];
  for (let isNew = left.length <= 12; isNew; ) {
    isNew = false;
    for (let first = 0; first < left.length && !isNew; first += 1) {
      for (let second = first + 1; second < left.length && !isNew; second += 1) {
        const joined = joint(left[first] as Case, left[second] as Case);
        if (!joined) continue;
        left = [...left.filter((_one, place) => place !== first && place !== second), joined];
        isNew = true;
      }
    }
  }
  return left.map((one) => [...one].map(([thing, possible]) => `${thing}: ${spelling(possible)}`).sort().join(" & ")).sort().join(" | ");
}

function joint(one: Case, other: Case): Case | null {
  if (one.size !== other.size || ![...one.keys()].every((thing) => other.has(thing))) return null;
  const differing = [...one].filter(([thing, possible]) => spelling(possible) !== spelling(other.get(thing) ?? possible));
  const [only] = differing;
  if (!only || differing.length > 1) return differing.length === 0 ? one : null;
  const [thing, possible] = only;
  return new Map([...one, [thing, either(possible, other.get(thing) ?? possible)]]);
}
