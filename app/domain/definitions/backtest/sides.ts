import { isDeepStrictEqual } from "node:util";

import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import { compileRuleSet } from "#app/domain/decisions/compiled.ts";
import { checkRuleSet } from "#app/domain/decisions/check.ts";
import { resolvePolicies, type PolicySubject, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { valuesOf } from "#app/domain/decisions/trace.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import type { Point } from "#rules/vocabulary.ts";

import type { CheckedDefinition, DefinitionKind } from "../kinds.ts";
import { CalendarSchema } from "../schema/calendar.ts";
import { PolicyScope, PolicySet, type Policy } from "../schema/policy.ts";
import { RequestType } from "../schema/request-type.ts";
import { RuleSetSchema, type RuleSet } from "../schema/rule-set.ts";
import { CHANNELS, SEGMENTS } from "../schema/scope.ts";

/** Points whose facts are kept with a request; those of the others are looked at and forgotten. */
export const KEPT_POINTS = ["screening", "identification", "delivery"] as const satisfies readonly Point[];

/** One side: the rules as they hold, or as they would. */
export type Side = { policies: readonly Policy[]; calendar: Calendar | null };

/** What a request of one type meets at one point, on both sides. */
export type Meeting = { type: string; point: Point; now: RuleSet; then: RuleSet };

/** All that is needed to judge by what holds now and by a change; plain data, so that it can go to another thread. */
export type Sides = {
  now: Side;
  then: Side;
  /** Where the change can make a difference; elsewhere nothing is judged. */
  meetings: Meeting[];
  /** The day for which policies are looked up, on both sides: the change holds by then. */
  on: string;
};

type Entry = { kind: DefinitionKind; key: string; content: unknown };

/**
 * What holds now and what would hold with a change, as far as it decides on requests whose facts were kept. `passedOver` are the rule sets of the change of which nothing can be
 * tried: no request of the past met them, or only at a point that keeps no facts. Throws `backtest.not-ready` for a change whose rules cannot be run as they stand, and `backtest.nothing` for
 * one that no kept judgement depends on.
 */
export function sidesOf(released: readonly CheckedDefinition[], entries: readonly Entry[], on: string): { sides: Sides; passedOver: string[] } {
  const all = [...released.filter((one) => !entries.some(({ kind, key }) => kind === one.kind && key === one.key)), ...entries.filter(({ content }) => content !== null)];
  const day = latest([on, ...beginnings(released, entries)]);
  const [now, then] = [sideOf(released), sideOf(all)];
  const [pairsNow, pairsThen] = [pairsOf(released), pairsOf(all)];
  const meetings: Meeting[] = [];
  for (const [place, one] of pairsNow) {
    const other = pairsThen.get(place);
    if (other && differs(one.ruleSet, other.ruleSet, { now, then, on: day })) meetings.push({ type: one.type, point: one.point, now: one.ruleSet, then: other.ruleSet });
  }
  const sides: Sides = { now, then, meetings, on: day };
  refuseWhatCannotRun(sides, entries);
  const tried = new Set(meetings.flatMap((one) => [one.now.id, one.then.id]));
  const passedOver = entries.filter(({ kind, key }) => kind === "rule-set" && !tried.has(key)).map(({ key }) => key);
  if (meetings.length === 0) throw new Problem("backtest.nothing", { count: passedOver.length });
  return { sides, passedOver };
}

/** Whom policies can be told apart for, among those who send requests. */
export const SUBJECTS: readonly PolicySubject[] = CHANNELS.flatMap((channel) => SEGMENTS.map((segment) => subjectOf(channel, segment)));

export function subjectOf(channel: string, segment: string): PolicySubject {
  return PolicyScope.parse({ channel, segment, certificateKind: "personal" });
}

/** The values of a side for one subject. */
export function policiesFor({ policies }: Side, subject: PolicySubject, on: string): PolicyValues {
  return resolvePolicies(policies, subject, on);
}

/** What the rules of a meeting read, on either side: equal in these is equal in all. */
export function readsOf({ now, then }: Meeting, sides: Sides): string[] {
  const reads = (ruleSet: RuleSet, side: Side) => compileRuleSet(ruleSet, { policies: policiesFor(side, SUBJECTS[0] ?? {}, sides.on), ...(side.calendar && { calendar: side.calendar }) }).reads;
  return [...new Set([...reads(now, sides.now), ...reads(then, sides.then)])].sort();
}

function sideOf(all: readonly CheckedDefinition[]): Side {
  const calendar = CalendarSchema.safeParse(all.find(({ kind }) => kind === "calendar")?.content);
  return { policies: all.flatMap(({ kind, content }) => (kind === "policy" ? (PolicySet.safeParse(content).data?.policies ?? []) : [])), calendar: calendar.data ?? null };
}

/** The rule set of each request type and point. */
function pairsOf(all: readonly CheckedDefinition[]): Map<string, { type: string; point: Point; ruleSet: RuleSet }> {
  const pairs = new Map<string, { type: string; point: Point; ruleSet: RuleSet }>();
  for (const one of all.filter(({ kind }) => kind === "request-type")) {
    const type = RequestType.safeParse(one.content).data;
    for (const point of KEPT_POINTS) {
      const key = type?.points[point];
      const ruleSet = RuleSetSchema.safeParse(all.find((other) => other.kind === "rule-set" && other.key === key)?.content).data;
      if (ruleSet?.point === point) pairs.set(`${one.key} ${point}`, { type: one.key, point, ruleSet });
    }
  }
  return pairs;
}

function differs(one: RuleSet, other: RuleSet, { now, then, on }: { now: Side; then: Side; on: string }): boolean {
  const decides = ({ rules, default: fallback }: RuleSet) => [fallback, rules.map(({ id, severity, conditions, event }) => [id, severity, conditions, event])];
  if (!isDeepStrictEqual(decides(one), decides(other))) return true;
  const text = JSON.stringify(decides(one));
  if (text.includes("withinWorkingDays") && !isDeepStrictEqual(now.calendar, then.calendar)) return true;
  const read = [...new Set([...one.rules.flatMap(valuesOf), ...[...text.matchAll(/"fact":"(policy\.[^"]+)"/g)].map(([, name]) => name ?? "")])].filter((name) => name.startsWith("policy."));
  return SUBJECTS.some((subject) => {
    const [before, after] = [valuesOn(now, subject, on), valuesOn(then, subject, on)];
    return read.some((name) => !isDeepStrictEqual(before[name.slice("policy.".length)], after[name.slice("policy.".length)]));
  });
}

/** Where two values tie the check says so; here nothing is tried with them. */
function valuesOn(side: Side, subject: PolicySubject, on: string): PolicyValues {
  try {
    return policiesFor(side, subject, on);
  } catch (problem) {
    if (isProblem(problem)) throw new Problem("backtest.not-ready", { key: String(problem.details["key"] ?? "") }, { cause: problem });
    throw problem;
  }
}

/** A draft may be wrong; what of it would be run must not be. Sentences and worked examples do not matter to it. */
function refuseWhatCannotRun(sides: Sides, entries: readonly Entry[]): void {
  for (const { kind, key, content } of entries) {
    if (content === null) continue;
    const isShaped = kind === "rule-set" ? RuleSetSchema.safeParse(content).success : kind === "policy" ? PolicySet.safeParse(content).success : kind === "calendar" ? CalendarSchema.safeParse(content).success : kind === "request-type" ? RequestType.safeParse(content).success : true;
    if (!isShaped) throw new Problem("backtest.not-ready", { key });
  }
  for (const { then } of sides.meetings) {
    for (const subject of SUBJECTS) {
      const policies = valuesOn(sides.then, subject, sides.on);
      const wrong = checkRuleSet(then, { policies }).find(({ code }) => !code.startsWith("example-") && code !== "facts");
      if (wrong) throw new Problem("backtest.not-ready", { key: then.id });
    }
  }
}

/** From when values hold that the change brings: they are tried as if that day had come. */
function beginnings(released: readonly CheckedDefinition[], entries: readonly Entry[]): string[] {
  const known = new Set(sideOf(released).policies.map((policy) => JSON.stringify(policy)));
  return entries.flatMap(({ kind, content }) => (kind === "policy" ? (PolicySet.safeParse(content).data?.policies ?? []) : [])).filter((policy) => !known.has(JSON.stringify(policy))).map(({ validFrom }) => validFrom);
}

function latest(days: readonly string[]): string {
  return [...days].sort().at(-1) ?? "";
}
