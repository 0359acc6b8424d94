import { generateKeyPairSync, X509Certificate } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { childrenOf, readDer, TAG } from "#app/adapters/forge/der.ts";

import { aKey, anAuthority, anOrder, BASE_URL, NOW, PASSPHRASE, personal, SLOW, type TestAuthority } from "./authority.fixture.ts";

let made: TestAuthority;
let publicKey: Uint8Array;
beforeAll(async () => {
  made = await anAuthority();
  publicKey = aKey().publicKey;
}, SLOW);

const files = () => ({ ...made, passphrase: PASSPHRASE, publicBaseUrl: BASE_URL, clock: { now: () => NOW } });

describe("the ceremony", () => {
  test("root RSA-4096 for 20 years, issuing CA RSA-3072 for 10, with no CA below it", () => {
    const root = new X509Certificate(made.rootCertPem);
    const issuer = new X509Certificate(made.issuerCertPem);
    expect(root.publicKey.asymmetricKeyDetails?.modulusLength).toBe(4096);
    expect(issuer.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    const years = (cert: X509Certificate) => Math.round((Date.parse(cert.validTo) - Date.parse(cert.validFrom)) / 31_556_952_000);
    expect([years(root), years(issuer)]).toEqual([20, 10]);
    expect(issuer.subject).toBe("C=NL\nO=Zegel\nOU=demonstration\nCN=Zegel Issuing CA G1");
    expect(issuer.toLegacyObject().raw.includes(Buffer.from("30060101ff020100", "hex"))).toBe(true);
  });

  test("keys leave it only as PKCS#8 under AES-256", () => {
    for (const pem of [made.rootKeyPem, made.issuerKeyPem]) {
      expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
      const aes256 = Buffer.from("060960864801650304012a", "hex");
      expect(Buffer.from(pem.replace(/-----.*-----/g, ""), "base64").includes(aes256)).toBe(true);
    }
  });

  test("a passphrase of eleven characters is refused", async () => {
    const ceremony = { environment: "test", now: NOW, organisation: "Zegel" } as const;
    await expect(makeAuthority({ ...ceremony, passphrase: "elf tekens!" })).rejects.toMatchObject({ code: "authority.passphrase-short" });
  });
});

describe("opening", () => {
  test("files that belong together open", () => {
    const authority = openAuthority(files());
    expect(authority.environment).toBe("demonstration");
    expect(authority.issuerId).toBe(new X509Certificate(made.issuerCertPem).fingerprint256.replaceAll(":", "").toLowerCase());
    expect(authority.chain()).toEqual([made.issuerCertPem, made.rootCertPem]);
    expect(authority.urls.crl).toMatch(/^http:\/\/pki\.zegel\.example\/pki\/[0-9a-f]{40}\.crl$/);
  });

  const openKey = () =>
    generateKeyPairSync("rsa", { modulusLength: 3072 }).privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: PASSPHRASE }).toString();
  const unprotected = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  test.each([
    ["authority.passphrase", "another passphrase", () => ({ passphrase: "vijf ezels in de zon" })],
    ["authority.key-mismatch", "a key of another certificate", () => ({ issuerKeyPem: openKey() })],
    ["authority.malformed", "a key without a passphrase", () => ({ issuerKeyPem: unprotected() })],
    ["authority.malformed", "a certificate cut short", () => ({ issuerCertPem: made.issuerCertPem.replace(/.{64}\n/, "") })],
    ["authority.malformed", "no certificate", () => ({ rootCertPem: "" })],
    ["authority.chain", "an issuer in place of the root", () => ({ rootCertPem: made.issuerCertPem })],
    ["authority.chain", "a root in place of the issuer", () => ({ issuerCertPem: made.rootCertPem, issuerKeyPem: made.rootKeyPem })],
    ["authority.base-url", "no address", () => ({ publicBaseUrl: "pki.zegel.example" })],
    ["authority.base-url", "an address with a question", () => ({ publicBaseUrl: "https://pki.zegel.example/?a=b" })],
  ])("%s: %s", (code, _, wrong) => {
    expect(() => openAuthority({ ...files(), ...wrong() })).toThrow(expect.objectContaining({ code }));
  });

  test("a wrong passphrase is in no message and no cause", () => {
    const thrown = (() => {
      try {
        return openAuthority({ ...files(), passphrase: "geheim geheim geheim" });
      } catch (error) {
        return error as Error;
      }
    })();
    expect(JSON.stringify(thrown, Object.getOwnPropertyNames(thrown))).not.toContain("geheim");
  });
});

describe("issuing", () => {
  test("serials: 17 octets, the first 0x01–0x7f, none twice (P4)", () => {
    const serials = Array.from({ length: 20_000 }, () => made.authority.newSerial());
    expect(serials.every((serial) => /^(0[1-9a-f]|[1-7][0-9a-f])[0-9a-f]{32}$/.test(serial))).toBe(true);
    expect(new Set(serials).size).toBe(serials.length);
    expect(new Set(serials.map((serial) => serial.slice(0, 2))).size).toBe(127);
  });

  test("the octets in the certificate are the octets that were prepared (P2), and the same octets give the same certificate", async () => {
    const tbs = made.authority.prepare(anOrder(made.authority, publicKey));
    const [first, second] = await Promise.all([made.authority.sign(tbs), made.authority.sign(tbs)]);
    expect(Buffer.compare(first, second)).toBe(0);
    const [inside] = childrenOf(readDer(first), TAG.sequence);
    expect(Buffer.compare(inside?.bytes ?? Buffer.alloc(0), tbs)).toBe(0);
  });

  test("the same order gives the same octets", () => {
    const order = anOrder(made.authority, publicKey);
    expect(Buffer.compare(made.authority.prepare(order), made.authority.prepare(order))).toBe(0);
  });

  test("the certificate says what was ordered", async () => {
    const order = anOrder(made.authority, publicKey);
    const cert = new X509Certificate(await made.authority.sign(made.authority.prepare(order)));
    expect(cert.subject).toBe("C=NL\nO=Tandartspraktijk De Brug\nOU=12345678\nserialNumber=12345678901237\nCN=Z. van der Håkon");
    expect(cert.serialNumber.toLowerCase()).toBe(order.serial);
    expect([cert.validFrom, cert.validTo].map((at) => Date.parse(at))).toEqual([order.notBefore.getTime(), order.notAfter.getTime()]);
    expect(cert.ca).toBe(false);
    expect(cert.checkIssued(new X509Certificate(made.issuerCertPem))).toBe(true);
    expect(cert.infoAccess).toContain(made.authority.urls.ocsp);
  });

  test("the event loop stays free while many are signed", async () => {
    const tbs = made.authority.prepare(anOrder(made.authority, publicKey));
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 60 }, () => made.authority.sign(tbs)));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
  });

  test("a name that is too long is made to fit; a broken one is left to the lint", () => {
    const lint = (commonName: string) =>
      made.authority.lint(made.authority.prepare(anOrder(made.authority, publicKey, { commonName })), personal).map(({ check }) => check);
    expect(lint(`Александър ${"Стоянов-".repeat(20)}`)).toEqual([]);
    expect(lint("Zoë \uD800")).toEqual(["subject-characters"]);
    expect(lint("Zoë\u0000")).toEqual(["subject-characters"]);
    expect(lint("   ")).toEqual(["subject-empty"]);
  });
});
