import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aPerson, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { registerReturn } from "./returned-post.ts";
import { walks } from "./walks.ts";

let browser: Browser;
let office: RunningOffice;
beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ env: { ZEGEL_WORLD: "busy-office" } })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
});

/** A letter that was posted in one of the batches of late. */
async function postedLetter(page: Page, which: number): Promise<string> {
  await page.goto(`${office.baseUrl}/print-room`);
  const batches = await page.locator('main a[href^="/print-room/batches/"]').evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const references: string[] = [];
  for (const batch of batches) {
    await page.goto(office.baseUrl + batch);
    references.push(...((await page.locator("main").innerText()).match(/B-\d{4,}/g) ?? []));
  }
  for (const reference of [...new Set(references)].slice(which)) {
    await page.goto(`${office.baseUrl}/returned-post?letter=${reference}`);
    if ((await page.locator('input[name="reason"]').count()) > 0) return reference;
  }
  throw new Error("No letter was posted.");
}

type Way = readonly ["nl" | "en", number, number, "keyboard" | "no scripts" | "both"];

describe("a letter that came back", () => {
  test.each(
    walks<Way>([
      ["nl", 1280, 0, "keyboard"],
      ["en", 360, 3, "both"],
      ["nl", 360, 6, "no scripts"],
      ["en", 1280, 9, "both"],
    ]),
  )("is looked up, seen to be the right one, and only then registered, in %s at %i", async (language, width, which, how) => {
    const { page, look, complaints } =
      how === "no scripts"
        ? { ...(await aPerson(browser, { language, width, javaScript: false })), look: async () => undefined }
        : await onlooker(browser, "letter-came-back", { language, width });
    const hands = how === "keyboard" ? keyboardAlone(page) : bothHands(page);
    await signIn(page, office.baseUrl, hands, "Noor Visser");
    const reference = await postedLetter(page, which);
    await registerReturn(page, office.baseUrl, reference, hands, look);
    await page.goto(`${office.baseUrl}/returned-post?letter=${reference}`);
    expect(await page.locator('input[name="reason"]').count()).toBe(0);
    await page.goto(`${office.baseUrl}/print-room`);
    await look("print room");
    await page.context().clearCookies();
    await signIn(page, office.baseUrl, hands, "Ravi Sharma");
    await page.goto(`${office.baseUrl}/audit?act=letter.returned`);
    await page.goto(`${office.baseUrl}/audit`);
    await page.locator("main details summary").first().click();
    await look("audit");
    expect(await page.locator("main").innerText()).not.toMatch(/late-claims|visitor visitor|bezoeker visitor|purge-uninstalled|identification-sweep/);
    expect(complaints).toEqual([]);
  });
});
