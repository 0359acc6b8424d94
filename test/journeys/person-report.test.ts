import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("an access request (AVG, article 15)", () => {
  test("is answered by the security officer, on a page and as a file, and by keyboard on a phone", async () => {
    const ilse = await onlooker(here.browser, "person-report", { language: "nl", width: 1280 });
    const { page } = ilse;
    await signIn(page, here.office.baseUrl, bothHands(page), "Ilse Peters");
    await page.goto(`${here.office.baseUrl}/person-report`);
    await ilse.look("whom it is about");
    await page.locator("main button", { hasText: "Overzicht maken" }).click();
    await page.getByText("Vul een e-mailadres of een gebruikersnummer in.").first().waitFor();
    await ilse.look("nobody was named");
    await page.locator('input[name="email"]').fill("f.elidrissi@debrug.example");
    await page.locator("main button", { hasText: "Overzicht maken" }).click();
    await page.locator("h2", { hasText: "Wat er van deze persoon is" }).waitFor();
    await ilse.look("what there is");
    await page.setViewportSize({ width: 768, height: 1024 });
    await ilse.look("what there is, on a tablet");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("main button", { hasText: "Downloaden" }).click()]);
    const file = JSON.parse(readFileSync(await download.path(), "utf8")) as { roles: unknown[] };
    expect(file.roles.length).toBeGreaterThan(0);
    expect(page.url()).not.toContain("elidrissi");

    const other = await onlooker(here.browser, "person-report", { language: "en", width: 360 });
    const hands = keyboardAlone(other.page);
    await signIn(other.page, here.office.baseUrl, hands, "Ilse Peters");
    await other.page.goto(`${here.office.baseUrl}/person-report`);
    await hands.fill('input[name="email"]', "f.elidrissi@debrug.example");
    await other.page.keyboard.press("Enter");
    await other.page.locator("h2", { hasText: "What there is of this person" }).waitFor();
    await other.look("what there is, on a phone");
    expect([...ilse.complaints, ...other.complaints]).toEqual([]);
  });
});
