import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { askOthersInstead } from "#app/domain/effects/ask-others.ts";
import { orderAppointment, sweepOrders } from "#app/domain/identification/appointment.ts";
import { denyRequest, getAsked } from "#app/domain/identification/asked.ts";
import { attendToOrder } from "#app/domain/identification/attend.ts";
import type { IdentityCourier } from "#app/domain/identification/ports.ts";
import { confirmRuling, proposeAcceptance } from "#app/domain/identification/rule.ts";
import { sweepIdentifications } from "#app/domain/identification/sweep.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account } from "#db/schema/accounts.ts";
import { identification, identificationAttempt } from "#db/schema/identification.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { link } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { person } from "#db/worlds/cast.ts";
import { atTheDoor, attend, confirmedLink, makeAppointment, orderAtHome, orderOf, ordersOf } from "#test/support/door.ts";
import { answersFor, identify, linkTo, look } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked as approved } from "#test/support/so-far.ts";

const DAY = 86_400_000;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(() => fault("none"));

const db = () => office.database.db;
const statusOf = async (requestId: string) => (await getRequest(db(), requestId)).status;
const fault = (kind: string) => office.town.post("/simulators/faults", { service: "amp", fault: kind });
const accountsOf = (requestId: string) => db().select().from(account).where(eq(account.requestId, requestId));

/** How an order stands at AMP itself, in AMP's words. */
async function atAmp(orderId: string): Promise<string> {
  return String((await keptByAmp(orderId))["status"]);
}

/** What AMP's own store holds of an order, code and all. */
async function keptByAmp(reference: string): Promise<Record<string, unknown>> {
  const folder = join(office.town.store, "amp", "orders");
  const orders = (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as Record<string, unknown>);
  const found = (await Promise.all(orders)).find((order) => order["reference"] === reference);
  if (!found) throw new Error("AMP has no such order.");
  return found;
}

async function roundOf(requestId: string) {
  const rounds = await db().select().from(identification).where(eq(identification.requestId, requestId)).orderBy(identification.round);
  return rounds.at(-1);
}

const seen = (requestId: string, word: string) => office.trail(requestId).then((acts) => acts.filter((act) => act === word).length);

describe("an appointment at home (R23, R66, R76)", () => {
  it("is for who has confirmed the request, and for whom the bank has not settled it", async () => {
    const requestId = await approved(office);
    const johanna = await linkTo(office, requestId, "identification", "johanna");
    const asking = { link: johanna, email: "johanna@thuis.example", mobile: "+31612345678", now: office.now() };
    await expect(orderAppointment(office.made.office, asking)).rejects.toMatchObject({ code: "identification.confirm-first" });
    await identify(office, requestId, { holder: "fatima" });
    await expect(orderAppointment(office.made.office, asking)).rejects.toMatchObject({ code: "identification.over" });
  });

  it("tells AMP who and where, nothing of the request, and keeps the code sealed", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    const { initials, prefix, surname, dateOfBirth } = person("johanna");
    const kept = await orderOf(office, orderId);
    const own = await keptByAmp(orderId);
    expect(own).toMatchObject({ reference: orderId, person: { initials, prefix, surname, birthDate: dateOfBirth }, email: "johanna@thuis.example", mobile: "+31612345678", validUntil: new Date(office.now().getTime() + 30 * DAY).toISOString() });
    expect(JSON.stringify(own)).not.toMatch(/ZG-|H\u00e5kon|De Brug/);
    expect(kept).toMatchObject({ status: "ordered", orderNumber: own["orderNumber"] });
    const dump = JSON.stringify(await runSql(db(), "select * from identification_order where id = $1", [orderId])) + JSON.stringify(await runSql(db(), "select payload from audit_event where request_id = $1", [requestId]));
    expect(dump).not.toContain(String(own["verificationCode"]));
    expect(await office.trail(requestId)).toEqual(expect.arrayContaining(["identification.appointment-asked", "identification.order-placed"]));
    // Asked twice, by an impatient finger, it is one order.
    const again = await orderAppointment(office.made.office, { link: await linkTo(office, requestId, "identification", "johanna"), email: "x@thuis.example", mobile: "+31687654321", now: office.now() });
    expect(again).toBe(orderId);
    expect(await ordersOf(office, requestId)).toHaveLength(1);
  });

  it("waits while AMP cannot be reached, and is placed by itself when it can, under one number", async () => {
    const requestId = await approved(office);
    await fault("down");
    const link = await confirmedLink(office, requestId, "johanna");
    const orderId = await orderAppointment(office.made.office, { link, email: "johanna@thuis.example", mobile: "+31612345678", now: office.now() });
    await expect(attend(office, orderId)).rejects.toMatchObject({ code: "amp.unreachable" });
    expect(await orderOf(office, orderId)).toMatchObject({ status: "placing", orderNumber: null });
    await fault("none");
    // The worker died after AMP had taken it, and before we wrote that down.
    const forgetful: IdentityCourier = { ...office.made.office.courier, order: async (asking) => Promise.reject(new Error(JSON.stringify(await office.made.office.courier.order(asking)))) };
    const told = await attendToOrder(office.made.office, { courier: forgetful, secret: "x".repeat(32) }, { orderId, now: office.now() }).then(() => "", (error: Error) => error.message);
    office.clock.add(7 * 3_600_000);
    expect(await sweepOrders(office.made.office, office.now())).toBeGreaterThan(0);
    await office.work();
    expect(await orderOf(office, orderId)).toMatchObject({ status: "ordered", orderNumber: (JSON.parse(told) as { orderNumber: string }).orderNumber });
    expect(await seen(requestId, "identification.order-placed")).toBe(1);
  });

  it("shows each stage to the person, the desk and the applicant, each once in the trail, and begins anew after a no-show", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    const applicant = async () => (await getStatus(db(), { requestId })).appointment;
    const stages: unknown[] = [];
    const step = async (act?: () => Promise<void>) => {
      await act?.();
      await attend(office, orderId);
      await attend(office, orderId);
      const { status, visitFrom } = await orderOf(office, orderId);
      stages.push([status, visitFrom !== null, await applicant()]);
    };
    await step();
    await step(() => makeAppointment(office, orderId));
    await step(() => makeAppointment(office, orderId, 2));
    await step(() => atTheDoor(office, orderId, { person: "johanna", outcome: "no-show" }));
    await step(() => makeAppointment(office, orderId, 1));
    await step(() => atTheDoor(office, orderId, { person: "johanna", outcome: "identified" }));
    expect(stages).toEqual([
      ["ordered", false, "asked"],
      ["appointment-made", true, "made"],
      ["rescheduled", true, "made"],
      ["no-show", false, "missed"],
      ["appointment-made", true, "made"],
      ["identified", true, null],
    ]);
    const trail = await office.trail(requestId);
    expect(trail.filter((act) => act.startsWith("identification.appointment") || act.startsWith("identification.order") || act === "identification.matched")).toEqual([
      "identification.appointment-asked",
      "identification.order-placed",
      "identification.appointment-made",
      "identification.appointment-moved",
      "identification.appointment-missed",
      "identification.appointment-made",
      "identification.matched",
    ]);
    expect(await statusOf(requestId)).toBe("fulfilling");
  });

  it("ends in the same fulfilment as a bank's match, exactly once, also when AMP is heard twice at once and late", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "identified" });
    await Promise.all([attend(office, orderId), attend(office, orderId), attend(office, orderId)]);
    await office.work();
    office.clock.add(40 * DAY);
    await attend(office, orderId);
    await office.work();
    expect(await accountsOf(requestId)).toHaveLength(1);
    expect(await seen(requestId, "identification.matched")).toBe(1);
    expect(await seen(requestId, "request.identified")).toBe(1);
    expect(await db().select().from(identificationAttempt).where(eq(identificationAttempt.orderId, orderId))).toMatchObject([{ status: "match", sealedAnswer: null }]);
    // Of how to reach them, of the code and of the document nothing is kept but its kind (D17).
    expect(await orderOf(office, orderId)).toMatchObject({ status: "identified", email: null, mobile: null, sealedCode: null, documentType: "passport" });
    await expect(linkTo(office, requestId, "identification", "fatima")).rejects.toThrow("no identification link");
  });

  it("R75, R76: settles what a joint account could not, whatever the desk was about to do", async () => {
    const requestId = await approved(office);
    await identify(office, requestId, { holder: "johanna", persona: "joint-account" });
    expect(await statusOf(requestId)).toBe("identification-desk");
    await look(office, requestId, "sanne");
    await proposeAcceptance(office.made.office, { requestId, note: "Gebeld.", by: office.staff.sanne, now: office.now() });
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "identified" });
    await attend(office, orderId);
    expect(await statusOf(requestId)).toBe("fulfilling");
    expect(await roundOf(requestId)).toMatchObject({ status: "done", secondBy: null });
    expect(await db().select({ sealed: identificationAttempt.sealedAnswer }).from(identificationAttempt).where(eq(identificationAttempt.orderId, orderId))).toEqual([{ sealed: null }]);
  });
});

describe("what AMP found differs from what we know (D25)", () => {
  it.each([
    ["a mismatch by its own word", "mismatch", "johanna", "mismatch", ["verdict"]],
    ["somebody else whom it took for the right one", "identified", "sem", "mismatch", ["first-initial", "surname", "birth-date"]],
    ["a document that has expired", "document-expired", "johanna", "mismatch", ["document"]],
    ["other initials", "initials-differ", "johanna", "near", ["later-initials"]],
  ])("%s goes to the desk, is looked at, accepted by two, and forgotten", async (_what, outcome, who, result, differences) => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: who, outcome });
    await attend(office, orderId);
    expect(await statusOf(requestId)).toBe("identification-desk");
    const by = (staff: "sanne" | "wim") => ({ requestId, note: "Gebeld: zij is het.", by: office.staff[staff], now: office.now() });
    await expect(proposeAcceptance(office.made.office, by("sanne"))).rejects.toMatchObject({ code: "identification.look-first" });
    for (const staff of ["sanne", "wim"] as const) {
      const [sealed] = await look(office, requestId, staff);
      expect(sealed).toMatchObject({ differences, answer: { documentType: "passport", name: { surname: person(who).surname } } });
      expect([...(sealed?.differences ?? [])].sort()).toEqual([...differences].sort());
    }
    const [attempt] = await db().select().from(identificationAttempt).where(eq(identificationAttempt.orderId, orderId));
    expect(attempt).toMatchObject({ status: result });
    expect(attempt?.sealedAnswer).not.toContain(person(who).surname);
    await proposeAcceptance(office.made.office, by("sanne"));
    expect(await confirmRuling(office.made.office, { ...by("wim"), agree: true })).toEqual({ completed: true });
    expect(await statusOf(requestId)).toBe("fulfilling");
    const [after] = await db().select().from(identificationAttempt).where(eq(identificationAttempt.orderId, orderId));
    expect(after?.sealedAnswer).toBeNull();
  });

  it("both of what a bank and AMP said lies before the desk", async () => {
    const requestId = await approved(office);
    await identify(office, requestId, { holder: "johanna", persona: "joint-account" });
    await look(office, requestId, "sanne");
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "document-expired" });
    office.clock.add(1000);
    await attend(office, orderId);
    const by = { requestId, note: "Gebeld.", by: office.staff.sanne, now: office.now() };
    await expect(proposeAcceptance(office.made.office, by), "what came after the look").rejects.toMatchObject({ code: "identification.look-first" });
    expect(await look(office, requestId, "sanne")).toHaveLength(2);
  });
});

describe("an order that nobody needs any more is withdrawn at AMP, once", () => {
  async function withdrawn(orderId: string, before = "ordered"): Promise<void> {
    expect(await orderOf(office, orderId)).toMatchObject({ status: "withdrawn", withdrawalToldAt: null, email: null, sealedCode: null });
    expect(await atAmp(orderId)).toBe(before);
    await sweepOrders(office.made.office, office.now());
    await sweepOrders(office.made.office, office.now());
    await office.work();
    expect(await atAmp(orderId)).toBe("cancelled");
    expect((await orderOf(office, orderId)).withdrawalToldAt).not.toBeNull();
  }

  it("when somebody else is identified first (R22), and what AMP still says of it counts for nothing", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "no-show" });
    const { courier, secrets } = office.made.office;
    const answer = { said: "identified", documentType: "passport", documentValid: true, name: { initials: "J.W.", prefix: "de", surname: "Vries-Bakker" }, birthDateMatches: true } as const;
    const late: IdentityCourier = {
      ...courier,
      // While AMP is asked, the main contact comes back from the bank.
      find: async () => {
        await identify(office, requestId, { holder: "fatima" });
        return { status: "identified", answer };
      },
    };
    await attendToOrder(office.made.office, { courier: late, secret: secrets.identification }, { orderId, now: office.now() });
    expect(await db().select().from(identificationAttempt).where(eq(identificationAttempt.orderId, orderId))).toEqual([]);
    expect(await seen(requestId, "request.identified")).toBe(1);
    await withdrawn(orderId, "no_show");
    expect(await seen(requestId, "identification.order-withdrawn")).toBe(1);
  });

  it("when they go to their bank after all", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await identify(office, requestId, { holder: "johanna" });
    await withdrawn(orderId);
  });

  it("when the other says that they do not know the request (D24), and when the applicant cancels", async () => {
    const denied = await approved(office);
    const one = await orderAtHome(office, denied, "johanna");
    await denyRequest(office.made.office, { link: await linkTo(office, denied, "identification", "fatima"), now: office.now() });
    await withdrawn(one);
    const cancelled = await approved(office);
    const two = await orderAtHome(office, cancelled, "johanna");
    await cancelRequest(office.made.office, { requestId: cancelled, now: office.now() });
    await withdrawn(two);
  });

  it("when the signatory changes while it is open: identification begins anew, and the former order leads nowhere", async () => {
    const requestId = await approved(office, answersFor("postma"));
    const orderId = await orderAtHome(office, requestId, "geert");
    const former = await linkTo(office, requestId, "identification", "geert");
    const { enterpriseId } = await getRequest(db(), requestId);
    const successor = person("anouk");
    await db().transaction(async (tx) => {
      const here = and(eq(roleHolder.enterpriseId, enterpriseId ?? ""), isNull(roleHolder.endedAt), eq(roleHolder.email, person("geert").email));
      const ended = await tx.update(roleHolder).set({ endedAt: office.now() }).where(here).returning();
      const signatory = ended.find(({ role }) => role === "signatory");
      const { initials, prefix, surname, email, phone, dateOfBirth } = successor;
      await tx.insert(roleHolder).values({ enterpriseId: enterpriseId ?? "", role: "signatory", rank: 1, initials, prefix, surname, email, phone, birthDate: dateOfBirth, appointedAt: office.now() });
      expect(signatory).toBeDefined();
      await askOthersInstead(tx, office.made.office, { enterpriseId: enterpriseId ?? "", holderIds: ended.map(({ id }) => id), now: office.now() });
    });
    await withdrawn(orderId);
    await expect(atTheDoor(office, orderId, { person: "geert", outcome: "identified" }), "AMP does not go there any more").rejects.toThrow("409");
    await attend(office, orderId);
    expect(await statusOf(requestId)).toBe("identifying");
    await expect(getAsked(db(), former.id)).rejects.toMatchObject({ code: "identification.not-yours" });
    const anew = await orderAtHome(office, requestId, "anouk");
    await atTheDoor(office, anew, { person: "anouk", outcome: "identified" });
    await attend(office, anew);
    expect(await statusOf(requestId)).toBe("fulfilling");
  });

  it("also when it was being placed at that very moment", async () => {
    const requestId = await approved(office);
    const own = await confirmedLink(office, requestId, "johanna");
    const orderId = await orderAppointment(office.made.office, { link: own, email: "johanna@thuis.example", mobile: "+31612345678", now: office.now() });
    const { courier, secrets } = office.made.office;
    const slow: IdentityCourier = {
      ...courier,
      // While AMP writes the order down, the request is cancelled and AMP hears that nobody needs what it does not know yet.
      order: async (asking) => {
        await cancelRequest(office.made.office, { requestId, now: office.now() });
        await attend(office, orderId);
        return courier.order(asking);
      },
    };
    await attendToOrder(office.made.office, { courier: slow, secret: secrets.identification }, { orderId, now: office.now() });
    await sweepOrders(office.made.office, office.now());
    await office.work();
    expect(await atAmp(orderId)).toBe("cancelled");
  });
});

describe("thirty days to complete", () => {
  const sweep = () => sweepIdentifications(office.made.office, { now: office.now(), reminderDays: [] });

  it("keeps the links of the round open as long, once, and lapses afterwards", async () => {
    const requestId = await approved(office);
    office.clock.add(13 * DAY);
    const first = await orderAtHome(office, requestId, "johanna");
    const until = (await orderOf(office, first)).validUntil;
    expect(until.getTime() - office.now().getTime()).toBe(30 * DAY);
    expect((await roundOf(requestId))?.expiresAt).toEqual(until);
    const links = await db().select().from(link).where(and(eq(link.requestId, requestId), eq(link.kind, "identification")));
    expect(links.map(({ expiresAt }) => expiresAt)).toEqual([until, until]);
    await atTheDoor(office, first, { person: "johanna", outcome: "refused" });
    await attend(office, first);
    expect(await seen(requestId, "identification.order-ended")).toBe(1);
    office.clock.add(10 * DAY);
    const second = await orderAtHome(office, requestId, "johanna");
    expect((await orderOf(office, second)).validUntil, "a new order makes it no longer").toEqual(until);
    await sweep();
    expect(await statusOf(requestId)).toBe("identifying");
    office.clock.moveTo(new Date(until.getTime() + 1));
    await sweep();
    expect(await statusOf(requestId), "AMP has not said yet what came of it").toBe("identifying");
    await attend(office, second);
    expect(await orderOf(office, second)).toMatchObject({ status: "expired" });
    await sweep();
    expect(await statusOf(requestId)).toBe("lapsed");
  });

  it("reminds who has not begun, and not who waits for AMP", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    office.clock.add(4 * DAY);
    const remind = () => sweepIdentifications(office.made.office, { now: office.now(), reminderDays: [3] });
    await remind();
    expect(await seen(requestId, "identification.reminded"), "the main contact alone").toBe(1);
    await atTheDoor(office, orderId, { person: "johanna", outcome: "refused" });
    await attend(office, orderId);
    await remind();
    expect(await seen(requestId, "identification.reminded")).toBe(2);
  });

  it("counts what was done in time and told late", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "identified" });
    await fault("down");
    office.clock.add(31 * DAY);
    await expect(attend(office, orderId)).rejects.toMatchObject({ code: "amp.unreachable" });
    await sweep();
    expect(await statusOf(requestId)).toBe("identifying");
    await fault("none");
    await attend(office, orderId);
    expect(await statusOf(requestId)).toBe("fulfilling");
  });

  it("does not wait for ever for an AMP that says nothing", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await fault("down");
    office.clock.add(33 * DAY);
    await sweep();
    expect(await statusOf(requestId)).toBe("lapsed");
    expect(await orderOf(office, orderId)).toMatchObject({ status: "withdrawn", withdrawalToldAt: null });
  });
});

describe("two who act together (D14)", () => {
  it("each their own way: one at home, one at the bank, and both are needed", async () => {
    const requestId = await approved(office, answersFor("avondrood"));
    const orderId = await orderAtHome(office, requestId, "hendrik");
    await atTheDoor(office, orderId, { person: "hendrik", outcome: "identified" });
    await attend(office, orderId);
    expect(await statusOf(requestId)).toBe("identifying");
    expect(await identify(office, requestId, { holder: "aleida" })).toMatchObject({ completed: true });
  });
});

describe("replies that are not to be believed", () => {
  it.each([["somebody-else", "amp.malformed"], ["malformed", "amp.malformed"], ["down", "amp.unreachable"]])("%s changes nothing", async (kind, code) => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    await atTheDoor(office, orderId, { person: "johanna", outcome: "identified" });
    await fault(kind);
    await expect(attend(office, orderId)).rejects.toMatchObject({ code });
    expect(await statusOf(requestId)).toBe("identifying");
    expect(await orderOf(office, orderId)).toMatchObject({ status: "ordered", endedAt: null });
  });
});

describe("the database holds", () => {
  const refused = (text: string, values: unknown[], name: string) => expect(runSql(db(), text, values)).rejects.toMatchObject({ cause: { message: expect.stringContaining(name) } });

  it("one open order for a person, one answer of an order, one order for a number, and none of what should be gone", async () => {
    const requestId = await approved(office);
    const orderId = await orderAtHome(office, requestId, "johanna");
    const { partyId, orderNumber } = await orderOf(office, orderId);
    const order = "insert into identification_order (party_id, status, email, mobile, order_number, asked_at, changed_at, valid_until, ended_at) values ($1, $2, $3, $4, $5, now(), now(), now(), $6)";
    await refused(order, [partyId, "placing", "a", "b", null, null], "one_open_order_per_party");
    await refused(order, [partyId, "expired", null, null, orderNumber, new Date()], "order_number_is_for_one_order");
    await refused(order, [partyId, "expired", "a", "b", "X1", new Date()], "order_keeps_how_to_reach_somebody_until_it_ends");
    await refused(order, [partyId, "ordered", null, null, null, new Date()], "placed_order_has_number_and_code");
    await refused("update identification_order set ended_at = now(), email = null, mobile = null where id = $1", [orderId], "ended_order_keeps_no_code");
    const attempt = "insert into identification_attempt (party_id, order_id, issuer_id, entrance_code, status, started_at) values ($1, $2, $3, $4, 'match', now())";
    await refused(attempt, [partyId, null, null, null], "attempt_is_at_a_bank_or_at_the_door");
    await refused(attempt, [partyId, orderId, "DIJKNL2A", "abc"], "attempt_is_at_a_bank_or_at_the_door");
    await runSql(db(), attempt, [partyId, orderId, null, null]);
    await refused(attempt, [partyId, orderId, null, null], "an_order_answers_once");
  });

  it("that only who has confirmed the request is identified (D24)", async () => {
    const requestId = await approved(office);
    await refused("update identification_party set result = 'match', result_at = now() where identification_id in (select id from identification where request_id = $1)", [requestId], "only_who_confirmed_is_identified");
  });
});
