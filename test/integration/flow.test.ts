import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import type { TrailAct } from "#app/domain/audit/acts.ts";
import { clearDetailsOf } from "#app/domain/audit/retention.ts";
import { sealEvents } from "#app/domain/audit/seal.ts";
import { listBehind, type Place } from "#app/domain/dashboards/flow/behind.ts";
import { figuresLag, keepFigures } from "#app/domain/dashboards/flow/keep.ts";
import { lifeOf } from "#app/domain/dashboards/flow/life.ts";
import { leadTimeOf, readFlow, readLeadTimes, stretchesOf } from "#app/domain/dashboards/flow/read.ts";
import { beginAfter, type Measure } from "#app/domain/dashboards/flow/sums.ts";
import type { FigureFilter } from "#app/domain/dashboards/now.ts";
import { readPeople } from "#app/domain/dashboards/people.ts";
import { readStanding } from "#app/domain/dashboards/standing.ts";
import { plusDays } from "#app/domain/deadlines/calendar.ts";
import { weekNumber } from "#app/domain/deadlines/week.ts";
import { denyRequest } from "#app/domain/identification/asked.ts";
import { answerInformation, askInformation } from "#app/domain/requests/ask.ts";
import { joinRequests, partRequest } from "#app/domain/requests/join.ts";
import * as behindExports from "#app/routes/reports.requests.exports.tsx";
import * as behindRoute from "#app/routes/reports.requests._index.tsx";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest, rejectRequest, undoDecision } from "#app/domain/requests/decide.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { tell } from "#app/domain/correspondence/tell.ts";
import { flowLife, flowSum } from "#db/schema/flow.ts";
import { runSql } from "#db/types.ts";
import { tamper } from "#test/support/audit.ts";
import { count, differences, expectLivesLikeRequests, sums } from "#test/support/figures.ts";
import { approve, identify, linkTo, printAndPost, received, submit, fillIn } from "#test/support/journey.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { watchedDatabase, wholeTables } from "#test/support/query-plans.ts";

import { calendar } from "../domain/decisions/office.ts";
import { NOW, openPractice } from "../domain/identification/practice.ts";

const DAY = 86_400_000;

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;

async function claimed(requestId: string): Promise<number> {
  await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
  return (await getRequest(db(), requestId)).version;
}

describe("the figures of the past (reference 7: 3–12)", () => {
  let requestId: string;

  it("do not count what nobody confirmed", async () => {
    await submit(office, await fillIn(office));
    await count(office);
    expect(await sums(office, "received")).toEqual({});
  });

  it("follow a request along its way: asked, answered, approved, identified, delivered", async () => {
    requestId = await received(office);
    await count(office);
    expect(await sums(office, "received")).toEqual({ "": 1 });
    expect(await sums(office, "received", { grain: "month", type: "new-user", channel: "online" })).toEqual({ "": 1 });
    expect(await sums(office, "received", { type: "revocation" })).toEqual({});

    await askInformation(office.made.office, { requestId, version: await claimed(requestId), question: "Sinds wanneer?", about: "user.employed", by: office.staff.sanne, now: office.now() });
    office.clock.add(2 * DAY);
    await answerInformation(office.made.office, { link: await linkTo(office, requestId, "status"), answer: "Sinds mei.", now: office.now() });
    office.clock.add(DAY);
    await approve(office, requestId);
    await count(office);
    expect(await sums(office, "decided")).toEqual({ approve: 1 });
    expect(await sums(office, "how")).toEqual({ asked: 1 });
    expect(await sums(office, "question")).toEqual({ "new-user user.employed": 1 });
    // Received on Monday, decided on Thursday, of which two days were the applicant's.
    expect(await sums(office, "review-days")).toEqual({ "1": 1 });

    await office.letDecisionsLeave();
    office.clock.add(DAY);
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    await count(office);
    expect(await sums(office, "identification")).toMatchObject({ asked: 1, started: 1, returned: 1, matched: 1, done: 1 });
    expect(await sums(office, "identification-days")).toEqual({ "1": 1 });

    office.clock.add(3 * DAY);
    await printAndPost(office);
    await office.work();
    await count(office);
    expect(await sums(office, "letter")).toEqual({ made: 1, printed: 1, posted: 1 });
    expect(await sums(office, "closed")).toEqual({ done: 1 });
    expect(await sums(office, "delivery-days")).toEqual({ "1": 1 });
    expect(await sums(office, "whole-days")).toEqual({ "5": 1 });
    await expectLivesLikeRequests(office);
  });

  it("take out what is undone, and count what comes in its place", async () => {
    const id = await received(office);
    await rejectRequest(office.made.office, { requestId: id, version: await claimed(id), reasonCode: "DUPLICATE", by: office.staff.sanne, now: office.now() });
    await count(office);
    expect(await sums(office, "reason")).toEqual({ DUPLICATE: 1 });
    expect(await sums(office, "decider")).toEqual({ [office.staff.sanne.id]: 2 });
    await undoDecision(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    await count(office);
    expect(await sums(office, "reason")).toEqual({});
    expect(await sums(office, "decided")).toEqual({ approve: 1 });
    expect(await differences(office)).toEqual([]);
  });

  it("take out an approval to which a contact objects", async () => {
    const id = await received(office);
    await tell(office.made.telling, { happening: "request.confirmed", requestId: id }, office.now());
    await approve(office, id);
    await count(office);
    expect(await sums(office, "decided")).toEqual({ approve: 2 });
    await objectToRequest(office.made.office, { link: await linkTo(office, id, "objection"), text: "", now: office.now() });
    await count(office);
    expect(await sums(office, "decided")).toEqual({ approve: 1 });
    await expectLivesLikeRequests(office);
  });
});

describe("an address of a figure", () => {
  it.each(["measure=review-days&value=abc", "measure=review-days&value=1.5", "measure=whole-days&value=60", "from=0000-01-01", "from=2026-13-40&until=x", "place=2026-99-99_3f2504e0-4f89-41d3-9a0c-0305e82c3301", "place=2026-11-01_------------------------------------", "measure=decided&value=%00", "measure=rule&value=%22%5D%7D", "measure=pigeon", "measure=decider&value=%F0%9F%90%A6", "measure=letter&value=nowhere", "type=%27&channel=x&segment=y"])("of whatever is typed makes no error: %s", async (search) => {
    expect((await routesOf(office).get(behindRoute.loader, `/reports/requests?${search}`, { by: office.staff.els })).status).toBe(200);
  });

  it("takes nothing that is typed into the trail of exports", async () => {
    await routesOf(office).post(behindExports.action, "/reports/requests/exports", { as: "csv", measure: "decided", value: "Jan Jansen, geboren 1980; BSN 123456782", from: "2026-11-01", until: "2026-11-30" }, { by: office.staff.els });
    const [event] = await runSql<{ details: string }>(db(), "select payload::text as details from audit_event where act = 'list.exported' order by id desc limit 1");
    expect(event?.details).not.toContain("Jansen");
  });
});

describe("behind every figure", () => {
  it("stand as many requests as it says, whatever it is narrowed by", async () => {
    const rows = (await db().select().from(flowSum)).filter(({ amount }) => amount > 0);
    expect(new Set(rows.map(({ measure }) => measure)).size).toBeGreaterThan(10);
    for (const { grain, begins, type, channel, segment, measure, value, amount } of rows) {
      const until = plusDays(beginAfter(grain, begins, 1), -1);
      const filter = { type: type || undefined, channel: channel || undefined, segment: segment || undefined } as FigureFilter;
      const { lines } = await listBehind(db(), { measure: measure as Measure, value, from: begins, until, filter }, { limit: 100 });
      expect([measure, value, grain, lines.length]).toEqual([measure, value, grain, amount]);
    }
  });

  it("are listed page by page, each once, the latest day first", async () => {
    const of = { measure: "received", value: "", from: "2026-11-01", until: "2026-11-30", filter: {} } as const;
    const { lines: all } = await listBehind(db(), of, { limit: 100 });
    const seen: string[] = [];
    for (let place: Place | null = null; ; ) {
      const { lines, next }: { lines: Array<{ requestId: string }>; next: Place | null } = await listBehind(db(), of, { place, limit: 2 });
      seen.push(...lines.map(({ requestId }) => requestId));
      if (next === null) break;
      place = next;
    }
    expect(seen).toEqual(all.map(({ requestId }) => requestId));
    expect(all.map(({ on }) => on)).toEqual(all.map(({ on }) => on).sort().reverse());
    expect(all.length).toBeGreaterThan(2);
  });
});

describe("lead times", () => {
  const of = (days: Record<string, number>) => new Map([["whole-days" as const, new Map(Object.entries(days))]]);

  it.each([
    [{ "3": 1 }, { amount: 1, median: 3, p90: 3 }],
    [{ "1": 5, "2": 5 }, { amount: 10, median: 1, p90: 2 }],
    [{ "1": 9, "60": 1 }, { amount: 10, median: 1, p90: 1 }],
    [{ "10": 1, "2": 1, "9": 1 }, { amount: 3, median: 9, p90: 10 }],
    [{ "4": 0 }, null],
  ])("of %j are %j", (days, lead) => {
    expect(leadTimeOf(of(days), "whole-days")).toEqual(lead);
  });

  it("reach as far back as is asked, by whole weeks and months, over the end of a year", () => {
    const at = new Date("2027-01-04T10:00:00Z");
    expect(stretchesOf("weeks-4", at)).toEqual({ present: { grain: "week", from: "2026-12-14", until: "2027-01-10" }, former: { grain: "week", from: "2026-11-16", until: "2026-12-13" } });
    expect(stretchesOf("months-12", at)).toEqual({ present: { grain: "month", from: "2026-02-01", until: "2027-01-31" }, former: { grain: "month", from: "2025-02-01", until: "2026-01-31" } });
    // The last hour of a Sunday in Amsterdam is another day in Greenwich.
    expect(stretchesOf("weeks-4", new Date("2026-11-29T22:59:59Z")).present.until).toBe("2026-11-29");
    expect(stretchesOf("weeks-4", new Date("2026-11-29T23:00:00Z")).present.until).toBe("2026-12-06");
    expect([weekNumber("2026-11-23"), weekNumber("2026-12-28"), weekNumber("2027-01-04"), weekNumber("2024-12-30")]).toEqual([48, 53, 1, 1]);
  });
});

describe("the cost of the past", () => {
  it("is that of what is shown, along an index, however much there was", { timeout: 180_000 }, async () => {
    const { database, plansOf } = await watchedDatabase();
    await fillWithRequests(database, await openPractice(database), 2_000);
    await runSql(database.db, `insert into flow_life (request_id, type, channel, segment, life, received_on, decided_on) select id, type, channel, 'regular', '{"received":"2026-11-16","decided":{"on":"2026-11-16","as":"approve","how":"at-once","days":1}}', submitted_at::date, submitted_at::date from request`);
    await runSql(database.db, "insert into flow_sum select g, t, '', '', d::date, 'review-days', v::text, 1 from unnest(array['week','month']) g, unnest(array['', 'new-user', 'revocation']) t, generate_series('2024-01-01'::date, '2026-11-30'::date, '7 days') d, generate_series(0, 9) v");
    await runSql(database.db, "analyze");
    const past = { filter: {}, span: "months-48" as const, now: NOW };
    const plans = [
      ...(await plansOf(() => readFlow(database.db, past))),
      ...(await plansOf(() => readLeadTimes(database.db, { filter: {}, stretch: stretchesOf("months-48", NOW).present, types: ["new-user", "revocation"] }))),
      ...(await plansOf(() => readPeople(database.db, past))),
      ...(await plansOf(() => readStanding(database.db, NOW))),
      ...(await plansOf(() => listBehind(database.db, { measure: "decided", value: "approve", from: "2026-11-01", until: "2026-11-30", filter: {} }))),
      ...(await plansOf(() => listBehind(database.db, { measure: "letter", value: "posted", from: "2026-11-01", until: "2026-11-30", filter: {} }))),
    ];
    expect(plans.length).toBeGreaterThan(6);
    expect(wholeTables(plans, ["request", "flow_life", "flow_sum", "audit_event", "account", "credential", "certificate"])).toEqual([]);
    expect(plans.join("\n")).toMatch(/flow_decided/);
  });
});

describe("exactly once", () => {
  it("whether they are counted event by event, at once, or twice over", async () => {
    const kept = await db().select().from(flowSum);
    await count(office);
    expect(asSet(await db().select().from(flowSum))).toEqual(asSet(kept));
    await runSql(db(), "update flow_until set position = 0");
    await keepFigures(db(), { now: office.now(), batch: 1 });
    expect(asSet(await db().select().from(flowSum))).toEqual(asSet(kept));
  });

  it("by one of several who come at the same moment", async () => {
    const before = (await sums(office, "received"))[""] ?? 0;
    await Promise.all([1, 2, 3].map(() => received(office)));
    await sealEvents(db(), { ...office.made.audit, headEverySeconds: 0 });
    await Promise.all([1, 2, 3, 4].map(() => keepFigures(db(), { now: office.now(), batch: 2 })));
    await count(office);
    expect((await sums(office, "received"))[""]).toBe(before + 3);
    expect(await differences(office)).toEqual([]);
  });
});

describe("counted anew from the trail", () => {
  it("they are the same, also while something happens that they have not heard of", async () => {
    await received(office);
    expect(await differences(office)).toEqual([]);
    await count(office);
    expect(await differences(office)).toEqual([]);
  });

  it("a sum and a life that somebody changed are found, and put right", async () => {
    const kept = await db().select().from(flowSum);
    await runSql(db(), "update flow_sum set amount = amount + 1 where amount > 0 and measure = 'decided' and grain = 'month' and type = '' and channel = '' and segment = ''");
    expect(await differences(office)).toMatchObject([{ kind: "sum", row: { measure: "decided", value: "approve", grain: "month" }, kept: 2, counted: 1 }]);
    await runSql(db(), "update flow_life set life = life - 'decided' where request_id = $1", [requestIdOf(await db().select().from(flowLife))]);
    expect((await differences(office)).map(({ kind }) => kind)).toContain("life");
    await differences(office, true);
    expect(await differences(office)).toEqual([]);
    expect(asSet(await db().select().from(flowSum))).toEqual(asSet(kept));
  });

  it("an office of before there were figures catches up, by either way", async () => {
    const kept = await db().select().from(flowSum);
    for (const catchUp of [() => count(office, 7), () => differences(office, true)]) {
      await runSql(db(), "truncate flow_life, flow_sum, flow_until");
      await catchUp();
      expect(await figuresLag(db())).toBe(0);
      expect(asSet(await db().select().from(flowSum))).toEqual(asSet(kept));
    }
    await received(office);
    await count(office);
    expect(await differences(office)).toEqual([]);
  });

  it("what retention took stays counted: a request that is gone, and the reason of a decision", async () => {
    const id = await received(office);
    await rejectRequest(office.made.office, { requestId: id, version: await claimed(id), reasonCode: "DUPLICATE", by: office.staff.sanne, now: office.now() });
    await count(office);
    expect(await sums(office, "reason")).toEqual({ DUPLICATE: 1 });
    expect(await db().transaction((tx) => clearDetailsOf(tx, id))).toBeGreaterThan(2);
    expect(await differences(office)).toEqual([]);
    await tamper(office.database, `delete from request where id = '${id}'`);
    expect(await differences(office, true)).toEqual([]);
    expect(await sums(office, "reason")).toEqual({ DUPLICATE: 1 });
  });
});

describe("what others took", () => {
  const decidedOf = async (id: string) => (await db().select().from(flowLife).where(eq(flowLife.requestId, id)))[0]?.life;

  it("is none of the time of the desk: an identification that was denied", async () => {
    const id = await received(office);
    await approve(office, id);
    await office.letDecisionsLeave();
    office.clock.add(10 * DAY);
    await denyRequest(office.made.office, { link: await linkTo(office, id, "identification", "johanna"), now: office.now() });
    await rejectRequest(office.made.office, { requestId: id, version: await claimed(id), reasonCode: "DUPLICATE", by: office.staff.sanne, now: office.now() });
    await count(office);
    expect((await decidedOf(id))?.decided).toMatchObject({ as: "reject", days: 0 });
  });

  it("ends the request that was joined, and not the one that answers for it; parting takes back only that", async () => {
    const [kept, joined] = [await received(office), await received(office)];
    await joinRequests(office.made.office, { requestId: kept, version: await claimed(kept), others: [joined], by: office.staff.sanne, now: office.now() });
    await count(office);
    expect((await decidedOf(kept))?.closed).toBeUndefined();
    expect((await decidedOf(joined))?.closed).toMatchObject({ as: "joined" });
    await expectLivesLikeRequests(office);
    office.clock.add(7 * DAY);
    await partRequest(office.made.office, { requestId: joined, note: "Toch een ander.", by: office.staff.sanne, now: office.now() });
    await rejectRequest(office.made.office, { requestId: joined, version: await claimed(joined), reasonCode: "DUPLICATE", by: office.staff.sanne, now: office.now() });
    await count(office);
    expect((await decidedOf(joined))?.closed).toBeUndefined();
    expect((await decidedOf(joined))?.decided).toMatchObject({ as: "reject", days: 0 });
    await expectLivesLikeRequests(office);
    expect(await differences(office)).toEqual([]);
  });

  it.each([
    ["before what was decided", "2026-11-23T22:59:59.000Z", true],
    ["after it", "2026-11-24T22:59:59.000Z", undefined],
  ])("a term that passed %s, of which the office heard only later", (_when, dueAt, late) => {
    const event = (act: TrailAct, at: string, details: Record<string, unknown> = {}) => ({ act, at: new Date(at), actorKind: "staff", actorId: "sanne", details });
    const life = lifeOf(
      [event("request.confirmed", "2026-11-16T09:00:00Z"), event("request.approved", "2026-11-24T09:00:00Z"), event("deadline.passed", "2026-11-25T09:00:00Z", { stage: "review", dueAt })],
      { calendar, receivedUntil: "17:00" },
    );
    expect(life?.decided?.late).toBe(late);
  });
});

function requestIdOf(rows: Array<typeof flowLife.$inferSelect>): string {
  return rows.find(({ life }) => life.decided)?.requestId ?? "";
}

/** The sums without their order, and without those that came to nothing. */
function asSet(rows: Array<typeof flowSum.$inferSelect>): Set<string> {
  return new Set(rows.filter(({ amount }) => amount > 0).map((row) => JSON.stringify(row)));
}
