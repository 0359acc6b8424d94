import { X509Certificate } from "node:crypto";

import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { purgeUninstalled } from "#app/domain/accounts/purge.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { system } from "#app/domain/access/actor.ts";
import { installUntil } from "#app/domain/deadlines/clock.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { account, authorisation, certificate, credential, installation } from "#db/schema/accounts.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import { tamper } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

import { makeTestAuthority, makeTestCsr } from "../domain/certificates/applicants.ts";
import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const profile = CertificateProfile.parse(personal);
const DAY = 86_400_000;
const HOUR = 3_600_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);

const clock = { at: NOW, now: () => clock.at };

let database: Database;
let bridge: Practice;
let authority: Authority;

beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  authority = await makeTestAuthority(clock);
});

// A key is certified once, and making one takes long: each test begins without certificates, so that the few there are serve again.
afterEach(async () => {
  await tamper(database, "delete from certificate");
  await tamper(database, "delete from blocked_key");
});

type User = { userNumber: string; pin: string; credentialId: string };

async function newUser(): Promise<User> {
  const { enterpriseId, agbCode } = bridge;
  const userNumber = newUserNumber("test");
  const pin = makePin();
  const name = { initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl" } as const;
  await database.db.insert(account).values({ userNumber, enterpriseId, agbCode, ...name, status: "active", createdAt: NOW });
  await database.db.insert(authorisation).values({ userNumber, service: "claims", grantedAt: NOW });
  const [made] = await database.db
    .insert(credential)
    .values({ userNumber, pinHash: await hashPin(pin), madeAt: NOW, installUntil: installUntil(NOW) })
    .returning({ id: credential.id });
  return { userNumber, pin, credentialId: made?.id ?? "" };
}

const check = (user: Pick<User, "userNumber" | "pin">, now = NOW) => checkPin(bridge.office, { ...user, ip: "192.0.2.7", now });

async function leaveFor(user: User, now = NOW, notSaved = false) {
  const { credential: checked } = await check(user, now);
  return grantInstallation(bridge.office, { credential: checked, notSaved, now });
}

function install(installationId: string, csrPem: string, now = NOW, by = authority) {
  clock.at = now;
  return installCertificate(bridge.office, by, { installationId, csrPem, profile, now });
}

const credentialOf = async (user: User) => (await database.db.select().from(credential).where(eq(credential.id, user.credentialId)))[0];
const certificatesOf = (user: User) => database.db.select().from(certificate).where(eq(certificate.userNumber, user.userNumber));
const actsOn = async (user: User) =>
  (await runSql<{ act: string }>(database.db, "select act from audit_event where subject_id = $1 or payload->>'userNumber' = $1 order by id", [user.userNumber])).map(({ act }) => act);
const toldOf = async (user: User) => (await bridge.jobs("tell")).filter((job) => job["userNumber"] === user.userNumber).map((job) => job["happening"]);

describe("number and PIN (D3)", () => {
  it("open, in any spelling, and give the wrong tries back", async () => {
    const user = await newUser();
    await expect(check({ ...user, pin: "2222222222" })).rejects.toMatchObject({ code: "credential.refused" });
    const spelled = { userNumber: user.userNumber.replace(/(....)/g, "$1 "), pin: user.pin.toLowerCase().replace(/^(.....)/, "$1-") };
    expect((await check(spelled)).account.userNumber).toBe(user.userNumber);
    expect(await credentialOf(user)).toMatchObject({ wrongTries: 0, blockedAt: null });
  });

  it("say the same about an unknown number, a wrong PIN, a blocked one and what is no number at all", async () => {
    const blocked = await newUser();
    await database.db.update(credential).set({ blockedAt: NOW }).where(eq(credential.id, blocked.credentialId));
    const user = await newUser();
    const refused = { code: "credential.refused", details: { most: 5 } };
    await expect(check({ ...user, pin: makePin() })).rejects.toMatchObject(refused);
    await expect(check({ userNumber: newUserNumber("test"), pin: user.pin })).rejects.toMatchObject(refused);
    await expect(check({ userNumber: "' or 1=1 --", pin: user.pin })).rejects.toMatchObject(refused);
    await expect(check(blocked)).rejects.toMatchObject(refused);
    const trail = await runSql<{ payload: unknown }>(database.db, "select payload from audit_event where act = 'credential.refused'");
    expect(JSON.stringify(trail)).not.toContain(user.pin);
  });

  it("cost the same work for a number that nobody has", async () => {
    const user = await newUser();
    const took = async (of: Pick<User, "userNumber" | "pin">) => {
      const times: number[] = [];
      for (let time = 0; time < 5; time += 1) {
        const before = performance.now();
        await check({ ...of, pin: makePin() }).catch(() => undefined);
        times.push(performance.now() - before);
        await database.db.update(credential).set({ wrongTries: 0 }).where(eq(credential.id, user.credentialId));
      }
      return Math.min(...times);
    };
    // Both hash once; without the hash it would be a few milliseconds.
    expect(await took({ userNumber: newUserNumber("test"), pin: "" })).toBeGreaterThan((await took(user)) / 3);
  });

  it("block after five wrong tries, for good, and tell whose they are", async () => {
    const user = await newUser();
    const wrong = () => expect(check({ ...user, pin: makePin() })).rejects.toMatchObject({ code: "credential.refused" });
    for (let time = 0; time < 4; time += 1) await wrong();
    // After four the right one still opens, and the count begins anew.
    expect(await credentialOf(user)).toMatchObject({ wrongTries: 4, blockedAt: null });
    await check(user);
    for (let time = 0; time < 5; time += 1) await wrong();
    expect(await credentialOf(user)).toMatchObject({ wrongTries: 5, blockedAt: NOW });
    await expect(check(user)).rejects.toMatchObject({ code: "credential.refused" });
    expect(await toldOf(user)).toEqual(["credential.blocked"]);
    expect((await actsOn(user)).filter((act) => act === "credential.blocked")).toHaveLength(1);
  });

  it("block at the next wrong try where the process died between the fifth and its block", async () => {
    const user = await newUser();
    await database.db.update(credential).set({ wrongTries: 5 }).where(eq(credential.id, user.credentialId));
    await expect(check({ ...user, pin: makePin() })).rejects.toMatchObject({ code: "credential.refused" });
    expect(await credentialOf(user)).toMatchObject({ wrongTries: 5, blockedAt: NOW });
    expect(await toldOf(user)).toEqual(["credential.blocked"]);
  });

  it("let thirty who guess at once look at five", async () => {
    const user = await newUser();
    const guesses = await Promise.allSettled(Array.from({ length: 30 }, () => check({ ...user, pin: makePin() })));
    expect(guesses.every(({ status }) => status === "rejected")).toBe(true);
    expect(await credentialOf(user)).toMatchObject({ wrongTries: 5 });
    expect((await actsOn(user)).filter((act) => act === "credential.blocked")).toHaveLength(1);
    expect(await toldOf(user)).toEqual(["credential.blocked"]);
  });

  it("that were replaced say so to who knows them, and to nobody else", async () => {
    const user = await newUser();
    await database.db.update(credential).set({ voidedAt: NOW, voidReason: "replaced" }).where(eq(credential.id, user.credentialId));
    await expect(check({ ...user, pin: makePin() })).rejects.toMatchObject({ code: "credential.refused" });
    await expect(check(user)).rejects.toMatchObject({ code: "credential.replaced" });
  });

  it("last sixty days, to the second, also over the night when the clock changes (P12)", async () => {
    const user = await newUser();
    const until = (await credentialOf(user))?.installUntil ?? NOW;
    await expect(check(user, new Date(until.getTime() - 1000))).resolves.toBeTruthy();
    await expect(check(user, until)).resolves.toBeTruthy();
    await expect(check(user, new Date(until.getTime() + 1000))).rejects.toMatchObject({ code: "credential.lapsed" });
  });
});

describe("a certificate", () => {
  let user: User;
  beforeEach(async () => {
    user = await newUser();
  });

  it("is made once, stored before it is signed, and told to its owner and contact", async () => {
    const leave = await leaveFor(user);
    const issued = await install(leave.id, await makeTestCsr(user.userNumber));
    const parsed = new X509Certificate(issued.certificate);
    expect(parsed.subject).toContain("CN=Z. van der Håkon");
    expect(parsed.subject).toContain(`serialNumber=${user.userNumber}`);
    expect(parsed.serialNumber.toLowerCase()).toBe(issued.serial.replace(/^0(?=.{33}$)/, "0"));
    expect(parsed.verify(new X509Certificate(issued.chain[0] ?? "").publicKey)).toBe(true);
    const [stored] = await certificatesOf(user);
    expect(stored).toMatchObject({ status: "issued", installationId: leave.id, issuedAt: NOW });
    expect(Buffer.from(stored?.der ?? []).includes(Buffer.from(stored?.tbs ?? []))).toBe(true);
    expect((await credentialOf(user))?.installedAt).toEqual(NOW);
    expect(await actsOn(user)).toEqual(["installation.granted", "certificate.intended", "certificate.issued"]);
    expect(await toldOf(user)).toEqual(["certificate.installed"]);
  });

  it("is one, however often it is asked for at once: 200 times with one leave (P3)", async () => {
    const leave = await leaveFor(user);
    const csr = await makeTestCsr(user.userNumber);
    const answers = await Promise.all(Array.from({ length: 200 }, () => install(leave.id, csr)));
    expect(new Set(answers.map(({ certificate: pem }) => pem)).size).toBe(1);
    expect(await certificatesOf(user)).toHaveLength(1);
    expect(await toldOf(user)).toEqual(["certificate.installed"]);
    expect((await actsOn(user)).filter((act) => act.startsWith("certificate."))).toEqual(["certificate.intended", "certificate.issued"]);
  });

  it("is not made for a second key, also when both come at once", async () => {
    const leave = await leaveFor(user);
    const keys = await Promise.all([makeTestCsr(user.userNumber), makeTestCsr(user.userNumber, 1)]);
    const outcomes = await Promise.allSettled(keys.map((csr) => install(leave.id, csr)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "install.leave-used" } });
    expect(await certificatesOf(user)).toHaveLength(1);
  });

  it("is never made twice for one key", async () => {
    const csr = await makeTestCsr(user.userNumber, 2);
    await install((await leaveFor(user)).id, csr);
    const other = await newUser();
    const sameKey = await makeTestCsr(other.userNumber, 2);
    await expect(install((await leaveFor(other)).id, sameKey)).rejects.toMatchObject({ code: "csr.key-used" });
    expect(await certificatesOf(other)).toHaveLength(0);
  });

  it("is not made from a request for somebody else's number, or from nonsense", async () => {
    const leave = await leaveFor(user);
    const forSomebodyElse = await makeTestCsr(newUserNumber("test"));
    await expect(install(leave.id, forSomebodyElse)).rejects.toMatchObject({ code: "csr.subject" });
    await expect(install(leave.id, "-----BEGIN NONSENSE-----")).rejects.toMatchObject({ code: "csr.malformed" });
    expect(await certificatesOf(user)).toHaveLength(0);
  });

  it("is not made without leave, after it, or when the PIN has died since", async () => {
    const csr = await makeTestCsr(user.userNumber);
    await expect(install("00000000-0000-4000-8000-000000000000", csr)).rejects.toMatchObject({ code: "install.leave-unknown" });
    const leave = await leaveFor(user);
    await expect(install(leave.id, csr, later(HOUR))).rejects.toMatchObject({ code: "install.leave-expired" });
    await database.db.update(credential).set({ blockedAt: NOW }).where(eq(credential.id, user.credentialId));
    await expect(install(leave.id, csr)).rejects.toMatchObject({ code: "credential.refused" });
    expect(await certificatesOf(user)).toHaveLength(0);
  });

  it("that our own lint finds fault with is neither stored nor signed (P2)", async () => {
    const sign = vi.fn(authority.sign);
    const strict: Authority = { ...authority, sign, lint: () => [{ check: "serial", clause: "RFC 5280, 4.1.2.2", message: "negative" }] };
    const leave = await leaveFor(user);
    await expect(install(leave.id, await makeTestCsr(user.userNumber), NOW, strict)).rejects.toMatchObject({ code: "certificate.unsound", details: { check: "serial" } });
    expect(sign).not.toHaveBeenCalled();
    expect(await certificatesOf(user)).toHaveLength(0);
  });
});

describe("when it goes wrong half-way (P1)", () => {
  afterEach(async () => {
    await runSql(database.db, "drop trigger if exists ca_failure on certificate");
  });

  it("a certificate whose last update failed is found as intended, and finished by the repair with the same bytes", async () => {
    const user = await newUser();
    const leave = await leaveFor(user);
    await runSql(database.db, "create or replace function ca_failure() returns trigger language plpgsql as $$ begin raise exception 'the database said no'; end $$");
    await runSql(database.db, "create trigger ca_failure before update on certificate for each row execute function ca_failure()");
    await expect(install(leave.id, await makeTestCsr(user.userNumber))).rejects.toThrow();
    const [intended] = await certificatesOf(user);
    expect(intended).toMatchObject({ status: "intended", der: null });
    expect((await credentialOf(user))?.installedAt).toBeNull();
    expect(await toldOf(user)).toEqual([]);

    await runSql(database.db, "drop trigger ca_failure on certificate");
    expect(await recoverCertificates(bridge.office, authority, { now: later(30_000) })).toEqual({ finished: 0, foreign: 0 });
    expect(await recoverCertificates(bridge.office, authority, { now: later(61_000) })).toEqual({ finished: 1, foreign: 0 });
    const [issued] = await certificatesOf(user);
    expect(issued).toMatchObject({ status: "issued", serial: intended?.serial, tbs: intended?.tbs });
    expect(await toldOf(user)).toEqual(["certificate.installed"]);
    expect(await recoverCertificates(bridge.office, authority, { now: later(120_000) })).toEqual({ finished: 0, foreign: 0 });
  });

  it("whoever comes back with the same key gets what was intended, and a purge leaves it alone", async () => {
    const user = await newUser();
    const leave = await leaveFor(user);
    const csr = await makeTestCsr(user.userNumber);
    const dying: Authority = { ...authority, sign: () => Promise.reject(new Error("killed")) };
    await expect(install(leave.id, csr, NOW, dying)).rejects.toThrow("killed");
    const [intended] = await certificatesOf(user);
    await purgeUninstalled(bridge.office, { now: later(80 * DAY) });
    expect((await credentialOf(user))?.voidedAt).toBeNull();
    expect(await install(leave.id, csr, later(5_000))).toMatchObject({ serial: intended?.serial });
  });

  it("bytes that were changed since they were linted are not signed", async () => {
    const user = await newUser();
    const leave = await leaveFor(user);
    const csr = await makeTestCsr(user.userNumber);
    await expect(install(leave.id, csr, NOW, { ...authority, sign: () => Promise.reject(new Error("killed")) })).rejects.toThrow("killed");
    const [intended] = await certificatesOf(user);
    await tamper(database, `update certificate set tbs = set_byte(tbs, 40, get_byte(tbs, 40) # 1) where serial = '${intended?.serial}'`);
    await expect(install(leave.id, csr)).rejects.toThrow("were changed");
  });
});

describe("once more (D5)", () => {
  it("within the hour, with number and PIN, when the file was not saved: the first certificate is revoked", async () => {
    const user = await newUser();
    const first = await install((await leaveFor(user)).id, await makeTestCsr(user.userNumber));
    await expect(leaveFor(user, later(60_000))).rejects.toMatchObject({ code: "install.repeat" });
    const again = await leaveFor(user, later(60_000), true);
    expect(again.attempt).toBe(2);
    const second = await install(again.id, await makeTestCsr(user.userNumber, 1), later(61_000));
    const rows = await certificatesOf(user);
    expect(rows.find(({ serial }) => serial === first.serial)).toMatchObject({ status: "revoked", revocationReason: "superseded", revokedAt: later(60_000) });
    expect(rows.find(({ serial }) => serial === second.serial)).toMatchObject({ status: "issued" });
    await expect(leaveFor(user, later(62_000), true)).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it.each([-1000, 0])("up to the last second of that hour (%i ms, P12)", async (ms) => {
    const user = await newUser();
    await install((await leaveFor(user)).id, await makeTestCsr(user.userNumber));
    expect(await leaveFor(user, later(HOUR + ms), true)).toMatchObject({ attempt: 2 });
  });

  it("not when the second leave lay unused for an hour", async () => {
    const user = await newUser();
    await install((await leaveFor(user)).id, await makeTestCsr(user.userNumber));
    const again = await leaveFor(user, later(60_000), true);
    expect(await leaveFor(user, later(60_000 + HOUR), true)).toMatchObject({ id: again.id });
    await expect(leaveFor(user, later(61_000 + HOUR), true)).rejects.toMatchObject({ code: "install.already" });
  });

  it.each([
    ["an hour later", HOUR + 1000, false],
    ["when the file was saved", 60_000, true],
  ])("not %s", async (_about, ms, saved) => {
    const user = await newUser();
    const leave = await leaveFor(user);
    await install(leave.id, await makeTestCsr(user.userNumber));
    if (saved) {
      await markSaved(bridge.office, { installationId: leave.id, now: later(1000) });
      await markSaved(bridge.office, { installationId: leave.id, now: later(2000) });
      const [row] = await database.db.select().from(installation).where(eq(installation.id, leave.id));
      expect(row?.savedAt).toEqual(later(1000));
    }
    await expect(leaveFor(user, later(ms), true)).rejects.toMatchObject({ code: "installation.already-installed", details: { "certificate.until": "2028-11-16", instead: "support" } });
    expect(await certificatesOf(user)).toMatchObject([{ status: "issued" }]);
  });

  it("a tab that was closed before the key was made costs nothing", async () => {
    const user = await newUser();
    const first = await leaveFor(user);
    const second = await leaveFor(user, later(3 * HOUR));
    expect(second).toMatchObject({ id: first.id, attempt: 1, expiresAt: later(4 * HOUR) });
    await expect(install(first.id, await makeTestCsr(user.userNumber), later(3 * HOUR))).resolves.toBeTruthy();
  });

  it("two tabs at once get one leave", async () => {
    const user = await newUser();
    const leaves = await Promise.all([leaveFor(user), leaveFor(user), leaveFor(user)]);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(1);
  });
});

describe("revoking", () => {
  it("is done once, and only to what was issued", async () => {
    const user = await newUser();
    const { serial } = await install((await leaveFor(user)).id, await makeTestCsr(user.userNumber));
    const revoke = () => database.db.transaction((tx) => revokeCertificate(tx, { serial, reason: "keyCompromise", by: system("start"), now: NOW }));
    expect([await revoke(), await revoke()]).toEqual([true, false]);
    expect((await actsOn(user)).filter((act) => act === "certificate.revoked")).toHaveLength(1);
  });
});

describe("what was not installed (R33, R34)", () => {
  it("is reminded of on day 30, 50 and 57, once each, and ends after 60 days: number and PIN are dead (P12)", async () => {
    const user = await newUser();
    const tick = (days: number, ms = 0) => purgeUninstalled(bridge.office, { now: new Date(installUntil(NOW, days).getTime() + ms) });
    await tick(30, -1000);
    expect(await toldOf(user)).toEqual([]);
    await Promise.all([tick(30), tick(30)]);
    await tick(30, 1000);
    expect(await toldOf(user)).toEqual(["install.reminder"]);
    // Each of the others a second before, at it, and a second after it (P12).
    for (const [days, told] of [[50, 2], [57, 3]] as const) {
      await tick(days, -1000);
      expect(await toldOf(user)).toHaveLength(told - 1);
      await tick(days);
      await tick(days, 1000);
      expect(await toldOf(user)).toHaveLength(told);
    }
    await tick(60, -1000);
    await tick(60);
    expect(await toldOf(user)).toEqual(["install.reminder", "install.reminder", "install.reminder"]);
    expect((await credentialOf(user))?.voidedAt).toBeNull();

    await Promise.all([tick(60, 1000), tick(60, 1000)]);
    await tick(61);
    expect(await toldOf(user)).toEqual(["install.reminder", "install.reminder", "install.reminder", "install.lapsed"]);
    expect(await credentialOf(user)).toMatchObject({ voidReason: "purged" });
    const [ended] = await database.db.select().from(account).where(eq(account.userNumber, user.userNumber));
    expect(ended?.status).toBe("ended");
    const open = await database.db.select().from(authorisation).where(and(eq(authorisation.userNumber, user.userNumber), eq(authorisation.grantedAt, NOW)));
    expect(open[0]?.withdrawnAt).not.toBeNull();
    await expect(check(user, later(61 * DAY))).rejects.toMatchObject({ code: "credential.lapsed" });
    await expect(check({ ...user, pin: makePin() }, later(61 * DAY))).rejects.toMatchObject({ code: "credential.refused" });
  });

  it("is none of what was installed", async () => {
    const user = await newUser();
    await install((await leaveFor(user)).id, await makeTestCsr(user.userNumber));
    await purgeUninstalled(bridge.office, { now: later(400 * DAY) });
    expect(await credentialOf(user)).toMatchObject({ voidedAt: null });
    expect(await toldOf(user)).toEqual(["certificate.installed"]);
  });
});
