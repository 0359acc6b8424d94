import { readFileSync } from "node:fs";

import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";

let browser: Browser;
let office: RunningOffice;

beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ env: { ZEGEL_WORLD: "busy-office" } })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
});

const settled = (page: Page) => page.waitForLoadState("networkidle");

describe("certificates at the desk", () => {
  test.each([
    ["nl", 1280],
    ["en", 360],
  ] as const)("are found, read, revoked and taken along, in %s at %i", async (language, width) => {
    const { page, look, complaints } = await onlooker(browser, "certificates", { language, width });
    await signIn(page, office.baseUrl, bothHands(page), "Sanne Mulder");
    const at = async (address: string, where: string) => {
      await page.goto(`${office.baseUrl}${address}`);
      await settled(page);
      await look(where);
    };
    await at("/certificates", "all");
    await at("/certificates?state=expires-soon", "expiring");
    await at("/certificates?state=to-install", "to install");
    await at("/certificates?state=to-install&band=waiting", "one band");
    await at("/certificates?state=replaced&profile=system", "too narrow");
    await at("/certificates?q=nobody-at-all-qq", "not found");
    await page.goto(`${office.baseUrl}/certificates?state=valid`);
    await settled(page);
    const [download]: [Download, void] = await Promise.all([page.waitForEvent("download"), page.locator('button[name="as"][value="csv"]').click()]);
    const [, line = ""] = readFileSync(await download.path()).toString("utf8").split("\r\n");
    const serial = line.split(";")[0]?.replaceAll('"', "") ?? "";
    expect(serial).toMatch(/^[0-7][0-9a-f]{33}$/);
    await at(`/certificates?q=${encodeURIComponent(serial.toUpperCase().match(/../g)?.join(":") ?? "")}`, "found by serial");
    await page.locator("main [data-queue-link]").first().click();
    await page.waitForURL(`**/certificates/${serial}`);
    await page.locator("main h3", { hasText: "OCSP" }).waitFor();
    await settled(page);
    expect(await page.locator("main").innerText()).toMatch(language === "nl" ? /OCSP\s+Geldig/ : /OCSP\s+Good/);
    expect(await page.locator("main").innerText()).not.toMatch(/undefined|\{\{|2\.5\.29\.\d+\s*$/);
    expect(await page.locator("main [data-chain]").count()).toBe(3);
    await look("a certificate");
    await page.locator(`main a[href="/certificates/${serial}/revocation"]`).click();
    await page.waitForURL("**/revocation");
    await settled(page);
    await look("before revoking");
    await page.locator("main form[method=post] button").last().click();
    await page.locator(`main [role="alert"]`).first().waitFor();
    await look("without a reason");
    await page.locator('label[for="reason--keyCompromise"]').click();
    await page.locator("main form[method=post] button").last().click();
    await page.waitForURL("**?revoked=yes");
    await page.locator("main h3", { hasText: "OCSP" }).waitFor();
    await settled(page);
    // P13: what we answer to anybody says so at once.
    expect(await page.locator("main").innerText()).toMatch(language === "nl" ? /OCSP\s+Ingetrokken/ : /OCSP\s+Revoked/);
    await look("revoked");
    await at(`/certificates/${serial}/revocation`, "revoked already");
    await at("/certificates?state=revoked", "revoked ones");
    expect(complaints.filter((one) => !/422/.test(one))).toEqual([]);
  });

  test("are reached and revoked with the keyboard alone", async () => {
    const { page } = await onlooker(browser, "certificates-keys", { language: "nl", width: 1280 });
    const hands = keyboardAlone(page);
    await signIn(page, office.baseUrl, hands, "Ilse Peters");
    await hands.press('nav a[href="/certificates"]');
    await page.locator("h1", { hasText: "Certificaten" }).waitFor();
    await settled(page);
    await hands.press('nav a[href="/certificates?state=expires-soon"]');
    await page.locator("main table").first().waitFor();
    await page.goto(`${office.baseUrl}/certificates?state=valid`);
    await settled(page);
    await hands.press("main [data-queue-link]");
    await page.waitForURL(/\/certificates\/[0-9a-f]{34}$/);
    await settled(page);
    await hands.press('main a[href$="/revocation"]');
    await page.waitForURL("**/revocation");
    await settled(page);
    await hands.tick('input[name="reason"][value="superseded"]');
    await hands.press('form[method="post"] button:last-of-type');
    await page.waitForURL("**?revoked=yes");
  });

  test("are asked after without scripts by a link, and are not in the menu of who may not see them", async () => {
    const { aPerson } = await import("#test/support/browser.ts");
    const { page } = await aPerson(browser, { language: "nl", width: 1280, javaScript: false });
    await signIn(page, office.baseUrl, bothHands(page), "Sanne Mulder");
    await page.goto(`${office.baseUrl}/certificates?state=valid`);
    await page.locator("main [data-queue-link]").first().click();
    await page.locator('main a[href$="?ask=now"]').click();
    await page.locator("main h3", { hasText: "OCSP" }).waitFor();
    for (const name of ["Noor Visser", "Tom Smit"]) {
      const { page: theirs } = await aPerson(browser, { language: "nl", width: 1280 });
      await signIn(theirs, office.baseUrl, bothHands(theirs), name);
      expect(await theirs.locator('nav a[href="/certificates"]').count()).toBe(0);
    }
  });
});
