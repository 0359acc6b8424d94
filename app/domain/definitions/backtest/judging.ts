import { compileRuleSet, type CompiledRuleSet } from "#app/domain/decisions/compiled.ts";
import { completeFacts, findFact } from "#app/domain/decisions/facts.ts";
import { isProblem } from "#app/domain/problem.ts";
import { canonicalJson, type Json } from "#app/domain/audit/canonical.ts";
import type { FactValue } from "#rules/vocabulary.ts";

import type { RuleSet } from "../schema/rule-set.ts";
import type { Snapshot } from "./ports.ts";
import { policiesFor, readsOf, subjectOf, type Meeting, type Side, type Sides } from "./sides.ts";
import { countIn, emptyTally, type Tally, type Verdict } from "./tally.ts";

/** How equal facts come out: once found it holds for all of them. */
type Found = { move: string; isOtherwise: boolean; saysOtherwise: boolean; rules: readonly string[]; problem: null } | { problem: string };

/** So many different facts are remembered for each kind of request, and twice so many for a while. */
const REMEMBERED = 20_000;

/** Judges snapshots by both sides. Equal facts are judged once, however many requests have them; what is remembered is bounded. */
export function openJudging(sides: Sides): (snapshots: readonly Snapshot[]) => Tally {
  const desks = new Map<string, (facts: string) => { found: Found; isFresh: boolean }>();
  const meetings = new Map(sides.meetings.map((meeting) => [`${meeting.type} ${meeting.point}`, { meeting, reads: readsOf(meeting, sides) }]));
  const deskOf = ({ type, point, channel, segment }: Snapshot) => {
    const name = `${type} ${point} ${channel} ${segment}`;
    const known = desks.get(name);
    if (known) return known;
    const here = meetings.get(`${type} ${point}`);
    if (!here) throw new Error(`Nothing is tried of ${type} at ${point}.`);
    const desk = remembering(judgeBoth(here.meeting, here.reads, sides, { channel, segment }));
    desks.set(name, desk);
    return desk;
  };
  return (snapshots) => {
    const tally = emptyTally();
    let [last, isCounted] = ["", false];
    for (const snapshot of snapshots) {
      const { found, isFresh } = deskOf(snapshot)(snapshot.facts);
      if (isFresh) tally.evaluated += 1;
      // The judgements of a request lie together, and never in two batches.
      if (snapshot.request !== last) [last, isCounted, tally.requests] = [snapshot.request, false, tally.requests + 1];
      if (found.problem !== null) {
        countIn(tally.unjudged, found.problem, snapshot.request);
        continue;
      }
      tally.judged += 1;
      const week = (tally.weeks[JSON.stringify([snapshot.type, snapshot.week])] ??= { judged: 0, otherwise: 0 });
      week.judged += 1;
      countIn(tally.moves, found.move, snapshot.request);
      for (const rule of found.rules) countIn(tally.rules, rule, snapshot.request);
      if (found.saysOtherwise) tally.saidOtherwise += 1;
      if (!found.isOtherwise) continue;
      tally.otherwise += 1;
      week.otherwise += 1;
      if (!isCounted) [isCounted, tally.requestsOtherwise] = [true, tally.requestsOtherwise + 1];
    }
    return tally;
  };
}

/** Two generations: what was met in this one or the last is known, and neither grows beyond its bound. */
function remembering(judge: (facts: string) => Found): (facts: string) => { found: Found; isFresh: boolean } {
  let [young, old] = [new Map<string, Found>(), new Map<string, Found>()];
  return (facts) => {
    const known = young.get(facts);
    if (known) return { found: known, isFresh: false };
    const older = old.get(facts);
    const found = older ?? judge(facts);
    if (young.size >= REMEMBERED) [old, young] = [young, new Map<string, Found>()];
    young.set(facts, found);
    return { found, isFresh: older === undefined };
  };
}

function judgeBoth({ type, point, now, then }: Meeting, reads: readonly string[], sides: Sides, { channel, segment }: { channel: string; segment: string }): (facts: string) => Found {
  const made = (ruleSet: RuleSet, side: Side) => verdicts(ruleSet, compileRuleSet(ruleSet, { policies: policiesFor(side, subjectOf(channel, segment), sides.on), ...(side.calendar && { calendar: side.calendar }) }));
  const [byNow, byThen] = [made(now, sides.now), made(then, sides.then)];
  // What a snapshot of before does not have counts as unknown or nothing (P17).
  const absent = completeFacts(point, {});
  const isNullable = reads.map((name) => findFact(point, name)?.nullable ?? true);
  const moves = new Map<string, string>();
  return (text) => {
    const values = JSON.parse(text) as FactValue[];
    const facts: Record<string, FactValue> = {};
    for (const [place, name] of reads.entries()) facts[name] = values[place] == null && !isNullable[place] ? (absent[name] ?? null) : (values[place] ?? null);
    try {
      const [before, after] = [byNow(facts), byThen(facts)];
      const key = `${before.spelled} ${after.spelled}`;
      const move = moves.get(key) ?? JSON.stringify([type, point, before.verdict, after.verdict]);
      moves.set(key, move);
      const began = after.spoke.filter((rule) => !before.spoke.includes(rule)).map((rule) => JSON.stringify([type, point, rule, "began"]));
      const ceased = before.spoke.filter((rule) => !after.spoke.includes(rule)).map((rule) => JSON.stringify([type, point, rule, "ceased"]));
      const isOtherwise = before.spelled !== after.spelled;
      const rules = [...began, ...ceased];
      return { move, isOtherwise, saysOtherwise: !isOtherwise && rules.length > 0, rules, problem: null };
    } catch (problem) {
      if (!isProblem(problem)) throw problem;
      return { problem: JSON.stringify([type, point, problem.code, String(problem.details["fact"] ?? "")]) };
    }
  };
}

/** A verdict for each set of rules that can speak; two are the same when they are spelled alike. */
function verdicts(ruleSet: RuleSet, { judge }: CompiledRuleSet): (facts: Record<string, FactValue>) => { spoke: readonly string[]; verdict: Verdict; spelled: string } {
  const weights = new Map(ruleSet.rules.map(({ id, severity }) => [id, severity]));
  const known = new WeakMap<object, { spoke: readonly string[]; verdict: Verdict; spelled: string }>();
  return (facts) => {
    const judged = judge(facts);
    const found = known.get(judged);
    if (found) return found;
    const weighed = judged.spoke.map((rule) => weights.get(rule));
    const heaviest = (["block", "warn", "info"] as const).find((one) => weighed.includes(one)) ?? "none";
    const verdict: Verdict = { outcome: withoutRule(judged.outcome), heaviest };
    const made = { spoke: judged.spoke, verdict, spelled: canonicalJson(verdict as unknown as Json) };
    known.set(judged, made);
    return made;
  };
}

/** Which rule gave it is no part of what came of it. */
function withoutRule(outcome: object): unknown {
  const { ruleId: _rule, ...rest } = outcome as Record<string, unknown>;
  return rest;
}
