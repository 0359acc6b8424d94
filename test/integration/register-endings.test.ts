import { setTimeout as pause } from "node:timers/promises";

import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { blockAccount, liftBlocks } from "#app/domain/accounts/block.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { blockWhatEnded, findRegistered, listEndings, noteWhatRegisterSays } from "#app/domain/registers/endings.ts";
import { checkOne, checkRegisters, latestWalk, walkRegisters } from "#app/domain/registers/walk.ts";
import { account, credential } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { endingBlock, registerCheck, registerEnding } from "#db/schema/registers.ts";
import { practice } from "#db/worlds/cast.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

let office: TestOffice;
let userNumber: string;
const CODE = practice("de-brug").agbCodes[0] ?? "";
const KVK = practice("de-brug").kvkNumber;
const DAY = 86_400_000;

beforeAll(async () => {
  office = await openOffice();
  const requestId = await fulfilled(office);
  const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
  userNumber = made?.userNumber ?? "";
});

const db = () => office.database.db;
const setEnd = (register: "kvk" | "vektis", number: string, endsOn: string | null) =>
  office.town.post(`/simulators/registers/${register}/${number}/end`, endsOn === null ? { undo: "yes" } : { endsOn });
const setFault = (service: "kvk" | "vektis", fault: string) => office.town.post("/simulators/faults", { service, fault });
const stateOf = async () => (await db().select().from(account).where(eq(account.userNumber, userNumber)))[0]?.status;
const mails = async (template: string) => (await db().select().from(mail).where(eq(mail.template, template))).map(({ recipient }) => recipient).sort();
const openOf = async (code: string | null = CODE) => (await listEndings(db())).find((line) => line.agbCode === code && line.kvkNumber === KVK);

/** The walk of one day, to its end; answers how many steps it took. */
async function wholeWalk(): Promise<number> {
  let steps = 0;
  office.clock.add(1_000);
  await walkRegisters(office.made.office, { now: office.now(), dueSince: office.now() });
  while ((await latestWalk(db())).running && steps < 50) {
    await checkRegisters(office.made.office, office.now());
    steps += 1;
  }
  await office.work();
  return steps;
}

/** Vektis says that the code has ended; two weeks after that was seen, and is still so, its accounts are blocked. */
async function blockedByItsEnd(): Promise<void> {
  await setEnd("vektis", CODE, "2026-10-01");
  office.clock.add(DAY);
  await wholeWalk();
  office.clock.add(14 * DAY);
  await wholeWalk();
  await blockWhatEnded(office.made.office, office.now());
}

describe("daily practice: an AGB code or KvK registration ends", () => {
  beforeEach(async () => {
    for (const register of ["kvk", "vektis"] as const) await setFault(register, "none");
    await setEnd("vektis", CODE, null);
    await setEnd("kvk", KVK, null);
    office.clock.add(DAY);
    await wholeWalk();
    expect(await stateOf()).toBe("active");
    await db().delete(mail).where(eq(mail.template, "register-ending"));
    await db().delete(mail).where(eq(mail.template, "register-ended"));
    await db().delete(mail).where(eq(mail.template, "register-cleared"));
  });

  it("is found by the daily check, which warns the contacts once and lists it for the desk", async () => {
    await setEnd("vektis", CODE, "2026-12-20");
    office.clock.add(DAY);
    await wholeWalk();
    expect(await openOf()).toMatchObject({ endsOn: "2026-12-20", blockOn: "2026-12-21", accounts: expect.any(Number) as number, blockedAt: null });
    const told = await mails("register-ending");
    expect(told).toEqual(["f.elidrissi@debrug.example", "p.hendriks@debrug.example"]);
    const [written] = await db().select().from(mail).where(and(eq(mail.template, "register-ending"), eq(mail.recipient, told[0] ?? "")));
    expect(written?.text).toContain(`AGB-code ${CODE}`);
    office.clock.add(DAY);
    await wholeWalk();
    expect(await mails("register-ending")).toEqual(told);
    expect((await db().select().from(agbCode).where(eq(agbCode.code, CODE)))[0]?.endsOn).toBe("2026-12-20");
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(0);
    expect(await office.trail()).toContain("register.ending-found");
  });

  it("warns before it blocks, also what has ended long ago, and blocks on the day that was said (policy)", async () => {
    await setEnd("vektis", CODE, "2026-10-01");
    office.clock.add(DAY);
    await wholeWalk();
    const { blockOn } = (await openOf()) ?? {};
    const warnedOn = office.now();
    expect(blockOn).toBe(new Date(warnedOn.getTime() + 14 * DAY).toISOString().slice(0, 10));
    office.clock.moveTo(new Date(warnedOn.getTime() + 13 * DAY));
    await wholeWalk();
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(0);
    expect(await stateOf()).toBe("active");
    office.clock.moveTo(new Date(warnedOn.getTime() + 14 * DAY));
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(1);
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(0);
    await office.work();
    expect(await stateOf()).toBe("blocked");
    expect(await mails("register-ended")).toHaveLength(2);
  });

  it("unblocks by itself when it was a mistake, and says so; somebody at the desk need not wait for the morning", async () => {
    await blockedByItsEnd();
    const line = await openOf();
    expect(await stateOf()).toBe("blocked");
    await setEnd("vektis", CODE, null);
    const item = await findRegistered(db(), line?.id ?? "");
    if (!item) throw new Error("There is no ending.");
    await checkOne(office.made.office, { item, now: office.now() });
    await office.work();
    expect(await stateOf()).toBe("active");
    expect(await openOf()).toBeUndefined();
    expect(await mails("register-cleared")).toHaveLength(2);
    expect((await db().select().from(agbCode).where(eq(agbCode.code, CODE)))[0]?.endsOn).toBeNull();
    expect(await findRegistered(db(), line?.id ?? "")).toBeNull();
  });

  it("lets accounts work until an end that was put off after the block", async () => {
    await blockedByItsEnd();
    const later = new Date(office.now().getTime() + 20 * DAY).toISOString().slice(0, 10);
    await setEnd("vektis", CODE, later);
    await wholeWalk();
    expect(await stateOf()).toBe("active");
    expect(await openOf()).toMatchObject({ endsOn: later, blockedAt: null });
  });

  it("takes no outage for an ending: the walk stands still, and goes on where it was", async () => {
    await setEnd("vektis", CODE, "2026-12-30");
    await setFault("kvk", "down");
    office.clock.add(DAY);
    await walkRegisters(office.made.office, { now: office.now(), dueSince: office.now() });
    for (let step = 0; step < 20 && !(await latestWalk(db())).running?.waitUntil; step += 1) await checkRegisters(office.made.office, office.now());
    const { running } = await latestWalk(db());
    // All codes were looked up; of the KvK numbers none, and nothing is said of them.
    expect(running).toMatchObject({ failure: "register.unreachable", endedAt: null });
    expect(running?.position).toMatch(/^agb:/);
    expect(await openOf()).toMatchObject({ endsOn: "2026-12-30" });
    expect(await openOf(null)).toBeUndefined();
    const { checked = 0 } = running ?? {};
    await checkRegisters(office.made.office, office.now());
    expect((await latestWalk(db())).running?.checked).toBe(checked);
    await setFault("kvk", "none");
    office.clock.add(11 * 60_000);
    await wholeWalk();
    const { last } = await latestWalk(db());
    expect(last?.id).toBe(running?.id);
    const [codes, numbers] = [await db().select().from(agbCode), await db().select().from(enterprise)];
    expect(last).toMatchObject({ checked: codes.length + numbers.length, failure: null });
  });

  it("does not block what a register has not said of late: it may have been corrected while it did not answer", async () => {
    await setEnd("vektis", CODE, "2026-10-01");
    office.clock.add(DAY);
    await wholeWalk();
    await setFault("vektis", "down");
    office.clock.add(14 * DAY);
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(0);
    expect(await stateOf()).toBe("active");
    await setFault("vektis", "none");
    await wholeWalk();
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(1);
    expect(await stateOf()).toBe("blocked");
  });

  it("does nothing with an answer that cannot be read, and only lists what is not found any more", async () => {
    const item = { enterpriseId: (await db().select().from(enterprise).where(eq(enterprise.kvkNumber, KVK)))[0]?.id ?? "", agbCode: CODE, kvkNumber: KVK };
    await noteWhatRegisterSays(office.made.office, { item, says: null, now: office.now() });
    expect(await openOf()).toMatchObject({ endsOn: null, blockOn: null });
    office.clock.add(60 * DAY);
    expect(await blockWhatEnded(office.made.office, office.now())).toBe(0);
    await office.work();
    expect(await mails("register-ending")).toEqual([]);
    await setFault("vektis", "malformed");
    await wholeWalk();
    expect((await latestWalk(db())).last?.unread).toBeGreaterThan(0);
    expect(await openOf()).toMatchObject({ endsOn: null });
  });

  it("blocks every account of the enterprise when its KvK registration ends, and tells the signatory", async () => {
    await setEnd("kvk", KVK, "2026-10-01");
    office.clock.add(DAY);
    await wholeWalk();
    expect(await openOf(null)).toMatchObject({ endsOn: "2026-10-01" });
    expect(await mails("register-ending")).toEqual(expect.arrayContaining(["f.elidrissi@debrug.example", "j.devries-bakker@debrug.example"]));
    office.clock.add(14 * DAY);
    await wholeWalk();
    await blockWhatEnded(office.made.office, office.now());
    const [party] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, KVK));
    const working = await db().select().from(account).where(and(eq(account.enterpriseId, party?.id ?? ""), eq(account.status, "active")));
    expect(working).toEqual([]);
  });

  it.each([
    ["goes on after all", null],
    ["ends later", 5],
  ])("has the PIN made whose letter was spoilt while it was blocked, when it %s", async (_what, days) => {
    const noor = { by: office.staff.noor };
    const livePins = async () => db().$count(credential, and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt)));
    const batch = await makeBatch(office.made.office, { ...noor, now: office.now() });
    const letters = await releaseBatch(office.made.office, { batch, ...noor, now: office.now() });
    await blockedByItsEnd();
    expect(await stateOf()).toBe("blocked");
    await settleBatch(office.made.office, { batch, posted: [], spoilt: letters.map(({ id }) => id), ...noor, now: office.now() });
    await office.work();
    expect(await livePins()).toBe(0);
    await setEnd("vektis", CODE, days === null ? null : officeDate(new Date(office.now().getTime() + days * DAY)));
    await wholeWalk();
    expect(await stateOf()).toBe("active");
    expect(await livePins()).toBe(1);
  });

  it("keeps what a request holds blocked apart: each cause goes by itself", async () => {
    const requestId = await received(office);
    await db().transaction((tx) => blockAccount(tx, { userNumber, for: { requestId }, now: office.now() }));
    await blockedByItsEnd();
    await db().transaction((tx) => liftBlocks(tx, { for: { requestId }, now: office.now() }));
    expect(await stateOf()).toBe("blocked");
    await setEnd("vektis", CODE, null);
    await wholeWalk();
    expect(await stateOf()).toBe("active");
  });

  it("is kept once when two look it up at the same moment", async () => {
    const [party] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, KVK));
    const item = { enterpriseId: party?.id ?? "", agbCode: CODE, kvkNumber: KVK };
    const note = () => noteWhatRegisterSays(office.made.office, { item, says: { endsOn: officeDate(office.now()) }, now: office.now() });
    let isKept = false;
    let first: Promise<unknown> = Promise.resolve();
    // Whoever came first still has the practice in hand: the second waits, instead of finding nothing and keeping it again.
    await db().transaction(async (tx) => {
      await tx.select({ id: enterprise.id }).from(enterprise).where(eq(enterprise.id, item.enterpriseId)).for("no key update");
      first = note().then(() => (isKept = true));
      await pause(2_000);
      expect(isKept).toBe(false);
    });
    await Promise.all([first, note(), note()]);
    expect(await openOf()).toMatchObject({ endsOn: officeDate(office.now()) });
  });

  it("walks once a day, by one process, however often it is called", async () => {
    office.clock.add(1_000);
    const dueSince = office.now();
    office.clock.add(1_000);
    const before = (await db().select().from(registerCheck)).length;
    await Promise.all([1, 2, 3].map(() => walkRegisters(office.made.office, { now: office.now(), dueSince })));
    await office.work();
    expect((await db().select().from(registerCheck)).length).toBe(before + 1);
    while ((await latestWalk(db())).running) await checkRegisters(office.made.office, office.now());
    await walkRegisters(office.made.office, { now: office.now(), dueSince });
    expect((await db().select().from(registerCheck).where(isNull(registerCheck.endedAt))).length).toBe(0);
  });

  it("the database itself refuses two endings of one code, a block before the end, and a block without one", async () => {
    const [party] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, KVK));
    const values = { enterpriseId: party?.id ?? "", agbCode: CODE, endsOn: "2026-12-01", blockOn: "2026-12-02", foundAt: office.now(), seenAt: office.now() };
    const broken = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) as string } });
    await expect(db().insert(registerEnding).values({ ...values, blockOn: "2026-12-01" })).rejects.toMatchObject(broken("ending_blocks_after_its_day"));
    await expect(db().insert(registerEnding).values({ ...values, endsOn: null })).rejects.toMatchObject(broken("ending_blocks_after_its_day"));
    await expect(db().insert(registerEnding).values({ ...values, endsOn: null, blockOn: null, blockedAt: office.now() })).rejects.toMatchObject(broken("only_what_ended_blocks"));
    const [made] = await db().insert(registerEnding).values(values).returning();
    await expect(db().insert(registerEnding).values(values)).rejects.toMatchObject(broken("one_ending_per_agb_code"));
    const whole = { ...values, agbCode: null };
    await db().insert(registerEnding).values(whole);
    await expect(db().insert(registerEnding).values(whole)).rejects.toMatchObject(broken("one_ending_per_enterprise"));
    await db().insert(registerCheck).values({ begunAt: office.now() });
    await expect(db().insert(registerCheck).values({ begunAt: office.now() })).rejects.toMatchObject(broken("one_register_check_at_a_time"));
    await expect(db().update(registerCheck).set({ failure: "x" })).rejects.toMatchObject(broken("register_check_waits_with_a_reason"));
    await db().delete(endingBlock);
    await db().delete(registerEnding).where(eq(registerEnding.id, made?.id ?? ""));
  });
});
