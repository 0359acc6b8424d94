import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the studio (D22)", () => {
  test("what the screens say is worded otherwise by one administrator and published by another, and everybody reads it", async () => {
    const tom = await onlooker(here.browser, "studio-texts", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio`);
    await page.locator('input[name="title"]').fill("Eigen woorden");
    await page.locator("main form button", { hasText: "Wijziging beginnen" }).click();
    // Before the page is taken over by scripts a choice would be lost with them.
    await page.waitForLoadState("networkidle");
    await page.locator('select[name="kind"]').selectOption("texts");
    await page.locator('input[name="key"]').fill("eigen-woorden");
    await page.locator("main form button", { hasText: "Nieuw maken" }).click();
    await page.locator('select[name="texts-namespace"]').selectOption("studio");
    await tom.look("nothing worded yet");
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await page.locator('input[name="texts-wanted"]').waitFor();
    // Before it is saved the office says what is wrong with it.
    await page.locator('input[name="texts-fresh"]').fill("title.deeper");
    await page.locator("main button", { hasText: "Toevoegen" }).click();
    await page.locator("#findings li").first().waitFor();
    await tom.look("a text that cannot be");
    await page.locator("main button", { hasText: "Stap terug" }).click();
    await page.locator("#findings", { hasText: "In orde" }).waitFor();
    await page.locator('input[name="texts-wanted"]').fill("Inrichting");
    await page.locator("main li").filter({ has: page.locator("code", { hasText: /^title$/ }) }).locator("button", { hasText: "Anders verwoorden" }).click();
    await page.locator('textarea[data-path="nl.title"]').fill("Werkplaats");
    await page.locator('textarea[data-path="en.title"]').fill("Workshop");
    await tom.look("a text worded otherwise");
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await page.locator("ins", { hasText: "Werkplaats" }).waitFor();
    await page.locator("main p a", { hasText: "Eigen woorden" }).click();
    await page.locator('textarea[name="reason"]').fill("Zo noemen wij het.");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();
    const address = page.url();

    const mei = await onlooker(here.browser, "studio-texts", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${address}/texts/eigen-woorden`);
    await mei.look("the words, on a phone");
    await mei.page.goto(address);
    await hands.press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();
    await mei.page.waitForTimeout(1_100);
    // Drawn by the server, and then by the browser's own texts, which it had of the former release.
    await mei.page.goto(`${here.office.baseUrl}/studio`);
    await mei.page.locator("h1", { hasText: "Workshop" }).waitFor();
    await page.locator("nav a:visible", { hasText: "Formulieren" }).click();
    await page.locator("nav a:visible", { hasText: "Inrichting" }).click();
    await page.locator("h1", { hasText: "Werkplaats" }).waitFor();
    await tom.look("the overview in the office's own words");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
