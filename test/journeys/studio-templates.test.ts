import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

/** Takes a definition into a change of its own; its page is then the editor. */
async function take(page: Page, place: string): Promise<void> {
  await page.goto(`${here.office.baseUrl}/studio/definitions/${place}`);
  await page.locator("main form button", { hasText: /Wijzigen|Change/ }).first().click();
  await page.locator("[data-row]").first().waitFor();
}

const saved = (page: Page) => page.getByRole("status").filter({ hasText: /^(Opgeslagen|Saved)/ }).waitFor();

describe("the studio's texts for e-mails and letters (R119)", () => {
  test("an e-mail is worded otherwise in both languages, with what the office knows taken from the list, and seen as it will be sent", async () => {
    const tom = await onlooker(here.browser, "studio-templates", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await take(page, "mail/request-received");
    await page.frameLocator('iframe[title="Voorbeeld in het Nederlands"]').getByText("Dank u wel.").waitFor();
    await tom.look("an e-mail");

    // Into the text where the cursor stands.
    for (const [language, words] of [["nl", "Wij zien de aanvraag voor "], ["en", "We have seen the request for "]] as const) {
      const field = page.locator(`textarea[data-path="body.${language}.1.text"]`);
      await field.fill(`${words}.`);
      await field.press("End");
      await field.press("ArrowLeft");
      const side = page.locator(`[data-path="body.${language}.1"]`);
      await side.locator("button", { hasText: "Invoegen" }).click();
      if (language === "nl") await tom.look("what can be filled in");
      await side.locator("li button", { hasText: "Naam van de praktijk of instelling" }).click();
      expect(await field.inputValue()).toBe(`${words}{{practice}}.`);
      expect(await field.evaluate((one) => document.activeElement === one)).toBe(true);
    }
    await page.frameLocator('iframe[title="Voorbeeld in het Nederlands"]').getByText("Wij zien de aanvraag voor Tandartspraktijk De Brug.").waitFor();
    // What no text uses any more is told at its place, and can be left out.
    await page.locator("#findings li", { hasText: "reviewBy" }).first().waitFor();
    await tom.look("one that is not used any more");
    await page.locator("main li", { hasText: "Laatste dag van de beoordeling" }).locator("button", { hasText: "Weglaten" }).click();
    await page.getByText("De vorm klopt").waitFor();

    // A tag that would do something is no blank.
    const subject = page.locator('textarea[data-path="subject.nl"]');
    const was = await subject.inputValue();
    await subject.fill("{{#reference}}{{{constructor}}}{{/reference}}");
    await page.locator("#findings li", { hasText: "Tussen de accolades mag alleen de naam van een gegeven staan" }).first().waitFor();
    await page.getByText("Er is nog geen voorbeeld.").first().waitFor();
    await tom.look("a tag that is refused");
    await page.locator("#findings button", { hasText: "Ga erheen" }).first().click();
    expect(await subject.evaluate((one) => document.activeElement === one)).toBe(true);
    await subject.fill(was);

    // Blocks of both languages go together.
    await page.locator('[data-row="2"] > [data-acts-on-row] [data-act="up"]').click();
    expect(await page.locator('textarea[data-path="body.en.2.text"]').inputValue()).toContain("We have seen");
    await page.locator('[data-row="1"] > [data-acts-on-row] [data-act="down"]').click();
    await page.locator("button[data-add]").click();
    await page.locator("main button", { hasText: /^Kop$/ }).click();
    await page.keyboard.type("Tot slot");
    await page.locator('textarea[data-path="body.en.6.text"]').fill("Finally");
    await page.locator("main button", { hasText: "Platte tekst" }).click();
    await page.locator("pre", { hasText: "Tot slot" }).waitFor();
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await saved(page);
    await tom.look("saved, as plain text");
    expect(tom.complaints).toEqual([]);
  });

  test("the PIN letter is worded otherwise, and its window moved, with the page in sight", async () => {
    const tom = await onlooker(here.browser, "studio-letters", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await take(page, "letter/pin-letter");
    const sheet = page.locator('img[alt^="Pagina 1 van 1"]');
    await sheet.waitFor();
    await tom.look("a letter");
    const before = await sheet.getAttribute("src");
    await page.locator('textarea[data-path="body.nl.1.text"]').fill("{{organisation}} maakte een account voor {{forWhom}}. Houd deze brief geheim.");
    await page.locator('input[data-path="layout.window.left"]').fill("30");
    await page.locator('input[data-path="layout.window.top"]').fill("50");
    await page.waitForFunction((src) => document.querySelector("figure img")?.getAttribute("src") !== src, before);
    await tom.look("another window");
    await page.locator("main button", { hasText: "Door het venster" }).click();
    await page.locator("main button", { hasText: "Lang adres" }).click();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await page.locator("figure").scrollIntoViewIfNeeded();
    await tom.look("through the window");
    // A window in which the address does not fit, and one that lies on the fold.
    await page.locator('input[data-path="layout.window.width"]').fill("50");
    await page.getByText("Het adres past niet in het venster").waitFor();
    await page.locator('input[data-path="layout.window.width"]').fill("85");
    await page.locator('input[data-path="layout.fold"]').fill("90");
    await page.locator("#findings li", { hasText: "Het venster past niet op de pagina of ligt op de vouw" }).waitFor();
    await tom.look("a window on the fold");
    await page.locator('input[data-path="layout.fold"]').fill("148.5");
    await page.getByText("De vorm klopt").waitFor();
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await saved(page);
    expect(tom.complaints).toEqual([]);
  });

  test("somebody with a phone and the keyboard alone words a paragraph", async () => {
    const mei = await onlooker(here.browser, "studio-templates", { language: "en", width: 360 });
    const { page } = mei;
    const hands = keyboardAlone(page);
    await signIn(page, here.office.baseUrl, hands, "Mei Chen");
    await take(page, "mail/request-cancelled");
    await page.frameLocator('iframe[title="Preview in English"]').locator("h1").waitFor();
    await mei.look("an e-mail, on a phone");
    await hands.fill('textarea[data-path="body.en.1.text"]', "It was cancelled: ");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const chosen = await page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.keyboard.press("Enter");
    await page.keyboard.type(".");
    expect(chosen).toContain("Name of who reads this");
    expect(await page.locator('textarea[data-path="body.en.1.text"]').inputValue()).toBe("It was cancelled: {{recipientName}}.");
    await page.frameLocator('iframe[title="Preview in English"]').getByText("It was cancelled: F. el Idrissi.").waitFor();
    // The focus stays with what was moved.
    await hands.press('[data-row="1"] > [data-acts-on-row] [data-act="down"]');
    expect(await page.evaluate(() => document.activeElement?.closest("[data-row]")?.getAttribute("data-row"))).toBe("2");
    await hands.press('[data-row="2"] > [data-acts-on-row] [data-act="up"]');
    await mei.look("a paragraph worded, on a phone");
    await hands.press("[data-sticky-bar] button");
    await saved(page);
    expect(mei.complaints).toEqual([]);
  });
});
