import { at, fromZod, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { PolicySet, type Policy, type PolicyScope, type PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import { Problem } from "#app/domain/problem.ts";

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

/** A policy that must be a number, such as a term; throws `policy.not-a-number`. */
export function numberPolicy(values: PolicyValues, key: string): number {
  const value = values[key];
  if (typeof value !== "number") throw new Problem("policy.not-a-number", { key });
  return value;
}

/** Why a file of policies cannot be published; `others` are the policies of the other files, since a tie between files is one too. */
export function checkPolicies(json: unknown, others: readonly Policy[] = []): DefinitionFinding[] {
  const parsed = PolicySet.safeParse(json);
  if (!parsed.success) return fromZod(parsed.error);
  const { policies } = parsed.data;
  return policies.flatMap((policy, index) => {
    const path = ["policies", index];
    const rivals = [...others, ...policies.slice(0, index)].filter((other) => other.key === policy.key);
    return [
      ...(policy.validTo !== null && policy.validTo < policy.validFrom ? [at([...path, "validTo"], "policy-ends-first", { key: policy.key })] : []),
      ...rivals.filter((other) => tied(policy, other)).map(() => at([...path, "scope"], "policy-tie", { key: policy.key })),
      ...rivals.filter((other) => kind(other.value) !== kind(policy.value) && other.value !== null && policy.value !== null).slice(0, 1)
        .map(() => at([...path, "value"], "policy-other-type", { key: policy.key })),
    ];
  });
}

/** Two policies of one key that are equally specific, can meet in one subject and hold on one day. */
function tied(one: Policy, other: Policy): boolean {
  const meet = scopeKeys(one.scope).every((key) => other.scope[key] === undefined || other.scope[key] === one.scope[key]);
  const overlap = (one.validTo === null || other.validFrom <= one.validTo) && (other.validTo === null || one.validFrom <= other.validTo);
  return meet && overlap && specificity(one.scope) === specificity(other.scope);
}

function holdsOn(policy: Policy, on: string): boolean {
  return policy.validFrom <= on && (policy.validTo === null || on <= policy.validTo);
}

function covers(scope: PolicyScope, subject: PolicySubject): boolean {
  return scopeKeys(scope).every((key) => scope[key] === subject[key]);
}

function specificity(scope: PolicyScope): number {
  return scopeKeys(scope).length;
}

function scopeKeys(scope: PolicyScope): Array<keyof PolicyScope> {
  return (Object.keys(scope) as Array<keyof PolicyScope>).filter((key) => scope[key] !== undefined);
}

function kind(value: PolicyValue): string {
  return Array.isArray(value) ? "numbers" : typeof value;
}
