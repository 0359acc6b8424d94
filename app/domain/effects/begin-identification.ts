import { eq } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { judgement } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { endIdentification, openIdentification, type Identification } from "#app/domain/identification/open.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { needsAddendum } from "#app/domain/requests/access-facts.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";
import { requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";
import type { Facts } from "#rules/vocabulary.ts";

/**
 * Asks those to identify whom the rules of the identification point name, in the transaction in which the approval takes effect (R22, D24). A round
 * that was left open by an objection ends. Throws `request.without-party`, `identification.nobody`.
 */
export async function beginIdentification(tx: Db, office: Pick<Office, "queue">, input: { requestId: string; now: Date }): Promise<Identification> {
  const { requestId, now } = input;
  const row = await getRequest(tx, requestId);
  if (!row.enterpriseId) throw new Problem("request.without-party");
  // Shared: who holds a role does not change while it is decided who is asked.
  const [party] = await tx.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)).for("share");
  if (!party) throw new Problem("request.without-party");
  const holders = await listPresentHolders(tx, party.id, row.agbCode);
  const signatories = holders.filter(({ role }) => role === "signatory");
  const mainContact = holders.find(({ role }) => role === "main-contact");

  const type = await requestTypeOf(tx, row);
  const facts: Facts<"identification"> = {
    today: officeDate(now),
    channel: row.channel,
    segment: party.segment,
    "request.priority": row.priority,
    "signatory.present": signatories.length > 0,
    "signatory.count": signatories.length,
    "signatory.joint": party.jointlyAuthorised,
    "mainContact.present": mainContact !== undefined,
    "addendum.needed": await needsAddendum(tx, type, row),
    "mainContact.isSignatory": mainContact !== undefined && signatories.some(({ email }) => email.toLowerCase() === mainContact.email.toLowerCase()),
  };
  const ruleSet = await getDefinition(tx, row.releaseId, "rule-set", type.points.identification ?? "");
  const judged = await judge(parseRuleSet("identification", ruleSet.content), facts, { policies: await requestPolicies(tx, requestId, now) });
  await tx.insert(judgement).values({
    requestId,
    point: "identification",
    ruleSet: ruleSet.key,
    ruleSetVersion: ruleSet.version,
    facts,
    outcome: judged.outcome,
    findings: judged.findings,
    spoke: judged.spoke,
    judgedAt: now,
  });

  const { roles, needed, linkDays } = judged.outcome;
  await endIdentification(tx, { requestId, status: "superseded", now });
  return openIdentification(tx, office, {
    requestId,
    parties: holders.filter(({ role }) => roles.some((asked) => asked === role)),
    everybody: needed === "all",
    by: system("decisions"),
    now,
    expiresAt: daysLater(now, linkDays),
  });
}
