import { eq } from "drizzle-orm";

import type { account, certificate } from "#db/schema/accounts.ts";
import { agreement, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import { numberPolicy, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import type { Facts, FactValue } from "#rules/vocabulary.ts";

import { isPastEnd, renewalWindow } from "./validity.ts";

/** The rule sets that say what may be done to a certificate (`rules/decisions/<…>.life-cycle.json`). */
export type LifeCycleRules = "installation" | "renewal";
export type LifeCycleFacts = Facts<"life-cycle">;
type Holder = typeof account.$inferSelect;

/** The policies by which the certificates of an account live at `now`: those of the newest release, for no request pins them. */
export async function certificatePolicies(db: Db, { kind, enterpriseId }: Holder, now: Date): Promise<PolicyValues> {
  const [party] = await db.select({ segment: enterprise.segment }).from(enterprise).where(eq(enterprise.id, enterpriseId));
  return releasePolicies(db, await currentRelease(db), { certificateKind: kind === "system" ? "system" : "personal", segment: party?.segment ?? "regular" }, now);
}

/** What is known of an account whatever is done to its certificates, and of its certificates that there are none; the act says what else it knows. */
export async function commonFacts(db: Db, holder: Holder, now: Date): Promise<Omit<LifeCycleFacts, "act">> {
  return {
    today: officeDate(now),
    "certificate.kind": holder.kind,
    "account.status": holder.status,
    "account.endsOn": holder.endsOn,
    "agreement.status": await agreementOf(db, holder.enterpriseId, now),
    "pin.wrongTries": 0,
    "pin.isNewer": false,
    "install.termEnded": false,
    "install.until": null,
    "install.minutesSinceLast": null,
    "install.repeats": 0,
    "certificates.active": 0,
    "certificate.state": "none",
    "certificate.until": null,
    "certificate.renewed": false,
    "renew.open": false,
    "renew.opensOn": null,
    "reinstall.released": false,
    "reinstall.termEnded": false,
    "reinstall.until": null,
    "reissue.open": false,
    "reissue.until": null,
  };
}

/** How a certificate stands at `now`, in the words of the rules. */
export function stateOf({ status, notAfter }: Pick<typeof certificate.$inferSelect, "status" | "notAfter">, now: Date): LifeCycleFacts["certificate.state"] {
  if (status === "intended") return "being-made";
  if (status === "revoked") return "revoked";
  return isPastEnd({ notAfter }, now) ? "expired" : "valid";
}

/** From when a certificate may be renewed (D11; policy `renew.windowDays`). */
export function renewalOpening(of: Pick<typeof certificate.$inferSelect, "notAfter">, policies: PolicyValues): Date {
  return renewalWindow(of, numberPolicy(policies, "renew.windowDays")).opensAt;
}

/** Whether that moment has come. */
export function isRenewable(of: Pick<typeof certificate.$inferSelect, "notAfter">, policies: PolicyValues, now: Date): boolean {
  return renewalOpening(of, policies) <= now;
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
async function agreementOf(db: Db, enterpriseId: string, now: Date): Promise<LifeCycleFacts["agreement.status"]> {
  const known = await db.select({ startsOn: agreement.startsOn, endsOn: agreement.endsOn }).from(agreement).where(eq(agreement.enterpriseId, enterpriseId));
  return known.length === 0 ? null : agreementStatus(known, officeDate(now));
}

/** What fits in a problem's details; a list or what is unknown says nothing there. */
function plain(values: Readonly<Record<string, FactValue>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number"));
}
