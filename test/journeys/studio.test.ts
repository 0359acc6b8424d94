import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the studio (D15, P17)", () => {
  test("a term is changed by one administrator, published by another with the keyboard alone, and taken back", async () => {
    const tom = await onlooker(here.browser, "studio", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio`);
    await tom.look("the overview");
    // Where each is used, what is used nowhere, and what has to do with a field; at the width of a tablet too.
    await page.locator('input[name="unused"]').check();
    await page.locator("main form button", { hasText: "Zoeken" }).click();
    await page.locator("main table", { hasText: "wordt nergens gebruikt" }).waitFor();
    await page.locator("main table summary", { hasText: "2 ervan worden nergens gebruikt" }).click();
    await tom.look("the overview, of what is used nowhere");
    await page.locator('input[name="unused"]').uncheck();
    await page.locator('input[name="text"]').fill("Wat past bij uw situatie");
    await page.locator("main form button", { hasText: "Zoeken" }).click();
    await page.getByText("gebruikt “Wat past bij uw situatie?”").first().waitFor();
    await page.setViewportSize({ width: 768, height: 1024 });
    await page.locator("main table summary", { hasText: /^door \d+ onderdelen/ }).first().click();
    await tom.look("the overview, by what a field has to do with");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.locator('input[name="text"]').fill("install.days");
    await page.locator("main form button", { hasText: "Zoeken" }).click();
    await page.locator("main table a", { hasText: "Installeren, vernieuwen, pincode" }).click();
    await page.locator("h2", { hasText: "Versies" }).waitFor();
    await tom.look("a definition as it holds");
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("main button", { hasText: "Als JSON" }).click();
    const text = page.locator('textarea[name="content"]');
    await text.waitFor();
    await tom.look("the editor");

    // What is no JSON comes back as it was typed, with the line; what is not sound is kept and told.
    const whole = await text.inputValue();
    const broken = whole.replace('"value": 60', '"value": 60,,');
    await text.fill(broken);
    await page.locator("main form button", { hasText: "Opslaan" }).click();
    await page.getByText("geen geldige JSON").first().waitFor();
    expect(await text.inputValue()).toBe(broken);
    await tom.look("no JSON");
    await text.fill(whole.replace('"key": "install.days"', '"key": "install.dagen"'));
    await page.locator("main form button", { hasText: "Opslaan" }).click();
    await page.getByText("install.days staat nergens meer").waitFor();
    await tom.look("a policy that others use is gone");
    const set = JSON.parse(whole) as { policies: Array<{ key: string; value: unknown }> };
    await text.fill(JSON.stringify({ ...set, policies: set.policies.map((one) => (one.key === "pin.maxWrongTries" ? { ...one, value: 2 } : one)) }));
    await page.locator("main form button", { hasText: "Opslaan" }).click();
    await page.locator("ins", { hasText: /^2$/ }).waitFor();
    await page.locator("main p a", { hasText: "wijzigen" }).click();
    await page.locator("h2", { hasText: "Voorbeelden van andere regels" }).waitFor();
    expect(await page.locator("main a", { hasText: "Regels:" }).getAttribute("href")).toBe("/studio/definitions/rule-set/installation.life-cycle");
    await tom.look("examples of other rules come out otherwise");
    await page.locator("main p a", { hasText: "Bewerken" }).click();
    await page.locator("main button", { hasText: "Als JSON" }).click();
    await text.fill(whole.replace('"value": 60', '"value": 45'));
    await page.locator("main form button", { hasText: "Opslaan" }).click();
    await page.locator("del", { hasText: /^60$/ }).waitFor();
    expect(await page.locator("del").allInnerTexts()).toEqual(["60"]);
    expect(await page.locator("ins").allInnerTexts()).toEqual(["45"]);
    await tom.look("what changes");
    await page.locator("main p a", { hasText: "wijzigen" }).click();

    // A name that cannot be comes back as it was typed, with the sentence at its field.
    await page.locator('select[name="kind"]').selectOption("mail");
    await page.locator('input[name="key"]').fill("Wijziging Handelsnaam");
    await page.locator("main form button", { hasText: "Nieuw maken" }).click();
    await page.locator("#key--error", { hasText: "“Wijziging Handelsnaam” kan geen naam zijn" }).waitFor();
    expect([await page.locator('input[name="key"]').inputValue(), await page.locator('select[name="kind"]').inputValue()]).toEqual(["Wijziging Handelsnaam", "mail"]);
    await tom.look("a name that cannot be");
    await page.locator('textarea[name="reason"]').fill("Het duurt te lang voordat een pincode weer vervalt.");
    await tom.look("the change, before it is put forward");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();
    await tom.look("the change, by its author");
    const address = page.url();

    const mei = await onlooker(here.browser, "studio", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${here.office.baseUrl}/studio`);
    await mei.look("the overview, on a phone");
    await mei.page.goto(`${here.office.baseUrl}/studio?text=request-received`);
    await hands.press("main table details:first-of-type summary");
    await mei.look("the overview with what uses an e-mail, on a phone");
    await mei.page.goto(address);
    await mei.look("the change, by a colleague");
    await hands.press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();
    await mei.look("the change, published");
    await hands.press('form[action$="/undo"] button');
    await mei.page.locator("h1", { hasText: "Back:" }).waitFor();
    await mei.look("the way back");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
