import { eq } from "drizzle-orm";

import { judgement, request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { workingDaysLeft } from "#app/domain/deadlines/clock.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";

import { screeningFacts, type Looked } from "./facts.ts";
import { maskSecrets } from "./form/mask.ts";
import type { RequestRow } from "./move.ts";
import { officeDay, requestPolicies, requestTypeOf } from "./policy.ts";

/**
 * Gathers the facts of a request, has the rule set judge them that the request pinned, and keeps both with the version, the outcome and the rules
 * that spoke. Sets the priority and whether a second check is needed. In the caller's transaction; the registers were asked before.
 */
export async function screenRequest(tx: Db, input: { row: RequestRow; looked: Looked; confirmed: boolean; now: Date }): Promise<Judgement<"screening">> {
  const { row, looked, confirmed, now } = input;
  const type = await requestTypeOf(tx, row);
  const [catalogue] = await listDefinitions(tx, row.releaseId, "services");
  if (!catalogue) throw new Problem("definition.unknown", { kind: "services", key: "" });
  const ruleSet = await getDefinition(tx, row.releaseId, "rule-set", type.points.screening);
  const [clock] = await tx.select().from(requestClock).where(eq(requestClock.requestId, row.id));
  const facts = await screeningFacts(tx, {
    type,
    answers: row.answers,
    channel: row.channel,
    looked,
    now,
    requestId: row.id,
    catalogue: catalogue.content,
    confirmed,
    objected: row.objectedAt !== null,
    masked: maskedKinds(row),
    workingDaysLeft: clock ? workingDaysLeft(clock, now, await officeDay(tx, row.releaseId, now)) : null,
  });
  const policies = await requestPolicies(tx, row.id, now);
  const judged = await judge(parseRuleSet("screening", ruleSet.content), facts, { policies, calendar: (await officeDay(tx, row.releaseId, now)).calendar });
  await tx.insert(judgement).values({
    requestId: row.id,
    point: "screening",
    ruleSet: ruleSet.key,
    ruleSetVersion: ruleSet.version,
    facts: { ...facts, ...Object.fromEntries(Object.entries(policies).map(([key, value]) => [`policy.${key}`, value])) },
    outcome: judged.outcome,
    findings: judged.findings,
    spoke: judged.spoke,
    judgedAt: now,
  });
  await tx
    .update(request)
    .set({ priority: judged.outcome.priority === "normal" ? "normal" : "high", secondCheckRequired: judged.outcome.route === "review-four-eyes" })
    .where(eq(request.id, row.id));
  return judged;
}


/** What was masked when the form was filled in leaves its mark in the text (D18, D19). */
function maskedKinds(row: RequestRow): Array<"bsn" | "pin"> {
  const marks = row.answers["_masked"];
  const kinds = new Set<"bsn" | "pin">();
  for (const kind of Array.isArray(marks) ? marks : []) kinds.add(kind === "bsn" ? "bsn" : "pin");
  // A second look, so that nothing depends on the form having done it.
  for (const answer of Object.values(row.answers)) {
    if (typeof answer === "string") for (const kind of maskSecrets(answer).masked) kinds.add(kind === "bsn" ? "bsn" : "pin");
  }
  return [...kinds];
}
