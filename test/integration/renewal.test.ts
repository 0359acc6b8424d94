import { X509Certificate } from "node:crypto";

import { asc, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { endAccount } from "#app/domain/accounts/end.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { finishCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { decideRenewal, renewCertificate } from "#app/domain/certificates/renew.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { agreement } from "#db/schema/organisations.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { tamper } from "#test/support/audit.ts";
import { freshDatabase } from "#test/support/database.ts";

import { makeTestAuthority, makeTestCsr } from "../domain/certificates/applicants.ts";
import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const profile = CertificateProfile.parse(personal);
const SECOND = 1000;
const HOUR = 3_600_000;
const clock = { at: NOW, now: () => clock.at };
// Installed on 16 November 2026 at 10:00 in Amsterdam; a month before its end comes 31 days before it.
const ENDS = new Date("2028-11-16T08:59:59.000Z");
const OPENS = new Date("2028-10-16T07:59:59.000Z");
const IN_TIME = new Date("2028-11-01T09:00:00.000Z");

let database: Database;
let bridge: Practice;
let authority: Authority;
let userNumber: string;
let serial: string;

beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  authority = await makeTestAuthority(clock);
});

beforeEach(async () => {
  userNumber = newUserNumber("test");
  const name = { initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl" } as const;
  const { enterpriseId, agbCode } = bridge;
  await database.db.insert(account).values({ userNumber, enterpriseId, agbCode, ...name, status: "active", createdAt: NOW });
  const [made] = await database.db.insert(credential).values({ userNumber, pinHash: "-", madeAt: NOW, installUntil: new Date("2027-01-15T09:00:00Z") }).returning();
  if (!made) throw new Error("No PIN was made.");
  const leave = await grantInstallation(bridge.office, { credential: made, notSaved: false, now: NOW });
  clock.at = NOW;
  serial = (await installCertificate(bridge.office, authority, { installationId: leave.id, csrPem: await makeTestCsr(userNumber), profile, now: NOW })).serial;
});

// A key is certified once, and making one takes long: each test begins without certificates, so that the few there are serve again.
afterEach(async () => {
  await tamper(database, "delete from certificate");
  await tamper(database, "delete from blocked_key");
});

function renew(csrPem: string, { now = IN_TIME, of = serial, by = authority, notSaved = false } = {}) {
  clock.at = now;
  return renewCertificate(bridge.office, by, { serial: of, csrPem, profile, notSaved, now });
}

const certificates = () => database.db.select().from(certificate).where(eq(certificate.userNumber, userNumber)).orderBy(asc(certificate.intendedAt));
const told = async () => (await bridge.jobs("tell")).filter((job) => job["userNumber"] === userNumber).map((job) => job["happening"]);
const acts = async () => (await runSql<{ act: string }>(database.db, "select act from audit_event where payload->>'userNumber' = $1 order by id", [userNumber])).map(({ act }) => act);
const revoke = (which: string, reason: "superseded" | "keyCompromise" = "superseded") =>
  database.db.transaction((tx) => revokeCertificate(tx, { serial: which, reason, by: system("fulfilment"), now: IN_TIME }));

describe("a renewal (R36, R37, D27)", () => {
  it("is a new certificate with a new key, two years from now, beside the old one, and told to its owner and contact", async () => {
    const issued = await renew(await makeTestCsr(userNumber, 1));
    const [former, fresh] = await certificates();
    expect(new X509Certificate(issued.certificate).subject).toContain(`serialNumber=${userNumber}`);
    expect(issued.notAfter).toEqual(new Date("2030-11-01T08:59:59.000Z"));
    expect(former).toMatchObject({ serial, status: "issued", supersededAt: IN_TIME, notAfter: ENDS });
    expect(fresh).toMatchObject({ serial: issued.serial, predecessor: serial, status: "issued", supersededAt: null, installationId: null });
    expect(fresh?.publicKeySha256).not.toBe(former?.publicKeySha256);
    expect(Buffer.from(fresh?.der ?? []).includes(Buffer.from(fresh?.tbs ?? []))).toBe(true);
    expect(await told()).toEqual(["certificate.installed", "certificate.renewed"]);
    expect(await acts()).toEqual(["certificate.intended", "certificate.issued", "certificate.intended", "certificate.issued"]);
  });

  it("names its owner as the office knows them now", async () => {
    await database.db.update(account).set({ surname: "Jansen", prefix: "" }).where(eq(account.userNumber, userNumber));
    expect(new X509Certificate((await renew(await makeTestCsr(userNumber, 1))).certificate).subject).toContain("CN=Z. Jansen");
  });

  it("is one, however often it is asked for at once: 200 times with one key (P3)", async () => {
    const csr = await makeTestCsr(userNumber, 1);
    const answers = await Promise.all(Array.from({ length: 200 }, () => renew(csr)));
    expect(new Set(answers.map(({ certificate: pem }) => pem)).size).toBe(1);
    expect(await certificates()).toHaveLength(2);
    expect(await told()).toEqual(["certificate.installed", "certificate.renewed"]);
  });

  it("is not made for a second key, also when both come at once", async () => {
    const keys = await Promise.all([makeTestCsr(userNumber, 1), makeTestCsr(userNumber, 2)]);
    const outcomes = await Promise.allSettled(keys.map((csr) => renew(csr)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "renewal.renewed-already", details: { "certificate.until": "2028-11-16", textKey: "renewal.renewed-already" } } });
    expect(await certificates()).toHaveLength(2);
  });

  it("asks for a new key, one that nobody has and that is not blocked", async () => {
    await expect(renew(await makeTestCsr(userNumber))).rejects.toMatchObject({ code: "csr.key-used" });
    expect(await certificates()).toMatchObject([{ supersededAt: null }]);
    const csr = await makeTestCsr(userNumber, 1);
    const { publicKeySha256 } = authority.checkCsr(csr, { userNumber, profile });
    await database.db.insert(blockedKey).values({ publicKeySha256, reason: "reported", blockedAt: NOW });
    await expect(renew(csr)).rejects.toMatchObject({ code: "csr.key-blocked" });
    await expect(renew(await makeTestCsr(newUserNumber("test"), 1))).rejects.toMatchObject({ code: "csr.subject" });
    expect(await certificates()).toMatchObject([{ supersededAt: null }]);
  });

  it("of a file that was lost with its tab is made anew within the hour, once, and the lost one revoked (D5)", async () => {
    const lost = await renew(await makeTestCsr(userNumber, 1));
    await expect(renew(await makeTestCsr(userNumber, 2))).rejects.toMatchObject({ code: "renewal.renewed-already" });
    const saved = await renew(await makeTestCsr(userNumber, 2), { notSaved: true, now: new Date(IN_TIME.getTime() + HOUR) });
    expect((await certificates()).map(({ serial: of, status }) => [of, status])).toEqual([[serial, "issued"], [lost.serial, "revoked"], [saved.serial, "issued"]]);
    await expect(renew(await makeTestCsr(userNumber, 3), { notSaved: true })).rejects.toMatchObject({ code: "renewal.renewed-already" });
  });

  it("cannot be made anew an hour and a second later", async () => {
    await renew(await makeTestCsr(userNumber, 1));
    const late = new Date(IN_TIME.getTime() + HOUR + SECOND);
    await expect(renew(await makeTestCsr(userNumber, 2), { notSaved: true, now: late })).rejects.toMatchObject({ code: "renewal.renewed-already" });
  });
});

describe("renewing is refused, with the reason,", () => {
  it("a second before the time has come, and not at it (D11, P12)", async () => {
    const early = new Date(OPENS.getTime() - SECOND);
    await expect(renew(await makeTestCsr(userNumber, 1), { now: early })).rejects.toMatchObject({ code: "renewal.too-early", details: { "renew.opensOn": "2028-10-16", instead: "wait" } });
    expect(await decideRenewal(database.db, { serial, now: early })).toMatchObject({ mayRenew: false, opensAt: OPENS });
    expect(await decideRenewal(database.db, { serial, now: OPENS })).toMatchObject({ mayRenew: true });
    await renew(await makeTestCsr(userNumber, 1), { now: OPENS });
  });

  it("from the second after its last one on, where reinstalling begins (R38, P12)", async () => {
    const late = new Date(ENDS.getTime() + SECOND);
    await expect(renew(await makeTestCsr(userNumber, 1), { now: late })).rejects.toMatchObject({ code: "renewal.expired", details: { instead: "reinstall" } });
    await renew(await makeTestCsr(userNumber, 1), { now: ENDS });
  });

  it("for a certificate that was revoked, or that nobody knows", async () => {
    await revoke(serial);
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toMatchObject({ code: "renewal.revoked" });
    await expect(renew(await makeTestCsr(userNumber, 1), { of: "00" })).rejects.toMatchObject({ code: "certificate.unknown" });
  });

  it("for an account that is blocked, has ended, or whose last day was yesterday", async () => {
    await database.db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, userNumber));
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toMatchObject({ code: "renewal.account-blocked" });
    await database.db.update(account).set({ status: "active", endsOn: "2028-10-31" }).where(eq(account.userNumber, userNumber));
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toMatchObject({ code: "renewal.account-end-passed" });
    await database.db.transaction((tx) => endAccount(tx, { userNumber, requestId: null, by: system("fulfilment"), now: IN_TIME }));
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toMatchObject({ code: "renewal.account-ended" });
    expect(await certificates()).toHaveLength(1);
  });

  it("where the practice's agreement has ended (R1)", async () => {
    const [made] = await database.db.insert(agreement).values({ enterpriseId: bridge.enterpriseId, origin: "digital", startsOn: "2026-01-01", endsOn: "2028-10-31" }).returning();
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toMatchObject({ code: "renewal.agreement-ended", details: { instead: "enrolment" } });
    await database.db.delete(agreement).where(eq(agreement.id, made?.id ?? ""));
  });
});

describe("who has the place of whom", () => {
  it("ends when the successor is revoked: what it took the place of is current again", async () => {
    const { serial: fresh } = await renew(await makeTestCsr(userNumber, 1));
    await revoke(fresh, "keyCompromise");
    expect((await certificates()).map(({ status, supersededAt }) => [status, supersededAt])).toEqual([["issued", null], ["revoked", null]]);
    const later = new Date(IN_TIME.getTime() + SECOND);
    await renew(await makeTestCsr(userNumber, 2), { now: later });
    expect((await certificates()).map(({ status, supersededAt }) => [status, supersededAt])).toEqual([["issued", later], ["revoked", null], ["issued", null]]);
  });

  it("is not given back to what was revoked itself", async () => {
    const { serial: fresh } = await renew(await makeTestCsr(userNumber, 1));
    await revoke(serial);
    await revoke(fresh);
    expect(await certificates()).toMatchObject([{ status: "revoked" }, { status: "revoked" }]);
  });

  // What the database itself refuses, whatever the code above it does.
  const refused = async (statement: string, values: unknown[] = []) => {
    const thrown: unknown = await database.db.transaction((tx) => runSql(tx, statement, values)).catch((failure: unknown) => failure);
    const failure = (thrown as Error).cause ?? thrown;
    // The two drivers name it differently.
    const { constraint, constraint_name: name } = failure as { constraint?: string; constraint_name?: string };
    return constraint ?? name ?? String(failure);
  };
  const copy = (columns: string) =>
    `insert into certificate (serial, user_number, profile, issuer_id, status, tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, intended_at, issued_at, predecessor, superseded_at)
     select ${columns} from certificate where serial = $1`;
  const rest = "profile, issuer_id, status, tbs, tbs_sha256, der";

  it("is held by the database: one current certificate, one successor, of the same account, and nothing stands aside for nobody", async () => {
    const twin = copy(`'00' || substr(serial, 3), user_number, ${rest}, 'another', not_before, not_after, intended_at, issued_at, null, null`);
    expect(await refused(twin, [serial])).toBe("one_current_certificate_per_account");
    const heir = copy(`'00' || substr(serial, 3), user_number, ${rest}, 'another', not_before, not_after, intended_at, issued_at, serial, null`);
    expect(await refused(heir, [serial])).toBe("one_current_certificate_per_account");
    expect(await refused("update certificate set superseded_at = now() where serial = $1", [serial])).toBe("certificate_succession_is_whole");

    const { serial: fresh } = await renew(await makeTestCsr(userNumber, 1));
    const second = copy(`'00' || substr(serial, 3), user_number, 'test', issuer_id, status, tbs, tbs_sha256, der, 'another', not_before, not_after, intended_at, issued_at, serial, null`);
    expect(await refused(second, [serial])).toBe("certificate_has_one_successor");
    expect(await refused("update certificate set superseded_at = null where serial = $1", [serial])).toBe("one_current_certificate_per_account");
    expect(await refused("update certificate set status = 'revoked', revoked_at = now(), revocation_reason = 'superseded' where serial = $1", [fresh])).toBe("certificate_succession_is_whole");
    const other = newUserNumber("test");
    const { enterpriseId, agbCode } = bridge;
    await database.db.insert(account).values({ userNumber: other, enterpriseId, agbCode, initials: "E.", surname: "Kaya", email: "e.kaya@debrug.example", language: "nl", status: "active", createdAt: NOW });
const foreign = copy(`'00' || substr(serial, 3), '${other}', ${rest}, 'another', not_before, not_after, intended_at, issued_at, serial, null`);
    expect(await refused(foreign, [fresh])).toBe("certificate_succession_is_whole");
    expect(await refused("update certificate set predecessor = null where serial = $1", [fresh])).toMatch("stays what it was");
  });
});

describe("when it goes wrong half-way (P1)", () => {
  afterEach(async () => {
    await runSql(database.db, "drop trigger if exists ca_failure on certificate");
  });

  it("a renewal whose last update failed is found as intended, and finished by the repair with the same bytes", async () => {
    await runSql(database.db, "create or replace function fail_issue() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$");
    await runSql(database.db, "create trigger ca_failure before update on certificate for each row when (new.status = 'issued' and new.predecessor is not null) execute function fail_issue()");
    await expect(renew(await makeTestCsr(userNumber, 1))).rejects.toThrow();
    const [, left] = await certificates();
    expect(left).toMatchObject({ status: "intended", predecessor: serial, der: null });
    await runSql(database.db, "drop trigger ca_failure on certificate");
    expect(await recoverCertificates(bridge.office, authority, { now: new Date(IN_TIME.getTime() + 2 * 60_000) })).toEqual({ finished: 1, foreign: 0 });
    const [, done] = await certificates();
    expect(done).toMatchObject({ status: "issued", tbsSha256: left?.tbsSha256 });
    expect(await told()).toEqual(["certificate.installed", "certificate.renewed"]);
    // Whoever asks again gets what the repair made.
    expect((await renew(await makeTestCsr(userNumber, 1))).serial).toBe(done?.serial);
    if (done) expect((await finishCertificate(bridge.office, authority, done, IN_TIME)).serial).toBe(done.serial);
  });

  it("a revocation and a renewal at once end in one of the two orders, and never hang", async () => {
    for (const key of [1, 2, 3]) {
      const [outcome] = await Promise.allSettled([renew(await makeTestCsr(userNumber, key)), revoke(serial)]);
      const [former, fresh] = await certificates();
      expect(former?.status).toBe("revoked");
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "renewal.revoked" });
      else expect(fresh).toMatchObject({ status: "issued", predecessor: serial });
      // The successor goes first: while it stands, the account would have two current certificates.
      await tamper(database, "delete from certificate where predecessor is not null");
      await tamper(database, "update certificate set status = 'issued', revoked_at = null, revocation_reason = null, superseded_at = null where predecessor is null");
    }
  });
});
