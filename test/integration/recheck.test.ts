import { eq, isNull, ne } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import type { CertificateInspector } from "#app/domain/certificates/ports.ts";
import { latestRecheck, recheckInTurn } from "#app/domain/certificates/recheck.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import * as page from "#app/routes/authority.tsx";
import { certificate } from "#db/schema/accounts.ts";
import { certificateCheck, certificateFinding } from "#db/schema/authority.ts";
import { tamper } from "#test/support/audit.ts";
import { install, printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";

const DAY = 86_400_000;

let office: TestOffice;
let inspector: CertificateInspector;
const serials: string[] = [];
beforeAll(async () => {
  office = await openOffice();
  ({ inspector } = office.made);
  for (let made = 0; made < 3; made += 1) {
    const requestId = await fulfilled(office);
    await printAndPost(office);
    serials.push((await install(office, requestId)).serial);
  }
  const [, , last = ""] = serials;
  await office.database.db.transaction((tx) => revokeCertificate(tx, { serial: last, reason: "superseded", by: system("emergency"), now: office.now() }));
  await tamper(office.database, "create table as_it_was as select * from certificate");
});
beforeEach(async () => {
  await tamper(office.database, "update certificate c set (tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, issuer_id, user_number) = (select w.tbs, w.tbs_sha256, w.der, w.public_key_sha256, w.not_before, w.not_after, w.issuer_id, w.user_number from as_it_was w where w.serial = c.serial)");
});

/** A whole walk, on the next day. */
async function recheck(by: CertificateInspector = inspector): Promise<void> {
  office.clock.add(DAY);
  const { db } = office.database;
  const dueSince = office.now();
  for (let steps = 0; steps < 10; steps += 1) {
    await recheckInTurn(db, by, { now: office.now(), dueSince });
    if ((await db.$count(certificateCheck, isNull(certificateCheck.endedAt))) === 0) return;
  }
  throw new Error("The walk did not end.");
}

const findings = async () => (await latestRecheck(office.database.db, office.now())).findings.map(({ serial, what }) => `${serials.indexOf(serial)} ${what}`).sort();

describe("P14: stored certificates are checked every day against the database, by other code than made them", () => {
  it("and agree as they are, also a revoked one", async () => {
    await recheck();
    expect(await latestRecheck(office.database.db, office.now())).toMatchObject({ state: "sound", last: { checked: 3, endedAt: office.now() }, running: null, findingCount: 0 });
    expect((await office.trail()).filter((act) => act === "certificate.rechecked")).toHaveLength(1);
  });

  it.each([
    ["another signature", "der = set_byte(der, length(der) - 3, 255 - get_byte(der, length(der) - 3))", ["1 signature"]],
    ["a changed name", "der = overlay(der placing convert_to('Boris', 'UTF8') from position(convert_to('Zegel', 'UTF8') in der))", ["1 issuer", "1 signature", "1 signed-bytes"]],
    ["octets that are no certificate", "der = '\\x3003020101'", ["1 unreadable"]],
    ["half a certificate", "der = substr(der, 1, 300)", ["1 unreadable"]],
    ["a certificate with something behind it", "der = der || '\\x00'", ["1 unreadable"]],
    ["another end", "not_after = not_after + interval '1 second'", ["1 validity"]],
    ["an earlier beginning", "not_before = not_before - interval '1 second'", ["1 validity"]],
    ["another key", "public_key_sha256 = repeat('0', 64)", ["1 key"]],
    ["another intent", "tbs = tbs || '\\x00'", ["1 signed-bytes"]],
    ["another intent with its sum", "tbs = tbs || '\\x00', tbs_sha256 = encode(sha256(tbs || '\\x00'), 'hex')", ["1 signed-bytes"]],
    ["a colleague's certificate", "der = (select der from as_it_was where serial = 'OTHER')", ["1 key", "1 serial", "1 signed-bytes", "1 user-number", "1 validity"]],
  ])("finds %s", async (_, change, expected) => {
    await tamper(office.database, `update certificate set ${change.replace("OTHER", serials[2] ?? "")} where serial = '${serials[1]}'`);
    await recheck();
    expect(await findings()).toEqual(expected);
    await tamper(office.database, `update certificate set der = (select der from as_it_was where serial = '${serials[1]}') where serial = '${serials[1]}'`);
  });

  it("says once that something was found, keeps it standing, and says when it is gone", async () => {
    await recheck();
    const before = (await office.trail()).length;
    await tamper(office.database, `update certificate set public_key_sha256 = repeat('1', 64) where serial = '${serials[0]}'`);
    await recheck();
    const { findings: [first] } = await latestRecheck(office.database.db, office.now());
    await recheck();
    expect(await latestRecheck(office.database.db, office.now())).toMatchObject({ state: "wrong", findingCount: 1, findings: [{ serial: serials[0], what: "key", foundAt: first?.foundAt }] });
    await tamper(office.database, `update certificate set public_key_sha256 = (select public_key_sha256 from as_it_was where serial = '${serials[0]}') where serial = '${serials[0]}'`);
    await recheck();
    expect(await latestRecheck(office.database.db, office.now())).toMatchObject({ state: "sound", findingCount: 0 });
    expect((await office.trail()).slice(before).filter((act) => act.startsWith("certificate.found"))).toEqual(["certificate.found-wrong", "certificate.found-right"]);
    expect(await office.database.db.$count(certificateFinding, ne(certificateFinding.serial, ""))).toBeGreaterThan(0);
  });

  it("begins once a day, and goes on where it was left", async () => {
    const { db } = office.database;
    await recheck();
    const walks = await db.$count(certificateCheck);
    await recheckInTurn(db, inspector, { now: office.now(), dueSince: new Date(office.now().getTime() - 3_600_000) });
    expect(await db.$count(certificateCheck)).toBe(walks);
    // Left after the first certificate, by a process that died.
    office.clock.add(DAY);
    await db.insert(certificateCheck).values({ begunAt: office.now(), position: [...serials].sort()[0] ?? "", checked: 1 });
    await recheckInTurn(db, inspector, { now: office.now(), dueSince: office.now() });
    expect(await latestRecheck(db, office.now())).toMatchObject({ last: { checked: 3 }, running: null });
  });

  it("is late when a day was missed, and passes over what an authority of before issued", async () => {
    await recheck();
    office.clock.add(1.6 * DAY);
    expect((await latestRecheck(office.database.db, office.now())).state).toBe("late");
    await tamper(office.database, `update certificate set issuer_id = repeat('a', 64), public_key_sha256 = repeat('2', 64) where serial = '${serials[0]}'`);
    await recheck();
    expect(await findings()).toEqual([]);
  });

  it("does not look at what is intended and not signed yet", async () => {
    await tamper(office.database, `update certificate set status = 'intended', der = null, issued_at = null where serial = '${serials[0]}'`);
    await recheck();
    expect(await latestRecheck(office.database.db, office.now())).toMatchObject({ state: "sound", last: { checked: 2 } });
    await tamper(office.database, `update certificate c set status = 'issued', der = w.der, issued_at = w.issued_at from as_it_was w where w.serial = c.serial and c.serial = '${serials[0]}'`);
    expect(await office.database.db.$count(certificate, eq(certificate.status, "issued"))).toBe(2);
  });
});

describe("the authority's page", () => {
  it("shows the security officer what was found, with the way to the account, and the auditor the same", async () => {
    await tamper(office.database, `update certificate set public_key_sha256 = repeat('3', 64) where serial = '${serials[0]}'`);
    await recheck();
    const { get } = routesOf(office);
    for (const by of [office.staff.ilse, office.staff.ravi]) {
      const { status, data } = await get(page.loader, "/authority", { by });
      expect(status).toBe(200);
      expect(data).toMatchObject({
        crl: null,
        unlisted: 1,
        responders: [],
        issuer: { to: expect.stringMatching(/^\/pki\/[0-9a-f]{40}\.cer$/), sha256: office.made.office.authority.issuerId },
        recheck: { state: "wrong", findingCount: 1, findings: [{ serial: serials[0], what: "key", account: { to: expect.stringContaining("/customers/accounts/") } }] },
      });
    }
  });
});
