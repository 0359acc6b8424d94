import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry, dropEntry, rebaseEntry, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { proposeChange, returnChange, withdrawChange } from "#app/domain/definitions/changes/propose.ts";
import { approveChange, publishDueChanges } from "#app/domain/definitions/changes/publish.ts";
import { findReturn, getChange } from "#app/domain/definitions/changes/read.ts";
import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import type { PolicySet } from "#app/domain/definitions/schema/policy.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { definitionChange, definitionChangeEditor, definitionChangeEntry } from "#db/schema/studio.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { ROOT } from "#test/support/stage.ts";

const texts = readScreenTexts(ROOT);
let office: TestOffice;
let by: (who: StaffActor) => { by: StaffActor; now: Date; correlationId: string };
let tom: StaffActor;
let other: StaffActor;
let third: StaffActor;
beforeAll(async () => {
  office = await openOffice();
  by = (who) => ({ by: who, now: office.clock.now(), correlationId: "studio" });
  const { staff } = office;
  [tom, other, third] = [staff.tom, staff.mei, staff.daan];
});

const POLICIES = { kind: "policy", key: "certificates" } as const;

async function policies(): Promise<PolicySet> {
  return (await getDefinition(office.database.db, await currentRelease(office.database.db), "policy", "certificates")).content;
}

/** The days to install, in another number. */
async function withDays(days: number): Promise<PolicySet> {
  const set = await policies();
  return { ...set, policies: set.policies.map((one) => (one.key === "install.days" ? { ...one, value: days } : one)) };
}

async function draft(days: number, who = tom): Promise<string> {
  const { db } = office.database;
  const changeId = await beginChange(db, { ...by(who), title: `${days} dagen` });
  await addEntry(db, { ...by(who), changeId, ...POLICIES });
  await saveEntry(db, { ...by(who), changeId, ...POLICIES, content: await withDays(days), revision: 0 });
  return changeId;
}

async function proposal(days: number): Promise<string> {
  const id = await draft(days);
  await proposeChange(office.database.db, { ...by(tom), id, revision: 0, reason: "Drukte", publishFrom: null, texts });
  return id;
}

const days = async () => (await policies()).policies.find(({ key }) => key === "install.days")?.value;
const approve = (id: string, who: StaffActor, revision = 1) => approveChange(office.database.db, { ...by(who), id, revision, texts });
const fails = (code: string) => ({ code });

describe("a change of definitions (D15, P5, P17)", () => {
  it("is one release when a colleague approves it, with who, what, old and new hash, and why in the trail", async () => {
    const { db } = office.database;
    const former = await currentRelease(db);
    const id = await proposal(45);
    expect(await days()).toBe(60);
    expect(await approve(id, other)).toBe("published");
    expect(await days()).toBe(45);
    expect(await getDefinition(db, former, "policy", "certificates")).toMatchObject({ version: 1 });
    const change = await getChange(db, id);
    expect(change).toMatchObject({ status: "published", approver: { name: other.name }, releaseId: await currentRelease(db), reason: "Drukte" });
    expect(await office.trail()).toEqual(expect.arrayContaining(["change.begun", "change.edited", "change.proposed", "definition.published", "change.published"]));
    const [event] = await office.database.db.query.auditEvent.findMany({ where: (one, { and, eq: is }) => and(is(one.act, "definition.published"), is(one.correlationId, "studio")) });
    expect(event?.payload).toMatchObject({ version: 2, before: change.entries[0]?.base?.hash, hash: change.entries[0]?.hash, author: tom.id });
  });

  it("is approved by nobody who had a hand in it: not by who proposed it, not by who wrote a word of it that was taken out again; the database holds it too", async () => {
    const { db } = office.database;
    const id = await draft(50);
    await addEntry(db, { ...by(other), changeId: id, kind: "services", key: "services" });
    await dropEntry(db, { ...by(other), changeId: id, kind: "services", key: "services" });
    await proposeChange(db, { ...by(tom), id, revision: 0, reason: "x", publishFrom: null, texts });
    await expect(approve(id, tom)).rejects.toMatchObject(fails("access.own-act"));
    await expect(approve(id, other)).rejects.toMatchObject(fails("access.own-act"));
    const bare = (approver: string) => db.update(definitionChange).set({ approver, approvedAt: office.clock.now(), status: "scheduled", publishFrom: office.clock.now() }).where(eq(definitionChange.id, id));
    for (const who of [tom, other]) await expect(bare(who.id)).rejects.toThrow();
    await expect(db.delete(definitionChangeEditor)).rejects.toThrow();
    expect(await approve(id, third)).toBe("published");
    await expect(db.update(definitionChange).set({ title: "Anders" }).where(eq(definitionChange.id, id))).rejects.toThrow();
  });

  it("cannot be edited once it is proposed, and an edit voids what was asked: it is a draft again", async () => {
    const { db } = office.database;
    const id = await proposal(51);
    const edit = { ...by(tom), changeId: id, ...POLICIES };
    await expect(saveEntry(db, { ...edit, content: {}, revision: 1 })).rejects.toMatchObject(fails("change.not-a-draft"));
    await expect(db.update(definitionChangeEntry).set({ content: {}, hash: "0" }).where(eq(definitionChangeEntry.changeId, id))).rejects.toThrow();
    await returnChange(db, { ...by(other), id, revision: 1, note: "Waarom 51?" });
    expect(await findReturn(db, id)).toMatchObject({ by: other.name, note: "Waarom 51?" });
    await expect(approve(id, other)).rejects.toMatchObject(fails("change.moved"));
    await saveEntry(db, { ...edit, content: await withDays(52), revision: 1 });
    await withdrawChange(db, { ...by(tom), id, revision: 2 });
    await expect(saveEntry(db, { ...edit, content: {}, revision: 2 })).rejects.toMatchObject(fails("change.not-a-draft"));
  });

  it("tells the second of two who save that somebody was first, and who; nothing of the first is lost", async () => {
    const { db } = office.database;
    const id = await draft(53);
    const place = { changeId: id, ...POLICIES };
    await saveEntry(db, { ...by(other), ...place, content: await withDays(54), revision: 1 });
    await expect(saveEntry(db, { ...by(tom), ...place, content: await withDays(55), revision: 1 })).rejects.toMatchObject({ code: "change.entry-moved", details: { who: other.name } });
    const { entries } = await getChange(db, id);
    expect((entries[0]?.content as PolicySet).policies.find(({ key }) => key === "install.days")?.value).toBe(54);
  });

  it("of two that were made from one version the second is laid on the first before it can be published", async () => {
    const { db } = office.database;
    const [one, two] = [await proposal(56), await proposal(57)];
    await approve(one, other);
    await expect(approve(two, other)).rejects.toMatchObject(fails("change.behind"));
    await returnChange(db, { ...by(other), id: two, revision: 1, note: "" });
    await rebaseEntry(db, { ...by(tom), changeId: two, ...POLICIES });
    await proposeChange(db, { ...by(tom), id: two, revision: 2, reason: "x", publishFrom: null, texts });
    expect(await approve(two, other, 3)).toBe("published");
    expect(await days()).toBe(57);
  });

  it("is published once by two approvers at once, and of two changes at once none leaves out what the other brings", async () => {
    const { db } = office.database;
    const id = await proposal(58);
    const services = await beginChange(db, { ...by(tom), title: "Diensten" });
    await addEntry(db, { ...by(tom), changeId: services, kind: "services", key: "services" });
    const { content } = await getDefinition(db, await currentRelease(db), "services", "services");
    await saveEntry(db, { ...by(tom), changeId: services, kind: "services", key: "services", content: { ...content, services: content.services.toReversed() }, revision: 0 });
    await proposeChange(db, { ...by(tom), id: services, revision: 0, reason: "x", publishFrom: null, texts });
    const results = await Promise.allSettled([approve(id, other), approve(id, third), approve(services, other)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(await days()).toBe(58);
    expect((await getDefinition(db, await currentRelease(db), "services", "services")).content.services[0]).toEqual(content.services.at(-1));
  });

  it("waits for its day, and when something else was published meanwhile it waits for a colleague again, who reads why", async () => {
    const { db } = office.database;
    const later = new Date(office.clock.now().getTime() + 86_400_000);
    const [id, behind] = [await draft(40), await draft(41)];
    for (const one of [id, behind]) {
      await proposeChange(db, { ...by(tom), id: one, revision: 0, reason: "x", publishFrom: later, texts });
      expect(await approve(one, other)).toBe("scheduled");
    }
    await publishDueChanges(db, { texts, now: new Date(later.getTime() - 1000) });
    expect(await days()).toBe(58);
    await Promise.all([publishDueChanges(db, { texts, now: later }), publishDueChanges(db, { texts, now: later })]);
    expect([await getChange(db, id), await getChange(db, behind)].map(({ status, stoppedBy, approver }) => [status, stoppedBy, approver?.name ?? null]).sort()).toEqual([["proposed", "change.behind", null], ["published", null, other.name]]);
  });

  it("is taken back in one act, by a change of its own with the same guards", async () => {
    const { db } = office.database;
    const before = await days();
    const id = await proposal(33);
    await approve(id, other);
    const back = await undoChange(db, { ...by(tom), id, title: "Terug" });
    await proposeChange(db, { ...by(tom), id: back, revision: 0, reason: "Te kort", publishFrom: null, texts });
    await expect(approve(back, tom)).rejects.toMatchObject(fails("access.own-act"));
    await approve(back, other);
    expect(await days()).toBe(before);
    await expect(undoChange(db, { ...by(tom), id, title: "Terug" })).rejects.toMatchObject(fails("change.nothing-to-undo"));
  });

  it("is not proposed with nothing in it, with something wrong, or with a policy left out that the office reads", async () => {
    const { db } = office.database;
    const empty = await beginChange(db, { ...by(tom), title: "Leeg" });
    const propose = (id: string) => proposeChange(db, { ...by(tom), id, revision: 0, reason: "x", publishFrom: null, texts });
    await expect(propose(empty)).rejects.toMatchObject(fails("change.empty"));
    await addEntry(db, { ...by(tom), changeId: empty, ...POLICIES });
    await saveEntry(db, { ...by(tom), changeId: empty, ...POLICIES, content: { kapot: true }, revision: 0 });
    await expect(propose(empty)).rejects.toMatchObject(fails("change.not-sound"));
    const set = await policies();
    await saveEntry(db, { ...by(tom), changeId: empty, ...POLICIES, content: { ...set, policies: set.policies.slice(1) }, revision: 1 });
    await expect(propose(empty)).rejects.toMatchObject(fails("change.not-sound"));
  });

  it("takes nothing in that reaches beyond itself, is too deep, or cannot be kept", async () => {
    const { db } = office.database;
    const changeId = await beginChange(db, { ...by(tom), title: "Trucs" });
    const add = (content: unknown, key = "truc") => addEntry(db, { ...by(tom), changeId, kind: "rule-set", key, content });
    await expect(add(JSON.parse('{"a":{"__proto__":{"x":1}}}'))).rejects.toMatchObject(fails("content.reaching-key"));
    await expect(add(JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`))).rejects.toMatchObject(fails("content.too-deep"));
    await expect(add({ a: "\u0000" })).rejects.toMatchObject(fails("content.character"));
    await expect(add({}, "../weg")).rejects.toMatchObject(fails("change.key"));
    expect((await getChange(db, changeId)).entries).toEqual([]);
  });
});
