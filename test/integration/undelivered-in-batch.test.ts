import { and, asc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { mailCameBack } from "#app/domain/correspondence/undelivered.ts";
import { closeUndelivered, listUndelivered } from "#app/domain/correspondence/send-number-again.ts";
import { getBatch, listWaitingLetters, makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { answersFor, identify, printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked } from "#test/support/so-far.ts";

const KIM = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true };
const ZOE_HAS = { status: "spoilt", sealed: null, postedAt: null };

let office: TestOffice;
let requestId: string;
let batch: number;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const noor = () => ({ by: office.staff.noor, now: office.now() });
/** The letters of each of both, oldest first. */
const lettersOf = (position: number) =>
  db().select({ letter }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).innerJoin(account, eq(account.userNumber, credential.userNumber)).where(and(eq(account.requestId, requestId), eq(account.position, position))).orderBy(asc(letter.number)).then((rows) => rows.map((row) => row.letter));
const first = async (position: number) => (await lettersOf(position))[0]?.id ?? "";
const mine = async () => (await listUndelivered(db(), office.now())).find((line) => line.requestId === requestId);

/** The number of one of both comes back. */
async function bounce(position: number): Promise<void> {
  const [of] = await db().select().from(account).where(and(eq(account.requestId, requestId), eq(account.position, position)));
  const [sent] = await db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.userNumber, of?.userNumber ?? "")));
  expect(await mailCameBack(db(), { messageId: sent?.messageId ?? "", statusCode: "5.1.1" }, office.now())).toBe(true);
}

async function sendAgain(): Promise<void> {
  const line = await mine();
  const to = line?.addresses.find(({ role }) => role === "main-contact")?.holderId ?? "";
  office.clock.add(1_000);
  await closeUndelivered(office.made.office, { id: line?.id ?? "", to, note: "Gebeld.", by: office.staff.sanne, now: office.now() });
  await office.work();
}

describe("a user number that bounces while the letters lie in a batch", () => {
  /** Zoë and Kim on one form: one parcel of two letters, in a batch. */
  beforeEach(async () => {
    requestId = await asked(office, answersFor("de-brug", { sharing: "same", others: [KIM] }));
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    batch = await makeBatch(office.made.office, noor());
    expect((await getBatch(db(), batch)).letters.map(({ parcel }) => parcel?.letters)).toEqual([2, 2]);
  });

  it("keeps that letter of the parcel from being handed out; the colleague's goes, and the request waits for the number", async () => {
    await bounce(1);
    const handedOut = await releaseBatch(office.made.office, { batch, ...noor() });
    expect(handedOut.map(({ id, parcel }) => ({ id, parcel }))).toEqual([{ id: await first(2), parcel: null }]);
    await office.work();
    expect(await lettersOf(1)).toMatchObject([ZOE_HAS, { status: "waiting" }]);
    expect((await listWaitingLetters(db(), office.staff.noor)).withoutNumber).toBe(1);
    await settleBatch(office.made.office, { batch, posted: [await first(2)], spoilt: [], ...noor() });
    await office.work();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling" });
    await sendAgain();
    await printAndPost(office);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("takes it off the pile by name where it is printed already, and says so on the page of the batch", async () => {
    await releaseBatch(office.made.office, { batch, ...noor() });
    await bounce(1);
    const both = [await first(1), await first(2)];
    await expect(settleBatch(office.made.office, { batch, posted: both, spoilt: [], ...noor() })).rejects.toMatchObject({ code: "letter.pin-void", details: { count: 1 } });
    const shown = new Map((await getBatch(db(), batch)).letters.map((one) => [one.id, one]));
    expect([shown.get(both[0] ?? "")?.isDead, shown.get(both[1] ?? "")?.isDead]).toEqual([true, false]);
    await settleBatch(office.made.office, { batch, posted: both.slice(1), spoilt: [], ...noor() });
    await office.work();
    expect(await lettersOf(1)).toMatchObject([ZOE_HAS, { status: "waiting" }]);
    await sendAgain();
    await printAndPost(office);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("is still waited for when the colleague's number leaves after it", async () => {
    await bounce(1);
    await bounce(2);
    const waiting = (await listUndelivered(db(), office.now())).filter((line) => line.requestId === requestId);
    const kim = waiting.find(({ user }) => user.includes("Smit"));
    office.clock.add(1_000);
    await closeUndelivered(office.made.office, { id: kim?.id ?? "", to: kim?.addresses.find(({ role }) => role === "main-contact")?.holderId ?? "", note: "Gebeld.", by: office.staff.sanne, now: office.now() });
    await office.work();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", numberSentAt: null });
    await sendAgain();
    expect((await getRequest(db(), requestId)).numberSentAt).not.toBeNull();
  });
});
