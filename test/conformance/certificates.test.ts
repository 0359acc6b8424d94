import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { toPem } from "#app/adapters/forge/pem.ts";

import { aKey, anAuthority, anOrder, personal, SLOW, type TestAuthority } from "../adapters/forge/authority.fixture.ts";

const run = promisify(execFile);

/** Names as they occur in practices here; the last ones are as long as a certificate can hold, and longer. */
const NAMES = [
  "Zoë van der Håkon", "J.W. de Vries-Bakker", "Łukasz Żółć", "Şeyma Çağlayan-İnönü", "Đorđe Šćekić", "Παναγιώτης Οικονόμου", "Олександр Щербина",
  "Þórunn Æðelsdóttir", "Fatima el Idrissi", "Eoghan Ó Súilleabháin", "Ștefan Țîrlea", "Jānis Ķēniņš", "Ernő Kőszegi", "Nguyễn Thị Ánh",
  "Ž".repeat(64), "Wilhelmina Alexandra Johanna van Oranje-Nassau-Saksen-Coburg-Gotha de Bourbon Parme", "O'Brien & Zn. (waarn.), 50% + *",
];

let folder: string;
let made: TestAuthority;
let publicKey: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "zegel-judges-"));
  made = await anAuthority();
  publicKey = aKey().publicKey;
  await writeFile(join(folder, "root.pem"), made.rootCertPem);
  await writeFile(join(folder, "issuer.pem"), made.issuerCertPem);
}, SLOW);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function leafFor(commonName: string, index: number): Promise<string> {
  const { authority } = made;
  const tbs = authority.prepare(anOrder(authority, publicKey, { commonName, organisation: `${commonName} Tandartsen` }));
  expect(authority.lint(tbs, personal)).toEqual([]);
  const der = Buffer.from(await authority.sign(tbs));
  const path = join(folder, `leaf-${index}`);
  await writeFile(`${path}.der`, der);
  await writeFile(`${path}.pem`, toPem("CERTIFICATE", der));
  return path;
}

describe.each(NAMES.map((name, index) => ({ name, index })))("the certificate of $name", ({ name, index }) => {
  let leaf: string;
  beforeAll(async () => void (leaf = await leafFor(name, index)));

  test("openssl, strict, for a client, under our policy", async () => {
    const { stdout } = await run("openssl", [
      "verify", "-x509_strict", "-purpose", "sslclient", "-policy_check", "-explicit_policy", "-policy", personal.policyOid,
      "-CAfile", join(folder, "root.pem"), "-untrusted", join(folder, "issuer.pem"), `${leaf}.pem`,
    ]);
    expect(stdout).toContain(": OK");
    const { stdout: subject } = await run("openssl", ["x509", "-noout", "-subject", "-nameopt", "RFC2253,utf8,-esc_msb,-esc_2253", "-in", `${leaf}.pem`]);
    expect(subject.normalize("NFC")).toContain(name.length <= 64 ? `CN=${name}` : "CN=Wilhelmina Alexandra Johanna van");
  });

  test("certtool reads it and finds the chain good", async () => {
    const chain = join(folder, `chain-${index}.pem`);
    await writeFile(chain, [(await run("cat", [`${leaf}.pem`])).stdout, made.issuerCertPem, made.rootCertPem].join(""));
    const { stdout } = await run("certtool", [
      "--verify", "--infile", chain, "--load-ca-certificate", join(folder, "root.pem"),
    ]);
    expect(stdout).toContain("Chain verification output: Verified. The certificate is trusted.");
    const { stdout: info, stderr } = await run("certtool", ["-i", "--infile", `${leaf}.pem`]);
    expect(info).toContain("TLS WWW Client");
    expect(`${info}${stderr}`).not.toMatch(/error|warning|insecure/i);
  });

  test("dumpasn1 has no error and no warning", async () => {
    const { stdout, stderr } = await run("dumpasn1", ["-a", `${leaf}.der`], { encoding: "utf8" });
    expect(`${stdout}${stderr}`).toMatch(/0 warnings, 0 errors\./);
  });
});

test("NSS accepts leaf, issuer and root, for a client", async () => {
  const database = `sql:${folder}`;
  const certutil = (...args: string[]) => run("certutil", [...args, "-d", database]);
  await certutil("-N", "--empty-password");
  await certutil("-A", "-n", "root", "-t", "CT,C,C", "-i", join(folder, "root.pem"));
  await certutil("-A", "-n", "issuer", "-t", ",,", "-i", join(folder, "issuer.pem"));
  for (const [index, name] of NAMES.entries()) {
    const leaf = await leafFor(name, index + 100);
    await certutil("-A", "-n", `leaf ${index}`, "-t", ",,", "-i", `${leaf}.pem`);
    const { stdout } = await certutil("-V", "-n", `leaf ${index}`, "-u", "C", "-e");
    expect(stdout, name).toContain("certificate is valid");
  }
});

test.each(["root", "issuer"])("dumpasn1 has no error and no warning about the %s", async (which) => {
  await run("openssl", ["x509", "-in", join(folder, `${which}.pem`), "-outform", "der", "-out", join(folder, `${which}.der`)]);
  // It exits with the number of errors, and counts every date after 2038 as one.
  const { stdout } = await run("dumpasn1", ["-a", join(folder, `${which}.der`)]).catch((failed: { stdout: string }) => failed);
  expect(stdout).toContain("sha256WithRSAEncryption");
  expect(stdout.match(/(Error|Warning): .*/g)?.filter((line) => !line.includes("32-bit time_t")) ?? []).toEqual([]);
});
