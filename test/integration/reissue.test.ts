import { X509Certificate } from "node:crypto";

import { asc, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { checkPin } from "#app/domain/accounts/check-pin.ts";
import { hashPin, makePin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { findLeave, grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { recoverCertificates } from "#app/domain/certificates/recover.ts";
import { endReissues, remindOfReissues } from "#app/domain/certificates/reissue-due.ts";
import { openReissues } from "#app/domain/certificates/reissue.ts";
import { decideRelease, proposeRelease } from "#app/domain/certificates/release.ts";
import { decideRenewal, renewCertificate } from "#app/domain/certificates/renew.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import { account, certificate, credential, installation } from "#db/schema/accounts.ts";
import { reinstallRelease, reissue } from "#db/schema/certificates.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import { tamper } from "#test/support/audit.ts";
import { freshDatabase, onServer } from "#test/support/database.ts";

import { makeTestAuthority, makeTestCsr } from "../domain/certificates/applicants.ts";
import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const profile = CertificateProfile.parse(personal);
const SECOND = 1000;
const DAY = 86_400_000;
const clock = { at: NOW, now: () => clock.at };
// Corrected in the first winter: renewing would open in October 2028. On the clock of Amsterdam, so that a summer time in between would not matter.
const CORRECTED = new Date("2027-01-10T10:00:00.000Z");
const UNTIL = new Date("2027-02-09T10:00:00.000Z");
const LATEST = new Date("2027-03-01T10:00:01.000Z");
const after = (instant: Date, ms = SECOND) => new Date(instant.getTime() + ms);

let database: Database;
let bridge: Practice;
let authority: Authority;
let user: { userNumber: string; pin: string };
let serial: string;
const PIN = makePin();
let pinHash: string;

beforeAll(async () => {
  pinHash = await hashPin(PIN);
  database = await freshDatabase();
  bridge = await openPractice(database);
  authority = await makeTestAuthority(clock);
});

beforeEach(async () => {
  const userNumber = newUserNumber("test");
  user = { userNumber, pin: PIN };
  const name = { initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl" } as const;
  const { enterpriseId, agbCode } = bridge;
  await database.db.insert(account).values({ userNumber, enterpriseId, agbCode, ...name, status: "active", createdAt: NOW });
  const [made] = await database.db.insert(credential).values({ userNumber, pinHash, madeAt: NOW, installUntil: new Date("2027-01-15T09:00:00Z") }).returning();
  if (!made) throw new Error("No PIN was made.");
  serial = (await install(await grantInstallation(bridge.office, { credential: made, notSaved: false, now: NOW }), 0, NOW)).serial;
});

// A key is certified once, and making one takes long: each test begins without certificates, so that the few there are serve again.
afterEach(async () => {
  await tamper(database, "delete from reissue");
  await tamper(database, "delete from certificate");
});

async function leave(now: Date, notSaved = false) {
  const { credential: checked } = await checkPin(bridge.office, { ...user, ip: "192.0.2.7", now });
  return grantInstallation(bridge.office, { credential: checked, notSaved, now });
}

async function install({ id }: { id: string }, key: number, now: Date) {
  clock.at = now;
  return installCertificate(bridge.office, authority, { installationId: id, csrPem: await makeTestCsr(user.userNumber, key), profile, now });
}

async function renew(key: number, now: Date, of = serial, notSaved = false) {
  clock.at = now;
  return renewCertificate(bridge.office, authority, { serial: of, csrPem: await makeTestCsr(user.userNumber, key), profile, notSaved, now });
}

/** Zoë marries, or whatever else there is to correct; in the transaction that changes it. */
async function correct(surname = "de Vries", now = CORRECTED) {
  const requestId = await bridge.approvedRequest();
  return { requestId, opened: await correctFor(requestId, surname, now) };
}

function correctFor(requestId: string, surname: string, now: Date): Promise<number> {
  return database.db.transaction(async (tx) => {
    await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, user.userNumber)).for("update");
    await tx.update(account).set({ prefix: "", surname }).where(eq(account.userNumber, user.userNumber));
    return openReissues(tx, bridge.office, { userNumbers: [user.userNumber], because: { requestId }, by: system("fulfilment"), now });
  });
}

const certificates = () => database.db.select().from(certificate).where(eq(certificate.userNumber, user.userNumber)).orderBy(asc(certificate.intendedAt), asc(certificate.serial));
const reissues = () => database.db.select().from(reissue).where(eq(reissue.userNumber, user.userNumber)).orderBy(asc(reissue.openedAt));
const told = async () => (await bridge.jobs("tell")).filter((job) => job["userNumber"] === user.userNumber).map((job) => job["happening"]);
const acts = async () => (await runSql<{ act: string }>(database.db, "select act from audit_event where act like 'reissue.%' and payload->>'userNumber' = $1 order by id", [user.userNumber])).map(({ act }) => act);
const valid = async () => (await certificates()).filter(({ status }) => status === "issued").map((one) => one.serial);
const subjectOf = ({ certificate: pem }: { certificate: string }) => new X509Certificate(pem).subject;

describe("a correction of what a certificate says (R107)", () => {
  it("lets its holder renew at once, while it keeps working until the new one is there, and not a moment longer", async () => {
    const { requestId, opened } = await correct();
    expect(opened).toBe(1);
    expect(await reissues()).toMatchObject([{ serial, requestId, moveId: null, differs: ["CN"], openedAt: CORRECTED, until: UNTIL, outcome: null }]);
    expect(await valid()).toEqual([serial]);
    const { mayRenew, judgement } = await decideRenewal(database.db, { serial, now: after(CORRECTED) });
    expect(mayRenew).toBe(true);
    expect(judgement.findings).toMatchObject([{ ruleId: "corrected", severity: "info", values: { "reissue.until": "2027-02-09" } }]);
    const now = after(CORRECTED, DAY);
    const issued = await renew(1, now);
    expect(subjectOf(issued)).toContain("CN=Z. de Vries");
    expect(await certificates()).toMatchObject([
      { serial, status: "revoked", revokedAt: now, revocationReason: "affiliationChanged", supersededAt: now },
      { serial: issued.serial, status: "issued", predecessor: serial },
    ]);
    expect(await reissues()).toMatchObject([{ outcome: "issued", successor: issued.serial, endedAt: now }]);
    expect(await told()).toEqual(["certificate.installed", "reissue.opened", "reissue.done"]);
    expect(await acts()).toEqual(["reissue.opened", "reissue.done"]);
    expect((await bridge.trail(requestId)).filter((act) => act.startsWith("reissue."))).toEqual(["reissue.opened", "reissue.done"]);
    // And then it is over: the new one is renewed when its time comes.
    await expect(renew(2, after(now), issued.serial)).rejects.toMatchObject({ code: "renewal.too-early" });
  });

  it("lets whoever cannot log in install again with number and PIN: what they have goes when the new one is issued, not before", async () => {
    await correct();
    const begun = await leave(after(CORRECTED));
    expect(await valid()).toEqual([serial]);
    expect(await findLeave(database.db, { installationId: begun.id, now: after(CORRECTED) })).toMatchObject({ replaces: true, holder: "Z. de Vries" });
    // A tab that is closed costs nothing.
    expect((await leave(after(CORRECTED, 2 * SECOND))).id).toBe(begun.id);
    const issued = await install(begun, 1, after(CORRECTED, 3 * SECOND));
    expect(subjectOf(issued)).toContain("CN=Z. de Vries");
    expect(await valid()).toEqual([issued.serial]);
    expect(await certificates()).toMatchObject([{ revocationReason: "affiliationChanged" }, { predecessor: serial }]);
    expect(await told()).toEqual(["certificate.installed", "reissue.opened", "reissue.done"]);
    await expect(leave(after(CORRECTED, 2 * 3_600_000))).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("gives one successor, however many ask at once and in whichever way (P3)", async () => {
    await correct();
    const begun = await leave(after(CORRECTED));
    const now = after(CORRECTED, 2 * SECOND);
    await makeTestCsr(user.userNumber, 2);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, turn) => (turn % 2 === 0 ? renew(1, now) : install(begun, 2, now))));
    const made = new Set(outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.serial] : [])));
    expect(made.size).toBe(1);
    expect(await valid()).toEqual([...made]);
    expect(await reissues()).toMatchObject([{ outcome: "issued", successor: [...made][0] }]);
    expect(await acts()).toEqual(["reissue.opened", "reissue.done"]);
    expect((await told()).filter((one) => one === "reissue.done")).toHaveLength(1);
    const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [(one.reason as { code?: string }).code] : []));
    expect([...new Set(refused)].every((code) => code === "install.leave-used" || code === "renewal.renewed-already" || code === "renewal.revoked")).toBe(true);
  });

  it("takes an older certificate along that still overlapped the present one (D27)", async () => {
    const inTime = new Date("2028-11-01T09:00:00.000Z");
    const second = (await renew(1, inTime)).serial;
    await correct("de Vries", after(inTime, DAY));
    expect(await reissues()).toMatchObject([{ serial: second }]);
    const third = (await renew(2, after(inTime, 2 * DAY), second)).serial;
    expect(await valid()).toEqual([third]);
  });

  it.each(["renewed", "installed again"])("names who they are now, also when the correction commits between reading and storing: %s", async (way) => {
    const requestId = await bridge.approvedRequest();
    const now = way === "renewed" ? new Date("2028-11-01T09:00:00.000Z") : new Date("2028-11-20T09:00:00.000Z");
    const begun = way === "renewed" ? null : await leave(now);
    let corrected: Promise<unknown> | undefined;
    // The names have been read, and are stored in the transaction that comes after the one that changes them.
    const midway: Authority = { ...authority, prepare: (order) => ((corrected ??= correctFor(requestId, "de Vries", now)), authority.prepare(order)) };
    clock.at = now;
    const csrPem = await makeTestCsr(user.userNumber, 1);
    const issued = await (begun ? installCertificate(bridge.office, midway, { installationId: begun.id, csrPem, profile, now }) : renewCertificate(bridge.office, midway, { serial, csrPem, profile, now }));
    await corrected;
    // Where the correction came second after all, what was issued is to be replaced: never neither.
    const isNamed = subjectOf(issued).includes("CN=Z. de Vries");
    expect((await reissues()).some((one) => one.serial === issued.serial && one.outcome === null)).toBe(!isNamed);
    if (!onServer) expect(isNamed).toBe(true);
  });

  it("is asked of nobody without a certificate, or with one that says it already, and once for one cause", async () => {
    expect((await correct("Jansen")).opened).toBe(1);
    const [first] = await reissues();
    await database.db.update(account).set({ prefix: "van der", surname: "Håkon" }).where(eq(account.userNumber, user.userNumber));
    const again = (requestId: string) => database.db.transaction((tx) => openReissues(tx, bridge.office, { userNumbers: [user.userNumber, "90000000000001"], because: { requestId }, by: system("fulfilment"), now: after(CORRECTED) }));
    // The same cause says nothing twice; what is right again is left in peace.
    expect(await again(first?.requestId ?? "")).toBe(0);
    expect(await reissues()).toMatchObject([{ outcome: null }]);
    expect(await again(await bridge.approvedRequest())).toBe(0);
    expect(await reissues()).toMatchObject([{ outcome: "overtaken" }]);
    await expect(renew(1, after(CORRECTED, DAY))).rejects.toMatchObject({ code: "renewal.too-early" });
  });

  it("a second time takes the place of the first, with a term of its own that no certificate outlives", async () => {
    await correct();
    const late = new Date("2028-11-10T10:00:00.000Z");
    await correct("Jansen", late);
    expect(await reissues()).toMatchObject([{ outcome: "overtaken", endedAt: late }, { outcome: null, until: new Date("2028-11-16T08:59:59.000Z") }]);
  });

  it("also replaces what was being made at that moment, once it is there", async () => {
    const dies = { ...authority, sign: () => Promise.reject(new Error("The process died.")) };
    const inTime = new Date("2028-11-01T09:00:00.000Z");
    clock.at = inTime;
    await expect(renewCertificate(bridge.office, dies, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: inTime })).rejects.toThrow("died");
    await correct("de Vries", after(inTime));
    const [, second] = await certificates();
    expect(await reissues()).toMatchObject([{ serial: second?.serial, outcome: null }]);
    expect(await recoverCertificates(bridge.office, authority, { now: after(inTime, 61 * SECOND) })).toMatchObject({ finished: 1 });
    const third = await renew(2, after(inTime, 62 * SECOND), second?.serial);
    expect(subjectOf(third)).toContain("CN=Z. de Vries");
    expect(await valid()).toEqual([third.serial]);
  });
});

describe("a term that runs out (P12)", () => {
  const remind = (now: Date) => remindOfReissues(bridge.office, { days: [3, 14], now });
  const reminded = async () => (await bridge.jobs("tell")).filter((job) => job["userNumber"] === user.userNumber && job["happening"] === "reissue.closing").map((job) => job["time"]);

  it("renewing goes until its last second, and not in the one after it", async () => {
    await correct();
    const at = async (now: Date) => (await decideRenewal(database.db, { serial, now })).mayRenew;
    expect([await at(after(UNTIL, -SECOND)), await at(UNTIL), await at(after(UNTIL))]).toEqual([true, true, false]);
    await renew(1, UNTIL);
  });

  it("what was not replaced is revoked in the second after it, once, and its holder told", async () => {
    await correct();
    for (const now of [after(UNTIL, -SECOND), UNTIL, after(UNTIL, 999)]) expect([await endReissues(bridge.office, now), await valid()]).toEqual([0, [serial]]);
    const ended = await Promise.all([endReissues(bridge.office, after(UNTIL)), endReissues(bridge.office, after(UNTIL))]);
    expect(ended.sort()).toEqual([0, 1]);
    expect(await certificates()).toMatchObject([{ status: "revoked", revokedAt: after(UNTIL), revocationReason: "affiliationChanged" }]);
    expect(await reissues()).toMatchObject([{ outcome: "lapsed", successor: null }]);
    expect((await told()).filter((one) => one === "reissue.lapsed")).toHaveLength(1);
    expect(await acts()).toEqual(["reissue.opened", "reissue.lapsed"]);
  });

  it("does nothing in half: where the process died before the commit, it is all done the next time", async () => {
    await correct();
    await runSql(database.db, "create or replace function fail_reissue() returns trigger language plpgsql as $$ begin raise exception 'the process died'; end $$");
    await runSql(database.db, "create trigger dies before update on reissue for each row execute function fail_reissue()");
    await expect(endReissues(bridge.office, after(UNTIL))).rejects.toThrow();
    clock.at = after(CORRECTED);
    await expect(renew(1, after(CORRECTED))).rejects.toThrow();
    expect([await valid(), await told()]).toEqual([[serial], ["certificate.installed", "reissue.opened"]]);
    await runSql(database.db, "drop trigger dies on reissue");
    // The renewal was stored before the key was used: it is finished, and then nothing is left to end.
    await recoverCertificates(bridge.office, authority, { now: after(CORRECTED, 2 * 60 * SECOND) });
    expect(await reissues()).toMatchObject([{ outcome: "issued" }]);
    expect(await endReissues(bridge.office, after(UNTIL))).toBe(0);
    expect(await valid()).toHaveLength(1);
  });

  it("whoever did nothing can still install with number and PIN, for twenty days (D1)", async () => {
    await correct();
    await endReissues(bridge.office, after(UNTIL));
    await expect(leave(after(LATEST))).rejects.toMatchObject({ code: "installation.revoked" });
    const issued = await install(await leave(LATEST), 1, LATEST);
    expect(await valid()).toEqual([issued.serial]);
    await expect(leave(after(LATEST, DAY))).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("is reminded of fourteen and three days before, each once, and not where it was done", async () => {
    await correct();
    for (const days of [14, 3]) {
      const at = after(UNTIL, -days * DAY);
      expect([await remind(after(at, -SECOND)), await remind(at), await remind(after(at))]).toEqual([0, 1, 0]);
    }
    expect(await reminded()).toEqual([14, 3]);
    await renew(1, after(UNTIL, -DAY));
    expect(await remind(UNTIL)).toBe(0);
  });

  it("after a time of being down only the most urgent reminder is sent; to whoever is blocked none, but the term runs", async () => {
    await correct();
    await database.db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, user.userNumber));
    expect(await remind(after(UNTIL, -DAY))).toBe(0);
    await database.db.update(account).set({ status: "active" }).where(eq(account.userNumber, user.userNumber));
    expect([await remind(after(UNTIL, -DAY)), await remind(after(UNTIL, -DAY))]).toEqual([1, 0]);
    expect(await reminded()).toEqual([3]);
    await database.db.update(account).set({ status: "blocked" }).where(eq(account.userNumber, user.userNumber));
    expect(await endReissues(bridge.office, after(UNTIL))).toBe(1);
  });
});

describe("a file that was lost, or a certificate that was", () => {
  it("the new file, within the hour, with number and PIN: once (D5)", async () => {
    await correct();
    const lost = await renew(1, after(CORRECTED));
    await expect(leave(after(CORRECTED, 2 * SECOND))).rejects.toMatchObject({ code: "install.repeat" });
    await expect(leave(after(CORRECTED, 3_600_000 + 2 * SECOND), true)).rejects.toMatchObject({ code: "installation.already-installed" });
    const again = await install(await leave(after(CORRECTED, 60 * SECOND), true), 2, after(CORRECTED, 90 * SECOND));
    expect(await certificates()).toMatchObject([{ serial, status: "revoked" }, { serial: lost.serial, status: "revoked", revocationReason: "superseded" }, { serial: again.serial, status: "issued" }]);
    await expect(leave(after(CORRECTED, 120 * SECOND), true)).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("the present one is lost meanwhile: what colleagues released goes first, and the new one has the right name (D13)", async () => {
    await correct();
    const lost = await proposeRelease(bridge.office, { userNumber: user.userNumber, why: "lost", note: "Laptop kwijt.", by: bridge.sanne, now: after(CORRECTED) });
    await decideRelease(bridge.office, { id: lost.id, outcome: "granted", by: bridge.wim, now: after(CORRECTED) });
    const issued = await install(await leave(after(CORRECTED, 2 * SECOND)), 1, after(CORRECTED, 3 * SECOND));
    expect(subjectOf(issued)).toContain("CN=Z. de Vries");
    expect(await reissues()).toMatchObject([{ outcome: "overtaken" }]);
    expect(await valid()).toEqual([issued.serial]);
    await database.db.delete(reinstallRelease);
  });

  it("a leave that was given for it opens nothing once it is over", async () => {
    await correct();
    const begun = await leave(after(CORRECTED));
    const issued = await renew(1, after(CORRECTED, 2 * SECOND));
    await expect(install(begun, 2, after(CORRECTED, 3 * SECOND))).rejects.toMatchObject({ code: "install.leave-used" });
    expect(await valid()).toEqual([issued.serial]);
    expect(await database.db.$count(installation, eq(installation.id, begun.id))).toBe(1);
  });
});

describe("the database itself (P3)", () => {
  const refused = async (statement: string, values: unknown[] = []) => {
    const thrown: unknown = await database.db.transaction((tx) => runSql(tx, statement, values)).catch((failure: unknown) => failure);
    const failure = (thrown as Error).cause ?? thrown;
    // The two drivers name it differently.
    const { constraint, constraint_name: name } = failure as { constraint?: string; constraint_name?: string };
    return constraint ?? name ?? String(failure);
  };

  it("knows one open reissue for each account, one for each cause, and none without a cause or a difference", async () => {
    const { requestId } = await correct();
    const insert = (columns: string) => `insert into reissue (user_number, serial, request_id, move_id, differs, opened_at, until) select user_number, serial, ${columns}, opened_at, until from reissue where request_id = $1`;
    expect(await refused(insert("request_id, move_id, differs"), [requestId])).toMatch(/one_open_reissue_per_account|request_asks_each_reissue_once/);
    expect(await refused(insert("null, null, differs"), [requestId])).toBe("reissue_has_one_cause");
    expect(await refused(insert("request_id, move_id, '{}'"), [requestId])).toBe("reissue_says_what_differs");
    expect(await refused("update reissue set outcome = 'issued', ended_at = now() where request_id = $1", [requestId])).toBe("reissue_ends_whole");
  });

  it("leaves no certificate valid beside the new one, and no reissue open beside it", async () => {
    const { requestId } = await correct();
    expect(await refused("update reissue set outcome = 'lapsed', ended_at = $2 where request_id = $1", [requestId, after(UNTIL)])).toBe("reissue_is_whole");
    expect(await refused("update reissue set outcome = 'issued', ended_at = $2, successor = serial where request_id = $1", [requestId, after(UNTIL)])).toBe("reissue_is_whole");
    const dies = { ...authority, sign: () => Promise.reject(new Error("The process died.")) };
    clock.at = after(CORRECTED);
    await expect(renewCertificate(bridge.office, dies, { serial, csrPem: await makeTestCsr(user.userNumber, 1), profile, now: after(CORRECTED) })).rejects.toThrow("died");
    expect(await refused("update certificate set status = 'issued', der = tbs, issued_at = now() where predecessor = $1", [serial])).toBe("successor_ends_reissue");
  });
});
