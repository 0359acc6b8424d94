import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

/** To the rules of a decision point, in a change of their own. */
const RULES = "/studio/definitions/rule-set/new-user.screening";

describe("the studio: try", () => {
  test("rules are tried on facts and on a request of the past, which becomes an example", async () => {
    const tom = await onlooker(here.browser, "studio-trial", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}${RULES}`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("main button", { hasText: "Regels proberen" }).click();
    const outcome = page.getByRole("region", { name: "Wat eruit komt" });
    await outcome.waitFor();
    await tom.look("the ordinary case");
    await page.locator('input[name="trial-wanted"]').fill("soort AGB");
    await page.locator('[id="trial-agb.kind"]').selectOption({ label: "zorgverlener" });
    await outcome.locator("code", { hasText: "agb-personal" }).first().waitFor();
    await outcome.getByText("Houdt tegen").first().waitFor();
    await tom.look("a rule speaks");

    await page.locator('input[name="trial-reference"]').fill("ZG-999999");
    await page.locator("main button", { hasText: "Gegevens overnemen" }).click();
    await page.getByText("Er is geen aanvraag ZG-999999").waitFor();
    await page.locator('input[name="trial-reference"]').fill("ZG-2001");
    await page.locator("main button", { hasText: "Gegevens overnemen" }).click();
    await page.getByText("Gegevens van ZG-2001").waitFor();
    await page.locator('input[name="trial-wanted"]').fill("");
    await tom.look("a request of the past");

    await page.locator('input[name="trial-title-nl"]').fill("Zoals een aanvraag van vroeger");
    await page.locator('input[name="trial-title-en"]').fill("Like a request of the past");
    await page.locator("main button", { hasText: "Als voorbeeld bewaren" }).click();
    await page.getByText("Bewaard als voorbeeld").waitFor();
    await page.locator("main button", { hasText: "Opslaan" }).click();
    await page.getByRole("status").filter({ hasText: /^Opgeslagen/ }).waitFor();
    await page.locator("ins", { hasText: "Zoals een aanvraag van vroeger" }).waitFor();
    expect(await page.locator("#findings").innerText()).toContain("In orde");
    await tom.look("kept as an example");

    const mei = await onlooker(here.browser, "studio-trial", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(page.url());
    await mei.page.locator("main button", { hasText: "Try the rules" }).focus();
    await mei.page.keyboard.press("Enter");
    await mei.page.getByRole("region", { name: "What comes of it" }).waitFor();
    await mei.look("tried on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
