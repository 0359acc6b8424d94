import { and, eq } from "drizzle-orm";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { makePrintRoomKey } from "#app/adapters/seal/print-room-key.js";
import { compose, type Composition } from "#app/composition.server.ts";
import { makeNewPin } from "#app/domain/effects/new-pin.ts";
import { getBatch, listWaitingLetters, makeBatch, releaseBatch, type LetterRow } from "#app/domain/print-room/batches.ts";
import { declareKeyLost, getKey, listKeys, replaceLetters } from "#app/domain/print-room/keys.ts";
import { countLetters, settleBatch } from "#app/domain/print-room/settle.ts";
import { handleJobs } from "#app/worker.server.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { runSql } from "#db/types.ts";
import { approve, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { dataFolder, settingsFor, testKeys } from "#test/support/stage.ts";

let office: TestOffice;
let model: { account: typeof account.$inferSelect; credential: typeof credential.$inferSelect; letter: LetterRow };
/** The office after a start with another public key in its settings, and the key that it had before. */
let restarted: Composition;
let former: string;
/** Three letters in the tray, sealed for the former key, whatever the tests before left. */
let letters: LetterRow[];
let users = 0;

const publicKey = async () => (await makePrintRoomKey("wachtzin van de postkamer")).publicJwk as Record<string, unknown>;

/** Starts over the same database with another public key, as whoever runs the office does. */
async function startWith(printRoomKey: Record<string, unknown>): Promise<Composition> {
  const settings = { ...settingsFor(await testKeys(), office.town, dataFolder()), printRoomKey };
  return compose({ database: office.database, close: async () => undefined }, settings, { clock: office.clock });
}

beforeAll(async () => {
  office = await openOffice();
  const requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  const [found] = await db()
    .select({ account, credential, letter })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .where(eq(letter.requestId, requestId));
  if (!found) throw new Error("There is no letter.");
  model = found;
  former = office.made.office.printRoomKeyId;
  await office.made.queue.stop(5);
  restarted = await startWith(await publicKey());
  handleJobs(restarted);
  await restarted.queue.start();
});
afterAll(() => restarted.queue.stop(5));

beforeEach(async () => {
  await db().update(letter).set({ status: "spoilt", sealed: null, spoiltAt: office.now() }).where(eq(letter.status, "waiting"));
  await runSql(db(), "update print_room_key set lost_at = null, lost_by = null, lost_reason = null");
  letters = await threeInTheTray();
});

/** A letter as it was made before the rotation, of a user of its own. */
async function inTheTray(): Promise<LetterRow> {
  const userNumber = String(10_000_000_000_000 + (users += 1));
  await db().insert(account).values({ ...model.account, userNumber, position: users + 1 });
  const [pin] = await db().insert(credential).values({ ...model.credential, id: undefined, userNumber }).returning();
  const { number: _number, id: _id, ...sealed } = model.letter;
  const [put] = await db().insert(letter).values({ ...sealed, credentialId: pin?.id ?? "" }).returning();
  return put ?? model.letter;
}
const threeInTheTray = async () => [await inTheTray(), await inTheTray(), await inTheTray()];

const db = () => office.database.db;
const at = (index: number) => letters[index] ?? model.letter;
const by = () => ({ by: office.staff.noor, now: office.now() });
const lose = (keyId = former, reason = "De stick met de sleutel is gestolen.") =>
  declareKeyLost(restarted.office, { keyId, inUse: restarted.office.printRoomKeyId, reason, ...by() });
const statuses = async () => {
  const rows = await db().select({ id: letter.id, status: letter.status }).from(letter);
  return letters.map(({ id }) => rows.find((row) => row.id === id)?.status);
};
/** Everything that was ever made for the account of a letter, oldest first. */
const lettersOf = async (one: LetterRow) => {
  const [owner] = await db().select({ userNumber: credential.userNumber }).from(credential).where(eq(credential.id, one.credentialId ?? ""));
  return db()
    .select({ status: letter.status, keyId: letter.keyId, sealed: letter.sealed, voidReason: credential.voidReason })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .where(eq(credential.userNumber, owner?.userNumber ?? ""))
    .orderBy(letter.number);
};
const whyOf = (one: LetterRow) => runSql(db(), "select payload->>'why' as why, actor_id as by from audit_event where act = 'letter.spoilt' and subject_id = $1", [one.id]);
/** A new letter as a spoilt one gets it: sealed for the key in use. */
async function spoilAndRenew(index: number): Promise<void> {
  const batch = await makeBatch(restarted.office, { keyId: former, ...by() });
  await releaseBatch(restarted.office, { batch, ...by() });
  const spoilt = at(index).id;
  await settleBatch(restarted.office, { batch, posted: letters.map(({ id }) => id).filter((id) => id !== spoilt), spoilt: [spoilt], ...by() });
  await restarted.queue.idle();
}

describe("a start with another public key", () => {
  it("is the rotation: new letters are sealed for it, the trail says so once, and each later start nothing", async () => {
    const inUse = restarted.office.printRoomKeyId;
    expect(inUse).not.toBe(former);
    await spoilAndRenew(0);
    const [old, renewed] = await lettersOf(at(0));
    expect(old).toMatchObject({ status: "spoilt", keyId: former });
    expect(renewed).toMatchObject({ status: "waiting", keyId: inUse });
    expect(decodeProtectedHeader(renewed?.sealed ?? "").kid).toBe(inUse);
    await startWith(await testKeys().then(({ printRoom }) => printRoom.publicJwk as Record<string, unknown>));
    const taken = await runSql(db(), "select subject_id from audit_event where act = 'print-room-key.taken-into-use' order by id");
    expect(taken).toEqual([{ subject_id: former }, { subject_id: inUse }]);
    expect((await listKeys(db())).map(({ id }) => id).sort()).toEqual([former, inUse].sort());
  });

  it("leaves what was sealed before printable: one batch for each key, the oldest letter's first", async () => {
    office.clock.add(60_000);
    await spoilAndRenew(0);
    await inTheTray();
    const tray = (await listWaitingLetters(db(), office.staff.noor)).letters;
    expect(new Set(tray.map(({ keyId }) => keyId)).size).toBe(2);
    const first = await makeBatch(restarted.office, by());
    const second = await makeBatch(restarted.office, { keyId: restarted.office.printRoomKeyId, ...by() });
    for (const [number, key] of [[first, former], [second, restarted.office.printRoomKeyId]] as const) {
      const batch = await getBatch(db(), number);
      expect(batch.keyId).toBe(key);
      expect(batch.letters.map(({ keyId }) => keyId)).toEqual([key]);
    }
    await expect(makeBatch(restarted.office, { keyId: former, ...by() })).rejects.toMatchObject({ code: "letter.none-waiting" });
    // Not only by our own care: the database takes no batch with letters for two keys.
    const [wrong] = await db().select().from(letter).where(eq(letter.batch, second));
    await expect(runSql(db(), "update letter set batch = $1 where id = $2", [first, wrong?.id])).rejects.toThrow();
  });

  it("is refused for a key that is lost", async () => {
    await lose();
    const again = startWith(await testKeys().then(({ printRoom }) => printRoom.publicJwk as Record<string, unknown>));
    await expect(again).rejects.toMatchObject({ code: "start.print-room-key-lost", details: { key: former.slice(0, 8) } });
    await restarted.queue.idle();
  });
});

describe("a key that is lost", () => {
  it("takes its letters with it: spoilt, their PINs void, and new ones for the same people under the key in use", async () => {
    const { made: madeBefore } = await countLetters(db());
    await lose();
    await restarted.queue.idle();
    for (const one of letters) {
      const [old, renewed, ...more] = await lettersOf(one);
      expect(old).toMatchObject({ status: "spoilt", sealed: null, voidReason: "letter-spoilt" });
      expect(renewed).toMatchObject({ status: "waiting", keyId: restarted.office.printRoomKeyId, voidReason: null });
      expect(more).toEqual([]);
      expect(await whyOf(one)).toEqual([{ why: "key-lost", by: "lost-key" }]);
    }
    expect(await getKey(db(), former)).toMatchObject({ letters: 0, lost: { by: office.staff.noor.name, reason: "De stick met de sleutel is gestolen." } });
    const said = await runSql(db(), "select actor_id, payload from audit_event where act = 'print-room-key.lost' order by id desc limit 1");
    expect(said).toEqual([{ actor_id: office.staff.noor.id, payload: { reason: "De stick met de sleutel is gestolen.", letters: 3 } }]);
    const { made, ...states } = await countLetters(db());
    expect(made).toBe(madeBefore + 3);
    expect(made).toBe(Object.values(states).reduce((sum, amount) => sum + amount, 0));
    // The work may come once more.
    await replaceLetters(restarted.office, { keyId: former, now: office.now() });
    await restarted.queue.idle();
    expect((await countLetters(db())).made).toBe(made);
  });

  it("empties a batch that nobody opened, and leaves one that was opened to whoever has the paper", async () => {
    const opened = await makeBatch(restarted.office, { keyId: former, ...by() });
    await releaseBatch(restarted.office, { batch: opened, ...by() });
    const printed = letters;
    letters = await threeInTheTray();
    const unopened = await makeBatch(restarted.office, { keyId: former, ...by() });
    await lose();
    await restarted.queue.idle();
    expect(await statuses()).toEqual(["spoilt", "spoilt", "spoilt"]);
    expect(await getBatch(db(), unopened)).toMatchObject({ closedAt: office.now() });
    letters = printed;
    expect(await statuses()).toEqual(["in-batch", "in-batch", "in-batch"]);
    await settleBatch(restarted.office, { batch: opened, posted: printed.map(({ id }) => id), spoilt: [], ...by() });
    expect(await statuses()).toEqual(["posted", "posted", "posted"]);
  });

  it("is replaced letter by letter: one that cannot go on stays whole, holds up no other, and goes with the next try", async () => {
    await restarted.queue.stop(5);
    await lose();
    await runSql(db(), `create or replace function no_trace() returns trigger language plpgsql as $$ begin if new.subject_id = '${at(1).id}' then raise exception 'the database said no'; end if; return new; end $$`);
    await runSql(db(), "create trigger no_trace before insert on audit_event for each row execute function no_trace()");
    try {
      await expect(replaceLetters(restarted.office, { keyId: former, now: office.now() })).rejects.toThrow();
      expect(await statuses()).toEqual(["spoilt", "waiting", "spoilt"]);
      expect((await lettersOf(at(1)))[0]).toMatchObject({ voidReason: null, sealed: model.letter.sealed });
      // It waits for its replacement, not for a printer.
      expect((await listWaitingLetters(db(), office.staff.noor)).letters.filter(({ keyId }) => keyId === former)).toEqual([]);
      await expect(makeBatch(restarted.office, { keyId: former, ...by() })).rejects.toMatchObject({ code: "letter.none-waiting" });
    } finally {
      await runSql(db(), "drop trigger no_trace on audit_event");
    }
    await restarted.queue.start();
    await restarted.queue.idle();
    expect(await statuses()).toEqual(["spoilt", "spoilt", "spoilt"]);
    for (const one of letters) expect((await lettersOf(one)).map(({ status }) => status)).toEqual(["spoilt", "waiting"]);
  });

  it("keeps a letter whose PIN had ended from getting a new one", async () => {
    await db().update(credential).set({ voidedAt: office.now(), voidReason: "ended" }).where(eq(credential.id, at(2).credentialId ?? ""));
    await lose();
    await restarted.queue.idle();
    expect(await lettersOf(at(2))).toMatchObject([{ status: "spoilt", voidReason: "ended" }]);
  });

  it("has nothing sealed for it any more by a process that still runs with it", async () => {
    await lose();
    await restarted.queue.idle();
    const [owner] = await db().select({ userNumber: credential.userNumber }).from(credential).where(eq(credential.id, at(0).credentialId ?? ""));
    const { userNumber } = owner ?? { userNumber: "" };
    await db().update(credential).set({ voidedAt: office.now(), voidReason: "letter-spoilt" }).where(and(eq(credential.userNumber, userNumber)));
    await expect(makeNewPin(office.made.fulfil, { userNumber, now: office.now() })).rejects.toMatchObject({ code: "print-room-key.lost" });
    expect(await lettersOf(at(0))).toHaveLength(2);
  });

  it("is not the one in use, not without a reason, not one that never was, and not twice: the second is told", async () => {
    await expect(lose(restarted.office.printRoomKeyId)).rejects.toMatchObject({ code: "print-room-key.in-use" });
    await expect(lose(former, "  ")).rejects.toMatchObject({ code: "request.reason-missing", details: { field: "reason" } });
    await expect(lose("A".repeat(43))).rejects.toMatchObject({ code: "print-room-key.unknown" });
    expect(await getKey(db(), former)).toMatchObject({ letters: 3, lost: null });
    const both = await Promise.allSettled([lose(), lose()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "print-room-key.lost-already" } });
    await restarted.queue.idle();
  });

  it("is told with what somebody typed, but for a BSN", async () => {
    await lose(former, "Gevonden bij de heer met BSN 111222333.");
    await restarted.queue.idle();
    expect((await getKey(db(), former)).lost?.reason).not.toContain("111222333");
  });
});
