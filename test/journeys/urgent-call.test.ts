import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aPerson, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands, type Hands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { outsideOf } from "./outside.ts";

/** Pieter, the contact of De Brug, whose number is called back. */
const CONTACT = "p.hendriks@debrug.example";
const BLOCK = 'form[method="post"] button:has-text("nu blokkeren"), form[method="post"] button:has-text("Block the account now")';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Finds somebody's account by the practice. */
async function findByPractice(page: Page, hands: Hands, name: string): Promise<void> {
  await hands.fill('main input[name="q"]', "de brug");
  await hands.press("main form[role=search] button");
  await page.getByRole("link", { name, exact: true }).first().click();
  await page.waitForURL(/\/urgent-block\/\d{14}$/);
  await page.waitForLoadState("networkidle");
}

/** What was said, and the call back a minute ago by the office's clock. */
async function fillInCall(page: Page, hands: Hands): Promise<void> {
  await hands.fill('input[name="caller"]', "Sem Jansen, assistent");
  await hands.fill('textarea[name="said"]', "De laptop is gestolen, met het certificaat erop.");
  await hands.tick('input[name="reason"][value="compromised"]');
  await page.locator("label", { hasText: "P. Hendriks" }).click();
  await hands.fill('input[name="calledBackAt"]', clockOfAmsterdam());
  await hands.fill('input[name="answeredBy"]', "Pieter Hendriks");
  await hands.tick('input[name="confirmed"]');
}

const clockOfAmsterdam = () => new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(Date.now() - 60_000);

describe.each([
  { language: "nl" as const, width: 1280 },
  { language: "en" as const, width: 360 },
])("an urgent call, in $language at $width", ({ language, width }) => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice") });
  });
  afterAll(() => office.stop());

  test("is called back, blocks the account at once, and is confirmed at the desk; who is on call sees nothing else", async () => {
    const outside = outsideOf(office.baseUrl);
    const daan = await onlooker(browser, "on call", { language, width });
    const hands = bothHands(daan.page);
    await signIn(daan.page, office.baseUrl, hands, "Daan Vos");
    expect(new URL(daan.page.url()).pathname).toBe("/urgent-block");
    expect(await daan.page.locator("nav").first().locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual(["/urgent-block"]);
    await daan.look("on call: home");
    for (const elsewhere of ["/desk", "/customers", "/jobs"]) {
      await daan.page.goto(`${office.baseUrl}${elsewhere}`);
      await daan.page.waitForLoadState("networkidle");
      expect(await daan.page.locator("h1").innerText()).toMatch(/^(U mag deze pagina niet zien|You may not see this page)/);
    }
    // A browser reports each refused page as an error of its own.
    expect(daan.complaints.splice(0).filter((one) => !one.includes("403"))).toEqual([]);

    await daan.page.goto(`${office.baseUrl}/urgent-block`);
    await daan.page.waitForLoadState("networkidle");
    await hands.fill('main input[name="q"]', "9000 0000 0000 00");
    await hands.press("main form[role=search] button");
    await daan.page.waitForURL(/q=/);
    await daan.page.locator("main [role=status] p").first().waitFor();
    await daan.look("unknown number");
    await hands.fill('main input[name="q"]', "de brug");
    await hands.press("main form[role=search] button");
    await daan.page.getByRole("link", { name: "S. Jansen", exact: true }).first().waitFor();
    await daan.look("found by practice");
    await findByPractice(daan.page, hands, "S. Jansen");
    const accountPage = daan.page.url();
    await daan.look("account");
    await hands.press(BLOCK);
    await daan.page.locator('[aria-invalid="true"]').first().waitFor();
    await daan.look("account with errors");
    await fillInCall(daan.page, hands);
    await daan.look("account filled in");
    await hands.press(BLOCK);
    await daan.page.waitForURL(/\/urgent-block\/calls\//);
    await daan.page.waitForLoadState("networkidle");
    await daan.look("blocked");
    const reference = /ZG-\d+/.exec(await daan.page.locator("main").innerText())?.[0] ?? "";
    expect((await outside.mail(CONTACT, /geblokkeerd/)).text).toContain(reference);
    await daan.page.goto(accountPage);
    await daan.page.waitForLoadState("networkidle");
    await daan.look("blocked already");

    const sanne = await onlooker(browser, "desk of the call", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await sanne.page.locator("main", { hasText: "De laptop is gestolen" }).waitFor();
    await claimAndApprove(sanne.page, desk, sanne.look);
    expect((await outside.mail(CONTACT, /is ingetrokken/)).text).toContain(reference);
    await daan.page.goto(accountPage);
    await daan.page.waitForLoadState("networkidle");
    expect(await daan.page.locator(BLOCK).count()).toBe(0);
    await daan.look("ended");
    expect({ daan: daan.complaints, sanne: sanne.complaints }).toEqual({ daan: [], sanne: [] });
  });
});

describe("an urgent call without scripts", () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice") });
  });
  afterAll(() => office.stop());

  test("goes the same way, keeps what was typed, and sent twice in one go is one call", async () => {
    const { page, complaints } = await aPerson(browser, { language: "nl", width: 1280, javaScript: false });
    const hands = bothHands(page);
    await signIn(page, office.baseUrl, hands, "Daan Vos");
    await findByPractice(page, hands, "S. Jansen");
    const account = page.url();
    await fillInCall(page, hands);
    await hands.fill('input[name="answeredBy"]', "");
    await hands.press(BLOCK);
    await page.locator('input[name="answeredBy"][aria-invalid="true"]').waitFor();
    expect(await page.locator('textarea[name="said"]').inputValue()).toContain("gestolen");
    expect(await page.locator('input[name="confirmed"]').isChecked()).toBe(true);
    await hands.fill('input[name="answeredBy"]', "Pieter Hendriks");
    const callId = await page.locator('input[name="callId"]').inputValue();
    // Two presses in one go: the second finds the first one's call.
    await page.locator(BLOCK).dblclick();
    await page.waitForURL(/\/urgent-block\/calls\//);
    await page.waitForLoadState("networkidle");
    expect(page.url()).toContain(callId);
    expect(await page.locator("h1").innerText()).toBe("Het account van S. Jansen is geblokkeerd");
    const reference = /ZG-\d+/.exec(await page.locator("main").innerText())?.[0] ?? "";
    await page.goto(account);
    expect(await page.locator("main").innerText()).toContain(reference);
    expect(complaints).toEqual([]);
  });
});
