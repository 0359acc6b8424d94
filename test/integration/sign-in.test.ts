import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import * as signIn from "#app/routes/sign-in.tsx";
import * as signInReturn from "#app/routes/sign-in_.return.tsx";
import * as signOut from "#app/routes/sign-out.tsx";
import { staff, staffSession } from "#db/schema/staff.ts";
import { runSql } from "#db/types.ts";
import { CookieBrowser } from "#test/support/cookie-browser.ts";
import type { Organisation, OrganisationPerson } from "#test/support/organisation.ts";
import { OFFICE, openSignInOffice, type SignInOffice } from "#test/support/sign-in-office.ts";

const MINUTE = 60_000;

let office: SignInOffice;
let organisation: Organisation;
beforeAll(async () => {
  office = await openSignInOffice();
  organisation = office.organisation;
});
afterAll(() => office.close());

let person: OrganisationPerson;
let people = 0;
beforeEach(() => {
  people += 1;
  person = { sub: `s-${people}`, name: "Sanne Mulder", email: "s.mulder@organisation.example", groups: ["Zegel reviewers", "Everybody"] };
  organisation.people.set(person.sub, person);
  organisation.atTheKeyboard = person.sub;
  office.move();
});

const ask: SignInOffice["ask"] = (...words) => office.ask(...words);
const comeBack: SignInOffice["comeBack"] = (...words) => office.comeBack(...words);
const enter: SignInOffice["enter"] = (...words) => office.enter(...words);
const signedIn = () => office.signedIn();
const look = (browser: CookieBrowser) => office.look(browser);
const trail = (act: string) => office.trail(act);
const pass = (milliseconds: number) => office.pass(milliseconds);
const theirRow = () => office.rowOf(person.sub);
const db = () => office.database.db;

describe("signing in at the organisation", () => {
  it("opens the page that was asked for, with the roles that the groups give, and is in the trail", async () => {
    const browser = new CookieBrowser();
    expect((await look(browser)).location).toBe("/sign-in?to=%2Fdesk");
    const back = await comeBack(browser, "/desk?view=mine");
    expect(await enter(browser, back)).toBe("/desk?view=mine");
    expect(await look(browser)).toMatchObject({ data: { name: "Sanne Mulder", roles: ["reviewer"] } });
    expect(await theirRow()).toMatchObject({ issuer: organisation.issuer, email: person.email, roles: ["reviewer"], demonstration: false });
    expect((await trail("staff.signed-in")).at(-1)).toMatchObject({ actor_name: "Sanne Mulder", payload: { roles: ["reviewer"] } });
  });

  it("knows somebody by issuer and subject, and not by an address that passed on to a successor", async () => {
    await signedIn();
    const before = await theirRow();
    person.name = "Sanne Mulder-Vos";
    await signedIn();
    expect(await theirRow()).toMatchObject({ id: before?.id, name: "Sanne Mulder-Vos" });
    organisation.people.set("successor", { ...person, sub: "successor", name: "Somebody Else", groups: ["Zegel print room"] });
    organisation.atTheKeyboard = "successor";
    expect(await look(await signedIn())).toMatchObject({ status: 403 });
    expect((await theirRow())?.roles).toEqual(["reviewer"]);
  });

  it("lets nobody in whose groups give no role, and takes them on nowhere", async () => {
    person.groups = ["Everybody", "zegel reviewers", "constructor"];
    const browser = new CookieBrowser();
    const refused = await enter(browser, await comeBack(browser));
    expect(refused).toBe("/sign-in?to=&why=no-role");
    expect(await ask(browser, signIn.loader, refused)).toMatchObject({ status: 403, data: { why: { text: expect.stringMatching(/Ask your manager or the administrator/) } } });
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
    expect(await theirRow()).toBeUndefined();
    expect((await trail("access.refused")).at(-1)).toMatchObject({ payload: { reason: "sign-in.no-role" } });
  });

  it("gives no role for groups in a form that it does not know", async () => {
    person.groups = { "Zegel reviewers": true } as never;
    const browser = new CookieBrowser();
    expect(await enter(browser, await comeBack(browser))).toMatch(/why=no-role/);
  });

  it("lets nobody in who left, though their groups are still there", async () => {
    const browser = await signedIn();
    await db().update(staff).set({ active: false }).where(eq(staff.subject, person.sub));
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
    expect(await enter(browser, await comeBack(browser))).toMatch(/why=left/);
    // The session does not come back to life with the person.
    await db().update(staff).set({ active: true }).where(eq(staff.subject, person.sub));
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
  });
});

describe("an answer that is not what it should be", () => {
  it("with another state, or in another browser, opens nothing", async () => {
    const browser = new CookieBrowser();
    const back = await comeBack(browser);
    const other = new URLSearchParams(back.split("?")[1]);
    other.set("state", "another-state-of-another-browser");
    expect(await enter(browser, `/sign-in/return?${other}`)).toMatch(/why=state/);
    expect((await trail("access.refused")).at(-1)).toMatchObject({ payload: { reason: "sign-in.state" } });
    expect(await enter(new CookieBrowser(), back)).toMatch(/why=late/);
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
  });

  it("works once: not again, and not at the organisation either", async () => {
    const browser = new CookieBrowser();
    const back = await comeBack(browser);
    expect(await enter(browser, back)).not.toMatch(/why=/);
    const asked = organisation.tokensAsked();
    expect(await enter(browser, back)).toMatch(/why=used/);
    expect(organisation.tokensAsked()).toBe(asked);
    const sent = new URL(back, OFFICE).searchParams;
    const underWay = { state: sent.get("state") ?? "", nonce: "n", verifier: "v".repeat(43) };
    await expect(office.made.office.door?.provider.finish({ returnUrl: `${OFFICE}/sign-in/return`, search: `?${sent}`, underWay })).rejects.toMatchObject({ code: "sign-in.late" });
  });

  it("with another nonce, or without the verifier of this browser, opens nothing", async () => {
    const provider = office.made.office.door?.provider;
    if (!provider) throw new Error("No door.");
    const returnUrl = `${OFFICE}/sign-in/return`;
    for (const [change, code] of [[{ nonce: "another" }, "sign-in.malformed"], [{ verifier: "v".repeat(43) }, "sign-in.late"]] as const) {
      const browser = new CookieBrowser();
      const { url, underWay } = await provider.begin({ returnUrl, language: "nl" });
      const { address: back } = await browser.follow(url, {}, (next) => next.startsWith(OFFICE));
      await expect(provider.finish({ returnUrl, search: new URL(back).search, underWay: { ...underWay, ...change } })).rejects.toMatchObject({ code });
    }
  });

  it("that comes later than ten minutes opens nothing", async () => {
    const browser = new CookieBrowser();
    const back = await comeBack(browser);
    pass(10 * MINUTE + 1);
    expect(await enter(browser, back)).toMatch(/why=late/);
  });

  it("that says no is said in a sentence, and is in the trail", async () => {
    organisation.atTheKeyboard = null;
    const browser = new CookieBrowser();
    const refused = await enter(browser, await comeBack(browser));
    expect(refused).toMatch(/why=denied/);
    expect(await ask(browser, signIn.loader, refused)).toMatchObject({ data: { why: { text: expect.stringMatching(/stopped or refused at your organisation/) } } });
    expect((await trail("access.refused")).at(-1)).toMatchObject({ payload: { reason: "sign-in.denied" } });
  });

  it("from a clock that runs an hour behind is refused for that", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 60 * MINUTE });
    organisation.aroundToken = async (answer) => {
      await answer();
      vi.useRealTimers();
    };
    const browser = new CookieBrowser();
    expect(await enter(browser, await comeBack(browser))).toMatch(/why=clock/);
    organisation.aroundToken = (answer) => answer();
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
  });

  it("is no answer when the organisation is down; a later try works", async () => {
    const browser = new CookieBrowser();
    const back = await comeBack(browser);
    await organisation.shut();
    const refused = await enter(browser, back);
    expect(refused).toMatch(/why=unreachable/);
    expect(await ask(browser, signIn.loader, refused)).toMatchObject({ status: 503, data: { why: { text: expect.stringMatching(/does not answer now/) } } });
    await organisation.open();
    expect(await enter(browser, await comeBack(browser))).not.toMatch(/why=/);
  });

  it("leaves neither code nor token in an address of ours, in the log, in the trail or in the database", async () => {
    const browser = new CookieBrowser();
    const back = await comeBack(browser, "/desk");
    const code = new URLSearchParams(back.split("?")[1]).get("code") ?? "";
    const into = await enter(browser, back);
    await enter(browser, back);
    const rows = await db().select().from(staffSession);
    const events = await runSql(db(), "select * from audit_event");
    const kept = JSON.stringify([into, office.logged, rows, events]);
    expect(code.length).toBeGreaterThan(20);
    expect(office.logged.join()).toContain("sign-in.used");
    expect(kept).not.toContain(code);
    expect(kept).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
    expect(rows.at(-1)?.renewal).toMatch(/^[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
  });
});

describe("a session", () => {
  it("asks the organisation again after ten minutes, and a group that is gone then takes its role along", async () => {
    const browser = await signedIn();
    const asked = organisation.tokensAsked();
    person.groups = ["Zegel print room"];
    pass(10 * MINUTE);
    expect(await look(browser)).toMatchObject({ data: { roles: ["reviewer"] } });
    expect(organisation.tokensAsked()).toBe(asked);
    pass(1);
    expect(await look(browser)).toMatchObject({ status: 403 });
    expect((await theirRow())?.roles).toEqual(["print-room"]);
    expect((await trail("staff.roles-changed")).at(-1)).toMatchObject({ payload: { from: ["reviewer"], to: ["print-room"] } });
  });

  it("asks once for many requests at the same time", async () => {
    const browser = await signedIn();
    const asked = organisation.tokensAsked();
    pass(11 * MINUTE);
    const answers = await Promise.all(Array.from({ length: 8 }, () => look(browser)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(organisation.tokensAsked()).toBe(asked + 1);
  });

  it("ends everywhere with the last group", async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    person.groups = [];
    pass(11 * MINUTE);
    expect((await look(one)).location).toMatch(/^\/sign-in/);
    expect((await look(two)).location).toMatch(/^\/sign-in/);
    expect((await trail("staff.signed-out")).at(-1)).toMatchObject({ payload: { sessions: 2, by: "no-role" } });
  });

  it("ends when the organisation no longer knows the person", async () => {
    const browser = await signedIn();
    organisation.people.delete(person.sub);
    pass(11 * MINUTE);
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
    expect((await trail("staff.signed-out")).at(-1)).toMatchObject({ payload: { by: "organisation" } });
  });

  it("opens nothing while the organisation cannot be asked, and goes on when it can", async () => {
    const browser = await signedIn();
    await organisation.shut();
    expect(await look(browser)).toMatchObject({ status: 200 });
    pass(11 * MINUTE);
    expect(await look(browser)).toMatchObject({ status: 503, data: { problem: { code: "sign-in.unreachable" } } });
    await organisation.open();
    expect(await look(browser)).toMatchObject({ status: 200 });
  });

  it("lasts ten hours", async () => {
    const browser = await signedIn();
    pass(600 * MINUTE);
    expect(await look(browser)).toMatchObject({ status: 200 });
    pass(1);
    expect((await look(browser)).location).toMatch(/^\/sign-in/);
  });
});

it("without a trail nobody comes in, and nobody is signed out unseen (P7)", async () => {
  const browser = await signedIn();
  const coming = new CookieBrowser();
  const back = await comeBack(coming);
  await office.database.executeSql("create function trail_is_shut() returns trigger language plpgsql as $$ begin raise exception 'the trail is shut'; end $$; create trigger trail_is_shut before insert on audit_event for each row execute function trail_is_shut()");
  try {
    const before = await db().select().from(staffSession);
    expect(await ask(coming, signInReturn.loader, back)).toMatchObject({ status: 500 });
    expect(await ask(browser, signOut.action, "/sign-out", {})).toMatchObject({ status: 500 });
    expect(await db().select().from(staffSession)).toEqual(before);
  } finally {
    await office.database.executeSql("drop trigger trail_is_shut on audit_event");
  }
  expect(await look(browser)).toMatchObject({ status: 200 });
});

describe("signing out", () => {
  it("ends every session of the person, here and at the organisation, also for a cookie that was kept", async () => {
    const [desk, home] = [await signedIn(), await signedIn()];
    const copied = new CookieBrowser();
    copied.keep(OFFICE, new Response(null, { headers: { "set-cookie": desk.cookiesFor(OFFICE).split("; ").find((one) => one.startsWith("__Host-zegel=")) ?? "" } }));
    expect(await look(copied)).toMatchObject({ status: 200 });
    const out = await ask(desk, signOut.action, "/sign-out", {});
    expect(out.location).toContain(`${organisation.issuer}/session/end?`);
    expect(new URL(out.location ?? "").searchParams.get("post_logout_redirect_uri")).toBe(`${OFFICE}/sign-out`);
    expect(out.location).not.toContain("id_token_hint");
    for (const browser of [desk, home, copied]) expect((await look(browser)).location).toMatch(/^\/sign-in/);
    expect((await trail("staff.signed-out")).at(-1)).toMatchObject({ actor_name: "Sanne Mulder", payload: { sessions: 2, by: "person" } });
    const events = (await trail("staff.signed-out")).length;
    await ask(home, signOut.action, "/sign-out", {});
    expect((await trail("staff.signed-out")).length).toBe(events);
    expect((await ask(desk, signOut.loader, "/sign-out")).location).toBe("/sign-in?why=signed-out");
  });

  it("at the organisation ends the sessions here", async () => {
    const [browser, other] = [await signedIn(), await signedIn()];
    const asking = await (await browser.ask(`${organisation.issuer}/session/end`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asking)?.[1] ?? "";
    await browser.follow(`${organisation.issuer}/session/end/confirm`, { method: "POST", form: { xsrf, logout: "yes" } });
    await expect.poll(async () => (await look(browser)).location).toMatch(/^\/sign-in/);
    expect((await look(other)).location).toMatch(/^\/sign-in/);
    expect((await trail("staff.signed-out")).at(-1)).toMatchObject({ payload: { by: "organisation" } });
  });

  it("is not done for a message that the organisation did not sign", async () => {
    const browser = await signedIn();
    const claims = { iss: organisation.issuer, aud: organisation.clientId, iat: Math.floor(Date.now() / 1000), jti: "j", sub: person.sub, events: { "http://schemas.openid.net/event/backchannel-logout": {} } };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const token of [`${part({ alg: "none" })}.${part(claims)}.`, `${part({ alg: "RS256", kid: "one" })}.${part(claims)}.${"A".repeat(342)}`, "nonsense"]) {
      const answer = await fetch(`${office.here}/sign-in/ended`, { method: "POST", body: new URLSearchParams({ logout_token: token }) });
      expect(answer.status).toBe(400);
    }
    expect(await look(browser)).toMatchObject({ status: 200 });
  });
});

it("the way back from the organisation may be tried so often, and no more", async () => {
  const browser = new CookieBrowser();
  const answers: number[] = [];
  for (let tries = 0; tries < 61; tries += 1) answers.push((await ask(browser, signInReturn.loader, "/sign-in/return?code=x&state=y")).status);
  expect(answers.at(-2)).toBe(303);
  expect(answers.at(-1)).toBe(429);
});
