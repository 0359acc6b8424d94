import { beforeAll, describe, expect, it } from "vitest";

import { getChange } from "#app/domain/definitions/changes/read.ts";
import { readBundle, writeBundle } from "#app/domain/definitions/bundle.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { action as save, loader as open } from "#app/routes/studio.changes.$changeId_.$kind.$key.tsx";
import { action as check } from "#app/routes/studio.changes.$changeId_.$kind.$key_.check.tsx";
import type { EntryChecked, EntryShown } from "#app/ui/studio/shown.ts";
import { packFiles, unpackFiles } from "#app/web/archive.server.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { studioOf } from "#test/support/studio.ts";

const RULES = { kind: "rule-set", key: "contact-change.screening" } as const;
const TYPE = { kind: "request-type", key: "data-change" } as const;

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
let set: RuleSet;
let type: RequestType;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
  set = await studio.published<RuleSet>(RULES.kind, RULES.key);
  type = await studio.published<RequestType>(TYPE.kind, TYPE.key);
});

/** So many rules: those that are not ours ask about the number of signatories, each something else; in one example all of them speak, in the others none. */
function rulesOf(many: number): RuleSet {
  const made = Array.from({ length: many - set.rules.length }, (_none, index): RuleSet["rules"][number] => ({
    id: `made-${index}`, source: "R83", severity: "info", textKey: "screening.agb-unknown", quotes: ["agb.code"],
    conditions: { all: [{ fact: "signatory.count", operator: "greaterThan", value: 100 + index }, { fact: "agb.code", operator: "isNotEmpty", value: true }] }, event: { type: "finding", params: {} },
  }));
  const all = { title: { nl: "Met zeer veel tekenbevoegden", en: "With very many signatories" }, facts: { "signatory.count": 5_000 }, expect: { spoke: ["role-second-check", ...made.map(({ id }) => id)], outcome: { route: "review-four-eyes", priority: "normal" } } };
  return { ...set, rules: [...set.rules, ...made], examples: [...set.examples, all] };
}

/** The form with so many questions. */
function formOf(many: number): RequestType {
  const said = { labelKey: "requests:data-change.fields.practice.kvkNumber.label", help: false };
  const own = type.pages.flatMap(({ fields }) => fields).length;
  const fields = Array.from({ length: many - own }, (_none, index) => ({ id: `large.f${index}`, ...said, kind: "text", maxLength: 80 }));
  return { ...type, pages: type.pages.map((page, index) => (index === 0 ? { ...page, fields: [...page.fields, ...fields] } : page)) } as unknown as RequestType;
}

type Place = typeof RULES | typeof TYPE;
const at = (changeId: string, place: Place) => ({ by: office.staff.tom, params: { changeId, ...place } });
const opened = async (changeId: string, place: Place) => (await routesOf(office).get(open, "/", at(changeId, place))).data["entry"] as EntryShown;
const saved = (changeId: string, place: Place, content: string, revision = 0) => routesOf(office).post(save, "/", { revision: String(revision), content }, at(changeId, place));
const checked = async (changeId: string, place: Place, content: string) => (await routesOf(office).post(check, "/", { content }, at(changeId, place))).data as EntryChecked;
const pretty = (content: unknown) => JSON.stringify(content, null, 2);

describe("a set of two thousand rules", () => {
  it("is checked while it is typed, saved and opened again, edited in fields or as JSON with a line for each part, and published", async () => {
    const many = rulesOf(2_000);
    const id = await studio.draft({ ...RULES, content: set });
    const told = await checked(id, RULES, JSON.stringify(many));
    expect(told).toMatchObject({ findings: [], more: { findings: 0 } });
    expect(told.examples.filter(({ passed }) => !passed)).toEqual([]);
    expect([told.differences.length, told.differences.length + told.more.differences]).toEqual([200, many.rules.length - set.rules.length + 1]);
    expect(await saved(id, RULES, JSON.stringify(many))).toMatchObject({ status: 303 });
    const entry = await opened(id, RULES);
    expect(JSON.parse(entry.text)).toEqual(many);
    expect(entry).toMatchObject({ findings: [], revision: 1 });
    expect(await saved(id, RULES, pretty(many), 1)).toMatchObject({ status: 303 });
    await studio.publishDraft(id);
    expect((await studio.published<RuleSet>(RULES.kind, RULES.key)).rules).toHaveLength(2_000);
  });

  it("is told of every rule that is wrong, of the first two hundred where and how, each at its line", async () => {
    const many = rulesOf(2_000);
    const id = await studio.draft({ ...RULES, content: { ...many, examples: set.examples } });
    const entry = await opened(id, RULES);
    expect([entry.findings.length, entry.findings.length + entry.more.findings]).toEqual([200, 2_000 - set.rules.length]);
    const lines = entry.text.split("\n");
    expect(entry.findings.map(({ line }) => lines[(line ?? 0) - 1]?.trim())).toEqual(Array.from({ length: 200 }, (_none, index) => `"id": "made-${index}",`));
  });

  it("with one more is kept as it was typed, says so in a sentence, and is not published", async () => {
    const more = { ...rulesOf(2_001) };
    const id = await studio.draft({ ...RULES, content: set });
    expect(await saved(id, RULES, JSON.stringify(more))).toMatchObject({ status: 303 });
    const entry = await opened(id, RULES);
    expect(entry.findings.map(({ path, message }) => [path, message])).toEqual([["rules", "Dit zijn er te veel: hoogstens 2000."]]);
    expect(JSON.parse(entry.text)).toEqual(more);
    await expect(studio.propose(id)).rejects.toMatchObject({ code: "change.not-sound" });
  });

  it("goes to another office as a file", () => {
    const bundle = writeBundle([{ ...RULES, content: rulesOf(2_000) }]);
    expect(readBundle(unpackFiles(packFiles(bundle)))).toMatchObject([{ key: RULES.key, content: { rules: { length: 2_000 } } }]);
  });
});

describe("a form of five hundred questions", () => {
  it("is checked, saved and opened again", async () => {
    const many = formOf(500);
    const id = await studio.draft({ ...TYPE, content: type });
    expect((await checked(id, TYPE, JSON.stringify(many))).findings).toEqual([]);
    expect(await saved(id, TYPE, pretty(many))).toMatchObject({ status: 303 });
    const entry = await opened(id, TYPE);
    expect(entry).toMatchObject({ findings: [], revision: 1 });
    expect(JSON.parse(entry.text)).toEqual(many);
  });

  it("with one more is kept as it was typed, and says that it is too much to ask", async () => {
    const id = await studio.draft({ ...TYPE, content: formOf(501) });
    expect((await opened(id, TYPE)).findings.map(({ path, message }) => [path, message])).toEqual([["pages", "Dit formulier heeft 501 vragen. Er kunnen er hoogstens 500 in: verdeel het over meer formulieren."]]);
  });
});

describe("what is too large to send", () => {
  it.each([
    ["more than a definition may weigh", 4_000_001, "content.too-big", "Dit is te groot: een onderdeel is hoogstens 4000 kB."],
    ["ten megabytes", 10_000_000, "content.too-big", "Dit is te groot: een onderdeel is hoogstens 4000 kB."],
    ["more than is read", 12_000_001, "form.too-heavy", "Dit is te groot om te versturen: meer dan 12 MB. Er is niets opgeslagen. Maak het kleiner, of verdeel het."],
  ])("%s: a sentence, and what was saved stays", async (_, size, code, message) => {
    const id = await studio.draft({ ...RULES, content: set });
    const answer = await saved(id, RULES, `"${"x".repeat(size)}"`);
    expect(answer).toMatchObject({ status: expect.any(Number) as number, data: { problem: { code, message } } });
    expect((await getChange(office.database.db, id)).entries).toMatchObject([{ revision: 0, content: set }]);
  });
});

describe("what reaches further than itself, or is nothing that can be kept", () => {
  it.each([
    ["__proto__", '{"rules":[{"__proto__":{"polluted":true}}]}', "content.reaching-key", /“__proto__” mag hier niet/],
    ["ten thousand levels", "[".repeat(10_000) + "]".repeat(10_000), "content.too-deep", /^Dit is dieper genest dan 40 niveaus/],
    ["what is no JSON", '{\n"a": 1,\n}', "content.not-json", /op regel 3/],
  ])("%s: told while it is typed and when it is saved, with all that was typed given back", async (_, text, code, message) => {
    const id = await studio.draft({ ...RULES, content: set });
    const problem = { code, message: expect.stringMatching(message) as string };
    expect(await routesOf(office).post(check, "/", { content: text }, at(id, RULES))).toMatchObject({ data: { problem } });
    expect(await saved(id, RULES, text)).toMatchObject({ status: 422, data: { problem: { ...problem, values: { content: text } } } });
    expect((await getChange(office.database.db, id)).entries).toMatchObject([{ revision: 0, content: set }]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
