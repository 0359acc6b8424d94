import { readFileSync } from "node:fs";

import type { Browser, Download, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aPerson, openBrowser } from "#test/support/browser.ts";
import { crowdedFolder } from "#test/support/crowded-office.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";

let browser: Browser;
let office: RunningOffice;
let folder: Awaited<ReturnType<typeof crowdedFolder>>;

beforeAll(async () => {
  folder = await crowdedFolder(inject("furnishedOffice"), 70);
  [browser, office] = await Promise.all([openBrowser(), startOffice({ dataDir: folder.dataDir })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
  folder.remove();
});

const settled = (page: Page) => page.waitForLoadState("networkidle");
const listed = (page: Page, view: string) => page.goto(`${office.baseUrl}/desk?view=${view}`).then(() => settled(page));
const ended = (page: Page) => page.locator('main [data-stage="ended"]').waitFor();
const ticked = (page: Page) => page.locator("[data-pick]:checked").count();

describe("many requests at once (desk point 8)", () => {
  test("are ticked, rejected with one reason and taken back, with the keyboard alone", async () => {
    const { page, look, complaints } = await onlooker(browser, "bulk-keyboard", { language: "nl", width: 1280 });
    const hands = keyboardAlone(page);
    await signIn(page, office.baseUrl, hands, "Sanne Mulder");
    await listed(page, "unassigned");
    for (const key of ["j", "x", "j", "j", "Shift+X"]) await page.keyboard.press(key);
    expect(await ticked(page)).toBe(3);
    expect(await page.locator("#bulk [role=status]").innerText()).toBe("3 aangevinkt");
    expect(await page.locator("#bulk").innerText()).toContain("Eerdere bulkverwerkingen");
    await look("rows ticked");
    await hands.press("#bulk button:not([name], [formaction])");
    await page.waitForURL(/\/desk\/bulk\/[0-9a-f-]{36}$/);
    await settled(page);
    await look("choose an act");
    await hands.tick("#act--reject");
    await hands.press("main form button:not([name])");
    await page.locator('[aria-invalid="true"]').waitFor();
    await look("no reason chosen");
    await hands.choose('select[name="reasonCode"]', "DUPLICATE");
    await hands.press('form[action$="/plan"] button');
    await page.locator('form[action$="/start"]').waitFor();
    await settled(page);
    await look("who takes part");
    expect(await page.locator("main").innerText()).toMatch(/3 aanvragen doen mee/i);
    expect(await page.locator("main [lang]").innerText()).toContain("ZG-");
    await hands.press('form[action$="/start"] button');
    await ended(page);
    await look("all done");
    expect(await page.locator("main [role=status]").innerText()).toBe("Alle 3 aanvragen zijn gedaan.");
    await hands.press('form[action$="/undo"] button');
    await page.waitForURL(/taken=3/);
    await settled(page);
    await look("taken back");
    await listed(page, "mine");
    expect(await page.locator("main tbody [data-pick]").count()).toBeGreaterThanOrEqual(3);
    expect(complaints).toEqual([]);
  });

  test("are chosen by their list, get a note, and go out as a file, on a phone in English", async () => {
    const { page, look, complaints } = await onlooker(browser, "bulk-phone", { language: "en", width: 360 });
    await signIn(page, office.baseUrl, bothHands(page), "Wim Bos");
    await listed(page, "all");
    const shown = await page.locator("main tbody [data-pick]").count();
    await page.locator("[data-pick-page]").check();
    expect(await ticked(page)).toBe(shown);
    await page.locator("[data-pick-page]").uncheck();
    await look("list");
    await page.locator('#bulk button[name="all"]').click();
    await page.waitForURL(/\/desk\/bulk\/[0-9a-f-]{36}$/);
    await settled(page);
    await look("choose an act");
    const chosen = Number(/([0-9]+) requests chosen/.exec(await page.locator("main").innerText())?.[1]);
    expect(chosen).toBeGreaterThan(shown);
    // First something that not all can have, with who takes part and who does not.
    await page.locator("#act--claim").check({ force: true });
    await page.locator('form[action$="/plan"] button').click();
    await page.locator('form[action$="/start"]').waitFor();
    await settled(page);
    await look("who takes part");
    expect(await page.locator("main").innerText()).toMatch(/do not take part/);
    await page.getByRole("link", { name: "Choose something else" }).click();
    await page.locator("#act--note").check({ force: true });
    await page.locator('textarea[name="note"]').fill("Checked against the register.");
    await page.locator('form[action$="/plan"] button').click();
    await page.getByRole("button", { name: `Keep the note at ${chosen} requests` }).click();
    await page.locator("main [data-stage]").waitFor();
    await look("under way");
    await ended(page);
    await look("all done");
    const [download]: [Download, void] = await Promise.all([page.waitForEvent("download"), page.locator('button[name="as"][value="csv"]').click()]);
    expect(readFileSync(await download.path(), "utf8").trim().split("\r\n")).toHaveLength(chosen + 1);
    await page.goto(`${office.baseUrl}/desk/bulk`);
    await look("earlier runs");
    expect(complaints).toEqual([]);
  });

  test("are taken up without JavaScript", async () => {
    const { page } = await aPerson(browser, { language: "nl", width: 1280, javaScript: false });
    await page.goto(`${office.baseUrl}/sign-in`);
    await page.locator("button[name=staffId]", { hasText: "Wim Bos" }).click();
    await page.goto(`${office.baseUrl}/desk?view=unassigned`);
    await page.locator("[data-pick]").nth(0).check();
    await page.locator("[data-pick]").nth(2).check();
    await page.locator("#bulk button:not([name], [formaction])").click();
    await page.locator("#act--claim").check({ force: true });
    await page.locator('form[action$="/plan"] button').click();
    await page.locator('form[action$="/start"] button').click();
    for (let times = 0; times < 40 && (await page.locator('main [data-stage="ended"]').count()) === 0; times += 1) {
      await page.waitForTimeout(250);
      await page.reload();
    }
    expect(await page.locator("main [role=status]").innerText()).toBe("Alle 2 aanvragen zijn gedaan.");
  });
});
