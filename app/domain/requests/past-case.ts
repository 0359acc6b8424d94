import { and, desc, eq } from "drizzle-orm";

import { judgement, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { completeFacts } from "#app/domain/decisions/facts.ts";
import { withoutPersons } from "#app/domain/definitions/trial/stand-ins.ts";
import { Problem } from "#app/domain/problem.ts";
import { POINTS, type FactValue } from "#rules/vocabulary.ts";

import { numberInReference } from "./reference.ts";

/** A request of the past as rules are tried on it: its facts at one point, as they were last kept there, without what names anybody; and what was said of it then. */
export type PastCase = { facts: Record<string, FactValue>; channel: string; spoke: string[]; outcome: Record<string, unknown> };

/**
 * Takes the facts of a past request, for somebody who may not see the request itself. That they did stands in its trail. Throws `trial.malformed` for a point that there is not, `trial.no-reference`, `trial.unknown-request`, and
 * `trial.not-judged` for one that never came to the point.
 */
export async function takePastCase(db: Db, input: { reference: string; point: string; changeId: string; by: StaffActor; now: Date; correlationId: string }): Promise<PastCase> {
  const { reference, point, changeId, by, now, correlationId } = input;
  const at = POINTS.find((one) => one === point);
  if (at === undefined) throw new Problem("trial.malformed");
  const number = numberInReference(reference);
  if (number === null) throw new Problem("trial.no-reference", { reference });
  const [found] = await db.select({ id: request.id, channel: request.channel }).from(request).where(eq(request.number, number));
  if (!found) throw new Problem("trial.unknown-request", { reference });
  const [last] = await db
    .select({ facts: judgement.facts, spoke: judgement.spoke, outcome: judgement.outcome })
    .from(judgement)
    .where(and(eq(judgement.requestId, found.id), eq(judgement.point, point)))
    .orderBy(desc(judgement.judgedAt), desc(judgement.id))
    .limit(1);
  if (!last) throw new Problem("trial.not-judged", { reference, point });
  await record(db, { now, actor: inTrail(by), act: "request.tried", subject: { kind: "request", id: found.id }, requestId: found.id, details: { change: changeId, point }, correlationId });
  return { facts: withoutPersons(at, completeFacts(at, last.facts as Record<string, FactValue>)), channel: found.channel, spoke: last.spoke, outcome: last.outcome };
}
