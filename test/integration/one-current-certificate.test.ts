import { readFileSync } from "node:fs";
import { join } from "node:path";

import { asc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { account, certificate, credential } from "#db/schema/accounts.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import systemProfile from "#rules/certificates/system.json" with { type: "json" };
import { tamper } from "#test/support/audit.ts";
import { constraintOf } from "#test/support/constraint.ts";
import { freshDatabase } from "#test/support/database.ts";
import { ROOT } from "#test/support/stage.ts";

import { makeTestAuthority, makeTestCsr } from "../domain/certificates/applicants.ts";
import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const profile = CertificateProfile.parse(systemProfile);
// Installed on 16 November 2026 at 10:00 in Amsterdam, for as many years as the profile says.
const ENDS = new Date("2028-11-16T08:59:59.000Z");
const OPENS = new Date("2028-10-16T07:59:59.000Z");
const clock = { at: NOW, now: () => clock.at };
const later = (instant: Date, ms = 1000) => new Date(instant.getTime() + ms);

let database: Database;
let bridge: Practice;
let authority: Authority;
let userNumber: string;
let pin: string;
let first: string;

beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  authority = await makeTestAuthority(clock);
});

/** The software of De Brug, installed. */
beforeEach(async () => {
  await tamper(database, "delete from certificate", "update account set status = 'ended' where kind = 'system'");
  userNumber = newUserNumber("test");
  const { enterpriseId, agbCode } = bridge;
  const software = { kind: "system", initials: "", surname: "TandPlan", email: "beheer@tandplan.example", language: "nl" } as const;
  await database.db.insert(account).values({ userNumber, enterpriseId, agbCode, ...software, status: "active", createdAt: NOW });
  await newPin(NOW);
  first = (await install(await leave(NOW), 0, NOW)).serial;
});

async function newPin(now: Date): Promise<void> {
  pin = makePin();
  await database.db.update(credential).set({ voidedAt: now, voidReason: "replaced" }).where(eq(credential.userNumber, userNumber));
  await database.db.insert(credential).values({ userNumber, pinHash: await hashPin(pin), madeAt: now, installUntil: later(now, 60 * 86_400_000) });
}

async function leave(now: Date) {
  const { credential: checked } = await checkPin(bridge.office, { userNumber, pin, ip: "192.0.2.7", now });
  return grantInstallation(bridge.office, { credential: checked, notSaved: false, now });
}

async function install({ id }: { id: string }, key: number, now: Date) {
  clock.at = now;
  const issued = await installCertificate(bridge.office, authority, { installationId: id, csrPem: await makeTestCsr(userNumber, key), profile, now });
  await markSaved(bridge.office, { installationId: id, now });
  return issued;
}

const certificates = () => database.db.select().from(certificate).where(eq(certificate.userNumber, userNumber)).orderBy(asc(certificate.intendedAt));

describe("an account has one certificate that counts, software too (D14, D27)", () => {
  it("a new PIN gives no second one while the first is valid", async () => {
    const now = later(NOW, 100 * 86_400_000);
    await newPin(now);
    await expect(leave(later(now))).rejects.toMatchObject({ code: "installation.already-installed" });
    expect(await certificates()).toHaveLength(1);
  });

  it("also where a leave was given by rules that allowed it: the database refuses, and the page says why", async () => {
    const now = later(NOW, 100 * 86_400_000);
    await newPin(now);
    // As a release of before this was held, in which software knew no maximum.
    await runSql(database.db, "insert into installation (credential_id, attempt, granted_at, expires_at) select id, 1, $2::timestamptz, $2::timestamptz + interval '1 hour' from credential where user_number = $1 and voided_at is null", [userNumber, now.toISOString()]);
    const [{ id } = { id: "" }] = await runSql<{ id: string }>(database.db, "select id from installation order by granted_at desc limit 1");
    await expect(install({ id }, 1, now)).rejects.toMatchObject({ code: "install.leave-used" });
    expect(await certificates()).toHaveLength(1);
  });

  it.each(["personal", "system", "test"])("whatever profile it says it has (%s)", async (which) => {
    const copied = `insert into certificate (serial, user_number, kind, profile, issuer_id, status, tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, intended_at, issued_at)
      select '00' || substr(serial, 3), user_number, kind, $2, issuer_id, status, tbs, tbs_sha256, der, 'another', not_before, not_after, intended_at, issued_at from certificate where serial = $1`;
    expect(await runSql(database.db, copied, [first, which]).then(() => null, constraintOf)).toBe("one_current_certificate_per_account");
  });

  it("in the month before its end number and PIN make its successor, beside which it stays valid until then (D11, D27)", async () => {
    await expect(leave(later(OPENS, -1000))).rejects.toMatchObject({ code: "installation.already-installed" });
    const [one, other] = await Promise.all([leave(OPENS), leave(OPENS)]);
    expect(one?.id).toBe(other?.id);
    const fresh = await install(one, 1, OPENS);
    expect(await certificates()).toMatchObject([
      { serial: first, status: "issued", supersededAt: OPENS, notAfter: ENDS },
      { serial: fresh.serial, status: "issued", predecessor: first, supersededAt: null },
    ]);
    await expect(leave(later(OPENS, 2 * 3_600_000))).rejects.toMatchObject({ code: "installation.already-installed" });
    await newPin(later(OPENS, 3 * 3_600_000));
    await expect(leave(later(OPENS, 4 * 3_600_000))).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("after its end too, as of a person (R38)", async () => {
    const fresh = await install(await leave(later(ENDS)), 1, later(ENDS));
    expect(await certificates()).toMatchObject([{ serial: first, supersededAt: later(ENDS) }, { serial: fresh.serial, predecessor: first }]);
  });
});

/** What the migration does to the rows that it finds: an installation that is behind is brought up to date with it. */
const MIGRATION = readFileSync(join(ROOT, "db/migrations/0047_one_current_certificate.sql"), "utf8").split("--> statement-breakpoint");

describe("an installation from before, in which software has several that count", () => {
  const before = async () => {
    await tamper(database, "drop index one_current_certificate_per_account");
    await runSql(database.db, `create unique index one_current_personal_certificate on certificate (user_number) where status in ('intended', 'issued') and superseded_at is null and profile = 'personal'`);
  };
  /** Beside the first, as a PIN made since would have given it. */
  const another = (lead: string, days: number, status: "issued" | "intended") =>
    runSql(
      database.db,
      `insert into certificate (serial, user_number, kind, profile, issuer_id, status, tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, intended_at, issued_at)
       select $2 || substr(serial, 3), user_number, kind, profile, issuer_id, $4, tbs, tbs_sha256, case when $4 = 'issued' then der end, 'key ' || $2, not_before, not_after, intended_at + make_interval(days => $3::int), case when $4 = 'issued' then issued_at end
       from certificate where serial = $1`,
      [first, lead, days, status],
    );
  const migrate = () => database.db.transaction(async (tx) => { for (const statement of MIGRATION) await runSql(tx, statement); });
  const after = (days: number) => later(NOW, days * 86_400_000);

  it("keeps them all valid, each behind the one that it follows, and has one that counts", async () => {
    await before();
    await another("02", 100, "issued");
    await another("01", 200, "intended");
    await migrate();
    const rest = first.slice(2);
    expect(await certificates()).toMatchObject([
      { serial: first, predecessor: null, supersededAt: after(100), status: "issued" },
      { serial: `02${rest}`, predecessor: first, supersededAt: after(200), status: "issued" },
      { serial: `01${rest}`, predecessor: `02${rest}`, supersededAt: null, status: "intended" },
    ]);
    expect(await runSql(database.db, "select 1 from pg_indexes where indexname = 'one_current_certificate_per_account'")).toHaveLength(1);
    // And the bytes stay again what they are.
    await expect(runSql(database.db, "update certificate set public_key_sha256 = 'other' where serial = $1", [first])).rejects.toThrow();
  });

  it("changes nothing of an account that has one", async () => {
    await before();
    const [was] = await certificates();
    await migrate();
    expect(await certificates()).toEqual([was]);
  });
});
