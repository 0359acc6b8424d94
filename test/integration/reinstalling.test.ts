import { asc, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { decideRelease, proposeRelease } from "#app/domain/certificates/release.ts";
import { remindOfExpiry } from "#app/domain/certificates/remind.ts";
import { renewCertificate } from "#app/domain/certificates/renew.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { reinstallRelease } from "#db/schema/certificates.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import { tamper } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

import { makeTestAuthority, makeTestCsr } from "../domain/certificates/applicants.ts";
import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const profile = CertificateProfile.parse(personal);
const SECOND = 1000;
const clock = { at: NOW, now: () => clock.at };
// Installed on 16 November 2026 at 10:00 in Amsterdam.
const ENDS = new Date("2028-11-16T08:59:59.000Z");
const WINDOW_ENDS = new Date("2028-12-06T08:59:59.000Z");
const after = (instant: Date, ms = SECOND) => new Date(instant.getTime() + ms);

let database: Database;
let bridge: Practice;
let authority: Authority;
let user: { userNumber: string; pin: string };
let serial: string;

beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  authority = await makeTestAuthority(clock);
});

beforeEach(async () => {
  const userNumber = newUserNumber("test");
  const pin = makePin();
  user = { userNumber, pin };
  const name = { initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl" } as const;
  const { enterpriseId, agbCode } = bridge;
  await database.db.insert(account).values({ userNumber, enterpriseId, agbCode, ...name, status: "active", createdAt: NOW });
  await database.db.insert(credential).values({ userNumber, pinHash: await hashPin(pin), madeAt: NOW, installUntil: new Date("2027-01-15T09:00:00Z") });
  serial = (await install(await leave(NOW), 0, NOW)).serial;
});

// A key is certified once, and making one takes long: each test begins without certificates, so that the few there are serve again.
afterEach(async () => {
  await tamper(database, "delete from certificate_reminder");
  await tamper(database, "delete from certificate");
  await tamper(database, "delete from blocked_key");
});

async function leave(now: Date, notSaved = false) {
  const { credential: checked } = await checkPin(bridge.office, { ...user, ip: "192.0.2.7", now });
  return grantInstallation(bridge.office, { credential: checked, notSaved, now });
}

async function install({ id }: { id: string }, key: number, now: Date) {
  clock.at = now;
  return installCertificate(bridge.office, authority, { installationId: id, csrPem: await makeTestCsr(user.userNumber, key), profile, now });
}

const certificates = () => database.db.select().from(certificate).where(eq(certificate.userNumber, user.userNumber)).orderBy(asc(certificate.intendedAt));
const tellings = async () => (await bridge.jobs("tell")).filter((job) => job["userNumber"] === user.userNumber);
const told = async () => (await tellings()).map((job) => job["happening"]);
const revoke = (which: string, now: Date) => database.db.transaction((tx) => revokeCertificate(tx, { serial: which, reason: "superseded", by: system("fulfilment"), now }));

describe("a certificate that expired is installed again with number and PIN (R38, R39, D1)", () => {
  it("for two years from then, in the place of the former one, and told to its owner and contact", async () => {
    const now = after(ENDS);
    const fresh = await install(await leave(now), 1, now);
    expect(fresh.notAfter).toEqual(new Date("2030-11-16T08:59:59.000Z"));
    expect(await certificates()).toMatchObject([
      { serial, status: "issued", supersededAt: now },
      { serial: fresh.serial, status: "issued", predecessor: serial },
    ]);
    expect(await told()).toEqual(["certificate.installed", "certificate.reinstalled"]);
  });

  it("until the last second of the window, and not in the one after it (P12)", async () => {
    await leave(after(WINDOW_ENDS, -SECOND));
    await leave(WINDOW_ENDS);
    await expect(leave(after(WINDOW_ENDS))).rejects.toMatchObject({
      code: "installation.reinstall-too-late",
      details: { "certificate.until": "2028-11-16", "reinstall.until": "2028-12-06", instead: "new-pin" },
    });
  });

  it("for ever, where the policy of its segment knows no limit (D1)", async () => {
    const [row] = await runSql<{ id: number; content: { policies: Array<Record<string, unknown>> } }>(database.db, "select id, content from definition_version where kind = 'policy' and key = 'certificates'");
    const unlimited = { ...row?.content.policies.find(({ key }) => key === "reinstall.windowDays"), value: null, scope: { segment: "regular" } };
    const [release] = await runSql<{ id: number }>(database.db, "insert into release (published_at, published_by) values (now(), 'installation') returning id");
    const [version] = await runSql<{ id: number }>(
      database.db,
      "insert into definition_version (kind, key, version, hash, content, status, author, approver, created_at, published_at) values ('policy', 'certificates', 2, 'two', $1::text::jsonb, 'published', 'installation', 'installation', now(), now()) returning id",
      [JSON.stringify({ ...row?.content, policies: [...(row?.content.policies ?? []), unlimited] })],
    );
    await runSql(database.db, "insert into release_entry (release_id, kind, key, definition_id) select $1::bigint, kind, key, case when kind = 'policy' and key = 'certificates' then $2::bigint else definition_id end from release_entry where release_id = $3::bigint", [release?.id, version?.id, bridge.releaseId]);
    await leave(after(WINDOW_ENDS, 400 * 86_400_000));
    await runSql(database.db, "delete from release_entry where release_id = $1::bigint", [release?.id]);
    await runSql(database.db, "delete from release where id = $1::bigint", [release?.id]);
  });

  it("later too, with a PIN that was made since", async () => {
    const now = after(WINDOW_ENDS);
    const pin = makePin();
    await database.db.update(credential).set({ voidedAt: now, voidReason: "replaced" }).where(eq(credential.userNumber, user.userNumber));
    await database.db.insert(credential).values({ userNumber: user.userNumber, pinHash: await hashPin(pin), madeAt: now, installUntil: after(now, 60 * 86_400_000) });
    user = { ...user, pin };
    await install(await leave(now), 1, now);
    expect(await certificates()).toHaveLength(2);
  });

  it("once more within the hour when the file was not saved, and not after it was", async () => {
    const now = after(ENDS);
    const lost = await install(await leave(now), 1, now);
    await expect(leave(after(now))).rejects.toMatchObject({ code: "install.repeat" });
    const again = await leave(after(now), true);
    expect(again).toMatchObject({ round: 2, attempt: 2 });
    const saved = await install(again, 2, after(now, 2 * SECOND));
    expect((await certificates()).map(({ serial: of, status, predecessor }) => [of, status, predecessor])).toEqual([[serial, "issued", null], [lost.serial, "revoked", serial], [saved.serial, "issued", serial]]);
    await markSaved(bridge.office, { installationId: again.id, now: after(now, 3 * SECOND) });
    await expect(leave(after(now, 4 * SECOND), true)).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("once, however many tabs ask: two at once get one leave, and 200 with one key one certificate (P3)", async () => {
    const now = after(ENDS);
    const leaves = await Promise.all([leave(now), leave(now), leave(now)]);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(1);
    const [mine] = leaves;
    const answers = await Promise.all(Array.from({ length: 200 }, () => install(mine ?? { id: "" }, 1, now)));
    expect(new Set(answers.map(({ serial: of }) => of)).size).toBe(1);
    expect(await certificates()).toHaveLength(2);
  });
});

describe("number and PIN install nothing", () => {
  it("while the certificate is valid: lost, it goes by leave of contact or staff (R40, R52, D13)", async () => {
    await expect(leave(ENDS)).rejects.toMatchObject({ code: "installation.already-installed", details: { "certificate.until": "2028-11-16", textKey: "installation.already-installed" } });
  });

  it("while a renewed one is valid, though the former one has expired", async () => {
    clock.at = new Date("2028-11-01T09:00:00Z");
    await renewCertificate(bridge.office, authority, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: clock.at });
    await expect(leave(after(ENDS))).rejects.toMatchObject({ code: "installation.already-installed", details: { "certificate.until": "2030-11-01" } });
  });

  it("after the certificate was revoked, and with a PIN made since they do", async () => {
    const now = after(NOW, 86_400_000);
    await revoke(serial, now);
    await expect(leave(after(now))).rejects.toMatchObject({ code: "installation.revoked", details: { instead: "new-pin" } });
    await database.db.update(credential).set({ madeAt: now }).where(eq(credential.userNumber, user.userNumber));
    await install(await leave(after(now)), 1, after(now));
  });
});

describe("who is reminded of the end of a certificate (P15)", () => {
  const DAYS = [60, 30, 14, 3];
  // So many days before the last second, by the clock of Amsterdam: 60 days before, summer time still held.
  const AT: Record<number, Date> = { 60: new Date("2028-09-17T07:59:59Z"), 30: new Date("2028-10-17T07:59:59Z"), 14: new Date("2028-11-02T08:59:59Z"), 3: new Date("2028-11-13T08:59:59Z") };
  const tick = (now: Date) => remindOfExpiry(bridge.office, { days: DAYS, now });
  const reminders = async () => (await tellings()).filter((job) => job["happening"] === "certificate.expiring").map((job) => job["time"]);

  it.each(DAYS)("%i days before, at the second, once, by whichever of two workers comes first (P12)", async (day) => {
    const at = AT[day] ?? NOW;
    const before = DAYS.filter((other) => other > day);
    for (const other of before) await tick(AT[other] ?? NOW);
    await tick(after(at, -SECOND));
    expect(await reminders()).toEqual(before);
    await Promise.all([tick(at), tick(at), tick(at)]);
    expect(await reminders()).toEqual([...before, day]);
    await tick(after(at));
    expect(await reminders()).toEqual([...before, day]);
  });

  it("after a time of being down only the most urgent one is sent, and none after the end", async () => {
    await tick(new Date("2028-11-15T12:00:00Z"));
    expect(await reminders()).toEqual([3]);
    await tick(ENDS);
    await tick(after(ENDS));
    expect(await reminders()).toEqual([3]);
  });

  it("at its last second still, and a second later not any more (P12)", async () => {
    await tick(after(ENDS));
    expect(await reminders()).toEqual([]);
    await tick(ENDS);
    expect(await reminders()).toEqual([3]);
  });

  it("nothing is said where the process died before the commit, and then it is said once", async () => {
    await runSql(database.db, "create or replace function fail_reminder() returns trigger language plpgsql as $$ begin raise exception 'the process died'; end $$");
    await runSql(database.db, "create trigger dies before insert on certificate_reminder for each row execute function fail_reminder()");
    await expect(tick(AT[14] ?? NOW)).rejects.toThrow();
    expect(await reminders()).toEqual([]);
    await runSql(database.db, "drop trigger dies on certificate_reminder");
    await tick(AT[14] ?? NOW);
    expect(await reminders()).toEqual([14]);
  });

  it("nobody whose certificate has a successor or was revoked, or whose account is blocked, has ended or ends before it", async () => {
    const at = AT[14] ?? NOW;
    for (const change of [{ status: "blocked" }, { status: "ended" }, { status: "active", endsOn: "2028-11-15" }] as const) {
      await database.db.update(account).set(change).where(eq(account.userNumber, user.userNumber));
      await tick(at);
    }
    expect(await reminders()).toEqual([]);
    await database.db.update(account).set({ status: "active", endsOn: null }).where(eq(account.userNumber, user.userNumber));
    clock.at = at;
    const fresh = await renewCertificate(bridge.office, authority, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: at });
    await tick(after(at));
    await revoke(serial, after(at));
    await revoke(fresh.serial, after(at));
    await tick(after(at));
    expect(await reminders()).toEqual([]);
  });

  it("whoever works again is reminded, and whose successor was revoked", async () => {
    await database.db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, user.userNumber));
    await tick(AT[30] ?? NOW);
    await database.db.update(account).set({ status: "active" }).where(eq(account.userNumber, user.userNumber));
    await tick(after(AT[30] ?? NOW));
    expect(await reminders()).toEqual([30]);
    clock.at = new Date("2028-11-01T09:00:00Z");
    const fresh = await renewCertificate(bridge.office, authority, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: clock.at });
    await tick(AT[14] ?? NOW);
    await revoke(fresh.serial, AT[14] ?? NOW);
    await tick(AT[14] ?? NOW);
    expect(await reminders()).toEqual([30, 14]);
  });

  it("whoever heard what an earlier policy said hears what this one says", async () => {
    await remindOfExpiry(bridge.office, { days: [40], now: AT[30] ?? NOW });
    await tick(AT[14] ?? NOW);
    await remindOfExpiry(bridge.office, { days: [3, 5], now: new Date("2028-11-12T12:00:00Z") });
    await remindOfExpiry(bridge.office, { days: [], now: ENDS });
    expect(await reminders()).toEqual([40, 14, 5]);
  });

  it("what it reads is what is due, by an index (certificate_to_remind)", async () => {
    const plan = await database.db.transaction(async (tx) => {
      // So few rows say nothing of what is cheap: the other indexes that could serve go for as long as this is asked.
      await runSql(tx, "drop index certificate_in_force");
      await runSql(tx, "drop index one_current_certificate_per_account");
      await runSql(tx, "set local enable_seqscan = off");
      const plans = await Promise.all(["reminded_days is null", "reminded_days in (31, 45, 60)"].map((heard) => runSql(tx, `explain select serial from certificate where status = 'issued' and superseded_at is null and ${heard} and not_after <= now()`)));
      await runSql(tx, "create index certificate_in_force on certificate (not_after, serial) where status = 'issued' and superseded_at is null");
      await runSql(tx, "create unique index one_current_certificate_per_account on certificate (user_number) where status in ('intended', 'issued') and superseded_at is null");
      return plans;
    });
    for (const one of plan) expect(JSON.stringify(one)).toContain("certificate_to_remind");
  });
});

describe("what is lost but valid is released by two members of staff (R40, R52, D13, D15)", () => {
  const LOST = after(NOW, 100 * 86_400_000);
  const propose = (why: "lost" | "stolen" = "lost", now = LOST) => proposeRelease(bridge.office, { userNumber: user.userNumber, why, note: "Belde zelf: laptop weg.", by: bridge.sanne, now });
  const grant = (id: string, now = LOST) => decideRelease(bridge.office, { id, outcome: "granted", by: bridge.wim, now });
  afterEach(() => tamper(database, "delete from reinstall_release"));

  it("and installed again once: what was lost is revoked when installing begins, and not before", async () => {
    const release = await propose();
    await expect(leave(LOST)).rejects.toMatchObject({ code: "installation.already-installed" });
    await grant(release.id);
    expect(await certificates()).toMatchObject([{ status: "issued" }]);
    const mine = await leave(after(LOST));
    expect(mine).toMatchObject({ round: 2, attempt: 1 });
    expect(await certificates()).toMatchObject([{ status: "revoked", revocationReason: "superseded", revokedAt: after(LOST) }]);
    // A tab that was closed costs nothing, and the release is spent all the same.
    expect((await leave(after(LOST, 60_000))).id).toBe(mine.id);
    const fresh = await install(mine, 1, after(LOST, 61_000));
    expect(await certificates()).toMatchObject([{ serial, status: "revoked" }, { serial: fresh.serial, status: "issued" }]);
    await markSaved(bridge.office, { installationId: mine.id, now: after(LOST, 62_000) });
    await expect(leave(after(LOST, 63_000))).rejects.toMatchObject({ code: "installation.already-installed" });
    expect(await told()).toContain("reinstall.released");
  });

  it("what was stolen is revoked as the second of them agrees, and its key never certified again", async () => {
    const release = await propose("stolen");
    await grant(release.id);
    expect(await certificates()).toMatchObject([{ status: "revoked", revocationReason: "keyCompromise" }]);
    await install(await leave(after(LOST)), 1, after(LOST));
    await expect(leave(after(LOST, 2 * 3_600_000))).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("with a renewed one beside it both are revoked", async () => {
    clock.at = new Date("2028-11-01T09:00:00Z");
    await renewCertificate(bridge.office, authority, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: clock.at });
    const release = await propose("lost", after(clock.at));
    await grant(release.id, after(clock.at));
    await install(await leave(after(clock.at, 2 * SECOND)), 2, after(clock.at, 2 * SECOND));
    expect((await certificates()).map(({ status }) => status)).toEqual(["revoked", "revoked", "issued"]);
  });

  it("until the last second of its fortnight, and not in the one after it (P12)", async () => {
    const release = await propose();
    await grant(release.id);
    const [granted] = await database.db.select().from(reinstallRelease).where(eq(reinstallRelease.id, release.id));
    const ends = granted?.expiresAt ?? NOW;
    await expect(leave(after(ends))).rejects.toMatchObject({ code: "installation.already-installed" });
    await expect(propose("lost", ends)).rejects.toMatchObject({ code: "release.open" });
    await propose("lost", after(ends));
    await tamper(database, "delete from reinstall_release where outcome is null");
    await tamper(database, "update reinstall_release set outcome = 'granted'");
    await leave(ends);
  });

  it("is used once, however many tabs ask at once", async () => {
    await grant((await propose()).id);
    const leaves = await Promise.all([leave(after(LOST)), leave(after(LOST)), leave(after(LOST))]);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(1);
  });

  it("never by one and the same person, also in the database (P5)", async () => {
    const { id } = await propose();
    await expect(decideRelease(bridge.office, { id, outcome: "granted", by: bridge.sanne, now: LOST })).rejects.toMatchObject({ code: "access.own-act" });
    const alone = runSql(database.db, "update reinstall_release set outcome = 'granted', decided_by = proposed_by, decided_at = now(), expires_at = now() where id = $1", [id]);
    await expect(alone).rejects.toThrow();
    await decideRelease(bridge.office, { id, outcome: "withdrawn", by: bridge.sanne, now: LOST });
    await expect(grant(id)).rejects.toMatchObject({ code: "release.decided" });
  });

  it("not twice at once, not without a reason, not of what is not valid, and not for an account that is blocked", async () => {
    await propose();
    await expect(propose()).rejects.toMatchObject({ code: "release.open" });
    await expect(proposeRelease(bridge.office, { userNumber: user.userNumber, why: "lost", note: "  ", by: bridge.sanne, now: LOST })).rejects.toMatchObject({ code: "request.note-missing" });
    await tamper(database, "delete from reinstall_release");
    await expect(propose("lost", after(ENDS))).rejects.toMatchObject({ code: "release.nothing-valid" });
    const { id } = await propose();
    await database.db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, user.userNumber));
    await expect(grant(id)).rejects.toMatchObject({ code: "account.not-active" });
    await tamper(database, "delete from reinstall_release");
    await expect(propose()).rejects.toMatchObject({ code: "account.not-active" });
  });
});
