import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { eventually, outsideOf } from "./outside.ts";

const here = oneOffice();

describe("what the office may keep no longer (D20)", () => {
  test("is shown beforehand, stopped by one and let go on by another, and is gone in the morning", async () => {
    const tom = await onlooker(here.browser, "retention", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/retention`);
    await page.locator("h1", { hasText: "Bewaartermijnen" }).waitFor();
    await tom.look("nothing is over");
    await page.locator('textarea[name="reason"]').fill("Eerst kijken wat er straks gewist wordt.");
    await page.locator("main button", { hasText: "Stilzetten" }).click();
    await page.getByText("Het wissen staat stil").waitFor();

    const year = new Date().getFullYear() + 1;
    await outsideOf(here.office.baseUrl).moveClockTo(`${year}-12-30`);
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/retention`);
    await page.locator("caption", { hasText: "de oudste eerst" }).waitFor();
    await tom.look("requests that are over, and the clearing stopped");
    await page.setViewportSize({ width: 768, height: 1024 });
    await tom.look("the same on a tablet");

    const mei = await onlooker(here.browser, "retention", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${here.office.baseUrl}/retention?until=30`);
    await mei.page.getByText("The clearing is stopped").waitFor();
    await mei.look("within thirty days, on a phone");
    await hands.press('form[action$="/resumption"] button');
    await mei.page.keyboard.press("Tab");
    await mei.page.locator("dialog button", { hasText: "Let it go on" }).press("Enter");
    await mei.page.getByText("The clearing is stopped").waitFor({ state: "detached" });
    await outsideOf(here.office.baseUrl).moveClockTo(`${year}-12-31`);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await eventually(async () => {
      await mei.page.goto(`${here.office.baseUrl}/retention`);
      return (await mei.page.getByText("There is no request whose term is over by then.").count()) > 0 ? true : null;
    }, "a night of clearing", 60);
    await mei.look("cleared, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
