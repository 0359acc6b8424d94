import { execFileSync } from "node:child_process";
import type { AddressInfo } from "node:net";

import { and, desc, eq, like } from "drizzle-orm";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { makeStatusAsker } from "#app/adapters/inspection/status-asker.ts";
import { publishCrl } from "#app/domain/certificates/publish-crl.ts";
import { REVOCATION_REASONS } from "#app/domain/certificates/reasons.ts";
import type { StatusAsker } from "#app/domain/certificates/reading.ts";
import * as page from "#app/routes/certificates.$serial._index.tsx";
import * as file from "#app/routes/certificates.$serial.file.tsx";
import * as revocation from "#app/routes/certificates.$serial.revocation.tsx";
import * as status from "#app/routes/certificates.$serial.status.tsx";
import { publication } from "#app/start/publication.server.ts";
import type { CertificatePageShown, StatusShown } from "#app/web/certificate.server.ts";
import { account, certificate } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { blockedKey } from "#db/schema/authority.ts";
import { mail } from "#db/schema/correspondence.ts";
import { install, printAndPost } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";
import { fulfilled } from "#test/support/so-far.ts";
import { softwareOfDeBrug } from "#test/support/software.ts";

let office: TestOffice;
let server: ReturnType<express.Express["listen"]>;
let base: string;
let issuerCertPem: string;
beforeAll(async () => {
  office = await openOffice();
  office.clock.moveTo(new Date(Math.floor(Date.now() / 1000) * 1000));
  server = express().use("/pki", publication(office.made)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pki`;
  issuerCertPem = office.made.office.authority.chain()[0] ?? "";
  await publish();
  // The first question makes the responder's key, which takes as long as finding its primes does.
  const asker = makeStatusAsker([{ issuerCertPem, urls: urls() }]);
  for (let said; said === undefined || "failure" in said.ocsp; ) said = (await asker.ask({ serial: "01".repeat(17), issuerId: office.made.office.authority.issuerId, now: office.now() })) ?? undefined;
}, 240_000);
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

const db = () => office.database.db;
const publish = () => publishCrl(office.made.office, office.made.office.authority, { now: office.now() });
const urls = () => ({ ocsp: `${base}/ocsp`, crl: `${base}/${office.made.office.authority.caCertificates.issuer.keyId}.crl` });
const routes = (statusAsker: StatusAsker = makeStatusAsker([{ issuerCertPem, urls: urls() }])) => routesOf({ ...office, made: { ...office.made, office: { ...office.made.office, statusAsker } } });

async function installed(): Promise<{ serial: string; pem: string }> {
  const requestId = await fulfilled(office);
  await printAndPost(office);
  const { serial, certificate: pem } = await install(office, requestId);
  return { serial, pem };
}

const open = async (serial: string, by = office.staff.sanne) => {
  const answer = await routes().get(page.loader, `/certificates/${serial}`, { by, params: { serial } });
  return { ...answer, screen: answer.data["screen"] as CertificatePageShown };
};
const ask = async (serial: string, asker?: StatusAsker) => (await routes(asker).get(status.loader, `/certificates/${serial}/status`, { by: office.staff.sanne, params: { serial } })).data as StatusShown;
const revoke = (serial: string, form: Record<string, string>, by: { id: string } = office.staff.sanne) => routes().post(revocation.action, `/certificates/${serial}/revocation`, form, { by, params: { serial } });

describe("the page of a certificate", () => {
  it("tells its life from the request to the file in hand, with what it says and its chain, and who looked", async () => {
    const { serial, pem } = await installed();
    const { status: code, screen } = await open(serial);
    expect(code).toBe(200);
    expect(screen.life.map(({ what }) => what)).toEqual(expect.arrayContaining(["Certificaat voorbereid", "Certificaat uitgegeven", "Verloopt"]));
    expect(screen.life.map(({ at }) => at)).toEqual(screen.life.map(({ at }) => at).sort());
    expect(screen.life.some(({ what }) => /verstuurd|bevestigd/i.test(what))).toBe(true);
    expect(screen.life.some(({ what }) => /gepost/i.test(what))).toBe(true);
    expect(screen.request?.reference).toMatch(/^ZG-/);
    const fingerprint = execFileSync("openssl", ["x509", "-noout", "-fingerprint", "-sha256"], { input: pem }).toString().split("=")[1]?.trim();
    expect(screen.read?.sha256.toUpperCase()).toBe(fingerprint?.replaceAll(":", ""));
    expect(screen.read?.pem.trim()).toBe(pem.trim());
    expect(screen.chain).toHaveLength(2);
    expect(screen.chain[0]?.subject).toEqual(screen.read?.issuer);
    expect(screen.chain[1]?.subject).toEqual(screen.chain[1]?.issuer);
    // As openssl reads the same extensions.
    const text = execFileSync("openssl", ["x509", "-noout", "-text"], { input: pem }).toString();
    expect(screen.read?.extensions).toHaveLength((text.match(/^ {12}\S.*: ?(critical)?\s*$/gm) ?? []).length);
    expect(screen.read?.extensions.find(({ oid }) => oid === "2.5.29.37")?.value).toEqual({ kind: "oids", oids: ["1.3.6.1.5.5.7.3.2"] });
    for (const { url } of screen.read?.extensions.flatMap(({ value }) => (value.kind === "addresses" ? value.addresses : [])) ?? []) expect(text).toContain(`URI:${url}`);
    const [viewed] = await db().select().from(auditEvent).where(and(eq(auditEvent.act, "certificate.viewed"), eq(auditEvent.subjectId, serial))).orderBy(desc(auditEvent.id)).limit(1);
    expect(viewed).toMatchObject({ actorName: "Sanne Mulder" });
    expect((await open(serial)).screen.views).toHaveLength(1);
    const taken = await routes().get(file.loader, `/certificates/${serial}/file`, { by: office.staff.els, params: { serial } });
    expect((await taken.response?.text())?.trim()).toBe(pem.trim());
  });

  it("is not there for a number that nobody has, and not for who may not see it", async () => {
    const { serial } = await installed();
    expect((await open("01".repeat(17))).status).toBe(404);
    for (const who of ["noor", "tom", "daan"] as const) expect((await open(serial, office.staff[who])).status, who).toBe(403);
    expect((await open(serial, office.staff.els)).screen.revocation).toBeNull();
    expect((await open(serial, office.staff.ilse)).screen.revocation).not.toBeNull();
  });
});

describe("how it stands, asked live", () => {
  it("is said by OCSP and the list as they are published, and changes with a revocation", async () => {
    const { serial } = await installed();
    const before = await ask(serial);
    expect(before.ocsp).toMatchObject({ url: urls().ocsp, failure: null, answer: { state: "good" } });
    expect(before.crl).toMatchObject({ failure: null, answer: { listed: null } });
    expect((await revoke(serial, { reason: "keyCompromise", note: "" })).location).toBe(`/certificates/${serial}?revoked=yes`);
    expect((await ask(serial)).ocsp?.answer).toMatchObject({ state: "revoked", reason: "keyCompromise" });
    const number = await publish();
    const after = await ask(serial);
    expect(after.crl?.answer).toMatchObject({ number: String(number), listed: { reason: "keyCompromise" } });
    const { screen } = await open(serial);
    expect(screen).toMatchObject({ state: "revoked", isKeyBlocked: true, revocation: null, revoked: { reason: "keyCompromise" } });
    expect(screen.life.at(-1)?.what).toContain(`CRL ${number}`);
  });

  it("believes nothing that is not signed for this question, now, by this authority, and says what is wrong", async () => {
    const { serial } = await installed();
    const publisher = { issuerCertPem, urls: urls() };
    const by = (change: (answer: Buffer, url: string) => Promise<Response> | Response) => makeStatusAsker([publisher], async (url, init) => change(Buffer.from(await (await fetch(url, init)).arrayBuffer()), String(url)));
    const failures = async (asker: StatusAsker) => {
      const { ocsp, crl } = await ask(serial, asker);
      return [ocsp?.failure, crl?.failure];
    };
    const send = (octets: Buffer) => new Response(new Uint8Array(octets));
    expect(await failures(makeStatusAsker([{ issuerCertPem, urls: { ocsp: "http://127.0.0.1:1/ocsp", crl: "http://127.0.0.1:1/x.crl" } }]))).toEqual(["unreachable", "unreachable"]);
    expect(await failures(by(() => send(Buffer.from("<html>"))))).toEqual(["malformed", "malformed"]);
    expect(await failures(by(() => new Response("", { status: 503 })))).toEqual(["unreachable", "unreachable"]);
    // The last octet of the signature, which stands before the certificate in an answer.
    const bent = (octets: Buffer, place: number) => Buffer.from(octets.map((octet, at) => (at === place ? octet ^ 1 : octet)));
    expect(await failures(by((octets, url) => send(bent(octets, url.endsWith("ocsp") ? 200 : octets.length - 1))))).toEqual([expect.stringMatching(/untrusted|malformed|another-question/), "untrusted"]);
    let first: Buffer | null = null;
    const replay = by((octets, url) => send(url.endsWith("ocsp") ? (first ??= octets) : octets));
    expect(await failures(replay)).toEqual([null, null]);
    expect(await failures(replay)).toEqual(["another-question", null]);
    expect(await failures(by((octets, url) => send(url.endsWith("ocsp") ? Buffer.from("30030a0103", "hex") : octets)))).toEqual(["refused", null]);
    const stale = await makeStatusAsker([publisher]).ask({ serial, issuerId: office.made.office.authority.issuerId, now: new Date(office.now().getTime() + 72 * 3_600_000) });
    expect(stale).toMatchObject({ ocsp: { failure: "stale" }, crl: { failure: "stale" } });
    expect(await makeStatusAsker([publisher]).ask({ serial, issuerId: "another", now: office.now() })).toBeNull();
    // Another authority's signature, over the same words.
    const others = makeStatusAsker([{ issuerCertPem: office.made.office.testAuthority?.chain()[0] ?? "", urls: urls() }]);
    expect(await others.ask({ serial, issuerId: office.made.office.testAuthority?.issuerId ?? "", now: office.now() })).toMatchObject({ crl: { failure: "untrusted" } });
  });

  it("never keeps the page from opening", async () => {
    const { serial } = await installed();
    const nobody = makeStatusAsker([{ issuerCertPem, urls: { ocsp: "http://127.0.0.1:1/ocsp", crl: "http://127.0.0.1:1/x.crl" } }]);
    const { status: code, data } = await routes(nobody).get(page.loader, `/certificates/${serial}?ask=now`, { by: office.staff.sanne, params: { serial } });
    expect(code).toBe(200);
    expect(data["status"]).toMatchObject({ ocsp: { failure: "unreachable" }, crl: { failure: "unreachable" } });
  });
});

describe("revoking by hand", () => {
  it("shows whose it is and what stops, and asks why", async () => {
    const { serial } = await installed();
    const { data } = await routes().get(revocation.loader, `/certificates/${serial}/revocation`, { by: office.staff.sanne, params: { serial } });
    expect(data["shown"]).toMatchObject({ serial, state: "valid", services: [expect.any(String), expect.any(String)] });
    const without = await revoke(serial, { note: "" });
    expect(without).toMatchObject({ status: 422, data: { problem: { fields: { reason: "Kies waarom het certificaat wordt ingetrokken." } } } });
    expect((await revoke(serial, { reason: "removeFromCRL" })).status).toBe(422);
  });

  it("lets one of two at once, tells the other in a sentence, and is for good", async () => {
    const { serial } = await installed();
    const answers = await Promise.all([revoke(serial, { reason: "superseded" }), revoke(serial, { reason: "keyCompromise" }, office.staff.ilse), revoke(serial, { reason: "unspecified" }, office.staff.wim)]);
    expect(answers.map(({ status: code }) => code).sort()).toEqual([303, 409, 409]);
    const late = answers.find(({ status: code }) => code === 409);
    expect(late?.data).toMatchObject({ problem: { code: "certificate.revoked-already" } });
    expect(await db().$count(auditEvent, and(eq(auditEvent.act, "certificate.revoked"), eq(auditEvent.subjectId, serial)))).toBe(1);
    const [{ before } = {}] = await db().select({ before: certificate.revocationReason }).from(certificate).where(eq(certificate.serial, serial));
    expect((await revoke(serial, { reason: "cessationOfOperation" })).status).toBe(409);
    expect(await db().$count(certificate, and(eq(certificate.serial, serial), eq(certificate.revocationReason, before ?? "")))).toBe(1);
  });

  it("of software is for a key in other hands only, and otherwise by form and with identification: the security officer may for cause (Q35)", async () => {
    const { requestId } = await softwareOfDeBrug(office);
    await printAndPost(office);
    const { serial } = await install(office, requestId ?? "");
    const reasonsFor = async (by: { id: string }) => (await routes().get(revocation.loader, `/certificates/${serial}/revocation`, { by, params: { serial } })).data["shown"];
    expect(await reasonsFor(office.staff.sanne)).toMatchObject({ isSoftware: true, reasons: ["keyCompromise"], form: "/apply/revocation" });
    expect(await reasonsFor(office.staff.ilse)).toMatchObject({ reasons: [...REVOCATION_REASONS], form: null });
    for (const reason of REVOCATION_REASONS.filter((one) => one !== "keyCompromise")) {
      const refused = await revoke(serial, { reason });
      expect([refused.status, refused.data["problem"]], reason).toMatchObject([409, { code: "certificate.software-by-form", fields: { reason: expect.stringContaining("formulier") as string } }]);
    }
    expect(await db().$count(certificate, and(eq(certificate.serial, serial), eq(certificate.status, "issued")))).toBe(1);
    expect((await revoke(serial, { reason: "keyCompromise" })).status).toBe(303);
    expect(await db().$count(certificate, and(eq(certificate.serial, serial), eq(certificate.status, "revoked")))).toBe(1);
  });

  it("P13: blocks a key that others may have, and keeps in the trail who did it and why, without what looks like a secret", async () => {
    const { serial } = await installed();
    await revoke(serial, { reason: "keyCompromise", note: "Laptop gestolen, bsn 111222333" }, office.staff.ilse);
    const [row] = await db().select().from(certificate).where(eq(certificate.serial, serial));
    expect(await db().$count(blockedKey, eq(blockedKey.publicKeySha256, row?.publicKeySha256 ?? ""))).toBe(1);
    const [event] = await db().select().from(auditEvent).where(and(eq(auditEvent.act, "certificate.revoked"), eq(auditEvent.subjectId, serial)));
    expect(event).toMatchObject({ actorName: "Ilse Peters", payload: { reason: "keyCompromise", note: expect.stringContaining("Laptop gestolen") as string } });
    expect(JSON.stringify(event)).not.toContain("111222333");
    const { screen } = await open(serial);
    expect(screen.life.find(({ what }) => what === "Certificaat ingetrokken")?.text).toMatch(/^sleutel niet meer geheim: Laptop gestolen/);
  });

  it("tells user and contacts, each once and in their language, without number or PIN (D6, D7)", async () => {
    const { serial } = await installed();
    const [row] = await db().select().from(certificate).where(eq(certificate.serial, serial));
    await db().update(account).set({ language: "en" }).where(eq(account.userNumber, row?.userNumber ?? ""));
    await revoke(serial, { reason: "privilegeWithdrawn", note: "tussen ons" });
    await office.work();
    const mails = await db().select().from(mail).where(and(eq(mail.template, "certificate-revoked"), like(mail.occasion, `%${serial}%`)));
    expect(mails.length).toBeGreaterThan(1);
    expect(new Set(mails.map(({ recipient }) => recipient)).size).toBe(mails.length);
    expect(mails.map(({ language }) => language)).toEqual(expect.arrayContaining(["nl", "en"]));
    for (const one of mails) expect(JSON.stringify(one)).not.toMatch(new RegExp(`tussen ons|"[^"]*body[^"]*":"[^"]*${row?.userNumber ?? "-"}`));
    expect(mails.find(({ language }) => language === "en")?.text).toContain("right withdrawn");
  });

  it("is for who may, and for nobody else", async () => {
    const { serial } = await installed();
    for (const who of ["els", "ravi", "noor", "tom", "daan"] as const) expect((await revoke(serial, { reason: "superseded" }, office.staff[who])).status, who).toBe(403);
    expect(await db().$count(certificate, and(eq(certificate.serial, serial), eq(certificate.status, "issued")))).toBe(1);
  });
});
