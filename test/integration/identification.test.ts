import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeIdinBroker } from "#app/adapters/idin/broker.ts";
import { makeLink, openLink, tokenOf, type Link } from "#app/domain/access/links.ts";
import { system } from "#app/domain/access/actor.ts";
import { confirmRequest, denyRequest, openAsked } from "#app/domain/identification/asked.ts";
import { openIdentification, type RoleHolder } from "#app/domain/identification/open.ts";
import type { IdentityBroker } from "#app/domain/identification/ports.ts";
import { returnFromBank } from "#app/domain/identification/return.ts";
import { askAgain, confirmRuling, openSealedAnswers, proposeAcceptance, refuseIdentity } from "#app/domain/identification/rule.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { startIdentification } from "#app/domain/identification/visit.ts";
import { moveRequest } from "#app/domain/requests/move.ts";
import type { Persona } from "#app/simulators/bank/personas.ts";
import { identification, identificationAttempt, identificationParty } from "#db/schema/identification.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { link, request } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { freshDatabase } from "#test/support/database.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const LINKS = "the secret of the links, for tests";
const SECRET = "the secret of identification, for tests";
const DAY = 86_400_000;

let database: Database;
let bridge: Practice;
let town: Neighbourhood;
let broker: IdentityBroker;

beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  town = await openNeighbourhood();
  broker = makeIdinBroker({ ...town.settings.idin, timeoutMs: 1_000 });
});
afterAll(() => town?.close());

const later = (ms: number) => new Date(NOW.getTime() + ms);

type Question = { requestId: string; johanna: Link; fatima: Link };

async function ask(options: { everybody?: boolean; parties?: RoleHolder[] } = {}): Promise<Question> {
  const { office, signatory, mainContact } = bridge;
  const requestId = await bridge.approvedRequest();
  const parties = options.parties ?? [signatory, mainContact];
  const asking = { requestId, parties, everybody: options.everybody ?? false, by: system("decisions"), now: NOW, expiresAt: later(14 * DAY) };
  await office.db.transaction((tx) => openIdentification(tx, office, asking));
  return { requestId, johanna: await linkOf(requestId, signatory.id), fatima: await linkOf(requestId, mainContact.id) };
}

async function linkOf(requestId: string, holderId: string): Promise<Link> {
  const links = await database.db.select().from(link).where(and(eq(link.requestId, requestId), eq(link.roleHolderId, holderId)));
  return links.at(-1) as Link;
}

/** Confirms, goes to the bank as that customer, lets that happen there; answers what the browser brings back. */
async function goToBank(from: Link, persona: Persona, customer: string) {
  await confirmRequest(bridge.office, { link: from, now: NOW });
  const { url } = await startIdentification(bridge.office, broker, {
    link: from,
    issuerId: "DIJKNL2A",
    returnUrl: `${town.officeUrl}/identify/return`,
    language: "nl",
    now: NOW,
  });
  const answer = await town.post(new URL(url).pathname, { customer, persona });
  const returned = new URL(answer.headers.get("location") ?? "about:blank");
  return { transactionId: returned.searchParams.get("trxid") ?? "", entranceCode: returned.searchParams.get("ec") ?? "" };
}

function comeBack(back: { transactionId: string; entranceCode: string }, now = NOW) {
  return returnFromBank(bridge.office, { broker, secret: SECRET, pauses: [5, 5, 5] }, { ...back, now });
}

async function identify(from: Link, persona: Persona, customer: string) {
  return comeBack(await goToBank(from, persona, customer));
}

async function statusOf(requestId: string) {
  const [row] = await database.db.select().from(request).where(eq(request.id, requestId));
  const [round] = await database.db.select().from(identification).where(eq(identification.requestId, requestId)).orderBy(identification.round);
  return { request: row?.status, round: round?.status, row };
}

async function partyOf(from: Link) {
  const [party] = await database.db.select().from(identificationParty).where(eq(identificationParty.linkId, from.id));
  if (!party) throw new Error("Nobody was asked by that link.");
  const attempts = await database.db.select().from(identificationAttempt).where(eq(identificationAttempt.partyId, party.id));
  return { party, attempts };
}

/** Both reviewers open what the bank said. */
async function bothLook(requestId: string) {
  for (const by of [bridge.sanne, bridge.wim]) await openSealedAnswers(bridge.office, { requestId, secret: SECRET, by, now: NOW });
}

const open = (from: Link, now = NOW) => openLink(database.db, LINKS, tokenOf(LINKS, from), "identification", now);
const jobsOf = async (name: string, requestId: string) => (await bridge.jobs(name)).filter((job) => job["requestId"] === requestId);

describe("asking", () => {
  it("sends each person a link of their own, and writes it down", async () => {
    const { requestId, johanna, fatima } = await ask();
    expect(johanna.id).not.toBe(fatima.id);
    expect(await open(johanna)).toMatchObject({ id: johanna.id, requestId });
    const told = await jobsOf("tell", requestId);
    expect(told.map((job) => job["happening"])).toEqual(["identification.invited", "identification.invited"]);
    expect(await bridge.trail(requestId)).toEqual(["identification.asked"]);
  });

  it("asks somebody who holds two roles once, and nobody whose role has ended", async () => {
    const { office, signatory, mainContact } = bridge;
    const both = { ...mainContact, email: signatory.email.toUpperCase(), initials: signatory.initials, prefix: signatory.prefix, surname: signatory.surname };
    const requestId = await bridge.approvedRequest();
    const asking = { requestId, everybody: true, by: system("decisions"), now: NOW, expiresAt: later(14 * DAY) };
    await office.db.transaction((tx) => openIdentification(tx, office, { ...asking, parties: [both, signatory] }));
    expect(await jobsOf("tell", requestId)).toHaveLength(1);
    const ended = { ...signatory, endedAt: NOW };
    await expect(office.db.transaction((tx) => openIdentification(tx, office, { ...asking, parties: [ended] }))).rejects.toMatchObject({ code: "identification.nobody" });
  });

  it("shows for whom, and counts the first look as opened, once", async () => {
    const { requestId, johanna } = await ask();
    const asked = await openAsked(bridge.office, { link: johanna, now: NOW });
    expect(asked).toMatchObject({ stage: "confirm", enterpriseName: "Tandartspraktijk De Brug", request: { subjectName: "Z. van der Håkon" } });
    await openAsked(bridge.office, { link: johanna, now: later(1000) });
    expect((await partyOf(johanna)).party.openedAt).toEqual(NOW);
    expect((await bridge.trail(requestId)).filter((act) => act === "identification.opened")).toHaveLength(1);
  });

  it("asks nobody who lost the role since", async () => {
    const { signatory } = bridge;
    const { johanna } = await ask();
    await database.db.update(roleHolder).set({ endedAt: NOW }).where(eq(roleHolder.id, signatory.id));
    try {
      await expect(openAsked(bridge.office, { link: johanna, now: NOW })).rejects.toMatchObject({ code: "identification.not-yours" });
      await expect(confirmRequest(bridge.office, { link: johanna, now: NOW })).rejects.toMatchObject({ code: "identification.not-yours" });
    } finally {
      await database.db.update(roleHolder).set({ endedAt: null }).where(eq(roleHolder.id, signatory.id));
    }
  });
});

describe("I do not know this request", () => {
  it("stops everything and puts it on top of the desk", async () => {
    const { requestId, johanna, fatima } = await ask();
    await denyRequest(bridge.office, { link: johanna, now: NOW });
    await denyRequest(bridge.office, { link: johanna, now: later(1000) });
    const { row, round } = await statusOf(requestId);
    expect(row).toMatchObject({ status: "submitted", priority: "high", objectedAt: NOW, decision: null, decidedBy: null });
    expect(round).toBe("denied");
    await expect(open(fatima)).rejects.toMatchObject({ code: "link.ended" });
    expect(await openAsked(bridge.office, { link: await open(johanna), now: NOW })).toMatchObject({ stage: "denied" });
    expect((await jobsOf("tell", requestId)).filter((job) => job["happening"] === "identification.denied")).toHaveLength(1);
  });

  it("cannot stop what was identified before", async () => {
    const { requestId, johanna } = await ask();
    await identify(johanna, "exact", "johanna");
    await expect(denyRequest(bridge.office, { link: johanna, now: NOW })).rejects.toMatchObject({ code: "identification.over" });
    expect((await statusOf(requestId)).request).toBe("fulfilling");
  });
});

describe("at the bank", () => {
  it("a match is enough: the request goes on, and the other link ends", async () => {
    const { requestId, johanna, fatima } = await ask();
    const before = await goToBank(johanna, "exact", "johanna");
    expect(await comeBack(before)).toEqual({ kind: "match", linkId: johanna.id, completed: true });
    const { row, round } = await statusOf(requestId);
    expect(row).toMatchObject({ status: "fulfilling", identifiedAt: NOW });
    expect(round).toBe("done");
    await expect(open(fatima)).rejects.toMatchObject({ code: "link.ended" });
    expect(await openAsked(bridge.office, { link: await open(johanna), now: NOW })).toMatchObject({ stage: "done" });
    expect(await jobsOf("request.fulfil", requestId)).toHaveLength(1);
    const { party, attempts } = await partyOf(johanna);
    expect(party).toMatchObject({ result: "match", binHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(attempts).toMatchObject([{ status: "match", sealedAnswer: null, differences: [] }]);
    expect(await bridge.trail(requestId)).toEqual([
      "identification.asked", "identification.confirmed", "identification.started", "identification.returned", "identification.matched", "request.identified",
    ]);
  });

  it("nobody goes before they confirmed, to a bank that is not there, or after their answer", async () => {
    const { johanna, fatima } = await ask();
    const visit = { issuerId: "DIJKNL2A", returnUrl: `${town.officeUrl}/identify/return`, language: "nl", now: NOW } as const;
    await expect(startIdentification(bridge.office, broker, { link: johanna, ...visit })).rejects.toMatchObject({ code: "identification.confirm-first" });
    await expect(startIdentification(bridge.office, broker, { link: johanna, ...visit, issuerId: "NONE" })).rejects.toMatchObject({ code: "identification.bank-unknown" });
    await identify(fatima, "birth-date-unknown-day", "fatima");
    await expect(startIdentification(bridge.office, broker, { link: fatima, ...visit })).rejects.toMatchObject({ code: "identification.answered" });
    await identify(johanna, "exact", "johanna");
    await expect(startIdentification(bridge.office, broker, { link: johanna, ...visit })).rejects.toMatchObject({ code: "identification.over" });
  });

  it.each(["cancelled", "expired", "failure"] as const)("%s: they may start anew", async (persona) => {
    const { requestId, johanna } = await ask();
    expect(await identify(johanna, persona, "johanna")).toMatchObject({ kind: persona, completed: false });
    expect((await statusOf(requestId)).request).toBe("identifying");
    expect(await openAsked(bridge.office, { link: johanna, now: NOW })).toMatchObject({ stage: "choose-bank" });
    expect(await identify(johanna, "exact", "johanna")).toMatchObject({ kind: "match", completed: true });
  });

  it.each(["malformed-answer", "somebody-else", "lost-answer", "too-late"] as const)("an answer that is %s is lost, and they start anew", async (persona) => {
    const { requestId, johanna } = await ask();
    const back = await goToBank(johanna, persona, "johanna");
    if (persona === "too-late") town.clock.moveTo(new Date(town.clock.now().getTime() + 31_000));
    expect(await comeBack(back)).toMatchObject({ kind: "lost", completed: false });
    const { party, attempts } = await partyOf(johanna);
    expect(party).toMatchObject({ result: null, binHash: null });
    expect(attempts).toMatchObject([{ status: "lost", sealedAnswer: null }]);
    expect((await statusOf(requestId)).request).toBe("identifying");
    expect(await identify(johanna, "exact", "johanna")).toMatchObject({ kind: "match" });
  });

  it("a bank that says open is asked again", async () => {
    const { johanna } = await ask();
    expect(await identify(johanna, "open-twice", "johanna")).toMatchObject({ kind: "match", completed: true });
  });

  it("somebody else's bank account is a mismatch for the desk", async () => {
    const { requestId, johanna } = await ask();
    expect(await identify(johanna, "exact", "pieter")).toMatchObject({ kind: "mismatch", completed: false });
    expect(await statusOf(requestId)).toMatchObject({ request: "identification-desk", round: "at-desk" });
    expect(await bridge.jobs("request.fulfil")).not.toContainEqual({ requestId });
  });

  it("a provider that cannot be reached leaves nothing half done", async () => {
    const { johanna } = await ask();
    await confirmRequest(bridge.office, { link: johanna, now: NOW });
    const away: IdentityBroker = { ...broker, start: makeIdinBroker({ ...town.settings.idin, baseUrl: "http://127.0.0.1:9" }).start };
    const visit = { link: johanna, issuerId: "DIJKNL2A", returnUrl: `${town.officeUrl}/identify/return`, language: "nl", now: NOW } as const;
    await expect(startIdentification(bridge.office, away, visit)).rejects.toMatchObject({ code: "idin.unreachable" });
    expect((await partyOf(johanna)).attempts).toMatchObject([{ status: "failure" }]);
    expect(await identify(johanna, "exact", "johanna")).toMatchObject({ kind: "match" });
  });
});

describe("coming back", () => {
  it("twenty times at once, one gets the answer and nothing happens twice", async () => {
    const { requestId, johanna } = await ask();
    const back = await goToBank(johanna, "exact", "johanna");
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => comeBack(back)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "identification.returned-before" });
    }
    expect(await jobsOf("request.fulfil", requestId)).toHaveLength(1);
    await expect(comeBack(back)).rejects.toMatchObject({ code: "identification.returned-before" });
  });

  it("with the code of one visit and the transaction of another is refused, and costs neither its answer", async () => {
    const [one, other] = [await ask(), await ask()];
    const mine = await goToBank(one.johanna, "exact", "johanna");
    const theirs = await goToBank(other.fatima, "exact", "fatima");
    await expect(comeBack({ ...mine, transactionId: theirs.transactionId })).rejects.toMatchObject({ code: "identification.return-unknown" });
    await expect(comeBack({ transactionId: mine.transactionId, entranceCode: "x".repeat(40) })).rejects.toMatchObject({ code: "identification.return-unknown" });
    expect(await comeBack(mine)).toMatchObject({ kind: "match" });
    expect(await comeBack(theirs)).toMatchObject({ kind: "match" });
  });

  it("after the request was stopped asks the bank for nothing", async () => {
    const { requestId, johanna, fatima } = await ask();
    const back = await goToBank(johanna, "exact", "johanna");
    await denyRequest(bridge.office, { link: fatima, now: NOW });
    await expect(comeBack(back)).rejects.toMatchObject({ code: "identification.over" });
    expect((await statusOf(requestId)).request).toBe("submitted");
    expect((await partyOf(johanna)).attempts).toMatchObject([{ status: "started", returnedAt: null }]);
  });

  it("died between the bank's answer and the commit: visibly lost, and the person starts anew", async () => {
    const { requestId, johanna } = await ask();
    const back = await goToBank(johanna, "exact", "johanna");
    const dying: IdentityBroker = { ...broker, finish: async (visit) => Promise.reject(await broker.finish(visit).then(() => new Error("killed"))) };
    await expect(returnFromBank(bridge.office, { broker: dying, secret: SECRET }, { ...back, now: NOW })).rejects.toThrow("killed");
    expect((await openAsked(bridge.office, { link: johanna, now: NOW })).stage).toBe("at-bank");
    await expect(comeBack(back)).rejects.toMatchObject({ code: "identification.returned-before" });
    expect(await sweepIdentifications(bridge.office, { now: later(61_000), reminderDays: [] })).toMatchObject({ lost: 1 });
    expect((await openAsked(bridge.office, { link: johanna, now: NOW })).stage).toBe("choose-bank");
    expect(await identify(johanna, "exact", "johanna")).toMatchObject({ kind: "match" });
    expect(await jobsOf("request.fulfil", requestId)).toHaveLength(1);
  });

  it("an effect that fails takes the bank's answer back with it", async () => {
    const { requestId, johanna } = await ask();
    const back = await goToBank(johanna, "exact", "johanna");
    const failing = { db: bridge.office.db, queue: { enqueue: () => Promise.reject(new Error("no queue")) } };
    await expect(returnFromBank(failing, { broker, secret: SECRET }, { ...back, now: NOW })).rejects.toThrow("no queue");
    expect(await statusOf(requestId)).toMatchObject({ request: "identifying", round: "open" });
    expect((await partyOf(johanna)).party.result).toBeNull();
  });
});

describe("signatories who act together (D14)", () => {
  it("both have to succeed, also when they come at the same moment", async () => {
    const { requestId, johanna, fatima } = await ask({ everybody: true });
    const visits = [await goToBank(johanna, "exact", "johanna"), await goToBank(fatima, "exact", "fatima")];
    const outcomes = await Promise.all(visits.map((back) => comeBack(back)));
    expect(outcomes.map(({ completed }) => completed).sort()).toEqual([false, true]);
    expect((await statusOf(requestId)).request).toBe("fulfilling");
    expect(await jobsOf("request.fulfil", requestId)).toHaveLength(1);
  });

  it("one accepted by the desk still waits for the other", async () => {
    const { requestId, johanna, fatima } = await ask({ everybody: true });
    await identify(johanna, "initials-differ", "johanna");
    const { office, sanne, wim } = bridge;
    await bothLook(requestId);
    await proposeAcceptance(office, { requestId, note: "Paspoort gezien", by: sanne, now: NOW });
    expect(await confirmRuling(office, { requestId, agree: true, by: wim, now: NOW })).toEqual({ completed: false });
    expect((await statusOf(requestId)).request).toBe("identifying");
    expect(await identify(fatima, "exact", "fatima")).toMatchObject({ kind: "match", completed: true });
    expect((await statusOf(requestId)).request).toBe("fulfilling");
  });
});

describe("at the desk (D25)", () => {
  it("what the bank said is kept closed, shown on request, and gone after the ruling", async () => {
    const { requestId, johanna } = await ask();
    expect(await identify(johanna, "initials-differ", "johanna")).toMatchObject({ completed: false });
    const { attempts } = await partyOf(johanna);
    expect(attempts[0]?.sealedAnswer).toMatch(/^v1\./);
    expect(JSON.stringify(attempts)).not.toContain("19680314");
    const { office, sanne, wim } = bridge;
    const cases = await openSealedAnswers(office, { requestId, secret: SECRET, by: sanne, now: NOW });
    expect(cases).toMatchObject([{ party: { surname: "Vries-Bakker" }, answer: { dateOfBirth: "19680314" } }]);
    expect(await bridge.trail(requestId)).toContain("identification.viewed");
    await bothLook(requestId);

    await proposeAcceptance(office, { requestId, note: "Tweede voorletter staat zo op het paspoort", by: sanne, now: NOW });
    await expect(confirmRuling(office, { requestId, agree: true, by: sanne, now: NOW })).rejects.toMatchObject({ code: "access.own-act" });
    expect(await confirmRuling(office, { requestId, agree: true, by: wim, now: NOW })).toEqual({ completed: true });
    expect(await statusOf(requestId)).toMatchObject({ request: "fulfilling", round: "done" });
    expect((await partyOf(johanna)).attempts[0]).toMatchObject({ status: attempts[0]?.status, sealedAnswer: null });
    await expect(confirmRuling(office, { requestId, agree: true, by: wim, now: NOW })).rejects.toMatchObject({ code: "request.moved" });
    expect(await jobsOf("request.fulfil", requestId)).toHaveLength(1);
  });

  it("the database forbids the same person twice, whoever asks it", async () => {
    const { requestId, johanna } = await ask();
    await identify(johanna, "initials-differ", "johanna");
    const twice = database.db.update(identification).set({ ruledBy: bridge.sanne.id, secondBy: bridge.sanne.id }).where(eq(identification.requestId, requestId));
    await expect(twice).rejects.toMatchObject({ cause: { message: expect.stringContaining("identification_second_check_by_another_person") } });
  });

  it("a second person who does not agree voids the proposal", async () => {
    const { requestId, johanna } = await ask();
    await identify(johanna, "initials-differ", "johanna");
    const { office, sanne, wim } = bridge;
    await bothLook(requestId);
    await proposeAcceptance(office, { requestId, note: "Lijkt me goed", by: sanne, now: NOW });
    await expect(proposeAcceptance(office, { requestId, note: "Mij ook", by: wim, now: NOW })).rejects.toMatchObject({ code: "request.moved" });
    expect(await confirmRuling(office, { requestId, agree: false, note: "Andere geboortedag", by: wim, now: NOW })).toEqual({ completed: false });
    await expect(confirmRuling(office, { requestId, agree: true, by: wim, now: NOW })).rejects.toMatchObject({ code: "request.moved" });
    expect((await statusOf(requestId)).request).toBe("identification-desk");
  });

  it("refused: rejected for that reason, and told", async () => {
    const { requestId, johanna } = await ask();
    await identify(johanna, "exact", "pieter");
    const { office, sanne } = bridge;
    await expect(refuseIdentity(office, { requestId, note: " ", by: sanne, now: NOW })).rejects.toMatchObject({ code: "request.note-missing" });
    await refuseIdentity(office, { requestId, note: "Rekening van iemand anders", by: sanne, now: NOW });
    expect((await statusOf(requestId)).row).toMatchObject({ status: "rejected", decision: "reject", reasonCode: "NAME_MISMATCH", decidedBy: sanne.id, closedAt: NOW });
    expect((await partyOf(johanna)).attempts[0]?.sealedAnswer).toBeNull();
    expect((await jobsOf("tell", requestId)).at(-1)).toMatchObject({ happening: "request.rejected" });
  });

  it("asked again: a new round with new links", async () => {
    const { requestId, johanna } = await ask();
    await identify(johanna, "exact", "pieter");
    await askAgain(bridge.office, { requestId, note: "Verkeerde rekening gebruikt", by: bridge.sanne, now: NOW, expiresAt: later(14 * DAY) });
    await expect(open(johanna)).rejects.toMatchObject({ code: "link.ended" });
    expect((await partyOf(johanna)).attempts[0]?.sealedAnswer).toBeNull();
    const [second] = await database.db.select().from(identification).where(and(eq(identification.requestId, requestId), eq(identification.round, 2)));
    expect(second).toMatchObject({ status: "open", everybody: false });
    const [again] = await database.db
      .select({ linkId: identificationParty.linkId })
      .from(identificationParty)
      .where(and(eq(identificationParty.identificationId, second?.id ?? ""), eq(identificationParty.role, "signatory")));
    const [fresh] = await database.db.select().from(link).where(eq(link.id, again?.linkId ?? ""));
    expect(await identify(fresh as Link, "exact", "johanna")).toMatchObject({ kind: "match", completed: true });
  });

  it("while it lies there, the other person can still succeed", async () => {
    const { requestId, johanna, fatima } = await ask();
    await identify(johanna, "exact", "pieter");
    expect(await identify(fatima, "exact", "fatima")).toMatchObject({ kind: "match", completed: true });
    expect(await statusOf(requestId)).toMatchObject({ request: "fulfilling", round: "done" });
    expect((await partyOf(johanna)).attempts[0]?.sealedAnswer).toBeNull();
  });
});

describe("what time brings", () => {
  it("reminds on the days of the policy, once, and not who has answered (P15)", async () => {
    const { requestId, johanna } = await ask({ everybody: true });
    await identify(johanna, "exact", "johanna");
    const reminders = async () => (await jobsOf("tell", requestId)).filter((job) => job["happening"] === "identification.reminder");
    const sweep = (ms: number) => sweepIdentifications(bridge.office, { now: later(ms), reminderDays: [3, 10] });
    await sweep(3 * DAY - 1000);
    expect(await reminders()).toHaveLength(0);
    await Promise.all([sweep(3 * DAY), sweep(3 * DAY)]);
    await sweep(3 * DAY + 1000);
    expect(await reminders()).toMatchObject([{ time: 1 }]);
    await sweep(10 * DAY);
    expect((await reminders()).map((job) => job["time"])).toEqual([1, 2]);
  });

  it("ends the request when nobody came in time: -1, 0, +1 second (P12)", async () => {
    const { requestId, johanna } = await ask();
    const sweep = (ms: number) => sweepIdentifications(bridge.office, { now: later(ms), reminderDays: [] });
    await sweep(14 * DAY - 1000);
    expect((await statusOf(requestId)).request).toBe("identifying");
    expect(await open(johanna, later(14 * DAY - 1000))).toMatchObject({ id: johanna.id });
    await sweep(14 * DAY);
    expect(await statusOf(requestId)).toMatchObject({ request: "lapsed", round: "expired" });
    await expect(open(johanna, later(14 * DAY))).rejects.toMatchObject({ code: "link.ended" });
    await sweep(14 * DAY + 1000);
    expect((await jobsOf("tell", requestId)).filter((job) => job["happening"] === "request.lapsed")).toHaveLength(1);
  });

  it("leaves alone what was cancelled", async () => {
    const { requestId } = await ask();
    await database.db.transaction((tx) => moveRequest(tx, { requestId, act: "cancel", now: NOW }));
    await sweepIdentifications(bridge.office, { now: later(20 * DAY), reminderDays: [3] });
    expect((await statusOf(requestId)).request).toBe("cancelled");
    expect((await jobsOf("tell", requestId)).map((job) => job["happening"])).toEqual(["identification.invited", "identification.invited"]);
  });
});

it("a link of another kind does not identify anybody", async () => {
  const { requestId } = await ask();
  const other = await makeLink(database.db, { kind: "objection", requestId, roleHolderId: bridge.signatory.id, now: NOW });
  await expect(openAsked(bridge.office, { link: other, now: NOW })).rejects.toMatchObject({ code: "link.unknown" });
});
