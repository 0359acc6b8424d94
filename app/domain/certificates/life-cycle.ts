import { eq } from "drizzle-orm";

import { agreement } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import type { PolicyValues } from "#app/domain/decisions/policies.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import type { Facts, FactValue } from "#rules/vocabulary.ts";

/** The rule sets that say what may be done to a certificate (`rules/decisions/<…>.life-cycle.json`). */
export type LifeCycleRules = "installation" | "renewal";
export type LifeCycleFacts = Facts<"life-cycle">;

/** The policies by which certificates live at `now`: those of the newest release, for no request pins them. */
export async function certificatePolicies(db: Db, now: Date): Promise<PolicyValues> {
  return releasePolicies(db, await currentRelease(db), { certificateKind: "personal" }, now);
}

/** What the rules make of an act on a certificate, with their reasons. */
export async function decideLifeCycle(db: Db, which: LifeCycleRules, facts: LifeCycleFacts, policies: PolicyValues): Promise<Judgement<"life-cycle">> {
  const { content } = await getDefinition(db, await currentRelease(db), "rule-set", `${which}.life-cycle`);
  return judge(parseRuleSet("life-cycle", content), facts, { policies });
}

/**
 * Throws what the rules refuse, as a problem whose code is the rule's own ("renewal.too-early") and whose sentence is the rule's: `textKey` names it, the
 * values fill its blanks. A rule that an administrator adds tomorrow explains itself the same way.
 */
export function refuseWhatRulesRefuse(which: LifeCycleRules, { outcome, findings }: Judgement<"life-cycle">): void {
  if (outcome.kind === "allow") return;
  const finding = findings.find(({ ruleId }) => ruleId === outcome.ruleId);
  throw new Problem(`${which}.${outcome.ruleId}`, { ...plain(finding?.values ?? {}), ...(finding && { textKey: finding.textKey }), instead: outcome.instead });
}

/** How the agreement of an enterprise stands. One of which we know nothing counts as unknown, and not as missing: there are older ones, on paper (R78). */
export async function agreementOf(db: Db, enterpriseId: string, now: Date): Promise<LifeCycleFacts["agreement.status"]> {
  const known = await db.select({ startsOn: agreement.startsOn, endsOn: agreement.endsOn }).from(agreement).where(eq(agreement.enterpriseId, enterpriseId));
  return known.length === 0 ? null : agreementStatus(known, officeDate(now));
}

/** What fits in a problem's details; a list or what is unknown says nothing there. */
function plain(values: Readonly<Record<string, FactValue>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number"));
}
