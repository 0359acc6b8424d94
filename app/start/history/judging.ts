import { compileRuleSet, type CompiledRuleSet } from "#app/domain/decisions/compiled.ts";
import { completeFacts } from "#app/domain/decisions/facts.ts";
import { findingsOf, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { resolvePolicies, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { getDefinition, listDefinitions, type Pinned } from "#app/domain/definitions/store.ts";
import { rulesInForce, type Rule } from "#app/domain/definitions/schema/rule-set.ts";
import { pinnedCalendar } from "#app/domain/requests/policy.ts";
import type { Db } from "#db/types.ts";
import type { FactValue, Outcome } from "#rules/vocabulary.ts";

import type { Copier } from "./copy.ts";
import { stamp } from "./copy.ts";
import type { Ids } from "./ids.ts";

type JudgedPoint = "screening" | "identification" | "delivery";
export type Known = Record<string, FactValue>;
/** By what a request is judged: its channel and the segment of its practice decide which policies hold. */
export type Subject = { channel: "online" | "paper" | "email"; segment: "regular" | "pgb" };
export type Said<P extends JudgedPoint> = { outcome: Outcome<P>; spoke: string[]; findings: Finding[] };

/** Judges with the office's own rules, of the release that the history pins: compiled, for there are a million. */
export type Bench = {
  judge<P extends JudgedPoint>(point: P, ruleSet: string, facts: Known, subject: Subject): Said<P>;
  /** Keeps a judgement as the verbs do: a screening with the policies that held. */
  keep(copier: Copier, ids: Ids, of: { requestId: string; point: JudgedPoint; ruleSet: string; facts: Known; said: Said<JudgedPoint>; subject: Subject; at: number }): void;
  policies(subject: Subject): PolicyValues;
};

/** What nobody knows or asks of a request: every fact that rules may read at its reception, with nothing in it. */
const NOTHING_KNOWN: Known = completeFacts("screening", {});

const SUBJECTS = (["online", "paper", "email"] as const).flatMap((channel) => (["regular", "pgb"] as const).map((segment) => ({ channel, segment })));
const keyOf = ({ channel, segment }: Subject) => `${channel} ${segment}`;

/** Reads rules and policies of a release, as they hold on a day. */
export async function openBench(db: Db, { releaseId, ruleSets, date }: { releaseId: number; ruleSets: ReadonlyArray<readonly [JudgedPoint, string]>; date: string }): Promise<Bench> {
  const sets = await listDefinitions(db, releaseId, "policy");
  const all = sets.flatMap(({ content }) => content.policies);
  const policies = new Map(SUBJECTS.map((subject) => [keyOf(subject), resolvePolicies(all, { ...subject, certificateKind: "personal" }, date)]));
  const calendar = (await pinnedCalendar(db, releaseId)).content;
  type Ready = { pinned: Pinned<"rule-set">; rules: Map<string, Rule>; compiled: Map<string, CompiledRuleSet<JudgedPoint>> };
  const ready = new Map<string, Ready>();
  for (const [point, key] of ruleSets) {
    const pinned = await getDefinition(db, releaseId, "rule-set", key);
    const parsed = parseRuleSet(point, pinned.content);
    ready.set(key, {
      pinned,
      rules: new Map(rulesInForce(parsed).map((rule) => [rule.id, rule])),
      compiled: new Map([...policies].map(([subject, values]) => [subject, compileRuleSet(parsed, { policies: values, calendar })])),
    });
  }
  const named = new Map([...policies].map(([subject, values]) => [subject, Object.fromEntries(Object.entries(values).map(([key, value]) => [`policy.${key}`, value as FactValue]))]));
  // What is the same for all requests of a subject lies beneath what is known of one: copying a hundred facts for each would take most of the time.
  const beneath = new Map([...named].map(([subject, values]) => [subject, { ...NOTHING_KNOWN, ...values }]));
  const rests = new Map<string, string>();
  const restOf = (facts: Known, subject: string): string => {
    const names = Object.keys(facts);
    const key = `${subject} ${names.join()}`;
    const rest = rests.get(key) ?? JSON.stringify(Object.fromEntries(Object.entries(beneath.get(subject) ?? {}).filter(([name]) => !names.includes(name)))).slice(1);
    rests.set(key, rest);
    return rest;
  };
  const of = (ruleSet: string): Ready => ready.get(ruleSet) ?? missing(ruleSet);
  return {
    policies: (subject) => policies.get(keyOf(subject)) ?? missing(keyOf(subject)),
    judge: (point, ruleSet, facts, subject) => {
      const { compiled, rules } = of(ruleSet);
      const base = point === "screening" ? beneath.get(keyOf(subject)) : named.get(keyOf(subject));
      const known = Object.assign(Object.create(base ?? null) as Known, facts);
      const { spoke, outcome } = (compiled.get(keyOf(subject)) ?? missing(ruleSet)).judge(known);
      const fired = spoke.map((id) => rules.get(id) ?? missing(id));
      const findings = fired.length === 0 ? [] : findingsOf(fired, known);
      return { outcome, spoke, findings } as never;
    },
    keep: (copier, ids, { requestId, point, ruleSet, facts, said, subject, at }) => {
      const { pinned } = of(ruleSet);
      const known = JSON.stringify(facts);
      const kept = point === "screening" ? `${known.slice(0, -1)},${restOf(facts, keyOf(subject))}` : known;
      copier.add("judgement", [ids.uuid(), requestId, point, pinned.key, pinned.version, kept, JSON.stringify(said.outcome), JSON.stringify(said.findings), JSON.stringify(said.spoke), stamp(at)]);
    },
  };
}

function missing(what: string): never {
  throw new Error(`There is no "${what}".`);
}

export const JUDGEMENT_COLUMNS = { judgement: ["id", "request_id", "point", "rule_set", "rule_set_version", "facts", "outcome", "findings", "spoke", "judged_at"] } as const;
