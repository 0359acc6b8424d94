import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

const REVIEW = "Werkdagen om een aanvraag te beoordelen";
const WARN = "Werkdagen vooraf dat de balie hoort dat een termijn afloopt";

describe("a change of deadlines (D9, P17)", () => {
  test("shows which due dates move before a colleague publishes it, on a phone and with the keyboard alone, and new requests get the new one", async () => {
    const tom = await onlooker(here.browser, "studio-terms", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/apply/new-user`);
    await page.getByText("binnen 5 werkdagen na uw bevestiging").first().waitFor();
    await page.goto(`${here.office.baseUrl}/studio/definitions/policy/review`);
    const used = page.getByRole("region", { name: "Waar elke waarde wordt gebruikt" });
    await used.locator("tr", { hasText: "secondCheck.changedDays" }).getByRole("link", { name: "Regels: Nieuwe gebruiker", exact: false }).first().waitFor();
    await used.locator("tr", { hasText: "delivery.workingDays" }).getByText("(Nummer en pincode versturen)").first().waitFor();
    await tom.look("where each value is used");
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    const save = async () => {
      await page.locator("#findings", { hasText: "In orde" }).waitFor();
      await page.locator("main button", { hasText: "Opslaan" }).click();
      await page.getByRole("status").filter({ hasText: /^Opgeslagen/ }).waitFor();
    };
    await page.getByRole("region", { name: REVIEW }).getByLabel(`Waarde, ${REVIEW}`).fill("3");
    await save();
    await page.locator("main p a", { hasText: "wijzigen" }).click();
    await page.locator('select[name="what"]').selectOption("policy/deadlines");
    await page.locator("main form button", { hasText: "Toevoegen" }).click();
    await page.getByRole("region", { name: WARN }).getByLabel(`Waarde, ${WARN}`).fill("2");
    await save();
    await page.locator("main p a", { hasText: "wijzigen" }).click();

    const terms = page.locator("#terms");
    const review = terms.getByRole("region", { name: "Beoordelen: 3 werkdagen in plaats van 5 werkdagen" });
    await review.getByText(/^Nieuwe aanvragen: ontvangen op .+, dan beslissen we uiterlijk .+\. Nu is dat .+\.$/).waitFor();
    const kept = await review.getByText(/houden de termijn van nu/).innerText();
    expect(Number(/^[\d.]+/.exec(kept)?.[0].replace(".", ""))).toBeGreaterThan(0);
    // A line for each kind of request that counts by it, with a few that keep their day.
    await review.locator("tbody tr", { hasText: "Nieuwe gebruiker" }).getByText(/^ZG-\d+: /).first().waitFor();
    const warned = terms.getByRole("region", { name: `${WARN}: 2 werkdagen in plaats van 1 werkdag` });
    await warned.getByText(/^Van wat nu loopt \(\d+\): \d+ (komt|komen) eerder\.$/).waitFor();
    await warned.locator("tbody th", { hasText: /^ZG-\d+$/ }).first().waitFor();
    await tom.look("which due dates move");
    await page.locator('textarea[name="reason"]').fill("Aanvragers wachten te lang.");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();

    const mei = await onlooker(here.browser, "studio-terms", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(page.url());
    await mei.page.locator("#terms").getByRole("region", { name: "Review: 3 working days instead of 5 working days" }).waitFor();
    await mei.look("which due dates move, for who approves");
    await hands.press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();
    expect(await mei.page.locator("#terms").count()).toBe(0);
    await mei.page.goto(`${here.office.baseUrl}/apply/new-user`);
    await mei.page.getByText("within 3 working days").first().waitFor();
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
