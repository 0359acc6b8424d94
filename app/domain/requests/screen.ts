import { eq } from "drizzle-orm";

import { judgement, request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { workingDaysLeft } from "#app/domain/deadlines/clock.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import type { Judgement } from "#app/domain/decisions/judgement.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { PRIORITIES, ROUTES, type Outcome } from "#rules/vocabulary.ts";

import { screeningFacts, type Looked } from "./facts.ts";
import { maskSecrets } from "./form/mask.ts";
import type { RequestRow } from "./move.ts";
import { peopleOf } from "./people.ts";
import { officeDay, pinnedCalendar, requestPolicies, requestTypeOf } from "./policy.ts";
import { keepLikeness, likenessOf } from "./same.ts";

/**
 * Gathers the facts of a request, has the rule set judge them that the request pinned, and keeps both with the version, the outcome and the rules
 * that spoke. Where a request is about several, each of them is judged (R108), and the heaviest outcome counts for all. Sets the priority, whether a second
 * check is needed, and what it asks (`request_likeness`). In the caller's transaction; the registers were asked before.
 */
export async function screenRequest(tx: Db, input: { row: RequestRow; looked: Looked; confirmed: boolean; now: Date }): Promise<Pick<Judgement<"screening">, "outcome" | "spoke">> {
  const { row, looked, confirmed, now } = input;
  const type = await requestTypeOf(tx, row);
  const [catalogue] = await listDefinitions(tx, row.releaseId, "services");
  if (!catalogue) throw new Problem("definition.unknown", { kind: "services", key: "" });
  const ruleSet = await getDefinition(tx, row.releaseId, "rule-set", type.points.screening);
  const [clock] = await tx.select().from(requestClock).where(eq(requestClock.requestId, row.id));
  const people = peopleOf(type, row.answers);
  const source = {
    type,
    channel: row.channel,
    looked,
    now,
    requestId: row.id,
    catalogue: catalogue.content,
    confirmed,
    objected: row.objectedAt !== null,
    masked: maskedKinds(row),
    workingDaysLeft: clock ? workingDaysLeft(clock, now, await officeDay(tx, row.releaseId, now)) : null,
  };
  const policies = await requestPolicies(tx, row.id, now);
  const rules = parseRuleSet("screening", ruleSet.content);
  const calendar = (await pinnedCalendar(tx, row.releaseId)).content;
  const all: Array<Judgement<"screening">> = [];
  for (const [index, answers] of people.entries()) {
    const facts = await screeningFacts(tx, { ...source, answers, people });
    const judged = await judge(rules, facts, { policies, calendar });
    await tx.insert(judgement).values({
      requestId: row.id,
      point: "screening",
      position: index + 1,
      ruleSet: ruleSet.key,
      ruleSetVersion: ruleSet.version,
      facts: { ...facts, ...Object.fromEntries(Object.entries(policies).map(([key, value]) => [`policy.${key}`, value])) },
      outcome: judged.outcome,
      findings: judged.findings,
      spoke: judged.spoke,
      judgedAt: now,
    });
    all.push(judged);
  }
  const outcome = heaviest(all.map((one) => one.outcome));
  await tx
    .update(request)
    .set({ priority: outcome.priority === "normal" ? "normal" : "high", secondCheckRequired: outcome.route === "review-four-eyes" })
    .where(eq(request.id, row.id));
  await keepLikeness(tx, row.id, likenessOf(type, row.answers));
  return { outcome, spoke: [...new Set(all.flatMap(({ spoke }) => spoke))] };
}

/** What counts for a request when several outcomes were given: of each thing the heaviest. */
function heaviest(outcomes: ReadonlyArray<Outcome<"screening">>): Outcome<"screening"> {
  const most = <T extends string>(order: readonly T[], given: readonly T[]): T => order[Math.max(...given.map((one) => order.indexOf(one)))] ?? given[0] ?? order[0] as T;
  return { route: most(ROUTES, outcomes.map(({ route }) => route)), priority: most(PRIORITIES, outcomes.map(({ priority }) => priority)) };
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
