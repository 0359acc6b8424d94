import { at, fromZod, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { PolicySet, type Policy, type PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import { Problem } from "#app/domain/problem.ts";

import { scopeKeys, specificity, type PolicyValues } from "./resolve-policy.ts";

export { resolvePolicies, resolvePolicy, type PolicySubject, type PolicyValues } from "./resolve-policy.ts";

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

function kind(value: PolicyValue): string {
  return Array.isArray(value) ? "numbers" : typeof value;
}
