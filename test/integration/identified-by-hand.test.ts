import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { askOthersInstead } from "#app/domain/effects/ask-others.ts";
import { confirmRequest, openAsked } from "#app/domain/identification/asked.ts";
import { askOtherWay, checkByHand, type Evidence, proposeByHand } from "#app/domain/identification/by-hand.ts";
import { proposeAcceptance } from "#app/domain/identification/rule.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account } from "#db/schema/accounts.ts";
import { identification, identificationByHand, identificationParty } from "#db/schema/identification.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { runSql } from "#db/types.ts";
import { person } from "#db/worlds/cast.ts";
import { confirmedLink, orderAtHome, orderOf } from "#test/support/door.ts";
import { answersFor, identify, linkTo } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { asked as approved } from "#test/support/so-far.ts";

type Reviewer = "sanne" | "wim";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const statusOf = async (requestId: string) => (await getRequest(db(), requestId)).status;

const EVIDENCE: Evidence = { documentType: "passport", lastFour: "7K4P", expiresOn: "2029-04-01", seenHow: "video-call", seenOn: "2026-11-16", nameCompared: "same", birthDateCompared: "same", note: "Gebeld op het bekende nummer; zij is in Spanje." };

async function partyOf(requestId: string, holder: string): Promise<string> {
  const [found] = await db()
    .select({ id: identificationParty.id })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .where(and(eq(identification.requestId, requestId), eq(identificationParty.email, person(holder).email)))
    .orderBy(identification.round);
  if (!found) throw new Error("Nobody was asked.");
  return found.id;
}

async function propose(requestId: string, change: Partial<Evidence> = {}, options: { who?: Reviewer; holder?: string } = {}): Promise<string> {
  const partyId = await partyOf(requestId, options.holder ?? "johanna");
  return proposeByHand(office.made.office, { requestId, partyId, evidence: { ...EVIDENCE, ...change }, by: office.staff[options.who ?? "sanne"], now: office.now() });
}

async function check(requestId: string, byHandId: string, who: Reviewer, options: { agree?: boolean; note?: string; holder?: string } = {}) {
  const partyId = await partyOf(requestId, options.holder ?? "johanna");
  return checkByHand(office.made.office, { requestId, partyId, byHandId, agree: options.agree ?? true, note: options.note ?? "", by: office.staff[who], now: office.now() });
}

async function proposalOf(byHandId: string) {
  const [row] = await db().select().from(identificationByHand).where(eq(identificationByHand.id, byHandId));
  return row;
}

describe("a signatory abroad (D26)", () => {
  it("asks for another way, is seen by one and checked by another, and then the request goes on as after any identification", async () => {
    const requestId = await approved(office);
    const johanna = await confirmedLink(office, requestId, "johanna");
    for (let time = 0; time < 2; time += 1) await askOtherWay(office.made.office, { link: johanna, now: office.now() });
    expect(await statusOf(requestId)).toBe("identification-desk");
    expect((await getRequest(db(), requestId)).dueAt, "it lies at the desk with a term").not.toBeNull();
    expect((await getStatus(db(), { requestId })).heldBy).toBe("identification");
    const byHandId = await propose(requestId);
    expect(await statusOf(requestId), "a proposal is no identification").toBe("identification-desk");
    expect(await check(requestId, byHandId, "wim")).toEqual({ completed: true });
    await office.work();
    expect(await statusOf(requestId)).toBe("fulfilling");
    expect(await db().select().from(account).where(eq(account.requestId, requestId))).toHaveLength(1);
    expect((await office.trail(requestId)).filter((act) => act.startsWith("identification.") && !act.endsWith("opened"))).toEqual([
      "identification.asked",
      "identification.confirmed",
      "identification.other-way-asked",
      "identification.by-hand-proposed",
      "identification.by-hand-confirmed",
    ]);
    await expect(linkTo(office, requestId, "identification", "fatima")).rejects.toThrow("no identification link");
  });

  it("while the office looks for a way, still may use a bank, and so may the other", async () => {
    const one = await approved(office);
    await askOtherWay(office.made.office, { link: await confirmedLink(office, one, "johanna"), now: office.now() });
    expect(await identify(office, one, { holder: "johanna" })).toMatchObject({ completed: true });
    const two = await approved(office);
    await askOtherWay(office.made.office, { link: await confirmedLink(office, two, "johanna"), now: office.now() });
    expect(await identify(office, two, { holder: "fatima" })).toMatchObject({ completed: true });
  });

  it("is no answer to accept: there is nothing to look at", async () => {
    const requestId = await approved(office);
    await askOtherWay(office.made.office, { link: await confirmedLink(office, requestId, "johanna"), now: office.now() });
    await expect(proposeAcceptance(office.made.office, { requestId, note: "Zal wel goed zijn.", by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "identification.nothing-to-accept" });
  });
});

describe("who confirms (D15, P5)", () => {
  it("is never who proposed, and of several who agree at once one does", async () => {
    const requestId = await approved(office);
    await confirmedLink(office, requestId, "johanna");
    const byHandId = await propose(requestId);
    await expect(check(requestId, byHandId, "sanne")).rejects.toMatchObject({ code: "access.own-act" });
    await expect(check(requestId, byHandId, "sanne", { agree: false, note: "Toch niet." })).rejects.toMatchObject({ code: "access.own-act" });
    const tries = await Promise.allSettled([check(requestId, byHandId, "wim"), check(requestId, byHandId, "wim")]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(check(requestId, byHandId, "wim")).rejects.toMatchObject({ code: "identification.over" });
    expect((await office.trail(requestId)).filter((act) => act === "request.identified")).toHaveLength(1);
  });

  it("may return it with a note, after which it can be proposed anew", async () => {
    const requestId = await approved(office);
    await confirmedLink(office, requestId, "johanna");
    const byHandId = await propose(requestId);
    await expect(propose(requestId, {}, { who: "wim" })).rejects.toMatchObject({ code: "identification.by-hand-waits" });
    await expect(check(requestId, byHandId, "wim", { agree: false })).rejects.toMatchObject({ code: "request.note-missing" });
    expect(await check(requestId, byHandId, "wim", { agree: false, note: "Geldig tot klopt niet." })).toEqual({ completed: false });
    expect(await proposalOf(byHandId)).toMatchObject({ status: "returned", secondNote: "Geldig tot klopt niet." });
    expect(await statusOf(requestId)).toBe("identifying");
    const again = await propose(requestId, {}, { who: "wim" });
    expect(await check(requestId, again, "sanne")).toEqual({ completed: true });
  });

  it("waits for the person's own word: evidence of who somebody is says nothing of what they want (D24)", async () => {
    const requestId = await approved(office);
    const johanna = await linkTo(office, requestId, "identification", "johanna");
    const byHandId = await propose(requestId);
    await expect(check(requestId, byHandId, "wim")).rejects.toMatchObject({ code: "identification.not-confirmed-yet" });
    expect(await proposalOf(byHandId)).toMatchObject({ status: "proposed", secondBy: null });
    await openAsked(office.made.office, { link: johanna, now: office.now() });
    await expect(check(requestId, byHandId, "wim"), "a look is no word").rejects.toMatchObject({ code: "identification.not-confirmed-yet" });
    await confirmRequest(office.made.office, { link: johanna, now: office.now() });
    expect(await check(requestId, byHandId, "wim")).toEqual({ completed: true });
  });

  it("does so for this request and this person alone", async () => {
    const [one, other] = [await approved(office), await approved(office)];
    for (const requestId of [one, other]) await confirmedLink(office, requestId, "johanna");
    const byHandId = await propose(one);
    await expect(check(other, byHandId, "wim")).rejects.toMatchObject({ code: "request.moved" });
    const partyId = await partyOf(one, "johanna");
    await expect(checkByHand(office.made.office, { requestId: other, partyId, byHandId, agree: true, note: "", by: office.staff.wim, now: office.now() })).rejects.toMatchObject({ code: "request.moved" });
    await expect(check(one, byHandId, "wim", { holder: "fatima" })).rejects.toMatchObject({ code: "request.moved" });
    expect(await statusOf(one)).toBe("identifying");
  });
});

describe("the evidence", () => {
  it.each([
    ["a document that had expired", { expiresOn: "2026-11-15" }, "identification.document-expired"],
    ["seen tomorrow", { seenOn: "2026-11-17" }, "identification.seen-in-the-future"],
    ["a birth date that is said not to be known", { birthDateCompared: "not-registered" }, "identification.birth-date-known"],
    ["no word of explanation", { note: "  " }, "request.note-missing"],
  ] as const)("is refused: %s", async (_what, change, code) => {
    const requestId = await approved(office);
    await expect(propose(requestId, change)).rejects.toMatchObject({ code });
  });

  it("on its last day a document is valid still, and where we know no birth date none was compared", async () => {
    const requestId = await approved(office);
    await db().update(identificationParty).set({ birthDate: null }).where(eq(identificationParty.id, await partyOf(requestId, "johanna")));
    await expect(propose(requestId, { birthDateCompared: "same" })).rejects.toMatchObject({ code: "identification.birth-date-unknown" });
    await propose(requestId, { expiresOn: "2026-11-16", birthDateCompared: "not-registered" });
  });

  it("holds no BSN and no whole number (D17, D18)", async () => {
    const requestId = await approved(office);
    const byHandId = await propose(requestId, { note: "BSN 111222333 stond erop." });
    expect((await proposalOf(byHandId))?.note).not.toContain("111222333");
    const rows = await runSql(db(), "select payload from audit_event where request_id = $1", [requestId]);
    expect(JSON.stringify(rows)).not.toContain("111222333");
    const columns = await runSql<{ column_name: string }>(db(), "select column_name from information_schema.columns where table_name = 'identification_by_hand'");
    expect(columns.map(({ column_name }) => column_name).filter((name) => /bsn|number|copy|photo|image/.test(name))).toEqual([]);
  });
});

describe("what ends a proposal", () => {
  const isVoid = async (byHandId: string) => expect(await proposalOf(byHandId)).toMatchObject({ status: "void", secondBy: null });

  it("that the person goes to a bank, or the other does", async () => {
    for (const holder of ["johanna", "fatima"]) {
      const requestId = await approved(office);
      const byHandId = await propose(requestId);
      await identify(office, requestId, { holder });
      await isVoid(byHandId);
      await expect(check(requestId, byHandId, "wim")).rejects.toMatchObject({ code: "identification.over" });
    }
  });

  it("that the signatory changes while it waits (it starts anew), and an appointment ends with the confirmation", async () => {
    const requestId = await approved(office, answersFor("de-linde"));
    const [former] = await db().update(roleHolder).set({ endedAt: null }).where(and(eq(roleHolder.email, person("noortje").email), eq(roleHolder.role, "signatory"))).returning();
    const byHandId = await propose(requestId, {}, { holder: "noortje" });
    await db().transaction(async (tx) => {
      await tx.update(roleHolder).set({ endedAt: office.now() }).where(eq(roleHolder.id, former?.id ?? ""));
      await askOthersInstead(tx, office.made.office, { enterpriseId: former?.enterpriseId ?? "", holderIds: [former?.id ?? ""], now: office.now() });
    });
    await isVoid(byHandId);
    expect(await statusOf(requestId)).toBe("identifying");

    const visited = await approved(office);
    const orderId = await orderAtHome(office, visited, "johanna");
    expect(await check(visited, await propose(visited), "wim")).toEqual({ completed: true });
    expect(await orderOf(office, orderId)).toMatchObject({ status: "withdrawn" });
  });
});

describe("two who act together (D14)", () => {
  it("one by hand leaves the desk for the other, unless the desk is to act for the other too", async () => {
    const requestId = await approved(office, answersFor("avondrood"));
    await askOtherWay(office.made.office, { link: await confirmedLink(office, requestId, "hendrik"), now: office.now() });
    const byHandId = await propose(requestId, {}, { holder: "hendrik" });
    expect(await check(requestId, byHandId, "wim", { holder: "hendrik" })).toEqual({ completed: false });
    expect(await statusOf(requestId)).toBe("identifying");
    await askOtherWay(office.made.office, { link: await confirmedLink(office, requestId, "aleida"), now: office.now() });
    expect(await statusOf(requestId)).toBe("identification-desk");
    const second = await propose(requestId, {}, { holder: "aleida", who: "wim" });
    expect(await check(requestId, second, "sanne", { holder: "aleida" })).toEqual({ completed: true });
  });
});

describe("the database holds", () => {
  const refused = (text: string, values: unknown[], name: string) => expect(runSql(db(), text, values)).rejects.toMatchObject({ cause: { message: expect.stringContaining(name) } });

  it("two people, a valid document, four characters, and one proposal at a time", async () => {
    const requestId = await approved(office);
    const byHandId = await propose(requestId);
    const { sanne, wim } = office.staff;
    const where = "where id = $1";
    await refused(`update identification_by_hand set status = 'confirmed', second_by = $2, second_at = now() ${where}`, [byHandId, sanne.id], "identified_by_hand_by_two_people");
    await refused(`update identification_by_hand set status = 'confirmed' ${where}`, [byHandId], "confirmed_by_hand_means_second_check");
    await refused(`update identification_by_hand set second_by = $2, second_at = now() ${where}`, [byHandId, wim.id], "confirmed_by_hand_means_second_check");
    await refused(`update identification_by_hand set last_four = 'NX81237K4P' ${where}`, [byHandId], "only_last_four_of_a_document");
    await refused(`update identification_by_hand set expires_on = seen_on - 1 ${where}`, [byHandId], "document_was_valid_when_seen");
    await refused(
      "insert into identification_by_hand select gen_random_uuid(), party_id, document_type, last_four, expires_on, seen_how, seen_on, name_compared, birth_date_compared, note, status, proposed_by, proposed_at from identification_by_hand where id = $1",
      [byHandId],
      "one_proposal_by_hand_per_party",
    );
  });
});
