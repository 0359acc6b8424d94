import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makeAuthorityFor, openAuthority, type OpenAuthority } from "#app/adapters/forge/index.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import { keyInHand } from "#app/adapters/forge/signer.ts";
import { makeTokenKey, type TokenKey } from "#app/adapters/pkcs11/token.ts";
import { hasToken, openToken, type TestToken } from "#test/support/token.ts";

import { aKey, anOrder, BASE_URL, NOW, personal, SLOW } from "../adapters/forge/authority.fixture.ts";

const run = promisify(execFile);

let token: TestToken;
let key: TokenKey;
let publicKey: Uint8Array;
let authority: OpenAuthority;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  if (!hasToken) return;
  folder = mkdtempSync(join(tmpdir(), "zegel-token-judges-"));
  token = openToken();
  ({ publicKey } = aKey());
  key = await makeTokenKey(token.settings, token.surroundings);
  const certificates = await makeAuthorityFor(key.publicKey, { environment: "demonstration", organisation: "Zegel", now: new Date(NOW.getTime() - 30 * 86_400_000), rootPassphrase: "vier ezels in de regen" });
  authority = openAuthority({ ...certificates, issuerKey: key, publicBaseUrl: BASE_URL, clock: { now: () => NOW } });
  writeFileSync(at("root.pem"), certificates.rootCertPem);
  writeFileSync(at("issuer.pem"), certificates.issuerCertPem);
}, SLOW);
afterAll(() => {
  key?.close();
  token?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function leaf(name: string): Promise<string> {
  const tbs = authority.prepare(anOrder(authority, publicKey));
  expect(authority.lint(tbs, personal)).toEqual([]);
  writeFileSync(at(`${name}.pem`), toPem("CERTIFICATE", await authority.sign(tbs)));
  return at(`${name}.pem`);
}

const chain = () => ["-CAfile", at("root.pem"), "-untrusted", at("issuer.pem")];

describe.skipIf(!hasToken)("what a key in a token has signed", () => {
  test("the certificate is good to openssl, strict", async () => {
    const { stdout } = await run("openssl", ["verify", "-x509_strict", "-purpose", "sslclient", ...chain(), await leaf("good")]);
    expect(stdout).toContain(": OK");
  });

  test("the list is: who stands on it is refused, and who does not is good", async () => {
    const [revoked, good] = [await leaf("revoked"), await leaf("not-revoked")];
    const serial = (await run("openssl", ["x509", "-in", revoked, "-noout", "-serial"])).stdout.trim().replace("serial=", "").toLowerCase();
    const entries = [authority.encodeEntries([{ serial, revokedAt: NOW, reason: "superseded" }])];
    const list = await authority.sign(authority.prepareCrl({ number: 1, thisUpdate: NOW, nextUpdate: new Date(NOW.getTime() + 86_400_000), entries }));
    writeFileSync(at("list.pem"), toPem("X509 CRL", list));
    const verify = (file: string) => run("openssl", ["verify", "-crl_check", "-CRLfile", at("list.pem"), ...chain(), file]);
    expect((await verify(good)).stdout).toContain(": OK");
    await expect(verify(revoked)).rejects.toMatchObject({ stderr: expect.stringContaining("certificate revoked") });
  });

  test("the responder's certificate is, and so are its answers", async () => {
    const file = await leaf("asked");
    const responder = await authority.newResponderKey();
    const validity = { notBefore: new Date(NOW.getTime() - 60_000), notAfter: new Date(NOW.getTime() + 86_400_000) };
    const tbs = authority.prepareResponder({ serial: authority.newSerial(), publicKey: responder.publicKey, ...validity });
    expect(authority.lintResponder(tbs)).toEqual([]);
    const certificate = await authority.sign(tbs);
    writeFileSync(at("responder.pem"), toPem("CERTIFICATE", certificate));
    expect((await run("openssl", ["verify", "-x509_strict", ...chain(), at("responder.pem")])).stdout).toContain(": OK");

    await run("openssl", ["ocsp", "-issuer", at("issuer.pem"), "-cert", file, "-reqout", at("question.der"), "-no_nonce"]);
    const { about } = authority.readQuestion(await run("cat", [at("question.der")], { encoding: "buffer" }).then(({ stdout }) => stdout));
    const answer = await responder.answer(about.map((one) => ({ about: one, state: "good" as const })), { thisUpdate: NOW, nextUpdate: new Date(NOW.getTime() + 3_600_000), nonce: null, certificate });
    writeFileSync(at("answer.der"), answer);
    const { stdout, stderr } = await run("openssl", ["ocsp", "-issuer", at("issuer.pem"), "-cert", file, "-respin", at("answer.der"), "-no_nonce", "-CAfile", at("root.pem"), "-verify_other", at("issuer.pem")]);
    expect(stderr).toContain("Response verify OK");
    expect(stdout).toContain(": good");
  });

  test("another key is not taken for that of this certificate", () => {
    const another = keyInHand(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
    const files = { rootCertPem: authority.chain()[1] ?? "", issuerCertPem: authority.chain()[0] ?? "", publicBaseUrl: BASE_URL, clock: { now: () => NOW } };
    expect(() => openAuthority({ ...files, issuerKey: another })).toThrow(expect.objectContaining({ code: "authority.key-mismatch" }));
  });
});
