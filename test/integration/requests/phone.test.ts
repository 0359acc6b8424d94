import { randomUUID } from "node:crypto";

import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { blockByPhone, type Call } from "#app/domain/accounts/block-by-phone.ts";
import { listCallBackNumbers, momentOfCall } from "#app/domain/accounts/call-back.ts";
import { isRegisteredAddress } from "#app/domain/accounts/registered-addresses.ts";
import { findForCall } from "#app/domain/customers/callable.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { firstPageOf, menuOf } from "#app/web/menu.ts";
import { action, loader } from "#app/routes/urgent-block.$userNumber.tsx";
import { loader as find } from "#app/routes/urgent-block._index.tsx";
import { loader as outcome } from "#app/routes/urgent-block.calls.$callId.tsx";
import { account } from "#db/schema/accounts.ts";
import { accountBlock, roleDeparture } from "#db/schema/blocks.ts";
import { mail } from "#db/schema/correspondence.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { urgentCall } from "#db/schema/phone.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import { person } from "#db/worlds/cast.ts";
import { approve, identify, linkTo, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { ADDRESSES, softwareOfDeBrug } from "#test/support/software.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const HOUR = 3_600_000;

let zoe: typeof account.$inferSelect;
/** A new Zoë for every test; somebody was called back a minute ago. */
beforeEach(async () => {
  const requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  const [made] = await db().select().from(account).where(eq(account.requestId, requestId));
  if (!made) throw new Error("There is no account.");
  zoe = made;
});

const timeNow = (back = 0) => new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(office.now().getTime() - back);
const numberOf = async (who: string) => (await listCallBackNumbers(db(), zoe)).find(({ email }) => email === person(who).email)?.key ?? "";
const stateOf = async (userNumber = zoe.userNumber) => (await db().select().from(account).where(eq(account.userNumber, userNumber)))[0]?.status;
const callOf = async (callId: string) => (await db().select().from(urgentCall).where(eq(urgentCall.id, callId)))[0];
const requestOf = async (callId: string) => getRequest(db(), (await callOf(callId))?.requestId ?? "");
const amounts = async () => [await db().$count(request), await db().$count(urgentCall), await db().$count(accountBlock)];

async function call(change: Partial<Call> = {}): Promise<Call> {
  return { caller: "Sem Jansen, assistent", said: "De laptop van Zoë is gestolen.", reason: "compromised", called: await numberOf("pieter"), calledBackAt: timeNow(60_000), answeredBy: "Pieter Hendriks", ...change };
}

async function phone(change: Partial<Call> = {}, other: { callId?: string; userNumber?: string; confirmed?: boolean } = {}) {
  return blockByPhone(office.made.office, { callId: randomUUID(), userNumber: zoe.userNumber, confirmed: true, ...other, call: await call(change), registers: office.made.office.registers, by: office.staff.daan, now: office.now() });
}

describe("an urgent report by phone (D23)", () => {
  it("blocks at once, before any job has run, and stands open at the desk with a term in hours", async () => {
    const { callId } = await phone();
    const row = await requestOf(callId);
    expect(await stateOf()).toBe("blocked");
    expect(row).toMatchObject({ type: "revocation", channel: "phone", status: "submitted", priority: "high", subjectName: "Z. van der Håkon", applicantEmail: person("pieter").email });
    const [clock] = await db().select().from(requestClock).where(eq(requestClock.requestId, row.id));
    expect(clock).toMatchObject({ stage: "review", calendarVersion: null, stoppedAt: null });
    expect((row.dueAt?.getTime() ?? 0) - office.now().getTime()).toBe(24 * HOUR);
    expect((await latestJudgement(db(), row.id, "screening"))?.spoke).toContain("revocation-urgent");
    expect(await office.trail(row.id)).toEqual(expect.arrayContaining(["request.called-in", "account.blocked"]));
  });

  it("notes who called about what, which registered number was called back and when, who answered and who took it", async () => {
    const { callId } = await phone({ said: "Laptop weg, BSN 123456782." });
    expect(await callOf(callId)).toMatchObject({
      caller: "Sem Jansen, assistent",
      said: "Laptop weg, BSN •••••.",
      number: person("pieter").phone,
      answeredBy: "Pieter Hendriks",
      takenBy: office.staff.daan.id,
      takenAt: office.now(),
    });
    const { id, answers } = await requestOf(callId);
    // Nothing of what the caller said is an answer: the form is filled in from the register.
    expect(JSON.stringify(answers)).not.toMatch(/Laptop|Sem/);
    const shown = await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, id);
    expect(shown.call).toMatchObject({ caller: "Sem Jansen, assistent", calledBack: { number: "06 55510274", role: "contact" }, taken: { by: "Daan Vos" }, numberChangedAt: null });
    expect(shown.trail.find(({ what }) => what === "Spoedmelding per telefoon, na terugbellen")).toMatchObject({ who: "Daan Vos" });
  });

  it("asks nothing that the form does not ask, so that the desk can read it all", async () => {
    const { answers, releaseId } = await requestOf((await phone()).callId);
    const { content } = await getDefinition(db(), releaseId, "request-type", "revocation");
    const fields = content.pages.flatMap((page) => page.fields.map(({ id }) => id));
    expect(Object.keys(answers).filter((path) => !fields.includes(path))).toEqual(["_masked"]);
  });

  it("tells whoever was called back, the user and the contacts by e-mail, and the main contact can object", async () => {
    const { id } = await requestOf((await phone()).callId);
    await office.work();
    const told = await db().select().from(mail).where(eq(mail.requestId, id));
    expect(told.map(({ template, recipient }) => `${template} ${recipient}`).sort()).toEqual(
      [
        `account-blocked ${person("pieter").email}`,
        `account-blocked ${zoe.email}`,
        `request-received ${person("pieter").email}`,
        `revocation-notice ${person("fatima").email}`,
        `revocation-notice ${person("pieter").email}`,
      ].sort(),
    );
    await objectToRequest(office.made.office, { link: await linkTo(office, id, "objection", "fatima"), text: "De laptop is er weer.", now: office.now() });
    await office.work();
    expect(await stateOf()).toBe("active");
  });

  it("is confirmed at the desk, which revokes for good", async () => {
    const revoked = await requestOf((await phone()).callId);
    await approve(office, revoked.id);
    await office.letDecisionsLeave();
    await office.work();
    expect(await stateOf()).toBe("ended");
    expect((await getRequest(db(), revoked.id)).status).toBe("done");
  });

  it("comes to nothing when the desk rejects it: the account works again", async () => {
    const { id } = await requestOf((await phone()).callId);
    const { version } = await claimRequest(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId: id, version, reasonCode: "NOT_AUTHORISED_REQUESTER", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    await office.work();
    expect(await stateOf()).toBe("active");
  });

  it("is one act: when a part of it fails, nothing of it is there", async () => {
    const before = await amounts();
    const broken = { ...office.made.office, queue: { ...office.made.office.queue, enqueue: async () => Promise.reject(new Error("No queue.")) } };
    const input = { callId: randomUUID(), userNumber: zoe.userNumber, confirmed: true, call: await call(), registers: office.made.office.registers, by: office.staff.daan, now: office.now() };
    await expect(blockByPhone(broken, input)).rejects.toThrow("No queue.");
    expect(await amounts()).toEqual(before);
    expect(await stateOf()).toBe("active");
  });
});

describe("without a call back on a registered number nothing is blocked (D23)", () => {
  it.each([
    ["no call back", {}, { confirmed: false }, "call.unconfirmed"],
    ["a number that the caller gave", { called: "user +31699999999" }, {}, "call.number-changed"],
    ["a reason that is not urgent", { reason: "not-needed" }, {}, "call.reason"],
    ["a reason of nobody's", { reason: "constructor" }, {}, "call.reason"],
  ] as const)("%s", async (_what, change, other, code) => {
    const before = await amounts();
    await expect(phone(change, other)).rejects.toMatchObject({ code });
    expect(await amounts()).toEqual(before);
    expect(await stateOf()).toBe("active");
  });

  it("the user can say that somebody else has the key, but not that they have left: that others confirm (D16)", async () => {
    const own = await numberOf("zoe");
    for (const reason of ["left", "deceased"]) await expect(phone({ called: own, reason })).rejects.toMatchObject({ code: "call.someone-else" });
    await phone({ called: own });
    expect(await stateOf()).toBe("blocked");
  });

  it("a number that was changed meanwhile is another number, and one that changed of late is said to be so, also at the desk (D15)", async () => {
    const before = await numberOf("pieter");
    const change = { phone: "+31655500001", phoneChangedAt: office.now() };
    const [was] = await db().select().from(roleHolder).where(and(eq(roleHolder.email, person("pieter").email), isNull(roleHolder.endedAt)));
    await db().update(roleHolder).set(change).where(eq(roleHolder.id, was?.id ?? ""));
    await expect(phone({ called: before })).rejects.toMatchObject({ code: "call.number-changed" });
    const { data } = await routesOf(office).get(loader, `/urgent-block/${zoe.userNumber}`, { by: office.staff.daan, params: { userNumber: zoe.userNumber } });
    expect(data["numbers"]).toMatchObject([{ number: "06 55500001", role: "contact", changedOn: office.now().toISOString() }, { role: "main-contact", changedOn: null }, {}, {}, {}]);
    const { id } = await requestOf((await phone({ called: await numberOf("pieter") })).callId);
    expect((await showCase({ db: db(), actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, id)).call?.numberChangedAt).toBe(office.now().toISOString());
    await db().update(roleHolder).set({ phone: was?.phone ?? null, phoneChangedAt: null }).where(eq(roleHolder.id, was?.id ?? ""));
  });

  it("nobody who was reported gone is called", async () => {
    const { id: requestId } = await requestOf((await phone()).callId);
    const [pieter] = await db().select().from(roleHolder).where(and(eq(roleHolder.email, person("pieter").email), isNull(roleHolder.endedAt)));
    await db().insert(roleDeparture).values({ requestId, roleHolderId: pieter?.id ?? "", reportedAt: office.now() });
    expect(await numberOf("pieter")).toBe("");
    await db().delete(roleDeparture).where(eq(roleDeparture.requestId, requestId));
  });

  it("where the register has no number at all, there is nothing to choose, and so nothing to block by", async () => {
    const holders = await db().select().from(roleHolder).where(eq(roleHolder.enterpriseId, zoe.enterpriseId));
    await db().update(roleHolder).set({ phone: null }).where(eq(roleHolder.enterpriseId, zoe.enterpriseId));
    await db().update(account).set({ phone: null }).where(eq(account.userNumber, zoe.userNumber));
    const { data } = await routesOf(office).get(loader, `/urgent-block/${zoe.userNumber}`, { by: office.staff.daan, params: { userNumber: zoe.userNumber } });
    expect(data).toMatchObject({ numbers: [], form: "/apply/revocation" });
    await expect(phone({ called: "user " })).rejects.toMatchObject({ code: "call.number-changed" });
    for (const { id, phone: number } of holders) await db().update(roleHolder).set({ phone: number }).where(eq(roleHolder.id, id));
  });

  it("the time is the last on the clock, never one to come, also past midnight and when the clocks change", () => {
    const at = (time: string, now: string) => momentOfCall(time, new Date(now)).toISOString();
    expect(at("10:00", "2026-11-16T09:00:00Z")).toBe("2026-11-16T09:00:00.000Z");
    expect(() => at("10:01", "2026-11-16T09:00:00Z")).toThrow(expect.objectContaining({ code: "call.later" }));
    expect(at("23:58", "2026-11-16T23:04:00Z")).toBe("2026-11-16T22:58:00.000Z");
    expect(() => at("13:00", "2026-11-16T09:00:00Z")).toThrow(expect.objectContaining({ code: "call.later" }));
    expect(at("01:30", "2026-10-25T03:00:00Z")).toBe("2026-10-24T23:30:00.000Z");
  });

  it("the database keeps no call without who answered, nor one that was called back afterwards", async () => {
    const row = await callOf((await phone()).callId);
    if (!row) throw new Error("There is no call.");
    const set = (change: Partial<typeof urgentCall.$inferInsert>) => db().update(urgentCall).set(change).where(eq(urgentCall.id, row.id));
    await expect(set({ answeredBy: " " })).rejects.toMatchObject({ cause: { message: expect.stringContaining("call_was_answered") } });
    await expect(set({ calledBackAt: new Date(row.takenAt.getTime() + 1000) })).rejects.toMatchObject({ cause: { message: expect.stringContaining("called_back_before_it_counted") } });
  });
});

describe("what goes another way than it should", () => {
  it("the same form sent twice, also at once, is one call", async () => {
    const before = await amounts();
    const callId = randomUUID();
    const both = await Promise.all([phone({}, { callId }), phone({}, { callId })]);
    expect(both.map(({ again }) => again).sort()).toEqual([false, true]);
    expect(await phone({}, { callId })).toEqual({ callId, again: true });
    expect(await amounts()).toEqual(before.map((amount) => amount + 1));
  });

  it("a number that there is not, and an account that has ended", async () => {
    await expect(phone({}, { userNumber: "90000000000000" })).rejects.toMatchObject({ code: "account.unknown" });
    await db().update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    const before = await amounts();
    await expect(phone()).rejects.toMatchObject({ code: "account.has-ended" });
    expect(await amounts()).toEqual(before);
  });

  it("an account that is blocked already keeps a block of each report: one that comes to nothing opens nothing", async () => {
    const first = await requestOf((await phone()).callId);
    await phone({ said: "Nog een collega belt." });
    const { version } = await claimRequest(office.made.office, { requestId: first.id, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId: first.id, version, reasonCode: "DUPLICATE", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    await office.work();
    expect(await stateOf()).toBe("blocked");
  });

  it("a form for another account that was sent from the page of the first", async () => {
    const { callId } = await phone();
    const [other] = await db().select().from(account).where(eq(account.status, "active")).limit(1);
    await expect(phone({}, { callId, userNumber: other?.userNumber ?? "" })).rejects.toMatchObject({ code: "call.of-another" });
  });
});

describe("finding the account that somebody calls about", () => {
  it("by its number, however grouped, or by practice and person; of ended accounts none", async () => {
    expect(await findForCall(db(), zoe.userNumber.replace(/(\d{4})/g, "$1 "), office.now())).toEqual({ userNumber: zoe.userNumber });
    expect(await findForCall(db(), "90000000000000", office.now())).toEqual({ unknownNumber: true });
    const byName = await findForCall(db(), "van der håkon", office.now());
    const usersOf = (found: typeof byName) => ("practices" in found ? found.practices.flatMap(({ users }) => users) : []);
    expect(usersOf(byName).map(({ userNumber }) => userNumber)).toContain(zoe.userNumber);
    expect(new Set(usersOf(byName).map(({ name }) => name))).toEqual(new Set(["Z. van der Håkon"]));
    expect(usersOf(await findForCall(db(), zoe.agbCode, office.now())).map(({ userNumber }) => userNumber)).toContain(zoe.userNumber);
    expect(usersOf(await findForCall(db(), "de brug", office.now())).every(({ status }) => status !== "ended")).toBe(true);
    expect(await findForCall(db(), "nergens-bekend-qq", office.now())).toEqual({ practices: [], isCut: false });
  });

  it("leads from a right number straight to the account, and says that a wrong one is unknown", async () => {
    const ask = (q: string) => routesOf(office).get(find, `/urgent-block?q=${q}`, { by: office.staff.daan });
    expect((await ask(zoe.userNumber)).location).toBe(`/urgent-block/${zoe.userNumber}`);
    expect((await ask("90000000000000")).data).toMatchObject({ found: { isUnknown: true } });
  });
});

describe("the page of a call", () => {
  const at = () => ({ params: { userNumber: zoe.userNumber } });
  const path = () => `/urgent-block/${zoe.userNumber}`;
  const form = async (change: Record<string, string> = {}) => ({ callId: randomUUID(), confirmed: "yes", ...(await call()), ...change });

  it("takes it, says what to tell the caller, and the second time that it was there already; only to whoever took it", async () => {
    const sent = await form();
    const first = await routesOf(office).post(action, path(), sent, { ...at(), by: office.staff.daan });
    expect(first).toMatchObject({ status: 303, location: `/urgent-block/calls/${sent.callId}` });
    expect((await routesOf(office).post(action, path(), sent, { ...at(), by: office.staff.daan })).location).toBe(`/urgent-block/calls/${sent.callId}?again=yes`);
    const seen = (by: { id: string }) => routesOf(office).get(outcome, `/urgent-block/calls/${sent.callId}?again=yes`, { by, params: { callId: sent.callId } });
    expect((await seen(office.staff.daan)).data).toMatchObject({ title: "Het account van Z. van der Håkon is geblokkeerd", again: true, request: null });
    expect((await seen(office.staff.ilse)).status).toBe(404);
  });

  it("keeps what was typed and says at each field what is missing, in both languages", async () => {
    const sent = await form({ caller: " ", called: "", confirmed: "", calledBackAt: "25:00" });
    const nl = await routesOf(office).post(action, path(), sent, { ...at(), by: office.staff.daan });
    expect(nl.status).toBe(422);
    expect(nl.data["problem"]).toMatchObject({
      fields: {
        caller: "Vul dit in.",
        called: "Kies het nummer dat u terugbelde.",
        calledBackAt: "Vul in hoe laat u terugbelde, bijvoorbeeld 14:05.",
        confirmed: "Bel eerst terug en vink dit aan. Zonder terugbellen mag u niet blokkeren.",
      },
      values: { said: "De laptop van Zoë is gestolen.", answeredBy: "Pieter Hendriks", callId: sent.callId },
    });
    const en = await routesOf(office).post(action, path(), sent, { ...at(), by: office.staff.daan, language: "en" });
    expect(en.data["problem"]).toMatchObject({ fields: { confirmed: "Call back first and tick this. Without calling back you may not block the account." } });
    expect(await stateOf()).toBe("active");
  });

  it("says of an account that has ended, or is not there, what is so", async () => {
    await db().update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    for (const [language, sentence] of [["nl", "Dit account is intussen beëindigd. U hoeft niets te blokkeren."], ["en", "This account has ended meanwhile. There is nothing to block."]] as const) {
      const answer = await routesOf(office).post(action, path(), await form(), { ...at(), by: office.staff.daan, language });
      expect([answer.status, answer.data["problem"]]).toMatchObject([409, { message: sentence, values: { caller: "Sem Jansen, assistent" } }]);
    }
    const unknown = await routesOf(office).get(loader, "/urgent-block/90000000000000", { by: office.staff.daan, params: { userNumber: "90000000000000" } });
    expect([unknown.status, unknown.data["problem"]]).toMatchObject([404, { code: "account.unknown" }]);
  });

  it("says of an account that is blocked already since when and why", async () => {
    const row = await requestOf((await phone()).callId);
    const { data } = await routesOf(office).get(loader, path(), { ...at(), by: office.staff.daan });
    expect(data).toMatchObject({ status: "blocked", blocked: { reference: `ZG-${row.number}`, since: office.now().toISOString() } });
  });

  it("is where who is on call begins, and all that there is for them (D23)", () => {
    expect(firstPageOf(office.staff.daan)).toBe("/urgent-block");
    expect(menuOf(office.staff.daan).map(({ key }) => key)).toEqual(["urgentBlock"]);
  });
});

describe("a report that software's certificate is in other hands (D23, Q35)", () => {
  let software: typeof account.$inferSelect;
  beforeEach(async () => {
    await db().update(account).set({ status: "ended" }).where(eq(account.kind, "system"));
    software = await softwareOfDeBrug(office);
  });
  const report = async (change: Partial<Call> = {}) => phone({ said: "De server van TandPlan is gekraakt.", called: await numberOf("pieter"), ...change }, { userNumber: software.userNumber });
  const shown = async () => (await routesOf(office).get(loader, `/urgent-block/${software.userNumber}`, { by: office.staff.daan, params: { userNumber: software.userNumber } })).data;

  it("is found by its name, and asks no reason that only a person can have", async () => {
    const found = await findForCall(db(), software.agbCode, office.now());
    expect("practices" in found && found.practices.flatMap(({ users }) => users)).toEqual(expect.arrayContaining([expect.objectContaining({ userNumber: software.userNumber, name: "Tandartspraktijk De Brug, TandPlan" })]));
    expect(await shown()).toMatchObject({ name: "Tandartspraktijk De Brug, TandPlan", status: "active", reasons: [{ value: "compromised" }] });
    for (const reason of ["left", "deceased"]) await expect(report({ reason })).rejects.toMatchObject({ code: "call.reason" });
  });

  it("blocks at once, so that it gets in from nowhere, and stands at the desk as the form about software would", async () => {
    expect(await isRegisteredAddress(db(), { userNumber: software.userNumber, address: ADDRESSES[0] ?? "" })).toBe(true);
    const row = await requestOf((await report()).callId);
    expect(await stateOf(software.userNumber)).toBe("blocked");
    expect(await isRegisteredAddress(db(), { userNumber: software.userNumber, address: ADDRESSES[0] ?? "" })).toBe(false);
    expect(row).toMatchObject({ priority: "high", identificationRequired: true, answers: { "revocation.kind": "system", "system.software": "Tandartspraktijk De Brug, TandPlan", "system.reason": "compromised" } });
    expect(row.answers).not.toHaveProperty(["user.number"]);
    expect((await latestJudgement(db(), row.id, "screening"))?.spoke).toEqual(expect.arrayContaining(["system-urgent"]));
    const { content } = await getDefinition(db(), row.releaseId, "request-type", "revocation");
    const fields = content.pages.flatMap((page) => page.fields.map(({ id }) => id));
    expect(Object.keys(row.answers as object).filter((path) => !fields.includes(path))).toEqual(["_masked"]);
  });

  it("ends it for good once somebody identified, and stays blocked until then; rejected, it works again", async () => {
    const row = await requestOf((await report()).callId);
    await approve(office, row.id);
    await office.letDecisionsLeave();
    await office.work();
    expect([(await getRequest(db(), row.id)).status, await stateOf(software.userNumber)]).toEqual(["identifying", "blocked"]);
    await identify(office, row.id, { holder: "fatima" });
    await office.work();
    expect([(await getRequest(db(), row.id)).status, await stateOf(software.userNumber)]).toEqual(["done", "ended"]);

    software = await softwareOfDeBrug(office);
    const { id } = await requestOf((await report()).callId);
    const { version } = await claimRequest(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId: id, version, reasonCode: "NOT_AUTHORISED_REQUESTER", by: office.staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    await office.work();
    expect(await stateOf(software.userNumber)).toBe("active");
  });
});
