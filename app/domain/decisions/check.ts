import { z } from "zod";

import { checkCondition } from "#app/domain/decisions/check-condition.ts";
import { at, fromZod, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { factsSchema, findFact, valueSchema } from "#app/domain/decisions/facts.ts";
import { checkEvent, resolveReferences } from "#app/domain/decisions/outcome.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { referenceIn } from "#app/domain/decisions/reference.ts";
import { blanksIn, findText, type Texts } from "#app/domain/decisions/texts.ts";
import { valuesOf } from "#app/domain/decisions/trace.ts";
import { Condition, PartialRule, RuleSetSchema, type WorkedExample } from "#app/domain/definitions/schema/rule-set.ts";
import { shapeFindings } from "#app/domain/definitions/schema/shape.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";
import { OUTCOMES, type Point } from "#rules/vocabulary.ts";

/** What a rule set is checked against: the policies that its rules may read, and the sentences that they name (not looked at when left out). */
export type CheckContext = { policies: PolicyValues; texts?: Readonly<Record<Language, Texts>> };

/**
 * Why a rule set cannot be published; empty when it can. Any JSON may come in: nothing is taken for granted, and nothing throws. What the library
 * would accept and then do otherwise than it reads (`all` beside `any`, empty groups, unknown operators, texts compared as numbers, …) is refused here.
 */
export function checkRuleSet(json: unknown, context: CheckContext): DefinitionFinding[] {
  if (depthOf(json) > DEEPEST) return [at([], "too-deep", { most: DEEPEST })];
  const shaped = Shape.safeParse(json);
  if (!shaped.success) return shapeFindings(shaped.error);
  const { point, rules, typical, examples, default: fallback } = shaped.data;
  const sample = { ...typical, ...Object.fromEntries(Object.entries(context.policies).map(([key, value]) => [`policy.${key}`, value])) };
  const ids = rules.map(({ id }) => id);
  return [
    ...rules.flatMap((rule, index) => checkRule(rule, point, sample, context).map((finding) => below(["rules", index], finding))),
    ...repeated(ids).map((index) => at(["rules", index, "id"], "duplicate-rule", { rule: ids[index] ?? "" })),
    ...complaints(OUTCOMES[point].safeParse(resolveReferences(fallback, sample)), ["default"], "default-malformed"),
    ...references(fallback).flatMap((name) => checkName(name, point, context, ["default"])),
    ...complaints(factsSchema(point).safeParse(typical), ["typical"], "facts"),
    ...examples.flatMap((example, index) => checkExample(example, point, ids, context).map((finding) => below(["examples", index], finding))),
    ...rules.flatMap(({ id, disabled }, index) => (disabled ? [] : checkCoverage(id, examples)).map((code) => at(["rules", index, "id"], code, { rule: id }))),
  ];
}

/** Deeper than any rule that a person can read, and shallow enough to walk without care. */
const DEEPEST = 20;

type LooseRule = z.infer<typeof PartialRule>;

/** The conditions are walked by hand, for messages that name the trap. */
const Shape = RuleSetSchema.extend({ rules: z.array(PartialRule).min(1).max(2_000) });

function checkRule(rule: LooseRule, point: Point, sample: Record<string, unknown>, context: CheckContext): DefinitionFinding[] {
  const conditions = checkCondition(rule.conditions, ["conditions"], { point, policies: context.policies, top: true });
  const params = rule.event.params;
  const event = checkEvent(point, rule.event.type, resolveReferences(params, sample));
  return [
    ...conditions,
    ...(rule.quotes ?? []).flatMap((name, index) => checkName(name, point, context, ["quotes", index])),
    ...(event ? complaints(event, ["event", "params"], "event-malformed") : [at(["event", "type"], "unknown-event", { event: rule.event.type, point })]),
    ...references(params).flatMap((name) => checkName(name, point, context, ["event", "params"])),
    ...checkTexts(rule, context),
  ];
}

function checkTexts(rule: LooseRule, { texts }: CheckContext): DefinitionFinding[] {
  if (!texts) return [];
  const conditions = Condition.safeParse(rule.conditions);
  const values = conditions.success ? valuesOf({ conditions: conditions.data, quotes: rule.quotes }) : null;
  return LANGUAGES.flatMap((language) => {
    const text = findText(texts[language], rule.textKey);
    if (text === null) return [at(["textKey"], "text-missing", { key: rule.textKey, language })];
    const strange = values === null ? [] : blanksIn(text).filter((blank) => !values.includes(blank));
    return strange.map((blank) => at(["textKey"], "text-blank", { key: rule.textKey, language, blank }));
  });
}

function checkExample(example: WorkedExample, point: Point, ids: readonly string[], { policies }: CheckContext): DefinitionFinding[] {
  const facts = Object.entries(example.facts).flatMap(([name, value]) => {
    const fact = findFact(point, name);
    if (!fact) return [at(["facts", name], "unknown-fact", { fact: name, point })];
    return complaints(valueSchema(fact).safeParse(value), ["facts", name], "facts");
  });
  const unknownPolicies = Object.keys(example.policies ?? {}).filter((key) => !Object.hasOwn(policies, key));
  const unknownRules = example.expect.spoke.filter((id) => !ids.includes(id));
  return [
    ...facts,
    ...unknownPolicies.map((key) => at(["policies", key], "unknown-policy", { policy: key })),
    ...unknownRules.map((id) => at(["expect", "spoke"], "example-unknown-rule", { rule: id })),
    ...complaints(OUTCOMES[point].safeParse(example.expect.outcome), ["expect", "outcome"], "example-outcome"),
  ];
}

/** A rule needs an example in which it speaks and one in which it keeps still. */
function checkCoverage(id: string, examples: readonly WorkedExample[]): string[] {
  const speaks = examples.map(({ expect }) => expect.spoke.includes(id));
  return [...(speaks.includes(true) ? [] : ["example-never-fires"]), ...(speaks.includes(false) ? [] : ["example-always-fires"])];
}

function checkName(name: string, point: Point, { policies }: CheckContext, path: PropertyKey[]): DefinitionFinding[] {
  if (!name.startsWith("policy.")) return findFact(point, name) ? [] : [at(path, "unknown-fact", { fact: name, point })];
  const key = name.slice("policy.".length);
  return Object.hasOwn(policies, key) ? [] : [at(path, "unknown-policy", { policy: key })];
}

function references(value: unknown): string[] {
  const reference = referenceIn(value);
  if (reference !== null) return [reference];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(references) : [];
}

function complaints(result: z.ZodSafeParseResult<unknown>, path: PropertyKey[], code: string): DefinitionFinding[] {
  if (result.success) return [];
  return fromZod(result.error, path).map((finding) => ({ ...finding, code: finding.code === "shape" ? code : finding.code }));
}

function below(path: PropertyKey[], finding: DefinitionFinding): DefinitionFinding {
  return { ...finding, path: [...path.map(String), finding.path].filter(Boolean).join(".") };
}

function repeated(ids: readonly string[]): number[] {
  return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []));
}

/** Without recursion, so that a file that is nested a million deep is refused and not run into. */
function depthOf(json: unknown): number {
  let level: unknown[] = [json];
  for (let depth = 0; ; depth += 1) {
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
    if (level.length === 0 || depth > DEEPEST) return depth;
  }
}
