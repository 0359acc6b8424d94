import { beforeAll, describe, expect, it } from "vitest";

import { listBehind } from "#app/domain/dashboards/flow/behind.ts";
import { readNow, stageOf, sumTerms } from "#app/domain/dashboards/now.ts";
import { DESK_STATUSES, readDeskList } from "#app/domain/requests/desk-list.ts";
import { undoDecision } from "#app/domain/requests/decide.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { listQueue } from "#app/domain/requests/queue.ts";
import * as reports from "#app/routes/reports._index.tsx";
import type { NowShown } from "#app/ui/reports/shown.ts";
import { figureOf } from "#app/web/behind.server.ts";
import { FigureSearch } from "#app/web/figures.server.ts";
import { count } from "#test/support/figures.ts";
import { approve, received } from "#test/support/journey.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { watchedDatabase, wholeTables } from "#test/support/query-plans.ts";
import { routesOf } from "#test/support/routes.ts";
import { someOfEverything } from "#test/support/some-of-everything.ts";

import { NOW, openPractice } from "../domain/identification/practice.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const now = (filter = {}) => readNow(db(), { filter, now: office.now() });
/** Of today, once the worker has counted what happened. */
const today = async () => {
  await count(office);
  return (await now()).days.at(-1);
};

/** The page as Els sees it, with this search. */
async function page(search = ""): Promise<NowShown> {
  const { data, status } = await routesOf(office).get(reports.loader, `/reports${search}`, { by: office.staff.els });
  expect(status).toBe(200);
  return data["shown"] as NowShown;
}

/** How many requests the desk's list at this address has, counted line by line. */
async function listed(address: string): Promise<number> {
  const { view, filter } = readDeskList(new URL(address, "http://office.invalid").search);
  return (await listQueue(db(), { view: view ?? "all", narrowing: await narrowingOf(db(), filter, office.now()), by: office.staff.els, limit: 2_000 })).lines.length;
}

describe("the figures of now, request by request (reference 7: 1, 2)", () => {
  it("follow a request from its receipt to its decision, and back when that is undone", async () => {
    const before = await today();
    const id = await received(office);
    const [cell] = (await now()).open;
    expect(cell).toMatchObject({ type: "new-user", channel: "online", status: "submitted", amount: 1, over: 0, ending: 0, ample: 1 });
    expect(await today()).toEqual({ ...before, received: (before?.received ?? 0) + 1 });
    await approve(office, id);
    expect((await now()).open.map(({ status, amount }) => [status, amount])).toEqual([["decided", 1]]);
    expect((await today())?.decided).toBe((before?.decided ?? 0) + 1);
    await undoDecision(office.made.office, { requestId: id, by: office.staff.sanne, now: office.now() });
    expect((await now()).open.map(({ status }) => status)).toEqual(["in-review"]);
    expect((await today())?.decided).toBe(before?.decided);
  });

  it("move from ample over ending to over as the days pass, by the working days of the office", async () => {
    const began = office.now();
    const seen: string[] = [];
    // Received on Monday the sixteenth, its last day is the Monday after.
    for (const day of ["16", "18", "19", "20", "21", "23", "24"]) {
      office.clock.moveTo(new Date(`2026-11-${day}T10:00:00Z`));
      const { over, ending, ample, thisWeek } = sumTerms((await now()).open);
      seen.push(`${day}: ${over} ${ending} ${ample} ${thisWeek}`);
    }
    office.clock.moveTo(began);
    expect(seen).toEqual(["16: 0 0 1 0", "18: 0 0 1 0", "19: 0 0 1 0", "20: 0 1 0 0", "21: 0 1 0 1", "23: 0 1 0 1", "24: 1 0 0 0"]);
  });

  it("lead, day by day, to the very requests that came in and were decided", async () => {
    await approve(office, await received(office));
    await count(office);
    const { days } = await page();
    expect(days.at(-1)?.received.amount).toBeGreaterThan(1);
    for (const day of days)
      for (const { amount, to } of [day.received, day.decided]) {
        const { lines } = await listBehind(db(), figureOf(FigureSearch.parse(Object.fromEntries(new URL(to, "http://office.invalid").searchParams))));
        expect([to, lines.length]).toEqual([to, amount]);
      }
  });
});

describe("the page of now", () => {
  beforeAll(() => someOfEverything(office));

  it.each(["", "?type=revocation", "?channel=paper", "?segment=regular", "?type=new-user&channel=email", "?segment=pgb", "?type=no-such-type", "?channel=pigeon"])("opens behind every figure as many requests as it says: %j", async (search) => {
    const shown = await page(search);
    const figures = [
      ...shown.stages.flatMap(({ rows }) => rows.flatMap(({ of }) => of)),
      ...shown.table.rows.flatMap((row) => [row, ...row.cells]),
      ...shown.table.statuses,
      shown.table,
      shown.thisWeek,
      { amount: shown.terms.over, to: shown.late },
      ...(shown.worst ? [{ amount: shown.worst.over, to: shown.worst.to }] : []),
    ];
    expect(figures.length).toBeGreaterThan(2);
    for (const { amount, to } of figures) expect([to, await listed(to)]).toEqual([to, amount]);
    expect(shown.due.reduce((sum, { amount }) => sum + amount, 0)).toBe(shown.thisWeek.amount);
    expect(shown.channels.reduce((sum, { amount }) => sum + amount, 0)).toBe(shown.table.amount);
    if (search === "") expect(shown.table.amount).toBeGreaterThan(200);
    if (search === "?channel=pigeon") expect(shown.table.amount).toBe((await page()).table.amount);
    if (search === "?type=no-such-type") expect(shown).toMatchObject({ worst: null, stages: [], table: { amount: 0 } });
  });

  it("narrows by channel with the others of the search kept", async () => {
    const { channels } = await page("?type=revocation");
    for (const { amount, to } of channels) expect([to, (await page(new URL(to, "http://office.invalid").search)).table.amount]).toEqual([to, amount]);
  });

  it("counts no term of what waits for somebody else, and every other open status in a stage", async () => {
    const cells = (await now()).open.filter(({ status }) => stageOf(status) === "waiting");
    expect(cells.length).toBeGreaterThan(3);
    expect(sumTerms(cells)).toEqual({ over: 0, ending: 0, ample: 0, thisWeek: 0 });
    expect(DESK_STATUSES.map(stageOf)).toContain("delivery");
  });

  it("is for management and the auditor", async () => {
    for (const who of ["els", "ravi"] as const) expect((await routesOf(office).get(reports.loader, "/reports", { by: office.staff[who] })).status).toBe(200);
    for (const who of ["sanne", "noor", "tom"] as const) expect((await routesOf(office).get(reports.loader, "/reports", { by: office.staff[who] })).status).toBe(403);
  });
});

describe("the cost of now", () => {
  it("is that of what is open and of two weeks, each along an index of its own", { timeout: 180_000 }, async () => {
    const { database, plansOf } = await watchedDatabase();
    await fillWithRequests(database, await openPractice(database), 4_000);
    const plans = await plansOf(() => readNow(database.db, { filter: {}, now: NOW }));
    expect(wholeTables(plans, ["request", "flow_life"])).toEqual([]);
    expect(plans.join("\n")).toMatch(/flow_received[^]*flow_decided/);
    const asked = plans.filter((plan) => plan.includes(" on request"));
    expect(asked.map((plan) => /using (request_\w+) on request|Bitmap Index Scan on (request_\w+)/.exec(plan)?.slice(1).find(Boolean))).toEqual(expect.arrayContaining(["request_open"]));
  });
});
