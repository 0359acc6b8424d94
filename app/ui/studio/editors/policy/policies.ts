import type { Policy } from "#app/domain/definitions/schema/policy.ts";

import { isObject, listOf, textOf } from "../template/blocks.ts";

/** A value of a policy as it may stand in a draft. */
export type Written = Readonly<Record<string, unknown>>;

/** The keys in the order in which they come, each with the places of its values. */
export function groupsOf(policies: readonly unknown[]): Array<{ key: string; places: number[] }> {
  const groups = new Map<string, number[]>();
  policies.forEach((one, place) => {
    const key = isObject(one) ? textOf(one["key"]) : "";
    groups.set(key, [...(groups.get(key) ?? []), place]);
  });
  return [...groups].map(([key, places]) => ({ key, places }));
}

/** Those that are whole enough to say which of them holds, at their places; a hole for the others. */
export function wholeOf(content: unknown): Policy[] {
  const policies = isObject(content) ? listOf(content["policies"]) : [];
  return policies.map((one) => (isWhole(one) ? one : NOBODYS));
}

/** Of no key and no day, so that it holds for nobody. */
const NOBODYS: Policy = { key: "", title: { nl: "", en: "" }, value: null, scope: {}, source: "", validFrom: "9999-12-31", validTo: null };

function isWhole(one: unknown): one is Policy {
  return isObject(one) && typeof one["key"] === "string" && isObject(one["scope"]) && typeof one["validFrom"] === "string" && (one["validTo"] === null || typeof one["validTo"] === "string") && one["value"] !== undefined;
}

/** Another value of the same policy, put behind the last one, for somebody else or for another time. */
export function withAnother(policies: readonly unknown[], place: number): unknown[] {
  const model = policies[place];
  return [...policies.slice(0, place + 1), ...(isObject(model) ? [{ ...model }] : []), ...policies.slice(place + 1)];
}
