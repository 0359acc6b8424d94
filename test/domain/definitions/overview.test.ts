import { describe, expect, it } from "vitest";

import { readDefinitionFiles } from "#app/adapters/files/definitions.ts";
import type { CheckedDefinition } from "#app/domain/definitions/kinds.ts";
import { isUnused, overallOf, OWN_RULE_SETS, SPARE_TEMPLATES, withWhatGoesAlong } from "#app/domain/definitions/overview.ts";
import { readSources } from "#test/support/architecture.ts";
import { ROOT } from "#test/support/stage.ts";

const all = readDefinitionFiles(ROOT);
const overall = overallOf(all);
const at = (place: string) => {
  const one = overall.get(place);
  if (!one) throw new Error(`There is no ${place}.`);
  return one;
};
const names = (places: ReadonlyArray<{ kind: string; key: string }>) => places.map(({ kind, key }) => `${kind}/${key}`);

describe("where each definition is used, all together", () => {
  it("a policy by the rules and request types that name a value of it, a template by who sends it, a profile by who leads to it", () => {
    expect(names(at("policy/links").users)).toContain("rule-set/new-user.identification");
    expect(names(at("policy/deadlines").users)).toEqual([]);
    expect(at("policy/deadlines").isOwn).toBe(true);
    expect(names(at("mail/request-received").users)).toContain("request-type/new-user");
    expect(names(at("certificate-profile/test").users)).toEqual(["request-type/test-certificate"]);
    expect(names(at("request-type/new-user").uses)).toEqual(expect.arrayContaining(["rule-set/new-user.screening", "mail/request-received", "services/services", "policy/review"]));
  });

  it("and which parts nothing looks at", () => {
    expect(at("policy/review").parts.filter(({ isUnused: is }) => is).map(({ part }) => part)).toEqual(["review.portalMode", "review.portalSamplePercent"]);
    const services = all.filter(({ kind }) => kind === "services");
    expect(at("services/services").parts.filter(({ isUnused: is }) => is)).toEqual([]);
    expect(overallOf(services).get("services/services")?.parts.every(({ isUnused: is }) => is)).toBe(true);
  });

  it("nothing but the two e-mails that lie ready for request types to come is unused; a new template or rule set is, until something names it", () => {
    expect([...overall].filter(([, one]) => isUnused(one)).map(([place]) => place)).toEqual(SPARE_TEMPLATES.map((key) => `mail/${key}`));
    const [mail, rules] = [all.find(({ kind }) => kind === "mail"), all.find(({ kind }) => kind === "rule-set")];
    const added: CheckedDefinition[] = [{ kind: "mail", key: "our-own", content: mail?.content }, { kind: "rule-set", key: "our-own", content: rules?.content }];
    expect(added.map(({ kind, key }) => isUnused(overallOf([...all, ...added]).get(`${kind}/${key}`) ?? { users: [{ kind, key }], isOwn: true }))).toEqual([true, true]);
  });

  it("what no definition names and passes for the office's own, the program names by itself", () => {
    const texts = readSources(ROOT, ["app"]).filter(({ path }) => !/definitions\/(overview|uses|schema\/filled|request-types\/start)\.ts$/.test(path)).map(({ text }) => text).join("\n");
    const unnamed = [...overall].filter(([place, { users }]) => users.length === 0 && /^(mail|letter)\//.test(place)).map(([place]) => place.replace(/^\w+\//, ""));
    expect(unnamed.filter((key) => !texts.includes(`"${key}"`))).toEqual(SPARE_TEMPLATES);
    expect(OWN_RULE_SETS.filter((key) => !texts.includes(`decideLifeCycle(db, "${key.replace(".life-cycle", "")}"`) && !new RegExp(`decideLifeCycle\\(\\w+, "${key.replace(".life-cycle", "")}"`).test(texts))).toEqual([]);
  });
});

describe("what goes along to another installation", () => {
  const texts: CheckedDefinition = { kind: "texts", key: "ours", content: { id: "ours", namespace: "requests", nl: { "revocation.title": "Opheffen" }, en: { "revocation.title": "Close" } } };
  const others: CheckedDefinition = { kind: "texts", key: "others", content: { id: "others", namespace: "requests", nl: { "new-user.title": "Erbij" }, en: { "new-user.title": "Join" } } };

  it("is a request type with its rules, letters, e-mails and words; not the policies, and not what is of another", () => {
    const taken = withWhatGoesAlong(new Set(["request-type/revocation"]), [...all, texts, others]);
    expect([...taken]).toEqual(expect.arrayContaining(["request-type/revocation", "rule-set/revocation.screening", "mail/revocation-notice", "texts/ours"]));
    expect([...taken].filter((place) => /^(policy|services|calendar)\//.test(place) || place === "texts/others" || place === "rule-set/new-user.screening")).toEqual([]);
  });

  it("is nothing more for what stands by itself", () => {
    expect([...withWhatGoesAlong(new Set(["mail/confirm-address"]), [...all, texts])]).toEqual(["mail/confirm-address"]);
  });
});
