import fc from "fast-check";
import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import type { TimeLeft } from "#app/domain/deadlines/clock.ts";
import { CHANNELS, SEGMENTS } from "#app/domain/definitions/schema/scope.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { claimNext } from "#app/domain/requests/claim.ts";
import { DESK_STATUSES, readDeskList, statusesOf, TERM_STATES, URGENCIES, writeDeskList, type DeskFilter, type DeskSort, type QueueView, type TermState } from "#app/domain/requests/desk-list.ts";
import { everyRequest } from "#app/domain/requests/export.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { officeDay } from "#app/domain/requests/policy.ts";
import { countNarrowed, listQueue, urgencyOf, type QueueLine } from "#app/domain/requests/queue.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import * as desk from "#app/routes/desk._index.tsx";
import * as selection from "#app/routes/desk.bulk.new.tsx";
import * as customerExports from "#app/routes/customers.exports.tsx";
import * as bulkExports from "#app/routes/desk.bulk.$runId.exports.tsx";
import * as exports from "#app/routes/desk.exports.tsx";
import * as shown from "#app/routes/desk.requests.$requestId.tsx";
import { auditEvent } from "#db/schema/audit.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import { practice } from "#db/worlds/cast.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { someOfEverything, TYPES } from "#test/support/some-of-everything.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let office: TestOffice;
let routes: ReturnType<typeof routesOf>;
const db = () => office.database.db;
const db0 = () => office.database;

/** Some of everything: each type, channel and status, due from long ago to long from now, of two practices and of nobody. */
beforeAll(async () => {
  office = await openOffice();
  routes = routesOf(office);
  await someOfEverything(office);
  await db0().executeSql("analyze request");
});

/** Every page of a list, one after the other. */
async function whole(view: QueueView, filter: DeskFilter, { sort = "time", limit = 16 }: { sort?: DeskSort; limit?: number } = {}): Promise<QueueLine[]> {
  const narrowing = await narrowingOf(db(), filter, office.now());
  const lines: QueueLine[] = [];
  let cursor: string | null = null;
  do {
    const page = await listQueue(db(), { view, narrowing, sort, by: office.staff.sanne, cursor, limit });
    expect(page.lines.length).toBeLessThanOrEqual(limit);
    lines.push(...page.lines);
    cursor = page.next;
  } while (cursor !== null);
  return lines;
}

/** The same list, said line by line: every request of the view, and of those each that the filter lets through. */
async function byHand(view: QueueView, filter: DeskFilter): Promise<string[]> {
  const day = await officeDay(db(), await currentRelease(db()), office.now());
  const rows = await db().select().from(request).leftJoin(enterprise, eq(enterprise.id, request.enterpriseId));
  const fitting = rows.filter(({ request: row, enterprise: party }) => {
    const { urgency, left } = urgencyOf({ dueAt: row.dueAt, status: row.status, isUrgent: row.priority === "high" }, office.now(), day);
    return (
      statusesOf(view, { status: filter.status }).includes(row.status) &&
      (view !== "mine" || row.claimedBy === office.staff.sanne.id) &&
      (view !== "tasks" || (row.tasksRequired && row.tasksDoneAt === null && row.fulfilledAt !== null)) &&
      (filter.type === undefined || row.type === filter.type) &&
      (filter.channel === undefined || row.channel === filter.channel) &&
      (filter.reviewer === undefined || row.claimedBy === filter.reviewer) &&
      (filter.customer === undefined || row.agbCode === filter.customer || party?.kvkNumber === filter.customer) &&
      (filter.term === undefined || (left !== null && row.dueAt !== null && termsOf(left, row.dueAt).includes(filter.term))) &&
      (filter.segment === undefined || party?.segment === filter.segment) &&
      (filter.urgency === undefined || urgency === filter.urgency)
    );
  });
  const rank = ({ request: row }: (typeof rows)[number]) => `${row.priority === "high" ? 0 : 1} ${row.dueAt?.toISOString() ?? "z"} ${row.id}`;
  return fitting.sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).map(({ request: row }) => row.id);
}

/** The words for a term with this much left; the Monday of the office is the sixteenth. */
function termsOf({ isLate, days }: TimeLeft, dueAt: Date): TermState[] {
  if (isLate) return ["over"];
  return [days > 1 ? "ample" : "ending", ...(dueAt < new Date("2026-11-20T23:00:00Z") ? (["this-week"] as const) : [])];
}

const ids = (lines: readonly QueueLine[]) => lines.map(({ id }) => id);

describe("a list that is narrowed (desk 2, 3)", () => {
  it("has every request that fits, once, in the order of the desk, whatever it is narrowed by", async () => {
    const optional = <Value>(values: readonly Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });
    const filters = fc.record({
      type: optional(TYPES),
      channel: optional(CHANNELS),
      status: optional(DESK_STATUSES),
      urgency: optional(URGENCIES.filter((one) => one !== "closed")),
      term: optional(TERM_STATES),
      segment: optional(SEGMENTS),
      customer: optional([practice("de-brug").agbCodes[0] ?? "", practice("zonneveld").kvkNumber, "99999999", "1234", "tandarts"]),
      reviewer: optional([office.staff.sanne.id, office.staff.wim.id]),
    });
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<QueueView>("all", "all", "unassigned", "mine", "waiting", "second-check", "tasks"), filters, async (view, asked) => {
        const filter = readDeskList(writeDeskList({ view, filter: asked as DeskFilter, sort: "time", text: "" })).filter;
        const expected = await byHand(view, filter);
        const found = await whole(view, filter);
        seen += found.length;
        expect(ids(found)).toEqual(expected);
        const [count] = await countNarrowed(db(), [{ view, narrowing: await narrowingOf(db(), filter, office.now()) }], office.staff.sanne);
        expect(count).toBe(expected.length);
      }),
      { numRuns: 60, seed: 1103 },
    );
    expect(seen).toBeGreaterThan(150);
  });

  it.each(URGENCIES.filter((one) => one !== "closed"))("%s is the stretch of the queue that has this word, at any hour of a week", async (urgency) => {
    const began = office.now();
    for (const hours of [0, 6.5, 8.1, 15, 24 * 4 + 9, 24 * 5 + 3]) {
      office.clock.moveTo(new Date(began.getTime() + hours * HOUR));
      expect(ids(await whole("all", { urgency }, { limit: 200 })), String(hours)).toEqual(await byHand("all", { urgency }));
    }
    office.clock.moveTo(began);
  });

  it.each(["newest", "oldest"] as const)("%s: every page of the order by receipt, nothing lost or repeated", async (sort) => {
    const found = await whole("all", {}, { sort, limit: 23 });
    const numbers = found.map(({ reference }) => Number(reference.slice(3)));
    expect(numbers).toEqual([...numbers].sort((one, other) => (sort === "newest" ? other - one : one - other)));
    expect(new Set(ids(found))).toEqual(new Set(await byHand("all", {})));
    expect(ids(await whole("all", { status: "rejected" }, { sort })).sort()).toEqual((await byHand("all", { status: "rejected" })).sort());
  });

  it("narrows what a text finds, and what leaves as a file", async () => {
    const filter: DeskFilter = { type: "revocation", status: "rejected" };
    const narrowing = await narrowingOf(db(), filter, office.now());
    const named = new Set((await db().select({ id: request.id }).from(request).where(and(eq(request.subjectName, "A. Persoon2"), eq(request.type, "revocation"), eq(request.status, "rejected")))).map(({ id }) => id));
    expect(named.size).toBeGreaterThan(1);
    expect(new Set(ids((await searchRequests(db(), { text: "persoon2", narrowing })).lines))).toEqual(named);
    expect(await searchRequests(db(), { text: "persoon2", narrowing: { ...narrowing, urgency: "late" } })).toEqual({ lines: [], next: null });
    const exported: string[] = [];
    for await (const batch of everyRequest(db(), { view: "all", text: "", narrowing: { type: "revocation" }, by: office.staff.sanne, batch: 5 })) exported.push(...ids(batch));
    expect(exported).toEqual(await byHand("all", { type: "revocation" }));
  });

  it("says since when the clock stands still of what waits (desk 7, D9)", async () => {
    const [waiting] = await whole("waiting", { status: "waiting-applicant" });
    const since = new Date(office.now().getTime() - DAY);
    await db().insert(requestClock).values({ requestId: waiting?.id ?? "", stage: "review", startedAt: since, dueAt: office.now(), pausedSince: since });
    expect((await whole("waiting", {})).filter(({ pausedSince }) => pausedSince).map(({ id, pausedSince }) => [id, pausedSince])).toEqual([[waiting?.id, since]]);
  });
});

describe.each(["1234", "1234567", "tandarts", "6875011O"])("a list of a customer whose number cannot be read: %j", (typed) => {
  const search = `view=all&customer=${encodeURIComponent(typed)}`;
  const narrowing = async () => narrowingOf(db(), readDeskList(search).filter, office.now());

  it("is empty, and says at the field what to type and above the list that there is none", async () => {
    const { data } = await routes.get(desk.loader, `/desk?${search}`, { by: office.staff.sanne, language: "en" });
    expect(data).toMatchObject({ rows: [], next: null, total: { count: 0, isMore: false }, values: { customer: typed }, errors: { customer: "Type the eight digits of an AGB code or KvK number." } });
    expect((await routes.get(desk.loader, "/desk?view=all&customer=6875.0110", { by: office.staff.sanne })).data).toMatchObject({ values: { customer: "68750110" }, errors: {} });
  });

  it("gives nothing to who takes all of it, searches it, keeps it as a file or asks for the next", async () => {
    const bulk = await routes.post(selection.action, "/desk/bulk/new", { view: "all", customer: typed, all: "yes" }, { by: office.staff.sanne });
    expect(bulk).toMatchObject({ status: 303, location: `/desk?view=all&customer=${typed}&refused=bulk.none-selected` });
    expect((await searchRequests(db(), { text: "persoon2", narrowing: await narrowing() })).lines).toEqual([]);
    expect(await claimNext(office.made.office, { by: office.staff.wim, now: office.now(), narrowing: await narrowing() })).toBeNull();
    const file = await routes.post(exports.action, "/desk/exports", { as: "csv", view: "all", customer: typed }, { by: office.staff.sanne });
    expect((await file.response?.text())?.trimEnd().split("\r\n")).toHaveLength(1);
  });

  it("leaves nothing of what was typed in the trail", async () => {
    await routes.post(exports.action, "/desk/exports", { as: "csv", view: "all", channel: "paper", customer: typed }, { by: office.staff.sanne });
    const [begun] = await db().select().from(auditEvent).where(eq(auditEvent.act, "list.exported")).orderBy(desc(auditEvent.id)).limit(1);
    expect(begun?.payload).toMatchObject({ searched: true, filter: { channel: "paper" } });
    expect(begun?.payload).not.toHaveProperty("filter.customer");
  });
});

describe("the next of a list (desk 5)", () => {
  it("is the most urgent that fits and nobody has, for each of several who press at once another one, until none is left", async () => {
    const filter: DeskFilter = { type: "revocation", channel: "paper" };
    const narrowing = await narrowingOf(db(), filter, office.now());
    const waiting = await byHand("unassigned", filter);
    expect(waiting.length).toBeGreaterThan(1);
    const next = () => claimNext(office.made.office, { by: office.staff.wim, now: office.now(), narrowing });
    const taken = await Promise.all(waiting.map(next));
    expect(new Set(taken.map((one) => one?.id))).toEqual(new Set(waiting));
    expect(await next()).toBeNull();
    // Of what was searched for, too; and of what nobody can take, none.
    const text = await claimNext(office.made.office, { by: office.staff.wim, now: office.now(), text: "persoon1" });
    expect(text).toMatchObject({ subjectName: "A. Persoon1", status: "in-review" });
    expect(await claimNext(office.made.office, { by: office.staff.wim, now: office.now(), text: "persoon1", narrowing: { status: "in-review" } })).toBeNull();
  });
});

describe("the address of a list (desk 3)", () => {
  it("says the same list again, and leaves out what makes no sense", () => {
    const list = readDeskList("view=all&type=new-user&customer=68.75.01.10&reviewer=x&channel=pigeon&urgency=closed&sort=newest&q= ");
    expect(list).toEqual({ view: "all", filter: { type: "new-user", customer: "68750110" }, sort: "time", text: "" });
    expect(readDeskList(writeDeskList(list))).toEqual(list);
    expect(readDeskList("view=all&sort=newest").sort).toBe("newest");
    expect(writeDeskList(readDeskList(""))).toEqual({});
  });

  it("keeps what was typed where a customer's number belongs, also when it is none", () => {
    for (const typed of ["1234", "1234567", "123456789", "tandarts", "6875011O", "68-75-01-10"]) expect(readDeskList({ customer: ` ${typed} ` }).filter).toEqual({ customer: typed });
    for (const typed of ["68750110", "6875 0110", "68.75.01.10", " 68 75 0110 "]) expect(readDeskList({ customer: typed }).filter).toEqual({ customer: "68750110" });
    for (const typed of ["", "  "]) expect(readDeskList({ customer: typed }).filter).toEqual({});
    expect(readDeskList({ customer: "tandarts ".repeat(20) }).filter.customer).toMatch(/^tandarts /);
  });
});

describe("the place in a list (desk 3)", () => {
  const list = "view=all&channel=paper";
  const rowsOf = async (search: string) => (await routes.get(desk.loader, `/desk?${search}`, { by: office.staff.sanne })).data["rows"] as Array<{ id: string; reference: string; isPicked: boolean }>;

  it("holds what is ticked, goes along to a request and back, and does not tick what is not there", async () => {
    const rows = await rowsOf(list);
    const two = [rows[0], rows[3]].map((row) => row?.reference.replace("ZG-", "") ?? "");
    const again = await rowsOf(`${list}&picked=${two.join(".")}.999999999`);
    expect(again.filter((row) => row.isPicked).map(({ id }) => id)).toEqual([rows[0]?.id, rows[3]?.id]);
    const place = `${list}&picked=${two.join(".")}`;
    const { data } = await routes.get(shown.loader, `/desk/requests/${rows[0]?.id}?${new URLSearchParams({ list: place })}`, { by: office.staff.sanne, params: { requestId: rows[0]?.id ?? "" } });
    expect(data["back"]).toBe(`/desk?${place}#row-${rows[0]?.id}`);
    for (const nonsense of ["x", "1,2", `${"1".repeat(12)}`, "1..2", "<b>"]) expect((await rowsOf(`${list}&picked=${encodeURIComponent(nonsense)}`)).some((row) => row.isPicked)).toBe(false);
  });

  it("holds a whole page of ticks of the largest references on the way to a request and back", async () => {
    const picked = Array.from({ length: 50 }, (_, n) => String(999_999_900 + n)).join(".");
    const id = (await rowsOf(list))[0]?.id ?? "";
    const { data } = await routes.get(shown.loader, `/desk/requests/${id}?${new URLSearchParams({ list: `${list}&q=${"a".repeat(100)}&picked=${picked}` })}`, { by: office.staff.sanne, params: { requestId: id } });
    expect(data["back"]).toContain(picked);
  });

  it("takes ticks along without scripts: the form of the list asks for it with them", async () => {
    const rows = await rowsOf(list);
    const ticked = [rows[1], rows[2]];
    const sent = new URLSearchParams([["view", "all"], ["channel", "paper"], ...ticked.map((row) => ["request", row?.id ?? ""])]);
    expect(await routes.get(desk.loader, `/desk?${sent}`, { by: office.staff.sanne })).toMatchObject({ status: 302, location: `/desk?${list}&picked=${ticked.map((row) => row?.reference.replace("ZG-", "")).join(".")}` });
  });

  it("comes back when a file of it is refused, or something with many at once is", async () => {
    const form = { view: "all", channel: "paper", sort: "newest", cursor: "c1", picked: "2001.2002", as: "csv" };
    // Only a list that is not narrowed has other orders.
    const place = "view=all&channel=paper&cursor=c1&picked=2001.2002";
    const asPage = { by: office.staff.tom, headers: { accept: "text/html" } };
    expect(await routes.post(exports.action, "/desk/exports", form, asPage)).toMatchObject({ status: 303, location: `/desk?${place}&refused=access.refused` });
    expect(await routes.post(exports.action, "/desk/exports", { ...form, view: "//evil.example", channel: "pigeon", cursor: "x".repeat(200) }, asPage)).toMatchObject({ location: "/desk?sort=newest&picked=2001.2002&refused=access.refused" });
    expect(await routes.post(selection.action, "/desk/bulk/new", form, { by: office.staff.sanne })).toMatchObject({ status: 303, location: `/desk?${place}&refused=bulk.none-selected` });
    const runId = "0192f3a4-0000-7000-8000-000000000001";
    expect(await routes.post(bulkExports.action, `/desk/bulk/${runId}/exports`, { as: "csv" }, { ...asPage, params: { runId } })).toMatchObject({ location: `/desk/bulk/${runId}?refused=access.refused` });
    expect(await routes.post(customerExports.action, "/customers/exports", { as: "csv", q: "de brug" }, asPage)).toMatchObject({ location: "/customers?q=de%20brug&refused=access.refused" });
  });
});
