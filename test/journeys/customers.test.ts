import { readFileSync } from "node:fs";

import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aPerson, expectNoAxeFindings, expectNoSidewaysScroll, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";

let browser: Browser;
let office: RunningOffice;

beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ env: { ZEGEL_WORLD: "busy-office" } })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
});

const settled = (page: Page) => page.waitForLoadState("networkidle");

async function take(page: Page, format: "csv" | "xlsx"): Promise<Buffer> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent("download"), page.locator(`button[name="as"][value="${format}"]`).click()]);
  return readFileSync(await download.path());
}

describe("customers", () => {
  test.each([
    ["nl", 1280],
    ["en", 360],
  ] as const)("are found, read and left again, in %s at %i", async (language, width) => {
    const { page, complaints } = await aPerson(browser, { language, width });
    await signIn(page, office.baseUrl, bothHands(page), "Sanne Mulder");
    const look = async (where: string) => {
      await settled(page);
      await expectNoAxeFindings(page, where);
      await expectNoSidewaysScroll(page, where);
    };
    await page.goto(`${office.baseUrl}/customers`);
    await look("customers");
    await page.goto(`${office.baseUrl}/customers?q=nergens-bekend-qq`);
    await look("no customer");
    await page.goto(`${office.baseUrl}/customers?q=jansen`);
    await look("customers by a person");
    const userNumber = await page.locator('main a[href^="/customers/accounts/"]').first().innerText();
    await page.locator("main table th a").first().click();
    await page.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
    await look("an enterprise");
    const enterprise = page.url();
    for (const section of ["accounts", "certificates", "requests", "letters"]) {
      await page.goto(`${enterprise}/${section}`);
      await look(section);
    }
    await page.goto(enterprise);
    await page.getByRole("link", { name: userNumber, exact: true }).first().click();
    await page.waitForURL(`**/customers/accounts/${userNumber}`);
    await look("an account");
    expect(await page.locator("main").innerText()).not.toMatch(/scrypt|undefined|\{\{/);
    await page.reload();
    await settled(page);
    await page.locator("main details summary").last().click();
    expect(await page.locator("main details").last().innerText()).toContain("Sanne Mulder");
    await look("an account with who looked");
    await page.locator('main a[href^="/desk/requests/"]').first().click();
    await page.waitForURL(/\/desk\/requests\//);
    await look("the request that made it");
    await page.locator(`main h1 a[href="/customers/accounts/${userNumber}"]`).click();
    await page.waitForURL(/\/customers\/accounts\//);
    expect(complaints).toEqual([]);
  });

  test("leave as a file from the desk and from their own list, also without scripts", async () => {
    for (const javaScript of [true, false]) {
      const { page, complaints } = await aPerson(browser, { language: "nl", width: 1280, javaScript });
      await signIn(page, office.baseUrl, bothHands(page), "Els Kok");
      await page.goto(`${office.baseUrl}/customers`);
      await settled(page);
      const customers = (await take(page, "csv")).toString("utf8");
      expect(customers.startsWith('\uFEFF"Naam";"KvK-nummer"')).toBe(true);
      expect(customers).toContain('"Tandartspraktijk De Brug";"68750110"');
      await page.goto(`${office.baseUrl}/desk?view=all`);
      await settled(page);
      const loaded = await page.locator("[data-queue-link]").count();
      const requests = (await take(page, "csv")).toString("utf8").trim().split("\r\n");
      expect(requests.length - 1).toBeGreaterThan(loaded);
      expect((await take(page, "xlsx")).subarray(0, 2).toString()).toBe("PK");
      expect(complaints).toEqual([]);
    }
  });

  test("are reached with the keyboard alone", async () => {
    const { page, complaints } = await aPerson(browser, { language: "nl", width: 1280 });
    const hands = keyboardAlone(page);
    await signIn(page, office.baseUrl, hands, "Ravi Sharma");
    await hands.press('nav a[href="/customers"]');
    await page.locator("h1", { hasText: "Klanten" }).waitFor();
    await settled(page);
    await page.keyboard.press("/");
    await page.keyboard.type("de brug");
    await page.keyboard.press("Enter");
    await page.locator("h1", { hasText: "de brug" }).waitFor();
    await settled(page);
    await hands.press("main [data-queue-link]");
    await page.locator("h1", { hasText: "Tandartspraktijk De Brug" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("are not in the menu of who may not see them", async () => {
    for (const name of ["Noor Visser", "Tom Smit"]) {
      const { page } = await aPerson(browser, { language: "nl", width: 1280 });
      await signIn(page, office.baseUrl, bothHands(page), name);
      expect(await page.locator('nav a[href="/customers"]').count()).toBe(0);
      await page.goto(`${office.baseUrl}/customers`);
      expect(await page.locator("h1").innerText()).toBe("U mag deze pagina niet zien");
    }
  });
});
