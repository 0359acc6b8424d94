import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, fillInDay, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the calendar (D10)", () => {
  test("is changed by one administrator, after seeing what would move, and published by another with the keyboard alone", async () => {
    const tom = await onlooker(here.browser, "calendar", { language: "nl", width: 1280 });
    await signIn(tom.page, here.office.baseUrl, bothHands(tom.page), "Tom Smit");
    await tom.page.goto(`${here.office.baseUrl}/calendar`);
    await tom.look("the year");
    const year = Number(await tom.page.locator("h2", { hasText: "Werkdagen in" }).innerText().then((text) => text.replace(/\D/g, "")));
    await tom.page.locator('textarea[name="reason"]').fill("Verhuizing");
    await fillInDay(bothHands(tom.page), "from", `${year + 1}-02-10`);
    await tom.page.locator("main form button", { hasText: "Bekijk" }).click();
    await tom.page.getByText("Zeg in beide talen").first().waitFor();
    await tom.look("what was typed wrongly");
    expect(await tom.page.locator('textarea[name="reason"]').inputValue()).toBe("Verhuizing");
    await tom.page.locator('input[name="nl"]').fill("Verhuizing");
    await tom.page.locator('input[name="en"]').fill("Moving house");
    await tom.page.locator("main form button", { hasText: "Bekijk" }).click();
    await tom.page.locator("h2", { hasText: "De wijziging" }).waitFor();
    await tom.look("what it would do");
    await tom.page.locator("main form button", { hasText: "Aan een collega" }).click();
    await tom.page.locator("h2", { hasText: "wacht" }).waitFor();
    await tom.look("the proposal, by its author");
    expect(await tom.page.locator('button[value="published"]').count()).toBe(0);

    const mei = await onlooker(here.browser, "calendar", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${here.office.baseUrl}/calendar?year=${year + 1}`);
    await mei.look("the proposal, by a colleague");
    await hands.press('button[value="published"]');
    await mei.page.locator("main", { hasText: "Version 2" }).waitFor();
    await mei.page.goto(`${here.office.baseUrl}/calendar?year=${year + 1}`);
    await mei.look("the year with the closing");
    expect(await mei.page.locator("ol li", { hasText: "Moving house" }).count()).toBe(1);
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
