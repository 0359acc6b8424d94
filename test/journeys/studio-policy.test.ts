import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

const CONTACTS = { nl: "Contactpersonen per AGB-code", en: "Contact persons per AGB code" };

describe("the studio: policies", () => {
  test("the maximum of contact persons is raised for one kind of customer, seen for whom, and published by a colleague with the keyboard alone", async () => {
    const tom = await onlooker(here.browser, "studio-policy", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/policy/maxima`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    const policy = page.getByRole("region", { name: CONTACTS.nl });
    await policy.waitFor();
    await tom.look("policies in fields");
    await policy.locator("button", { hasText: "Nog een waarde" }).click();
    await policy.getByText("Twee waarden zijn even precies").waitFor();
    await page.locator("#findings", { hasText: "even precies" }).waitFor();
    await tom.look("two that are just as precise");
    await policy.locator('select[data-path$=".scope.segment"]').nth(1).selectOption("pgb");
    await policy.getByLabel(`Waarde, ${CONTACTS.nl}`).nth(1).fill("3");
    const wins = policy.locator("tbody tr");
    await expect.poll(() => wins.allInnerTexts()).toEqual(["alle anderen\t2", "pgb\t3"]);
    await page.locator("#findings", { hasText: "In orde" }).waitFor();
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await page.getByRole("status").filter({ hasText: /^Opgeslagen/ }).waitFor();
    await tom.look("three for one kind of customer");
    await page.locator("main p a", { hasText: "wijzigen" }).click();
    await page.locator('textarea[name="reason"]').fill("Pgb-houders hebben vaak een derde contactpersoon.");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();

    const mei = await onlooker(here.browser, "studio-policy", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(page.url());
    await mei.look("the change, by a colleague");
    await hands.press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();
    await mei.page.goto(`${here.office.baseUrl}/studio/definitions/policy/maxima`);
    await hands.press('form[action$="/new-change"] button');
    await mei.page.getByRole("region", { name: CONTACTS.en }).waitFor();
    await mei.look("policies on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
