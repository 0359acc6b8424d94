import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import * as flowRoute from "#app/routes/reports.flow.tsx";
import * as nowRoute from "#app/routes/reports._index.tsx";
import * as pdfRoute from "#app/routes/reports.pdf.tsx";
import * as rulesRoute from "#app/routes/reports.rules.tsx";
import type { FlowShown } from "#app/ui/reports/flow/shown.ts";
import type { NowShown } from "#app/ui/reports/shown.ts";
import { formatters } from "#app/web/format.ts";
import { translator } from "#app/web/i18n.server.ts";
import { runSql } from "#db/types.ts";
import { count } from "#test/support/figures.ts";
import { approve, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { someOfEverything } from "#test/support/some-of-everything.ts";

let office: TestOffice;
const folder = mkdtempSync(join(tmpdir(), "zegel-figure-paper-"));
beforeAll(async () => {
  office = await openOffice();
  await someOfEverything(office);
  await approve(office, await received(office));
  await count(office);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Asked = Parameters<ReturnType<typeof routesOf>["post"]>[3];

/** The PDF of a page as Els takes it along, read back line by line, its spaces single. */
async function paper(fields: Record<string, string>, asked: Asked = {}): Promise<{ lines: string[]; name: string }> {
  const { status, response } = await routesOf(office).post(pdfRoute.action, "/reports/pdf", fields, { by: office.staff.els, ...asked });
  expect(status).toBe(200);
  expect(response?.headers.get("content-type")).toBe("application/pdf");
  const path = join(folder, "page.pdf");
  writeFileSync(path, Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)));
  const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
  return { lines: text.split("\n").map((line) => line.replaceAll(/\s+/g, " ").trim()), name: /filename="([^"]+)"/.exec(response?.headers.get("content-disposition") ?? "")?.[1] ?? "" };
}

/** What a page shows to Els at this address. */
async function shown<T>(loader: Parameters<ReturnType<typeof routesOf>["get"]>[0], address: string): Promise<T> {
  return (await routesOf(office).get(loader, address, { by: office.staff.els })).data as T;
}

const words = translator("nl");
const { number, date } = formatters("nl", words);
/** The figures at the end of the line that begins so: words may wrap over several lines, and what is compared is the line with figures. */
const figuresOf = (lines: readonly string[], label: string) => lines.flatMap((line) => (line.startsWith(`${label} `) && /^[\d.·% /]+$/.test(line.slice(label.length)) ? [line.slice(label.length + 1).split(" ")] : []));

describe("the page of now on paper", () => {
  it.each<Record<string, string>>([{}, { type: "revocation" }, { channel: "paper" }, { segment: "regular", type: "new-user" }])("says the very figures that the page shows: %j", async (filter) => {
    const { lines } = await paper({ view: "now", ...filter });
    const { shown: page } = await shown<{ shown: NowShown }>(nowRoute.loader, `/reports?${new URLSearchParams(filter)}`);
    for (const { rows } of page.stages) for (const { status, of } of rows) expect(figuresOf(lines, status)).toContainEqual(of.map(({ amount }) => number(amount)));
    for (const { day, amount } of page.due) expect(figuresOf(lines, date(day))).toContainEqual([number(amount)]);
    for (const { day, received: came, decided } of page.days) expect(figuresOf(lines, date(day))).toContainEqual([number(came.amount), number(decided.amount)]);
    const last = page.table.statuses.map(({ amount }) => number(amount));
    if (page.table.amount > 0) expect(figuresOf(lines, words("reports:open.total"))).toContainEqual([...last, number(page.table.amount)]);
    const text = lines.join(" ");
    for (const { label, amount } of page.channels) expect(text).toContain(`${label} ${number(amount)}`);
    expect(text).toContain(filter["type"] === undefined && Object.keys(filter).length === 0 ? "Gaat over alles" : "Gaat over ");
  });

  it("says in its head what it is narrowed by and when it was counted, in the reader's language", async () => {
    const dutch = await paper({ view: "now", type: "revocation", channel: "paper" });
    expect(dutch.lines.slice(0, 12).join(" ")).toContain(`Gaat over ${words("requests:revocation.title")} · ${words("desk-list:channel.paper")}`);
    expect(dutch.lines.join(" ")).toContain("Geteld maandag 16 november 2026 om 10:0");
    expect(dutch.name).toMatch(/^cijfers-nu-2026-11-16\.pdf$/);
    const english = await paper({ view: "now", type: "pigeon!" }, { language: "en" });
    expect(english.lines.join(" ")).toContain("About everything");
    expect(english.lines.join(" ")).toContain("Counted Monday 16 November 2026 at 10:0");
  });
});

describe("the page of the flow on paper", () => {
  it.each<Record<string, string>>([{ span: "weeks-13" }, { span: "months-12", type: "new-user" }])("says the very figures that the page shows: %j", async (filter) => {
    const { lines } = await paper({ view: "flow", ...filter });
    const { shown: page } = await shown<{ shown: FlowShown }>(flowRoute.loader, `/reports/flow?${new URLSearchParams(filter)}`);
    const text = lines.join(" ");
    for (const { name, isRunning, received: came, decided, done } of page.buckets) expect(figuresOf(lines, isRunning ? `${name} ${words("reports:trend.running")}` : name)).toEqual([[came, decided, done].map(({ amount }) => number(amount))]);
    // A narrow space may be read as none.
    const days = page.stages.map(({ lead }) => (lead === null ? "·" : `${lead.median}/${lead.p90}`)).join("");
    expect(figuresOf(lines, words("reports:leadTimes.all")).map((figures) => figures.join(""))).toEqual([days]);
    const pairs = [...page.outcomes.map((one) => [`outcomes.${one.key}`, one] as const), ...page.hows.map((one) => [`hows.${one.key}`, one] as const), ...page.letters.map((one) => [`letters.${one.key}`, one] as const)];
    for (const [key, { amount, before }] of pairs) expect(figuresOf(lines, words(`reports:${key}`))).toContainEqual([number(amount), number(before)]);
    for (const { key, amount } of page.funnel) expect(figuresOf(lines, words(`reports:funnel.steps.${key}`)).map(([first]) => first)).toContain(number(amount));
    for (const { key, amount } of [...page.standing.bands, ...page.standing.expiring]) expect(figuresOf(lines, words(`reports:standing.${key}`))).toEqual([[number(amount)]]);
    for (const { key, amount } of page.standing.blocked) expect(figuresOf(lines, words(`reports:standing.blocked.${key}`))).toEqual([[number(amount)]]);
    expect(text).toContain("Periode Van ");
    expect(page.buckets.at(-1)?.received.amount).toBeGreaterThan(0);
  });
});

describe("taking a page of figures along", () => {
  it("says the rules with their figures", async () => {
    const { lines } = await paper({ view: "rules", span: "weeks-13" });
    const { rules } = await shown<{ rules: Array<{ id: string; spoke: { amount: number }; approved: { amount: number }; rejected: { amount: number } }> }>(rulesRoute.loader, "/reports/rules?span=weeks-13");
    for (const { id } of rules) expect(lines.join(" ")).toContain(id);
    expect(lines.join(" ")).toContain(words("reports:rules.title"));
  });

  it("is in the trail with what it was narrowed by, before and after, and needs the same permission as the page", async () => {
    const before = await exports();
    await paper({ view: "flow", span: "weeks-4", channel: "paper" });
    expect((await exports()).slice(before.length)).toEqual([
      { act: "list.exported", payload: { format: "pdf", view: "flow", searched: false, filter: { span: "weeks-4", channel: "paper" } } },
      { act: "list.export-finished", payload: { rows: expect.any(Number) as number } },
    ]);
    const { status } = await routesOf(office).post(pdfRoute.action, "/reports/pdf", { view: "flow" }, { by: office.staff.sanne });
    expect(status).toBe(403);
    expect(await exports()).toHaveLength(before.length + 2);
  });

  it("never brings the page with the names of staff", async () => {
    const { lines } = await paper({ view: "people" });
    expect(lines.join(" ")).not.toContain("Sanne");
    expect(lines.join(" ")).toContain("Rapportage: Nu");
  });
});

async function exports() {
  return runSql<{ act: string; payload: unknown }>(office.database.db, "select act, payload from audit_event where subject_kind = 'list' and subject_id = 'figures' order by id");
}
