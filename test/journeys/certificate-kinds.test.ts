import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInPractice, goOn, onPage } from "./counter.ts";
import { downloadKeystore, PASSWORD } from "./installer.ts";
import { onlooker } from "./looking.ts";
import { pinOnDoormat } from "./newcomer.ts";
import { eventually, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";
import { printAndPost } from "./print-room.ts";
import { approveAndIdentify, askForSystemCertificate, FATIMA, passingBy, PIETER, send, signInAs, SOFTWARE_ASKS, somebody, toSigningRequest, type Cast } from "./software.ts";
import { walks } from "./walks.ts";

const browser = await openBrowser();
const folder = mkdtempSync(join(tmpdir(), "zegel-supplier-"));
afterAll(() => browser.close());

const openssl = (...words: string[]) => execFileSync("openssl", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** What a supplier's software makes: a key that stays there, and a signing request for it. */
function signingRequest(name: string, bits: number): { file: string; text: string } {
  const file = join(folder, `${name}.csr`);
  openssl("req", "-new", "-newkey", `rsa:${bits}`, "-nodes", "-subj", "/O=Plan B.V./CN=tandplan", "-keyout", join(folder, `${name}.key`), "-out", file);
  return { file, text: readFileSync(file, "utf8") };
}

const extension = (certificate: string, name: string) => openssl("x509", "-in", certificate, "-noout", "-ext", name);

/** What is published at an address, as PEM in a file. */
async function published(address: string, what: "x509" | "crl"): Promise<string> {
  const [der, pem] = [join(folder, "published.der"), join(folder, `published-${performance.now()}.pem`)];
  writeFileSync(der, new Uint8Array(await (await fetch(address)).arrayBuffer()));
  openssl(what, "-inform", "DER", "-in", der, "-out", pem);
  return pem;
}

/** Whether openssl finds a certificate good under the authority as it is published where the certificate says, the list of revoked ones included; else why not. */
async function verify(certificate: string): Promise<string> {
  const at = /CA Issuers - URI:(\S+)/.exec(extension(certificate, "authorityInfoAccess"))?.[1] ?? "";
  const issuer = await published(at, "x509");
  const rootKey = /([0-9A-F]{2}:){19}[0-9A-F]{2}/.exec(extension(issuer, "authorityKeyIdentifier"))?.[0] ?? "";
  const root = await published(at.replace(/[0-9a-f]{40}(?=\.cer$)/, rootKey.replaceAll(":", "").toLowerCase()), "x509");
  const list = await published(/URI:(\S+)/.exec(extension(certificate, "crlDistributionPoints"))?.[1] ?? "", "crl");
  try {
    return openssl("verify", "-x509_strict", "-purpose", "sslclient", "-crl_check", "-CRLfile", list, "-CAfile", root, "-untrusted", issuer, certificate);
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error);
  }
}

describe.each(walks<(typeof BOTH_WAYS)[number]>(BOTH_WAYS))("certificates of software and of tests, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();
  const dutch = language === "nl";
  const cast = (): Cast => ({ browser, baseUrl: office.baseUrl, outside: outsideOf(office.baseUrl), language, width });
  /** The supplier's request, which a test is refused for later: its key has a certificate. */
  let used = "";

  test("a supplier's signing request becomes a system certificate, used from its addresses until the practice has it removed", { timeout: 900_000 }, async () => {
    const people = cast();
    const { baseUrl, outside } = people;
    const [beheer, sanne, fatima] = [await somebody(people, "system-form"), await somebody(people, "system-desk"), await somebody(people, "system-identify")];
    await signInAs(people, sanne, "Sanne Mulder");
    const reference = await askForSystemCertificate(people, beheer);
    await approveAndIdentify(people, sanne, fatima, reference);
    const userNumber = /\b\d{14}\b/.exec((await outside.mail(FATIMA, new RegExp(`${reference}[^]*\\b\\d{14}\\b|\\b\\d{14}\\b[^]*${reference}`))).text)?.[0] ?? "";
    const noor = await somebody(people, "system-print");
    await signInAs(people, noor, "Noor Visser");
    await printAndPost(noor.page, baseUrl, noor.hands, passingBy);
    const pin = await pinOnDoormat(outside, "TandPlan");

    // The supplier has sent files; three of them are no good.
    const { page, look, hands, complaints } = await somebody(people, "system-install");
    await toSigningRequest(page, baseUrl, hands, { userNumber, pin });
    await look("offer");
    await hands.press('main a[href="/install/signing-request"]');
    await page.waitForURL("**/install/signing-request");
    await page.waitForLoadState("networkidle");
    await look("signing request");
    const [good, weak] = [signingRequest(`good-${language}`, 3072), signingRequest(`weak-${language}`, 2048)];
    used = good.text;
    for (const [what, text, said] of [["nothing", "", /Plak de inhoud|Paste the content/], ["damaged", good.text.slice(0, 700), /PEM/], ["weak", weak.text, /2048/]] as const) {
      await hands.fill('textarea[name="csr"]', text);
      await hands.press("main form button[type=submit], main form button:not([type])");
      await page.locator('main [role="alert"]', { hasText: said }).waitFor();
      await page.waitForLoadState("networkidle");
      await look(what);
    }
    await page.locator('input[type="file"]').setInputFiles(good.file);
    await page.waitForFunction((text) => document.querySelector<HTMLTextAreaElement>('textarea[name="csr"]')?.value.trim() === text, good.text.trim());
    await look("chosen from a file");
    await hands.press("main form button[type=submit], main form button:not([type])");
    await page.locator("a[download]").waitFor();
    await page.waitForLoadState("networkidle");
    await look("made");
    const downloading = page.waitForEvent("download");
    await hands.press("a[download]");
    const pem = join(folder, `${language}.pem`);
    writeFileSync(pem, readFileSync(await (await downloading).path()));
    expect(await verify(pem)).toMatch(/: OK/);
    expect(openssl("x509", "-in", pem, "-noout", "-pubkey")).toBe(openssl("rsa", "-in", join(folder, `good-${language}.key`), "-pubout"));
    expect((await outside.mail("beheer@tandplan.example", /systeemcertificaat|system certificate/i)).text).not.toContain(userNumber);

    // The desk sees what it is for, from where, and the certificate.
    await sanne.page.goto(`${baseUrl}/customers/accounts/${userNumber}`);
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("account of software");
    const shown = await sanne.page.locator("main").innerText();
    expect(shown).toContain("203.0.113.7");
    expect(shown).toContain("2001:db8::7");

    // It is removed by form, with identification, and from then on stands in the list of revoked ones.
    await beginForm(beheer.page, baseUrl, beheer.hands, "revocation", passingBy);
    await fillInPractice(beheer.page, beheer.hands, passingBy);
    await onPage(beheer.page, "kind");
    await beheer.hands.tick('input[name="revocation.kind"][value="system"]');
    await goOn(beheer.hands);
    await onPage(beheer.page, "system");
    await beheer.hands.fill('[name="system.software"]', "TandPlan");
    await beheer.hands.tick('input[name="system.reason"][value="not-needed"]');
    await beheer.look("system");
    await goOn(beheer.hands);
    await onPage(beheer.page, "revocation");
    await beheer.hands.tick('input[name="revocation.moment"][value="now"]');
    await beheer.hands.tick('input[name="revocation.software"]');
    await beheer.look("when");
    await goOn(beheer.hands);
    const removal = await send(people, beheer, { ...SOFTWARE_ASKS, email: "n.beheer@debrug.example" });
    const status = beheer.page.url();
    await approveAndIdentify(people, sanne, fatima, removal);
    expect((await outside.mail(PIETER, /systeemcertificaat is ingetrokken/)).text).toContain(removal);
    await beheer.page.goto(status);
    await beheer.look("status: removed");
    await eventually(async () => (/certificate revoked/.test(await verify(pem)) ? true : null), "the certificate in the list of revoked ones");
    await sanne.page.goto(`${baseUrl}/customers/accounts/${userNumber}`);
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("account of software that ended");
    expect([...beheer.complaints, ...sanne.complaints, ...fatima.complaints, ...noor.complaints, ...complaints]).toEqual([]);
  });

  test("a test certificate comes from the authority for tests, says TEST, and opens nothing in production", { timeout: 900_000 }, async () => {
    const people = cast();
    const { baseUrl, outside } = people;
    const [tester, sanne, fatima] = [await somebody(people, "test-form"), await somebody(people, "test-desk"), await somebody(people, "test-identify")];
    await signInAs(people, sanne, "Sanne Mulder");
    await beginForm(tester.page, baseUrl, tester.hands, "test-certificate", tester.look);
    await fillInPractice(tester.page, tester.hands, passingBy);
    await onPage(tester.page, "purpose");
    await tester.hands.tick('input[name="test.purpose"][value="chain-test"]');
    await tester.page.locator('[name="test.with"]').waitFor();
    await tester.hands.fill('[name="test.with"]', "Zorgverzekeraar Zilver");
    await tester.hands.tick('input[name="test.environment"][value="acceptance"]');
    await tester.look("purpose");
    await goOn(tester.hands);
    await onPage(tester.page, "user");
    await tester.hands.fill('[name="user.name.initials"]', "T.");
    await tester.hands.fill('[name="user.name.surname"]', "Proef");
    await tester.hands.fill('[name="user.email"]', "t.proef@debrug.example");
    await tester.look("tester");
    await goOn(tester.hands);
    await onPage(tester.page, "services");
    await tester.hands.tick('input[name^="services"][value="claims"]');
    await tester.hands.tick('input[name="test.terms"]');
    await tester.look("services and terms");
    await goOn(tester.hands);
    const reference = await send(people, tester, { ...SOFTWARE_ASKS, email: "tests@debrug.example" });
    await approveAndIdentify(people, sanne, fatima, reference);
    const userNumber = /\b0\d{13}\b/.exec((await outside.mail(FATIMA, new RegExp(`${reference}[^]*\\b0\\d{13}\\b|\\b0\\d{13}\\b[^]*${reference}`))).text)?.[0] ?? "";
    const noor = await somebody(people, "test-print");
    await signInAs(people, noor, "Noor Visser");
    await printAndPost(noor.page, baseUrl, noor.hands, passingBy);

    const { page, look, hands, complaints } = await somebody(people, "test-install");
    await toSigningRequest(page, baseUrl, hands, { userNumber, pin: await pinOnDoormat(outside, "Proef") });
    await hands.press('main a[href="/install/signing-request"]');
    await page.waitForURL("**/install/signing-request");
    await page.waitForLoadState("networkidle");
    await look("signing request of a test");
    await hands.fill('textarea[name="csr"]', used);
    await hands.press("main form button[type=submit], main form button:not([type])");
    await page.locator('main [role="alert"]', { hasText: dutch ? "al een certificaat" : "has a certificate already" }).waitFor();
    await look("the key of another certificate");
    await hands.press('main a[href="/install"]');
    await page.locator('main button[type="button"]').first().waitFor();
    await page.waitForLoadState("networkidle");
    await look("make the key of a test");
    const file = join(folder, `test-${language}.p12`);
    writeFileSync(file, await downloadKeystore(page, hands, passingBy));
    await look("open the file of a test");

    const pem = join(folder, `test-${language}.pem`);
    openssl("pkcs12", "-in", file, "-passin", `pass:${PASSWORD}`, "-clcerts", "-nokeys", "-out", pem);
    expect(openssl("x509", "-in", pem, "-noout", "-subject", "-nameopt", "utf8")).toContain("CN=TEST T. Proef");
    expect(await verify(pem)).toMatch(/: OK/);
    // A year, and not two.
    expect(() => openssl("x509", "-in", pem, "-noout", "-checkend", String(366 * 86_400))).toThrow();

    // Where people log in it is known for what it is, and opens nothing.
    const certificate = { origin: office.loginUrl, pfx: readFileSync(file), passphrase: PASSWORD };
    const login = await onlooker(browser, "test-login", { language, width, certificate });
    await login.page.goto(`${office.loginUrl}/my`);
    await login.look("refused");
    expect(await login.page.locator("h1").textContent()).toBe(dutch ? "Dit is een testcertificaat" : "This is a test certificate");

    await sanne.page.goto(`${baseUrl}/customers/accounts/${userNumber}`);
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("account of a test");
    const ilse = await somebody(people, "authority");
    await signInAs(people, ilse, "Ilse Peters");
    await ilse.page.goto(`${baseUrl}/authority`);
    await ilse.page.waitForLoadState("networkidle");
    await ilse.look("authority");
    expect(await ilse.page.locator("main").innerText()).not.toMatch(/undefined|\{\{/);
    expect([...tester.complaints, ...sanne.complaints, ...fatima.complaints, ...noor.complaints, ...complaints, ...login.complaints, ...ilse.complaints].filter((said) => !/status of 403/.test(said))).toEqual([]);
  });
});
