import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { asc, eq } from "drizzle-orm";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { retryMail } from "#app/domain/correspondence/send.ts";
import { findSubscription, subscribe, unsubscribe, type PageAsked } from "#app/domain/dashboards/weekly/subscription.ts";
import { sendWeekly } from "#app/domain/dashboards/weekly/send.ts";
import type { Language } from "#app/domain/people.ts";
import { clearInTurn } from "#app/domain/retention/run.ts";
import * as endRoute from "#app/routes/reports.weekly.end.tsx";
import * as flowRoute from "#app/routes/reports.flow.tsx";
import * as nowRoute from "#app/routes/reports._index.tsx";
import * as weeklyRoute from "#app/routes/reports.weekly._index.tsx";
import type { NowShown } from "#app/ui/reports/shown.ts";
import { translator } from "#app/web/i18n.server.ts";
import { mail } from "#db/schema/correspondence.ts";
import { staff } from "#db/schema/staff.ts";
import { weeklyFigures } from "#db/schema/weekly.ts";
import { runSql } from "#db/types.ts";
import { count } from "#test/support/figures.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { someOfEverything } from "#test/support/some-of-everything.ts";

type Who = "els" | "ravi";
let office: TestOffice;
const folder = mkdtempSync(join(tmpdir(), "zegel-weekly-"));
const db = () => office.database.db;
const at = (instant: string) => office.clock.moveTo(new Date(instant));
/** Mondays at eight in Utrecht, in winter time. */
const MONDAY = (day: string) => `2026-${day}T07:00:00Z`;

beforeAll(async () => {
  office = await openOffice();
  await someOfEverything(office);
  await received(office);
  await count(office);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  await office.work();
  await db().delete(weeklyFigures);
  await db().delete(mail).where(eq(mail.template, "weekly-figures"));
  await runSql(db(), "update staff set active = true");
  for (const name of ["mails"]) for (const file of filesOf(name)) rmSync(join(office.town.store, "mailbox", name, file));
});

const filesOf = (name: string) => {
  try {
    return readdirSync(join(office.town.store, "mailbox", name));
  } catch {
    return [];
  }
};

async function ask(who: Who, page: PageAsked = { view: "now", span: "weeks-13" }, language: Language = "nl"): Promise<void> {
  await subscribe(db(), { page, language, by: office.staff[who], now: office.now(), correlationId: "c-1" });
}
/** What the mail server does with what is for this recipient from now on. */
const fault = async (recipient: string, does: string) => expect((await office.town.post("/simulators/mailbox/faults", { recipient, fault: does })).status).toBeLessThan(400);
const sweep = () => sendWeekly(office.made.weekly, office.now());
const mails = () => db().select().from(mail).where(eq(mail.template, "weekly-figures")).orderBy(asc(mail.queuedAt), asc(mail.recipient));
const whom = async () => (await mails()).map(({ recipient }) => recipient.split("@")[0]);
const acts = async () => runSql<{ act: string; subject_id: string; payload: Record<string, unknown>; actor_kind: string }>(db(), "select act, subject_id, payload, actor_kind from audit_event where act like 'figures.%' order by id");

/** Every e-mail that came in at the mail server, as it came over SMTP, with what its PDF says. */
async function arrived() {
  const files = filesOf("mails").filter((name) => name.endsWith(".eml")).sort();
  const all = await Promise.all(files.map((name) => PostalMime.parse(readFileSync(join(office.town.store, "mailbox", "mails", name)))));
  return all.flatMap((one) => {
    const [file] = one.attachments;
    if (!file) return [];
    const path = join(folder, "attached.pdf");
    const bytes = Buffer.from(file.content as ArrayBuffer);
    writeFileSync(path, bytes);
    return [{ to: one.to?.[0]?.address, subject: one.subject, messageId: one.messageId, text: one.text ?? "", name: file.filename, type: file.mimeType, bytes, pdf: execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" }), info: execFileSync("pdfinfo", [path], { encoding: "utf8" }) }];
  });
}

describe("the day of the weekly e-mail (D10: Amsterdam, working days)", () => {
  it("is Monday from eight in the morning on, each week once", async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els");
    await sweep();
    // Its morning had passed when it was asked for.
    expect(await whom()).toEqual([]);
    at("2026-11-22T22:00:00Z");
    await sweep();
    at("2026-11-23T06:59:59Z");
    await sweep();
    expect(await whom()).toEqual([]);
    at(MONDAY("11-23"));
    await sweep();
    await sweep();
    at("2026-11-27T15:00:00Z");
    await sweep();
    expect(await whom()).toEqual(["els.kok"]);
    at(MONDAY("11-30"));
    await sweep();
    expect(await whom()).toEqual(["els.kok", "els.kok"]);
  });

  it("is the same day for who asks before eight on a Monday", async () => {
    at("2026-11-23T06:30:00Z");
    await ask("els");
    at(MONDAY("11-23"));
    await sweep();
    expect(await whom()).toEqual(["els.kok"]);
  });

  it("is the first working day where Monday is a holiday, and then it is not late", async () => {
    // Easter Monday is 29 March 2027; by then it is summer time.
    at("2027-03-25T09:00:00Z");
    await ask("els");
    at("2027-03-29T09:00:00Z");
    await sweep();
    at("2027-03-30T05:59:59Z");
    await sweep();
    expect(await whom()).toEqual([]);
    at("2027-03-30T06:00:00Z");
    await sweep();
    const [one] = await mails();
    expect(one?.text).toContain("Geteld op dinsdag 30 maart 2027 om 08:00 uur.");
    expect(one?.text).not.toContain("later");
  });

  it("is the first chance that the office has where it was off, which it says; of a week that is over nothing comes any more", async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els");
    await ask("ravi", { view: "flow", span: "weeks-4" }, "en");
    // The office stood still the whole of the week of 23 November, and comes back on a Wednesday.
    at("2026-12-02T13:30:00Z");
    await sweep();
    expect(await whom()).toEqual(["els.kok", "ravi.sharma"]);
    const [els, ravi] = await mails();
    expect(els?.text).toContain("Deze e-mail komt later dan op maandag 30 november 2026: toen kon hij niet worden gemaakt. Geteld op woensdag 2 december 2026 om 14:30 uur.");
    expect(ravi?.text).toContain("This e-mail comes later than Monday 30 November 2026: it could not be made then. Counted on Wednesday 2 December 2026 at 14:30.");
    at(MONDAY("12-07"));
    await sweep();
    expect(await whom()).toEqual(["els.kok", "ravi.sharma", "els.kok", "ravi.sharma"]);
  });
});

describe("what it says", () => {
  it("are the sentences of the page in the reader's language, with the page as PDF, over real SMTP", async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els", { view: "now", span: "weeks-13", channel: "paper" });
    await ask("ravi", { view: "flow", span: "weeks-4", type: "new-user" }, "en");
    at(MONDAY("11-23"));
    await sweep();
    await office.work();
    const [els, ravi, ...others] = (await arrived()).sort((one, other) => (one.to ?? "").localeCompare(other.to ?? ""));
    expect(others).toEqual([]);
    expect(els).toMatchObject({ to: "els.kok@zegel.example", name: "cijfers-week-48-nu.pdf", type: "application/pdf" });
    const page = (await routesOf(office).get(nowRoute.loader, "/reports?channel=paper", { by: office.staff.els })).data["shown"] as NowShown;
    const late = String(page.terms.over);
    expect(page.terms.over).toBeGreaterThan(0);
    expect(els?.subject).toMatch(new RegExp(`^Cijfers van week 48 – ${late} van de \\d+ lopende termijnen`));
    for (const words of ["Zijn we op tijd?", "Waar knelt het?", "Wat is vrijdag te laat?", `Gaat over: ${translator("nl")("desk-list:channel.paper")}`]) expect(els?.text).toContain(words);
    expect(els?.text).toContain("/reports?channel=paper");
    expect(els?.text).toMatch(/\/reports\/weekly\n/);
    expect(els?.pdf).toContain("Geteld");
    expect(els?.pdf).toContain("maandag 23 november 2026 om 08:00 uur");
    expect(els?.pdf.replaceAll(/\s+/g, " ")).toContain(`${late} van de `);
    expect(els?.info).toMatch(/Title:\s+Rapportage: Nu[\s\S]*Tagged:\s+yes|Tagged:\s+yes[\s\S]*Title:\s+Rapportage: Nu/);
    expect(ravi).toMatchObject({ to: "ravi.sharma@zegel.example", name: "figures-week-48-flow.pdf" });
    expect(ravi?.subject).toMatch(/^Figures of week 48 – /);
    expect(ravi?.text).toContain("/reports/flow?type=new-user&span=weeks-4");
    expect(ravi?.pdf).toContain("Report: Flow");
    expect(ravi?.pdf).toContain("Page 1 of ");
  });

  it("holds no name, address or number of anybody who applied, in the e-mail or in what goes with it", async () => {
    const people = await runSql<{ word: string }>(db(), "select distinct w as word from request, regexp_split_to_table(coalesce(subject_name, '') || ' ' || coalesce(applicant_email, ''), ' ') w where length(w) > 3 union select 'ZG-' || number from request");
    at("2026-11-17T09:00:00Z");
    for (const [place, view] of (["now", "flow", "rules"] as const).entries()) {
      await ask("els", { view, span: "months-12" });
      at(MONDAY(["11-23", "11-30", "12-07"][place] ?? ""));
      await sweep();
    }
    await office.work();
    const said = (await arrived()).map(({ subject, text, pdf }) => `${subject} ${text} ${pdf}`).join("\n");
    expect(said).toContain("Rapportage: Regels");
    expect(people.length).toBeGreaterThan(100);
    expect(people.filter(({ word }) => new RegExp(`(?<![\\p{L}\\d])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\d])`, "u").test(said)).map(({ word }) => word)).toEqual([]);
  });
});

describe("exactly once (P15)", () => {
  beforeEach(async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els");
    at(MONDAY("11-23"));
  });

  it("also when several workers look at the same moment", async () => {
    await ask("ravi", { view: "flow", span: "weeks-4" });
    await db().update(weeklyFigures).set({ lastWeek: "2026-11-16" });
    const before = (await acts()).length;
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await whom()).toEqual(["els.kok", "ravi.sharma"]);
    expect((await acts()).slice(before).map(({ act }) => act)).toEqual(["figures.mailed", "figures.mailed"]);
    await office.work();
    expect(await arrived()).toHaveLength(2);
  });

  it("also when the worker dies before what it made is kept: then nothing of it is, and it is made anew", async () => {
    await runSql(db(), "create function no_mail() returns trigger language plpgsql as $$ begin raise exception 'the worker dies'; end $$");
    await runSql(db(), "create trigger no_mail before insert on mail for each row execute function no_mail()");
    const before = (await acts()).length;
    await sweep();
    await runSql(db(), "drop trigger no_mail on mail");
    await runSql(db(), "drop function no_mail()");
    expect((await acts()).length).toBe(before);
    await sweep();
    await expect.poll(async () => (await mails()).length, { timeout: 60_000 }).toBe(1);
    await sweep();
    await office.work();
    expect(await arrived()).toHaveLength(1);
  });

  it("also when it cannot be sent on the day: the e-mail goes later, with the figures of when it was made", async () => {
    await fault("els.kok@zegel.example", "temporary");
    await sweep();
    await expect.poll(async () => (await mails())[0]?.lastError, { timeout: 20_000 }).toBe("mail.unreachable");
    at("2026-11-24T10:00:00Z");
    await sweep();
    await fault("els.kok@zegel.example", "none");
    await expect.poll(async () => (await mails())[0]?.status, { timeout: 60_000 }).toBe("sent");
    const [one, ...others] = await arrived();
    expect(others).toEqual([]);
    expect(one?.pdf).toContain("maandag 23 november 2026 om 08:00 uur");
  });

  it("but where the server's answer is lost: then the same file goes once more under the same Message-ID", async () => {
    await fault("els.kok@zegel.example", "cut");
    await sweep();
    await expect.poll(async () => (await arrived()).length, { timeout: 20_000 }).toBe(1);
    await fault("els.kok@zegel.example", "none");
    await office.work();
    await expect.poll(async () => (await mails())[0]?.status, { timeout: 60_000 }).toBe("sent");
    const [first, second] = await arrived();
    expect(second?.messageId).toBe(first?.messageId);
    expect(Buffer.compare(first?.bytes ?? Buffer.alloc(0), second?.bytes ?? Buffer.alloc(1))).toBe(0);
  });

  it("for who stops and asks again the same morning, or asks for another page", async () => {
    await sweep();
    await unsubscribe(db(), { by: office.staff.els, now: office.now(), correlationId: "c" });
    await ask("els");
    await sweep();
    await ask("els", { view: "rules", span: "weeks-4" });
    await sweep();
    expect(await whom()).toEqual(["els.kok"]);
  });

  it("and a subscriber whose e-mail cannot be made keeps nobody else from theirs", async () => {
    await ask("ravi");
    await db().update(weeklyFigures).set({ lastWeek: "2026-11-16" });
    const broken = { ...office.made.weekly, composeWeekly: (...of: Parameters<typeof office.made.weekly.composeWeekly>) => ((of[0] as { staffId?: string }).staffId === office.staff.els.id ? Promise.reject(new Error("no paper")) : office.made.weekly.composeWeekly(...of)) };
    const jobs = () => runSql(db(), "select data from pgboss.job where name = 'figures.mail' and data ->> 'staffId' = $1", [office.staff.els.id]);
    const before = (await jobs()).length;
    await sendWeekly(broken, office.now());
    await sendWeekly(broken, office.now());
    // What could not be made is a job: once, however often the sweep comes by, and made when it can be.
    expect((await jobs()).slice(before)).toEqual([{ data: { staffId: office.staff.els.id, week: "2026-11-23" } }]);
    await expect.poll(async () => (await whom()).sort(), { timeout: 60_000 }).toEqual(["els.kok", "ravi.sharma"]);
  });
});

describe("who may not see the figures any more", () => {
  it.each<[string, Partial<typeof staff.$inferInsert>, string]>([
    ["left", { active: false }, "staff-left"],
    ["has another role", { roles: ["reviewer"] }, "no-permission"],
    ["has the role withheld", { withheld: ["manager"] }, "no-permission"],
    ["has no address", { email: null }, "no-address"],
    ["was not heard of for long", { demonstration: false, issuer: "https://login.example", subject: "els", saidAt: new Date("2026-10-10T08:00:00Z") }, "staff-unseen"],
  ])("gets none, and the subscription ends with the reason: who %s", async (_what, change, why) => {
    const [els] = await db().select().from(staff).where(eq(staff.id, office.staff.els.id));
    at("2026-11-17T09:00:00Z");
    await ask("els");
    await db().update(staff).set(change).where(eq(staff.id, office.staff.els.id));
    const before = (await acts()).length;
    await sweep();
    expect((await acts()).slice(before)).toMatchObject([{ act: "figures.unsubscribed", subject_id: office.staff.els.id, actor_kind: "system", payload: { why, view: "now" } }]);
    await db().update(staff).set({ active: true, roles: els?.roles ?? [], withheld: [], email: els?.email ?? "", demonstration: true, issuer: null, subject: null, saidAt: null }).where(eq(staff.id, office.staff.els.id));
    at(MONDAY("11-23"));
    await sweep();
    expect(await whom()).toEqual([]);
  });

  it("gets none that waited to be sent either: it is taken back, with the reason", async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els");
    at(MONDAY("11-23"));
    await fault("els.kok@zegel.example", "permanent");
    await sweep();
    await office.work();
    await fault("els.kok@zegel.example", "none");
    const [refused] = await mails();
    expect(refused?.status).toBe("refused");
    await db().update(staff).set({ active: false }).where(eq(staff.id, office.staff.els.id));
    await retryMail(office.made.office, { mailId: refused?.id ?? "", by: office.staff.tom, now: office.now() });
    await office.work();
    expect((await mails())[0]?.status).toBe("withdrawn");
    const [event] = await runSql<{ payload: unknown }>(db(), "select payload from audit_event where act = 'mail.withdrawn' order by id desc limit 1");
    expect(event?.payload).toEqual({ template: "weekly-figures", why: "staff-left" });
    expect((await arrived()).map(({ to }) => to)).toEqual([]);
  });
});

describe("asking for it, seeing it and stopping it", () => {
  const routes = () => routesOf(office);
  const weekly = async (loader: Parameters<ReturnType<typeof routesOf>["get"]>[0], path: string, language: "nl" | "en" = "nl") => (await routes().get(loader, path, { by: office.staff.els, language })).data["weekly"];

  it("is done on the page as it stands, by who may see it", async () => {
    at("2026-11-17T09:00:00Z");
    expect(await weekly(flowRoute.loader, "/reports/flow?span=weeks-4")).toEqual({ canBeMailed: true, is: "none", page: null });
    const before = (await acts()).length;
    const asked = await routes().post(weeklyRoute.action, "/reports/weekly", { view: "flow", span: "weeks-4", type: "new-user", channel: "", segment: "" }, { by: office.staff.els, language: "en" });
    expect([asked.status, asked.location]).toEqual([302, "/reports/flow?type=new-user&span=weeks-4"]);
    expect(await weekly(flowRoute.loader, "/reports/flow?type=new-user&span=weeks-4", "en")).toMatchObject({ is: "this" });
    // Who reads in another language can have it in that one.
    expect(await weekly(flowRoute.loader, "/reports/flow?type=new-user&span=weeks-4")).toMatchObject({ is: "another" });
    expect(await weekly(flowRoute.loader, "/reports/flow?span=weeks-4")).toMatchObject({ is: "another", page: expect.stringMatching(/^Doorstroom, 4 weken \(/) as string });
    expect(await weekly(nowRoute.loader, "/reports")).toMatchObject({ is: "another" });
    expect((await findSubscription(db(), office.staff.els.id)).subscription).toEqual({ view: "flow", span: "weeks-4", type: "new-user", language: "en" });
    expect((await routes().get(weeklyRoute.loader, "/reports/weekly", { by: office.staff.els })).data).toMatchObject({ canBeMailed: true, subscription: { to: "/reports/flow?type=new-user&span=weeks-4", language: "en" } });
    // The same again changes nothing.
    await routes().post(weeklyRoute.action, "/reports/weekly", { view: "flow", span: "weeks-4", type: "new-user" }, { by: office.staff.els, language: "en" });
    const stopped = await routes().post(endRoute.action, "/reports/weekly/end", { on: "own" }, { by: office.staff.els });
    expect([stopped.status, stopped.location]).toEqual([302, "/reports/weekly"]);
    await routes().post(endRoute.action, "/reports/weekly/end", { view: "rules" }, { by: office.staff.els });
    expect((await acts()).slice(before)).toMatchObject([
      { act: "figures.subscribed", actor_kind: "staff", payload: { view: "flow", filter: { span: "weeks-4", type: "new-user" }, language: "en" } },
      { act: "figures.unsubscribed", actor_kind: "staff", payload: { view: "flow" } },
    ]);
    expect((await routes().get(weeklyRoute.loader, "/reports/weekly", { by: office.staff.els })).data).toMatchObject({ subscription: null });
  });

  it("is refused to others, and to whom no e-mail can reach", async () => {
    expect((await routes().post(weeklyRoute.action, "/reports/weekly", { view: "now" }, { by: office.staff.sanne })).status).toBe(403);
    await db().update(staff).set({ email: null }).where(eq(staff.id, office.staff.ravi.id));
    expect((await routes().post(weeklyRoute.action, "/reports/weekly", { view: "now" }, { by: office.staff.ravi, headers: { accept: "application/json" } })).data).toMatchObject({ problem: { code: "figures.no-address" } });
    await db().update(staff).set({ email: "ravi.sharma@zegel.example" }).where(eq(staff.id, office.staff.ravi.id));
    expect(await db().select().from(weeklyFigures)).toEqual([]);
  });
});

describe("what is kept of it", () => {
  it("is what the file is drawn from, for as long as the text of the e-mail, and never the file", async () => {
    at("2026-11-17T09:00:00Z");
    await ask("els");
    at(MONDAY("11-23"));
    await sweep();
    await office.work();
    const [sent] = await mails();
    expect(sent?.status).toBe("sent");
    expect(JSON.stringify(sent?.enclosure).length).toBeLessThan(40_000);
    expect(JSON.stringify(sent)).not.toContain("%PDF");
    await unsubscribe(db(), { by: office.staff.els, now: office.now(), correlationId: "c" });
    const later = async (instant: string) => {
      at(instant);
      for (let step = 0; step < 60; step += 1) await clearInTurn(office.made.office, { now: office.now(), dueSince: new Date(office.now().getTime() - 60_000) });
      return (await mails())[0];
    };
    await later("2026-11-25T02:00:00Z");
    expect((await later("2028-11-22T02:00:00Z"))?.enclosure).not.toBeNull();
    expect(await later("2028-11-24T02:00:00Z")).toMatchObject({ enclosure: null, text: "", recipient: "els.kok@zegel.example" });
  });
});
