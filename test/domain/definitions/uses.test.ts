import { describe, expect, it } from "vitest";

import { readDefinitionFiles } from "#app/adapters/files/definitions.ts";
import { IDLE_POLICIES, partsUsed } from "#app/domain/definitions/uses.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import { readSources } from "#test/support/architecture.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { ROOT } from "#test/support/stage.ts";

const all = readDefinitionFiles(ROOT);
const of = (kind: DefinitionKind, key: string) => {
  const one = all.find((other) => other.kind === kind && other.key === key);
  if (!one) throw new Error(`There is no ${kind} ${key}.`);
  return new Map(partsUsed(one, all).map(({ part, uses, hold }) => [part, { hold, uses: uses.map(({ by, as, of: what }) => `${by.kind}/${by.key} ${as} ${what}`) }]));
};

describe("where a part of a definition is used", () => {
  it("a policy: by the stages of request types, by rules and what they quote or answer; and how the office looks at it by itself", () => {
    const review = of("policy", "review");
    expect(review.get("delivery.workingDays")?.uses).toContain("request-type/new-user deadline delivery");
    expect(review.get("secondCheck.changedDays")?.uses).toContain("rule-set/new-user.screening rule correspondence-changed");
    expect(review.get("wait.reminderDays")).toEqual({ hold: "asked", uses: [] });
    expect(of("policy", "links").get("identification.linkDays")).toMatchObject({ hold: "pinned", uses: expect.arrayContaining(["rule-set/new-user.identification outcome identification"]) as unknown });
  });

  it("a field: by its own form, and by the rules that read what it says; not by those of other forms", () => {
    const fields = of("request-type", "new-user");
    expect(fields.get("reason")?.uses).toContain("request-type/new-user condition absence");
    expect(fields.get("reason")?.uses.some((use) => use.startsWith("rule-set/new-user."))).toBe(true);
    expect(fields.get("services")?.uses).toContain("request-type/new-user effect-input create-account");
    expect([...fields.values()].flatMap(({ uses }) => uses).filter((use) => !/^(request-type\/new-user|rule-set\/new-user\.)/.test(use))).toEqual([]);
  });

  it("a service: by the forms that offer it, and by rules that ask for it by name", () => {
    expect(of("services", "services").get("cov")?.uses).toContain("request-type/new-user offered services");
    const withRule = all.map((one) => {
      if (one.kind !== "rule-set" || one.key !== "new-user.screening") return one;
      const set = one.content as RuleSet;
      return { ...one, content: { ...set, rules: [{ ...set.rules[0], id: "asks-cov", conditions: { all: [{ any: [{ fact: "services.requested", operator: "contains", value: "cov" }] }] } }] } };
    });
    const services = all.find(({ kind }) => kind === "services");
    const parts = new Map((services ? partsUsed(services, withRule) : []).map(({ part, uses }) => [part, uses.filter(({ as }) => as === "rule").map(({ of: what }) => what)]));
    expect(parts.get("cov")).toContain("asks-cov");
    expect(parts.get("claims")).not.toContain("asks-cov");
  });

  it("a policy that no definition names is one that the program reads: those that nobody looks at are known", () => {
    const sources = readSources(ROOT, ["app"]).filter(({ path }) => !/definitions\/(terms|uses)\.ts$/.test(path)).map(({ text }) => text).join("\n");
    const named = all.filter(({ kind }) => kind === "policy").flatMap((one) => partsUsed(one, all));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ part, uses }) => uses.length === 0 && !sources.includes(`"${part}"`)).map(({ part }) => part)).toEqual(IDLE_POLICIES);
    expect(named.filter(({ isIdle }) => isIdle).map(({ part }) => part)).toEqual(IDLE_POLICIES);
  });
});
