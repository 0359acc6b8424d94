import type { Db } from "#db/types.ts";
import type { Severity } from "#app/domain/decisions/judgement.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";

import type { FigureFilter } from "./now.ts";
import { readTally, type Span, type Stretch } from "./flow/read.ts";

/** How often a rule spoke of what was decided, and what was decided. `severity` and `textKey` are those of now; null of a rule that is gone. */
export type SpokenRule = { id: string; severity: Severity | null; textKey: string | null; approved: number; rejected: number };

/** Which rules speak how often, and what the desk then decides: the most frequent first. */
export async function readRulesSpoken(db: Db, { filter, span, now }: { filter: FigureFilter; span: Span; now: Date }): Promise<{ present: Stretch; rules: SpokenRule[] }> {
  const [{ present, tally }, sets] = await Promise.all([readTally(db, { filter, span, now, measures: ["rule"] }), listDefinitions(db, await currentRelease(db), "rule-set")]);
  const known = new Map(sets.flatMap(({ content }) => content.rules.map(({ id, severity, textKey }) => [id, { severity, textKey }] as const)));
  const rules = new Map<string, SpokenRule>();
  for (const [value, amount] of tally.get("rule") ?? []) {
    const [id = "", as] = value.split(" ");
    const rule = rules.get(id) ?? { id, severity: known.get(id)?.severity ?? null, textKey: known.get(id)?.textKey ?? null, approved: 0, rejected: 0 };
    rules.set(id, as === "reject" ? { ...rule, rejected: rule.rejected + amount } : { ...rule, approved: rule.approved + amount });
  }
  const spoke = (rule: SpokenRule) => rule.approved + rule.rejected;
  return { present, rules: [...rules.values()].filter((rule) => spoke(rule) > 0).sort((one, other) => spoke(other) - spoke(one) || (one.id < other.id ? -1 : 1)) };
}

/** How often the desk approved what a rule stops or wants a look at; null of a rule that only informs, or is gone. */
export function decidedOtherwise({ severity, approved }: Pick<SpokenRule, "severity" | "approved">): number | null {
  return severity === "block" || severity === "warn" ? approved : null;
}
