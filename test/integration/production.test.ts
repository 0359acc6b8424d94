import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { compose } from "#app/composition.server.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { person } from "#db/worlds/cast.ts";
import { seedParties } from "#db/worlds/parties.ts";
import { runSql } from "#db/types.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";
import { freshPlace, onServer } from "#test/support/database.ts";
import { received, type Stage } from "#test/support/journey.ts";
import { openOrganisation, type Organisation } from "#test/support/organisation.ts";
import { freePort, openMailServer, productionEnv, startBuilt, type MailServer, type StartedOffice } from "#test/support/production.ts";
import { AGREED_SERVICES, dataFolder, ROOT, settingsFor, testKeys } from "#test/support/stage.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { build } from "../../scripts/prepare.mjs";

/** As browsers see the office; what stands in front and does TLS is left out here. */
const OFFICE = "https://office.example";
const folder = mkdtempSync(join(tmpdir(), "zegel-production-"));

let organisation: Organisation;
let mail: MailServer;
let town: Neighbourhood;
let env: Record<string, string>;
let place: Awaited<ReturnType<typeof freshPlace>>;
const started: StartedOffice[] = [];

beforeAll(async () => {
  await build();
  const port = await freePort();
  place = await freshPlace();
  [organisation, mail, town] = await Promise.all([openOrganisation({ officeUrl: OFFICE, officeHere: `http://127.0.0.1:${port}` }), openMailServer(folder), openNeighbourhood({ returnTo: OFFICE, clock: { now: () => new Date(), moveTo: async () => undefined } })]);
  env = await productionEnv(folder, { databaseUrl: "url" in place ? place.url : "", officeUrl: OFFICE, port, organisation, mail, town });
}, 600_000);

afterAll(async () => {
  for (const { process: office } of started) if (office.exitCode === null) office.kill("SIGKILL");
  await Promise.all([organisation.close(), mail.close(), town.close()]);
  rmSync(folder, { recursive: true, force: true });
});

function start(change: Record<string, string> = {}): StartedOffice {
  const office = startBuilt({ ...env, ...change });
  started.push(office);
  return office;
}

/** A request of the cast's practice, as far as the desk: by the office's own verbs, over the database of the office that runs. */
async function requestAtTheDesk(database: Database): Promise<string> {
  const clock = { now: () => new Date() };
  const keys = await testKeys();
  const made = await compose({ database, close: async () => undefined }, settingsFor(keys, { officeUrl: OFFICE, settings: town.settings }, dataFolder()), { clock });
  await database.db.transaction((tx) => seedParties(tx, () => AGREED_SERVICES, new Date(Date.now() - 400 * 86_400_000)));
  const stage: Stage = { made, staff: {} as Stage["staff"], officeUrl: OFFICE, now: clock.now };
  return received(stage);
}

/** The link to a page of ours in an e-mail to somebody, as it came over SMTP. */
async function linkIn(who: string, path: string): Promise<string> {
  const found = () =>
    mail.mails
      .filter((text) => text.startsWith(`${person(who).email}\n`))
      .map((text) => text.replaceAll("=\r\n", "").replaceAll("=3D", "="))
      .flatMap((text) => new RegExp(`${OFFICE}${path}[\\w.~-]+`).exec(text)?.[0] ?? [])
      .at(-1);
  await expect.poll(found, { timeout: 60_000, interval: 500 }).toBeDefined();
  return found() ?? "";
}

/** Confirms the request and goes to the bank and back, as who was asked to. */
async function identifyAs(browser: CookieBrowser, who: string): Promise<void> {
  const page = await linkIn(who, "/identify/");
  const bank = await browser.follow(page, { method: "POST", form: {} });
  expect(bank).toMatchObject({ address: `${page}/bank`, response: { status: 200 } });
  const away = await browser.ask(`${page}/bank`, { method: "POST", form: { issuerId: "DIJKNL2A" } });
  const back = await browser.follow(away.headers.get("location") ?? "", { method: "POST", form: { customer: who, persona: "exact" } });
  expect(back).toMatchObject({ address: expect.stringContaining(`${OFFICE}/identify/return?`), response: { status: 200 } });
}

const statusOf = async (database: Database, requestId: string) =>
  (await runSql<{ status: string; version: number }>(database.db, "select status, version from request where id = $1", [requestId]))[0];

if (onServer) {
  it("production starts with all that it asks for, mounts no simulator, and a reviewer signs in and decides a request that is carried out", { timeout: 300_000 }, async () => {
    const office = start();
    expect(await office.said).toBe(`Zegel: ${OFFICE} — staff sign in at /sign-in\n`);
    const browser = new CookieBrowser({ [OFFICE]: `http://127.0.0.1:${env["PORT"]}` });
    expect((await browser.ask(`${OFFICE}/readyz`)).status).toBe(200);
    for (const path of ["/simulators", "/simulators/mailbox", "/simulators/bank"]) expect((await browser.ask(`${OFFICE}${path}`)).status, path).toBe(404);
    // Nobody gets in by choosing a person.
    expect((await browser.ask(`${OFFICE}/sign-in`, { method: "POST", form: { staffId: "sanne" } })).headers.get("location")).toContain(organisation.issuer);

    const database = await openDatabase(place);
    const requestId = await requestAtTheDesk(database);
    organisation.people.set("s-1", { sub: "s-1", name: "Sanne Mulder", groups: ["Zegel reviewers"] });
    organisation.atTheKeyboard = "s-1";
    const desk = `${OFFICE}/desk/requests/${requestId}`;
    const shut = await browser.follow(desk);
    expect(shut.address).toBe(`${OFFICE}/sign-in?to=${encodeURIComponent(`/desk/requests/${requestId}`)}`);
    expect(await shut.response?.text()).toContain("Sign in with your work account");
    const inside = await browser.follow(`${OFFICE}/sign-in`, { method: "POST", form: { to: `/desk/requests/${requestId}` } });
    expect(inside).toMatchObject({ address: desk, response: { status: 200 } });
    expect(await inside.response?.text()).toContain("Sanne Mulder");
    // Signing out is a form that ends there, and Chromium holds redirects against the policy too.
    expect(inside.response?.headers.get("content-security-policy")).toContain(`form-action 'self' ${organisation.issuer};`);

    expect((await browser.ask(`${desk}/claim`, { method: "POST", form: {} })).status).toBe(303);
    const version = String((await statusOf(database, requestId))?.version);
    expect((await browser.ask(`${desk}/decision`, { method: "POST", form: { outcome: "approve", version } })).status).toBe(303);
    expect(await statusOf(database, requestId)).toMatchObject({ status: "decided" });
    await expect.poll(async () => (await statusOf(database, requestId))?.status, { timeout: 60_000, interval: 500 }).toBe("identifying");
    // Over SMTP with TLS and a password: to who applied, and to who is asked to identify.
    for (const who of ["sem", "johanna"]) {
      await expect.poll(() => mail.mails.filter((text) => text.startsWith(`${person(who).email}\n`)).length, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    }
    // The identification goes over real HTTP too, and the number leaves by e-mail (R25); the letter waits for the print room's key.
    await identifyAs(new CookieBrowser({ [OFFICE]: `http://127.0.0.1:${env["PORT"]}` }), "johanna");
    await expect.poll(async () => (await statusOf(database, requestId))?.status, { timeout: 60_000, interval: 500 }).toBe("fulfilling");
    const carriedOut = () => runSql<{ sent: boolean; letters: number }>(database.db, "select number_sent_at is not null as sent, (select count(*)::int from letter where request_id = $1 and status = 'waiting') as letters from request where id = $1", [requestId]);
    await expect.poll(carriedOut, { timeout: 60_000, interval: 500 }).toEqual([{ sent: true, letters: 1 }]);
    const [made] = await runSql<{ user_number: string }>(database.db, "select user_number from account where request_id = $1", [requestId]);
    expect(mail.mails.filter((text) => text.startsWith(`${person("fatima").email}\n`)).join("").replaceAll(/=\r\n|\s/g, "")).toContain(made?.user_number);
    const [decided] = await runSql(database.db, "select actor_name, actor_kind from audit_event where act = 'request.approved' and request_id = $1", [requestId]);
    expect(decided).toEqual({ actor_kind: "staff", actor_name: "Sanne Mulder" });

    const out = await browser.ask(`${OFFICE}/sign-out`, { method: "POST", form: {} });
    expect(out.headers.get("location")).toContain(`${organisation.issuer}/session/end`);
    expect((await browser.ask(desk)).headers.get("location")).toMatch(/^\/sign-in/);
    await database.close();
    office.process.kill("SIGTERM");
    expect((await office.ended).code).toBe(0);
    expect(office.log()).not.toMatch(/Sanne|Håkon|eyJ[\w-]+\.[\w-]+\.|code=/);
    const verify = spawnSync(process.execPath, ["scripts/audit-verify.mjs"], { cwd: ROOT, env: { ...process.env, ...env, NODE_EXTRA_CA_CERTS: "" }, encoding: "utf8" });
    expect(verify.status, verify.stdout + verify.stderr).toBe(0);
  });

  it("production does not start when the organisation's sign-in does not answer, or is another than the setting names", { timeout: 120_000 }, async () => {
    await organisation.shut();
    const ended = await start({ PORT: "0" }).ended;
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/These services do not answer: OIDC\. /);
    await organisation.open();
    expect((await start({ PORT: "0", ZEGEL_OIDC_ISSUER: organisation.issuer.replace("127.0.0.1", "localhost") }).ended).err).toMatch(/OIDC/);
  });
} else {
  it("production with everything but a database server names that, and nothing else", { timeout: 60_000 }, async () => {
    const ended = await start().ended;
    expect(ended).toMatchObject({ code: 1, out: "", err: "Production still lacks: DATABASE_URL. Set everything and start again.\n" });
  });
}
