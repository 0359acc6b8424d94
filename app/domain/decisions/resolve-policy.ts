import type { Policy, PolicyScope, PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import { Problem } from "#app/domain/problem.ts";

// Apart from the schema and its check, so that browsers get it without the library that checks.

/** What somebody is, for whom policies are looked up. */
export type PolicySubject = PolicyScope;

/** The value of each policy for one subject on one day: the snapshot that a request keeps, and that rules read as "policy.<key>". */
export type PolicyValues = Readonly<Record<string, PolicyValue>>;

/**
 * The value of a policy for a subject on a day ("YYYY-MM-DD"): of those that hold then, the most specific wins. Throws `policy.missing`, and
 * `policy.tie` when two equally specific ones hold, which `checkPolicies` refuses beforehand.
 */
export function resolvePolicy(policies: readonly Policy[], key: string, subject: PolicySubject, on: string): PolicyValue {
  const holding = policies.filter((policy) => policy.key === key && holdsOn(policy, on) && covers(policy.scope, subject));
  const most = Math.max(...holding.map((policy) => specificity(policy.scope)));
  const [winner, tie] = holding.filter((policy) => specificity(policy.scope) === most);
  if (!winner) throw new Problem("policy.missing", { key, on });
  if (tie) throw new Problem("policy.tie", { key, on });
  return winner.value;
}

/** All policies that hold for a subject on a day, by key. */
export function resolvePolicies(policies: readonly Policy[], subject: PolicySubject, on: string): PolicyValues {
  const keys = [...new Set(policies.filter((policy) => holdsOn(policy, on) && covers(policy.scope, subject)).map((policy) => policy.key))].sort();
  return Object.fromEntries(keys.map((key) => [key, resolvePolicy(policies, key, subject, on)]));
}

/** What holds of one policy for whom on one day: the place of the value in the list, null where none holds, and whether another is just as precise. */
export type Winner = { situation: PolicySubject; place: number | null; isTied: boolean };

/** For everybody whom the values of a policy tell apart, and for all others: which value holds for them on a day ("YYYY-MM-DD"). */
export function winnersOf(policies: readonly Policy[], key: string, on: string): Winner[] {
  const own = policies.flatMap((policy, place) => (policy.key === key ? [{ policy, place }] : []));
  const apart = SCOPE_KEYS.map((name) => [name, [...new Set(own.flatMap(({ policy }) => policy.scope[name] ?? []))]] as const).filter(([, values]) => values.length > 0);
  const situations = apart.reduce<PolicySubject[]>((all, [name, values]) => all.flatMap((one) => [one, ...values.map((value) => ({ ...one, [name]: value }))]), [{}]);
  return situations.map((situation) => {
    const holding = own.filter(({ policy }) => holdsOn(policy, on) && covers(policy.scope, situation));
    const most = Math.max(...holding.map(({ policy }) => specificity(policy.scope)));
    const [winner, tie] = holding.filter(({ policy }) => specificity(policy.scope) === most);
    return { situation, place: winner?.place ?? null, isTied: tie !== undefined };
  });
}

/** By what policies are told apart. */
export const SCOPE_KEYS = ["segment", "channel", "certificateKind", "environment"] as const satisfies ReadonlyArray<keyof PolicyScope>;

export function holdsOn(policy: Policy, on: string): boolean {
  return policy.validFrom <= on && (policy.validTo === null || on <= policy.validTo);
}

function covers(scope: PolicyScope, subject: PolicySubject): boolean {
  return scopeKeys(scope).every((key) => scope[key] === subject[key]);
}

export function specificity(scope: PolicyScope): number {
  return scopeKeys(scope).length;
}

export function scopeKeys(scope: PolicyScope): Array<keyof PolicyScope> {
  return (Object.keys(scope) as Array<keyof PolicyScope>).filter((key) => scope[key] !== undefined);
}
