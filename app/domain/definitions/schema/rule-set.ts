import { z } from "zod";

import { OPERATORS, POINTS, type OperatorName, type Point } from "#rules/vocabulary.ts";

const Wording = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) });
const Id = z.string().regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/).max(80);

/** A value in a condition: as it stands, or that of another fact or policy. */
export const ConditionValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number()), z.strictObject({ fact: z.string() })]);
export type ConditionValue = z.infer<typeof ConditionValue>;

/** A condition as json-rules-engine reads it, without the parts of it that are traps: no path, no params, no priority, no empty group. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: string; operator: OperatorName; value: ConditionValue };
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
    z.strictObject({ fact: z.string(), operator: z.enum(OPERATORS), value: ConditionValue }),
  ]),
);

const TopCondition = z.union([
  z.strictObject({ all: z.array(Condition).min(1) }),
  z.strictObject({ any: z.array(Condition).min(1) }),
  z.strictObject({ not: Condition }),
]);

/** What a rule adds to the outcome; which types and params exist depends on the point (`EVENTS`). */
const Event = z.strictObject({ type: z.string(), params: z.record(z.string(), z.unknown()) });

export const Rule = z.strictObject({
  id: Id,
  /** The requirement or decision that it answers to. */
  source: z.string().min(1),
  severity: z.enum(["block", "warn", "info"]),
  /** The field of the form that it is about. */
  field: z.string().min(1).optional(),
  /** Key of its sentence in the namespace "findings"; the sentence's blanks are names of facts. */
  textKey: z.string().regex(/^[a-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+$/),
  /** Facts or policies that its sentence quotes besides those that its conditions read. */
  quotes: z.array(z.string()).optional(),
  conditions: TopCondition,
  event: Event,
  /** Stays in the set and says nothing: kept for another day, or being made. */
  disabled: z.boolean().optional(),
  /** Under which heading it stands, for whoever reads the set; it decides nothing. */
  group: z.string().min(1).max(80).optional(),
  /** What a colleague has to know about it; it decides nothing. */
  note: z.string().min(1).max(1_000).optional(),
});
export type Rule = z.infer<typeof Rule>;

/** A rule whose conditions still have to be looked at. */
export const PartialRule = Rule.extend({ conditions: z.unknown() });

/** A case that shows what the rules do: the typical facts but for those named, and what must come of it. */
export const WorkedExample = z.strictObject({
  title: Wording,
  facts: z.record(z.string(), z.unknown()),
  policies: z.record(z.string(), z.unknown()).optional(),
  expect: z.strictObject({ spoke: z.array(z.string()), outcome: z.record(z.string(), z.unknown()) }),
});
export type WorkedExample = z.infer<typeof WorkedExample>;

/** A file of `rules/decisions/`: the rules of one decision point, with the worked examples that run on every change. */
export const RuleSetSchema = z.strictObject({
  id: Id,
  point: z.enum(POINTS),
  title: Wording,
  /** The outcome when no rule adds to it; `{"fact": "policy.…"}` may stand for a value. */
  default: z.record(z.string(), z.unknown()),
  rules: z.array(Rule).min(1).max(2_000),
  /** All facts of the point as they are in the most ordinary case. */
  typical: z.record(z.string(), z.unknown()),
  examples: z.array(WorkedExample).min(1).max(500),
});

/** The rules that speak: without those that are disabled. */
export function rulesInForce<R extends { disabled?: boolean | undefined }>(ruleSet: { rules: readonly R[] }): R[] {
  return ruleSet.rules.filter(({ disabled }) => disabled !== true);
}

/** A rule set of one point, or of any. */
export type RuleSet<P extends Point = Point> = z.infer<typeof RuleSetSchema> & { point: P };

