import { referencesOf } from "./references.ts";
import { readShape, type CheckedDefinition, type DefinitionKind } from "./kinds.ts";
import { usersOfField, type UseAs } from "./request-types/answer-uses.ts";
import type { PolicySet } from "./schema/policy.ts";
import type { RuleSet } from "./schema/rule-set.ts";
import { TERMS, type TermHold, type TermKey } from "./terms.ts";

/** One place that uses a part of a definition: a rule, what a rule set answers, the term of a stage, a field that offers it, or what a request type does with an answer; and of what, by its name. */
export type PartUse = { by: { kind: DefinitionKind; key: string }; as: UseAs | "rule" | "outcome" | "deadline" | "most" | "offered"; of: string };
/** A policy, a service or a field, with what uses it. `hold`: how the office itself looks at it, of a policy that sets a term; `isIdle`: nothing looks at it. */
export type PartUsed = { part: string; uses: PartUse[]; hold: TermHold | null; isIdle: boolean };

/** Policies of what is not built, or is fixed by now: no definition names them and the program does not look at them, so that another value changes nothing. A test holds that these are all. */
export const IDLE_POLICIES: readonly string[] = ["certificate.years", "identification.repeats", "review.portalMode", "review.portalSamplePercent"];

/** Where each policy, service or field of a definition is used, among all that a release has; empty for definitions that others name as a whole. What is not of its shape has no parts. */
export function partsUsed(one: CheckedDefinition, all: readonly CheckedDefinition[]): PartUsed[] {
  if (one.kind === "policy") return policiesUsed(readShape("policy", one.content).data, all);
  if (one.kind === "services") return (readShape("services", one.content).data?.services ?? []).map(({ id, ownForm }) => ({ part: id, uses: usesOfService(id, ownForm, all), hold: null, isIdle: false }));
  if (one.kind === "request-type") return fieldsUsed(one, all);
  return [];
}

function policiesUsed(set: PolicySet | undefined, all: readonly CheckedDefinition[]): PartUsed[] {
  const types = all.filter(({ kind }) => kind === "request-type");
  return [...new Set(set?.policies.map(({ key }) => key))].map((key) => {
    const stages = types.flatMap((type) => referencesOf(type).flatMap(({ path, to }): PartUse[] => (to.what === "policy" && to.key === key ? [{ by: placeOf(type), as: path.startsWith("deadlines.") ? "deadline" : "most", of: path.replace("deadlines.", "") }] : [])));
    const uses = [...stages, ...usesOfFact(`policy.${key}`, all)];
    return { part: key, uses, hold: key in TERMS ? TERMS[key as TermKey].hold : null, isIdle: uses.length === 0 && IDLE_POLICIES.includes(key) };
  });
}

/** The rules that read a fact, and the rule sets whose answer it is a part of. */
function usesOfFact(name: string, all: readonly CheckedDefinition[], among: (ruleSetId: string) => boolean = () => true): PartUse[] {
  return (factUsesOf(all).get(name) ?? []).filter(({ by }) => among(by.key));
}

const FACT_USES = new WeakMap<readonly CheckedDefinition[], Map<string, PartUse[]>>();

/** By each fact what names it, gathered once for a release: the overview asks for every policy and field, and two thousand rules are not spelled out for each. */
function factUsesOf(all: readonly CheckedDefinition[]): Map<string, PartUse[]> {
  const known = FACT_USES.get(all);
  if (known) return known;
  const uses = new Map<string, PartUse[]>();
  const add = (names: Iterable<string>, use: PartUse) => {
    for (const name of new Set(names)) uses.set(name, [...(uses.get(name) ?? []), use]);
  };
  for (const { id, point, rules, default: otherwise } of ruleSetsOf(all)) {
    const by = { kind: "rule-set" as const, key: id };
    for (const { id: of, conditions, quotes = [], event } of rules) add([...factsIn(conditions), ...factsIn(event), ...quotes], { by, as: "rule", of });
    add(factsIn(otherwise), { by, as: "outcome", of: point });
  }
  FACT_USES.set(all, uses);
  return uses;
}

function factsIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"fact":"([^"\\]*)"/g)].map(([, name = ""]) => name);
}

function usesOfService(id: string, ownForm: string | null, all: readonly CheckedDefinition[]): PartUse[] {
  const rules = ruleSetsOf(all).flatMap((ruleSet) => ruleSet.rules.filter(({ conditions }) => mentions(conditions, id)).map((rule): PartUse => ({ by: { kind: "rule-set", key: ruleSet.id }, as: "rule", of: rule.id })));
  const offered = all.flatMap((one) => {
    const type = one.kind === "request-type" ? readShape("request-type", one.content).data : undefined;
    return (type?.pages ?? []).flatMap(({ fields }) => fields.flatMap((field): PartUse[] => (field.kind === "services" && (field.of === "any" || (field.of === "allowed" ? ownForm === null : field.of === ownForm)) ? [{ by: placeOf(one), as: "offered", of: field.id }] : [])));
  });
  return [...offered, ...rules];
}

/** Whether a condition on services has this one among its values. */
function mentions(condition: unknown, id: string): boolean {
  if (typeof condition !== "object" || condition === null) return false;
  const { fact, value, ...rest } = condition as Record<string, unknown>;
  if (typeof fact === "string") return fact.startsWith("services.") && [value].flat().includes(id);
  return Object.values(rest).flat().some((one) => mentions(one, id));
}

function fieldsUsed(one: CheckedDefinition, all: readonly CheckedDefinition[]): PartUsed[] {
  const type = readShape("request-type", one.content).data;
  const points: string[] = Object.values(type?.points ?? {});
  return (type?.pages ?? []).flatMap(({ fields }) =>
    fields.map(({ id }) => {
      const own = usersOfField(type, id).filter(({ as }) => as !== "fact").map(({ as, of }): PartUse => ({ by: placeOf(one), as, of }));
      const facts = Object.entries(type?.facts ?? {}).filter(([, answer]) => answer === id || answer.startsWith(`${id}.`));
      const rules = facts.flatMap(([fact]) => usesOfFact(fact, all, (ruleSetId) => points.includes(ruleSetId)));
      return { part: id, uses: [...own, ...rules], hold: null, isIdle: false };
    }),
  );
}

function ruleSetsOf(all: readonly CheckedDefinition[]): RuleSet[] {
  return all.flatMap(({ kind, content }) => (kind === "rule-set" ? (readShape("rule-set", content).data ?? []) : []));
}

const placeOf = ({ kind, key }: CheckedDefinition) => ({ kind, key });
