import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { replaceSentLetter } from "#app/domain/effects/send-letter.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { getBatch, listWaitingLetters, makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { closeReturn, findLetterInHand, listReturns, registerReturn } from "#app/domain/print-room/returns.ts";
import { countLetters, settleBatch } from "#app/domain/print-room/settle.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { runSql } from "#db/types.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { publishTradeName, TRADE_LETTER, TRADE_NAME, tradeAnswers, tradeLetter } from "#test/support/sent-letter.ts";
import { fulfilled } from "#test/support/so-far.ts";
import { studioOf } from "#test/support/studio.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  await publishTradeName(office);
});

const db = () => office.database.db;
const noor = () => ({ by: office.staff.noor, now: office.now() });
const lettersOf = (requestId: string) => db().select().from(letter).where(eq(letter.requestId, requestId)).orderBy(asc(letter.number));
const kvkNumber = practice("de-brug").kvkNumber;

/** Asked for and approved; its letter waits in the print room once the jobs were done. */
async function approved(change?: Record<string, unknown>): Promise<string> {
  const requestId = await received(office, tradeAnswers(change), TRADE_NAME);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

/** Everything that may leave is put into a batch and handed out; then this one letter is called spoilt, or all are posted. */
async function print(spoilt: readonly string[] = []): Promise<void> {
  const batch = await makeBatch(office.made.office, noor());
  const letters = await releaseBatch(office.made.office, { batch, ...noor() });
  const ids = letters.map(({ id }) => id);
  await settleBatch(office.made.office, { batch, posted: ids.filter((id) => !spoilt.includes(id)), spoilt: ids.filter((id) => spoilt.includes(id)), ...noor() });
  await office.work();
}

describe("a letter that a request type sends (R119)", () => {
  it("goes through the print room to the registered address, and the request is done when it was posted (D9)", async () => {
    const requestId = await approved();
    const [made] = await lettersOf(requestId);
    const { street, houseNumber } = practice("de-brug").address;
    expect(made).toMatchObject({ status: "waiting", template: TRADE_LETTER, language: "nl", credentialId: null, effect: 0, position: 1, replaces: null });
    expect(made?.addressee.slice(0, 2)).toEqual(["Tandartspraktijk De Brug", "T.a.v. J.W. de Vries-Bakker"]);
    expect(made?.addressee[2]).toContain(`${street} ${houseNumber}`);
    expect(JSON.stringify(made?.words)).toMatch(/Mondzorg De Brug.*vrijdag 1 januari 2027/);
    expect(made?.sealed).toMatch(/^[\w-]+\.[\w-]+\./);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", postRequired: true, postLeftAt: null, deliveryRequired: false });
    expect((await getStatus(db(), { requestId })).steps.map(({ key, state }) => `${key} ${state}`)).toEqual(["received done", "review done", "sending current", "sent next"]);
    const tray = await listWaitingLetters(db(), office.staff.noor);
    expect(tray.letters.find(({ id }) => id === made?.id)).toMatchObject({ hasPin: false, template: TRADE_LETTER });

    await print();
    expect(await lettersOf(requestId)).toMatchObject([{ status: "posted", sealed: null, words: made?.words }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done", postLeftAt: office.now() });
    const told = await db().select().from(mail).where(eq(mail.requestId, requestId));
    expect(told.filter(({ template }) => template === "sent-letter-posted").map(({ recipient }) => recipient)).toEqual([person("sem").email]);
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["request.fulfilled", "letter.written", "letter.batched", "letter.released", "letter.posted", "request.completed"]));
  });

  it("is made once, however often its job comes and wherever it broke off", async () => {
    await runSql(db(), "create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$");
    await runSql(db(), "create trigger break_off after insert on letter for each row execute function break_off()");
    const requestId = await approved();
    expect(await lettersOf(requestId)).toEqual([]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", fulfilledAt: null });
    expect(await office.trail(requestId)).not.toContain("letter.written");
    await runSql(db(), "drop trigger break_off on letter");
    const again = () => fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    await Promise.all([again(), again(), again()]);
    await again();
    expect(await lettersOf(requestId)).toHaveLength(1);
    expect((await office.trail(requestId)).filter((act) => act === "letter.written")).toHaveLength(1);
    // The database holds it as well, whatever code there is.
    const [{ number: _number, id: _id, ...row } = { number: 0, id: "" }] = await lettersOf(requestId);
    await expect(db().insert(letter).values(row as typeof letter.$inferInsert)).rejects.toMatchObject({ cause: expect.objectContaining({ message: expect.stringContaining("request_sends_each_letter_once") }) as unknown });
    await print();
  });

  it("that was spoilt comes once more, with a number of its own, and is waited for", async () => {
    const requestId = await approved();
    const [first] = await lettersOf(requestId);
    await print([first?.id ?? ""]);
    const again = () => replaceSentLetter(office.made.fulfil, { letterId: first?.id ?? "", now: office.now() });
    await Promise.all([again(), again()]);
    const both = await lettersOf(requestId);
    expect(both).toMatchObject([{ status: "spoilt", sealed: null }, { status: "waiting", replaces: first?.number, words: first?.words }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling", postLeftAt: null });
    await print();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
    const { made, ...rest } = await countLetters(db());
    expect(made).toBe(Object.values(rest).reduce((sum, amount) => sum + amount, 0));
  });

  it("that came back holds all post to that enterprise, with a PIN or without, until somebody looked at the address", async () => {
    const requestId = await approved();
    await print();
    const [sent] = await lettersOf(requestId);
    const reference = letterReferenceOf(sent?.number ?? 0);
    expect(await findLetterInHand(db(), reference)).toMatchObject({ practice: "Tandartspraktijk De Brug", status: "posted", hasPin: false });
    await registerReturn(office.made.office, { reference, reason: "moved", ...noor() });
    const [pinLetter] = await lettersOf(await fulfilled(office));
    const [other] = await lettersOf(await approved());
    const held = await listWaitingLetters(db(), office.staff.noor);
    expect(held.letters.filter(({ id }) => id === pinLetter?.id || id === other?.id)).toEqual([]);
    expect(held.held).toBe(2);
    const [back] = await listReturns(db(), office.now());
    expect(back).toMatchObject({ reference, user: null, practice: "Tandartspraktijk De Brug", requestId });
    await closeReturn(office.made.office, { id: back?.id ?? "", outcome: "sent-again", note: "Gebeld: adres klopt.", by: office.staff.sanne, now: office.now() });
    await office.work();
    expect((await lettersOf(requestId)).map(({ status }) => status)).toEqual(["returned", "waiting"]);
    await print();
    expect(await lettersOf(requestId)).toMatchObject([{ status: "returned" }, { status: "posted" }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("is not printed by who decided the request (D15)", async () => {
    const requestId = await approved();
    const [made] = await lettersOf(requestId);
    const reviewer = { ...office.staff.sanne };
    const tray = await listWaitingLetters(db(), reviewer);
    expect(tray.letters.map(({ id }) => id)).not.toContain(made?.id);
    expect(tray.decidedByMe).toBeGreaterThan(0);
    await print();
  });

  it("waits among the stuck work for an address that two people have not seen since it changed, and for somebody to write to", async () => {
    await db().update(enterprise).set({ addressChangedAt: office.now() }).where(eq(enterprise.kvkNumber, kvkNumber));
    const requestId = await received(office, tradeAnswers(), TRADE_NAME);
    await db().update(enterprise).set({ addressChangedAt: null }).where(eq(enterprise.kvkNumber, kvkNumber));
    await approve(office, requestId);
    await db().update(enterprise).set({ addressChangedAt: new Date(office.now().getTime() + 1_000) }).where(eq(enterprise.kvkNumber, kvkNumber));
    await office.letDecisionsLeave();
    const carryOut = () => fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    await expect(carryOut()).rejects.toMatchObject({ code: "letter.address-changed" });
    await db().update(enterprise).set({ addressChangedAt: null }).where(eq(enterprise.kvkNumber, kvkNumber));
    const email = person("johanna").email;
    await db().update(roleHolder).set({ endedAt: office.now() }).where(eq(roleHolder.email, email));
    await expect(carryOut()).rejects.toMatchObject({ code: "letter.nobody-to-write-to" });
    await db().update(roleHolder).set({ endedAt: null }).where(eq(roleHolder.email, email));
    await carryOut();
    expect(await lettersOf(requestId)).toHaveLength(1);
    await print();
  });

  it("says what the release said that its request began with (P17), and what it said stays", async () => {
    const requestId = await received(office, tradeAnswers(), TRADE_NAME);
    const studio = studioOf(office);
    const now = tradeLetter();
    await studio.publish({ kind: "letter", key: TRADE_LETTER, content: { ...now, subject: { nl: "Iets heel anders over {{practice}}", en: "Something else about {{practice}}" } } });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    const [old] = await lettersOf(requestId);
    const [young] = await lettersOf(await approved());
    expect([old?.words?.subject, young?.words?.subject]).toEqual(["De handelsnaam van Tandartspraktijk De Brug", "Iets heel anders over Tandartspraktijk De Brug"]);
    await expect(db().update(letter).set({ words: young?.words ?? null }).where(eq(letter.id, old?.id ?? ""))).rejects.toMatchObject({ cause: expect.objectContaining({ message: expect.stringContaining("a letter says what it said") }) as unknown });
    await print();
  });

  it("lies in one batch with PIN letters, and the batch says which is which", async () => {
    const [pin] = await lettersOf(await fulfilled(office));
    const [plain] = await lettersOf(await approved());
    const batch = await makeBatch(office.made.office, noor());
    const { letters } = await getBatch(db(), batch);
    expect(letters.map(({ id, hasPin, isDead }) => ({ id, hasPin, isDead }))).toEqual([
      { id: pin?.id, hasPin: true, isDead: false },
      { id: plain?.id, hasPin: false, isDead: false },
    ]);
    await releaseBatch(office.made.office, { batch, ...noor() });
    await settleBatch(office.made.office, { batch, posted: letters.map(({ id }) => id), spoilt: [], ...noor() });
  });
});
