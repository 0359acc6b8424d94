import { eq, isNull, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { blockAccount, liftBlocks } from "#app/domain/accounts/block.ts";
import { system, outsider } from "#app/domain/access/actor.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { findAuthenticator, unlinkAuthenticator } from "#app/domain/login/authenticator.ts";
import { judgeCertificate } from "#app/domain/login/judge.ts";
import { codeAt, stepAt } from "#app/domain/login/totp.ts";
import * as authenticatorPage from "#app/routes/login_.authenticator.tsx";
import * as loginPage from "#app/routes/login.tsx";
import * as logOut from "#app/routes/log-out.tsx";
import { userAction, userLoader } from "#app/web/user-guards.server.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { authenticator, userLogin, userSession } from "#db/schema/login.ts";
import { tryCount } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { certificateHolder, type CertificateHolder } from "#test/support/holder.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";

const MINUTE = 60_000;

let office: TestOffice;
let zoe: CertificateHolder;
let requestId: string;
/** A page and an act of a user's own, behind the same wrappers as the real ones. */
const page = userLoader({}, async ({ entrant, actor }) => ({ userNumber: entrant.userNumber, actor }));
const act = userAction({}, async ({ entrant }) => ({ done: entrant.userNumber }));

beforeAll(async () => {
  office = await openOffice();
  requestId = await fulfilled(office);
  zoe = await certificateHolder(office, requestId);
}, 600_000);

/** Every test begins where nobody logged in yet, some minutes later. */
beforeEach(async () => {
  const { db } = office.database;
  await db.delete(userSession);
  await db.delete(userLogin);
  await db.delete(authenticator);
  await db.delete(tryCount);
  office.clock.add(10 * MINUTE);
});

const db = () => office.database.db;
const routes = (der: Uint8Array | null = zoe.der) => routesOf(office, { presented: der });
const judge = (der: Uint8Array = zoe.der, on: Db = db()) => judgeCertificate(on, { der, issuerId: office.made.office.authority.issuerId, now: office.now() });
const refusal = async (der?: Uint8Array, on?: Db) => {
  const judged = await judge(der, on);
  return "refused" in judged ? judged.refused : "enters";
};
const now = () => codeAt(phone.secret, stepAt(office.now()));
const phone = { secret: new Uint8Array() };
const outcomes = async () => (await db().select({ outcome: userLogin.outcome }).from(userLogin).orderBy(userLogin.id)).map(({ outcome }) => outcome);
const acts = async (named: string) => db().select().from(auditEvent).where(eq(auditEvent.act, named as "user.logged-in")).orderBy(auditEvent.id);
const open = () => db().$count(userSession, isNull(userSession.endedAt));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** What an app does with the text under the QR code. */
function unbase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text.replaceAll(" ", "")].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

async function link(): Promise<string> {
  const made = (await routes().post(authenticatorPage.action, "/login/authenticator", {})).data["made"] as { text: string; modules: string[] };
  phone.secret = unbase32(made.text);
  return made.text;
}

type Shown = { problem?: { code: string; values: Record<string, unknown> } };
async function enter(code = now(), headers: Record<string, string> = {}, der = zoe.der) {
  const answer = await routes(der).post(loginPage.action, "/login", { code }, { headers });
  return { ...answer, code: (answer.data as Shown).problem?.code ?? null, cookie: answer.response?.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
}

/** Linked and logged in; answers the cookie. */
async function loggedIn(): Promise<string> {
  await link();
  const { cookie, location } = await enter();
  expect([location, cookie.startsWith("__Host-zegel-user=")]).toEqual(["/my", true]);
  return cookie;
}

async function see(cookie: string, der: Uint8Array | null = zoe.der) {
  const answer = await routes(der).get(page, "/my?x=1", { headers: { cookie } });
  return answer.location ?? answer.data["userNumber"];
}

/** How it would be judged after a change that never happens: the rows themselves keep anybody from making it. */
async function after(change: (tx: Db) => Promise<unknown>): Promise<string> {
  let judged = "";
  await db()
    .transaction(async (tx) => {
      await tx.execute(sql`alter table certificate disable trigger all`);
      await change(tx);
      judged = await refusal(zoe.der, tx);
      tx.rollback();
    })
    .catch(() => undefined);
  return judged;
}

describe("who may enter is judged in one place", () => {
  const setCertificate = (set: Partial<typeof certificate.$inferInsert>) => (tx: Db) => tx.update(certificate).set(set).where(eq(certificate.serial, zoe.serial));
  const setAccount = (set: Partial<typeof account.$inferInsert>) => (tx: Db) => tx.update(account).set(set).where(eq(account.userNumber, zoe.userNumber));

  it("lets in who has an issued personal certificate, by name", async () => {
    expect(await judge()).toEqual({ entrant: { userNumber: zoe.userNumber, serial: zoe.serial, notAfter: zoe.notAfter, name: expect.stringContaining("Håkon") as string } });
  });

  it("refuses octets that we do not keep: a stranger's, a damaged one, and one that only has our serial", async () => {
    const [issuer] = [office.made.office.authority.caCertificates.issuer.der];
    const other = Uint8Array.from(zoe.der);
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    for (const der of [issuer, other, zoe.der.subarray(0, 40), new Uint8Array(), Uint8Array.of(0x30, 0)]) expect(await refusal(der)).toBe("unknown");
    // It is signed and stored in one breath; until then it opens nothing.
    expect(await after(setCertificate({ status: "intended", der: null }))).toBe("unknown");
  });

  it("refuses another authority's, also where we keep it", async () => {
    expect(await after(setCertificate({ issuerId: "0".repeat(64) }))).toBe("other-authority");
  });

  it("R114: refuses what is not of a person, and a test certificate by its kind as well as by its authority", async () => {
    expect(await after(setCertificate({ kind: "system" }))).toBe("not-personal");
    expect(await after(setCertificate({ kind: "test" }))).toBe("test");
    const { testAuthority } = office.made.office;
    expect(testAuthority).not.toBeNull();
    expect(await after(setCertificate({ kind: "test", issuerId: testAuthority?.issuerId ?? "" }))).toBe("test");
    expect(await after(setCertificate({ issuerId: testAuthority?.issuerId ?? "" }))).toBe("other-authority");
  });

  it("P12: judges both ends of the validity to the second, by the office's clock", async () => {
    const { notBefore, notAfter } = (await db().select().from(certificate).where(eq(certificate.serial, zoe.serial)))[0] ?? { ...zoe, notBefore: new Date(0) };
    const at = async (instant: Date) => {
      const judged = await judgeCertificate(db(), { der: zoe.der, issuerId: office.made.office.authority.issuerId, now: instant });
      return "refused" in judged ? judged.refused : "enters";
    };
    const around = (instant: Date) => Promise.all([-1000, 0, 1000].map((ms) => at(new Date(instant.getTime() + ms))));
    expect(await around(notBefore)).toEqual(["not-yet", "enters", "enters"]);
    expect(await around(notAfter)).toEqual(["enters", "enters", "expired"]);
  });

  it("refuses what was revoked, and says of what was replaced that it was", async () => {
    const revoke = (reason: "superseded" | "keyCompromise") => (tx: Db) => revokeCertificate(tx, { serial: zoe.serial, reason, by: system("emergency"), now: office.now() });
    expect(await after(revoke("keyCompromise"))).toBe("revoked");
    expect(await after(revoke("superseded"))).toBe("replaced");
  });

  it("refuses an account that is blocked, has ended or is past its last day; a blocked PIN shuts nobody out", async () => {
    expect(await after((tx) => blockAccount(tx, { userNumber: zoe.userNumber, for: { requestId }, now: office.now() }))).toBe("blocked");
    expect(await after(setAccount({ status: "ended" }))).toBe("ended");
    expect(await after(setAccount({ endsOn: "2026-11-15" }))).toBe("ended");
    expect(await after(setAccount({ endsOn: "2026-11-16" }))).toBe("enters");
    expect(await after((tx) => tx.update(credential).set({ blockedAt: office.now() }).where(eq(credential.userNumber, zoe.userNumber)))).toBe("enters");
  });

  it("says of each refusal on a page of its own why, with 403, and writes it down once for holder and trail", async () => {
    await db().update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    try {
      const before = (await acts("access.refused")).length;
      for (const language of ["nl", "en"] as const) {
        const answer = await routes().get(loginPage.loader, "/login", { language });
        expect([answer.status, answer.data["title"]]).toEqual([403, language === "nl" ? "Uw account is beëindigd" : "Your account has ended"]);
      }
      expect(await outcomes()).toEqual(["ended"]);
      expect((await acts("access.refused")).slice(before).map(({ payload, actorId }) => [actorId, (payload as { reason: string }).reason])).toEqual([[zoe.userNumber, "login.ended"]]);
      expect((await enter("123456")).code).toBe("login.no-entry");
    } finally {
      await db().update(account).set({ status: "active" }).where(eq(account.userNumber, zoe.userNumber));
    }
  });

  it("says to who came without a certificate where browsers are asked for one", async () => {
    const { data, status } = await routes(null).get(loginPage.loader, "/login", { headers: { host: "office.example" } });
    expect([status, data["shown"]]).toEqual([200, { at: "no-certificate", there: "https://login.office.example/my" }]);
    const there = await routes(null).get(loginPage.loader, "/login", { headers: { host: "login.office.example" } });
    expect(there.data["shown"]).toEqual({ at: "no-certificate", there: null });
  });
});

describe("the code (R45, RFC 6238)", () => {
  it("is linked by the first one: the secret is shown once, kept locked, and counts once a code of it was typed", async () => {
    expect((await routes().get(loginPage.loader, "/login")).data["shown"]).toMatchObject({ at: "code", app: "none" });
    const text = await link();
    const [kept] = await db().select().from(authenticator);
    expect(Buffer.from(kept?.sealed ?? []).includes(Buffer.from(phone.secret))).toBe(false);
    expect(kept).toMatchObject({ confirmedAt: null, lastStep: null });
    const shown = await routes().get(loginPage.loader, "/login");
    expect(shown.data["shown"]).toMatchObject({ at: "code", app: "begun" });
    expect(JSON.stringify(shown.data)).not.toContain(text);
    expect((await enter("000000")).code).toBe("authenticator.wrong-code");
    expect((await enter()).location).toBe("/my");
    expect(await outcomes()).toEqual(["wrong-code", "linked"]);
    expect((await db().select().from(authenticator))[0]).toMatchObject({ confirmedAt: office.now(), lastStep: stepAt(office.now()) });
    // From now on there is no other way to the secret, nor to another one.
    office.clock.add(MINUTE);
    expect((await routes().post(authenticatorPage.action, "/login/authenticator", {})).data).toMatchObject({ problem: { code: "authenticator.linked" } });
    expect((await acts("authenticator.linked")).at(-1)?.subjectId).toBe(zoe.userNumber);
    expect(JSON.stringify(await db().select().from(auditEvent))).not.toContain(text.slice(0, 9));
  });

  it("a picture that was shown before the last one links nothing", async () => {
    await link();
    const former = phone.secret;
    await link();
    expect((await enter(codeAt(former, stepAt(office.now())))).code).toBe("authenticator.wrong-code");
    expect((await enter()).location).toBe("/my");
  });

  it("is taken once: not again, not an older one, and of two at once one comes in", async () => {
    await loggedIn();
    expect((await enter()).code).toBe("authenticator.used-code");
    expect((await enter(codeAt(phone.secret, stepAt(office.now()) - 1))).code).toBe("authenticator.used-code");
    office.clock.add(MINUTE);
    const both = await Promise.all([enter(), enter(), enter()]);
    expect(both.map(({ code }) => code ?? "in").sort()).toEqual(["authenticator.used-code", "authenticator.used-code", "in"]);
    expect(await open()).toBe(2);
  });

  it("after five that were not right there is a wait, also for the right one, and the sixth is in the trail", async () => {
    await link();
    const wrong = await Promise.all(Array.from({ length: 8 }, () => enter("000000")));
    expect(wrong.filter(({ code }) => code === "authenticator.wrong-code")).toHaveLength(5);
    expect(wrong.filter(({ code, status }) => code === "authenticator.too-often" && status === 429)).toHaveLength(3);
    expect((await enter()).code).toBe("authenticator.too-often");
    expect((await outcomes()).filter((outcome) => outcome === "too-often")).toHaveLength(1);
    expect(JSON.stringify(wrong)).not.toContain("000000");
    office.clock.add(15 * MINUTE);
    expect((await enter()).location).toBe("/my");
    // What was right gives the tries back.
    office.clock.add(MINUTE);
    for (let time = 0; time < 5; time += 1) expect((await enter("000000")).code).toBe("authenticator.wrong-code");
  });

  it("no longer opens with another secret of the office", async () => {
    await loggedIn();
    await db().update(authenticator).set({ keyId: "of-another-1" });
    office.clock.add(MINUTE);
    await expect(routes().post(loginPage.action, "/login", { code: now() })).resolves.toMatchObject({ status: 500 });
  });
});

describe("a session", () => {
  it("opens what is its user's own, and without one an act is refused and a page leads to the login", async () => {
    const cookie = await loggedIn();
    expect(await see(cookie)).toBe(zoe.userNumber);
    expect((await routes().post(act, "/my", {}, { headers: { cookie } })).data).toEqual({ done: zoe.userNumber });
    expect(await see("")).toBe("/login?to=%2Fmy%3Fx%3D1");
    expect(await see("__Host-zegel-user=nonsense")).toBe("/login?to=%2Fmy%3Fx%3D1");
    expect(await routes().post(act, "/my", {})).toMatchObject({ status: 401, data: { problem: { code: "login.logged-out" } } });
    expect(await routes().post(act, "/my", {}, { headers: { cookie, "sec-fetch-site": "cross-site" } })).toMatchObject({ status: 403 });
    const [kept] = await db().select().from(userSession);
    expect(cookie).not.toContain(kept?.idHash);
    expect((await acts("user.logged-in")).at(-1)).toMatchObject({ actorId: zoe.userNumber, payload: { serial: zoe.serial } });
  });

  it("is of the certificate that it began with: nothing without it, and another one ends it", async () => {
    const cookie = await loggedIn();
    expect(await see(cookie, null)).toMatch(/^\/login/);
    expect(await open()).toBe(1);
    const other = await certificateHolder(office);
    expect(await see(cookie, other.der)).toMatch(/^\/login/);
    expect(await see(cookie)).toMatch(/^\/login/);
    expect((await db().select().from(userSession))[0]?.endedWhy).toBe("other-certificate");
  });

  it("is over after a quarter of an hour of nothing, and after eight hours in any case", async () => {
    const cookie = await loggedIn();
    for (let quarter = 0; quarter < 31; quarter += 1) {
      office.clock.add(15 * MINUTE);
      expect(await see(cookie)).toBe(zoe.userNumber);
    }
    office.clock.add(15 * MINUTE);
    expect(await see(cookie)).toMatch(/^\/login/);
    expect((await routes().get(loginPage.loader, "/login", { headers: { cookie } })).data["shown"]).toMatchObject({ at: "code", ended: "too-long" });
    const again = (await enter()).cookie;
    office.clock.add(15 * MINUTE + 1);
    expect(await see(again)).toMatch(/^\/login/);
    expect((await routes().get(loginPage.loader, "/login", { headers: { cookie: again } })).data["shown"]).toMatchObject({ ended: "idle" });
  });

  it("ends when its user logs out, and stays so", async () => {
    const cookie = await loggedIn();
    const left = await routes().post(logOut.action, "/log-out", {}, { headers: { cookie } });
    expect([left.location, left.response?.headers.getSetCookie()[0]]).toEqual(["/login?why=signed-out", expect.stringContaining("Max-Age=0")]);
    expect(await see(cookie)).toMatch(/^\/login/);
    expect((await acts("user.logged-out")).at(-1)).toMatchObject({ payload: { sessions: 1, by: "signed-out" } });
  });

  it("is over at the request after a block, and does not come back with the block", async () => {
    const cookie = await loggedIn();
    await db().transaction((tx) => blockAccount(tx, { userNumber: zoe.userNumber, for: { requestId }, now: office.now() }));
    expect(await see(cookie)).toMatch(/^\/login/);
    await db().transaction((tx) => liftBlocks(tx, { for: { requestId }, now: office.now() }));
    expect(await see(cookie)).toMatch(/^\/login/);
    expect((await db().select().from(userSession))[0]?.endedWhy).toBe("certificate");
  });

  it("ends when the app is unlinked, and the next login links a new one (R46, R111)", async () => {
    const cookie = await loggedIn();
    const by = system("fulfilment");
    expect(await db().transaction((tx) => unlinkAuthenticator(tx, { userNumber: zoe.userNumber, by, now: office.now() }))).toBe(true);
    expect(await see(cookie)).toMatch(/^\/login/);
    const [kept] = await db().select().from(authenticator);
    expect(kept).toMatchObject({ sealed: null, keyId: null, unlinkedAt: office.now() });
    expect(await findAuthenticator(db(), zoe.userNumber)).toBeNull();
    office.clock.add(MINUTE);
    expect((await enter()).code).toBe("authenticator.wrong-code");
    expect((await routes().get(loginPage.loader, "/login")).data["shown"]).toMatchObject({ app: "none" });
    expect(await db().transaction((tx) => unlinkAuthenticator(tx, { userNumber: zoe.userNumber, by, now: office.now() }))).toBe(false);
    await loggedIn();
  });

  // Last, for there is no way back.
  it("P13: is over at the request after a revocation", async () => {
    const cookie = await loggedIn();
    expect(await see(cookie)).toBe(zoe.userNumber);
    await db().transaction((tx) => revokeCertificate(tx, { serial: zoe.serial, reason: "keyCompromise", by: outsider("user", zoe.userNumber), now: office.now() }));
    expect(await see(cookie)).toBe("/login?to=%2Fmy%3Fx%3D1");
    expect(await routes().post(act, "/my", {}, { headers: { cookie } })).toMatchObject({ status: 401 });
    expect((await db().select().from(userSession))[0]?.endedWhy).toBe("certificate");
    expect((await acts("user.logged-out")).at(-1)).toMatchObject({ subjectId: zoe.userNumber, payload: { by: "certificate" } });
  });
});
