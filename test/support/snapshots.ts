import fc from "fast-check";

import { judgement, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Point } from "#rules/vocabulary.ts";

import { facts } from "../domain/decisions/arbitrary.ts";
import { ruleSet } from "../domain/decisions/office.ts";

/** A judgement as it is kept: whatever was known then. */
export type Kept = typeof judgement.$inferInsert & { facts: Record<string, unknown> };

/**
 * Gives every request kept judgements about ordinary facts with some that are any, always the same: of screening one for each of its people, most of them judged twice, and of identification one. Some were kept before the
 * vocabulary had all of its facts, and one has a value that there is no longer.
 */
export async function keepJudgements(db: Db, seed = 1): Promise<Kept[]> {
  const requests = await db.select({ id: request.id, type: request.type, at: request.submittedAt }).from(request).orderBy(request.number);
  // Nearly all rules would speak of facts that are all out of the ordinary, and nothing would make a difference.
  const odd = (point: Point, typical: Record<string, unknown>) => fc.sample(fc.tuple(facts(point), fc.subarray(OFTEN_ODD, { maxLength: 3 })), { numRuns: 60, seed }).map(([any, names]) => ({ ...typical, ...Object.fromEntries(names.filter((name) => Object.hasOwn(any, name)).map((name) => [name, any[name]])) }));
  const known = { screening: odd("screening", ruleSet("screening", "new-user.screening").typical), identification: odd("identification", ruleSet("identification", "new-user.identification").typical) };
  const kept: Kept[] = requests.flatMap(({ id, type, at }, index): Kept[] => {
    const judged = (point: "screening" | "identification", place: number, position: number, minutes: number): Kept => ({
      requestId: id,
      point,
      position,
      ruleSet: `${type}.${point}`,
      ruleSetVersion: 1,
      facts: older({ ...known[point][place % 60], "policy.legalBasis.maxUsers": 20 }, point, index),
      outcome: {},
      findings: [],
      spoke: [],
      judgedAt: new Date(at.getTime() + minutes * 60_000),
    });
    const people = index % 10 === 0 ? 2 : 1;
    const first = Array.from({ length: people }, (_one, person) => judged("screening", index * 7 + person, person + 1, 1));
    const again = index % 3 === 0 ? [] : first.map((_one, person) => judged("screening", index * 5 + person, person + 1, 9));
    return [...first, ...again, judged("identification", index, 1, 20)];
  });
  for (let start = 0; start < kept.length; start += 400) await db.insert(judgement).values(kept.slice(start, start + 400));
  return kept;
}

const OFTEN_ODD = ["wmo.usersAfter", "jeugdwet.usersAfter", "agb.kind", "agb.known", "register.unavailable", "applicant.isUser", "user.emailIsRoleMailbox", "correspondence.changedOn", "request.objected", "applicant.name", "services.requested", "channel", "signatory.count"];

function older(known: Record<string, unknown>, point: Point, index: number): Record<string, unknown> {
  if (point !== "screening") return known;
  const { "services.both": _list, "change.kind": _choice, "user.sameInRequest": _number, ...without } = known;
  return index % 4 === 0 ? without : index === 5 ? { ...known, "agb.kind": "castle" } : known;
}
