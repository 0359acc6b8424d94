import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { count, eq } from "drizzle-orm";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { bitsOf, childrenOf, readDer, TAG } from "#app/adapters/forge/der.ts";
import { system } from "#app/domain/access/actor.ts";
import { publishCrl } from "#app/domain/certificates/publish-crl.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";
import { revokeCertificate } from "#app/domain/certificates/revoke.ts";
import { publication } from "#app/start/publication.server.ts";
import { certificate } from "#db/schema/accounts.ts";
import { blockedKey, crl, responderCertificate } from "#db/schema/authority.ts";
import { hex, sequenceOf, tlv } from "#test/adapters/forge/der-surgery.ts";
import { personal } from "#test/adapters/forge/authority.fixture.ts";
import { askJava } from "#test/support/java.ts";
import { tamper } from "#test/support/audit.ts";
import { runSql } from "#db/types.ts";
import { install, printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

const run = promisify(execFile);
const HOUR = 3_600_000;

let office: TestOffice;
let server: ReturnType<express.Express["listen"]>;
let base: string;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  // The judges look at their own clock; whole seconds, for certificates know no others.
  office.clock.moveTo(new Date(Math.floor(Date.now() / 1000) * 1000));
  server = express().use("/pki", publication(office.made)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pki`;
  folder = mkdtempSync(join(tmpdir(), "zegel-publication-"));
  const [issuer, root] = office.made.office.authority.chain();
  writeFileSync(at("issuer.pem"), issuer ?? "");
  writeFileSync(at("root.pem"), root ?? "");
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);
/** A certificate as its user has it, in a file. */
async function installed(): Promise<{ serial: string; pem: string }> {
  const requestId = await fulfilled(office);
  await printAndPost(office);
  const { serial, certificate: text } = await install(office, requestId);
  const pem = at(`${serial}.pem`);
  writeFileSync(pem, text);
  return { serial, pem };
}

const revoke = (serial: string, reason: RevocationReason) => office.database.db.transaction((tx) => revokeCertificate(tx, { serial, reason, by: system("emergency"), now: office.now() }));
const publish = () => publishCrl(office.made.office, office.made.office.authority, { now: office.now() });

/** The judges' clock is ours: steps of an installation move it on. */
const byTheOffice = () => ["-attime", String(Math.ceil(office.now().getTime() / 1000))];

/** What openssl makes of an answer about a certificate: it checks signature, responder, nonce and dates by itself, and says so. */
async function ask(which: string | { serial: string }, ...options: string[]): Promise<string> {
  const about = typeof which === "string" ? ["-cert", which] : ["-serial", which.serial];
  const args = ["ocsp", ...options, "-issuer", at("issuer.pem"), ...about, "-url", `${base}/ocsp`, "-CAfile", at("root.pem"), "-verify_other", at("issuer.pem"), ...byTheOffice(), "-validity_period", "999999999"];
  const { stdout, stderr } = await run("openssl", args);
  expect(stderr).toContain("Response verify OK");
  // It only warns of a nonce that does not come back.
  expect(stderr).not.toContain("WARNING");
  return stdout;
}

const crlUrl = () => `${base}/${office.made.office.authority.caCertificates.issuer.keyId}.crl`;

/** The list as it is published, read by openssl, which checks the signature; and by certtool. */
async function list(): Promise<{ text: string; gnu: string; path: string }> {
  const answer = await fetch(crlUrl());
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pkix-crl"]);
  writeFileSync(at("list.crl"), Buffer.from(await answer.arrayBuffer()));
  const { stdout, stderr } = await run("openssl", ["crl", "-inform", "der", "-in", at("list.crl"), "-noout", "-text", "-CAfile", at("issuer.pem")]);
  expect(stderr).toContain("verify OK");
  const gnu = (await run("certtool", ["--crl-info", "--inder", "--infile", at("list.crl")])).stdout;
  await run("openssl", ["crl", "-inform", "der", "-in", at("list.crl"), "-out", at("list.pem")]);
  return { text: stdout, gnu, path: at("list.pem") };
}

async function verified(pem: string, listPath: string): Promise<string> {
  const args = ["verify", "-crl_check", ...byTheOffice(), "-CAfile", at("root.pem"), "-untrusted", at("issuer.pem"), "-CRLfile", listPath, pem];
  return run("openssl", args).then(({ stdout }) => stdout, (failed: { stdout: string; stderr: string }) => failed.stdout + failed.stderr);
}

describe("P13: a revocation shows", () => {
  it("in OCSP straight after the commit, by every kind of question, and in the list that follows", async () => {
    const { serial, pem } = await installed();
    await publish();
    expect(await ask(pem)).toMatch(/: good/);
    expect(await ask(pem, "-no_nonce")).toMatch(/: good/);
    expect(await verified(pem, (await list()).path)).toContain(": OK");

    await revoke(serial, "keyCompromise");
    expect(await ask(pem)).toMatch(/: revoked[\s\S]*Reason: keyCompromise/);
    // Also where the answer that was kept said "good", and for whoever names the issuer by another hash.
    expect(await ask(pem, "-no_nonce")).toMatch(/: revoked/);
    expect(await ask(pem, "-sha256")).toMatch(/: revoked/);

    const before = await list();
    expect(before.text).not.toContain(serial.toUpperCase());
    const number = await publish();
    const { text, gnu, path } = await list();
    expect(text).toMatch(new RegExp(`Serial Number: ${serial}[\\s\\S]*Key Compromise`, "i"));
    expect(text).toMatch(new RegExp(`X509v3 CRL Number:\\s+${number}\\b`));
    expect(gnu).toContain(serial);
    expect(await verified(pem, path)).toContain("certificate revoked");
    expect(await publish()).toBeNull();
  });

  it("to Java's PKIX validator, which asks OCSP itself, and reads the list as it is published", async () => {
    const [{ serial, pem: gone }, { pem: good }] = [await installed(), await installed()];
    await revoke(serial, "keyCompromise");
    office.clock.add(1_000);
    await publish();
    await list();
    const asked = (by: Parameters<typeof askJava>[0]["by"]) =>
      askJava({ root: at("root.pem"), issuer: at("issuer.pem"), at: office.now(), policy: personal.policyOid, by, certificates: [good, gone] });
    for (const by of [{ ocsp: `${base}/ocsp` }, { crl: at("list.crl") }]) {
      const said = await asked(by);
      expect([said.get(good), said.get(gone)]).toEqual(["good", expect.stringMatching(/^REVOKED .*KEY_COMPROMISE/)]);
    }
  });

  it("for good of a key that fell into other hands: it is certified by nobody any more", async () => {
    const { serial } = await installed();
    await revoke(serial, "keyCompromise");
    const [{ publicKeySha256 } = { publicKeySha256: "" }] = await office.database.db.select({ publicKeySha256: certificate.publicKeySha256 }).from(certificate).where(eq(certificate.serial, serial));
    expect(await office.database.db.$count(blockedKey, eq(blockedKey.publicKeySha256, publicKeySha256))).toBe(1);
  });

  it("to whoever asks with GNU's tool, and by GET as browsers do", async () => {
    const { serial, pem } = await installed();
    await run("ocsptool", ["--generate-request", "--load-issuer", at("issuer.pem"), "--load-cert", pem, "--no-nonce", "--outfile", at("question.der")]);
    const question = readFileSync(at("question.der"));
    const answer = await fetch(`${base}/ocsp/${encodeURIComponent(question.toString("base64"))}`);
    expect([answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual(["application/ocsp-response", "public, no-cache, no-transform"]);
    writeFileSync(at("answer.der"), Buffer.from(await answer.arrayBuffer()));
    const { stdout } = await run("ocsptool", ["--verify-response", "--load-response", at("answer.der"), "--load-trust", at("issuer.pem")]).catch((failed: { stdout: string; stderr: string }) => ({ stdout: failed.stdout + failed.stderr }));
    expect(stdout).toContain("Success");
    const { stdout: info } = await run("ocsptool", ["--response-info", "--load-response", at("answer.der")]);
    expect(info).toContain("Certificate Status: good");
    await revoke(serial, "superseded");
    // It says what it thinks of a revoked certificate by its exit code as well.
    const asked = await run("ocsptool", [`--ask=${base}/ocsp`, "--load-cert", pem, "--load-issuer", at("issuer.pem"), "--load-trust", at("issuer.pem")]).catch((failed: { stdout: string }) => failed);
    expect(asked.stdout).toMatch(/Certificate Status: revoked/);
  });
});

describe("what nobody issued", () => {
  it("is unknown, and about another authority's certificates nothing is said", async () => {
    expect(await ask({ serial: "0x1234567890abcdef" })).toMatch(/0x1234567890abcdef: unknown/i);
    await run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("other.key"), "-out", at("other.pem"), "-subj", "/CN=Another", "-days", "2"]);
    const { stdout } = await run("openssl", ["ocsp", "-issuer", at("other.pem"), "-serial", "1", "-url", `${base}/ocsp`]).catch((failed: { stdout: string }) => failed);
    expect(stdout).toContain("unauthorized");
  });

  it("is not yet known while it is intended and not signed", async () => {
    const { serial, pem } = await installed();
    await tamper(office.database, `update certificate set status = 'intended', der = null, issued_at = null where serial = '${serial}'`);
    expect(await ask(pem)).toMatch(/: unknown/);
  });
});

describe("the list", () => {
  it("is made anew after a day, with the next number, and not before", async () => {
    const first = (await publish()) ?? (await newest()).number;
    office.clock.add(23 * HOUR);
    expect(await publish()).toBeNull();
    office.clock.add(HOUR);
    expect(await publish()).toBe(first + 1);
    expect(await newest()).toMatchObject({ number: first + 1, thisUpdate: office.now(), nextUpdate: new Date(office.now().getTime() + 48 * HOUR) });
    // Octets of lists that count no more are not kept.
    expect(await office.database.db.select({ number: crl.number, is: count(crl.der) }).from(crl).groupBy(crl.number).having(eq(count(crl.der), 1))).toHaveLength(1);
  });

  it("is one, however many processes publish at once", async () => {
    const { serial } = await installed();
    await revoke(serial, "affiliationChanged");
    const made = await Promise.all(Array.from({ length: 6 }, publish));
    expect(made.filter((number) => number !== null)).toHaveLength(1);
  });

  it("has a certificate once more after that has expired, and then no more (RFC 5280, 3.3)", async () => {
    const { serial } = await installed();
    await revoke(serial, "cessationOfOperation");
    await publish();
    const entriesBefore = (await newest()).entries;
    const { notAfter } = (await office.database.db.select().from(certificate).where(eq(certificate.serial, serial)))[0] ?? { notAfter: new Date() };
    office.clock.moveTo(new Date(notAfter.getTime() + HOUR));
    await publish();
    expect((await list()).text).toContain(serial.toUpperCase());
    office.clock.add(24 * HOUR);
    await publish();
    expect((await list()).text).not.toContain(serial.toUpperCase());
    expect((await newest()).entries).toBeLessThan(entriesBefore);
  });

  it("has what was revoked only after it had expired, once", async () => {
    const { serial } = await installed();
    const { notAfter } = (await office.database.db.select().from(certificate).where(eq(certificate.serial, serial)))[0] ?? { notAfter: new Date() };
    office.clock.moveTo(new Date(notAfter.getTime() + HOUR));
    await publish();
    office.clock.add(HOUR);
    await revoke(serial, "superseded");
    await publish();
    expect((await list()).text).toContain(serial.toUpperCase());
    office.clock.add(24 * HOUR);
    await publish();
    expect((await list()).text).not.toContain(serial.toUpperCase());
  });

  it("leaves the rows of former lists alone", async () => {
    const rows = () => runSql<{ number: string; xmin: string }>(office.database.db, "select number, xmin::text as xmin from crl order by number");
    const before = (await rows()).slice(0, -1);
    for (let days = 0; days < 2; days += 1) {
      office.clock.add(24 * HOUR);
      await publish();
    }
    expect((await rows()).slice(0, before.length)).toEqual(before);
  });

  it("stands in the trail, and the certificate says on which it came first", async () => {
    expect((await office.trail()).filter((act) => act === "crl.published").length).toBe((await newest()).number);
    const listed = await office.database.db.select({ crlNumber: certificate.crlNumber }).from(certificate).where(eq(certificate.status, "revoked"));
    expect(listed.every(({ crlNumber }) => crlNumber !== null)).toBe(true);
  });
});

/** SHA-1 of the issuer's name and of its key's bits, as askers name it. */
function hashesOf(der: Uint8Array): { name: Uint8Array; spki: Uint8Array } {
  const [tbs] = childrenOf(readDer(der), TAG.sequence);
  const [, , , , , name, spki] = childrenOf(tbs, TAG.sequence);
  const sha1 = (octets: Uint8Array) => Uint8Array.from(createHash("sha1").update(octets).digest());
  return { name: sha1(name?.bytes ?? new Uint8Array()), spki: sha1(bitsOf(childrenOf(spki, TAG.sequence)[1])) };
}

async function newest() {
  const all = await office.database.db.select({ number: crl.number, thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate, entries: crl.entries }).from(crl).orderBy(crl.number);
  const last = all.at(-1);
  if (!last) throw new Error("No list was published.");
  return last;
}

describe("the key that answers", () => {
  it("is another when its month is over, stored before it was certified and good by openssl's rules", async () => {
    const before = await office.database.db.$count(responderCertificate);
    const { pem } = await installed();
    expect(await ask(pem, "-no_nonce")).toMatch(/: good/);
    office.clock.add(30 * 24 * HOUR);
    await ask(pem, "-no_nonce");
    const all = await office.database.db.select().from(responderCertificate).orderBy(responderCertificate.intendedAt);
    expect(all.length).toBeGreaterThan(before + 1);
    for (const { tbs, der, notBefore, notAfter } of all) {
      expect(Buffer.from(der ?? []).includes(Buffer.from(tbs))).toBe(true);
      expect((notAfter.getTime() - notBefore.getTime()) / (24 * HOUR)).toBeLessThan(30.01);
    }
    writeFileSync(at("responder.der"), all.at(-1)?.der ?? "");
    const { stdout } = await run("openssl", ["x509", "-inform", "der", "-in", at("responder.der"), "-noout", "-text"]);
    expect(stdout).toMatch(/OCSP Signing[\s\S]*OCSP No Check/);
    const dumped = await run("dumpasn1", ["-a", at("responder.der")]);
    expect(dumped.stdout + dumped.stderr).toMatch(/0 warnings, 0 errors\./);
  });
});

describe("whatever else comes", () => {
  const post = (body: BodyInit | Buffer, type = "application/ocsp-request") => fetch(`${base}/ocsp`, { method: "POST", headers: { "content-type": type }, body: body as BodyInit });
  const malformed = Buffer.from("30030a0101", "hex");
  const octetsOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("hello")],
    ["half a question", Buffer.from("3051304f304d304b", "hex")],
    ["more than a question may hold", Buffer.alloc(20_000, 0x30)],
  ])("%s is malformed, in the protocol's own words", async (_, body) => {
    const answer = await post(body);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([200, "application/ocsp-response", "no-store"]);
    expect(await octetsOf(answer)).toEqual(malformed);
  });

  /** A question about a certificate of ours, with this serial and these parameters of the hash. */
  const asking = (serial: string, parameters = "0500") => {
    const { name, spki } = hashesOf(office.made.office.authority.caCertificates.issuer.der);
    const certId = sequenceOf(sequenceOf(hex("06052b0e03021a"), hex(parameters)), tlv(0x04, name), tlv(0x04, spki), tlv(0x02, hex(serial)));
    return Buffer.from(sequenceOf(sequenceOf(sequenceOf(sequenceOf(certId)))));
  };

  it("a serial that no certificate can have, or a hash with something to it, is malformed: nobody makes us keep answers without end", async () => {
    const good = await octetsOf(await post(asking("11".repeat(20))));
    expect(good.subarray(0, 1).toString("hex") + good.includes(Buffer.from("0a0100", "hex"))).toBe("30true");
    expect(await octetsOf(await post(asking("11".repeat(20), "")))).not.toEqual(malformed);
    for (const question of [asking("11".repeat(21)), asking("11".repeat(3000)), asking("11".repeat(17), "020101"), asking("11".repeat(17), "05000500")]) expect(await octetsOf(await post(question))).toEqual(malformed);
  });

  it.each([
    ["a lonely per cent", "/ocsp/%"],
    ["what is no UTF-8", "/ocsp/%E0%A4%A"],
    ["what is no base64", "/ocsp/...."],
    ["too much of it", `/ocsp/${"A".repeat(9000)}`],
  ])("%s in the address is malformed as well", async (_, path) => {
    expect(await octetsOf(await fetch(base + path))).toEqual(malformed);
  });

  it("the certificates of the authority are there to take, and no others", async () => {
    const { issuer, root } = office.made.office.authority.caCertificates;
    for (const { keyId, der } of [issuer, root]) {
      const answer = await fetch(`${base}/${keyId}.cer`);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pkix-cert"]);
      expect(await octetsOf(answer)).toEqual(Buffer.from(der));
    }
    expect((await fetch(`${base}/${root.keyId}.crl`)).status).toBe(404);
    expect((await fetch(`${base}/${"0".repeat(40)}.cer`)).status).toBe(404);
  });
});
