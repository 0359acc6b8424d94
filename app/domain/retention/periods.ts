import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";
import type { Db } from "#db/types.ts";

/** For how many years what is kept (D20), from its end; of events that belong to no request, from when they happened. */
export type Periods = { unfulfilled: number; fulfilled: number; mail: number; trail: number };

/** Less than a year is kept of nothing, whatever somebody publishes: a slip of the pen would destroy what nobody can bring back. */
const SHORTEST_YEARS = 1;

/** The periods of the newest release, whole years: no request pins them, since what may be kept is the law's and not the request's. Throws `policy.not-a-number`. */
export async function retentionPeriods(db: Db, now: Date): Promise<Periods> {
  const policies = await releasePolicies(db, await currentRelease(db), {}, now);
  const years = (key: string) => Math.max(SHORTEST_YEARS, Math.ceil(numberPolicy(policies, key)));
  return { unfulfilled: years("retention.unfulfilledYears"), fulfilled: years("retention.fulfilledYears"), mail: years("retention.mailYears"), trail: years("retention.trailYears") };
}
