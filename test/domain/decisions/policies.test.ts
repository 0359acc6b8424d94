import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { checkPolicies, numberPolicy, resolvePolicies, resolvePolicy } from "#app/domain/decisions/policies.ts";
import { PolicySet, type Policy } from "#app/domain/definitions/schema/policy.ts";
import { isProblem } from "#app/domain/problem.ts";

const policy = (value: Policy["value"], scope: Policy["scope"] = {}, validFrom = "2026-01-01", validTo: string | null = null): Policy => ({
  key: "reinstall.windowDays",
  title: { nl: "Termijn", en: "Term" },
  value,
  scope,
  source: "D1",
  validFrom,
  validTo,
});
const set = (...policies: Policy[]) => ({ id: "test", title: { nl: "Proef", en: "Trial" }, policies });
const resolve = (policies: Policy[], subject = {}, on = "2026-06-01") => resolvePolicy(policies, "reinstall.windowDays", subject, on);
const codes = (json: unknown, others?: Policy[]) => checkPolicies(json, others).map(({ path, code }) => `${path} ${code}`);
const failure = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (isProblem(error)) return error.code;
  }
  return "no problem";
};

describe("which policy wins", () => {
  const policies = [policy(20), policy(null, { segment: "regular" }), policy(5, { segment: "regular", channel: "paper" })];

  test("the most specific that covers the subject", () => {
    expect(resolve(policies, { segment: "pgb", channel: "paper" })).toBe(20);
    expect(resolve(policies, { segment: "regular", channel: "online" })).toBeNull();
    expect(resolve(policies, { segment: "regular", channel: "paper" })).toBe(5);
  });

  test("only on the days on which it holds, first and last included", () => {
    const terms = [policy(10, {}, "2026-01-01", "2026-06-30"), policy(20, {}, "2026-07-01")];
    expect(["2026-01-01", "2026-06-30", "2026-07-01"].map((on) => resolve(terms, {}, on))).toEqual([10, 10, 20]);
    expect(failure(() => resolve(terms, {}, "2025-12-31"))).toBe("policy.missing");
  });

  test("a tie has no winner", () => {
    const tie = [policy(1, { segment: "pgb" }), policy(2, { channel: "online" })];
    expect(failure(() => resolve(tie, { segment: "pgb", channel: "online" }))).toBe("policy.tie");
    expect(resolve(tie, { segment: "pgb", channel: "paper" })).toBe(1);
  });

  test("a snapshot has every policy that holds, and a term must be a number", () => {
    const values = resolvePolicies(policies, { segment: "regular", channel: "online" }, "2026-06-01");
    expect(values).toEqual({ "reinstall.windowDays": null });
    expect(failure(() => numberPolicy(values, "reinstall.windowDays"))).toBe("policy.not-a-number");
  });
});

describe("what cannot be published", () => {
  test.each<[string, unknown, string[]]>([
    ["nothing wrong", set(policy(20), policy(null, { segment: "pgb" })), []],
    ["the same scope twice", set(policy(20), policy(30)), ["policies.1.scope policy-tie"]],
    ["different scopes that can meet", set(policy(1, { segment: "pgb" }), policy(2, { channel: "online" })), ["policies.1.scope policy-tie"]],
    ["scopes that never meet", set(policy(1, { segment: "pgb" }), policy(2, { segment: "regular" })), []],
    ["terms that follow each other", set(policy(1, {}, "2026-01-01", "2026-06-30"), policy(2, {}, "2026-07-01")), []],
    ["terms that share a day", set(policy(1, {}, "2026-01-01", "2026-07-01"), policy(2, {}, "2026-07-01")), ["policies.1.scope policy-tie"]],
    ["an end before its beginning", set(policy(1, {}, "2026-02-01", "2026-01-01")), ["policies.0.validTo policy-ends-first"]],
    ["a text among numbers", set(policy(1), policy("two", { segment: "pgb" })), ["policies.1.value policy-other-type"]],
    ["a scope that does not exist", set({ ...policy(1), scope: { planet: "Mars" } } as unknown as Policy), ["policies.0.scope.planet unknown-property"]],
    ["no policies", { id: "x", title: { nl: "x", en: "x" }, policies: [] }, ["policies shape"]],
  ])("%s", (_what, json, expected) => {
    expect(codes(json)).toEqual(expected);
  });

  test("a tie with a policy of another file", () => {
    expect(codes(set(policy(20)), [policy(30)])).toEqual(["policies.0.scope policy-tie"]);
  });
});

test("the policies that a new installation starts with can be published together", () => {
  const files = readdirSync("rules/policies").map((file) => JSON.parse(readFileSync(`rules/policies/${file}`, "utf8")) as unknown);
  const all: Policy[] = [];
  for (const json of files) {
    expect(checkPolicies(json, all)).toEqual([]);
    all.push(...PolicySet.parse(json).policies);
  }
  const values = resolvePolicies(all, { certificateKind: "personal", segment: "regular", channel: "online", environment: "production" }, "2026-11-16");
  expect(values).toMatchObject({ "review.workingDays": 5, "wait.maxDays": 30, "install.days": 60, "install.maxActive": 1, "review.receivedUntil": "17:00" });
});
