import { beforeAll, describe, expect, it } from "vitest";

import { claimNext } from "#app/domain/requests/claim.ts";
import type { DeskFilter, QueueView } from "#app/domain/requests/desk-list.ts";
import { narrowingOf, type Narrowing } from "#app/domain/requests/narrow.ts";
import { countNarrowed, countQueue, listQueue } from "#app/domain/requests/queue.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";

import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const REQUESTS = 100_000;

/** Blocks of 8 kB that the desk may touch for one answer, at a hundred thousand requests. */
const MOST_BLOCKS = { page: 450, narrowed: 700, counts: 150, savedCounts: 1_200, search: 1_500, next: 40, nextOfList: 400 };
/** Before 17, PostgreSQL went down an index once for each value of a list (3,917 and 1,576 blocks there); since, once for all. */
const MOST_BLOCKS_BEFORE_17 = { ...MOST_BLOCKS, savedCounts: 4_200, search: 1_700 };

let database: Database;
let office: Practice;
let most = MOST_BLOCKS;
let asked: Array<{ query: string; params: unknown[] }> = [];

beforeAll(async () => {
  database = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
  const [server] = await runSql<{ version: number }>(database.db, "select current_setting('server_version_num')::int as version");
  if ((server?.version ?? 0) < 170_000) most = MOST_BLOCKS_BEFORE_17;
  office = await openPractice(database);
  await fillWithRequests(database, office, REQUESTS);
}, 300_000);

/** The blocks that the questions of an act touch, found in memory or read: what it costs wherever it runs. */
async function blocksOf(act: () => Promise<unknown>): Promise<number> {
  asked = [];
  await act();
  let blocks = 0;
  for (const { query, params } of asked.filter((one) => /^\s*(select|with)\b/i.test(one.query))) {
    const [row] = await runSql<{ "QUERY PLAN": Array<{ Plan: Record<string, number> }> | string }>(database.db, `explain (analyze, buffers, format json) ${query}`, params);
    const answer = row?.["QUERY PLAN"];
    const plan = (typeof answer === "string" ? (JSON.parse(answer) as Array<{ Plan: Record<string, number> }>) : answer)?.[0]?.Plan ?? {};
    blocks += (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0);
  }
  return blocks;
}

/** A filter with the people of this office in the place of their names. */
async function narrow({ reviewer, ...filter }: DeskFilter): Promise<Narrowing> {
  return narrowingOf(database.db, { ...filter, ...(reviewer && { reviewer: (reviewer === "sanne" ? office.sanne : office.wim).id }) }, NOW);
}

/** The cursor of the page that begins after so many requests of a view. */
async function cursorAfter(view: QueueView, place: number): Promise<string | null> {
  return (await listQueue(database.db, { view, by: office.sanne, limit: place })).next;
}

describe(`what the desk asks of the database at ${REQUESTS} requests`, () => {
  it.each(["mine", "unassigned", "second-check", "identification", "waiting", "all"] as const)("the first page of %s", async (view) => {
    const blocks = await blocksOf(() => listQueue(database.db, { view, by: office.sanne }));
    expect(blocks).toBeLessThanOrEqual(most.page);
  });

  it("page 500 of all costs what its first page costs", async () => {
    const cursor = await cursorAfter("all", 499 * 50);
    expect(cursor).not.toBeNull();
    expect(await blocksOf(() => listQueue(database.db, { view: "all", by: office.sanne, cursor }))).toBeLessThanOrEqual(most.page);
  });

  /** Each filter alone, together, and such that nothing or hardly anything fits: a walk that passes by what does not fit would be found here. */
  const FILTERS: ReadonlyArray<{ view: QueueView; filter: DeskFilter }> = [
    { view: "all", filter: { type: "revocation" } },
    { view: "all", filter: { type: "credential-request" } },
    { view: "all", filter: { channel: "email" } },
    { view: "all", filter: { channel: "phone" } },
    { view: "all", filter: { type: "new-user", channel: "paper", urgency: "soon" } },
    { view: "unassigned", filter: { type: "revocation", channel: "portal" } },
    { view: "unassigned", filter: { urgency: "today" } },
    { view: "all", filter: { urgency: "no-date" } },
    { view: "all", filter: { status: "cancelled" } },
    { view: "all", filter: { status: "rejected", type: "revocation" } },
    { view: "all", filter: { customer: "20000077" } },
    { view: "all", filter: { customer: "20000077", status: "cancelled", type: "data-change" } },
    { view: "all", filter: { reviewer: "sanne" } },
    { view: "all", filter: { reviewer: "wim", type: "data-change", urgency: "late" } },
  ];

  it.each(FILTERS)("$view, narrowed by $filter (desk 2)", async ({ view, filter }) => {
    const narrowing = await narrow(filter);
    const blocks = await blocksOf(() => listQueue(database.db, { view, narrowing, by: office.sanne }));
    expect(blocks).toBeLessThanOrEqual(most.narrowed);
  });

  it.each(["newest", "oldest"] as const)("everything, the %s first: first page and one deep in it (desk 10)", async (sort) => {
    const deep = (await listQueue(database.db, { view: "all", sort, by: office.sanne, limit: 20_000 })).next;
    expect(deep).not.toBeNull();
    for (const cursor of [null, deep]) expect(await blocksOf(() => listQueue(database.db, { view: "all", sort, by: office.sanne, cursor }))).toBeLessThanOrEqual(most.narrowed);
  });

  it("the numbers beside twenty saved views (desk 4)", async () => {
    const lists = await Promise.all(Array.from({ length: 20 }, async (_, place) => ({ view: FILTERS[place % FILTERS.length]?.view ?? "all", narrowing: await narrow(FILTERS[place % FILTERS.length]?.filter ?? {}) })));
    expect(await blocksOf(() => countNarrowed(database.db, lists, office.sanne))).toBeLessThanOrEqual(most.savedCounts);
  });

  it.each([{ type: "revocation" }, { type: "new-user", channel: "paper" }, { type: "credential-request" }, { urgency: "late" }] as const)("the next of a list narrowed by %o (desk 5)", async (filter) => {
    const narrowing = await narrow(filter);
    expect(await blocksOf(() => claimNext(office.office, { by: office.sanne, now: NOW, narrowing }))).toBeLessThanOrEqual(most.nextOfList);
  });

  it.each([{ text: "kuipaasen koningdal", filter: { type: "revocation" } }, { text: "praktijk", filter: { status: "rejected", channel: "email" } }] as const)("a search for $text within $filter", async ({ text, filter }) => {
    const narrowing = await narrow(filter);
    expect(await blocksOf(() => searchRequests(database.db, { text, narrowing }))).toBeLessThanOrEqual(most.search);
  });

  it("the numbers beside the views", async () => {
    expect(await blocksOf(() => countQueue(database.db, office.sanne))).toBeLessThanOrEqual(most.counts);
  });

  it.each(["ZG-50000", "20000077", "kuipaasen koningdal", "praktijk janselker 411", "smitonkker", "nergens bekend"])("a search for %s", async (text) => {
    expect(await blocksOf(() => searchRequests(database.db, { text }))).toBeLessThanOrEqual(most.search);
  });

  it("taking the next one", async () => {
    expect(await blocksOf(() => claimNext(office.office, { by: office.sanne, now: NOW }))).toBeLessThanOrEqual(most.next);
  });

  it("a question that reads the whole table is found", async () => {
    const blocks = await blocksOf(() => database.db.query.request.findFirst({ where: (row, { eq }) => eq(row.applicantEmail, "nobody@nowhere.example") }));
    expect(blocks).toBeGreaterThan(most.search);
  });
});
