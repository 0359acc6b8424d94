import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { takePastCase } from "#app/domain/requests/past-case.ts";
import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showTrial } from "#app/web/studio-trial.server.ts";
import { tryEntry } from "#app/web/studio-entry.server.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { judgement, request } from "#db/schema/requests.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { keepJudgements } from "#test/support/snapshots.ts";
import { studioOf } from "#test/support/studio.ts";

const RULES = { kind: "rule-set", key: "new-user.screening" } as const;
const ORDINARY = { channel: "online", segment: "regular", certificateKind: "personal" } as const;

let office: TestOffice;
let studio: ReturnType<typeof studioOf>;
let changeId: string;
let rules: RuleSet;
beforeAll(async () => {
  office = await openOffice();
  studio = studioOf(office);
  const { db } = office.database;
  await fillWithRequests(office.database, { releaseId: await currentRelease(db), sanne: office.staff.sanne, wim: office.staff.wim }, 12);
  await keepJudgements(db);
  rules = await studio.published<RuleSet>(RULES.kind, RULES.key);
  changeId = await studio.draft({ ...RULES, content: rules });
});

const place = () => ({ db: office.database.db, actor: office.staff.tom, now: office.clock.now(), t: translator("nl"), language: "nl" as const, texts: studio.texts });
const trial = (facts: Parameters<typeof showTrial>[1]["facts"], content: unknown = rules, more: Partial<Parameters<typeof showTrial>[1]> = {}) => showTrial(place(), { changeId, key: RULES.key, content, wordings: [], facts, situation: ORDINARY, ...more });
const take = (reference: string, point: Parameters<typeof takePastCase>[1]["point"] = "screening") => takePastCase(office.database.db, { reference, point, changeId, ...studio.by() });

describe("rules tried on facts", () => {
  it("say what came of it, each with why, with the values, and what would have made it otherwise", async () => {
    const ordinary = await trial({});
    const personal = await trial({ "agb.kind": "person", "agb.code": "12345678" });
    expect(personal.spoke.filter((id) => !ordinary.spoke.includes(id))).toEqual(["agb-personal"]);
    const rule = personal.rules.find(({ id }) => id === "agb-personal");
    expect(rule).toMatchObject({ fired: true, severity: "block", because: "De soort AGB-code is “zorgverlener”." });
    expect(rule?.sentence).toContain("12345678");
    expect(rule?.wouldChange.flat().join()).toContain("AGB-code is niet");
    expect(personal.rules.slice(0, personal.spoke.length).every(({ fired }) => fired)).toBe(true);
    expect(personal.rules).toHaveLength(rules.rules.length);
  });

  it("are those of the draft as it is typed, with its sentences and with the policies of the change", async () => {
    const worded = { ...rules, rules: rules.rules.map((rule) => (rule.id === "agb-personal" ? { ...rule, textKey: "own.sentence", severity: "warn" as const } : rule)) };
    const wordings = [{ namespace: "findings", key: "own.sentence", nl: "Dat is {{agb.code}}.", en: "It is {{agb.code}}." }];
    const shown = await trial({ "agb.kind": "person", "agb.code": "12345678" }, worded, { wordings });
    expect(shown.rules.find(({ id }) => id === "agb-personal")).toMatchObject({ severity: "warn", sentence: "Dat is 12345678." });
  });

  it("ask for the facts that they read, each as what it is, and for no other", async () => {
    const { fields } = await trial({});
    expect(fields.find(({ name }) => name === "agb.kind")).toMatchObject({ type: "text", isNullable: true, label: "de soort AGB-code", choices: expect.arrayContaining([{ value: "person", label: "zorgverlener" }]) as unknown[] });
    const one = { ...rules, rules: rules.rules.filter(({ id }) => id === "agb-personal") };
    expect((await trial({}, one)).fields.map(({ name }) => name).sort()).toEqual(["agb.code", "agb.kind", "agb.name", "today"]);
  });

  it.each([
    ["rules without their shape", { facts: {}, content: { rules: [] } }, "trial.malformed"],
    ["a fact of another kind", { facts: { "agb.kind": "castle" }, content: undefined }, "rules.facts"],
  ])("refuse %s with a sentence", async (_, { facts, content }, code) => {
    await expect(trial(facts, content ?? rules)).rejects.toMatchObject({ code });
  });
});

describe("a request of the past", () => {
  it("gives its facts without what names anybody, and its trail says who used it", async () => {
    const { db } = office.database;
    const [row] = await db.select({ id: request.id, number: request.number }).from(request).orderBy(request.number).limit(1);
    const id = row?.id ?? "";
    const [stored] = await db.select().from(judgement).where(eq(judgement.requestId, id)).orderBy(desc(judgement.judgedAt)).limit(1);
    await db.insert(judgement).values({ ...stored, id: crypto.randomUUID(), requestId: id, point: "screening", ruleSet: RULES.key, ruleSetVersion: 1, facts: { ...rules.typical, "applicant.name": "J. Echt", "agb.kind": "person" }, outcome: {}, findings: [], spoke: ["agb-personal"], judgedAt: new Date(office.now().getTime() + 3_600_000) });
    const past = await take(referenceOf(row?.number ?? 0));
    expect(JSON.stringify(past)).not.toContain("J. Echt");
    expect(past).toMatchObject({ facts: { "agb.kind": "person" }, spoke: ["agb-personal"] });
    const [event] = await db.select().from(auditEvent).where(eq(auditEvent.act, "request.tried"));
    expect(event).toMatchObject({ subjectId: id, requestId: id, actorId: office.staff.tom.id, payload: { change: changeId, point: "screening" } });
    expect((await trial(past.facts)).spoke).toContain("agb-personal");
  });

  it.each([
    ["what is no number", "hallo", "trial.no-reference"],
    ["a request that is not there", "ZG-999999", "trial.unknown-request"],
  ])("is not found by %s", async (_, reference, code) => {
    await expect(take(reference)).rejects.toMatchObject({ code });
  });

  it("has no facts of a point that it never came to", async () => {
    const [row] = await office.database.db.select({ number: request.number }).from(request).limit(1);
    await expect(take(referenceOf(row?.number ?? 0), "deadline")).rejects.toMatchObject({ code: "trial.not-judged" });
  });

  it("becomes an example that holds, of the facts that are other than usual", async () => {
    const facts = { "agb.kind": "person" };
    const { spoke, outcome } = await trial(facts);
    const example = { title: { nl: "Persoonlijke code", en: "Personal code" }, facts, expect: { spoke, outcome } };
    const checked = await tryEntry(place(), { changeId, ...RULES, content: { ...rules, examples: [...rules.examples, example] }, wordings: [] });
    expect(checked.findings).toEqual([]);
    expect(checked.examples.at(-1)).toMatchObject({ title: "Persoonlijke code", passed: true });
  });
});
