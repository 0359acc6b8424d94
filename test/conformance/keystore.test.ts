import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { toPem } from "#app/adapters/forge/pem.ts";
import type * as Keystore from "#app/ui/install/keystore.ts";

import { anAuthority, anOrder, personal, ZOE, SLOW, type TestAuthority } from "../adapters/forge/authority.fixture.ts";

const run = promisify(execFile);
const env = { ...process.env, LC_ALL: "C.UTF-8" };

declare const keystore: typeof Keystore;
declare global {
  var keys: CryptoKeyPair;
}

/** As typed; letters in two pieces are the same password as letters in one. */
const PASSWORDS = [
  "Tulpen voor Amsterdam", "wächtwoord", "пароль", "Κωδικός-42", "密码密码密码", "🔑🦷 tandarts 𝒵", "wa\u0308chtwoord", "€ 12,50 \"'\\$`", "x", "lang ".repeat(30).trim(), "ÿ\u00a0þ",
];

let folder: string;
let browser: Browser;
let server: Server;
let page: Page;
let made: TestAuthority;
let certificatePem: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zegel-keystore-"));
  made = await anAuthority();
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL("../../app/ui/install/keystore.ts", import.meta.url))],
    bundle: true, write: false, format: "iife", globalName: "keystore", target: "es2022", minify: true,
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  server = createServer((_, response) => response.setHeader("content-type", "text/html; charset=utf-8").end(`<!doctype html><script>${script}</script>`));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  const csr = await page.evaluate(async (userNumber) => {
    globalThis.keys = await keystore.makeKey();
    return keystore.makeCsr(globalThis.keys, userNumber);
  }, ZOE.userNumber);
  const { publicKey } = made.authority.checkCsr(csr, { userNumber: ZOE.userNumber, profile: personal });
  certificatePem = toPem("CERTIFICATE", await made.authority.sign(made.authority.prepare(anOrder(made.authority, publicKey))));
}, SLOW);

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

function makeInBrowser(contents: { certificatePem: string; chainPem: string[]; password: string; friendlyName: string }): Promise<number[]> {
  return page.evaluate(async (given) => [...(await keystore.makeKeystore({ ...given, privateKey: globalThis.keys.privateKey }))], contents);
}

describe.each(PASSWORDS.map((password, index) => ({ password, index })))("a file made in the browser under $password", ({ password, index }) => {
  const typed = password.normalize("NFC");
  let path: string;
  beforeAll(async () => {
    path = join(folder, `${index}.p12`);
    const octets = await makeInBrowser({ certificatePem, chainPem: made.authority.chain(), password, friendlyName: "Zoë van der Håkon" });
    await writeFile(path, Uint8Array.from(octets));
    await writeFile(`${path}.password`, `${typed}\n`);
  }, SLOW);

  test("opens in openssl, with key, certificate and chain", async () => {
    const { stdout } = await run("openssl", ["pkcs12", "-in", path, "-passin", `file:${path}.password`, "-nodes"], { env });
    expect(stdout.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(stdout.match(/localKeyID/g)).toHaveLength(2);
    await writeFile(`${path}.pem`, stdout);
    const [ofKey, ofCertificate] = await Promise.all([run("openssl", ["pkey", "-in", `${path}.pem`, "-pubout"]), run("openssl", ["x509", "-in", `${path}.pem`, "-noout", "-pubkey"])]);
    expect(ofKey.stdout).toBe(ofCertificate.stdout);
  });

  test("opens in NSS, which joins key and certificate", async () => {
    const database = await mkdtemp(join(folder, "nss-"));
    await run("certutil", ["-N", "--empty-password", "-d", `sql:${database}`]);
    await run("pk12util", ["-i", path, "-d", `sql:${database}`, "-w", `${path}.password`, "-K", ""], { env });
    const { stdout } = await run("certutil", ["-L", "-d", `sql:${database}`], { env });
    expect(stdout).toMatch(/Zoë van der Håkon +u,u,u/);
    expect((await run("certutil", ["-K", "-d", `sql:${database}`], { env })).stdout).toContain("Zoë van der Håkon");
  });

  test("does not open under another password", async () => {
    await writeFile(`${path}.wrong`, `${typed}x\n`);
    await expect(run("openssl", ["pkcs12", "-in", path, "-passin", `file:${path}.wrong`, "-nodes"], { env })).rejects.toThrow(/invalid password/);
  });
});

test("GnuTLS and dumpasn1 read the file, and say that it is AES-256 and SHA-256 throughout", async () => {
  const path = join(folder, "0.p12");
  const { stdout } = await run("openssl", ["pkcs12", "-info", "-in", path, "-passin", `file:${path}.password`, "-noout"], { env }).then(({ stderr }) => ({ stdout: stderr }));
  expect(stdout).toContain("MAC: sha256, Iteration 100000");
  expect(stdout.match(/PBES2, PBKDF2, AES-256-CBC, Iteration 100000, PRF hmacWithSHA256/g)).toHaveLength(2);
  // Layer by layer: what is encrypted may look like the beginning of a structure to whoever reads on inside it.
  const { stdout: outline } = await run("openssl", ["asn1parse", "-inform", "DER", "-in", path]);
  const authSafe = /^ *(\d+):d=\d+ .*OCTET STRING/m.exec(outline)?.[1] ?? "";
  await run("openssl", ["asn1parse", "-inform", "DER", "-in", path, "-strparse", authSafe, "-out", `${path}.safe`, "-noout"]);
  for (const layer of [path, `${path}.safe`]) {
    const dump = await run("dumpasn1", ["-a", "-e", layer]);
    expect(`${dump.stdout}${dump.stderr}`).toMatch(/0 warnings, 0 errors\./);
  }
  expect((await run("dumpasn1", ["-a", "-e", `${path}.safe`])).stdout).toContain("pkcs5PBES2");
  const certtool = await run("certtool", ["--p12-info", "--inder", "--infile", path, "--password", PASSWORDS[0] ?? ""], { env });
  expect(certtool.stdout).toContain("BEGIN CERTIFICATE");
});

test("openssl finds the request good, with nothing in its subject but the user number", async () => {
  const csr = await page.evaluate((userNumber) => keystore.makeCsr(globalThis.keys, userNumber), ZOE.userNumber);
  await writeFile(join(folder, "request.pem"), csr);
  const { stdout } = await run("openssl", ["req", "-in", join(folder, "request.pem"), "-verify", "-noout", "-subject", "-text"]);
  expect(stdout).toMatch(/subject=CN = 12345678901237\n/);
  expect(stdout).toContain("Public-Key: (3072 bit)");
});

test.each([
  ["keystore.no-password", () => ({ password: "" })],
  ["keystore.other-key", () => ({ certificatePem: made.issuerCertPem })],
  ["keystore.other-key", () => ({ certificatePem: "" })],
])("%s is refused before anything is saved", async (code, wrong) => {
  const contents = { certificatePem, chainPem: made.authority.chain(), password: "Tulpen", friendlyName: "Zoë", ...wrong() };
  await expect(makeInBrowser(contents)).rejects.toThrow(code);
});
