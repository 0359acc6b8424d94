import { isDeepStrictEqual } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";

import { checkChange } from "#app/domain/definitions/changes/check.ts";
import { getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { translator } from "#app/web/i18n.server.ts";
import { tryEntry } from "#app/web/studio-entry.server.ts";
import { showChange } from "#app/web/studio.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { studioOf, type Drafted } from "#test/support/studio.ts";

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
});

const place = () => ({ db: office.database.db, actor: office.staff.tom, now: office.clock.now(), t: translator("nl"), language: "nl" as const, texts: studio.texts });
const show = (id: string) => showChange(place(), id);

async function withPolicy(policy: string, value: number): Promise<Drafted> {
  const set = await studio.published<PolicySet>("policy", "certificates");
  return { kind: "policy", key: "certificates", content: { ...set, policies: set.policies.map((one) => (one.key === policy ? { ...one, value } : one)) } };
}

describe("the worked examples of a change (D15)", () => {
  it("keep it back when one of a rule set in it comes out otherwise, and the page says which", async () => {
    const set = await studio.published<RuleSet>("rule-set", "installation.life-cycle");
    const [first, ...others] = set.examples;
    const another = others.find(({ expect: expected }) => !isDeepStrictEqual(expected, first?.expect));
    const id = await studio.draft({ kind: "rule-set", key: "installation.life-cycle", content: { ...set, examples: [{ ...first, expect: another?.expect }, ...others] } });
    const change = await show(id);
    expect(change.entries[0]?.examples.filter(({ passed }) => !passed)).toMatchObject([{ title: first?.title.nl }]);
    expect(change).toMatchObject({ isSound: false, examplesElsewhere: [], entries: [{ findings: [] }] });
    await expect(studio.propose(id)).rejects.toMatchObject({ code: "change.not-sound", details: { count: 1 } });
  });

  it("keep it back when one of a rule set outside it comes out otherwise by a policy in it, and the page says of which rule set", async () => {
    const id = await studio.draft(await withPolicy("pin.maxWrongTries", 2));
    const change = await show(id);
    expect(change).toMatchObject({ isSound: false, elsewhere: [], entries: [{ findings: [], examples: [] }] });
    expect(change.examplesElsewhere.map(({ path }) => path)).toEqual(["/studio/definitions/rule-set/installation.life-cycle"]);
    const failing = change.examplesElsewhere.flatMap(({ examples }) => examples).filter(({ passed }) => !passed);
    expect(failing.length).toBeGreaterThan(0);
    await expect(studio.propose(id)).rejects.toMatchObject({ code: "change.not-sound", details: { count: failing.length } });
  });

  it("run again only for the rule sets that it touches, themselves or by a policy that is another", async () => {
    const { db } = office.database;
    const released = await listRelease(db, await currentRelease(db));
    const ran = async (...entries: Drafted[]) => (await checkChange(released, (await getChange(db, await studio.draft(...entries))).entries, { texts: studio.texts, on: "2026-11-16" })).examples.map(({ key }) => key);
    expect(await ran(await withPolicy("install.days", 45))).toEqual([]);
    expect(await ran(await withPolicy("pin.maxWrongTries", 4))).toEqual(["installation.life-cycle"]);
    expect(await ran({ kind: "rule-set", key: "renewal.life-cycle", content: await studio.published("rule-set", "renewal.life-cycle") })).toEqual(["renewal.life-cycle"]);
  });
});

describe("what is doubted of rules in a change", () => {
  it("is told at its line, in words, and keeps nothing back; of rules that are not sound it is not looked at", async () => {
    const set = await studio.published<RuleSet>("rule-set", "new-user.screening");
    const kind = (value: string) => ({ fact: "agb.kind", operator: "equal" as const, value });
    const rules = set.rules.map((rule) => (rule.id === "agb-personal" ? { ...rule, conditions: { all: [kind("person"), { any: [kind("person"), kind("enterprise")] }] } } : rule));
    const [doubted] = (await show(await studio.draft({ kind: "rule-set", key: "new-user.screening", content: { ...set, rules } }))).entries;
    expect(doubted).toMatchObject({ findings: [], doubts: [{ path: "rules.2.conditions.all.1.any.1", message: expect.stringMatching(/^Deze voorwaarden kunnen hier nooit gelden.*agb\.kind/) }] });
    expect(JSON.stringify({ ...set, rules }, null, 2).split("\n")[(doubted?.doubts[0]?.line ?? 0) - 1]?.trim()).toBe("{");
    // While it is typed too.
    const typed = { changeId: await studio.draft({ kind: "rule-set", key: "new-user.screening", content: set }), kind: "rule-set" as const, key: "new-user.screening", content: { ...set, rules }, wordings: [] };
    expect((await tryEntry(place(), typed)).doubts).toEqual(doubted?.doubts);
    const id = await studio.draft({ kind: "rule-set", key: "new-user.screening", content: { ...set, rules } });
    expect(await show(id)).toMatchObject({ isSound: true });
    const broken = rules.map((rule, index) => (index === 0 ? { ...rule, textKey: "no.such" } : rule));
    expect((await show(await studio.draft({ kind: "rule-set", key: "new-user.screening", content: { ...set, rules: broken } }))).entries[0]).toMatchObject({ doubts: [] });
  });
});

describe("a definition of a change", () => {
  it("is called as it says itself", async () => {
    const id = await studio.draft({ kind: "mail", key: "zomer", content: await studio.published("mail", "confirm-address") });
    expect((await show(id)).entries[0]?.findings).toMatchObject([{ path: "id" }]);
  });
});
