import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { getBatch, listWaitingLetters, makeBatch, releaseBatch, type LetterRow } from "#app/domain/print-room/batches.ts";
import { countLetters, settleBatch } from "#app/domain/print-room/settle.ts";
import { takeOverBatch } from "#app/domain/print-room/take-over.ts";
import { action as settle } from "#app/routes/print-room.batches.$number.settlement.tsx";
import { signInCookie } from "#app/web/session.server.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { printBatch } from "#db/schema/print-room.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";
import type { Staff } from "#test/support/stage.ts";

import { makeOffice } from "../web/office.fixture.ts";

let office: TestOffice;
let model: { account: typeof account.$inferSelect; credential: typeof credential.$inferSelect; letter: LetterRow };
let letters: LetterRow[];
let users = 0;

/** One letter that came the whole way; the others are as it was. */
beforeAll(async () => {
  office = await openOffice();
  const requestId = await fulfilled(office);
  const [found] = await db()
    .select({ account, credential, letter })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .where(eq(letter.requestId, requestId));
  if (!found) throw new Error("There is no letter.");
  model = found;
});

/** Three letters in the tray, whatever the tests before left. */
beforeEach(async () => {
  await db().update(letter).set({ status: "spoilt", sealed: null, spoiltAt: office.now() }).where(eq(letter.status, "waiting"));
  letters = [];
  for (let count = 0; count < 3; count += 1) {
    const userNumber = String(10_000_000_000_000 + (users += 1));
    await db().insert(account).values({ ...model.account, userNumber, position: users + 1 });
    const [pin] = await db().insert(credential).values({ ...model.credential, id: undefined, userNumber }).returning();
    const { number: _number, id: _id, ...sealed } = model.letter;
    letters.push(...(await db().insert(letter).values({ ...sealed, credentialId: pin?.id ?? "" }).returning()));
  }
});

const db = () => office.database.db;
const ids = () => letters.map(({ id }) => id);
const at = (index: number) => letters[index] ?? model.letter;
const by = (who: keyof Staff) => ({ by: office.staff[who], now: office.now() });
const make = (who: keyof Staff = "noor") => makeBatch(office.made.office, by(who));
const open = (batch: number, who: keyof Staff = "noor") => releaseBatch(office.made.office, { batch, ...by(who) });
const say = (batch: number, posted: string[], spoilt: string[], who: keyof Staff = "noor") => settleBatch(office.made.office, { batch, posted, spoilt, ...by(who) });
const takeOver = (batch: number, who: keyof Staff, reason = "Noor is ziek naar huis.") => takeOverBatch(office.made.office, { batch, reason, ...by(who) });
const voidPin = (index: number) => db().update(credential).set({ voidedAt: office.now(), voidReason: "ended" }).where(eq(credential.id, at(index).credentialId ?? ""));
const statuses = async () => {
  const rows = await db().select({ id: letter.id, status: letter.status }).from(letter);
  return ids().map((id) => rows.find((row) => row.id === id)?.status);
};

describe("a colleague's batch", () => {
  it("is settled by who took it over, with the reason, and no longer by its maker", async () => {
    const batch = await make();
    await open(batch);
    await expect(say(batch, ids(), [], "ilse")).rejects.toMatchObject({ code: "letter.batch-of-colleague" });
    await expect(takeOver(batch, "ilse", "  ")).rejects.toMatchObject({ code: "request.reason-missing" });
    await takeOver(batch, "ilse", "Noor, BSN 111222333, is ziek.");
    await expect(say(batch, ids(), [], "noor")).rejects.toMatchObject({ code: "letter.batch-of-colleague" });
    expect(await statuses()).toEqual(["in-batch", "in-batch", "in-batch"]);
    await say(batch, ids(), [], "ilse");
    expect(await getBatch(db(), batch)).toMatchObject({ madeBy: office.staff.noor.id, takenOverBy: office.staff.ilse.id, closedAt: office.now() });
    await expect(takeOver(batch, "noor")).rejects.toMatchObject({ code: "letter.batch-settled" });
    const told = await office.database.executeSql("select payload::text as said from audit_event where act = 'letter.taken-over'");
    expect(told.rows).toHaveLength(3);
    expect(JSON.stringify(told.rows)).not.toContain("111222333");
  });

  it("is opened by who took it over before it was, and once", async () => {
    const batch = await make();
    await takeOver(batch, "ilse");
    await expect(open(batch, "noor")).rejects.toMatchObject({ code: "letter.batch-of-colleague" });
    expect(await open(batch, "ilse")).toHaveLength(3);
    await takeOver(batch, "noor");
    await expect(open(batch, "noor")).rejects.toMatchObject({ code: "letter.already-released" });
    await say(batch, ids(), [], "noor");
  });

  it("is not for who decided a request in it (D15)", async () => {
    const batch = await make();
    await expect(takeOver(batch, "sanne")).rejects.toMatchObject({ code: "letter.own-decision" });
    await takeOver(batch, "noor");
    expect((await db().select().from(printBatch).where(eq(printBatch.number, batch)))[0]).toMatchObject({ takenOverBy: null });
  });
});

describe("the tray", () => {
  /** Letters older than those of the tests: more than are listed. */
  async function older(many: number, status: "active" | "blocked"): Promise<string[]> {
    const accounts = Array.from({ length: many }, () => ({ ...model.account, userNumber: String(10_000_000_000_000 + (users += 1)), position: users + 1, status }));
    await db().insert(account).values(accounts);
    const pins = await db().insert(credential).values(accounts.map(({ userNumber }) => ({ ...model.credential, id: undefined, userNumber }))).returning({ id: credential.id });
    const { number: _number, id: _id, ...sealed } = model.letter;
    const rows = pins.map(({ id }) => ({ ...sealed, sealed: "sealed", credentialId: id, madeAt: new Date(model.letter.madeAt.getTime() - 60_000) }));
    return (await db().insert(letter).values(rows).returning({ id: letter.id })).map(({ id }) => id);
  }

  it("shows what may be printed, however many older letters are held, and counts those all", async () => {
    await older(520, "blocked");
    const waiting = await listWaitingLetters(db(), office.staff.noor);
    expect(waiting.letters.map(({ id }) => id)).toEqual(ids());
    expect(waiting).toMatchObject({ ready: { [model.letter.keyId]: 3 }, blocked: 520, held: 0, withoutNumber: 0, decidedByMe: 0, total: 523 });
    expect((await getBatch(db(), await make())).letters.map(({ id }) => id)).toEqual(ids());
  });

  it("lists the oldest of more than fit on a page, and counts them all", async () => {
    const first = await older(520, "active");
    const waiting = await listWaitingLetters(db(), office.staff.noor);
    expect(waiting.letters.map(({ id }) => id)).toEqual(first.slice(0, 500));
    expect(waiting).toMatchObject({ ready: { [model.letter.keyId]: 523 }, total: 523 });
    expect(await listWaitingLetters(db(), office.staff.sanne)).toMatchObject({ letters: [], ready: {}, decidedByMe: 523, total: 523 });
  });
});

describe("a letter whose PIN ended", () => {
  it("never comes into a batch: it is taken out as spoilt, without a new PIN", async () => {
    await voidPin(1);
    expect((await listWaitingLetters(db(), office.staff.noor)).letters.map(({ id }) => id)).toEqual([at(0).id, at(2).id]);
    const batch = await make();
    expect(await statuses()).toEqual(["in-batch", "spoilt", "in-batch"]);
    expect((await getBatch(db(), batch)).letters).toHaveLength(2);
    await office.work();
    expect((await listWaitingLetters(db(), office.staff.noor)).total).toBe(0);
    const told = await office.database.executeSql("select payload->>'why' as why from audit_event where act = 'letter.spoilt' and subject_id = $1", [at(1).id]);
    expect(told.rows).toEqual([{ why: "pin-void" }]);
  });

  it("is taken out also when it was the only one, and then there is nothing to print", async () => {
    for (const index of [0, 1, 2]) await voidPin(index);
    await expect(make()).rejects.toMatchObject({ code: "letter.none-waiting" });
    expect(await statuses()).toEqual(["spoilt", "spoilt", "spoilt"]);
  });

  it("is not handed out to be printed", async () => {
    const batch = await make();
    await voidPin(0);
    expect((await open(batch)).map(({ id }) => id)).toEqual([at(1).id, at(2).id]);
    expect((await getBatch(db(), batch)).letters.map(({ isDead }) => isDead)).toEqual([true, false, false]);
    await say(batch, [at(1).id, at(2).id], []);
  });

  it("that was printed cannot be called posted: it is named, and the others are settled without it", async () => {
    const batch = await make();
    await open(batch);
    await voidPin(2);
    await expect(say(batch, ids(), [])).rejects.toMatchObject({ code: "letter.pin-void", details: { count: 1, references: `B-${at(2).number}` } });
    expect(await statuses()).toEqual(["in-batch", "in-batch", "spoilt"]);
    // Whoever had it among the spoilt ones already says the same.
    await say(batch, [at(0).id, at(1).id], [at(2).id]);
    expect(await statuses()).toEqual(["posted", "posted", "spoilt"]);
    const { made, ...states } = await countLetters(db());
    expect(made).toBe(Object.values(states).reduce((sum, amount) => sum + amount, 0));
  });

  it("closes a batch of which nothing else is left", async () => {
    const batch = await make();
    for (const index of [0, 1, 2]) await voidPin(index);
    await expect(open(batch)).rejects.toMatchObject({ code: "letter.already-released" });
    expect(await getBatch(db(), batch)).toMatchObject({ closedAt: office.now() });
  });
});

describe("the form that settles a batch", () => {
  let batch: number;
  beforeEach(async () => {
    batch = await make();
    await open(batch);
  });

  async function send(fields: Record<string, string>, spoilt: string[] = []) {
    const { noor } = office.staff;
    const member = { id: noor.id, name: noor.name, roles: [...noor.roles] };
    const { context } = makeOffice({ db: db(), office: office.made.office as never, staff: { list: async () => [member], find: async () => member } });
    const body = new URLSearchParams(fields);
    for (const id of ids()) body.append("letters[]", id);
    for (const id of spoilt) body.append("spoilt[]", id);
    const cookie = (await signInCookie(noor.id, context)).split(";")[0] ?? "";
    const request = new Request("http://office.example/settle", { method: "POST", body, headers: { "sec-fetch-site": "same-origin", cookie } });
    const answer: unknown = await settle({ request, params: { number: String(batch) }, context });
    return answer as { settled?: true; posted?: string[]; data?: { problem: { fields: Record<string, string> } } };
  }
  const counted = (posted: string, spoilt: string) => ({ "counted.posted": posted, "counted.spoilt": spoilt });
  const wrong = async (fields: Record<string, string>, spoilt?: string[]) => (await send(fields, spoilt)).data?.problem.fields;

  it("wants a choice, and counts that are whole numbers, in a sentence that says so", async () => {
    const choose = "Kies wat er met de brieven is gebeurd.";
    const number = "Typ een heel getal in cijfers, zoals 12.";
    expect(await wrong(counted("3", "0"))).toEqual({ outcome: choose });
    for (const typed of ["drie", "-3", "1.5", "3e0", "0x3"]) expect(await wrong({ outcome: "all", ...counted(typed, "0") }), typed).toEqual({ "counted.posted": number });
    expect(await wrong({ outcome: "all", ...counted("3", "") })).toEqual({ "counted.spoilt": "Vul dit in." });
    expect(await wrong({ outcome: "except", ...counted("3", "0") })).toEqual({ spoilt: expect.stringContaining("Kies welke brieven") });
    expect(await wrong({ outcome: "all", ...counted("2", "1") })).toEqual({ "counted.posted": expect.stringContaining("U telde 2 geposte brieven") });
    expect(await statuses()).toEqual(["in-batch", "in-batch", "in-batch"]);
  });

  it.each([
    ["all", [], ["posted", "posted", "posted"]],
    ["except", [1], ["posted", "spoilt", "posted"]],
    ["none", [], ["spoilt", "spoilt", "spoilt"]],
    // What was ticked before somebody chose that all were posted no longer counts.
    ["all", [1], ["posted", "posted", "posted"]],
  ] as const)("%s %j: %j", async (outcome, spoilt, became) => {
    const posted = became.filter((status) => status === "posted").length;
    const answer = await send({ outcome, ...counted(` ${posted} `, String(3 - posted)) }, spoilt.map((index) => at(index).id));
    expect(answer).toMatchObject({ settled: true });
    expect(await statuses()).toEqual(became);
    await office.work();
  });
});
