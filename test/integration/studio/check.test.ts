import { isDeepStrictEqual } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { checkChange } from "#app/domain/definitions/changes/check.ts";
import { addEntry, currentVersion, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import { getChange, listRelease } from "#app/domain/definitions/changes/read.ts";
import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showChange } from "#app/web/studio.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const by = () => ({ by: office.staff.tom, now: office.clock.now(), correlationId: "check" });
const show = (id: string) => showChange({ db: office.database.db, actor: office.staff.tom, now: office.clock.now(), t: translator("nl"), language: "nl", texts }, id);
const propose = (id: string) => proposeChange(office.database.db, { ...by(), id, revision: 0, reason: "x", publishFrom: null, texts });

/** A draft in which one definition is another. */
async function draftOf<Content>(kind: DefinitionKind, key: string, other: (content: Content) => Content): Promise<string> {
  const { db } = office.database;
  const current = await currentVersion(db, kind, key);
  const changeId = await beginChange(db, { ...by(), title: key });
  await addEntry(db, { ...by(), changeId, kind, key });
  await saveEntry(db, { ...by(), changeId, kind, key, content: other(current?.content as Content), revision: 0 });
  return changeId;
}

const withPolicy = (policy: string, value: number) => draftOf<PolicySet>("policy", "certificates", (set) => ({ ...set, policies: set.policies.map((one) => (one.key === policy ? { ...one, value } : one)) }));

describe("the worked examples of a change (D15)", () => {
  it("keep it back when one of a rule set in it comes out otherwise, and the page says which", async () => {
    const id = await draftOf<RuleSet>("rule-set", "installation.life-cycle", (set) => {
      const [first, ...others] = set.examples;
      const another = others.find(({ expect: expected }) => !isDeepStrictEqual(expected, first?.expect));
      return { ...set, examples: set.examples.map((one) => (one === first && another ? { ...one, expect: another.expect } : one)) };
    });
    const change = await show(id);
    expect(change.entries[0]?.examples.filter(({ passed }) => !passed)).toHaveLength(1);
    expect(change).toMatchObject({ isSound: false, examplesElsewhere: [], entries: [{ findings: [] }] });
    await expect(propose(id)).rejects.toMatchObject({ code: "change.not-sound", details: { count: 1 } });
  });

  it("keep it back when one of a rule set outside it comes out otherwise by a policy in it, and the page says of which rule set", async () => {
    const id = await withPolicy("pin.maxWrongTries", 2);
    const change = await show(id);
    expect(change).toMatchObject({ isSound: false, elsewhere: [], entries: [{ findings: [], examples: [] }] });
    const [ruleSet, ...others] = change.examplesElsewhere;
    expect(others).toEqual([]);
    expect(ruleSet?.path).toBe("/studio/definitions/rule-set/installation.life-cycle");
    const failing = ruleSet?.examples.filter(({ passed }) => !passed) ?? [];
    expect(failing.length).toBeGreaterThan(0);
    await expect(propose(id)).rejects.toMatchObject({ code: "change.not-sound", details: { count: failing.length } });
  });

  it("run again only for the rule sets that it touches, itself or by a policy that is another", async () => {
    const { db } = office.database;
    const released = await listRelease(db, await currentRelease(db));
    const ran = async (id: string) => (await checkChange(released, (await getChange(db, id)).entries, { texts, on: "2026-11-16" })).examples.map(({ key }) => key);
    expect(await ran(await withPolicy("install.days", 45))).toEqual([]);
    expect(await ran(await withPolicy("pin.maxWrongTries", 4))).toEqual(["installation.life-cycle"]);
    expect(await ran(await draftOf<RuleSet>("rule-set", "renewal.life-cycle", (set) => set))).toEqual(["renewal.life-cycle"]);
  });
});
