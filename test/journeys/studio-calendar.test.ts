import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the studio's calendar and services (D10, R14)", () => {
  test("a feast day and a closing are added and seen in the year, and a service is changed and another added", async () => {
    const tom = await onlooker(here.browser, "studio-calendar", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/calendar/calendar`);
    await page.locator("main form button", { hasText: "Wijzigen" }).first().click();
    await page.getByText(/^Het kantoor werkt 25\d dagen/).waitFor();
    await tom.look("the calendar");
    await page.locator("button[data-add-holiday]").click();
    await page.keyboard.press("Enter");
    const day = page.locator("[data-holiday]").last();
    const at = await day.getAttribute("data-path");
    await page.locator("#findings li").first().waitFor();
    await page.locator("#findings button", { hasText: "Ga erheen" }).first().click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-path"))).toBe(`${at}.name.nl`);
    await page.keyboard.type("Dies natalis");
    await page.locator(`[data-path="${at}.name.en"]`).fill("Foundation day");
    await page.locator(`[data-path="${at}.rule.day"]`).fill("3");
    await page.locator(`[data-path="${at}.rule.month"]`).selectOption("11");
    await page.locator("button[data-add-closed]").click();
    for (const [part, typed] of [["day", "24"], ["month", "12"], ["year", "2026"]]) await page.locator(`[data-closed="0"] [data-part="${part}"]`).fill(typed ?? "");
    await page.locator('[data-path="closed.0.name.nl"]').fill("Kerstavond");
    await page.locator('[data-path="closed.0.name.en"]').fill("Christmas Eve");
    const listed = page.locator('main ol[aria-label="Dagen met een naam"] li');
    await listed.filter({ hasText: "Dies natalis" }).waitFor();
    await listed.filter({ hasText: "Kerstavond" }).waitFor();
    await page.getByText("De vorm klopt").waitFor();
    await tom.look("a feast day and a closing more");
    await page.locator("[data-sticky-bar] button").click();
    await page.getByRole("status").filter({ hasText: /^Opgeslagen/ }).waitFor();

    await page.goto(`${here.office.baseUrl}/studio/definitions/services/services`);
    await page.locator("main form button", { hasText: "Wijzigen" }).first().click();
    await page.locator('[data-service="0"] summary').click();
    await page.locator('[data-path="services.0.careTypes"]').fill("01, 12");
    await page.locator('[data-path="services.0.maxUsers"]').fill("5");
    await page.locator('[data-service="0"] summary', { hasText: "zorgsoort 01, 12" }).waitFor();
    await tom.look("a service");
    await page.locator("button[data-add-service]").click();
    await page.locator("#findings li").first().waitFor();
    await page.locator("#findings button", { hasText: "Ga erheen" }).first().click();
    await page.keyboard.type("berichten");
    const fresh = await page.locator("[data-service]").last().getAttribute("data-path");
    for (const part of ["name.nl", "name.en", "description.nl", "description.en"]) await page.locator(`[data-path="${fresh}.${part}"]`).fill("Berichten");
    await page.getByText("De vorm klopt").waitFor();
    await page.locator("[data-sticky-bar] button").click();
    await page.getByRole("status").filter({ hasText: /^Opgeslagen/ }).waitFor();
    await tom.look("another service");
    expect(tom.complaints).toEqual([]);
  });

  test("somebody with a phone and the keyboard alone closes the office on a day of the week", async () => {
    const mei = await onlooker(here.browser, "studio-calendar", { language: "en", width: 360 });
    const { page } = mei;
    const hands = keyboardAlone(page);
    await signIn(page, here.office.baseUrl, hands, "Mei Chen");
    await page.goto(`${here.office.baseUrl}/studio/definitions/calendar/calendar`);
    // Not into what Tom is making.
    await page.locator('select[name="change"]').selectOption("");
    await page.locator("main form button", { hasText: "Change it" }).first().click();
    const worked = page.getByText(/^The office works \d+ days/);
    await worked.waitFor();
    const before = await worked.innerText();
    await hands.tick('[data-path="workingWeekdays"] label:nth-of-type(5) input');
    await page.keyboard.press("Space");
    await page.waitForFunction((was) => !document.body.innerText.includes(was), before);
    expect(await worked.innerText()).toMatch(/^The office works 20\d days/);
    await mei.look("four days a week, on a phone");
    expect(mei.complaints).toEqual([]);
  });
});
