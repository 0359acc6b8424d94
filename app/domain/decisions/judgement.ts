import type { FactValue, Outcome, Point } from "#rules/vocabulary.ts";

/** How heavy a finding weighs: `block` cannot be approved while it stands, `warn` wants a look, `info` is good to know. */
export const SEVERITIES = ["block", "warn", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule that fired has to say; the sentence stands under `textKey` in the namespace "findings", with `values` for its blanks. */
export type Finding = {
  ruleId: string;
  severity: Severity;
  /** The field of the form that it is about. */
  field?: string;
  textKey: string;
  /** The facts (and "policy.…" values) that the rule read, by name. */
  values: Record<string, FactValue>;
};

/** One condition as it was evaluated, with the values that it met. */
export type ConditionTrace =
  | { kind: "all" | "any" | "not"; holds: boolean; conditions: ConditionTrace[] }
  | { kind: "condition"; holds: boolean; fact: string; operator: string; actual: FactValue; expected: FactValue; expectedFrom?: string };

/** One rule as it was evaluated. */
export type RuleTrace = { ruleId: string; fired: boolean; conditions: ConditionTrace };

/** What a rule set makes of the facts. Equal facts, rules and policies give an equal judgement, to the order of its lists. */
export type Judgement<P extends Point = Point> = {
  point: P;
  outcome: Outcome<P>;
  /** Heaviest first, within a severity in the order of the rule set. */
  findings: Finding[];
  /** The rules that fired, in the order of the rule set. */
  spoke: string[];
  /** Every rule, in the order of the rule set. Not stored: recomputed when somebody asks why. */
  trace: RuleTrace[];
};
