import { readFile } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { claimAndReject, signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { walks } from "./walks.ts";

const here = oneOffice();

const SAID = {
  nl: { flow: "Doorstroom", people: "Mensen", rules: "Regels", trend: /Binnengekomen, beslist en klaar/, rejected: "Afgewezen", head: "Week of maand vanaf" },
  en: { flow: "Flow", people: "People", rules: "Rules", trend: /Received, decided and done/, rejected: "Rejected", head: "Week or month from" },
} as const;

const WAYS = [
  { language: "nl", width: 1280, hands: bothHands },
  { language: "en", width: 360, hands: keyboardAlone },
] as const;

describe.each(walks<(typeof WAYS)[number]>(WAYS))("what went through the office, in '$language' at $width (reference 7)", ({ language, width, hands: handsOn }) => {
  test("management narrows it, opens what is behind a figure, takes it along, prints it, and sees a decision come", async () => {
    const words = SAID[language];
    const els = await onlooker(here.browser, "reports-past", { language, width });
    const { page } = els;
    const hands = handsOn(page);
    await signIn(page, here.office.baseUrl, hands, "Els Kok");
    await page.goto(`${here.office.baseUrl}/reports`);
    await hands.press('main nav a[href^="/reports/flow"]');
    await page.locator("h1", { hasText: words.flow }).waitFor();
    const trend = page.locator("table", { has: page.locator("caption", { hasText: words.trend }) });
    const decidedNow = async () => Number(await trend.locator("tbody tr").last().locator("td").nth(1).innerText());
    const received = async () => (await trend.locator("tbody tr td:nth-child(2)").allInnerTexts()).reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, "")), 0);
    // The worker counts the past of the demonstration in its first seconds.
    await expect.poll(received).toBeGreaterThan(3);
    await expect.poll(() => trend.locator("tbody tr").count()).toBe(13);
    await els.look("flow");
    if (width > 1000) {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await els.look("flow, on a large screen");
      await page.setViewportSize({ width, height: 900 });
    }

    // Four weeks back: the address says so.
    await hands.choose("#filter-span", "weeks-4");
    await hands.press('main form[action="/reports/flow"] button');
    await page.waitForURL(/span=weeks-4/);
    await expect.poll(() => trend.locator("tbody tr").count()).toBe(4);

    // A colleague decides: nobody loads the page anew.
    await page.evaluate(() => Object.assign(window, { notLoadedAnew: true }));
    const before = await decidedNow();
    const wim = await onlooker(here.browser, "reports-past-desk", { language: "nl", width: 1280 });
    await signIn(wim.page, here.office.baseUrl, bothHands(wim.page), "Wim Bos");
    await wim.page.goto(`${here.office.baseUrl}/desk?view=unassigned`);
    await wim.page.locator('main a[href*="/desk/requests/"]').last().click();
    await wim.page.waitForURL(/\/desk\/requests\//);
    await wim.page.waitForLoadState("networkidle");
    await claimAndReject(wim.page, bothHands(wim.page), "DUPLICATE", wim.look);
    await expect.poll(decidedNow).toBe(before + 1);
    expect(await page.evaluate(() => "notLoadedAnew" in window)).toBe(true);

    // Behind the rejections stand as many requests as the figure says.
    const rejections = page.locator("main tr", { has: page.locator("th", { hasText: words.rejected }) }).locator('a[href*="measure=decided"]');
    const amount = Number(await rejections.innerText());
    expect(amount).toBeGreaterThan(0);
    await hands.press('main a[href*="measure=decided"][href*="value=reject"]');
    await page.waitForURL(/\/reports\/requests\?/);
    await expect.poll(() => page.locator("main tbody tr").count()).toBe(amount);
    await els.look("behind a figure");
    await page.goBack();
    await page.locator("h1", { hasText: words.flow }).waitFor();

    // Of one type: both stand in the address.
    const everything = await received();
    await hands.choose("#filter-type", "new-user");
    await hands.press('main form[action="/reports/flow"] button');
    await page.waitForURL(/span=weeks-4.*type=new-user|type=new-user.*span=weeks-4/);
    await expect.poll(received).toBeLessThan(everything);
    await els.look("of new users, four weeks");

    // As a file, in the language of the page.
    const [file] = await Promise.all([page.waitForEvent("download"), hands.press('main button[name="as"][value="csv"]')]);
    const text = await readFile(await file.path(), "utf8");
    expect(text).toContain(words.head);
    expect(text.split("\r\n").length).toBeGreaterThan(10);

    // On paper: what is pressed on a screen is not there.
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator("form:visible, nav:visible, header:visible").count()).toBe(0);
    await els.look("on paper");
    expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
    await page.emulateMedia({ media: "screen" });

    // People and rules, narrowed as the page before them.
    await hands.press('main nav a[href^="/reports/people"]');
    await page.locator("h1", { hasText: words.people }).waitFor();
    expect(page.url()).toContain("span=weeks-4");
    expect(page.url()).toContain("type=new-user");
    // Of everything.
    await hands.press('main a[href="/reports/people"]');
    await page.locator("main th", { hasText: "Wim Bos" }).waitFor();
    await els.look("people");
    await hands.press('main nav a[href^="/reports/rules"]');
    await page.locator("h1", { hasText: words.rules }).waitFor();
    expect(await page.locator("main tbody tr").count()).toBeGreaterThan(0);
    await els.look("rules");
    expect([...els.complaints, ...wim.complaints]).toEqual([]);
    await Promise.all([els.page.context().close(), wim.page.context().close()]);
  });
});
