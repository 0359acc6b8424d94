import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { eq } from "drizzle-orm";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { system } from "#app/domain/access/actor.ts";
import { authorityFor, takeIntoUse } from "#app/domain/certificates/authorities.ts";
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { publishCrl } from "#app/domain/certificates/publish-crl.ts";
import { latestRecheck, recheckInTurn } from "#app/domain/certificates/recheck.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { hashPin } from "#app/domain/accounts/pin.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { publication } from "#app/start/publication.server.ts";
import { account, ACCOUNT_KINDS, certificate, credential, type AccountKind } from "#db/schema/accounts.ts";
import { agbCode } from "#db/schema/organisations.ts";
import { issuingAuthority } from "#db/schema/authority.ts";
import { runSql } from "#db/types.ts";
import { tamper } from "#test/support/audit.ts";
import { constraintOf } from "#test/support/constraint.ts";
import { makeCsr } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

const run = promisify(execFile);
/** Output of a judge, also where it refuses. */
const judge = (command: string, args: string[]) => run(command, args).then(({ stdout, stderr }) => stdout + stderr, (failed: { stdout: string; stderr: string }) => failed.stdout + failed.stderr);

type Made = { userNumber: string; serial: string; path: string };

let office: TestOffice;
let folder: string;
let base: string;
let server: ReturnType<express.Express["listen"]>;
const made = {} as Record<AccountKind, Made>;
const at = (name: string) => join(folder, name);
const other = (kind: AccountKind) => (kind === "test" ? "production" : "test");
const own = (kind: AccountKind) => (kind === "test" ? "test" : "production");

beforeAll(async () => {
  office = await openOffice();
  office.clock.moveTo(new Date(Math.floor(Date.now() / 1000) * 1000));
  folder = mkdtempSync(join(tmpdir(), "zegel-kinds-"));
  const { authority, testAuthority } = office.made.office;
  for (const [name, one] of [["production", authority], ["test", testAuthority]] as const) {
    const [issuer, root] = one?.chain() ?? [];
    writeFileSync(at(`${name}-issuer.pem`), issuer ?? "");
    writeFileSync(at(`${name}-root.pem`), root ?? "");
  }
  server = express().use("/pki", publication(office.made)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pki`;
  for (const kind of ACCOUNT_KINDS) made[kind] = await installed(kind);
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An account of a kind, with what it is called. */
async function newAccount(kind: AccountKind, change: Partial<typeof account.$inferInsert> = {}): Promise<string> {
  const { db } = office.database;
  const [practice] = await db.select({ code: agbCode.code, enterpriseId: agbCode.enterpriseId }).from(agbCode).limit(1);
  if (!practice) throw new Error("There is no practice.");
  const userNumber = newUserNumber("demonstration", kind);
  const called = kind === "system" ? { initials: "", surname: "Praktijk De Brug, declaratiesoftware" } : { initials: "Z.", prefix: "van der", surname: "Håkon" };
  await db.insert(account).values({ userNumber, kind, agbCode: practice.code, enterpriseId: practice.enterpriseId, ...called, email: "software@brug.example", language: "nl", status: "active", createdAt: office.now(), ...change });
  return userNumber;
}

async function leaveFor(userNumber: string): Promise<string> {
  const now = office.now();
  const [mine] = await office.database.db.insert(credential).values({ userNumber, pinHash: await hashPin("23456789AB"), madeAt: now, installUntil: new Date(now.getTime() + 86_400_000) }).returning();
  if (!mine) throw new Error("No PIN.");
  return (await grantInstallation(office.made.office, { credential: mine, notSaved: false, now })).id;
}

const profileOf = async (kind: AccountKind) => (await getDefinition(office.database.db, await currentRelease(office.database.db), "certificate-profile", kind)).content;

async function installed(kind: AccountKind): Promise<Made> {
  const userNumber = await newAccount(kind);
  const { office: atWork } = office.made;
  const issued = await installCertificate(atWork, authorityFor(atWork, kind), { installationId: await leaveFor(userNumber), csrPem: await makeCsr(userNumber), profile: await profileOf(kind), now: office.now() });
  const path = at(`${kind}.pem`);
  writeFileSync(path, issued.certificate);
  return { userNumber, serial: issued.serial, path };
}

describe.each(ACCOUNT_KINDS)("a %s certificate", (kind) => {
  const verify = async (root: "production" | "test", ...options: string[]) =>
    judge("openssl", ["verify", "-x509_strict", "-purpose", "sslclient", "-attime", String(Math.ceil(office.now().getTime() / 1000)), ...options, "-CAfile", at(`${root}-root.pem`), "-untrusted", at(`${root}-issuer.pem`), made[kind].path]);

  it("is good under its own root and policy, says openssl, strictly", async () => {
    const { policyOid } = await profileOf(kind);
    expect(await verify(own(kind), "-policy_check", "-explicit_policy", "-policy", policyOid)).toContain(": OK");
    expect(await verify(own(kind), "-policy_check", "-explicit_policy", "-policy", "1.3.6.1.4.1.32473.1.9")).toContain("no explicit policy");
  });

  it("is refused under the other root, whatever it is told of the chain", async () => {
    expect(await verify(other(kind))).toContain("unable to get local issuer certificate");
    expect(await judge("openssl", ["verify", "-x509_strict", "-partial_chain", "-CAfile", at(`${other(kind)}-issuer.pem`), made[kind].path])).toContain("unable to get local issuer certificate");
  });

  it("is well made, say certtool and dumpasn1", async () => {
    writeFileSync(at("chain.pem"), (await Promise.all([made[kind].path, at(`${own(kind)}-issuer.pem`), at(`${own(kind)}-root.pem`)].map(async (path) => (await run("cat", [path])).stdout))).join(""));
    expect(await judge("certtool", ["--verify", "--infile", at("chain.pem"), "--load-ca-certificate", at(`${own(kind)}-root.pem`)])).toContain("The certificate is trusted.");
    await run("openssl", ["x509", "-in", made[kind].path, "-outform", "der", "-out", at("leaf.der")]);
    expect(await judge("dumpasn1", ["-a", at("leaf.der")])).toMatch(/0 warnings, 0 errors\./);
  });

  it("names whom it is for, and a test says so where everybody looks", async () => {
    const subject = await judge("openssl", ["x509", "-noout", "-subject", "-nameopt", "RFC2253,utf8,-esc_msb,-esc_2253", "-in", made[kind].path]);
    expect(subject).toContain(`CN=${{ personal: "Z. van der Håkon", system: "Praktijk De Brug, declaratiesoftware", test: "TEST Z. van der Håkon" }[kind]}`);
    expect(subject).toContain(`serialNumber=${made[kind].userNumber}`);
  });

  it("is answered for at the one address, and its revocation is on the list of its own authority alone (P13)", async () => {
    const { serial, path } = made[kind];
    const ask = () => judge("openssl", ["ocsp", "-issuer", at(`${own(kind)}-issuer.pem`), "-cert", path, "-url", `${base}/ocsp`, "-CAfile", at(`${own(kind)}-root.pem`), "-attime", String(Math.ceil(office.now().getTime() / 1000)), "-validity_period", "999999999"]);
    expect(await ask()).toMatch(/Response verify OK[\s\S]*: good|: good[\s\S]*Response verify OK/);
    await office.database.db.transaction((tx) => revokeCertificate(tx, { serial, reason: "cessationOfOperation", by: system("emergency"), now: office.now() }));
    expect(await ask()).toMatch(/: revoked/);
    const { authority, testAuthority } = office.made.office;
    const listed: string[] = [];
    for (const [name, one] of [["production", authority], ["test", testAuthority]] as const) {
      if (!one) throw new Error("No test authority.");
      await publishCrl(office.made.office, one, { now: office.now() });
      const answer = await fetch(`${base}/${one.caCertificates.issuer.keyId}.crl`);
      writeFileSync(at("list.crl"), Buffer.from(await answer.arrayBuffer()));
      const text = await judge("openssl", ["crl", "-inform", "der", "-in", at("list.crl"), "-noout", "-text", "-CAfile", at(`${name}-issuer.pem`)]);
      expect(text).toContain("verify OK");
      if (text.toLowerCase().includes(serial)) listed.push(name);
    }
    expect(listed).toEqual([own(kind)]);
  });
});

describe("R114: tests and the real work never meet", () => {
  it("in their authorities: each publishes its own root and issuing CA", async () => {
    const { authority, testAuthority } = office.made.office;
    const published = [authority, testAuthority].flatMap((one) => Object.values(one?.caCertificates ?? {}));
    expect(new Set(published.map(({ keyId }) => keyId)).size).toBe(4);
    expect(new Set(published.map(({ subject }) => subject)).size).toBe(4);
    for (const { keyId, der } of published) expect(Buffer.from(await (await fetch(`${base}/${keyId}.cer`)).arrayBuffer()).equals(Buffer.from(der))).toBe(true);
  });

  it("in the lint: neither authority may issue what is of the other, and neither profile may be used for an account of another kind", async () => {
    const { office: atWork } = office.made;
    for (const kind of ["personal", "test"] as const) {
      const userNumber = await newAccount(kind);
      const installationId = await leaveFor(userNumber);
      const csrPem = await makeCsr(userNumber);
      const wrong = authorityFor(atWork, kind === "test" ? "personal" : "test");
      await expect(installCertificate(atWork, wrong, { installationId, csrPem, profile: { ...(await profileOf(kind)), environments: [wrong.environment] }, now: office.now() })).rejects.toMatchObject({ code: "certificate.unsound", details: { check: "test-apart" } });
      await expect(installCertificate(atWork, wrong, { installationId, csrPem, profile: await profileOf(kind === "test" ? "personal" : "test"), now: office.now() })).rejects.toThrow("gets no certificate of kind");
    }
  });

  it("in the database: no row says that the one authority issued what is of the other", async () => {
    const { db } = office.database;
    const { authority, testAuthority } = office.made.office;
    const put = (kind: string, userNumber: string, issuerId: string) =>
      runSql(db, "insert into certificate (serial, user_number, kind, profile, issuer_id, status, tbs, tbs_sha256, public_key_sha256, not_before, not_after, intended_at) values (encode(sha256(gen_random_uuid()::text::bytea), 'hex')::char(31), $1, $2, $2, $3, 'intended', '\\x00', '', gen_random_uuid()::text, now(), now(), now())".replace("encode(sha256(gen_random_uuid()::text::bytea), 'hex')::char(31)", "'01' || substr(encode(sha256(gen_random_uuid()::text::bytea), 'hex'), 1, 30)"), [userNumber, kind, issuerId]);
    const [tester, somebody] = [await newAccount("test"), await newAccount("personal")];
    expect(await brokenBy(put("test", tester, authority.issuerId))).toBe("tests_have_an_authority_of_their_own");
    expect(await brokenBy(put("personal", somebody, testAuthority?.issuerId ?? ""))).toBe("tests_have_an_authority_of_their_own");
    expect(await brokenBy(put("personal", tester, authority.issuerId))).toBe("certificate_is_of_the_kind_of_its_account");
    await expect(db.update(issuingAuthority).set({ forTests: true, environment: "test" })).rejects.toThrow();
    await put("test", tester, testAuthority?.issuerId ?? "");
  });

  it("in their numbers: a test number begins with 0, in every environment, and no other account of ours does", async () => {
    const firsts = (environment: "production" | "demonstration" | "acceptance", kind: AccountKind) => new Set(Array.from({ length: 200 }, () => newUserNumber(environment, kind)[0]));
    expect([...firsts("production", "test"), ...firsts("demonstration", "test")]).toEqual(["0", "0"]);
    for (const kind of ["personal", "system"] as const) for (const environment of ["production", "demonstration", "acceptance"] as const) expect(firsts(environment, kind).has("0")).toBe(false);
    expect(await brokenBy(newAccount("test", { userNumber: newUserNumber("production", "personal") }))).toBe("test_number_can_be_seen");
  });

  it("and an office does not open with one authority in the place of the other", async () => {
    const { authority, testAuthority } = office.made.office;
    if (!testAuthority) throw new Error("No test authority.");
    for (const swapped of [{ authority: testAuthority, testAuthority: null }, { authority, testAuthority: authority }, { authority: testAuthority, testAuthority }]) {
      await expect(takeIntoUse(office.database.db, swapped, office.now())).rejects.toMatchObject({ code: "authority.tests-apart" });
    }
    expect(() => authorityFor({ authority, testAuthority: null }, "test")).toThrow(expect.objectContaining({ code: "certificate.no-tests" }));
  });
});

describe("D14: one system certificate per AGB code", () => {
  it("holds in the database, until the account has ended", async () => {
    const { db } = office.database;
    expect(await brokenBy(newAccount("system"))).toBe("one_system_account_per_agb_code");
    await db.update(account).set({ status: "ended" }).where(eq(account.userNumber, made.system.userNumber));
    const next = await newAccount("system");
    expect(await brokenBy(newAccount("system"))).toBe("one_system_account_per_agb_code");
    expect(await brokenBy(db.update(account).set({ initials: "J." }).where(eq(account.userNumber, next)))).toBe("system_account_is_named_for_software");
  });
});

it("P14: the daily check judges what each authority issued by that authority", async () => {
  const { db } = office.database;
  const walk = async () => {
    office.clock.add(86_400_000);
    await recheckInTurn(db, office.made.inspector, { now: office.now(), dueSince: office.now() });
    return (await latestRecheck(db, office.now())).findings.map(({ what }) => what).sort();
  };
  await db.update(certificate).set({ status: "revoked", revokedAt: office.now(), revocationReason: "superseded", der: Buffer.from([0]) }).where(eq(certificate.status, "intended"));
  await tamper(office.database, "delete from certificate where der = '\\x00'");
  expect(await walk()).toEqual([]);
  await tamper(office.database, `update certificate set der = (select der from certificate where serial = '${made.personal.serial}') where serial = '${made.test.serial}'`);
  expect(await walk()).toEqual(["issuer", "key", "serial", "signature", "signed-bytes", "user-number", "validity"]);
});

/** Which rule of the database an act broke: the embedded one and the server each have a word of their own for it. */
function brokenBy(act: PromiseLike<unknown>): PromiseLike<unknown> {
  return act.then(() => null, constraintOf);
}
