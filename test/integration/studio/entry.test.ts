import { beforeAll, expect, it } from "vitest";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, currentVersion, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { getChange } from "#app/domain/definitions/changes/read.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { translator } from "#app/web/i18n.server.ts";
import { aroundEntry, tryEntry } from "#app/web/studio-entry.server.ts";
import { linesOf } from "#app/web/line-of.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
const RULES = { kind: "rule-set", key: "revocation.screening" } as const;
const OWN = { namespace: "findings", key: "own.sentence", nl: "Dit gaat niet.", en: "No." };

let office: TestOffice;
let rules: RuleSet;
beforeAll(async () => {
  office = await openOffice();
  const current = await currentVersion(office.database.db, RULES);
  const content = current?.content as RuleSet;
  rules = { ...content, rules: content.rules.map((rule, index) => (index === 0 ? { ...rule, textKey: OWN.key } : rule)) };
});

const by = () => ({ by: office.staff.tom, now: office.clock.now(), correlationId: "entry" });
const place = () => ({ db: office.database.db, actor: office.staff.tom, now: office.clock.now(), t: translator("nl"), language: "nl" as const, texts });

async function draft(): Promise<string> {
  const changeId = await beginChange(office.database.db, { ...by(), title: "Zinnen" });
  await addEntry(office.database.db, { ...by(), changeId, ...RULES });
  return changeId;
}

it("says of what is typed what it would say of what is saved, and writes nothing", async () => {
  const changeId = await draft();
  const tried = await tryEntry(place(), { changeId, ...RULES, content: rules, wordings: [] });
  expect(tried.findings.map(({ path, message }) => [path, message])).toEqual([
    ["rules.0.textKey", "De tekst own.sentence ontbreekt in de taal nl."],
    ["rules.0.textKey", "De tekst own.sentence ontbreekt in de taal en."],
  ]);
  expect(tried.differences).toHaveLength(1);
  expect(tried.examples.every(({ passed }) => passed)).toBe(true);
  expect((await tryEntry(place(), { changeId, ...RULES, content: rules, wordings: [OWN] })).findings).toEqual([]);
  const { entries } = await getChange(office.database.db, changeId);
  expect(entries.map(({ key, revision }) => [key, revision])).toEqual([[RULES.key, 0]]);
  await expect(tryEntry(place(), { changeId, kind: "mail", key: "nowhere", content: {}, wordings: [] })).rejects.toMatchObject({ code: "change.entry-gone" });
});

it("saves the words with the definition, in one act and in the trail, and takes what is worded as nothing away again", async () => {
  const { db } = office.database;
  const changeId = await draft();
  await saveEntry(db, { ...by(), changeId, ...RULES, content: rules, revision: 0, wordings: [OWN] });
  const sets = async () => (await getChange(db, changeId)).entries.filter(({ kind }) => kind === "texts").map(({ key, content, revision }) => ({ key, content, revision }));
  expect(await sets()).toEqual([{ key: "findings", content: { id: "findings", namespace: "findings", nl: { "own.sentence": "Dit gaat niet." }, en: { "own.sentence": "No." } }, revision: 0 }]);
  expect((await office.trail()).filter((act) => act === "change.edited")).toHaveLength(4);
  await saveEntry(db, { ...by(), changeId, ...RULES, content: rules, revision: 1, wordings: [{ ...OWN, nl: "", en: "" }] });
  expect(await sets()).toEqual([{ key: "findings", content: { id: "findings", namespace: "findings", nl: {}, en: {} }, revision: 1 }]);
});

it("saves neither words nor definition where somebody else was first", async () => {
  const { db } = office.database;
  const changeId = await draft();
  await saveEntry(db, { ...by(), changeId, ...RULES, content: rules, revision: 0 });
  await expect(saveEntry(db, { ...by(), changeId, ...RULES, content: rules, revision: 0, wordings: [OWN] })).rejects.toMatchObject({ code: "change.entry-moved" });
  expect((await getChange(db, changeId)).entries.map(({ kind }) => kind)).toEqual(["rule-set"]);
});

it("lets the editor of texts choose from what the software says", async () => {
  const { db } = office.database;
  const changeId = await beginChange(db, { ...by(), title: "Werkbank" });
  await addEntry(db, { ...by(), changeId, kind: "texts", key: "desk-words", content: { id: "desk-words", namespace: "desk" } });
  const { choices } = await aroundEntry(place(), { changeId, kind: "texts", key: "desk-words" });
  expect(choices).toMatchObject({ namespaces: expect.arrayContaining(["findings", "requests"]) as string[], ours: { nl: expect.objectContaining({ "acts.change.begun": expect.any(String) as string }) as object } });
});

it("finds the line of a property that has dots in its name", () => {
  const text = JSON.stringify({ id: "x", nl: { "a.b": "1", "a.c.d": "2" }, rules: [{ id: "r" }] }, null, 2);
  expect(["nl.a.c.d", "nl.a", "rules.0.id", "rules.7", "nowhere", ""].map(linesOf(text))).toEqual([5, 3, 9, 7, null, null]);
});
