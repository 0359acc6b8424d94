import { and, asc, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { getBatch, listWaitingLetters, makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { blockWhatEnded, noteWhatRegisterSays } from "#app/domain/registers/endings.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

const DAY = 86_400_000;
const [KVK, CODE = ""] = [practice("de-brug").kvkNumber, practice("de-brug").agbCodes[0]];

let office: TestOffice;
let requestId: string;
let userNumber: string;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const noor = () => ({ by: office.staff.noor, now: office.now() });
const lettersOf = () => db().select().from(letter).where(eq(letter.requestId, requestId)).orderBy(asc(letter.number));
const livePins = () => db().select().from(credential).where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt)));
const tray = async () => {
  const { letters, blocked } = await listWaitingLetters(db(), office.staff.noor);
  return { letters: letters.length, blocked };
};

/** What the register says of De Brug's KvK registration, with the jobs that follow. */
async function registerSays(endsOn: string | null): Promise<void> {
  const [party] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, KVK));
  for (const agbCode of [CODE, null]) await noteWhatRegisterSays(office.made.office, { item: { enterpriseId: party?.id ?? "", agbCode, kvkNumber: KVK }, says: { endsOn }, now: office.now() });
  await office.work();
}

/** The registration has ended, and so it was two weeks ago: what it held works no more. */
async function block(): Promise<void> {
  const ended = officeDate(new Date(office.now().getTime() - DAY));
  await registerSays(ended);
  office.clock.add(15 * DAY);
  await registerSays(ended);
  await blockWhatEnded(office.made.office, office.now());
  await office.work();
  expect(await db().select({ status: account.status }).from(account).where(eq(account.userNumber, userNumber))).toEqual([{ status: "blocked" }]);
}

describe("the PIN letter of an account that is blocked because a registration ended", () => {
  beforeEach(async () => {
    await registerSays(null);
    if ((await listWaitingLetters(db(), office.staff.noor)).letters.length > 0) await printAndPost(office);
    requestId = await fulfilled(office);
    const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
    userNumber = made?.userNumber ?? "";
  });

  it("stays in the tray, comes into no batch, and the print room reads why; when the block is lifted that very letter leaves", async () => {
    expect(await tray()).toEqual({ letters: 1, blocked: 0 });
    await block();
    expect(await tray()).toEqual({ letters: 0, blocked: 1 });
    await expect(makeBatch(office.made.office, noor())).rejects.toMatchObject({ code: "letter.none-waiting" });
    expect(await lettersOf()).toMatchObject([{ status: "waiting", batch: null }]);
    await registerSays(null);
    expect(await tray()).toEqual({ letters: 1, blocked: 0 });
    await printAndPost(office);
    expect(await lettersOf()).toMatchObject([{ status: "posted" }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("is not handed out where it lies in a batch: its PIN is void, and a new one is made when the block is lifted", async () => {
    const batch = await makeBatch(office.made.office, noor());
    await block();
    await expect(releaseBatch(office.made.office, { batch, ...noor() })).rejects.toMatchObject({ code: "letter.already-released" });
    await office.work();
    expect(await lettersOf()).toMatchObject([{ status: "spoilt", sealed: null, openedAt: null }]);
    expect(await livePins()).toEqual([]);
    expect(await db().select({ why: credential.voidReason }).from(credential).where(eq(credential.userNumber, userNumber))).toEqual([{ why: "account-blocked" }]);
    await registerSays(null);
    expect(await lettersOf()).toMatchObject([{ status: "spoilt" }, { status: "waiting" }]);
    await printAndPost(office);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("is taken off the pile by name where it is printed already, and cannot be called posted", async () => {
    const batch = await makeBatch(office.made.office, noor());
    const [printed] = await releaseBatch(office.made.office, { batch, ...noor() });
    await block();
    const posted = [printed?.id ?? ""];
    await expect(settleBatch(office.made.office, { batch, posted, spoilt: [], ...noor() })).rejects.toMatchObject({ code: "letter.pin-void", details: { references: printed?.reference } });
    expect((await getBatch(db(), batch)).letters).toMatchObject([{ status: "spoilt", isDead: true }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", letterPostedAt: null });
  });

  it("stays where it is in a batch that nobody opened before the block was lifted again", async () => {
    const batch = await makeBatch(office.made.office, noor());
    await block();
    await registerSays(null);
    const letters = await releaseBatch(office.made.office, { batch, ...noor() });
    await settleBatch(office.made.office, { batch, posted: letters.map(({ id }) => id), spoilt: [], ...noor() });
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("the database itself lets no such letter into a batch or out of the house", async () => {
    const refused = { cause: { message: "a letter leaves only with a PIN that works" } };
    const batch = await makeBatch(office.made.office, noor());
    await releaseBatch(office.made.office, { batch, ...noor() });
    await block();
    const mine = eq(letter.requestId, requestId);
    await expect(db().update(letter).set({ status: "posted", sealed: null, postedAt: office.now(), postedBy: office.staff.noor.id }).where(mine)).rejects.toMatchObject(refused);
    await db().update(letter).set({ status: "waiting", batch: null, openedAt: null }).where(mine);
    await expect(db().update(letter).set({ status: "in-batch", batch }).where(mine)).rejects.toMatchObject(refused);
  });
});
