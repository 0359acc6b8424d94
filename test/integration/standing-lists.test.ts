import { asc, eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { listBlocked, everyBlocked, BLOCK_CAUSES } from "#app/domain/dashboards/blocked.ts";
import { readStanding } from "#app/domain/dashboards/standing.ts";
import * as blockedRoute from "#app/routes/reports.accounts._index.tsx";
import * as blockedExports from "#app/routes/reports.accounts.exports.tsx";
import * as certificatesRoute from "#app/routes/certificates._index.tsx";
import * as certificateExports from "#app/routes/certificates.exports.tsx";
import * as flowRoute from "#app/routes/reports.flow.tsx";
import type { FlowShown } from "#app/ui/reports/flow/shown.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { accountBlock } from "#db/schema/blocks.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { manyCertificates } from "#test/support/many-certificates.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { watchedDatabase, wholeTables } from "#test/support/query-plans.ts";
import { routesOf } from "#test/support/routes.ts";
import { someOfEverything } from "#test/support/some-of-everything.ts";

import { NOW, openPractice } from "../domain/identification/practice.ts";

const DAY = 86_400_000;
let office: TestOffice;
const db = () => office.database.db;

beforeAll(async () => {
  office = await openOffice();
  await someOfEverything(office);
  await manyCertificates(db(), office.now());
  await onTheEdges();
  await blockSome();
});

/** Certificates that end on both sides of each limit that a figure has: the last second still counts. */
async function onTheEdges(): Promise<void> {
  const current = await db().select({ serial: certificate.serial }).from(certificate).where(eq(certificate.status, "issued")).orderBy(asc(certificate.serial)).limit(12);
  const second = Math.floor(office.now().getTime() / 1000) * 1000;
  const ends = [0, -1_000, 30 * DAY - 1_000, 30 * DAY, 60 * DAY - 1_000, 60 * DAY, 90 * DAY - 1_000, 90 * DAY, -20 * DAY, -20 * DAY - 1_000, -5 * DAY];
  // What is written of a certificate stays (`certificate_bytes_stay`); these were never signed by anybody.
  await runSql(db(), "alter table certificate disable trigger user");
  for (const [place, end] of ends.entries()) await db().update(certificate).set({ notAfter: new Date(second + end) }).where(eq(certificate.serial, current[place]?.serial ?? ""));
  await runSql(db(), "alter table certificate enable trigger user");
}

/** Blocked for a PIN, for one request and for two at once, for nothing that is known, and for a request of an account that works all the same. */
async function blockSome(): Promise<void> {
  const numbers = (await db().select({ userNumber: account.userNumber }).from(account).where(eq(account.status, "active")).orderBy(asc(account.userNumber))).map(({ userNumber }) => userNumber);
  const [one, two, three, four, five] = numbers;
  const requests = (await db().select({ id: request.id }).from(request).limit(3)).map(({ id }) => id);
  const block = (userNumber: string | undefined, place: number, liftedAt: Date | null = null) => db().insert(accountBlock).values({ requestId: requests[place] ?? "", userNumber: userNumber ?? "", blockedAt: office.now(), liftedAt });
  await db().update(account).set({ status: "blocked" }).where(inArray(account.userNumber, [one, two, three, four].map((number) => number ?? "")));
  await block(one, 0);
  await block(one, 1);
  await block(two, 0);
  await block(three, 2, office.now());
  await block(five, 1);
  await db().update(credential).set({ blockedAt: office.now() }).where(inArray(credential.userNumber, numbers.slice(0, 9)));
}

const reader = () => routesOf(office);
async function standing(search = ""): Promise<FlowShown["standing"]> {
  return ((await reader().get(flowRoute.loader, `/reports/flow${search}`, { by: office.staff.els })).data["shown"] as FlowShown).standing;
}
const figuresOf = ({ bands, expiring, reinstallable, blocked }: FlowShown["standing"]) => [...bands, ...expiring, ...(reinstallable ? [{ key: "reinstallable", ...reinstallable }] : []), ...blocked];

/** How many lines a list has, page after page as somebody goes through it, and how many its file has. */
async function listed(address: string): Promise<{ pages: number; file: number }> {
  const isAccounts = address.startsWith("/reports/accounts");
  let [pages, at]: [number, string | null] = [0, address];
  while (at !== null) {
    const { data, status } = await reader().get(isAccounts ? blockedRoute.loader : certificatesRoute.loader, at, { by: office.staff.els });
    expect(status).toBe(200);
    const list = (isAccounts ? { rows: data["lines"], next: data["next"] } : data["list"]) as { rows: unknown[]; next: string | null };
    pages += list.rows.length;
    at = list.next === null ? null : isAccounts ? list.next : `${address}&place=${list.next}`;
  }
  const fields = Object.fromEntries(new URL(address, "http://office.invalid").searchParams);
  const { response } = await reader().post(isAccounts ? blockedExports.action : certificateExports.action, `${address.split("?")[0]}/exports`, { ...fields, as: "csv" }, { by: office.staff.els });
  const lines = ((await response?.text()) ?? "").trim().split("\r\n");
  return { pages, file: lines.length - 1 };
}

describe("what stands now, and the accounts and certificates behind it (reference 7: 10–12)", () => {
  it("opens behind every figure as many as it says, on the page and as a file", async () => {
    const figures = figuresOf(await standing());
    expect(figures.map(({ key }) => key)).toEqual(["fresh", "waiting", "last", "within30", "within60", "within90", "reinstallable", "pin", "request", "other"]);
    expect(figures.filter(({ amount }) => amount === 0)).toEqual([]);
    for (const { key, amount, to } of figures) expect([key, await listed(to)]).toEqual([key, { pages: amount, file: amount }]);
  });

  it("each within the one that is wider, and the same however the page is narrowed", async () => {
    const shown = await standing();
    const [within30, within60, within90] = shown.expiring.map(({ amount }) => amount);
    expect(within60).toBeGreaterThan(within30 ?? 0);
    expect(within90).toBeGreaterThan(within60 ?? 0);
    for (const search of ["?span=weeks-4", "?type=revocation", "?channel=paper&segment=pgb"]) expect(await standing(search)).toEqual(shown);
  });

  it("counts an account once, whatever number of requests holds it, and under one cause of the last two", async () => {
    const [byRequest, otherwise] = await Promise.all([listBlocked(db(), { cause: "request" }), listBlocked(db(), { cause: "other" })]);
    const numbers = [...byRequest.lines, ...otherwise.lines].map(({ userNumber }) => userNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(byRequest.lines).toHaveLength(3);
    expect(otherwise.lines).toHaveLength(2);
    expect(byRequest.lines.every(({ since, name, practice }) => since !== null && name !== "" && practice !== "")).toBe(true);
  });

  it("goes through a long list without losing or repeating anybody", async () => {
    for (const cause of BLOCK_CAUSES) {
      const all: string[] = [];
      for await (const lines of everyBlocked(db(), { cause })) all.push(...lines.map(({ userNumber }) => userNumber));
      const stepwise: string[] = [];
      for (let place: string | undefined = ""; place !== undefined; ) {
        const { lines, next }: Awaited<ReturnType<typeof listBlocked>> = await listBlocked(db(), { cause, place, limit: 2 });
        stepwise.push(...lines.map(({ userNumber }) => userNumber));
        place = next ?? undefined;
      }
      expect([cause, stepwise]).toEqual([cause, all]);
    }
  });

  it("is for who may see figures, and its file is in the trail with the cause", async () => {
    expect((await reader().get(blockedRoute.loader, "/reports/accounts?cause=pin", { by: office.staff.sanne })).status).toBe(403);
    await reader().post(blockedExports.action, "/reports/accounts/exports", { cause: "other", as: "csv" }, { by: office.staff.els });
    const [event] = await runSql<{ payload: unknown }>(db(), "select payload from audit_event where act = 'list.exported' and subject_id = 'accounts' order by id desc limit 1");
    expect(event?.payload).toMatchObject({ format: "csv", filter: { cause: "other" } });
    expect((await reader().get(blockedRoute.loader, "/reports/accounts?cause=pigeon&place=x", { by: office.staff.els })).data["title"]).toBe((await reader().get(blockedRoute.loader, "/reports/accounts?cause=pin", { by: office.staff.els })).data["title"]);
  });
});

describe("what it costs", () => {
  it("reads no whole table, neither for the figures nor for a page of what is behind them", async () => {
    const { database, plansOf } = await watchedDatabase();
    await openPractice(database);
    const plans = await plansOf(() => readStanding(database.db, NOW));
    for (const cause of BLOCK_CAUSES) plans.push(...(await plansOf(() => listBlocked(database.db, { cause, place: "1" }))));
    expect(plans.length).toBeGreaterThan(5);
    expect(wholeTables(plans, ["account", "credential", "certificate", "account_block"])).toEqual([]);
    for (const index of ["account_blocked", "credential_blocked", "account_block_stands"]) expect(plans.join("\n")).toContain(index);
  });
});
