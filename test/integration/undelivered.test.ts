import type { AddressInfo } from "node:net";

import { and, eq } from "drizzle-orm";
import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { closeUndelivered, listUndelivered } from "#app/domain/correspondence/send-number-again.ts";
import { retryMail } from "#app/domain/correspondence/send.ts";
import { findUndelivered, mailCameBack } from "#app/domain/correspondence/undelivered.ts";
import { system } from "#app/domain/access/actor.ts";
import { endWithAllThatHangsOnIt } from "#app/domain/effects/end-account.ts";
import { giveUpNumber, whatGivingUpDoes } from "#app/domain/effects/give-up-number.ts";
import { listWaitingLetters, makeBatch } from "#app/domain/print-room/batches.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { getStatus, numberWasGivenUp } from "#app/domain/requests/status.ts";
import { deliveryReport } from "#app/simulators/mailbox/report.ts";
import { translator } from "#app/web/i18n.server.ts";
import { showUndelivered } from "#app/web/undelivered.server.ts";
import { returnedMail } from "#app/start/returned-mail.server.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { runSql } from "#db/types.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import { person } from "#db/worlds/cast.ts";
import { answersFor, identify, printAndPost } from "#test/support/journey.ts";
import { freshDatabase } from "#test/support/database.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked, fulfilled } from "#test/support/so-far.ts";

const FATIMA = "f.elidrissi@debrug.example";
let office: TestOffice;
let door: { url: string; close: () => void };
beforeAll(async () => {
  office = await openOffice();
  const app = express();
  app.post("/returned-mail", returnedMail(office.made, office.made.returnedMailToken ?? ""));
  const server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  door = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/returned-mail`, close: () => server.close() };
});
afterAll(() => door.close());

const db = () => office.database.db;
const lines = () => listUndelivered(db(), office.now());
const showLines = async () => (await showUndelivered({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("nl") })).lines;
const close = (id: string, to: string | null, by = office.staff.sanne, note = "Gebeld op het geregistreerde nummer.") => {
  // What is sent after it has a moment of its own.
  office.clock.add(1_000);
  return to === null ? giveUpNumber(office.made.office, { id, note, by, now: office.now() }) : closeUndelivered(office.made.office, { id, to, note, by, now: office.now() });
};
const numberMails = (requestId: string) => db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "user-number"))).orderBy(mail.queuedAt, mail.id);
const waiting = async (requestId: string) => {
  const [made] = await db().select().from(letter).where(eq(letter.requestId, requestId));
  const tray = await listWaitingLetters(db(), office.staff.noor);
  return { isInTray: tray.letters.some(({ id }) => id === made?.id), withoutNumber: tray.withoutNumber };
};
const setEmail = (email: string, changedAt: Date | null) => db().update(roleHolder).set({ email, emailChangedAt: changedAt }).where(eq(roleHolder.surname, person("fatima").surname));

/** The e-mail with the user number left, and comes back. */
async function cameBack(statusCode = "5.1.1"): Promise<{ requestId: string; userNumber: string; line: Awaited<ReturnType<typeof lines>>[number] | undefined }> {
  const requestId = await fulfilled(office);
  await office.work();
  const [sent] = await numberMails(requestId);
  expect(sent).toMatchObject({ status: "sent", recipient: FATIMA });
  await mailCameBack(db(), { messageId: sent?.messageId ?? "", statusCode }, office.now());
  const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
  return { requestId, userNumber: made?.userNumber ?? "", line: (await lines()).find((line) => line.requestId === requestId) };
}

describe("daily practice: an e-mail with the user number bounces", () => {
  beforeEach(async () => {
    await setEmail(FATIMA, null);
    for (const { id } of await lines()) await close(id, null);
  });

  it("holds the PIN letter in the house, and tells the desk", async () => {
    const { requestId, userNumber, line } = await cameBack();
    expect(line).toMatchObject({ userNumber, recipient: FATIMA, cause: "returned", statusCode: "5.1.1" });
    expect((await getRequest(db(), requestId)).numberSentAt).toBeNull();
    expect(await waiting(requestId)).toMatchObject({ isInTray: false, withoutNumber: 1 });
    await makeBatch(office.made.office, { by: office.staff.noor, now: office.now() }).catch(() => undefined);
    const [kept] = await db().select().from(letter).where(eq(letter.requestId, requestId));
    expect(kept?.status).toBe("waiting");
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["mail.returned", "user-number.undelivered"]));
  });

  it("held just so when the server would not take it in the first place", async () => {
    await office.town.post("/simulators/mailbox/faults", { recipient: FATIMA, fault: "permanent" });
    try {
      const requestId = await fulfilled(office);
      await office.work();
      expect((await lines()).find((line) => line.requestId === requestId)).toMatchObject({ cause: "refused", statusCode: null });
      expect(await waiting(requestId)).toMatchObject({ isInTray: false });
      expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["mail.refused", "user-number.undelivered"]));
    } finally {
      await office.town.post("/simulators/mailbox/faults", { recipient: FATIMA, fault: "none" });
    }
  });

  it("changes nothing for a delay, twice, or of an e-mail that is not ours", async () => {
    const { requestId } = await cameBack("4.4.1");
    expect((await lines()).filter((line) => line.requestId === requestId)).toEqual([]);
    const [sent] = await numberMails(requestId);
    const failure = { messageId: sent?.messageId ?? "", statusCode: "5.2.1" };
    expect(await mailCameBack(db(), { ...failure, messageId: "<nobody@zegel.example>" }, office.now())).toBe(false);
    const twice = await Promise.all([mailCameBack(db(), failure, office.now()), mailCameBack(db(), failure, office.now())]);
    expect(twice.filter(Boolean)).toHaveLength(1);
    expect((await lines()).filter((line) => line.requestId === requestId)).toHaveLength(1);
  });

  it("goes again to the same registered address by one person, and then the letter may be printed and the request is done", async () => {
    const { requestId, line } = await cameBack();
    const [mainContact] = line?.addresses.filter(({ role }) => role === "main-contact") ?? [];
    expect(mainContact).toMatchObject({ email: FATIMA, isTheSame: true, needsSecond: false });
    await expect(close(line?.id ?? "", mainContact?.holderId ?? "", office.staff.sanne, " ")).rejects.toMatchObject({ code: "request.note-missing" });
    expect(await close(line?.id ?? "", mainContact?.holderId ?? "")).toEqual({ state: "sent-again" });
    await office.work();
    const [first, again, ...more] = await numberMails(requestId);
    expect(more).toEqual([]);
    expect([first?.status, again?.status, again?.recipient]).toEqual(["refused", "sent", FATIMA]);
    expect(again?.messageId).not.toBe(first?.messageId);
    expect(await waiting(requestId)).toMatchObject({ isInTray: true });
    await expect(close(line?.id ?? "", null)).rejects.toMatchObject({ code: "undelivered.closed" });
    await printAndPost(office);
    expect((await getRequest(db(), requestId)).status).toBe("done");
  });

  it("goes only to a registered address: never to one that is typed, and to one that was changed of late after a second check (D15)", async () => {
    const { requestId, line } = await cameBack();
    const id = line?.id ?? "";
    const holderId = line?.addresses.find(({ role }) => role === "main-contact")?.holderId ?? "";
    await expect(close(id, crypto.randomUUID())).rejects.toMatchObject({ code: "undelivered.address-unknown" });
    await setEmail("fatima.nieuw@debrug.example", office.now());
    expect(await close(id, holderId)).toEqual({ state: "proposed" });
    await expect(close(id, holderId)).rejects.toMatchObject({ code: "access.own-act" });
    await expect(db().update(undeliveredNumber).set({ outcome: "sent-again", closedBy: office.staff.sanne.id, closedAt: office.now() }).where(eq(undeliveredNumber.id, id))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("second_check_of_another_address") as string }) as unknown,
    });
    // Changed once more after the proposal: what a colleague agreed with was the other address.
    await setEmail("fatima.weer@debrug.example", office.now());
    expect(await close(id, holderId, office.staff.wim)).toEqual({ state: "proposed" });
    expect(await close(id, holderId, office.staff.sanne)).toEqual({ state: "sent-again" });
    await office.work();
    expect((await numberMails(requestId)).at(-1)).toMatchObject({ recipient: "fatima.weer@debrug.example", status: "sent" });
  });

  it("goes to the registered address of the other role only when two people agree", async () => {
    const { requestId, line } = await cameBack();
    const signatory = line?.addresses.find(({ role }) => role === "signatory");
    expect(signatory).toMatchObject({ isTheSame: false, needsSecond: true });
    const id = line?.id ?? "";
    expect(await close(id, signatory?.holderId ?? "")).toEqual({ state: "proposed" });
    expect((await lines()).find((one) => one.id === id)?.proposal).toMatchObject({ byId: office.staff.sanne.id, address: signatory?.email });
    expect(await close(id, signatory?.holderId ?? "", office.staff.wim)).toEqual({ state: "sent-again" });
    await office.work();
    expect((await numberMails(requestId)).at(-1)).toMatchObject({ recipient: signatory?.email, status: "sent" });
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["user-number.address-proposed", "user-number.sent-again"]));
  });

  it("waits at the desk again when the second e-mail comes back too", async () => {
    const { requestId, line } = await cameBack();
    await close(line?.id ?? "", line?.addresses.find(({ role }) => role === "main-contact")?.holderId ?? "");
    await office.work();
    const again = (await numberMails(requestId)).at(-1);
    await mailCameBack(db(), { messageId: again?.messageId ?? "", statusCode: "5.2.2" }, office.now());
    expect((await lines()).find((one) => one.requestId === requestId)).toMatchObject({ statusCode: "5.2.2" });
  });

  it("ends its account when it is given up: PIN and letter go with it, the request lapses, and whoever asked is told why", async () => {
    const { requestId, userNumber, line } = await cameBack();
    expect((await showLines()).find(({ id }) => id === line?.id)?.givenUp).toBe("account-ends");
    await expect(close(line?.id ?? "", null, office.staff.sanne, " ")).rejects.toMatchObject({ code: "request.note-missing" });
    expect(await close(line?.id ?? "", null)).toBe("account-ends");
    await office.work();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "lapsed", numberSentAt: null, letterPostedAt: null, closedAt: office.now() });
    expect(await db().select().from(account).where(eq(account.userNumber, userNumber))).toMatchObject([{ status: "ended" }]);
    expect(await db().select().from(letter).where(eq(letter.requestId, requestId))).toMatchObject([{ status: "spoilt", sealed: null }]);
    expect(await db().select().from(credential).where(eq(credential.userNumber, userNumber))).toMatchObject([{ voidReason: "ended" }]);
    expect(await getStatus(db(), { requestId })).toMatchObject({ stopped: "number-given-up" });
    const told = await db().select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "number-given-up")));
    expect(told.map(({ recipient }) => recipient)).toEqual(["s.jansen@debrug.example"]);
    const [lapsed] = await runSql<{ payload: unknown }>(db(), "select payload from audit_event where request_id = $1 and act = 'request.lapsed'", [requestId]);
    expect(lapsed?.payload).toEqual({ stage: "delivery", why: "number-given-up" });
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["user-number.given-up", "account.ended", "letter.spoilt"]));
    // Nothing of it can be taken up again.
    await expect(close(line?.id ?? "", null)).rejects.toMatchObject({ code: "undelivered.closed" });
  });

  it("that was only asked for again is given up without anything else", async () => {
    const requestId = await fulfilled(office);
    await printAndPost(office);
    const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
    const [sent] = await numberMails(requestId);
    // Done before it came back: then the letter has left, and nothing is waited for.
    await mailCameBack(db(), { messageId: sent?.messageId ?? "", statusCode: "5.1.1" }, office.now());
    const line = (await lines()).find((one) => one.requestId === requestId);
    expect((await showLines()).find(({ id }) => id === line?.id)?.givenUp).toBe("nothing");
    expect(await close(line?.id ?? "", null)).toBe("nothing");
    expect(await db().select().from(account).where(eq(account.userNumber, made?.userNumber ?? ""))).toMatchObject([{ status: "active" }]);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("with which somebody has installed has reached them in another way: given up, its request goes on and the account works", async () => {
    const { requestId, userNumber, line } = await cameBack();
    await db().update(credential).set({ installedAt: office.now() }).where(eq(credential.userNumber, userNumber));
    expect((await showLines()).find(({ id }) => id === line?.id)?.givenUp).toBe("is-known");
    expect(await close(line?.id ?? "", null)).toBe("is-known");
    expect(await db().select().from(account).where(eq(account.userNumber, userNumber))).toMatchObject([{ status: "active" }]);
    expect((await getRequest(db(), requestId)).numberSentAt).not.toBeNull();
    await printAndPost(office);
    expect((await getRequest(db(), requestId)).status).toBe("done");
  });

  it("of one of several is given up for that one only", async () => {
    const kim = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true };
    const requestId = await asked(office, answersFor("de-brug", { sharing: "same", others: [kim] }));
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    const [back] = await numberMails(requestId);
    await mailCameBack(db(), { messageId: back?.messageId ?? "", statusCode: "5.1.1" }, office.now());
    const line = (await lines()).find((one) => one.requestId === requestId);
    expect(await close(line?.id ?? "", null)).toBe("account-ends");
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "fulfilling" });
    await printAndPost(office);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
    expect((await db().select().from(account).where(eq(account.requestId, requestId))).map(({ status }) => status).sort()).toEqual(["active", "ended"]);
  });

  /** Two accounts of one request, whose numbers have both left. */
  async function two() {
    const kim = { "user.name": { initials: "K.", prefix: "", surname: "Smit" }, "user.email": "k.smit@debrug.example", "user.phone": "+31612345671", "user.employed": true };
    const requestId = await asked(office, answersFor("de-brug", { sharing: "same", others: [kim] }));
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    const [one, other] = await numberMails(requestId);
    const bounce = (row = one) => mailCameBack(db(), { messageId: row?.messageId ?? "", statusCode: "5.1.1" }, office.now());
    const end = (userNumber: string | null | undefined) =>
      db().transaction((tx) => endWithAllThatHangsOnIt(tx, office.made.office, { userNumber: userNumber ?? "", requestId, reason: "cessationOfOperation", by: system("end-dates"), why: "end-date", now: office.now() }));
    const lineOf = async (userNumber: string | null | undefined) => (await lines()).find((line) => line.userNumber === userNumber);
    const accountOf = async (userNumber: string | null | undefined) => (await db().select().from(account).where(eq(account.userNumber, userNumber ?? "")))[0];
    return { requestId, one, other, bounce, end, lineOf, accountOf };
  }

  it("whose account ended in another way waits for nobody, and counts as known to nobody when it is given up: with the last one the request lapses", async () => {
    const { requestId, one, other, bounce, end, lineOf, accountOf } = await two();
    // The letter of the one leaves, that of the other stays in the house.
    await bounce(other);
    await printAndPost(office);
    await bounce(one);
    const open = await lineOf(one?.userNumber);
    expect(open).toBeDefined();
    await end(one?.userNumber);
    expect(await lineOf(one?.userNumber)).toBeUndefined();
    expect(await whatGivingUpDoes(db(), [{ userNumber: one?.userNumber ?? "", requestId }])).toEqual(new Map([[one?.userNumber, "nothing"]]));
    // Somebody still has the page with it.
    expect(await close(open?.id ?? "", null)).toBe("nothing");
    expect(await accountOf(one?.userNumber)).toMatchObject({ status: "ended", numberSentAt: null });
    expect(await findUndelivered(db(), requestId)).not.toBeNull();
    await end(other?.userNumber);
    expect(await findUndelivered(db(), requestId)).toBeNull();
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "lapsed" });
  });

  it("that comes back after its account has ended is waited for by nobody, and its colleague's request is done", async () => {
    const { requestId, one, bounce, end, lineOf, accountOf } = await two();
    await end(one?.userNumber);
    await bounce(one);
    expect(await accountOf(one?.userNumber)).toMatchObject({ status: "ended", numberSentAt: null });
    expect(await lineOf(one?.userNumber)).toBeUndefined();
    await printAndPost(office);
    expect(await getRequest(db(), requestId)).toMatchObject({ status: "done" });
  });

  it("the database itself lets no request wait for a number that was given up", async () => {
    const { line } = await cameBack();
    const given = { outcome: "ended", closedBy: office.staff.sanne.id, closedAt: office.now() } as const;
    await expect(db().update(undeliveredNumber).set(given).where(eq(undeliveredNumber.id, line?.id ?? ""))).rejects.toMatchObject({
      cause: { message: "a request waits for a number that was given up" },
    });
  });

  it("is found by the request whose status page asks for it, however many there are", async () => {
    const asked: Array<{ query: string; params: unknown[] }> = [];
    const { db: large } = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
    asked.length = 0;
    expect(await numberWasGivenUp(large, crypto.randomUUID())).toBe(false);
    const [{ query, params } = { query: "", params: [] }] = asked;
    const plan = await large.transaction(async (tx) => {
      await runSql(tx, "set local enable_seqscan = off");
      return runSql<Record<string, string>>(tx, `explain ${query}`, params);
    });
    expect(plan.map((line) => Object.values(line)[0]).join("\n")).toContain("undelivered_given_up");
  });

  it("is not sent again from the list of stuck e-mails, where nobody checks an address", async () => {
    const { requestId } = await cameBack();
    const [back] = await numberMails(requestId);
    await retryMail(office.made.office, { mailId: back?.id ?? "", by: office.staff.tom, now: office.now() });
    expect((await numberMails(requestId)).map(({ status }) => status)).toEqual(["refused"]);
  });

  it("the database itself refuses an address without a person, and an e-mail that fails twice", async () => {
    const { line } = await cameBack();
    const [row] = await db().select().from(undeliveredNumber).where(eq(undeliveredNumber.id, line?.id ?? ""));
    const broken = (constraint: string) => ({ cause: { message: expect.stringContaining(constraint) as string } });
    if (!row) throw new Error("There is no row.");
    const mine = eq(undeliveredNumber.id, row.id);
    await expect(db().update(undeliveredNumber).set({ outcome: "sent-again", address: "x@y.example", closedBy: office.staff.wim.id, closedAt: office.now() }).where(mine)).rejects.toMatchObject(broken("number_goes_to_a_registered_address"));
    await expect(db().update(undeliveredNumber).set({ outcome: "ended" }).where(mine)).rejects.toMatchObject(broken("undelivered_is_closed_whole"));
    await expect(db().insert(undeliveredNumber).values({ ...row, id: crypto.randomUUID() })).rejects.toMatchObject(broken("mail_fails_once"));
    const [other] = await db().select().from(mail).where(eq(mail.template, "request-received")).limit(1);
    await expect(db().insert(undeliveredNumber).values({ ...row, id: crypto.randomUUID(), mailId: other?.id ?? "" })).rejects.toMatchObject(broken("number_is_undelivered_once"));
  });
});

describe("what comes back is handed over", () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    fetch(door.url, { method: "POST", body, headers: { "content-type": "message/rfc822", authorization: `Bearer ${office.made.returnedMailToken ?? ""}`, ...headers } });

  it("as the mail that it is, by whoever knows the token", async () => {
    const requestId = await fulfilled(office);
    await office.work();
    const [sent] = await numberMails(requestId);
    const report = deliveryReport(Buffer.from(`Message-ID: ${sent?.messageId ?? ""}\r\n\r\n`), { recipient: FATIMA, from: "noreply@zegel.example", at: office.now() });
    expect((await send(report, { authorization: "Bearer nobody" })).status).toBe(401);
    expect((await send("Subject: Afwezig\r\n\r\nTot maandag.")).status).toBe(422);
    expect((await lines()).filter((line) => line.requestId === requestId)).toEqual([]);
    expect((await send(report)).status).toBe(204);
    expect((await lines()).filter((line) => line.requestId === requestId)).toHaveLength(1);
    // Once more says nothing new, and is taken all the same.
    expect((await send(report)).status).toBe(204);
  });
});
