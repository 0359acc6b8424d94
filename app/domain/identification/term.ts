import { dueAt } from "#app/domain/deadlines/clock.ts";
import type { Db } from "#db/types.ts";
import { officeDay, requestPolicies } from "#app/domain/requests/policy.ts";

/** For a request whose release is older than the policy: it keeps the rules that it began with (P17), and those say nothing of this. */
const WORKING_DAYS = 1;

/**
 * Until when the desk rules on an identification that differs, or looks again at a request that somebody does not know. Neither clock of D9 runs
 * then: the review ended with the decision, and delivery begins with the identification. So this has a term of its own (policy
 * `identification.rulingWorkingDays`), counted as D9 counts: from receipt, which after closing time is the next working day, to the end of the
 * last day. It is short, because a customer who did what was asked waits for us; and what has just come is never late.
 */
export async function rulingDueAt(db: Db, request: { id: string; releaseId: number }, now: Date): Promise<Date> {
  const policies = await requestPolicies(db, request.id, now);
  const workingDays = policies["identification.rulingWorkingDays"];
  return dueAt({ receivedAt: now, workingDays: typeof workingDays === "number" ? workingDays : WORKING_DAYS, ...(await officeDay(db, request.releaseId, now)) });
}
