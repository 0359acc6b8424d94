import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import { publishCrl } from "#app/domain/certificates/publish-crl.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";

import { rivalBareSigning } from "./certificates.ts";
import { withThrowAwayDatabase } from "./databases.ts";
import { watchLoop } from "./loop.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CERTIFICATES = 10_000;
const REVOKED = 100_000;
const ASKED_ABOUT = 200;
const AT_ONCE = 32;
const ROUND_MS = 4_000;
const ROUNDS = 3;

/** Answers a second: ours with a nonce and without, bare signatures, and openssl's own responder over the same certificates. */
export type Answering = { nonce: number; kept: number; bare: number; openssl: number };

const passphrase = "twaalf tellers en een klok";

/** Asks the office's responder on PostgreSQL and openssl's over the same certificates, in turn, each in a process of its own, the askers in one more. */
export async function benchOcsp(server: string): Promise<Answering> {
  return withThrowAwayDatabase(server, async (database, url) => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-bench-ocsp-"));
    const made = await openForBench(folder);
    const serials = await fill(database, made.authority.issuerId, { issued: CERTIFICATES, revoked: CERTIFICATES / 10 });
    const questions = makeQuestions(folder, serials.slice(0, ASKED_ABOUT));
    const ours = spawn(process.execPath, ["--import", "tsx", "test/bench/responder-office.ts", url, join(folder, "authority.json")], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    const theirs = await opensslResponder(folder, made, serials);
    try {
      const port = await portOf(ours);
      const sum = { nonce: 0, kept: 0, bare: 0, openssl: 0 };
      for (let round = -1; round < ROUNDS; round += 1) {
        const figures = {
          bare: await rivalBareSigning(ROUND_MS / 2, AT_ONCE),
          nonce: await ask({ port, path: "/pki/ocsp", connection: "keep", questions: questions.nonce }),
          openssl: await ask({ port: theirs.port, path: "/", connection: "close", questions: questions.nonce }),
          kept: await ask({ port, path: "/pki/ocsp", connection: "keep", questions: questions.plain }),
        };
        // The first round only warms up.
        if (round >= 0) for (const name of Object.keys(sum) as Array<keyof Answering>) sum[name] += figures[name] / ROUNDS;
      }
      return sum;
    } finally {
      ours.kill("SIGTERM");
      theirs.child.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Seconds for a list of 100,000 revoked certificates, from the database to the stored list, and by `openssl ca -gencrl` over the same; and the event loop's worst wait meanwhile. */
export async function benchCrl(server: string): Promise<{ ours: number; openssl: number; worstWaitMs: number }> {
  return withThrowAwayDatabase(server, async (database) => {
    const folder = mkdtempSync(join(tmpdir(), "zegel-bench-crl-"));
    try {
      const { authority, made } = await openForBench(folder);
      const serials = await fill(database, authority.issuerId, { issued: 0, revoked: REVOKED });
      writeIndex(folder, serials, "R");
      const office = { db: database.db, queue: { enqueue: () => Promise.reject(new Error("No job follows from a list.")) } };
      const [ours, theirs] = [[] as number[], [] as number[]];
      let worstWaitMs = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const wait = watchLoop();
        const begun = performance.now();
        await publishCrl(office, authority, { now: new Date(Date.now() + round * 25 * 3_600_000) });
        ours.push((performance.now() - begun) / 1000);
        worstWaitMs = Math.max(worstWaitMs, wait());
        theirs.push(gencrl(folder, made));
      }
      return { ours: Math.min(...ours), openssl: Math.min(...theirs), worstWaitMs };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function openForBench(folder: string) {
  const made = await makeAuthority({ environment: "demonstration", now: new Date(Date.now() - 86_400_000), passphrase, organisation: "Zegel" });
  writeFileSync(join(folder, "authority.json"), JSON.stringify({ ...made, passphrase }));
  writeFileSync(join(folder, "issuer.pem"), made.issuerCertPem);
  const authority = openAuthority({ ...made, passphrase, publicBaseUrl: "http://pki.zegel.example/", clock: { now: () => new Date() } });
  return { authority, made };
}

/** Certificates in the table, made by the database itself: the responder and the list look at serial, state and dates alone. Answers the serials of those that are good first. */
async function fill(database: Database, issuerId: string, { issued, revoked }: { issued: number; revoked: number }): Promise<string[]> {
  const { db } = database;
  const [{ id } = { id: "" }] = await runSql<{ id: string }>(
    db,
    `insert into enterprise (kvk_number, name, legal_form, segment, street, house_number, postcode, town, registered_at)
     values ('68750110', 'Tandartspraktijk De Brug', 'besloten vennootschap', 'regular', 'Brugstraat', 5, '3511AB', 'Utrecht', now()) returning id`,
  );
  await runSql(db, "insert into agb_code (code, enterprise_id, name, kind, care_type) values ('12345678', $1, 'De Brug', 'enterprise', '12')", [id]);
  await runSql(
    db,
    `insert into account (user_number, enterprise_id, agb_code, initials, surname, email, language, status, created_at)
     select (10000000000000 + n)::text, $1, '12345678', 'Z.', 'Håkon', 'z@debrug.example', 'nl', 'active', now() from generate_series(1, $2::int) n`,
    [id, issued + revoked],
  );
  await runSql(
    db,
    `insert into certificate (serial, user_number, profile, issuer_id, status, tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, intended_at, issued_at, revoked_at, revocation_reason)
     select '01' || md5('serial' || n), (10000000000000 + n)::text, 'system', $1, case when n > $2 then 'revoked' else 'issued' end, '\\x00', md5(n::text), '\\x00', md5('key' || n), now(), now() + interval '2 years', now(), now(),
       case when n > $2 then now() end, case when n > $2 then (array['superseded', 'cessationOfOperation', 'keyCompromise', 'affiliationChanged'])[1 + n % 4] end
     from generate_series(1, $3::int) n`,
    [issuerId, issued, issued + revoked],
  );
  await runSql(db, "analyze certificate");
  return (await runSql<{ serial: string }>(db, "select serial from certificate order by status, serial")).map(({ serial }) => serial);
}

/** OCSPRequests as openssl writes them, some with a nonce: files of JSON with base64. */
function makeQuestions(folder: string, serials: readonly string[]): Record<"nonce" | "plain", string> {
  const make = (name: string, options: string[]) => {
    const all = serials.map((serial) => {
      execFileSync("openssl", ["ocsp", "-issuer", join(folder, "issuer.pem"), "-serial", `0x${serial}`, "-reqout", join(folder, "question.der"), ...options], { stdio: "ignore" });
      return execFileSync("base64", ["-w0", join(folder, "question.der")], { encoding: "utf8" });
    });
    writeFileSync(join(folder, name), JSON.stringify(all));
    return join(folder, name);
  };
  return { nonce: make("nonce.json", ["-nonce"]), plain: make("plain.json", ["-no_nonce"]) };
}

/** `openssl ocsp` as a responder, with a key as long as ours and a certificate by the same authority. */
async function opensslResponder(folder: string, { authority }: Awaited<ReturnType<typeof openForBench>>, serials: readonly string[]): Promise<{ child: ChildProcess; port: number }> {
  const pair = generateKeyPairSync("rsa", { modulusLength: 3072 });
  const publicKey = Uint8Array.from(pair.publicKey.export({ type: "spki", format: "der" }));
  const now = Math.floor(Date.now() / 1000) * 1000;
  const tbs = authority.prepareResponder({ serial: authority.newSerial(), publicKey, notBefore: new Date(now - 60_000), notAfter: new Date(now + 86_400_000) });
  writeFileSync(join(folder, "signer.pem"), toPem("CERTIFICATE", await authority.sign(tbs)));
  writeFileSync(join(folder, "signer.key"), pair.privateKey.export({ type: "pkcs8", format: "pem" }));
  writeIndex(folder, serials, "V");
  const port = await freePort();
  const child = spawn("openssl", ["ocsp", "-port", String(port), "-index", "index.txt", "-CA", "issuer.pem", "-rsigner", "signer.pem", "-rkey", "signer.key", "-nmin", "60", "-ignore_err"], { cwd: folder, stdio: "ignore" });
  await new Promise((done) => setTimeout(done, 1_500));
  return { child, port };
}

/** openssl's own form of database. */
function writeIndex(folder: string, serials: readonly string[], state: "V" | "R"): void {
  const lines = serials.map((serial) => `${state}\t281129000000Z\t${state === "R" ? "261129000000Z,superseded" : ""}\t${serial.toUpperCase()}\tunknown\t/CN=${serial}`);
  writeFileSync(join(folder, "index.txt"), `${lines.join("\n")}\n`);
  writeFileSync(join(folder, "index.txt.attr"), "unique_subject = no\n");
  writeFileSync(join(folder, "crlnumber"), "01\n");
}

function gencrl(folder: string, made: { issuerCertPem: string; issuerKeyPem: string }): number {
  writeFileSync(join(folder, "issuer.key"), made.issuerKeyPem);
  const settings = ["[ca]", "default_ca = it", "[it]", "database = index.txt", "crlnumber = crlnumber", "default_md = sha256", "certificate = issuer.pem", "private_key = issuer.key", "default_crl_hours = 48", "crl_extensions = ext", "[ext]", "authorityKeyIdentifier = keyid"];
  writeFileSync(join(folder, "ca.cnf"), `${settings.join("\n")}\n`);
  const begun = performance.now();
  execFileSync("openssl", ["ca", "-gencrl", "-config", "ca.cnf", "-passin", `pass:${passphrase}`, "-out", "list.pem"], { cwd: folder, stdio: "ignore" });
  return (performance.now() - begun) / 1000;
}

async function ask({ port, path, connection, questions }: { port: number; path: string; connection: "keep" | "close"; questions: string }): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/bench/ocsp-askers.ts", String(port), path, String(AT_ONCE), String(ROUND_MS), connection, questions], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => void (said += bytes.toString()));
  await new Promise((done) => child.once("exit", done));
  const { perSecond, refused } = JSON.parse(said) as { perSecond: number; refused: number };
  if (refused > 0) throw new Error(`${refused} questions had no answer.`);
  return perSecond;
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((done, failed) => {
    child.stdout?.on("data", (bytes: Buffer) => {
      const port = /:(\d+)\n/.exec(bytes.toString())?.[1];
      if (port) done(Number(port));
    });
    child.once("exit", () => failed(new Error("The responder did not open.")));
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
